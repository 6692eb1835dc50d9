//! What holds beside the model, on every way and among many, for as long as one likes.

use std::process::Command;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use super::{
    program::{cargo, run},
    torture,
    workspace::built,
};

/// Prove at length what ordinary tests prove in short: the model, round trips, backups among writes, conflicts, a soak
///
/// Each prints its seed and how far it went, and has a control or a count that shows that it would find something.
/// ‘docs/proofs.md’ has the figures.
#[derive(Debug, Args)]
pub(crate) struct Proof {
    /// Which
    what: What,
    /// How many: steps, records, backups, operations, seconds; without it as many as the docs say
    #[arg(long)]
    size: Option<u64>,
    /// What everything that looks thrown follows from; without it the moment
    #[arg(long)]
    seed: Option<u64>,
    /// Another program than that which is built first: ‘conflicts’ and ‘soak’ start it
    #[arg(long, value_name = "FILE")]
    program: Option<std::path::PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Every verb of a store in whatever order, beside the model
    Model,
    /// Records from SQLite to PostgreSQL and back, the same to the byte
    Trips,
    /// Backups made while others write
    Backups,
    /// Sixty-four who edit the same from stale pages
    Conflicts,
    /// The same load for long: memory, handles, latency
    Soak,
}

impl Proof {
    pub(crate) fn run(self) -> Result<()> {
        match self.what {
            What::Model => self.store("walk::", "WINDWARD_MODEL_STEPS", 1_000_000),
            What::Trips => self.store("trips::", "WINDWARD_TRIPS", 10_000),
            What::Backups => self.store("meanwhile::", "WINDWARD_BACKUPS", 200),
            What::Conflicts => self.program("conflicts", "--operations", 1_000_000),
            What::Soak => self.program("soak", "--seconds", 1_800),
        }
    }

    /// A test of the store, made longer.
    fn store(&self, test: &str, variable: &str, usual: u64) -> Result<()> {
        if self.program.is_some() {
            bail!("this one starts no program");
        }
        let mut suite = cargo();
        suite.args([
            "test",
            "--locked",
            "-p",
            "windward-store",
            "--test",
            "suite",
        ]);
        suite.args(["--", test, "--nocapture", "--test-threads=1"]);
        suite.env(variable, self.size.unwrap_or(usual).to_string());
        if let Some(seed) = self.seed {
            suite.env("WINDWARD_SEED", seed.to_string());
        }
        run(&mut suite)
    }

    /// A harness that starts the program.
    fn program(&self, what: &str, size: &str, usual: u64) -> Result<()> {
        torture::build()?;
        let program = match &self.program {
            Some(program) => program.clone(),
            None => built("windward")?,
        };
        let mut proof = Command::new(built("windward-proof")?);
        proof.args([what, size, &self.size.unwrap_or(usual).to_string()]);
        if let Some(seed) = self.seed {
            proof.args(["--seed", &seed.to_string()]);
        }
        run(proof.env("WINDWARD_TORTURE_PROGRAM", program))
    }
}
