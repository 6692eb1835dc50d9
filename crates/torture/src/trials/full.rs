//! A disk that is full and a disk that fails, at the n-th operation, for every n.

use std::{
    ops::RangeInclusive,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    dice::Dice,
    disk::{self, Disk, Errno, Operation},
    http::Answer,
    ledger::{Differences, Fate, Write, compare},
    person::{Writer, export, send, sign_in},
    record::acknowledged,
    report::{Expects, Row},
    server::{Program, Server},
};

/// How many writes are made at most until the operation that fails is reached: one makes some ten.
const MOST_WRITES: u64 = 2_000;

/// How many writes a record has before another is begun: with a long one, each costs its share of the whole.
const WRITES_OF_A_RECORD: usize = 4_000;

/// Which operations fail: the numbers, and how far apart.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// From the first to the last.
    pub all: RangeInclusive<u64>,
    /// One of so many.
    pub step: usize,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disaster {
    /// No room for anything from the n-th operation on; then there is room again.
    Full,
    /// The n-th write is refused by the disk.
    FailsToWrite,
    /// The n-th sync is.
    FailsToSync,
}

/// A disk without room from the n-th operation on, and with room again.
pub fn full(binary: &Path, numbers: &Numbers, seed: u64) -> Result<Row> {
    run(
        binary,
        numbers,
        seed,
        "disk full at the n-th write",
        Disaster::Full,
    )
}

/// A disk that refuses the n-th write.
pub fn write_error(binary: &Path, numbers: &Numbers, seed: u64) -> Result<Row> {
    let name = "I/O error at the n-th write";
    run(binary, numbers, seed, name, Disaster::FailsToWrite)
}

/// A disk that refuses the n-th sync.
pub fn sync_error(binary: &Path, numbers: &Numbers, seed: u64) -> Result<Row> {
    let name = "I/O error at the n-th sync";
    run(binary, numbers, seed, name, Disaster::FailsToSync)
}

fn run(binary: &Path, numbers: &Numbers, seed: u64, name: &str, disaster: Disaster) -> Result<Row> {
    let mut row = Row::new(name, seed, Expects::Nothing);
    let mut dice = Dice::seeded(seed);
    let tools = tempfile::tempdir()?;
    let library = disk::library(tools.path())?;
    let mut left = numbers.all.clone().step_by(numbers.step).peekable();
    while left.peek().is_some() {
        let home = tempfile::tempdir()?;
        let mut program = Program::new(binary, home.path(), "sqlite".to_owned())?;
        let mut disk = Disk::beneath(&mut program, &library)?;
        let mut bench = Bench::begin(&program, dice.others())?;
        while bench.writes.len() < WRITES_OF_A_RECORD
            && let Some(at) = left.next()
        {
            bench
                .once(&program, &mut disk, at, disaster, &mut row)
                .with_context(|| format!("{name}, at {at}: {}", program.last_words()))?;
        }
    }
    Ok(row)
}

/// A record, a server that writes to it, and what was written.
struct Bench {
    server: Server,
    cookie: String,
    writer: Writer,
    writes: Vec<Write>,
}

impl Bench {
    fn begin(program: &Program, dice: Dice) -> Result<Self> {
        let server = program.start()?;
        let cookie = sign_in(&server)?;
        let writer = Writer::new(program.address, cookie.clone(), dice, 1);
        Ok(Self {
            server,
            cookie,
            writer,
            writes: Vec::new(),
        })
    }

    /// Writes until the disaster strikes; what is said then, what still works, and how it goes on.
    fn once(
        &mut self,
        program: &Program,
        disk: &mut Disk,
        at: u64,
        disaster: Disaster,
        row: &mut Row,
    ) -> Result<()> {
        let before = acknowledged(&self.writes);
        // A server ends a connection that nobody uses for a while.
        self.writer.hang_up();
        let mut faults = Vec::new();
        let (what, with, lasting) = match disaster {
            Disaster::Full => (Operation::Writing, Errno::NoSpace, true),
            Disaster::FailsToWrite => (Operation::Writing, Errno::Io, false),
            Disaster::FailsToSync => (Operation::Syncing, Errno::Io, false),
        };
        disk.fail(what, at, with, lasting)?;
        let refused = self.until_refused()?;
        if disk.hits()? == 0 {
            bail!(
                "a write was refused with {} before anything failed",
                refused.status
            );
        }
        let typed = self.writes.last().context("one was refused")?.mark.clone();
        let status = if disaster == Disaster::Full { 507 } else { 503 };
        if refused.status != status {
            faults.push(format!(
                "answered with {} instead of {status}",
                refused.status
            ));
        }
        for part in ["Send it again", &*typed] {
            if !refused.body.contains(part) {
                faults.push(format!("the page does not have ‘{part}’"));
            }
        }
        self.reads(disaster, &mut faults)?;
        disk.mend()?;
        if disaster != Disaster::Full {
            self.stays_shut(&mut faults)?;
            row.restarts.push(self.start_again(program)?);
        }
        // The same form, by the button of the page.
        let mut connection = self.server.connect()?;
        let last = self.writes.last_mut().context("one was refused")?;
        let again = send(&mut connection, &self.cookie, last)?;
        if last.fate != Fate::Acknowledged {
            faults.push(format!("sent again, it was answered with {}", again.status));
        }
        let found = self.compare()?;
        faults.extend(program.faults()?);
        row.count(acknowledged(&self.writes) - before, &found, &faults);
        Ok(())
    }

    /// Writes one after another; the answer to the first that was not taken.
    fn until_refused(&mut self) -> Result<Answer> {
        for _ in 0..MOST_WRITES {
            let answer = self.writer.write(&mut self.writes)?;
            let answer = answer.context("no answer came")?;
            if answer.status != 303 {
                return Ok(answer);
            }
        }
        bail!("{MOST_WRITES} writes did not come to the operation that fails");
    }

    /// What was acknowledged can be read, and once the disk failed every page says so.
    fn reads(&self, disaster: Disaster, faults: &mut Vec<String>) -> Result<()> {
        let mut connection = self.server.connect()?;
        for path in ["/evidence", "/conversations", "/timeline", "/settings"] {
            let page = connection.get(path, &self.cookie)?;
            if page.status != 200 {
                faults.push(format!("{path} was answered with {}", page.status));
            }
            let says = page.body.contains("until Windward is started again");
            if says != (disaster != Disaster::Full) {
                faults.push(format!("{path} says {says} that nothing can be saved"));
            }
        }
        let there = self.compare()?;
        if !there.is_empty() {
            faults.push(format!("while nothing can be saved: {there:?}"));
        }
        Ok(())
    }

    /// Nothing is written before a restart, though the disk would take it.
    fn stays_shut(&mut self, faults: &mut Vec<String>) -> Result<()> {
        let mut connection = self.server.connect()?;
        let last = self.writes.last_mut().context("one was refused")?;
        let answer = send(&mut connection, &self.cookie, last)?;
        if answer.status != 503 {
            faults.push(format!("before a restart: {}", answer.status));
        }
        Ok(())
    }

    fn start_again(&mut self, program: &Program) -> Result<Duration> {
        self.server.end()?;
        let begun = Instant::now();
        self.server = program.start()?;
        let page = self.server.connect()?.get("/evidence", &self.cookie)?;
        if page.status != 200 {
            bail!(
                "the first page after a start was answered with {}",
                page.status
            );
        }
        self.writer.hang_up();
        Ok(begun.elapsed())
    }

    fn compare(&self) -> Result<Differences> {
        Ok(compare(&self.writes, &export(&self.server, &self.cookie)?))
    }
}
