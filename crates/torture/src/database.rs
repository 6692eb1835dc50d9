//! A PostgreSQL that can be killed.

use std::{
    fs,
    path::Path,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

#[path = "../../store/tests/suite/postgres.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "it belongs to the tests of the store, which use all of it"
)]
pub(crate) mod postgres;

/// How long processes that were killed may take to be gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server on this machine, with databases of its own.
#[derive(Debug)]
pub struct Database(postgres::Server);

impl Database {
    /// Starts one that waits for the disk, with lines of settings beside the usual ones.
    #[must_use]
    pub fn start(more: &str) -> Self {
        Self(postgres::Server::start(more))
    }

    /// A new database in it, by its URL.
    #[must_use]
    pub fn empty(&self) -> String {
        self.0.database()
    }

    /// Ends all of its processes as `kill -9` does. The first one is held still before, so that it makes no others.
    pub fn kill(&self) -> Result<()> {
        let file = self.0.data().join("postmaster.pid");
        let all = processes_of(&file)?;
        for process in &all {
            signal("-KILL", process)?;
        }
        let begun = Instant::now();
        while all.iter().any(|process| runs(process)) {
            if begun.elapsed() > PATIENCE {
                bail!("processes of PostgreSQL do not go away");
            }
            sleep(Duration::from_millis(1));
        }
        // It names a process that may be a name for a while yet, where nobody asks about those that have ended.
        Ok(fs::remove_file(file)?)
    }

    /// Starts it again and waits until it has gone through its log.
    pub fn start_again(&self) {
        self.0.control(&["start"]);
    }

    /// Whether it acknowledges before what it acknowledges is durable; for controls.
    pub fn acknowledge_early(&self, url: &str, early: bool) {
        let value = if early { "off" } else { "on" };
        postgres::sql(
            url,
            &format!("ALTER SYSTEM SET synchronous_commit = {value}"),
        );
        postgres::sql(url, "SELECT pg_reload_conf()");
    }
}

/// The processes of a server, by the file that names its first: that one, held still so that it makes no others, and all
/// that it made.
pub(crate) fn processes_of(file: &Path) -> Result<Vec<String>> {
    let told = fs::read_to_string(file).with_context(|| format!("no {}", file.display()))?;
    let first = told.lines().next().context("a number of a process")?.trim();
    signal("-STOP", first)?;
    let others = fs::read_to_string(format!("/proc/{first}/task/{first}/children"));
    let others = others.unwrap_or_default();
    let all = [first].into_iter().chain(others.split_whitespace());
    Ok(all.map(str::to_owned).collect())
}

/// Sends a signal. One that has ended already takes none, and needs none.
pub(crate) fn signal(signal: &str, process: &str) -> Result<()> {
    Command::new("kill").args([signal, process]).output()?;
    Ok(())
}

/// Whether a process is there and more than a name that nobody has asked about yet.
fn runs(process: &str) -> bool {
    let stat = fs::read_to_string(Path::new("/proc").join(process).join("stat"));
    let stat = stat.unwrap_or_default();
    let state = stat.rsplit(") ").next().and_then(|it| it.chars().next());
    state.is_some_and(|it| it != 'Z' && it != 'X')
}
