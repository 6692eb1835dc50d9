//! The primary of three PostgreSQL servers is lost, with what sends its log to the others held still before.

use std::{
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::{
    cluster::Cluster,
    dice::Dice,
    record::Record,
    report::{Expects, Row},
    server::Program,
};

/// The longest that is written before the senders are held still.
const BEFORE_MS: u64 = 3_000;

/// How long the primary goes on alone, and how long is written after another took over.
const ALONE: Duration = Duration::from_secs(2);
const AFTER: Duration = Duration::from_secs(2);

/// A change is acknowledged once a second server has it.
pub fn synchronous(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let row = Row::new("primary lost, synchronous", seed, Expects::Nothing);
    run(binary, rounds, seed, row)
}

/// It is acknowledged before, which nobody who needs it should have.
pub fn asynchronous(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let row = Row::new("  control: asynchronous", seed, Expects::Loss);
    run(binary, rounds, seed, row)
}

fn run(binary: &Path, rounds: u32, seed: u64, mut row: Row) -> Result<Row> {
    let mut dice = Dice::seeded(seed);
    let mut cluster = Cluster::start(row.expects == Expects::Nothing)?;
    let home = tempfile::tempdir()?;
    let program = Program::new(binary, home.path(), cluster.database("windward")?)?;
    let mut record = Record::begin(&program)?;
    let mut longest = Duration::ZERO;
    for _ in 0..rounds {
        let before = Duration::from_millis(1 + dice.below(BEFORE_MS));
        let mut lost = 0;
        record.load_through(&program, &mut dice, || {
            sleep(before);
            lost = cluster.primary().context("no primary")?;
            cluster.freeze_senders(lost)?;
            sleep(ALONE);
            let gone = Instant::now();
            cluster.lose(lost)?;
            cluster.until_another(lost)?;
            longest = longest.max(gone.elapsed());
            sleep(AFTER);
            Ok(())
        })?;
        cluster.bring_back(lost)?;
        // The same server, which was never started again.
        record.check(&program, &mut row)?;
    }
    row.trial = format!(
        "{} (longest without one: {} s)",
        row.trial,
        longest.as_secs()
    );
    Ok(row)
}
