//! What others wrote into a record, and what its owner says to it.

use jiff::{Span, tz::TimeZone};

use crate::{
    id::ItemId,
    record::{Author, Content, Dispute, Of, Record, Revision},
    views::facts::Facts,
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

/// For how many days something that another wrote is new.
const NEW_DAYS: i32 = 7;

/// Who wrote something lately by their own hand, each once, the latest first. What came by import is not new.
#[must_use]
pub fn news<'a>(facts: &Facts<'a>) -> Vec<&'a str> {
    let since = facts.day.saturating_sub(Span::new().days(NEW_DAYS));
    let mut names: Vec<&str> = Vec::new();
    for (_, revision) in facts.given.iter().rev() {
        let on = revision.recorded_at.to_zoned(TimeZone::UTC).date();
        if let Author::Other { name, .. } = &revision.author
            && !revision.imported
            && on > since
            && !names.contains(&name.as_str())
        {
            names.push(name);
        }
    }
    names
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
