//! `kill -9` at random moments while several write.

use std::{fs::File, path::Path};

use anyhow::Result;

use crate::{
    database::Database,
    dice::Dice,
    record::Record,
    report::{Expects, Row},
    server::{Program, Server},
};

/// How many rounds a record is written to before another is begun, so that looking through it stays quick.
pub(super) const ROUNDS_OF_A_RECORD: u32 = 10;

/// Kills the server `rounds` times.
pub fn sqlite(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("kill -9, SQLite", seed, Expects::Nothing);
    let mut dice = Dice::seeded(seed);
    records(binary, rounds, on_a_file, |program, record| {
        record.load(program, &mut dice, Server::kill)?;
        record.again(program, &mut row)
    })?;
    Ok(row)
}

/// The same with the end of the log cut off before each start, which loses what was acknowledged last.
pub fn sqlite_control(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("  control: the log cut short", seed, Expects::Loss);
    let mut dice = Dice::seeded(seed);
    records(binary, rounds, on_a_file, |program, record| {
        record.load(program, &mut dice, Server::kill)?;
        let log = program.data().join("windward.db-wal");
        let log = File::options().write(true).open(log)?;
        log.set_len(log.metadata()?.len() / 2)?;
        record.again(program, &mut row)
    })?;
    Ok(row)
}

/// Kills the server and its database `rounds` times, one before the other.
pub fn postgres(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("kill -9, PostgreSQL too", seed, Expects::Nothing);
    let database = Database::start("");
    both(binary, rounds, seed, &database, &mut row)?;
    Ok(row)
}

/// The same with a database that acknowledges before it is durable.
pub fn postgres_control(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("  control: synchronous_commit off", seed, Expects::Loss);
    let database = Database::start("wal_writer_delay = 10s");
    both(binary, rounds, seed, &database, &mut row)?;
    Ok(row)
}

fn both(binary: &Path, rounds: u32, seed: u64, database: &Database, row: &mut Row) -> Result<()> {
    let mut dice = Dice::seeded(seed);
    let early = row.expects == Expects::Loss;
    records(
        binary,
        rounds,
        || database.empty(),
        |program, record| {
            database.acknowledge_early(&program.store, early);
            let first = dice.one_in(2);
            record.load(program, &mut dice, |server| {
                if first {
                    server.kill()?;
                    return database.kill();
                }
                database.kill()?;
                server.kill()
            })?;
            database.start_again();
            record.again(program, row)
        },
    )
}

fn on_a_file() -> String {
    "sqlite".to_owned()
}

/// One round after another, on a new record every few.
fn records(
    binary: &Path,
    rounds: u32,
    store: impl Fn() -> String,
    mut round: impl FnMut(&Program, &mut Record) -> Result<()>,
) -> Result<()> {
    let mut left = rounds;
    while left > 0 {
        let home = tempfile::tempdir()?;
        let program = Program::new(binary, home.path(), store())?;
        let mut record = Record::begin(&program)?;
        for _ in 0..left.min(ROUNDS_OF_A_RECORD) {
            round(&program, &mut record)?;
            left -= 1;
        }
    }
    Ok(())
}
