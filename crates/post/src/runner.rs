//! The runner: one among any number of servers, which sends what waits and makes digests.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::watch, time::sleep};
use uuid::Uuid;
use windward_formats::mail::Letter;
use windward_store::{
    Accounts as _, DigestRow, Journal as _, LetterRow, LetterState, Post, State, Sweep,
};

use crate::{
    answer::Answer,
    digest::{self, Digests},
    office::{Office, PostError, TURN},
    queue::{Kind, Outgoing},
    smtp::Line,
};

/// How often it looks when nobody wakes it.
const LOOK: Duration = Duration::from_secs(30);

/// How long a turn lasts unless it is prolonged: some missed looks, and then another server takes over.
const TURN_LASTS: SignedDuration = SignedDuration::from_mins(2);

/// Letters and digests taken up at a time.
const AT_A_TIME: u32 = 50;

/// After this the words of a letter that were going out are given up for unclear: longer than a connection lasts
/// from its first command on.
const SENDING_LASTS: SignedDuration = SignedDuration::from_mins(20);

/// How long a letter is tried, and how long its words are kept at most.
const TRIED_FOR: SignedDuration = SignedDuration::from_hours(72);

/// How long it is known that a letter was sent: past that the record alone says who got what.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24 * 90);

/// How long a mail server that takes nothing is left alone.
const REST: SignedDuration = SignedDuration::from_mins(5);

/// What one round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Round {
    /// Whether it was another program's turn, so that nothing was done.
    pub elsewhere: bool,
    /// Letters that a mail server took.
    pub sent: usize,
    /// Letters that are tried again later.
    pub later: usize,
    /// Letters that will not be sent.
    pub refused: usize,
    /// Letters of which nobody knows.
    pub unclear: usize,
    /// What went wrong with the whole of it.
    pub fault: Option<String>,
}

/// Sends and makes digests until it is told to stop. `clock` says what time it is.
pub async fn run(
    office: Office,
    digests: impl Digests,
    clock: fn() -> Timestamp,
    mut stop: watch::Receiver<bool>,
) {
    let mut rest: Option<Timestamp> = None;
    loop {
        let woken = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = office.woken() => true,
            () = sleep(LOOK) => false,
        };
        let now = clock();
        if !woken && rest.is_some_and(|until| now < until) {
            // Only so that the turn is kept.
            let until = now + TURN_LASTS;
            let holder = office.holder();
            let _ = office.store().take_turn(TURN, holder, now, until).await;
            continue;
        }
        // Asked to stop, it does so after the letter that is on its way.
        match office.round(&digests, clock, &stop).await {
            Ok(round) => {
                rest = round.fault.as_ref().map(|_| now + REST);
                if let Some(fault) = round.fault {
                    tracing::debug!(fault, "mail");
                }
            }
            Err(error) => {
                // What a mail server said is no part of the log: it may hold an address.
                tracing::warn!("mail was not looked after: {error}");
                rest = Some(now + REST);
            }
        }
    }
    // So that another server need not wait for the turn to run out.
    if let Ok(Some(turn)) = office.turn().await
        && turn.here
    {
        let _ = office.leave_turn(clock(), turn.fault.as_deref()).await;
    }
}

impl Office {
    /// One round: puts away what is too old, makes the digests that are due, sends what waits. It ends early, between
    /// two letters, when `stop` says so.
    pub async fn round(
        &self,
        digests: &impl Digests,
        clock: fn() -> Timestamp,
        stop: &watch::Receiver<bool>,
    ) -> Result<Round, PostError> {
        self.in_turn(digests, clock, stop, true).await
    }

    /// Sends what waits, as a command does where no server runs: a digest is a server's, whose address its links have.
    pub async fn send(
        &self,
        digests: &impl Digests,
        clock: fn() -> Timestamp,
        stop: &watch::Receiver<bool>,
    ) -> Result<Round, PostError> {
        self.in_turn(digests, clock, stop, false).await
    }

