//! The server to compare pages with: axum with one handler a page, which returns bytes it holds.
//!
//! It runs as a process of its own, this very program started again, so that its time is counted apart.

use std::{
    env,
    ffi::OsString,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use axum::{Router, body::Bytes, http::header, routing::get, serve::ListenerExt};
use tokio::{net::TcpListener, runtime};

use crate::process::{Program, first_200, free_address};

/// The word that makes this program the bare server.
pub(crate) const WORD: &str = "--bare-server";

/// The bare server, running.
#[derive(Debug)]
pub(crate) struct Bare {
    pub(crate) program: Program,
    pub(crate) address: SocketAddr,
}

impl Bare {
    /// Serves the files of a directory, each at its name.
    pub(crate) fn start(directory: &Path) -> Result<Self> {
        let address = free_address()?;
        let mut command = Command::new(env::current_exe()?);
        let program = Program::start(command.arg(WORD).arg(address.to_string()).arg(directory))?;
        let any = fs::read_dir(directory)?
            .next()
            .context("no page to serve")??;
        let path = format!("/{}", any.file_name().to_string_lossy());
        first_200(address, &crate::http::request(address, &path, None))?;
        Ok(Self { program, address })
    }
}

/// What the process does: serves until it is ended.
pub(crate) fn serve(mut arguments: impl Iterator<Item = OsString>) -> Result<()> {
    let address = arguments.next().context("no address")?;
    let address: SocketAddr = address.to_string_lossy().parse()?;
    let directory = PathBuf::from(arguments.next().context("no directory")?);
    let mut router = Router::new();
    for file in fs::read_dir(directory)? {
        let file = file?;
        let body = Bytes::from(fs::read(file.path())?);
        let path = format!("/{}", file.file_name().to_string_lossy());
        let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        router = router.route(&path, get(move || std::future::ready((kind, body.clone()))));
    }
    // As many threads as Windward has.
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        let listener = listener.tap_io(|connection| _ = connection.set_nodelay(true));
        Ok(axum::serve(listener, router).await?)
    })
}
