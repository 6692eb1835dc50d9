//! The real program, serving a directory of its own.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
};

/// A running Windward; stopped when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) origin: String,
    /// The path of the link that signs in, once.
    pub(crate) sign_in: String,
    _data: tempfile::TempDir,
}

impl Server {
    /// Starts on a free port over an empty directory.
    pub(crate) fn start() -> Self {
        Self::start_on("sqlite")
    }

    /// The same with its record in a store, which is empty.
    pub(crate) fn start_on(store: &str) -> Self {
        Self::start_with(&["--listen", "127.0.0.1:0", "--store", store], "http://")
    }

    /// Starts on a free port for several people, of whom the first comes by [`Self::sign_in`].
    pub(crate) fn start_for_several() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("an address").to_string();
        drop(free);
        let base = format!("http://{address}");
        let first = format!("{base}/join/");
        Self::start_with(&["--listen", &address, "--public", &base], &first)
    }

    /// Starts over an empty directory; the first line that begins like this is the link in.
    fn start_with(options: &[&str], begins: &str) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let mut child = Command::new(env!("CARGO_BIN_EXE_windward"))
            .args(["serve", "--no-open", "--data"])
            .arg(data.path().join("data"))
            .args(options)
            .env("TZ", "UTC")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("windward starts");
        let told = BufReader::new(child.stdout.take().expect("piped"));
        let link = told
            .lines()
            .map_while(Result::ok)
            .map(|line| line.trim().to_owned())
            .find(|line| line.starts_with(begins))
            .expect("the start prints a link");
        let link = link.trim_start_matches("http://");
        let (host, path) = link.split_once('/').expect("a link has a path");
        Self {
            child,
            origin: format!("http://{host}"),
            sign_in: format!("/{path}"),
            _data: data,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// A file of the given name in `directory`.
pub(crate) fn file(directory: &Path, name: &str, bytes: &[u8]) -> String {
    let path = directory.join(name);
    std::fs::write(&path, bytes).expect("a file is written");
    path.to_str().expect("a path of letters").to_owned()
}
