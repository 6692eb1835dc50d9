//! Connections: how many at once, and how much and how long each may take to say what it wants.
//!
//! A crate of its own because it is where the HTTP library is compiled for us, and every request goes through it: it is made
//! fast, whatever is made small around it.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc, watch},
    time::sleep,
};
use tower::Service;

/// Connections at once; more wait until one ends. A browser opens six, and a proxy some dozens for all of them.
const MOST: usize = 1_000;

/// What one connection may take.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    /// How long the head of a request may take to arrive, and a connection wait for the next one.
    head_within: Duration,
    /// Lines of a head. Browsers send near twenty, and proxies add some.
    lines: usize,
    /// Bytes of a head that did not end yet, its address among them: what arrives with the last of them may be as much
    /// once more. Cookies of other programs on the same machine come along.
    bytes: usize,
}

const BOUNDS: Bounds = Bounds {
    head_within: Duration::from_secs(30),
    lines: 64,
    bytes: 16 * 1024,
};

/// How long it rests when the system gives it no more connections.
const REST: Duration = Duration::from_secs(1);

/// Serves until it is told to stop and every answer under way is given.
pub async fn serve(listener: TcpListener, pages: Router, mut stopped: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(MOST));
    // Every connection holds a sender of it: it ends with the last of them.
    let (open, mut closed) = mpsc::channel::<()>(1);
    loop {
        let coming = async {
            let room = Arc::clone(&room).acquire_owned().await;
            (room, accepted(&listener).await)
        };
        let (room, (stream, peer)) = tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => break,
            coming = coming => coming,
        };
        // Pages are written in one go: waiting to fill a packet only delays them.
        _ = stream.set_nodelay(true);
        let (pages, stopped, open) = (pages.clone(), stopped.clone(), open.clone());
        tokio::spawn(async move {
            one(stream, peer, pages, BOUNDS, stopped).await;
            drop((room, open));
        });
    }
    drop((listener, open));
    _ = closed.recv().await;
}

async fn accepted(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_one(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection could be taken");
                sleep(REST).await;
            }
        }
    }
}

/// Whether an error is of the connection that was to be taken, and not of all.
fn is_of_one(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// Answers on one connection until it ends, or until the answer under way is given once it is to stop.
async fn one(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    pages: Router,
    bounds: Bounds,
    mut stopped: watch::Receiver<bool>,
) {
    let answering = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        pages.clone().call(request.map(Body::new))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(bounds.head_within)
        .max_headers(bounds.lines)
        .max_buf_size(bounds.bytes);
    let mut connection = std::pin::pin!(http.serve_connection(TokioIo::new(stream), answering));
    // What goes wrong on the way is the other side's doing, and nothing that whoever runs this could see to.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopped.wait_for(|stopped| *stopped) => connection.as_mut().graceful_shutdown(),
    }
    _ = connection.await;
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    /// What comes back for bytes that are sent, on a connection that stays open.
    async fn answer(sent: &[u8], bounds: Bounds) -> String {
        let (mut here, there) = duplex(256 * 1024);
        let pages = Router::new().route("/", get(async || "well"));
        let (_stop, stopped) = watch::channel(false);
        let peer = "192.0.2.1:4000".parse().expect("an address");
        let serving = tokio::spawn(one(there, peer, pages, bounds, stopped));
        // It may give up while this still sends.
        _ = here.write_all(sent).await;
        let mut told = Vec::new();
        _ = here.read_to_end(&mut told).await;
        serving.await.expect("it does not panic");
        String::from_utf8(told).expect("text")
    }

    fn head(lines: usize, bytes: usize) -> Vec<u8> {
        let mut head = "GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n".to_owned();
        for number in 0..lines {
            _ = write!(head, "X-{number}: {}\r\n", "x".repeat(bytes));
        }
        (head + "\r\n").into_bytes()
    }

    #[tokio::test]
    async fn a_head_is_as_large_as_it_may_be_and_no_larger() {
        let usual = answer(&head(20, 100), BOUNDS).await;
        assert!(usual.starts_with("HTTP/1.1 200"), "{usual}");
        for (lines, bytes) in [(100, 1), (1, 200_000), (50, 4_000)] {
            let refused = answer(&head(lines, bytes), BOUNDS).await;
            assert!(refused.starts_with("HTTP/1.1 431"), "{lines}: {refused}");
        }
    }

    #[tokio::test]
    async fn a_head_that_does_not_end_is_given_up() {
        let short = Bounds {
            head_within: Duration::from_millis(50),
            ..BOUNDS
        };
        // It ends, which is all that is waited for: the other side never says what it wants.
        let told = answer(b"GET / HTTP/1.1\r\nHost: h", short).await;
        assert!(!told.contains("well"), "{told}");
    }

    #[tokio::test]
    async fn what_says_its_length_twice_is_not_taken() {
        for lines in [
            "Content-Length: 4\r\nContent-Length: 5\r\n",
            "Content-Length: 4\r\nTransfer-Encoding: gzip\r\n",
            "Content-Length: +4\r\n",
            "Transfer-Encoding: chunked, gzip\r\n",
        ] {
            let sent =
                format!("POST / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{lines}\r\nabcd");
            let told = answer(sent.as_bytes(), BOUNDS).await;
            assert!(told.starts_with("HTTP/1.1 4"), "{lines}: {told}");
            assert_eq!(told.matches("HTTP/1.1").count(), 1, "{told}");
        }
    }
}
