//! The real program as a child, over a directory that outlives it.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::http::Connection;

/// How long a server may take to start before the run is given up.
const PATIENCE: Duration = Duration::from_mins(1);

/// How many lines of what a server said are repeated when it does not start.
const LAST_WORDS: usize = 12;

/// What is started, again and again.
#[derive(Debug, Clone)]
pub struct Program {
    /// The program itself.
    pub binary: PathBuf,
    /// The directory in which its data directory, its log and its configuration are.
    pub home: PathBuf,
    /// Its `--store`.
    pub store: String,
    /// What is in its environment beside the usual.
    pub environment: Vec<(String, String)>,
    /// Where it listens: the same for every start, so that a browser would go on.
    pub address: SocketAddr,
}

/// A server that runs. Dropped, it is killed.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// The path of the link that signs in, once.
    pub link: String,
    /// From its start until it greeted.
    pub greeted: Duration,
}

impl Program {
    /// One over a store, in an empty directory.
    pub fn new(binary: &Path, home: &Path, store: String) -> Result<Self> {
        Ok(Self {
            binary: binary.to_owned(),
            home: home.to_owned(),
            store,
            environment: Vec::new(),
            address: free_address()?,
        })
    }

    /// Its data directory.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// What it says to whoever runs it, of all its starts.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.home.join("log")
    }

    fn command(&self, words: &[&str]) -> Result<Command> {
        let config = self.home.join("windward.toml");
        if !config.exists() {
            fs::write(&config, "")?;
        }
        let mut command = Command::new(&self.binary);
        command
            .args(words)
            .arg("--config")
            .arg(config)
            .arg("--data")
            .arg(self.data())
            .args(["--store", &self.store])
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        Ok(command)
    }

    /// Starts it, and waits until it greets.
    pub fn start(&self) -> Result<Server> {
        let begun = Instant::now();
        let mut child = self.begin(Stdio::piped())?;
        let told = child.stdout.take().context("it was asked to be piped")?;
        let (lines, heard) = mpsc::channel();
        // It reads to the end, so that the server never waits for somebody to read.
        thread::spawn(move || {
            for line in BufReader::new(told).lines().map_while(Result::ok) {
                _ = lines.send(line);
            }
        });
        let mut server = Server {
            child,
            address: self.address,
            link: String::new(),
            greeted: Duration::ZERO,
        };
        let base = format!("http://{}", self.address);
        loop {
            let left = PATIENCE.saturating_sub(begun.elapsed());
            let Ok(line) = heard.recv_timeout(left) else {
                bail!("the server did not start: {}", self.last_words());
            };
            if let Some(path) = line.trim().strip_prefix(&base) {
                path.clone_into(&mut server.link);
            }
            if line.contains("Ctrl+C") {
                server.greeted = begun.elapsed();
                return Ok(server);
            }
        }
    }

    /// Starts it, and kills it after a while, wherever it has got to.
    pub fn start_and_kill(&self, after: Duration) -> Result<()> {
        let mut child = self.begin(Stdio::null())?;
        thread::sleep(after);
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    fn begin(&self, told: Stdio) -> Result<Child> {
        let log = File::options().create(true).append(true).open(self.log())?;
        let listen = self.address.to_string();
        let child = self
            .command(&["serve", "--no-open", "--listen", &listen])?
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdout(told)
            .stderr(log)
            .spawn();
        child.with_context(|| format!("cannot start {}", self.binary.display()))
    }

    /// The end of what it said to whoever runs it.
    #[must_use]
    pub fn last_words(&self) -> String {
        let told = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = told.lines().collect();
        let from = lines.len().saturating_sub(LAST_WORDS);
        lines[from..].join("\n")
    }

    /// What is wrong with the data, as `windward doctor` says; empty if nothing is.
    ///
    /// It checks the database and the references in it, and opens every entry.
    pub fn faults(&self) -> Result<Vec<String>> {
        let mut doctor = self.command(&["doctor", "--json"])?;
        let output = doctor.stderr(Stdio::piped()).output()?;
        let found: serde_json::Value =
            serde_json::from_slice(&output.stdout).with_context(|| {
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                format!("windward doctor says no JSON, but {said}")
            })?;
        let problems = found["problems"].as_array().context("no problems in it")?;
        let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
        Ok(problems.iter().map(text).collect())
    }
}

impl Server {
    /// The number of its process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A new connection to it.
    pub fn connect(&self) -> Result<Connection> {
        Connection::to(self.address)
    }

    /// Ends it as `kill -9` does: at whatever it is doing, without a word.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop, as a service manager does, and waits until it has.
    pub fn end(&mut self) -> Result<ExitStatus> {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status()?;
        if !asked.success() {
            bail!("process {id} cannot be asked to stop");
        }
        Ok(self.child.wait()?)
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// An address on this machine that nobody listens on.
pub fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?)
}
