//! What was put aside: things for a day or for good, and everything while it is quiet.

use hashbrown::HashMap;

use jiff::civil::Date;

use crate::{
    id::ItemId,
    order::InOrder,
    record::{Content, Kind, Of, Quiet, Revision, Snooze},
};

/// What was put aside, arranged once. Part of [`super::facts::Facts`].
#[derive(Debug, Clone, Default)]
pub struct Aside<'a> {
    quiet: Option<Of<'a, Quiet>>,
    snoozed: HashMap<(&'a str, Option<ItemId>), Of<'a, Snooze>>,
}

/// How long a thing is put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// It comes back on that day.
    Day(Date),
    /// It is not for this person.
    ForGood,
}

impl<'a> Aside<'a> {
    /// Takes an item in, if it is of one of these kinds.
    pub(super) fn take(&mut self, id: ItemId, revision: &'a Revision, content: &'a Content) {
        match content {
            Content::Quiet(it) => {
                let of = Of { id, revision, it };
                if self.quiet.is_none_or(|before| age(&before) < age(&of)) {
                    self.quiet = Some(of);
                }
            }
            Content::Snooze(it) => {
                let of = Of { id, revision, it };
                let standing = self.snoozed.entry((&it.matter, it.item)).or_insert(of);
                if age(standing) < age(&of) {
                    *standing = of;
                }
            }
            _ => {}
        }
    }

    /// The quiet time of a day, if it is quiet then.
    #[must_use]
    pub fn quiet(&self, day: Date) -> Option<Of<'a, Quiet>> {
        self.quiet.filter(|of| of.it.until.is_after(day))
    }

    /// The quiet time of a day, if it follows a setback: then Windward goes slowly rather than not at all.
    #[must_use]
    pub fn slow(&self, day: Date) -> Option<Of<'a, Quiet>> {
        self.quiet(day).filter(|of| of.it.setback.is_some())
    }

    /// How long a thing is put aside on a day, if it is.
    #[must_use]
    pub fn until(&self, matter: &str, item: Option<ItemId>, day: Date) -> Option<Until> {
        until(self.of(matter, item)?.it, day)
    }

    /// What was said last about a thing, whether it holds or not.
    #[must_use]
    pub fn of(&self, matter: &str, item: Option<ItemId>) -> Option<Of<'a, Snooze>> {
        self.snoozed.get(&(matter, item)).copied()
    }

    /// Everything that is put aside on a day, what comes back first first.
    #[must_use]
    pub fn all(&self, day: Date) -> Vec<Of<'a, Snooze>> {
        let standing = self.snoozed.values().copied();
        let mut all: Vec<Of<'a, Snooze>> =
            standing.filter(|of| until(of.it, day).is_some()).collect();
        all.order_by_key(|of| (of.it.until.is_none(), of.it.until, of.revision.seq));
        all
    }
}

fn until(it: &Snooze, day: Date) -> Option<Until> {
    match it.until {
        None => Some(Until::ForGood),
        Some(until) if until.is_after(day) => Some(Until::Day(until.first_day())),
        Some(_) => None,
    }
}

/// Of two, the one of a later day stands, and of one day the one that was written later.
fn age<T: Kind>(of: &Of<'_, T>) -> (Option<crate::date::PartialDate>, u64) {
    (of.it.happened(), of.revision.seq)
}