    async fn in_turn(
        &self,
        digests: &impl Digests,
        clock: fn() -> Timestamp,
        stop: &watch::Receiver<bool>,
        makes_digests: bool,
    ) -> Result<Round, PostError> {
        let now = clock();
        self.key().await?;
        let (store, holder) = (self.store(), self.holder());
        let took = store.take_turn(TURN, holder, now, now + TURN_LASTS).await?;
        if took.is_none() {
            return Ok(Round {
                elsewhere: true,
                ..Round::default()
            });
        }
        let sweep = Sweep {
            now,
            sending_before: now - SENDING_LASTS,
            queued_before: now - TRIED_FOR,
            settled_before: now - KNOWN_FOR,
        };
        let mut round = Round::default();
        let done = async {
            store.sweep_letters(sweep).await?;
            if makes_digests {
                self.make_digests(digests, now, &mut round).await?;
            }
            self.send_waiting(clock, stop, &mut round).await?;
            self.note_results(digests, clock(), &mut round).await
        };
        let done: Result<(), PostError> = done.await;
        // A server keeps its turn for the next round; a command has none, and whoever comes next need not wait for it to
        // run out, whatever came of this one.
        let now = clock();
        let until = if makes_digests { now + TURN_LASTS } else { now };
        if done.is_ok() || !makes_digests {
            self.leave_turn(until, round.fault.as_deref()).await?;
        }
        done?;
        Ok(round)
    }

    /// Has what became of letters noted where they came from, once for each that came to an end.
    async fn note_results(
        &self,
        digests: &impl Digests,
        now: Timestamp,
        round: &mut Round,
    ) -> Result<(), PostError> {
        let Some(person) = digests.noted_for() else {
            return Ok(());
        };
        let letters = self.letters(person).await?;
        let ended = letters.iter().filter(|it| it.has_ended());
        let Some(last) = ended.map(|it| it.changed_at).max() else {
            return Ok(());
        };
        if self.noted_until() >= last {
            return Ok(());
        }
        match digests.settled(self, now).await {
            Ok(()) => self.note_until(last),
            Err(error) => round.fault = Some(format!("The results could not be noted: {error}")),
        }
        Ok(())
    }

    async fn make_digests(
        &self,
        digests: &impl Digests,
        now: Timestamp,
        round: &mut Round,
    ) -> Result<(), PostError> {
        for row in self.store().due_digests(now, AT_A_TIME).await? {
            if let Err(error) = self.make_digest(digests, &row, now).await {
                round.fault = Some(format!("A digest could not be made: {error}"));
            }
        }
        Ok(())
    }

    async fn make_digest(
        &self,
        digests: &impl Digests,
        row: &DigestRow,
        now: Timestamp,
    ) -> Result<(), PostError> {
        let Some(settings) = self.settings().await? else {
            return Err(PostError::NoServer);
        };
        let wish = self.wished(row).await?;
        let account = self.store().account(row.person).await?;
        let person = self.store().person(row.person).await?;
        let leaving = person.is_some_and(|it| matches!(it.state, State::Leaving(_)));
        if leaving || account.is_some_and(|it| it.disabled_at.is_some()) {
            // Nothing is said of a record whose account is closed, or whose owner is leaving; it goes on when that is
            // open again, and when they stay.
            let moved = self
                .store()
                .advance_digest(row.person, row.next_at, wish.next(now));
            return Ok(moved.await?);
        }
        let day = wish.day(now);
        let until = day.saturating_add(jiff::Span::new().days(wish.rhythm.days_ahead()));
        let due = digests.due(row.person, until, wish.words, now).await;
        let lines = due.map_err(PostError::Record)?;
        if let Some((subject, text)) = digest::written(&lines, &wish, self.base()) {
            let letter = Letter {
                from: settings.server.from.clone(),
                reply_to: None,
                to: wish.to.clone(),
                subject,
                text,
                html: None,
                stop: Some(wish.stop_link(self.base())?),
            };
            // Of the day, so that two servers that make it at once make the same.
            let name = format!("{day} {}", wish.rhythm.word());
            let mut about = [0; 16];
            for (byte, letter) in about.iter_mut().zip(name.bytes()) {
                *byte = letter;
            }
            let out = Outgoing {
                kind: Kind::Digest,
                about: Uuid::from_bytes(about),
                letter,
            };
            self.queue(row.person, &[out], now).await?;
        }
        let next = wish.next(now);
        let moved = self.store().advance_digest(row.person, row.next_at, next);
        Ok(moved.await?)
    }

