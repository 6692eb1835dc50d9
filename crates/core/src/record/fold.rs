//! The fold: entries in, record out. The last revision stands, the earlier ones are its history.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Audience, Author, Change, Content, Kind, Profile, Stored};
use crate::id::{ActId, EntryId, ItemId};

/// Everything about one person's career, folded from the entries of their journal.
///
/// Folding a prefix and then the rest gives the same record as folding all at once, so a cached record takes
/// in what was appended since.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    threads: BTreeMap<ItemId, Thread>,
    entries: HashMap<EntryId, Option<ItemId>>,
    seq: u64,
    missing: Vec<EntryId>,
    ignored: Vec<EntryId>,
    /// Items that were ever put as a profile: one, but for records that were joined. Every page asks for it.
    profiles: Vec<ItemId>,
    /// Items that say that another is hidden.
    hiding: Vec<ItemId>,
}

/// One item through all its revisions.
#[derive(Debug, Clone, PartialEq)]
pub struct Thread {
    revisions: Vec<Revision>,
}

/// How the id of an author begins who wrote by a link.
pub const BY_LINK: &str = "link-";

/// One entry about an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Place in the journal.
    pub seq: u64,
    /// The entry.
    pub entry_id: EntryId,
    /// What it was done together with.
    pub act: ActId,
    /// What it replaces.
    pub revises: Option<EntryId>,
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// Who may read it.
    pub audience: Audience,
    /// Whether the author, if not the owner, is only claimed.
    pub imported: bool,
    /// The item as this entry left it; `None` when it was withdrawn or redacted.
    pub content: Option<Content>,
}

/// A standing item of one kind.
#[derive(Debug)]
pub struct Of<'a, T> {
    /// Its id.
    pub id: ItemId,
    /// The entry that stands.
    pub revision: &'a Revision,
    /// What it says.
    pub it: &'a T,
}

// Derived ones would ask for `T: Copy`, and only the reference is copied.
impl<T> Clone for Of<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Of<'_, T> {}

impl Thread {
    /// Every revision, oldest first; never empty.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// The revision that stands, whether it puts or withdraws.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the expectation cannot fail")]
    pub fn last(&self) -> &Revision {
        self.revisions
            .last()
            .expect("a thread begins with a revision")
    }

    /// Whether a revision is of whoever wrote the item first. What an import claims of another does not reword what that
    /// other wrote here.
    fn takes(&self, revision: &Revision) -> bool {
        let first = &self.revisions[0];
        let same_hand = first.author == Author::Owner || first.imported == revision.imported;
        first.author == revision.author && same_hand
    }

    /// Who wrote the item first. Only they revise or withdraw it.
    #[must_use]
    pub fn author(&self) -> &Author {
        &self.revisions[0].author
    }
}

/// By whose hand something was written, and how far that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hand {
    /// The owner's, who may have noted what another said.
    Own,
    /// Another's, who was signed in to an account of their own.
    Given,
    /// Of whoever had a link, under a name that they typed. That may be anybody, its owner among them.
    Link,
    /// Another's, as an import claims.
    Claimed,
}

impl Hand {
    /// What is said of it beside the words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Own => "as I noted it",
            Self::Given => "given by them",
            Self::Link => "given by them, by a link",
            Self::Claimed => "imported, author claimed",
        }
    }

    /// Whether another wrote it here, signed in or by a link.
    #[must_use]
    pub const fn is_theirs(self) -> bool {
        matches!(self, Self::Given | Self::Link)
    }
}

impl Revision {
    /// By whose hand it was written.
    #[must_use]
    pub fn hand(&self) -> Hand {
        match &self.author {
            Author::Owner => Hand::Own,
            Author::Other { .. } if self.imported => Hand::Claimed,
            Author::Other { id, .. } if id.starts_with(BY_LINK) => Hand::Link,
            Author::Other { .. } => Hand::Given,
        }
    }

