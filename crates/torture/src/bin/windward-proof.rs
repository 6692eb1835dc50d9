//! `windward-proof`: many who edit the same, and the same load for long.

use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use windward_torture::{conflicts, soak};

/// How many operations the controls have, which find something at once or never.
const OF_A_CONTROL: u64 = 1_500;

/// Asks the real program much at once, and for long
#[derive(Debug, Parser)]
struct Proof {
    #[command(subcommand)]
    what: What,
    /// What everything random follows from; without it the moment
    #[arg(long, global = true)]
    seed: Option<u64>,
    /// The program
    #[arg(
        long,
        global = true,
        env = "WINDWARD_TORTURE_PROGRAM",
        value_name = "FILE",
        default_value = "windward"
    )]
    program: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Sixty-four edit the same things from stale pages
    Conflicts {
        /// How many operations
        #[arg(long, default_value_t = 1_000_000)]
        operations: u64,
    },
    /// The same load for long: memory, handles and latency
    Soak {
        /// How long, in seconds
        #[arg(long, default_value_t = 1_800)]
        seconds: u64,
    },
}

fn main() -> ExitCode {
    match Proof::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Proof {
    fn run(self) -> Result<()> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let (seed, begun) = (self.seed.unwrap_or(now), Instant::now());
        println!("seed {seed}");
        match self.what {
            What::Conflicts { operations } => {
                let control = conflicts::run(&self.program, OF_A_CONTROL, seed, true)?;
                println!("control, which overwrites what it has not read:\n{control}");
                if control.overwritten == 0 {
                    bail!("the control found nothing");
                }
                let found = conflicts::run(&self.program, operations, seed, false)?;
                println!("{found}\n{} s", begun.elapsed().as_secs());
                if !found.is_good() {
                    bail!("that is not as it has to be");
                }
            }
            What::Soak { seconds } => {
                let time = Duration::from_secs(seconds);
                let control = soak::control(&self.program, time.min(SHORT), seed)?;
                println!("control, which never closes a connection:\n{control}");
                let found = soak::run(&self.program, time, seed, false)?;
                println!("{found}");
                if !found.is_flat() || found.errors > 0 {
                    bail!("that is not as it has to be");
                }
            }
        }
        Ok(())
    }
}

/// How long the control of a soak takes at most.
const SHORT: Duration = Duration::from_secs(30);
