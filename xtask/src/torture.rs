//! The program with its disk, power and database taken away.

use std::process::Command;

use anyhow::Result;

use super::{
    program::{cargo, run},
    workspace::built,
};

/// Take the program’s disk, power and database away while it is written to, and count what is lost
///
/// Prints a table, and fails when something was lost or a control lost nothing. ‘docs/reliability.md’ says what each trial
/// does, and how often.
#[derive(Debug, clap::Args)]
pub(crate) struct Torture {
    /// Trials and options, such as ‘kill --rounds 100 --seed 7’, or ‘--short’; ‘--help’ lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Torture {
    pub(crate) fn run(&self) -> Result<()> {
        build()?;
        run(torture()?.args(&self.arguments))
    }
}

/// Few rounds of each trial, with what ‘cargo test’ built: building it by itself would build half of it anew.
pub(crate) fn briefly() -> Result<()> {
    run(torture()?.arg("--short"))
}

fn torture() -> Result<Command> {
    let mut torture = Command::new(built("windward-torture")?);
    torture.env("WINDWARD_TORTURE_PROGRAM", built("windward")?);
    Ok(torture)
}

/// Builds the program and what is done to it.
pub(crate) fn build() -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--locked"]);
    run(build.args(["-p", "windward", "-p", "windward-torture"]))
}
