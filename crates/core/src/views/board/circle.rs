//! Whom a board is about, and when one was in touch with them.

use std::cmp::Reverse;

use crate::{
    date::PartialDate,
    id::ItemId,
    order::InOrder,
    record::{Contact, Conversation, Of, Record, Touch},
    views::people::{Directory, Filter, identity::folded},
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
        touches.order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        touches
    }

    /// The last conversation that was held with somebody.
    #[must_use]
    pub fn talked(self, id: ItemId) -> Option<PartialDate> {
        let person = self.directory.person(id)?;
        let held = person.conversations.iter();
        let held = held.filter_map(|id| self.record.get::<Conversation>(*id));
        held.map(|of| of.it.on).max()
    }

    /// Everybody of this name, or of this name and this organisation as [`told`] writes them; letters large or small.
    #[must_use]
    pub fn named(self, typed: &str) -> Vec<Of<'a, Contact>> {
        let wanted = folded(typed);
        let filter = Filter {
            text: typed,
            ..Filter::default()
        };
        let found = self.directory.find(&filter).into_iter();
        found
            .filter_map(|it| self.record.get::<Contact>(it.id))
            .filter(|of| folded(&of.it.name) == wanted || folded(&told(of.it)) == wanted)
            .collect()
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

/// Somebody in a line: their name, and behind a comma where they work.
#[must_use]
pub fn told(contact: &Contact) -> String {
    match &contact.organisation {
        Some(organisation) => format!("{}, {organisation}", contact.name),
        None => contact.name.clone(),
    }
}

/// Somebody new, named in such a line.
#[must_use]
pub fn somebody(told: &str) -> Contact {
    let (name, organisation) = match told.trim().rsplit_once(',') {
        Some((name, more)) if !name.trim().is_empty() && !more.trim().is_empty() => {
            (name.trim(), Some(more.trim().to_owned()))
        }
        _ => (told.trim(), None),
    };
    Contact {
        organisation,
        ..Contact::named(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_new_may_come_with_where_they_work() {
        let it = somebody("Ines Dahl, Fjord Rail");
        assert_eq!(it.name, "Ines Dahl");
        assert_eq!(it.organisation.as_deref(), Some("Fjord Rail"));
        assert_eq!(told(&it), "Ines Dahl, Fjord Rail");
        assert_eq!(somebody("Tom,").name, "Tom,");
        assert_eq!(somebody(" Tom ").organisation, None);
    }
}
