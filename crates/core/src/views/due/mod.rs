//! What is due: everything that a record asks of its person, with its day and its reason.
//!
//! Each subject has a function that tells what it brings, whatever the day: what lies ahead too, because a calendar
//! shows it. [`super::today`] says what of it stands on Today, and in which order. To add to it: a word in
//! [`Matter`], a function in `SUBJECTS`, and, if it can be done with a word, an arm in [`done`].

mod begin;
mod board;
mod case;
mod copy;
mod done;
mod growth;
mod matter;
mod opportunities;
mod people;
mod row;
mod setback;
mod talks;
mod updates;

use std::{fmt, str::FromStr};

use hashbrown::HashMap;

use jiff::{Span, civil::Date};
use serde::{Serialize, Serializer};
use thiserror::Error;

pub use self::{
    begin::{assess, distinct_titles, folded_title},
    copy::copy_taken,
    done::{NotDone, done, latest, put_aside},
    growth::same_week,
    matter::{Class, Matter, Press},
    row::{AHEAD_DAYS, Dated, MOST_DATED, dated},
};
use crate::{
    id::ItemId,
    record::{Of, Snooze},
    views::{aside::Until, facts::Facts},
};

/// What each subject brings.
type Subject = fn(&Facts<'_>, &mut Vec<Due>);

/// All of them. The order is of no account: what is due is ranked.
const SUBJECTS: &[Subject] = &[
    begin::due,
    growth::due,
    talks::due,
    people::due,
    board::due,
    updates::due,
    case::due,
    opportunities::due,
    setback::due,
    copy::due,
];

/// One thing that is due.
#[derive(Debug, Clone)]
pub struct Due {
    /// What it is, the same every day.
    pub id: DueId,
    /// The day on which it is due; none for what can be done on any.
    pub day: Option<Date>,
    /// The first day on which it stands on Today; none for what stands there at once.
    pub from: Option<Date>,
    /// What to do.
    pub what: String,
    /// Why, in a sentence.
    pub why: String,
}

impl Due {
    /// Something due on a day. It stands on Today as many days before as its matter says.
    pub fn on(id: DueId, day: Date, what: impl Into<String>, why: impl Into<String>) -> Self {
        let ahead = Span::new().days(id.matter.days_ahead());
        Self {
            day: Some(day),
            from: Some(day.saturating_sub(ahead)),
            ..Self::whenever(id, what, why)
        }
    }

    /// Something that can be done on any day.
    pub fn whenever(id: DueId, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            id,
            day: None,
            from: None,
            what: what.into(),
            why: why.into(),
        }
    }

    /// Whether it stands on Today on a day, unless it was put aside.
    #[must_use]
    pub fn stands(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day)
    }
}

/// What a due thing is known by: what kind of thing, and about which item. As text `pulse.ID`, or the bare word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DueId {
    /// What kind of thing.
    pub matter: Matter,
    /// The item that it is about, where it is about one.
    pub item: Option<ItemId>,
}

impl DueId {
    /// A thing about an item.
    #[must_use]
    pub const fn of(matter: Matter, item: ItemId) -> Self {
        Self {
            matter,
            item: Some(item),
        }
    }
}

impl From<Matter> for DueId {
    fn from(matter: Matter) -> Self {
        Self { matter, item: None }
    }
}

impl fmt::Display for DueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.matter.word())?;
        self.item.map_or(Ok(()), |item| write!(f, ".{item}"))
    }
}

/// What is not the id of a due thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("this is no id of a thing on Today; `windward today --json` has them")]
pub struct NoDueId;

impl FromStr for DueId {
    type Err = NoDueId;

    fn from_str(text: &str) -> Result<Self, NoDueId> {
        let (matter, item) = match text.split_once('.') {
            Some((matter, item)) => (matter, Some(item.parse().map_err(|_| NoDueId)?)),
            None => (text, None),
        };
        let matter = Matter::named(matter).ok_or(NoDueId)?;
        Ok(Self { matter, item })
    }
}

impl Serialize for DueId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Everything that is due, now or later, in no order, whether it was put aside or not.
#[must_use]
pub fn everything(facts: &Facts<'_>) -> Vec<Due> {
    let mut all = Vec::new();
    for subject in SUBJECTS {
        subject(facts, &mut all);
    }
    all
}

/// What is due without what is not for this person. What was put aside until a day is due on that day at the earliest.
#[must_use]
pub fn unless_aside(facts: &Facts<'_>, mut all: Vec<Due>) -> Vec<Due> {
    all.retain_mut(|due| {
        let DueId { matter, item } = due.id;
        match facts.aside.until(matter.word(), item, facts.day) {
            None => true,
            Some(Until::ForGood) => false,
            Some(Until::Day(until)) => {
                due.day = due.day.map(|day| day.max(until));
                due.from = Some(due.from.map_or(until, |from| from.max(until)));
                true
            }
        }
    });
    all
}

/// What was put aside and would otherwise stand on Today, what comes back first first.
#[must_use]
pub fn aside<'a>(facts: &Facts<'a>, everything: &[Due]) -> Vec<(Of<'a, Snooze>, Due)> {
    let standing = everything.iter().filter(|due| due.stands(facts.day));
    let standing: HashMap<DueId, &Due> = standing.map(|due| (due.id, due)).collect();
    let aside = facts.aside.all(facts.day).into_iter();
    aside
        .filter_map(|of| {
            let matter = Matter::named(&of.it.matter)?;
            let item = of.it.item;
            let due = *standing.get(&DueId { matter, item })?;
            Some((of, due.clone()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_as_it_is_written() {
        let item = ItemId(uuid::Uuid::from_u128(7));
        for id in [Matter::CheckIn.into(), DueId::of(Matter::Pulse, item)] {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        for wrong in ["", "pulse.", "pulse.x", "nothing", "check-in.1"] {
            assert_eq!(wrong.parse::<DueId>(), Err(NoDueId), "{wrong}");
        }
    }
}
