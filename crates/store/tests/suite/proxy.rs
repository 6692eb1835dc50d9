//! A way to a server that breaks at a chosen byte.

use std::{
    io,
    net::Ipv4Addr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the server.
    There,
    /// From the server.
    Back,
}

/// How many bytes one way may still pass before the connection is cut; `None`: all.
type Plan = Arc<Mutex<Option<(Way, usize)>>>;

/// Carries connections of this machine to one of its ports.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) port: u16,
    plan: Plan,
}

impl Proxy {
    pub(crate) async fn before(server: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let plan = Plan::default();
        let plans = Arc::clone(&plan);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let plan = Arc::clone(&plans);
                tokio::spawn(async move {
                    // Its end is the end of both connections, which is all there is to tell.
                    _ = carry(client, server, &plan).await;
                });
            }
        });
        Self { port, plan }
    }

    /// The next connection that carries more than `bytes` this way is cut there.
    pub(crate) fn cut(&self, way: Way, bytes: usize) {
        *self.plan.lock().unwrap() = Some((way, bytes));
    }

    /// Whether the cut that was asked for came; it does not come any more.
    pub(crate) fn has_cut(&self) -> bool {
        self.plan.lock().unwrap().take().is_none()
    }
}

/// How many of `bytes` may pass.
fn may_pass(plan: &Plan, way: Way, bytes: usize) -> usize {
    let mut plan = plan.lock().unwrap();
    match &mut *plan {
        Some((planned, left)) if *planned == way => {
            if bytes > *left {
                let passing = *left;
                *plan = None;
                passing
            } else {
                *left -= bytes;
                bytes
            }
        }
        _ => bytes,
    }
}

async fn carry(client: TcpStream, server: u16, plan: &Plan) -> io::Result<()> {
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server)).await?;
    for socket in [&client, &server] {
        socket.set_nodelay(true)?;
    }
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let (mut there, mut back) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let (read, passing) = tokio::select! {
            read = from_client.read(&mut there) => {
                let read = read?;
                let passing = may_pass(plan, Way::There, read);
                to_server.write_all(&there[..passing]).await?;
                (read, passing)
            }
            read = from_server.read(&mut back) => {
                let read = read?;
                let passing = may_pass(plan, Way::Back, read);
                to_client.write_all(&back[..passing]).await?;
                (read, passing)
            }
        };
        if read == 0 || passing < read {
            return Ok(());
        }
    }
}
