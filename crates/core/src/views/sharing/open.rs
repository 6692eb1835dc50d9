//! What a copy holds, as a record that the other views read.

use serde_json::Map;

use crate::{
    id::EntryId,
    record::{Audience, Author, Change, Entry, Of, Record, SharedCopy, Stored},
};

/// A record of what a copy holds and of nothing else: whoever reads it may ask it whatever they may ask of a record.
#[must_use]
pub fn unfolded(copy: Of<'_, SharedCopy>) -> Record {
    let entries = copy.it.items.iter().zip(1..).map(|(item, seq)| Stored {
        seq,
        received_at: copy.revision.recorded_at,
        imported: false,
        entry: Entry {
            // Items of one copy are told apart by their ids, and so are these.
            entry_id: EntryId(item.id.0),
            act: copy.revision.act,
            revises: None,
            recorded_at: copy.revision.recorded_at,
            author: Author::Owner,
            audience: Audience::Shared,
            change: Change::Put(Box::new(item.clone())),
            unknown: Map::new(),
        },
    });
    Record::fold(entries)
}
