//! `windward-torture`: the trials, and their table.

use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Result, bail};
use clap::{Parser, ValueEnum};
use windward_torture::{
    report::{Row, Table},
    trials::kill,
};

/// Takes the program’s disk, power and database away, and counts what is lost
#[derive(Debug, Parser)]
struct Torture {
    /// Which trials; all without
    trials: Vec<Trial>,
    /// How often each; without it as often as ‘docs/reliability.md’ says, or seldom with ‘--short’
    #[arg(long)]
    rounds: Option<u32>,
    /// What everything random follows from; without it the moment
    #[arg(long)]
    seed: Option<u64>,
    /// Few rounds of each, as tests run them
    #[arg(long)]
    short: bool,
    /// The program
    #[arg(long, env = "WINDWARD_TORTURE_PROGRAM", value_name = "FILE")]
    program: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Trial {
    /// `kill -9` at random moments
    Kill,
}

fn main() -> ExitCode {
    match Torture::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Torture {
    fn run(self) -> Result<()> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let seed = self.seed.unwrap_or(now);
        let trials = match &*self.trials {
            [] => Trial::value_variants(),
            some => some,
        };
        let mut rows = Vec::new();
        for trial in trials {
            let begun = Instant::now();
            rows.extend(self.one(*trial, seed)?);
            println!("{trial:?}: {} s", begun.elapsed().as_secs());
        }
        println!("\n{}", Table(&rows));
        if !rows.iter().all(Row::is_good) {
            bail!("something was lost, or a control lost nothing");
        }
        Ok(())
    }

    fn rounds(&self, short: u32, long: u32) -> u32 {
        self.rounds.unwrap_or(if self.short { short } else { long })
    }

    fn one(&self, trial: Trial, seed: u64) -> Result<Vec<Row>> {
        match trial {
            Trial::Kill => Ok(vec![
                kill::sqlite(&self.program, self.rounds(6, 1_000), seed)?,
                kill::control(&self.program, self.rounds(2, 10).min(10), seed)?,
            ]),
        }
    }
}
