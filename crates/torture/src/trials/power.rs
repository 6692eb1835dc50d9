//! Power cuts: the program is killed, and what it did not sync is taken back.

use std::{fs, path::Path};

use anyhow::Result;

use super::kill::ROUNDS_OF_A_RECORD;
use crate::{
    dice::Dice,
    disk::{self, Disk},
    outage,
    record::Record,
    report::{Expects, Row},
    server::{Program, Server},
};

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
            let cut = outage::cut(&disk.log(), &mut dice)?;
            unsynced += cut.unsynced - cut.there;
            // Its index is in memory, and what is on the disk of it is anything.
            let index = program.data().join("windward.db-shm");
            if let Ok(about) = fs::metadata(&index) {
                let length = usize::try_from(about.len())?;
                fs::write(
                    &index,
                    (0..length)
                        .map(|_| dice.throw().to_le_bytes()[0])
                        .collect::<Vec<u8>>(),
                )?;
            }
            disk.write_down()?;
            record.again(&program, &mut row)?;
            left -= 1;
        }
    }
    row.trial = format!("{} ({unsynced} changes taken back)", row.trial);
    Ok(row)
}
