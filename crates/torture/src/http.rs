//! Just enough of HTTP/1.1 to ask for pages and send forms over a connection that is kept.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// Longer than any answer takes; a server that hangs fails the run instead of holding it up.
const PATIENCE: Duration = Duration::from_mins(1);

/// The largest answer that is read: a whole record, taken away.
const MOST: usize = 256 << 20;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The lines of its head.
    pub head: String,
    /// What follows the head.
    pub body: String,
}

impl Answer {
    /// What a line of the head says.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        value(&self.head, name)
    }
}

fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let mut named = lines.filter(|(it, _)| it.eq_ignore_ascii_case(name));
    named.next().map(|(_, value)| value.trim())
}

/// A connection that is kept.
#[derive(Debug)]
pub struct Connection {
    address: SocketAddr,
    stream: TcpStream,
}

impl Connection {
    /// Connects; nothing is sent yet.
    pub fn to(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE)
            .with_context(|| format!("nothing answers on {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { address, stream })
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str, cookie: &str) -> Result<Answer> {
        self.ask("GET", path, cookie, "")
    }

    /// Sends a form, as a page of the same site would.
    pub fn post(&mut self, path: &str, cookie: &str, form: &str) -> Result<Answer> {
        self.ask("POST", path, cookie, form)
    }

    /// Sends a form and hangs up without waiting for what comes of it.
    pub fn post_unheard(mut self, path: &str, cookie: &str, form: &str) -> Result<()> {
        self.send("POST", path, cookie, form)
    }

    fn ask(&mut self, method: &str, path: &str, cookie: &str, form: &str) -> Result<Answer> {
        self.send(method, path, cookie, form)?;
        self.answer()
    }

    fn send(&mut self, method: &str, path: &str, cookie: &str, form: &str) -> Result<()> {
        let (host, length) = (self.address, form.len());
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nCookie: {cookie}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{form}"
        );
        Ok(self.stream.write_all(request.as_bytes())?)
    }

    fn answer(&mut self) -> Result<Answer> {
        let mut read = Vec::with_capacity(1 << 15);
        let mut piece = [0; 1 << 14];
        let (head, end) = loop {
            if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = std::str::from_utf8(&read[..at]).context("a head that is no text")?;
                let length = value(head, "content-length").and_then(|it| it.parse().ok());
                let length: usize = match (length, head.starts_with("HTTP/1.1 304")) {
                    (Some(length), _) => length,
                    (None, true) => 0,
                    (None, false) => bail!("an answer that does not say how long it is"),
                };
                break (head.to_owned(), at + 4 + length);
            }
            self.more(&mut read, &mut piece)?;
        };
        if end > MOST {
            bail!("an answer of more than {MOST} bytes");
        }
        while read.len() < end {
            self.more(&mut read, &mut piece)?;
        }
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
        let body = read.split_off(head.len() + 4);
        Ok(Answer {
            status: status.context("an answer without a status")?,
            head,
            body: String::from_utf8(body).context("an answer that is no text")?,
        })
    }

    fn more(&mut self, read: &mut Vec<u8>, piece: &mut [u8]) -> Result<()> {
        let count = self.stream.read(piece)?;
        if count == 0 {
            bail!("the server hung up before the end of an answer");
        }
        read.extend_from_slice(&piece[..count]);
        Ok(())
    }
}

/// The fields of a form, as a browser sends them.
#[must_use]
pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// The value of the first hidden field of that name on a page.
#[must_use]
pub fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next()
}
