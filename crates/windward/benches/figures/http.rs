//! Just enough of HTTP/1.1 to ask for a page over a connection that is kept.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// Longer than any answer takes; a server that hangs fails the run instead of holding it up.
const PATIENCE: Duration = Duration::from_secs(20);

/// The largest answer that is read.
const MOST: usize = 32 << 20;

/// A request for a page, ready to be sent any number of times.
pub(crate) fn request(address: SocketAddr, path: &str, cookie: Option<&str>) -> Vec<u8> {
    let cookie = cookie
        .map(|cookie| format!("Cookie: {cookie}\r\n"))
        .unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\n{cookie}\r\n")
        .into_bytes()
}

/// A connection that is kept.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// An answer, until the next one is read into its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    /// The lines of its head.
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

impl Connection {
    pub(crate) fn to(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream,
            read: vec![0; 1 << 16],
        })
    }

    /// Sends a request and reads the whole answer.
    pub(crate) fn ask(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request)?;
        let mut length = 0;
        let mut whole: Option<(u16, usize, usize)> = None;
        while whole.is_none_or(|(.., end)| length < end) {
            if length == self.read.len() {
                if length >= MOST {
                    bail!("an answer of more than {MOST} bytes");
                }
                self.read.resize(length * 2, 0);
            }
            let count = self.stream.read(&mut self.read[length..])?;
            if count == 0 {
                bail!("the server hung up in the middle of an answer");
            }
            length += count;
            if whole.is_none() {
                whole = head(&self.read[..length])?;
            }
        }
        let (status, begin, end) = whole.context("an answer has a head")?;
        Ok(Answer {
            status,
            head: std::str::from_utf8(&self.read[..begin]).context("a head that is no text")?,
            body: &self.read[begin..end],
        })
    }

    /// As [`Self::ask`], for a page that has to be there; how long it is.
    pub(crate) fn page(&mut self, request: &[u8]) -> Result<usize> {
        let answer = self.ask(request)?;
        if answer.status != 200 {
            let line = request
                .split(|byte| *byte == b'\r')
                .next()
                .unwrap_or_default();
            bail!(
                "{} was answered with {}",
                String::from_utf8_lossy(line),
                answer.status
            );
        }
        Ok(answer.body.len())
    }
}

/// The status of an answer, and where its body begins and ends; `None` while the head is not all there.
fn head(read: &[u8]) -> Result<Option<(u16, usize, usize)>> {
    let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&read[..end]).context("a head that is no text")?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let status = status
        .and_then(|status| status.parse().ok())
        .context("an answer without a status")?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok());
    let length: usize = length.context("an answer that does not say how long it is")?;
    Ok(Some((status, end + 4, end + 4 + length)))
}
