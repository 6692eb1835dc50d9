//! `windward completions` and `windward man`: what a shell and `man` are given.

use std::{fs, io, io::Write, path::PathBuf};

use anyhow::{Context, Result};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;

/// Print completions for a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> Result<()> {
        // In memory first: the generator panics when its output is closed early.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "windward", &mut script);
        Ok(io::stdout().lock().write_all(&script)?)
    }
}

/// Print the manual page, or write one for every command
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// A directory to write the pages of all commands into
    dir: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self) -> Result<()> {
        let command = Cli::command();
        if let Some(dir) = self.dir {
            fs::create_dir_all(&dir)
                .and_then(|()| clap_mangen::generate_to(command, &dir))
                .with_context(|| {
                    format!("the manual pages cannot be written into {}", dir.display())
                })?;
            return Ok(());
        }
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        Ok(io::stdout().lock().write_all(&page)?)
    }
}