    async fn send_waiting(
        &self,
        clock: fn() -> Timestamp,
        stop: &watch::Receiver<bool>,
        round: &mut Round,
    ) -> Result<(), PostError> {
        let mut line: Option<Line> = None;
        // What comes out as ‘later’ is due later, so this ends; the bound is for a clock that stands still.
        'all: for _ in 0..100 {
            let due = self.store().due_letters(clock(), AT_A_TIME).await?;
            if due.is_empty() {
                break;
            }
            for row in due {
                if *stop.borrow() || !self.send_one(&row, &mut line, clock, round).await? {
                    break 'all;
                }
                let now = clock();
                let (holder, until) = (self.holder(), now + TURN_LASTS);
                let turn = self.store().take_turn(TURN, holder, now, until).await?;
                if turn.is_none() {
                    break 'all;
                }
            }
        }
        if let Some(line) = line {
            line.close().await;
        }
        Ok(())
    }

    /// Whether others are to be tried after this one.
    async fn send_one(
        &self,
        row: &LetterRow,
        line: &mut Option<Line>,
        clock: fn() -> Timestamp,
        round: &mut Round,
    ) -> Result<bool, PostError> {
        let key = self.key().await?;
        let (letter, bytes) = match Self::opened(key, row) {
            Ok(opened) => opened,
            Err(error) => {
                let why = error.to_string();
                self.settle(key, row, LetterState::Refused, &why, clock())
                    .await?;
                round.refused += 1;
                return Ok(true);
            }
        };
        if line.as_ref().is_none_or(|it| !it.is_open()) {
            let Some(settings) = self.settings().await? else {
                round.fault = Some(PostError::NoServer.to_string());
                return Ok(false);
            };
            match self.line(&settings.server).await {
                Ok(open) => *line = Some(open),
                Err(error) => {
                    round.fault = Some(error.to_string());
                    return Ok(false);
                }
            }
        }
        let Some(open) = line.as_mut() else {
            return Ok(false);
        };
        let (store, person, id) = (self.store().clone(), row.person, row.id);
        let begin = move || async move { store.begin_letter(person, id, clock()).await };
        let answer = open.send(letter.to.address(), &bytes, begin).await?;
        let (state, said) = match answer {
            Answer::NotMine => return Ok(true),
            Answer::Stopped(why) => {
                round.fault = Some(format!("The mail server takes no letter from you: {why}"));
                return Ok(false);
            }
            Answer::Paused(why) => {
                // Counted, so that whoever goes on saying so is asked more and more seldom.
                round.later += 1;
                round.fault = Some(format!("The mail server takes no letter for now: {why}"));
                self.settle(key, row, LetterState::Waiting, &why, clock())
                    .await?;
                return Ok(false);
            }
            Answer::Sent(said) => {
                round.sent += 1;
                (LetterState::Sent, said)
            }
            Answer::Later(said) => {
                round.later += 1;
                (LetterState::Waiting, said)
            }
            Answer::Refused(said) => {
                round.refused += 1;
                (LetterState::Refused, said)
            }
            Answer::Unclear(said) => {
                round.unclear += 1;
                (LetterState::Unclear, said)
            }
        };
        self.settle(key, row, state, &said, clock()).await?;
        Ok(true)
    }
}
