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
        Self::serve(&["--listen", "127.0.0.1:0", "--store", store], "")
    }

    /// Starts one on which everybody has an account, with a configuration; the link makes the first administrator.
    pub(crate) fn with_accounts(config: &str) -> Self {
        Self::called("127.0.0.1", config, "sqlite")
    }

    /// The same with its records in a store, which is empty.
    pub(crate) fn with_accounts_on(store: &str) -> Self {
        Self::called("127.0.0.1", "", store)
    }

    /// The same under a name, because browsers keep passkeys for names alone.
    pub(crate) fn with_passkeys() -> Self {
        Self::called("localhost", "", "sqlite")
    }

    /// Starts over a record that is the sample, as one of somebody’s own.
    pub(crate) fn with_sample() -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let filled = Command::new(env!("CARGO_BIN_EXE_windward"))
            .args(["demo", "--data"])
            .arg(data.path().join("data"))
            .env("TZ", "UTC")
            .output()
            .expect("windward starts");
        assert!(filled.status.success(), "{filled:?}");
        Self::serve_in(data, &["--listen", "127.0.0.1:0"], "")
    }

    fn called(host: &str, config: &str, store: &str) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
        let here = free.expect("a port");
        let public = format!("http://{host}:{}", here.port());
        let here = here.to_string();
        let how = ["--listen", &here, "--public", &public, "--store", store];
        Self::serve(&how, config)
    }

    fn serve(how: &[&str], config: &str) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        Self::serve_in(data, how, config)
    }

    fn serve_in(data: tempfile::TempDir, how: &[&str], config: &str) -> Self {
        let config = file(data.path(), "windward.toml", config.as_bytes());
        let mut child = Command::new(env!("CARGO_BIN_EXE_windward"))
            .args(["serve", "--no-open", "--config", &config, "--data"])
            .arg(data.path().join("data"))
            .args(how)
            .env("TZ", "UTC")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("windward starts");
        let told = BufReader::new(child.stdout.take().expect("piped"));
        let link = told
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.trim().strip_prefix("http://").map(str::to_owned))
            .expect("the start prints a link");
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
