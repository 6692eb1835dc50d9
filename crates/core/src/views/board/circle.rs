//! Whom a board is about, and when one was in touch with them.

use std::{cmp::Reverse, collections::HashMap};

use crate::{
    id::ItemId,
    record::{Contact, Content, Of, Record, Touch},
    views::facts::Facts,
};

/// The people of a record with their touches, looked up once for a page about the board.
#[derive(Debug)]
pub struct Circle<'a> {
    record: &'a Record,
    /// What a merged contact was merged into.
    merged: HashMap<ItemId, ItemId>,
    touches: HashMap<ItemId, Vec<Of<'a, Touch>>>,
}

impl<'a> Circle<'a> {
    /// Looks people and touches up, by the day of `facts`.
    #[must_use]
    pub fn of(record: &'a Record, facts: &Facts<'_>) -> Self {
        let mut circle = Self {
            record,
            merged: HashMap::new(),
            touches: HashMap::new(),
        };
        let mut all = Vec::new();
        for (id, thread) in record.threads() {
            let revision = thread.last();
            match &revision.content {
                Some(Content::Contact(it)) => {
                    let earlier = it.merged.iter().map(|was| (*was, id));
                    circle.merged.extend(earlier);
                }
                Some(Content::Touch(it)) if revision.had_happened_by(facts.day) => {
                    all.push(Of { id, revision, it });
                }
                _ => {}
            }
        }
        for of in all {
            for with in &of.it.with {
                let person = circle.resolve(*with);
                circle.touches.entry(person).or_default().push(of);
            }
        }
        for touches in circle.touches.values_mut() {
            touches.sort_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        }
        circle
    }

    /// The contact that an id means now: itself, or what it was merged into.
    #[must_use]
    pub fn resolve(&self, id: ItemId) -> ItemId {
        let mut now = id;
        // A chain of merges is as long as the number of merges; one that goes in a circle ends here, too.
        for _ in 0..=self.merged.len() {
            match self.merged.get(&now) {
                Some(next) if *next != now => now = *next,
                _ => break,
            }
        }
        now
    }

    /// Somebody by the id that an item names them by.
    #[must_use]
    pub fn person(&self, id: ItemId) -> Option<Of<'a, Contact>> {
        self.record.get::<Contact>(self.resolve(id))
    }

    /// Every touch with somebody, latest first.
    #[must_use]
    pub fn touches(&self, id: ItemId) -> &[Of<'a, Touch>] {
        let touches = self.touches.get(&self.resolve(id));
        touches.map_or(&[], Vec::as_slice)
    }

    /// Whether two ids mean one person.
    #[must_use]
    pub fn same(&self, one: ItemId, other: ItemId) -> bool {
        self.resolve(one) == self.resolve(other)
    }
}

/// What somebody is called in a mail: their nickname or given name, else the first word of their name.
#[must_use]
pub fn called(contact: &Contact) -> &str {
    let known = contact.nickname.as_deref().or(contact.given.as_deref());
    let first = || contact.name.split_whitespace().next();
    known.or_else(first).unwrap_or(&contact.name)
}
