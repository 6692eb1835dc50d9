//! What is due on which day, for a calendar and for who looks after days while nobody is signed in.

use jiff::{Span, civil::Date};

use super::{Due, everything, unless_aside};
use crate::{
    order::InOrder,
    views::{facts::Facts, setback},
};

/// How far ahead days are told, in days: a year and a month, so that what comes once a year is there.
pub const AHEAD_DAYS: i64 = 396;

/// How many days are told at most, the earliest: three a day for most of a year, more than a calendar is read for.
pub const MOST_DATED: usize = 1_000;

/// A thing with its day.
#[derive(Debug, Clone)]
pub struct Dated {
    /// The day on which it is due, or the first on which it may be asked for, where that is later; while it is quiet,
    /// the first day after that, but for what stays in a slow time.
    pub day: Date,
    /// The thing.
    pub due: Due,
}

/// Everything that has a day, the earliest first: what is overdue, and what comes within [`AHEAD_DAYS`].
#[must_use]
pub fn dated(facts: &Facts<'_>) -> Vec<Dated> {
    let slow = facts.aside.slow(facts.day).is_some();
    let quiet = facts.aside.quiet(facts.day);
    let quiet = quiet.map(|of| of.it.until.first_day());
    let last = facts.day.saturating_add(Span::new().days(AHEAD_DAYS));
    let mut dated: Vec<Dated> = unless_aside(facts, everything(facts))
        .into_iter()
        .filter_map(|due| {
            let day = due.day?;
            let day = due.from.map_or(day, |from| day.max(from));
            let rests = quiet.filter(|_| !(slow && setback::stays(&due)));
            let day = rests.map_or(day, |until| day.max(until));
            (day <= last).then_some(Dated { day, due })
        })
        .collect();
    dated.order_by_key(|it| (it.day, it.due.id));
    dated.truncate(MOST_DATED);
    dated
}
