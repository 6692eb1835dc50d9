//! Whom a board is about, and when one was in touch with them.

use std::cmp::Reverse;

use crate::{
    id::ItemId,
    record::{Contact, Of, Record, Touch},
    views::people::Directory,
};

/// The people of a record, as a board asks for them.
#[derive(Debug, Clone, Copy)]
pub struct Circle<'a> {
    record: &'a Record,
    directory: &'a Directory,
}

impl<'a> Circle<'a> {
    /// The people of a record with the directory of it.
    #[must_use]
    pub const fn of(record: &'a Record, directory: &'a Directory) -> Self {
        Self { record, directory }
    }

    /// Somebody by the id that an item names them by.
    #[must_use]
    pub fn person(self, id: ItemId) -> Option<Of<'a, Contact>> {
        self.record.get::<Contact>(self.directory.resolve(id)?)
    }

    /// Every touch with somebody, latest first.
    #[must_use]
    pub fn touches(self, id: ItemId) -> Vec<Of<'a, Touch>> {
        let person = self.directory.person(id);
        let ids = person.map_or(&[][..], |person| &person.touches);
        let touches = ids.iter().filter_map(|id| self.record.get::<Touch>(*id));
        let mut touches: Vec<_> = touches.collect();
        touches.sort_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        touches
    }

    /// Whether two ids mean one person.
    #[must_use]
    pub fn same(self, one: ItemId, other: ItemId) -> bool {
        let meant = |id| self.directory.resolve(id).unwrap_or(id);
        meant(one) == meant(other)
    }
}

/// What somebody is called in a mail: their nickname or given name, else the first word of their name.
#[must_use]
pub fn called(contact: &Contact) -> &str {
    let known = contact.nickname.as_deref().or(contact.given.as_deref());
    let first = || contact.name.split_whitespace().next();
    known.or_else(first).unwrap_or(&contact.name)
}
