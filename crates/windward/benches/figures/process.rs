//! Programs under measurement, and what the system says about them. The figures of `/proc` are Linux's.

use std::{
    collections::HashMap,
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::http::Connection;

/// How long a server may take to start or to stop before the run is given up.
const PATIENCE: Duration = Duration::from_secs(15);

/// A program that ends with its handle.
#[derive(Debug)]
pub(crate) struct Program(Child);

impl Program {
    /// Starts it without a keyboard and with its output thrown away.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let quiet = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = quiet
            .spawn()
            .with_context(|| format!("cannot start {command:?}"))?;
        Ok(Self(child))
    }

    pub(crate) fn cpu(&self) -> Result<Cpu> {
        Cpu::of(&self.0.id().to_string())
    }

    /// Bytes of it that are in memory.
    pub(crate) fn resident(&self) -> Result<u64> {
        let path = format!("/proc/{}/status", self.0.id());
        let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        kib.map(|kib| kib << 10)
            .with_context(|| format!("no VmRSS in {path}"))
    }

    /// Asks it to stop as a service manager would, and waits until it has.
    pub(crate) fn stop(mut self) -> Result<()> {
        let mut ask = Command::new("kill");
        ask.arg("-TERM")
            .arg(self.0.id().to_string())
            .status()
            .context("cannot run kill")?;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.0.try_wait()?.is_some() {
                return Ok(());
            }
            sleep(Duration::from_millis(1));
        }
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// Time that each thread of a process has spent on a processor, to the nanosecond.
#[derive(Debug)]
pub(crate) struct Cpu(HashMap<String, u64>);

impl Cpu {
    /// This process.
    pub(crate) fn ours() -> Result<Self> {
        Self::of("self")
    }

    fn of(process: &str) -> Result<Self> {
        let path = format!("/proc/{process}/task");
        let tasks = fs::read_dir(&path).with_context(|| format!("cannot list {path}"))?;
        let mut threads = HashMap::new();
        for task in tasks {
            let task = task?;
            // A thread may end between the two.
            let Ok(text) = fs::read_to_string(task.path().join("schedstat")) else {
                continue;
            };
            let spent = text.split(' ').next().and_then(|spent| spent.parse().ok());
            let spent = spent.with_context(|| format!("no figure in {path}"))?;
            threads.insert(task.file_name().to_string_lossy().into_owned(), spent);
        }
        Ok(Self(threads))
    }

    /// What was spent since `earlier`. What a thread that ended meanwhile had spent is not in it.
    pub(crate) fn since(&self, earlier: &Self) -> Duration {
        let spent = self.0.iter().map(|(thread, spent)| {
            spent.saturating_sub(earlier.0.get(thread).copied().unwrap_or(0))
        });
        Duration::from_nanos(spent.sum())
    }
}

/// An address on this machine that nobody listens on.
pub(crate) fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?)
}

/// Asks until something answers, and answers with 200.
pub(crate) fn first_200(address: SocketAddr, request: &[u8]) -> Result<()> {
    let begun = Instant::now();
    loop {
        match Connection::to(address) {
            // It listens before it serves: from here on the answer comes when it can.
            Ok(mut connection) => return connection.page(request).map(drop),
            Err(error) if begun.elapsed() > PATIENCE => {
                return Err(error).context("the server does not start");
            }
            Err(_) => sleep(Duration::from_micros(200)),
        }
    }
}
