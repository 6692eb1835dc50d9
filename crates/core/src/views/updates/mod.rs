//! Updates: what a month's note begins with, whom it goes to, and what is still amiss with it.
//!
//! - [`draft`](mod@draft): a first version from the month's evidence, without what is confidential.
//! - [`copies`](mod@copies): who gets one, at which address, each person and each address once.
//! - [`groups()`]: whom a group means today.
//! - [`doubts`](mod@doubts): what to look at before it leaves.

pub mod copies;
pub mod doubts;
pub mod draft;
pub mod groups;

use std::cmp::Reverse;

use jiff::{Span, civil::Date};

pub use self::{
    copies::{Copy, copies, corrected, given, ready, taken},
    doubts::{Doubt, doubts},
    draft::{Draft, draft},
    groups::{find, groups, members, with_members},
};
use super::people::Directory;
use crate::{
    date::PartialDate,
    id::ItemId,
    order::InOrder,
    record::{Of, Recipient, Record, Update, UpdateGroup},
};

/// The last day of a month on which a note is still about the month before.
const STILL_LAST_MONTH: i8 = 15;

/// The month that a note begun on a day is most likely about.
#[must_use]
pub fn month(day: Date) -> PartialDate {
    let of = if day.day() <= STILL_LAST_MONTH {
        day.saturating_sub(Span::new().months(1))
    } else {
        day
    };
    month_of(of)
}

/// The month in which a day lies.
pub(super) fn month_of(day: Date) -> PartialDate {
    PartialDate::month(day.year(), day.month()).expect("the month of a day is one")
}

/// Every update, drafts first, then the latest month first.
#[must_use]
pub fn archive(record: &Record) -> Vec<Of<'_, Update>> {
    let mut all: Vec<Of<'_, Update>> = record.all::<Update>().collect();
    all.order_by_key(|of| {
        let it = of.it;
        (
            !it.state.is_draft(),
            Reverse((it.month, it.state.left(), of.revision.seq)),
        )
    });
    all
}

/// The updates that somebody got, the latest first.
#[must_use]
pub fn received<'a>(record: &'a Record, directory: &Directory, who: ItemId) -> Vec<Of<'a, Update>> {
    let person = directory.resolve(who).unwrap_or(who);
    let theirs = |it: &Recipient| directory.resolve(it.contact).unwrap_or(it.contact) == person;
    let got = |of: &Of<'a, Update>| {
        let left = !of.it.state.is_draft();
        left && of.it.to.iter().any(|it| it.outcome.arrived() && theirs(it))
    };
    archive(record).into_iter().filter(got).collect()
}

/// The group that the next update is most likely for: that of the last one, or the only one there is.
#[must_use]
pub fn last_group(record: &Record) -> Option<Of<'_, UpdateGroup>> {
    let last = record.all::<Update>().max_by_key(|of| of.revision.seq);
    match last {
        Some(of) => record.get(of.it.group?),
        None => match groups(record)[..] {
            [one] => Some(one),
            _ => None,
        },
    }
}

/// The address that the last update came from.
#[must_use]
pub fn last_from(record: &Record) -> Option<&str> {
    let last = record.all::<Update>().filter(|of| of.it.from.is_some());
    last.max_by_key(|of| of.revision.seq)?.it.from.as_deref()
}
