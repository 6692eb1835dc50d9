//! Doing a thing, or putting it aside, from where it is listed.

use jiff::civil::Date;
use serde_json::Map;
use thiserror::Error;

use super::{DueId, Matter};
use crate::{
    date::PartialDate,
    record::{Act, Action, CheckIn, Snooze},
    views::{action::is_open, aside::Until, check_in::is_due, facts::Facts},
};

/// Why a thing was not done with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotDone {
    /// It takes more than a word.
    #[error("this one takes more than a word; do it on its page")]
    NeedsMore,
    /// It is not there any more.
    #[error("this is not there any more")]
    Gone,
}

impl Matter {
    /// What saying ‘done’ does, where a word is enough; [`done`] does it.
    #[must_use]
    pub const fn done_word(self) -> Option<&'static str> {
        match self {
            Self::Act => Some("Done"),
            Self::CheckIn => Some("Skip"),
            _ => None,
        }
    }
}

/// Writes that a thing is done, today.
pub fn done(facts: &Facts<'_>, id: DueId, act: &mut Act<'_>) -> Result<(), NotDone> {
    let today = PartialDate::day(facts.day);
    let item = id.item.ok_or(NotDone::Gone);
    match id.matter {
        Matter::Act => {
            let of = facts.growth.action(item?).ok_or(NotDone::Gone)?;
            if !is_open(facts, of.it) {
                return Err(NotDone::Gone);
            }
            let done = Action {
                done: Some(today),
                dropped: None,
                ..of.it.clone()
            };
            act.revise(of, done);
        }
        Matter::CheckIn => {
            if !is_due(facts) {
                return Err(NotDone::Gone);
            }
            act.add(CheckIn::skipped(today));
        }
        _ => return Err(NotDone::NeedsMore),
    }
    Ok(())
}

/// Puts a thing aside; writes nothing where it is so already. A thing to do says so itself, so that its own page
/// agrees.
pub fn put_aside(facts: &Facts<'_>, id: DueId, until: Until, act: &mut Act<'_>) {
    let today = PartialDate::day(facts.day);
    let action = id.item.filter(|_| id.matter == Matter::Act);
    if let Some(of) = action.and_then(|item| facts.growth.action(item)) {
        if !is_open(facts, of.it) {
            return;
        }
        let mut aside = of.it.clone();
        match until {
            Until::Day(day) => aside.put_off = Some(PartialDate::day(day)),
            Until::ForGood => aside.dropped = Some(today),
        }
        if aside != *of.it {
            act.revise(of, aside);
        }
        return;
    }
    if facts.aside.until(id.matter.word(), id.item, facts.day) == Some(until) {
        return;
    }
    let snooze = Snooze {
        matter: id.matter.word().to_owned(),
        item: id.item,
        until: match until {
            Until::Day(day) => Some(PartialDate::day(day)),
            Until::ForGood => None,
        },
        on: today,
        unknown: Map::new(),
    };
    match facts.aside.of(id.matter.word(), id.item) {
        Some(before) => {
            let unknown = before.it.unknown.clone();
            act.revise(before, Snooze { unknown, ..snooze });
        }
        None => {
            act.add(snooze);
        }
    }
}

/// The latest day to which a thing is put aside at once: a year, so that a slip of the key does not hide it for good.
#[must_use]
pub fn latest(day: Date) -> Date {
    day.saturating_add(jiff::Span::new().days(366))
}
