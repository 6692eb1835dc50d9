//! What a trial found, as a row of the table.

use std::{fmt, time::Duration};

use crate::{ledger::Differences, progress::Progress};

/// What a row has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// Nothing is lost.
    Nothing,
    /// A control: something is lost, or the trial beside it would find nothing either.
    Loss,
}

/// A trial.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was done.
    pub trial: String,
    /// How often.
    pub rounds: u32,
    /// In how many rounds something was wrong.
    pub failed: u32,
    /// Writes that were acknowledged.
    pub acknowledged: usize,
    /// Of these, how many were not there.
    pub lost: usize,
    /// Writes that were there in part.
    pub half: usize,
    /// Whatever else was not as it has to be: there twice, there although refused, a database that is not sound.
    pub other: usize,
    /// How long it took from each start to the first page.
    pub restarts: Vec<Duration>,
    /// What it follows from.
    pub seed: u64,
    /// What it has to show.
    pub expects: Expects,
    /// What was wrong, in words.
    pub notes: Vec<String>,
    progress: Progress,
}

/// How many notes of a trial are kept; there are more only where everything is wrong.
const NOTES: usize = 40;

impl Row {
    /// An empty one.
    #[must_use]
    pub fn new(trial: &str, seed: u64, expects: Expects) -> Self {
        Self {
            trial: trial.to_owned(),
            rounds: 0,
            failed: 0,
            acknowledged: 0,
            lost: 0,
            half: 0,
            other: 0,
            restarts: Vec::new(),
            seed,
            expects,
            notes: Vec::new(),
            progress: Progress::begin(),
        }
    }

    /// Counts a round: what was newly acknowledged in it, what differs now, and what else is wrong.
    pub fn count(&mut self, acknowledged: usize, found: &Differences, faults: &[String]) {
        self.rounds += 1;
        self.acknowledged += acknowledged;
        self.lost += found.lost.len();
        self.half += found.half.len();
        let other = [&found.doubled, &found.refused, &found.foreign];
        self.other += other.iter().map(|it| it.len()).sum::<usize>() + faults.len();
        if !found.is_empty() || !faults.is_empty() {
            self.failed += 1;
            self.note(format!("round {}: {found:?} {faults:?}", self.rounds));
        }
        let (trial, rounds, failed) = (self.trial.trim(), self.rounds, self.failed);
        self.progress
            .tell(|| format!("{trial}: {rounds} rounds so far, {failed} with something wrong"));
    }

    /// Keeps something that was wrong.
    pub fn note(&mut self, note: String) {
        if self.notes.len() < NOTES {
            self.notes.push(note);
        }
    }

    /// The time from a start to the first page, as half of them take it at most, and the longest.
    #[must_use]
    pub fn restart(&self) -> Option<(Duration, Duration)> {
        let mut sorted = self.restarts.clone();
        sorted.sort_unstable();
        Some((*sorted.get(sorted.len() / 2)?, *sorted.last()?))
    }

    /// Whether it shows what it has to.
    #[must_use]
    pub fn is_good(&self) -> bool {
        match self.expects {
            Expects::Nothing => self.failed == 0 && self.rounds > 0 && self.acknowledged > 0,
            Expects::Loss => self.lost > 0,
        }
    }

    /// The largest share of rounds that could fail, of which this many without one would be seen one time in twenty:
    /// `1 - 0.05^(1/n)`, about three in `n`.
    #[must_use]
    pub fn bound(&self) -> Option<f64> {
        let none = self.failed == 0 && self.rounds > 0;
        none.then(|| 1.0 - 0.05_f64.powf(1.0 / f64::from(self.rounds)))
    }
}

/// Rows as a table, and beneath it what was wrong.
#[derive(Debug)]
pub struct Table<'a>(pub &'a [&'a Row]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|it| it.trial.chars().count()).max();
        let width = width.unwrap_or(0).max(5);
        writeln!(
            f,
            "{:width$}  rounds  acknowledged    lost    half   other  start: median / worst  bound at 95 %  seed",
            "trial"
        )?;
        for row in self.0 {
            let bound = match (row.expects, row.bound()) {
                (Expects::Nothing, Some(bound)) => format!("≤ {:.2} %", bound * 100.0),
                _ => "–".to_owned(),
            };
            // None, where it went on all the while.
            let restart = row.restart().map_or_else(
                || "–".to_owned(),
                |(usual, longest)| format!("{} / {} ms", usual.as_millis(), longest.as_millis()),
            );
            let verdict = match (row.expects, row.is_good()) {
                (Expects::Nothing, true) => "",
                (Expects::Nothing, false) => "  FAILED",
                (Expects::Loss, true) => "  it bites",
                (Expects::Loss, false) => "  FAILED: the control lost nothing",
            };
            writeln!(
                f,
                "{:width$}  {:>6}  {:>12}  {:>6}  {:>6}  {:>6}  {restart:>22}  {bound:>13}  {}{verdict}",
                row.trial, row.rounds, row.acknowledged, row.lost, row.half, row.other, row.seed,
            )?;
        }
        let wrong = |row: &&&Row| !row.is_good() || row.expects == Expects::Nothing;
        for row in self.0.iter().filter(wrong) {
            for note in &row.notes {
                writeln!(f, "{}: {note}", row.trial)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_is_good_where_it_shows_what_it_has_to() {
        let mut row = Row::new("kill", 1, Expects::Nothing);
        assert!(!row.is_good(), "nothing was done");
        for _ in 0..1_000 {
            row.count(3, &Differences::default(), &[]);
        }
        assert!(row.is_good());
        let bound = row.bound().expect("no round failed");
        assert!((bound - 0.002_991).abs() < 0.000_01, "{bound}");
        let lost = Differences {
            lost: vec!["a".to_owned()],
            ..Differences::default()
        };
        row.count(3, &lost, &[]);
        assert!(!row.is_good() && row.bound().is_none());
        let mut control = Row::new("control", 1, Expects::Loss);
        control.count(3, &Differences::default(), &[]);
        assert!(!control.is_good());
        control.count(3, &lost, &[]);
        assert!(control.is_good());
        row.restarts = [7, 5, 6].map(Duration::from_millis).to_vec();
        let table = Table(&[&row, &control]).to_string();
        assert!(
            table.contains("FAILED") && table.contains("6 / 7 ms"),
            "{table}"
        );
    }
}
