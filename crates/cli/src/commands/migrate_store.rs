//! `windward migrate-store`: from one database to another.

use std::{
    io::{self, IsTerminal},
    sync::atomic::{AtomicU64, Ordering},
};

use anyhow::Result;
use clap::Args;
use windward_store::{MoveError, Place, move_store};

use crate::{
    config,
    desk::runtime,
    home::Home,
    screen::{hint, say},
    stop::Stop,
    words::count,
};

/// After how many entries it is said how far it has come, where nobody watches a terminal.
const EVERY: u64 = 10_000;

/// Move the record to another database, and compare every entry
///
/// ‘sqlite’ is the file in the data directory; a URL is a PostgreSQL database. Stop Windward first. Where the record
/// was it stays as it was; what was cut off goes on where it was when the command is given again. Sessions are not
/// moved: you sign in anew.
#[derive(Debug, Args)]
pub(crate) struct MigrateStore {
    /// Where the record is
    #[arg(long, value_name = "STORE")]
    from: String,
    /// Where it is to be
    #[arg(long, value_name = "STORE")]
    to: String,
}

impl MigrateStore {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let dir = home.dir()?;
        let (from, to) = (config::place(&self.from)?, config::place(&self.to)?);
        let runtime = runtime()?;
        let told = AtomicU64::new(0);
        let progress = |done: u64| {
            if io::stderr().is_terminal() {
                eprint!("\r{done} entries copied");
            } else if done / EVERY > told.swap(done, Ordering::Relaxed) / EVERY {
                eprintln!("{done} entries copied");
            }
        };
        hint(&format!("From {from} to {to}."));
        let moved = runtime
            .block_on(move_store(&dir, &from, &to, &progress))
            .map_err(|error| match error {
                MoveError::Same => Stop::usage(error.to_string()),
                MoveError::Another | MoveError::Further { .. } | MoveError::Differs { .. } => {
                    Stop::refused(error.to_string())
                }
                other => other.into(),
            })?;
        if io::stderr().is_terminal() {
            eprintln!();
        }
        let entries = count(moved.entries, "entry", "entries");
        let already = match moved.already {
            0 => String::new(),
            already => format!(" ({already} were there already)"),
        };
        let next = match &to {
            Place::File => format!(
                "Start `windward --data {}`, and take ‘store’ out of {} if it is there.",
                dir.display(),
                config::NAME
            ),
            Place::Server(_) => format!(
                "Put the line ‘store = \"{}…\"’ with the whole URL into {}, readable by you alone, and start `windward`.",
                "postgres://",
                dir.join(config::NAME).display()
            ),
        };
        say(format_args!(
            "{entries} copied and compared{already}: all are the same in {to}.\n{next}\n\
             Look at your course before you throw away what is left in {from}."
        ))?;
        Ok(())
    }
}
