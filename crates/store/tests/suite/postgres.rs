//! A real PostgreSQL of the tests' own, and a pooler before it: started by whoever comes first, shared by one
//! test program, gone with it however it ends.
//!
//! The programs are the system's. They do not run as root, so root starts them as `nobody`.

use std::{
    env, fs,
    io::Write as _,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

/// How often it is looked whether a server listens, and how many times.
const LOOK: Duration = Duration::from_millis(20);
const LOOKS: u32 = 1500;

/// A server on a free port of this machine.
#[derive(Debug)]
pub(crate) struct Server {
    dir: PathBuf,
    port: u16,
    /// Stops the server and removes the directory when its standard input ends, with us.
    _guard: Child,
}

/// A program by its name.
pub(crate) fn program(name: &str) -> PathBuf {
    // Where Debian puts them comes first: what it puts on the path is a script that goes by its own name.
    let mut places = Vec::new();
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        let mut versions: Vec<PathBuf> = versions.map(|it| it.unwrap().path()).collect();
        versions.sort();
        places.extend(versions.into_iter().rev().map(|it| it.join("bin")));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    places.extend(env::split_paths(&path));
    places.push("/usr/sbin".into());
    let found = places
        .iter()
        .map(|it| it.join(name))
        .find(|it| it.is_file());
    let found = found.unwrap_or_else(|| {
        panic!("{name} is not here; ‘cargo xtask test’ installs it, or says what to install")
    });
    // The others of PostgreSQL lie beside what a link leads to.
    fs::canonicalize(found).unwrap()
}

/// A command by another user than root.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid", "nobody", "--regid", "nogroup", "--clear-groups"])
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    // Where another user may be, too.
    command.current_dir("/").env_remove("PGOPTIONS");
    command
}

fn is_root() -> bool {
    static ROOT: OnceLock<bool> = OnceLock::new();
    *ROOT.get_or_init(|| {
        let id = Command::new("id").arg("-u").output().unwrap();
        id.stdout.starts_with(b"0\n")
    })
}

fn done(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// A directory that the servers' user may write to.
pub(crate) fn directory() -> PathBuf {
    let dir = tempfile::tempdir().unwrap().keep();
    if is_root() {
        done(Command::new("chown").arg("nobody").arg(&dir));
    }
    dir
}

impl Server {
    /// Starts one with lines of settings beside the usual ones.
    pub(crate) fn start(more: &str) -> Self {
        let (dir, port) = (directory(), free_port());
        let data = dir.join("data");
        let init = [
            "--username=windward",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "-D",
        ];
        done(command(&program("initdb")).args(init).arg(&data));
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\nmax_connections = 300\n\
             {more}\n"
        );
        let mut file = fs::OpenOptions::new()
            .append(true)
            .open(data.join("postgresql.conf"))
            .unwrap();
        file.write_all(settings.as_bytes()).unwrap();
        let script =
            r#"cat >/dev/null; "$1" -D "$2/data" -m immediate stop >/dev/null 2>&1; rm -rf "$2""#;
        let guard = command(Path::new("/bin/sh"))
            .args(["-c", script, "sh"])
            .arg(program("pg_ctl"))
            .arg(&dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let it = Self {
            dir,
            port,
            _guard: guard,
        };
        it.control(&["start"]);
        it
    }

    /// The one of this program.
    pub(crate) fn shared() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Self::start("fsync = off"))
    }

    /// A copy of a file that nobody but the server’s user may read, where the server is.
    pub(crate) fn private_copy(from: &Path) -> PathBuf {
        let to = directory().join("private");
        fs::copy(from, &to).unwrap();
        done(Command::new("chmod").arg("600").arg(&to));
        if is_root() {
            done(Command::new("chown").arg("nobody").arg(&to));
        }
        to
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Where its files are.
    pub(crate) fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    /// Has its own program for that do something with it.
    pub(crate) fn control(&self, words: &[&str]) {
        let log = self.dir.join("log");
        done(
            command(&program("pg_ctl"))
                .arg("-D")
                .arg(self.data())
                .arg("-l")
                .arg(log)
                .args(["-w", "-s"])
                .args(words)
                .stdout(Stdio::null()),
        );
    }

    /// Ends it as a power cut would, and starts it again.
    pub(crate) fn restart(&self) {
        self.control(&["-m", "immediate", "restart"]);
    }

    /// A new database, empty; its URL.
    pub(crate) fn database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let name = format!("windward_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        sql(&self.url("postgres"), &create);
        self.url(&name)
    }

    fn url(&self, name: &str) -> String {
        format!("postgres://windward@127.0.0.1:{}/{name}", self.port)
    }
}

/// Runs statements; what they answer, a row a line.
pub(crate) fn sql(url: &str, statements: &str) -> String {
    let mut psql = command(&program("psql"))
        .args([
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            url,
            "-f",
            "-",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = psql.stdin.take().unwrap();
    stdin.write_all(statements.as_bytes()).unwrap();
    drop(stdin);
    let output = psql.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The URL of the same database through the pooler, which gives each transaction another connection.
pub(crate) fn pooled(url: &str) -> String {
    static POOLER: OnceLock<Pooler> = OnceLock::new();
    let server = Server::shared();
    let port = POOLER.get_or_init(|| Pooler::start(server)).port;
    let rest = url
        .strip_prefix(&format!("postgres://windward@127.0.0.1:{}", server.port))
        .expect("a database of the shared server");
    format!("postgres://windward@127.0.0.1:{port}{rest}?prepared=off")
}

/// A pooler before the shared server.
#[derive(Debug)]
struct Pooler {
    port: u16,
    /// Stops it when its standard input ends, with us.
    _guard: Child,
}

impl Pooler {
    fn start(server: &Server) -> Self {
        let port = free_port();
        let settings = server.dir.join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host=127.0.0.1 port={} user=windward\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
         listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = transaction\n\
         max_client_conn = 1000\ndefault_pool_size = 8\nlogfile = {}\n",
            server.port,
            server.dir.join("pgbouncer.log").display()
        );
        fs::write(&settings, text).unwrap();
        let script = r#""$1" -q "$2" & cat >/dev/null; kill $!"#;
        let guard = command(Path::new("/bin/sh"))
            .args(["-c", script, "sh"])
            .arg(program("pgbouncer"))
            .arg(settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let it = Self {
            port,
            _guard: guard,
        };
        let listens = |_| {
            let there = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
            if !there {
                thread::sleep(LOOK);
            }
            there
        };
        assert!((0..LOOKS).any(listens), "pgbouncer does not listen");
        it
    }
}
