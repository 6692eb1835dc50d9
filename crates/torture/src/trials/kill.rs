//! `kill -9` at random moments while several write.

use std::{
    fs::File,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
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
const ROUNDS_OF_A_RECORD: u32 = 10;

/// Kills the server `rounds` times.
pub fn sqlite(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("kill -9, SQLite", seed, Expects::Nothing);
    run(binary, rounds, seed, &mut row, |_, _| Ok(()))?;
    Ok(row)
}

/// The same with the end of the log cut off before each start, which loses what was acknowledged last.
pub fn control(binary: &Path, rounds: u32, seed: u64) -> Result<Row> {
    let mut row = Row::new("control: the log cut short", seed, Expects::Loss);
    run(binary, rounds, seed, &mut row, |program, _| {
        let log = program.data().join("windward.db-wal");
        let log = File::options().write(true).open(log)?;
        let length = log.metadata()?.len();
        Ok(log.set_len(length / 2)?)
    })?;
    Ok(row)
}

fn run(
    binary: &Path,
    rounds: u32,
    seed: u64,
    row: &mut Row,
    mut meanwhile: impl FnMut(&Program, &mut Dice) -> Result<()>,
) -> Result<()> {
    let mut dice = Dice::seeded(seed);
    let mut left = rounds;
    while left > 0 {
        let home = tempfile::tempdir()?;
        let program = Program::new(binary, home.path())?;
        let mut record = Record::begin(&program)?;
        for _ in 0..left.min(ROUNDS_OF_A_RECORD) {
            record.load(&program, &mut dice)?;
            meanwhile(&program, &mut dice)?;
            record.again(&program, row)?;
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

    /// Has several write for a while, and kills the server in the middle of it.
    pub fn load(&mut self, program: &Program, dice: &mut Dice) -> Result<()> {
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
        server.kill()?;
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
            if write.fate != Fate::Acknowledged {
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
