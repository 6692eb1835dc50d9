//! The reference record in a data directory, and the way to its pages.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use windward_core::{
    framework::{Framework, PRODUCT},
    record::Entry,
};
use windward_store::{Instance, NewSession, OpenOptions, Role, Way};

use crate::{
    career,
    process::{Program, first_200, free_address},
};

/// The release program, where it is another than the one that was built together with the benchmark.
const PROGRAM: &str = "WINDWARD_BENCH_PROGRAM";

/// The program that is measured.
pub(crate) fn program() -> PathBuf {
    env::var_os(PROGRAM).map_or_else(|| env!("CARGO_BIN_EXE_windward").into(), PathBuf::from)
}

/// A directory that is gone at the end, on the file system that the program was built on: a temporary one in
/// memory would make every fsync free.
pub(crate) fn scratch() -> Result<TempDir> {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).context("cannot make a directory to work in")
}

/// A data directory with the reference record.
#[derive(Debug)]
pub(crate) struct Reference {
    dir: TempDir,
    store: String,
    pub(crate) entries: usize,
    /// Characters of JSON in all entries.
    pub(crate) text: usize,
}

impl Reference {
    /// Writes it, act by act as its owner would have.
    pub(crate) fn write(runtime: &Runtime) -> Result<Self> {
        Self::write_to("sqlite", runtime)
    }

    /// The same in a store, which is empty.
    pub(crate) fn write_to(store: &str, runtime: &Runtime) -> Result<Self> {
        let framework = Framework::parse(PRODUCT)?;
        Self::write_acts(store, career::acts(&framework), runtime)
    }

    /// One of another length.
    pub(crate) fn sized(entries: usize, runtime: &Runtime) -> Result<Self> {
        let framework = Framework::parse(PRODUCT)?;
        Self::write_acts("sqlite", career::sized(&framework, entries), runtime)
    }

    fn write_acts(store: &str, acts: Vec<Vec<Entry>>, runtime: &Runtime) -> Result<Self> {
        let dir = scratch()?;
        let (mut entries, mut text) = (0, 0);
        for entry in acts.iter().flatten() {
            entries += 1;
            text += entry.to_json().len();
        }
        let store = store.to_owned();
        let it = Self {
            dir,
            store,
            entries,
            text,
        };
        let instance = it.open(true)?;
        runtime.block_on(async {
            instance.put_framework(PRODUCT).await?;
            for act in acts {
                instance
                    .owner()
                    .expect("one person keeps it")
                    .append(act, None)
                    .await?;
            }
            anyhow::Ok(())
        })?;
        Ok(it)
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Opens the record beside a server, as commands do.
    pub(crate) fn open(&self, create: bool) -> Result<Instance> {
        let options = OpenOptions {
            role: Role::CommandLine,
            create,
        };
        Ok(Instance::open_at(self.path(), &self.store.parse()?, options)?.instance)
    }

    /// A cookie of a session that begins now.
    pub(crate) fn sign_in(instance: &Instance, runtime: &Runtime) -> Result<String> {
        let now = Timestamp::now();
        let later = now + SignedDuration::from_hours(1);
        let secret = runtime.block_on(async {
            let link = instance.new_sign_in_link(now, later).await?;
            let new = NewSession {
                way: Way::Link,
                browser: "The bench".to_owned(),
                now,
                expires_at: later,
            };
            instance.sign_in(&link, new).await
        })?;
        let secret = secret.context("a fresh link signs in")?;
        Ok(format!(
            "windward-{}={}",
            instance.tenant(),
            secret.reveal().as_str()
        ))
    }

    /// A server of it that has answered.
    pub(crate) fn serve(&self) -> Result<(Program, std::net::SocketAddr)> {
        let address = free_address()?;
        let program = Program::start(&mut self.server(address))?;
        first_200(address, &crate::http::request(address, "/healthz", None))?;
        Ok((program, address))
    }

    /// The command that serves it.
    pub(crate) fn server(&self, address: std::net::SocketAddr) -> Command {
        let mut command = Command::new(program());
        command
            .args(["serve", "--no-open", "--listen"])
            .arg(address.to_string());
        command.arg("--data").arg(self.path());
        command.arg("--store").arg(&self.store);
        command
    }
}
