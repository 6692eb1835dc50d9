//! Power cuts: the program is killed, and what it did not sync is taken back.

use std::{fs, path::Path, time::Duration};

use anyhow::Result;

use super::kill::ROUNDS_OF_A_RECORD;
use crate::{
    dice::Dice,
    disk::{self, Disk},
    outage::{self, Left},
    record::Record,
    report::{Expects, Row},
    server::{Program, Server},
};

/// The longest that a first start goes on: it takes about half as long.
const FIRST_START_MS: u64 = 300;

/// Cuts the power `rounds` times.
pub fn honest(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let row = Row::new("power cut, SQLite", seed, Expects::Nothing);
    run(binary, rounds, seed, row, |_| Ok(()))
}

/// The same over a disk that says that it has synced and has not.
pub fn control(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let row = Row::new("  control: syncs that do nothing", seed, Expects::Loss);
    run(binary, rounds, seed, row, Disk::lie)
}

/// Cuts the power in the middle of the very first start, which leaves a data directory that was made in part.
pub fn first_start(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("power cut in the first start", seed, Expects::Nothing);
    let mut dice = Dice::seeded(seed);
    let tools = tempfile::tempdir()?;
    let library = disk::library(tools.path())?;
    for _ in 0..rounds {
        let home = tempfile::tempdir()?;
        let mut program = Program::new(binary, home.path(), "sqlite".to_owned())?;
        let mut disk = Disk::beneath(&mut program, &library)?;
        disk.write_down()?;
        program.start_and_kill(Duration::from_millis(dice.below(FIRST_START_MS)))?;
        cut(&program, &mut disk, &mut dice)?;
        let mut record = Record::begin(&program)?;
        record.load(&program, &mut dice, Server::kill)?;
        record.again(&program, &mut row)?;
    }
    Ok(row)
}

/// Cuts the power of a program that was killed, and begins to write down what the next one does.
fn cut(program: &Program, disk: &mut Disk, dice: &mut Dice) -> Result<Left> {
    let left = if disk.log().exists() {
        outage::cut(&disk.log(), dice)?
    } else {
        // It was killed before it did anything.
        Left::default()
    };
    // The index of the log is in memory, and what is on the disk of it is anything.
    let index = program.data().join("windward.db-shm");
    if let Ok(about) = fs::metadata(&index) {
        let noise = (0..about.len()).map(|_| dice.throw().to_le_bytes()[0]);
        fs::write(&index, noise.collect::<Vec<u8>>())?;
    }
    disk.write_down()?;
    Ok(left)
}

fn run(
    binary: &Path,
    rounds: u32,
    seed: u64,
    mut row: Row,
    spoil: impl Fn(&mut Disk) -> Result<()>,
) -> Result<Row> {
    let mut dice = Dice::seeded(seed);
    let tools = tempfile::tempdir()?;
    let library = disk::library(tools.path())?;
    let (mut left, mut unsynced) = (rounds, 0);
    while left > 0 {
        let home = tempfile::tempdir()?;
        let mut program = Program::new(binary, home.path(), "sqlite".to_owned())?;
        let mut disk = Disk::beneath(&mut program, &library)?;
        disk.write_down()?;
        let mut record = Record::begin(&program)?;
        for _ in 0..left.min(ROUNDS_OF_A_RECORD) {
            spoil(&mut disk)?;
            record.load(&program, &mut dice, Server::kill)?;
            let cut = cut(&program, &mut disk, &mut dice)?;
            unsynced += cut.unsynced - cut.there;
            record.again(&program, &mut row)?;
            left -= 1;
        }
    }
    row.trial = format!("{} ({unsynced} changes taken back)", row.trial);
    Ok(row)
}
