//! Three PostgreSQL servers that Patroni looks after, with etcd beneath, from the packages of the system.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::database::{postgres, processes_of, signal};

/// How long the three may take to agree on anything.
const PATIENCE: Duration = Duration::from_mins(3);

/// How often it is looked.
const LOOK: Duration = Duration::from_millis(200);

/// For how long Patroni believes in a primary that says nothing: the least that it takes.
const BELIEVED_SECONDS: u32 = 20;

/// A server with its keeper.
#[derive(Debug)]
struct Node {
    home: PathBuf,
    port: u16,
    keeper: Option<Child>,
}

/// The three, and what they agree by.
#[derive(Debug)]
pub struct Cluster {
    home: PathBuf,
    etcd: Child,
    nodes: Vec<Node>,
    /// Whether a change waits for a second server.
    synchronous: bool,
}

/// Fails where something is not installed, and says what to install.
pub fn is_here() -> Result<()> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let here = |name: &&str| std::env::split_paths(&path).any(|it| it.join(name).is_file());
    if !["patroni", "etcd", "psql"].iter().all(here) {
        bail!(
            "this trial needs Patroni, etcd and PostgreSQL: on Debian, ‘sudo apt-get install patroni etcd-server postgresql’"
        );
    }
    Ok(())
}

impl Cluster {
    /// Starts them, and waits until each of the others follows the first.
    pub fn start(synchronous: bool) -> Result<Self> {
        is_here()?;
        let home = postgres::directory();
        let (client, peer) = (postgres::free_port(), postgres::free_port());
        let url = |port: u16| format!("http://127.0.0.1:{port}");
        let etcd = postgres::command(&which("etcd")?)
            .arg("--data-dir")
            .arg(home.join("etcd"))
            .args(["--listen-client-urls", &url(client)])
            .args(["--advertise-client-urls", &url(client)])
            .args(["--listen-peer-urls", &url(peer)])
            .args(["--initial-advertise-peer-urls", &url(peer)])
            .args(["--initial-cluster", &format!("default={}", url(peer))])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut it = Self {
            home,
            etcd,
            nodes: Vec::new(),
            synchronous,
        };
        for name in ["one", "two", "three"] {
            let node = Node {
                home: it.home.join(name),
                port: postgres::free_port(),
                keeper: None,
            };
            let settings = node.settings(name, client, synchronous)?;
            let file = it.home.join(format!("{name}.yml"));
            fs::write(file, settings)?;
            it.nodes.push(node);
        }
        for at in 0..it.nodes.len() {
            it.begin(at)?;
            // The first makes the database that the others copy.
            it.until("a primary", |it| it.primary().is_some())?;
        }
        it.until_whole()?;
        Ok(it)
    }

    fn begin(&mut self, at: usize) -> Result<()> {
        let node = &mut self.nodes[at];
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(node.home.with_extension("log"))?;
        let keeper = postgres::command(&which("patroni")?)
            .arg(node.home.with_extension("yml"))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        node.keeper = Some(keeper);
        Ok(())
    }

    /// A new database, by a URL that names all three.
    pub fn database(&self, name: &str) -> Result<String> {
        let primary = self.primary().context("no primary")?;
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        self.nodes[primary]
            .ask(&create)
            .with_context(|| format!("cannot make the database {name}"))?;
        let hosts = self.nodes.iter().map(|it| format!("127.0.0.1:{}", it.port));
        let hosts: Vec<String> = hosts.collect();
        Ok(format!(
            "postgres://windward@{}/{name}?connect_timeout=2",
            hosts.join(",")
        ))
    }

    /// Which takes writes.
    #[must_use]
    pub fn primary(&self) -> Option<usize> {
        let mut numbers = 0..self.nodes.len();
        numbers.find(|at| {
            let answer = self.nodes[*at].ask("SELECT pg_is_in_recovery()");
            answer.is_some_and(|it| it == "f")
        })
    }

    /// Stops what sends the log of the primary to the others, so that it goes on alone.
    pub fn freeze_senders(&self, primary: usize) -> Result<()> {
        for process in self.nodes[primary].processes()? {
            let name = fs::read_to_string(Path::new("/proc").join(&process).join("cmdline"));
            if name.is_ok_and(|it| it.contains("walsender")) {
                signal("-STOP", &process)?;
            }
        }
        Ok(())
    }

    /// Takes a server away, its keeper first: all of their processes, as `kill -9` does.
    pub fn lose(&mut self, at: usize) -> Result<()> {
        let processes = self.nodes[at].processes()?;
        if let Some(mut keeper) = self.nodes[at].keeper.take() {
            keeper.kill()?;
            keeper.wait()?;
        }
        for process in processes {
            signal("-KILL", &process)?;
        }
        Ok(())
    }

