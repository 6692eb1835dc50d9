//! What a record says of setbacks, as far as it had happened by a day.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::{
    id::ItemId,
    order::InOrder,
    record::{Content, Of, Quiet, Reflection, Reframe, Revision, Setback, SetbackNote, Support},
};

/// Setbacks and what follows from them, arranged once. Part of [`crate::views::facts::Facts`].
#[derive(Debug, Clone, Default)]
pub struct Setbacks<'a> {
    /// Setbacks, the latest first.
    pub all: Vec<Of<'a, Setback>>,
    /// Notes, the latest first.
    pub notes: Vec<Of<'a, SetbackNote>>,
    /// People one turns to, in the order in which they were noted.
    pub supports: Vec<Of<'a, Support>>,
    /// Answers that look back, in the order of their writing.
    pub reflections: Vec<Of<'a, Reflection>>,
    /// Pairs, the latest first.
    pub reframes: Vec<Of<'a, Reframe>>,
    /// Every slow time, whether it is over or not.
    slow: Vec<Of<'a, Quiet>>,
}

impl<'a> Setbacks<'a> {
    /// Takes an item in, if it is of one of these kinds.
    pub(in crate::views) fn take(
        &mut self,
        id: ItemId,
        revision: &'a Revision,
        content: &'a Content,
    ) {
        match content {
            Content::Setback(it) => self.all.push(Of { id, revision, it }),
            Content::SetbackNote(it) => self.notes.push(Of { id, revision, it }),
            Content::Support(it) => self.supports.push(Of { id, revision, it }),
            Content::Reflection(it) => self.reflections.push(Of { id, revision, it }),
            Content::Reframe(it) => self.reframes.push(Of { id, revision, it }),
            Content::Quiet(it) if it.setback.is_some() => self.slow.push(Of { id, revision, it }),
            _ => {}
        }
    }

    /// Puts everything into its order.
    pub(in crate::views) fn arrange(&mut self) {
        // Of one day, in the order of their making: a list keeps its numbers when one of them is changed.
        self.all.order_by_key(|of| Reverse((of.it.on, of.id)));
        self.notes.order_by_key(|of| Reverse((of.it.on, of.id)));
        self.reframes.order_by_key(|of| Reverse((of.it.on, of.id)));
        self.reflections.order_by_key(|of| (of.it.on, of.id));
        self.supports.order_by_key(|of| (of.it.on, of.id));
    }

    /// A setback by its id.
    #[must_use]
    pub fn get(&self, id: ItemId) -> Option<Of<'a, Setback>> {
        self.all.iter().find(|of| of.id == id).copied()
    }

    /// First and last day of every time in which Windward went slowly; the last day is the first that is not.
    pub fn slow_times(&self) -> impl Iterator<Item = (Date, Date)> {
        let slow = self.slow.iter();
        slow.map(|of| (of.it.on.first_day(), of.it.until.first_day()))
    }
}
