use jiff::Timestamp;
use serde_json::Map;

use super::{Audience, Author, Change, Content, Entry, Item, Kind, Of, Rating, Record};
use crate::id::{ActId, EntryId, ItemId, NewIds};

/// Entries written together, by the owner and sealed to the owner unless it says otherwise; they are stored, retried and
/// undone as one.
#[derive(Debug)]
pub struct Act<'a> {
    id: ActId,
    now: Timestamp,
    author: Author,
    audience: Audience,
    ids: &'a mut dyn NewIds,
    entries: Vec<Entry>,
}

impl<'a> Act<'a> {
    /// An act that begins at `now`.
    pub fn new(ids: &'a mut dyn NewIds, now: Timestamp) -> Self {
        Self::by(Author::Owner, Audience::Owner, ids, now)
    }

    /// An act of somebody else in this record, to be read by both.
    pub fn of_another(author: Author, ids: &'a mut dyn NewIds, now: Timestamp) -> Self {
        Self::by(author, Audience::Shared, ids, now)
    }

    fn by(author: Author, audience: Audience, ids: &'a mut dyn NewIds, now: Timestamp) -> Self {
        Self {
            id: ids.act(),
            now,
            author,
            audience,
            ids,
            entries: Vec::new(),
        }
    }

    /// Writes what follows to be read by others too: copies, and what is said to them.
    pub const fn share(&mut self) -> &mut Self {
        self.audience = Audience::Shared;
        self
    }

    /// What the act is known by.
    #[must_use]
    pub const fn id(&self) -> ActId {
        self.id
    }

    /// Puts a new item.
    pub fn add(&mut self, content: impl Into<Content>) -> ItemId {
        let id = self.ids.item();
        self.write(id, None, Some(content.into()));
        id
    }

    /// Puts an item again, in place of the revision that stands.
    pub fn revise<T: Kind + Into<Content>>(&mut self, of: Of<'_, T>, content: T) {
        self.write(of.id, Some(of.revision.entry_id), Some(content.into()));
    }

    /// Puts an item in place of the revision that stands, or a new one where there is none.
    pub fn revise_or_add<T: Kind + Into<Content>>(
        &mut self,
        of: Option<Of<'_, T>>,
        content: T,
    ) -> ItemId {
        let Some(of) = of else {
            return self.add(content);
        };
        self.revise(of, content);
        of.id
    }

    /// Puts an item with the id and the predecessor that a form was rendered with.
    pub fn put(&mut self, id: ItemId, revises: Option<EntryId>, content: impl Into<Content>) {
        self.write(id, revises, Some(content.into()));
    }

    /// Puts what there is one of, a profile or the answer of a day: again where one stands, anew where none does. The ids
    /// that follow are the same either way, so that a form that is sent twice arrives at the entries of the first time.
    pub fn put_one(
        &mut self,
        stands: Option<ItemId>,
        revises: Option<EntryId>,
        content: impl Into<Content>,
    ) -> ItemId {
        let fresh = self.ids.item();
        let id = stands.unwrap_or(fresh);
        self.write(id, revises, Some(content.into()));
        id
    }

    /// Notes a view: in place of the same person's of the same day, where there is one.
    pub fn rate(&mut self, record: &Record, rating: Rating) -> ItemId {
        let before = rating.said_before(record);
        let unknown = before.map_or_else(Map::new, |of| of.it.unknown.clone());
        let revises = before.map(|of| of.revision.entry_id);
        self.put_one(
            before.map(|of| of.id),
            revises,
            Rating { unknown, ..rating },
        )
    }

    /// Withdraws an item.
    pub fn withdraw(&mut self, id: ItemId, revises: EntryId) {
        self.write(id, Some(revises), None);
    }

    fn write(&mut self, id: ItemId, revises: Option<EntryId>, content: Option<Content>) {
        let change = content.map_or(Change::Withdraw(id), |content| {
            Change::Put(Box::new(Item { id, content }))
        });
        let entry_id = self.ids.entry();
        self.entries.push(Entry {
            entry_id,
            act: self.id,
            revises,
            recorded_at: self.now,
            author: self.author.clone(),
            audience: self.audience,
            change,
            unknown: Map::new(),
        });
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries, to be appended as one.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

impl Record {
    /// Takes back what an act did: items it put first are withdrawn, items it revised or withdrew stand again
    /// as before. What was changed since is left as it is, and its ids are returned.
    pub fn undo(&self, act: ActId, undoing: &mut Act<'_>) -> Vec<ItemId> {
        let mut changed_since = Vec::new();
        for (id, thread) in self.touched_by(act) {
            let last = thread.last();
            if last.act != act {
                changed_since.push(id);
                continue;
            }
            let before = thread.revisions().iter().rev().find(|it| it.act != act);
            let earlier = before.and_then(|it| it.content.clone());
            match (earlier, &last.content) {
                (Some(content), _) => undoing.put(id, Some(last.entry_id), content),
                (None, Some(_)) => undoing.withdraw(id, last.entry_id),
                (None, None) => {}
            }
        }
        changed_since
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::CountedIds,
        record::{Profile, Stored},
    };

    fn profile(name: &str) -> Profile {
        Profile {
            name: Some(name.to_owned()),
            ..Profile::default()
        }
    }

    fn append(record: &mut Record, act: Act<'_>) {
        let seq = record.seq();
        let entries = act.into_entries().into_iter().zip(seq + 1..);
        record.extend(entries.map(|(entry, seq)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        }));
    }

    #[test]
    fn undoing_an_act_brings_back_what_was_before_and_spares_what_came_after() {
        let mut ids = CountedIds::default();
        let now = Timestamp::UNIX_EPOCH;
        let mut record = Record::default();
        let mut act = Act::new(&mut ids, now);
        let (one, two) = (act.add(profile("one")), act.add(profile("two")));
        append(&mut record, act);

        let mut act = Act::new(&mut ids, now);
        let renamed = act.id();
        act.revise(record.get::<Profile>(one).unwrap(), profile("one, renamed"));
        act.revise(record.get::<Profile>(two).unwrap(), profile("two, renamed"));
        let three = act.add(profile("three"));
        append(&mut record, act);
        let mut act = Act::new(&mut ids, now);
        act.revise(record.get::<Profile>(two).unwrap(), profile("two, by hand"));
        append(&mut record, act);

        let mut act = Act::new(&mut ids, now);
        assert_eq!(record.undo(renamed, &mut act), [two]);
        append(&mut record, act);
        let name = |id| {
            record
                .get::<Profile>(id)
                .and_then(|of| of.it.name.as_deref())
        };
        assert_eq!(name(one), Some("one"));
        assert_eq!(name(two), Some("two, by hand"));
        assert_eq!(name(three), None);
    }
}
