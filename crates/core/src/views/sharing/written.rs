//! What others wrote into a record, and what its owner says to it.

use crate::{
    id::ItemId,
    record::{Author, Content, Dispute, Of, Record, Revision},
};

/// Something that another wrote.
#[derive(Debug, Clone, Copy)]
pub struct Theirs<'a> {
    /// Which.
    pub id: ItemId,
    /// The entry that stands.
    pub revision: &'a Revision,
    /// What it says.
    pub content: &'a Content,
    /// Their id, as grants name them.
    pub by: &'a str,
    /// Their name at that time.
    pub name: &'a str,
    /// What its owner says against it.
    pub dispute: Option<Of<'a, Dispute>>,
    /// Whether its owner left it out of everything.
    pub hidden: bool,
}

/// Everything that others wrote and did not take back, the latest first, hidden things too. What came by import names
/// authors who are only claimed; it is here as well, because it is about the same person.
#[must_use]
pub fn theirs(record: &Record) -> Vec<Theirs<'_>> {
    let disputes: Vec<Of<'_, Dispute>> = record.all::<Dispute>().collect();
    let mut found: Vec<Theirs<'_>> = record
        .threads()
        .filter_map(|(id, thread)| {
            let Author::Other { id: by, name } = thread.author() else {
                return None;
            };
            let revision = thread.last();
            let said =
                |of: &&Of<'_, Dispute>| of.it.about == id && of.revision.author == Author::Owner;
            Some(Theirs {
                id,
                revision,
                content: revision.content.as_ref()?,
                by,
                name,
                dispute: disputes.iter().find(said).copied(),
                hidden: record.is_hidden(id),
            })
        })
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.revision.seq));
    found
}
