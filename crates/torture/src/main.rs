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
    trials::{
        full::{self, Numbers},
        kill, patroni, power,
    },
};

/// Takes the program’s disk, power and database away, and counts what is lost
#[derive(Debug, Parser)]
struct Torture {
    /// Which trials; without any all but Patroni
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
    /// On one store alone
    #[arg(long)]
    store: Option<Store>,
    /// The program
    #[arg(long, env = "WINDWARD_TORTURE_PROGRAM", value_name = "FILE")]
    program: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Trial {
    /// `kill -9` at random moments
    Kill,
    /// Power cuts, SQLite
    Power,
    /// A full disk and a failing one, at the n-th operation; ‘--rounds’ is the last n
    Full,
    /// The primary of three PostgreSQL servers lost, which Patroni and etcd look after
    Patroni,
}

/// Which store, where a trial is for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Store {
    Sqlite,
    Postgres,
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
            // Patroni is not everywhere, and takes its time.
            [] => &[Trial::Kill, Trial::Power, Trial::Full],
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
        let (program, mut rows) = (&*self.program, Vec::new());
        let on = |store| self.store.is_none_or(|it| it == store);
        match trial {
            Trial::Kill => {
                if on(Store::Sqlite) {
                    rows.push(kill::sqlite(program, self.rounds(6, 1_000), seed)?);
                    rows.push(kill::sqlite_control(
                        program,
                        self.rounds(2, 10).min(10),
                        seed,
                    )?);
                }
                if on(Store::Postgres) {
                    rows.push(kill::postgres(program, self.rounds(3, 200), seed)?);
                    rows.push(kill::postgres_control(
                        program,
                        self.rounds(2, 10).min(10),
                        seed,
                    )?);
                }
            }
            Trial::Power => {
                rows.push(power::honest(program, self.rounds(6, 1_000), seed)?);
                rows.push(power::control(program, self.rounds(2, 10).min(10), seed)?);
            }
            Trial::Full => {
                let numbers = |short: usize| Numbers {
                    all: 1..=self.rounds(60, 2_000).into(),
                    step: if self.short { short } else { 1 },
                };
                rows.push(full::full(program, &numbers(3), seed)?);
                rows.push(full::write_error(program, &numbers(15), seed)?);
                rows.push(full::sync_error(program, &numbers(15), seed)?);
            }
            Trial::Patroni => {
                rows.push(patroni::synchronous(program, self.rounds(1, 10), seed)?);
                rows.push(patroni::asynchronous(
                    program,
                    self.rounds(1, 3).min(3),
                    seed,
                )?);
            }
        }
        Ok(rows)
    }
}
