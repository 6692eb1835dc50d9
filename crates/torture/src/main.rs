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
        kill, patroni, power, upgrade,
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
    /// `kill -9` while a database of an earlier version is brought up to this one
    Upgrade,
    /// A full disk and a failing one, at the n-th operation; ‘--rounds’ is the last n
    Full,
    /// The primary of three PostgreSQL servers lost, which Patroni and etcd look after
    Patroni,
}

/// A row of the table, to be asked for.
type Asked<'a> = Box<dyn FnOnce() -> Result<Row> + 'a>;

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
            [] => &[Trial::Kill, Trial::Power, Trial::Upgrade, Trial::Full],
            some => some,
        };
        let mut rows = Vec::new();
        for trial in trials {
            for row in self.rows(*trial, seed) {
                let begun = Instant::now();
                let row = row()?;
                // As soon as it is known: a long run may be broken off.
                println!("{} s\n{}", begun.elapsed().as_secs(), Table(&[&row]));
                rows.push(row);
            }
        }
        println!("{}", Table(&rows.iter().collect::<Vec<_>>()));
        if !rows.iter().all(Row::is_good) {
            bail!("something was lost, or a control lost nothing");
        }
        Ok(())
    }

    fn rounds(&self, short: u32, long: u32) -> u32 {
        self.rounds.unwrap_or(if self.short { short } else { long })
    }

    /// The rows of a trial, each to be asked for.
    fn rows(&self, trial: Trial, seed: u64) -> Vec<Asked<'_>> {
        let program = &*self.program;
        let on = |store| self.store.is_none_or(|it| it == store);
        match trial {
            Trial::Kill => {
                let (many, fewer) = (self.rounds(6, 1_000), self.rounds(3, 10).min(10));
                let mut rows: Vec<Asked<'_>> = Vec::new();
                if on(Store::Sqlite) {
                    rows.push(Box::new(move || kill::sqlite(program, many, seed)));
                    rows.push(Box::new(move || kill::sqlite_control(program, fewer, seed)));
                }
                let many = self.rounds(2, 200);
                if on(Store::Postgres) {
                    rows.push(Box::new(move || kill::postgres(program, many, seed)));
                    rows.push(Box::new(move || {
                        kill::postgres_control(program, fewer, seed)
                    }));
                }
                rows
            }
            Trial::Power => {
                let (many, fewer) = (self.rounds(6, 1_000), self.rounds(3, 10).min(10));
                let first = many.div_ceil(5);
                vec![
                    Box::new(move || power::honest(program, many, seed)),
                    Box::new(move || power::control(program, fewer, seed)),
                    Box::new(move || power::first_start(program, first, seed)),
                ]
            }
            Trial::Upgrade => {
                let many = self.rounds(8, 1_000);
                vec![Box::new(move || upgrade::sqlite(program, many, seed))]
            }
            Trial::Full => {
                let last = self.rounds(60, 2_000).into();
                let numbers = move |step| Numbers {
                    all: 1..=last,
                    step,
                };
                let (writes, syncs) = if self.short { (4, 20) } else { (1, 20) };
                vec![
                    Box::new(move || full::full(program, &numbers(writes), seed)),
                    Box::new(move || full::write_error(program, &numbers(writes * 4 - 3), seed)),
                    Box::new(move || full::sync_error(program, &numbers(syncs), seed)),
                ]
            }
            Trial::Patroni => {
                let (many, fewer) = (self.rounds(1, 10), self.rounds(1, 3).min(3));
                vec![
                    Box::new(move || patroni::synchronous(program, many, seed)),
                    Box::new(move || patroni::asynchronous(program, fewer, seed)),
                ]
            }
        }
    }
}