    /// Whether it had happened by the end of `day`. What does not say when counts from the day it was recorded.
    #[must_use]
    pub fn had_happened_by(&self, day: Date) -> bool {
        let happened = self.content.as_ref().and_then(Content::happened);
        match happened {
            Some(date) => !date.is_after(day),
            None => self.recorded_at.to_zoned(TimeZone::UTC).date() <= day,
        }
    }
}

impl Record {
    /// Folds entries in the order of their sequence numbers.
    #[must_use]
    pub fn fold(entries: impl IntoIterator<Item = Stored>) -> Self {
        let mut record = Self::default();
        record.extend(entries);
        record
    }

    /// Takes in entries that follow those already folded. An entry id seen before is not taken twice.
    pub fn extend(&mut self, entries: impl IntoIterator<Item = Stored>) {
        for stored in entries {
            self.apply(stored);
        }
    }

    fn apply(&mut self, stored: Stored) {
        let Stored {
            seq,
            imported,
            entry,
            ..
        } = stored;
        self.seq = self.seq.max(seq);
        if self.entries.contains_key(&entry.entry_id) {
            return;
        }
        if let Some(earlier) = entry.revises.filter(|id| !self.entries.contains_key(id)) {
            self.missing.push(earlier);
        }
        let (item, content) = match entry.change {
            Change::Put(item) => (Some(item.id), Some(item.content)),
            Change::Withdraw(id) => (Some(id), None),
            // What it was about is gone with its content, but not what it replaced.
            Change::Redacted => {
                let earlier = entry.revises.and_then(|id| self.entries.get(&id).copied());
                (earlier.flatten(), None)
            }
        };
        self.entries.insert(entry.entry_id, item);
        let Some(id) = item else {
            return;
        };
        let thread = self.threads.get_mut(&id);
        if content.is_none() && thread.is_none() {
            // A withdrawal of something that never was.
            self.ignored.push(entry.entry_id);
            return;
        }
        if matches!(content, Some(Content::Profile(_))) && !self.profiles.contains(&id) {
            self.profiles.push(id);
        }
        if matches!(content, Some(Content::Hidden(_))) && !self.hiding.contains(&id) {
            self.hiding.push(id);
        }
        let revision = Revision {
            seq,
            entry_id: entry.entry_id,
            act: entry.act,
            revises: entry.revises,
            recorded_at: entry.recorded_at,
            author: entry.author,
            audience: entry.audience,
            imported,
            content,
        };
        match thread {
            Some(thread) if !thread.takes(&revision) => {
                self.ignored.push(revision.entry_id);
            }
            Some(thread) => thread.revisions.push(revision),
            None => {
                let revisions = vec![revision];
                self.threads.insert(id, Thread { revisions });
            }
        }
    }

