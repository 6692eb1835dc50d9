//! A record that outlives the servers that it is written through, and the ledger of what was written.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    dice::Dice,
    ledger::{Fate, Write, compare},
    load::Load,
    person::{Writer, export, send, sign_in},
    report::Row,
    server::{Program, Server},
};

/// Who writes at once.
const WRITERS: u64 = 8;

/// The longest that they write before the server is killed.
const LONGEST_MS: u64 = 500;

/// A record, and what was written to it.
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

    fn writers(&mut self, program: &Program, dice: &mut Dice) -> Vec<Writer> {
        let writers = (0..WRITERS).map(|_| {
            self.runs += 1;
            let cookie = self.cookie.clone();
            Writer::new(program.address, cookie, dice.others(), self.runs)
        });
        writers.collect()
    }

    fn note(&mut self, writes: Vec<Write>) {
        self.fresh = acknowledged(&writes);
        self.writes.extend(writes);
    }

    /// Has several write for a while, and `disaster` end the server in the middle of it.
    pub fn load(
        &mut self,
        program: &Program,
        dice: &mut Dice,
        disaster: impl FnOnce(Server) -> Result<()>,
    ) -> Result<()> {
        let server = self.server.take().context("the server runs")?;
        let load = Load::until_gone(self.writers(program, dice));
        sleep(Duration::from_millis(1 + dice.below(LONGEST_MS)));
        disaster(server)?;
        self.note(load.end()?);
        Ok(())
    }

    /// Has several write all the while that something happens beneath the server, which goes on.
    pub fn load_through(
        &mut self,
        program: &Program,
        dice: &mut Dice,
        meanwhile: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let load = Load::through_it(self.writers(program, dice));
        let happened = meanwhile();
        self.note(load.end()?);
        happened
    }

    /// Starts the server again, sends once more what was not answered, and compares.
    pub fn again(&mut self, program: &Program, row: &mut Row) -> Result<()> {
        let begun = Instant::now();
        let server = program.start()?;
        let page = server.connect()?.get("/evidence", &self.cookie)?;
        row.restarts.push(begun.elapsed());
        if page.status != 200 {
            bail!(
                "the first page after a start was answered with {}",
                page.status
            );
        }
        self.server = Some(server);
        self.check(program, row)
    }

    /// Sends once more what was not answered, and compares.
    pub fn check(&mut self, program: &Program, row: &mut Row) -> Result<()> {
        let server = self.server.as_ref().context("the server runs")?;
        let found = compare(&self.writes, &export(server, &self.cookie)?);
        let mut faults = program.faults()?;
        // Whoever got no answer sends the form again: it is there once then, whether it was there before or not.
        let mut connection = server.connect()?;
        let unanswered = self.writes.iter_mut();
        for write in unanswered.filter(|it| it.fate == Fate::Unanswered) {
            let answer = send(&mut connection, &self.cookie, write)?;
            match (write.fate, answer.status) {
                (Fate::Acknowledged, _) => self.fresh += 1,
                // The same person went on without an answer, and said something else of the same piece.
                (_, 409) => {}
                (_, status) => faults.push(format!("{} sent again: {status}", write.mark)),
            }
        }
        let again = compare(&self.writes, &export(server, &self.cookie)?);
        if found.is_empty() && !again.is_empty() {
            faults.push(format!("after sending again: {again:?}"));
        }
        row.count(self.fresh, &found, &faults);
        // What was found once is not found again in the next round.
        let gone = |mark: &String| found.lost.contains(mark) || found.half.contains(mark);
        self.writes.retain(|it| !gone(&it.mark));
        Ok(())
    }
}

/// How many of them were acknowledged.
#[must_use]
pub fn acknowledged(writes: &[Write]) -> usize {
    let done = writes.iter().filter(|it| it.fate == Fate::Acknowledged);
    done.count()
}
