//! `kill -9` at random moments while several write.

use std::{
    fs::File,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    database::Database,
    dice::Dice,
    ledger::{Fate, Write, compare},
    load::Load,
    person::{Writer, export, send, sign_in},
    report::{Expects, Row},
    server::{Program, Server},
};

/// Who writes at once.
const WRITERS: u64 = 8;

/// The longest that they write before the server is killed.
const LONGEST_MS: u64 = 500;

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

/// A record that outlives the server, and what was written to it.
#[derive(Debug)]
pub struct Record {
    server: Option<Server>,
    cookie: String,
    writes: Vec<Write>,
    runs: u64,
    /// Acknowledged in this round.
    fresh: usize,
}

impl Record {
    /// Starts a server over an empty directory and signs in.
    pub fn begin(program: &Program) -> Result<Self> {
        let server = program.start()?;
        let cookie = sign_in(&server)?;
        Ok(Self {
            server: Some(server),
            cookie,
            writes: Vec::new(),
            runs: 0,
            fresh: 0,
        })
    }

    /// Has several write for a while, and `disaster` happen in the middle of it.
    pub fn load(
        &mut self,
        program: &Program,
        dice: &mut Dice,
        disaster: impl FnOnce(Server) -> Result<()>,
    ) -> Result<()> {
        let server = self.server.take().context("the server runs")?;
        let writers = (0..WRITERS).map(|_| {
            self.runs += 1;
            Writer::new(
                program.address,
                self.cookie.clone(),
                dice.others(),
                self.runs,
            )
        });
        let load = Load::start(writers.collect());
        sleep(Duration::from_millis(1 + dice.below(LONGEST_MS)));
        disaster(server)?;
        let writes = load.end()?;
        self.fresh = acknowledged(&writes);
        self.writes.extend(writes);
        Ok(())
    }

    /// Starts the server again, sends once more what was not answered, and compares.
    pub fn again(&mut self, program: &Program, row: &mut Row) -> Result<()> {
        let begun = Instant::now();
        let server = program.start()?;
        let mut connection = server.connect()?;
        let page = connection.get("/evidence", &self.cookie)?;
        let restart = begun.elapsed();
        if page.status != 200 {
            bail!(
                "the first page after a start was answered with {}",
                page.status
            );
        }
        row.restart = row.restart.max(restart);
        let found = compare(&self.writes, &export(&server, &self.cookie)?);
        let mut faults = program.faults()?;
        // Whoever got no answer sends the form again: it is there once then, whether it was there before or not.
        let unanswered = self
            .writes
            .iter_mut()
            .filter(|it| it.fate == Fate::Unanswered);
        for write in unanswered {
            let answer = send(&mut connection, &self.cookie, write)?;
            if write.fate == Fate::Acknowledged {
                self.fresh += 1;
            } else {
                faults.push(format!("{} sent again: {}", write.mark, answer.status));
            }
        }
        let again = compare(&self.writes, &export(&server, &self.cookie)?);
        if found.is_empty() && !again.is_empty() {
            faults.push(format!("after sending again: {again:?}"));
        }
        row.count(self.fresh, &found, &faults);
        // What was found once is not found again in the next round.
        let gone = |mark: &String| found.lost.contains(mark) || found.half.contains(mark);
        self.writes.retain(|it| !gone(&it.mark));
        self.server = Some(server);
        Ok(())
    }
}

fn acknowledged(writes: &[Write]) -> usize {
    let done = writes.iter().filter(|it| it.fate == Fate::Acknowledged);
    done.count()
}