    /// Waits for another primary than the one that was lost.
    pub fn until_another(&self, lost: usize) -> Result<()> {
        self.until("another primary", |it| {
            it.primary().is_some_and(|at| at != lost)
        })
    }

    /// Starts a server that was lost, and waits until it follows.
    pub fn bring_back(&mut self, at: usize) -> Result<()> {
        _ = fs::remove_file(self.nodes[at].home.join("postmaster.pid"));
        self.begin(at)?;
        self.until_whole()
    }

    /// Waits until two follow, and one of them is waited for where that is asked.
    fn until_whole(&self) -> Result<()> {
        let counts = "SELECT count(*) FILTER (WHERE state = 'streaming') >= 2 AND count(*) FILTER (WHERE sync_state = 'sync') >= ";
        let asked = format!(
            "{counts}{} FROM pg_stat_replication",
            u8::from(self.synchronous)
        );
        self.until("two that follow", |it| {
            let primary = it.primary();
            primary.is_some_and(|at| it.nodes[at].ask(&asked).is_some_and(|it| it == "t"))
        })
    }

    fn until(&self, what: &str, there: impl Fn(&Self) -> bool) -> Result<()> {
        let begun = Instant::now();
        while !there(self) {
            if begun.elapsed() > PATIENCE {
                let logs = self.nodes.iter().map(|it| {
                    let log = fs::read_to_string(it.home.with_extension("log"));
                    let log = log.unwrap_or_default();
                    let last: Vec<&str> = log.lines().rev().take(4).collect();
                    last.join("\n")
                });
                bail!("never {what}:\n{}", logs.collect::<Vec<_>>().join("\n"));
            }
            sleep(LOOK);
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for at in 0..self.nodes.len() {
            _ = self.lose(at);
        }
        _ = self.etcd.kill();
        _ = self.etcd.wait();
        _ = fs::remove_dir_all(&self.home);
    }
}

impl Node {
    fn settings(&self, name: &str, etcd: u16, synchronous: bool) -> Result<String> {
        let (home, port, rest) = (self.home.display(), self.port, postgres::free_port());
        let programs = postgres::program("initdb");
        let programs = programs.parent().context("a directory")?.display();
        Ok(format!(
            "scope: windward\n\
             name: {name}\n\
             restapi: {{listen: '127.0.0.1:{rest}', connect_address: '127.0.0.1:{rest}'}}\n\
             etcd3: {{host: '127.0.0.1:{etcd}'}}\n\
             bootstrap:\n\
             \x20 dcs:\n\
             \x20   ttl: {BELIEVED_SECONDS}\n\
             \x20   loop_wait: 2\n\
             \x20   retry_timeout: 5\n\
             \x20   maximum_lag_on_failover: 1073741824\n\
             \x20   synchronous_mode: {synchronous}\n\
             \x20   synchronous_mode_strict: {synchronous}\n\
             \x20   postgresql:\n\
             \x20     use_pg_rewind: true\n\
             \x20     parameters: {{wal_log_hints: 'on', max_connections: 100}}\n\
             \x20 initdb: [encoding: UTF8, locale: C]\n\
             postgresql:\n\
             \x20 listen: 127.0.0.1:{port}\n\
             \x20 connect_address: 127.0.0.1:{port}\n\
             \x20 data_dir: {home}\n\
             \x20 bin_dir: {programs}\n\
             \x20 pgpass: {home}.pass\n\
             \x20 authentication:\n\
             \x20   superuser: {{username: windward, password: x}}\n\
             \x20   replication: {{username: replicator, password: x}}\n\
             \x20   rewind: {{username: rewinder, password: x}}\n\
             \x20 parameters: {{unix_socket_directories: ''}}\n\
             \x20 pg_hba: ['host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust']\n"
        ))
    }

    /// What a statement answers; `None` where it does not.
    fn ask(&self, statement: &str) -> Option<String> {
        let url = format!(
            "postgres://windward@127.0.0.1:{}/postgres?connect_timeout=2",
            self.port
        );
        let output = Command::new("psql")
            .args(["-X", "-q", "-A", "-t", "-d", &url, "-c", statement])
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let said = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| said.trim().to_owned())
    }

    fn processes(&self) -> Result<Vec<String>> {
        let file = self.home.join("postmaster.pid");
        if file.exists() {
            processes_of(&file)
        } else {
            Ok(Vec::new())
        }
    }
}

fn which(name: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).map(|it| it.join(name));
    let found = places.find(|it| it.is_file());
    found.with_context(|| format!("no {name} on the path"))
}
