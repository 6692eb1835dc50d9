//! Copies that nobody may read any more: what they say is taken away, for good.

use jiff::{SignedDuration, Timestamp};
use windward_core::{
    id::{EntryId, ItemId},
    record::{Author, Change, Content, Entry, Record, Stored, Thread},
};

use super::{GrantRow, Sharing as _};
use crate::{
    error::StoreError,
    ids::PersonKey,
    instance::Instance,
    journal::{Body, Journal as _},
    person::shared_entry,
};

/// For how long a copy that nobody may read yet is kept: it is written before those who may read it are.
const UNGRANTED: SignedDuration = SignedDuration::from_hours(1);

/// The most people whose copies are looked through at a time.
const AT_A_TIME: u32 = 500;

/// Which copies of a person are closed, of those that nobody may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All but those that were written a moment ago and are not granted yet.
    All,
    /// This one, however new: granting it was refused.
    Refused(ItemId),
}

impl Instance {
    /// Ends what has run out, of everybody, and takes away what those copies say that nobody may read; how many copies that
    /// were. It is for a pass that a server makes from time to time: nobody reads what has run out in any case.
    pub async fn sweep_shares(&self, now: Timestamp) -> Result<usize, StoreError> {
        let tenant = self.whole_tenant().await?;
        loop {
            let people = self.journal().run_out(tenant, now).await?;
            if people.is_empty() {
                break;
            }
            for person in people {
                self.journal().end_run_out(person, now).await?;
            }
        }
        let (mut closed, mut after) = (0, 0);
        loop {
            let people = self.journal().sharing(tenant, after, AT_A_TIME).await?;
            let Some(last) = people.last() else {
                return Ok(closed);
            };
            after = last.person().get();
            for person in people {
                closed += self.close_copies(person, now).await?;
            }
        }
    }

    /// Takes away what copies say that nobody may read any more, for good; how many there were. It opens nothing, so that it
    /// is done as well when a time has run out and nobody is signed in.
    pub async fn close_copies(
        &self,
        person: PersonKey,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        self.close_which(person, Which::All, now).await
    }

    /// Takes away what a copy says that was written and then let nobody read, unless somebody may meanwhile.
    pub async fn close_refused(
        &self,
        person: PersonKey,
        copy: ItemId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.close_which(person, Which::Refused(copy), now)
            .await
            .map(drop)
    }

    async fn close_which(
        &self,
        person: PersonKey,
        which: Which,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        // Looked at first without a lock: mostly there is nothing to do.
        let rows = self.journal().shared_rows(person).await?;
        if rows.is_empty() {
            return Ok(0);
        }
        let grants = self.journal().grants(person).await?;
        let entries: Result<Vec<Stored>, StoreError> = rows.iter().map(shared_entry).collect();
        let unread = unread(&entries?, &grants, which, now);
        if !unread.is_empty() {
            self.journal().close_unread(person, which, now).await?;
        }
        Ok(unread.len())
    }

    /// Takes away what earlier revisions of a copy say, for good: only the last one is for others to read.
    pub async fn close_earlier(
        &self,
        person: PersonKey,
        copy: ItemId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let rows = self.journal().shared_rows(person).await?;
        let entries: Result<Vec<Stored>, StoreError> = rows.iter().map(shared_entry).collect();
        let mut of_it: Vec<Stored> = entries?;
        of_it.retain(|it| matches!(&it.entry.change, Change::Put(item) if item.id == copy));
        of_it.pop();
        for earlier in of_it {
            let (id, tombstone) = (earlier.entry.entry_id, tombstone(&earlier.entry));
            self.journal().redact(person, id, tombstone, now).await?;
        }
        Ok(())
    }
}

/// What stands in the place of an entry that says nothing any more.
pub(crate) fn tombstone(entry: &Entry) -> Body {
    let tombstone = Entry {
        change: Change::Redacted,
        unknown: serde_json::Map::new(),
        ..entry.clone()
    };
    Body::Shared(tombstone.to_json())
}

/// Whether something is there for others alone, and says something: a copy, or what somebody is asked.
fn is_for_reading(thread: &Thread) -> bool {
    let said = thread.last().content.as_ref();
    let for_others = |it: &Content| matches!(it, Content::SharedCopy(_) | Content::FeedbackAsk(_));
    *thread.author() == Author::Owner && said.is_some_and(for_others)
}

/// The items of their owner among shared entries that say something: what can be granted.
pub(crate) fn readable(entries: &[Stored]) -> Vec<ItemId> {
    let record = Record::fold(entries.iter().cloned());
    let says = |it: &Thread| *it.author() == Author::Owner && it.last().content.is_some();
    let readable = record.threads().filter(|(_, it)| says(it));
    readable.map(|(id, _)| id).collect()
}

/// The copies that nobody may read, each with the entries of theirs that still say something.
pub(crate) fn unread(
    entries: &[Stored],
    grants: &[GrantRow],
    which: Which,
    now: Timestamp,
) -> Vec<Vec<EntryId>> {
    let record = Record::fold(entries.iter().cloned());
    let mut unread = Vec::new();
    for (id, thread) in record.threads().filter(|(_, it)| is_for_reading(it)) {
        let mut granted = grants.iter().filter(|it| it.item == id).peekable();
        // One that nobody was ever let read was made a moment ago, or the letting failed.
        let is_new = now.duration_since(thread.last().recorded_at) < UNGRANTED;
        let is_meant = match which {
            Which::All => granted.peek().is_some() || !is_new,
            Which::Refused(copy) => copy == id,
        };
        if is_meant && !granted.any(|it| it.stands(now)) {
            let saying = thread.revisions().iter().filter(|it| it.content.is_some());
            unread.push(saying.map(|it| it.entry_id).collect());
        }
    }
    unread
}
