//! What a copy holds, as a record that the other views read.

use jiff::Timestamp;
use serde_json::Map;
use uuid::Uuid;

use crate::{
    id::{ActId, EntryId},
    record::{Audience, Author, Change, Entry, Record, SharedCopy, Stored},
};

/// A record of what a copy holds and of nothing else: whoever reads it may ask it whatever they may ask of a record. When
/// things were written down is not in it.
#[must_use]
pub fn unfolded(copy: &SharedCopy) -> Record {
    let entries = copy.items.iter().zip(1..).map(|(item, seq)| Stored {
        seq,
        received_at: Timestamp::UNIX_EPOCH,
        imported: false,
        entry: Entry {
            // Items of one copy are told apart by their ids, and so are these.
            entry_id: EntryId(item.id.0),
            act: ActId(Uuid::nil()),
            revises: None,
            recorded_at: Timestamp::UNIX_EPOCH,
            author: Author::Owner,
            audience: Audience::Shared,
            change: Change::Put(Box::new(item.clone())),
            unknown: Map::new(),
        },
    });
    Record::fold(entries)
}