    /// Sequence number of the last entry folded; 0 for none.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// How many entries were folded.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.entries.len()
    }

    /// Whether an entry is already here.
    #[must_use]
    pub fn has_entry(&self, id: EntryId) -> bool {
        self.entries.contains_key(&id)
    }

    /// Entries that others say they revise but that are not here.
    #[must_use]
    pub fn missing(&self) -> &[EntryId] {
        &self.missing
    }

    /// Entries without effect: a revision by another author, or of something that never was.
    #[must_use]
    pub fn ignored(&self) -> &[EntryId] {
        &self.ignored
    }

    /// Every item ever put, standing or not, in the order of their ids (which is the order of their making).
    pub fn threads(&self) -> impl Iterator<Item = (ItemId, &Thread)> {
        self.threads.iter().map(|(id, thread)| (*id, thread))
    }

    /// One item through all its revisions.
    #[must_use]
    pub fn thread(&self, id: ItemId) -> Option<&Thread> {
        self.threads.get(&id)
    }

    /// Whether its owner hid what another wrote. It stays in the record, and views leave it out.
    #[must_use]
    pub fn is_hidden(&self, id: ItemId) -> bool {
        let mut hiding = self.hiding.iter().filter_map(|it| self.threads.get(it));
        let named = hiding.any(|thread| {
            let said = thread.last().content.as_ref();
            *thread.author() == Author::Owner
                && matches!(said, Some(Content::Hidden(it)) if it.about == id)
        });
        let by_another = |thread: &Thread| *thread.author() != Author::Owner;
        named && self.threads.get(&id).is_some_and(by_another)
    }

    /// Standing items of one kind, in the order of their making, without those that are hidden.
    pub fn all<T: Kind>(&self) -> impl Iterator<Item = Of<'_, T>> {
        let shown = self.threads.iter().filter(|(id, _)| !self.is_hidden(**id));
        shown.filter_map(|(id, thread)| {
            let revision = thread.last();
            let it = T::of(revision.content.as_ref()?)?;
            Some(Of {
                id: *id,
                revision,
                it,
            })
        })
    }

    /// A standing item of one kind by its id, unless it is hidden.
    #[must_use]
    pub fn get<T: Kind>(&self, id: ItemId) -> Option<Of<'_, T>> {
        if self.is_hidden(id) {
            return None;
        }
        let revision = self.threads.get(&id)?.last();
        let it = T::of(revision.content.as_ref()?)?;
        Some(Of { id, revision, it })
    }

    /// The profile; of several, the one written last.
    #[must_use]
    pub fn profile(&self) -> Option<Of<'_, Profile>> {
        let profiles = self.profiles.iter().filter_map(|id| self.get(*id));
        profiles.max_by_key(|of| of.revision.seq)
    }

    /// The items that an act touched, in the order of their making, each once.
    pub fn touched_by(&self, act: ActId) -> impl Iterator<Item = (ItemId, &Thread)> {
        self.threads()
            .filter(move |(_, thread)| thread.revisions.iter().any(|it| it.act == act))
    }

    pub(super) fn keep(&mut self, mut keep: impl FnMut(ItemId, &Thread) -> bool) {
        self.threads.retain(|id, thread| keep(*id, thread));
        let threads = &self.threads;
        self.entries
            .retain(|_, item| item.is_some_and(|id| threads.contains_key(&id)));
        self.profiles.retain(|id| threads.contains_key(id));
        self.hiding.retain(|id| threads.contains_key(id));
        self.missing.clear();
        self.ignored.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::Index};
    use serde_json::Map;

    use super::*;
    use crate::{
        id::{CountedIds, NewIds},
        record::{Destination, Entry, Grant, Granted, Item, Viewer},
    };

    /// One step of a made-up history: which item, what to do, by whom, and what to claim it revises.
    #[derive(Debug, Clone)]
    struct Step {
        item: u8,
        what: u8,
        by_other: bool,
        shared: bool,
        revises: Option<Index>,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = (
            0u8..6,
            0u8..4,
            any::<bool>(),
            any::<bool>(),
            any::<Option<Index>>(),
        );
        vec(
            step.prop_map(|(item, what, by_other, shared, revises)| Step {
                item,
                what,
                by_other,
                shared,
                revises,
            }),
            0..40,
        )
    }

    fn journal(steps: &[Step]) -> Vec<Stored> {
        let mut ids = CountedIds::default();
        let items: Vec<ItemId> = (0..6).map(|_| ids.item()).collect();
        let mut entries: Vec<EntryId> = vec![ids.entry()];
        steps
            .iter()
            .enumerate()
            .map(|(index, step)| {
                let id = items[usize::from(step.item)];
                let change = match step.what {
                    0 => Change::Withdraw(id),
                    1 => Change::Redacted,
                    _ => Change::Put(Box::new(Item {
                        id,
                        content: destination(&format!("step {index}")).into(),
                    })),
                };
                let entry_id = ids.entry();
                let revises = step.revises.map(|at| *at.get(&entries));
                entries.push(entry_id);
                let author = if step.by_other {
                    Author::Other {
                        id: "1".to_owned(),
                        name: "Kim".to_owned(),
                    }
                } else {
                    Author::Owner
                };
                Stored {
                    seq: index as u64 + 1,
                    received_at: Timestamp::UNIX_EPOCH,
                    imported: false,
                    entry: Entry {
                        entry_id,
                        act: ids.act(),
                        revises,
                        recorded_at: Timestamp::UNIX_EPOCH,
                        author,
                        audience: if step.shared {
                            Audience::Shared
                        } else {
                            Audience::Owner
                        },
                        change,
                        unknown: Map::new(),
                    },
                }
            })
            .collect()
    }

    fn destination(role: &str) -> Destination {
        Destination {
            rung: None,
            role: Some(role.to_owned()),
            by: None,
            why: None,
            on: "2026".parse().unwrap(),
            framework: crate::framework::FrameworkHash::of(""),
            unknown: Map::new(),
        }
    }

    proptest! {
        #[test]
        fn a_prefix_then_the_rest_is_the_whole(steps in steps(), cut in any::<Index>()) {
            let journal = journal(&steps);
            let cut = cut.index(journal.len() + 1);
            let mut record = Record::fold(journal[..cut].to_vec());
            record.extend(journal[cut..].to_vec());
            prop_assert_eq!(record, Record::fold(journal));
        }

        #[test]
        fn an_entry_seen_twice_counts_once(steps in steps()) {
            let journal = journal(&steps);
            let mut record = Record::fold(journal.clone());
            let once = record.clone();
            record.extend(journal);
            prop_assert_eq!(record, once);
        }

        #[test]
        fn nobody_revises_what_another_wrote(steps in steps()) {
            let record = Record::fold(journal(&steps));
            for (_, thread) in record.threads() {
                prop_assert!(thread.revisions().iter().all(|it| it.author == *thread.author()));
            }
        }

        #[test]
        fn a_viewer_sees_only_what_is_shared_and_granted(steps in steps(), granted in vec(any::<Index>(), 0..4)) {
            let record = Record::fold(journal(&steps));
            let all: Vec<ItemId> = record.threads().map(|(id, _)| id).collect();
            let viewer = Viewer::Other("1".to_owned());
            let now = Timestamp::UNIX_EPOCH;
            let grants: Vec<Grant> = granted.iter().filter(|_| !all.is_empty()).enumerate().map(|(index, at)| Grant {
                opens: Granted::Item(*at.get(&all)),
                viewer: if index % 2 == 0 { viewer.clone() } else { Viewer::Other("2".to_owned()) },
                // Every third one has ended.
                until: (index % 3 == 2).then_some(now),
            }).collect();
            let seen = record.seen_by(&viewer, &grants, now);
            for (id, thread) in seen.threads() {
                prop_assert!(grants.iter().any(|it| it.opens == Granted::Item(id) && it.viewer == viewer && it.until.is_none()));
                prop_assert!(thread.revisions().iter().all(|it| it.audience == Audience::Shared));
            }
            let own = record.seen_by(&Viewer::Owner, &[], now);
            prop_assert_eq!(own.as_ref(), &record);
        }

        #[test]
        fn every_entry_survives_its_text_form(steps in steps()) {
            for stored in journal(&steps) {
                let text = stored.entry.to_json();
                let read = Entry::from_json(&text).unwrap();
                prop_assert_eq!(&read, &stored.entry);
                prop_assert_eq!(read.to_json(), text);
            }
        }
    }

    #[test]
    fn withdrawn_is_gone_and_put_again_is_back() {
        let step = |what| Step {
            item: 0,
            what,
            by_other: false,
            shared: false,
            revises: None,
        };
        let standing = |steps: &[Step]| Record::fold(journal(steps)).all::<Destination>().count();
        assert_eq!(standing(&[step(3)]), 1);
        assert_eq!(standing(&[step(3), step(0)]), 0);
        assert_eq!(standing(&[step(3), step(0), step(3)]), 1);
    }
}
