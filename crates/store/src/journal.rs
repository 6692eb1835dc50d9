//! What every store does, whatever lies beneath: the journal of a record, and the rows around it.
//!
//! A [`Journal`] never sees what an owner's entry says. It keeps sealed bytes under ids in clear, assigns
//! sequence numbers and answers what it can from those. [`PersonStore`](crate::PersonStore) seals and unseals.

use std::{future::Future, sync::Arc};

use jiff::Timestamp;
use windward_core::{
    framework::FrameworkHash,
    id::{ActId, EntryId},
    record::Stored,
};

use crate::{
    due::{DueRows, FeedRow},
    error::StoreError,
    ids::{PersonKey, Tenant, TenantId},
};

/// The most entries of one act: 35,000 people and 5,000 rows of a career, which is what one import may bring.
pub const MAX_ACT_ENTRIES: usize = 40_000;

/// The most bytes of one act, sealed and padded. A person takes one or two kilobytes.
pub const MAX_ACT_BYTES: usize = 128 * 1024 * 1024;

/// The longest text of a framework, in bytes; the default ladder is a tenth of it.
pub const MAX_FRAMEWORK: usize = 4 * 1024 * 1024;

/// How far a journal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Head {
    /// Sequence number of the last entry; 0 for none.
    pub seq: u64,
    /// How often an entry was redacted. What was folded under another count is folded anew.
    pub rewrites: u64,
}

/// What an entry says, as a store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// For its owner alone: an envelope of [`crate::sealing`].
    Sealed(Vec<u8>),
    /// To be shared: its JSON.
    Shared(String),
}

impl Body {
    /// How many bytes it takes.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Sealed(bytes) => bytes.len(),
            Self::Shared(text) => text.len(),
        }
    }

    /// Whether it takes none, which nothing that Windward writes does.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// An entry to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRow {
    /// Made by the writer, unique per person.
    pub entry_id: EntryId,
    /// What it was done together with.
    pub act: ActId,
    /// What it replaces.
    pub revises: Option<EntryId>,
    /// What it says.
    pub body: Body,
}

/// What is appended in one go: all of it is stored or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRows {
    /// The entries, in their order.
    pub rows: Vec<NewRow>,
    /// For an act on the whole record: where the journal must end for it to make sense. Without it, what each
    /// entry revises is checked.
    pub expected: Option<u64>,
    /// Whether they come by import.
    pub imported: bool,
    /// Now.
    pub received_at: Timestamp,
    /// What is due once they are stored, where it was worked out. It is left aside if the journal does not end where
    /// it says.
    pub due: Option<DueRows>,
}

/// A stored entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Place in the journal, from 1 without holes.
    pub seq: u64,
    /// Made by the writer.
    pub entry_id: EntryId,
    /// What it was done together with.
    pub act: ActId,
    /// What it replaces.
    pub revises: Option<EntryId>,
    /// What it says.
    pub body: Body,
    /// When it was stored.
    pub received_at: Timestamp,
    /// Whether it came by import.
    pub imported: bool,
    /// When its content was redacted.
    pub redacted_at: Option<Timestamp>,
}

/// Entries of one journal and its head, both of the same moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// How far the journal had come.
    pub head: Head,
    /// The entries, in order of their sequence numbers.
    pub rows: Vec<Row>,
}

/// That an act is stored, durably.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Sequence numbers of its entries, in their order.
    pub seqs: Vec<u64>,
    /// How far the journal has come.
    pub head: Head,
    /// It was there already: a retry, answered as the first time.
    pub already: bool,
}

/// That the content of an entry, or all of a person, is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// Whether the store still holds the old bytes somewhere. In a file, because another program was reading its
    /// log at that moment; they go with one of the next changes, at the latest when Windward is stopped. On a
    /// server, always, until it has vacuumed the table and thrown away that part of its log. What backups made
    /// earlier hold is untouched in any case.
    pub traces: bool,
}

/// Where a person is between coming and going.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Here.
    Active,
    /// Leaving since then; erased after 30 days, until then it can be taken back.
    Leaving(Timestamp),
}

/// A person of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub key: PersonKey,
    /// What audit rows call them: random, so that they name nobody once this row is erased.
    pub pseudonym: i64,
    /// Whether they are leaving.
    pub state: State,
    /// Since when they are here.
    pub created_at: Timestamp,
    /// How far their journal has come.
    pub head: Head,
}

/// One way to a person's vault key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Unique per person.
    pub id: i64,
    /// What opens it: `keyfile`, `recovery`, or a kind that a later version knows.
    pub kind: String,
    /// How the wrapping key is made of that.
    pub kdf: String,
    /// Random, stirred into that.
    pub salt: Vec<u8>,
    /// The vault key in its envelope.
    pub wrapped: Vec<u8>,
    /// Since when.
    pub created_at: Timestamp,
    /// When the person said that they have saved what opens it.
    pub confirmed_at: Option<Timestamp>,
}

/// How far somebody has come with signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// They have.
    Open,
    /// A second factor is still to be shown: the session opens nothing else.
    Second,
}

impl Stage {
    /// As the database names it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Second => "second",
        }
    }

    /// What a word means; whatever is not known opens nothing.
    pub(crate) fn of(word: &str) -> Self {
        if word == "open" {
            Self::Open
        } else {
            Self::Second
        }
    }
}

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// By a link that the terminal printed.
    Link,
    /// By a password.
    Password,
    /// By a passkey.
    Passkey,
    /// By single sign-on.
    SingleSignOn,
}

impl Way {
    /// As the database names it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::SingleSignOn => "sso",
        }
    }

    pub(crate) fn of(word: &str) -> Self {
        [Self::Password, Self::Passkey, Self::SingleSignOn]
            .into_iter()
            .find(|it| it.word() == word)
            .unwrap_or(Self::Link)
    }
}

/// A session, as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of what the cookie carries.
    pub token_hash: [u8; 32],
    /// Whose.
    pub person: PersonKey,
    /// The vault key, wrapped under the cookie's secret; empty where the vault is closed.
    pub wrapped: Vec<u8>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// From when on not any more.
    pub expires_at: Timestamp,
    /// Tells the sessions of a person apart.
    pub id: i64,
    /// Whether a second factor is still to be shown.
    pub stage: Stage,
    /// How its owner signed in.
    pub way: Way,
    /// Which browser it is, in two words.
    pub browser: String,
    /// When its owner last showed that it is them.
    pub proved_at: Timestamp,
}

/// A link that signs in once, as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// SHA-256 of what the link carries.
    pub token_hash: [u8; 32],
    /// Whom it signs in.
    pub person: PersonKey,
    /// Since when.
    pub created_at: Timestamp,
    /// From when on not any more.
    pub expires_at: Timestamp,
}

/// Makes the entry of a row.
pub type Open = Arc<dyn Fn(Row) -> Result<Stored, StoreError> + Send + Sync>;

/// Entries in a part of a journal at least, some milliseconds of work; and how many parts it is divided into at most, so
/// that one long record does not take a large machine from everybody else.
pub(crate) const LEAST_PART: u64 = 512;
pub(crate) const MOST_PARTS: usize = 4;

/// What lies after `seq` up to `until` in parts of about the same length, `most` at most: after which number each begins,
/// and its last.
pub(crate) fn parts(seq: u64, until: u64, most: usize) -> impl Iterator<Item = (u64, u64)> {
    let length = until.saturating_sub(seq);
    let count = (length / LEAST_PART).clamp(1, most as u64);
    let each = length.div_ceil(count).max(1);
    let first = (0..count).map(move |part| seq + part * each);
    first.map(move |after| (after, (after + each).min(until)))
}

/// A store of journals and of the rows around them.
///
/// Every write is durable when its future is ready. Dropping the future does not undo the write.
pub trait Journal: Clone + Send + Sync + 'static {
    /// Appends an act to a person's journal and assigns its sequence numbers.
    ///
    /// - An act whose entry ids are all stored is a retry: it answers with the same numbers, `already`. If
    ///   only some are, it is [`StoreError::Taken`].
    /// - With `expected`, the journal must end there. Without, each entry that revises another must be the
    ///   first to do so, and the other must be there (earlier in the same act counts).
    ///
    /// Both are checked inside the transaction; a conflict stores nothing and touches no other append.
    fn append(
        &self,
        person: PersonKey,
        act: NewRows,
    ) -> impl Future<Output = Result<Appended, StoreError>> + Send;

    /// How far a journal has come. Cheap: asked on each request, so that what is cached is never stale.
    fn head(&self, person: PersonKey) -> impl Future<Output = Result<Head, StoreError>> + Send;

    /// All entries after `seq`, and the head at that moment.
    fn load_since(
        &self,
        person: PersonKey,
        seq: u64,
    ) -> impl Future<Output = Result<Rows, StoreError>> + Send;

    /// All entries.
    fn load(&self, person: PersonKey) -> impl Future<Output = Result<Rows, StoreError>> + Send {
        self.load_since(person, 0)
    }

    /// At most `limit` entries after `seq`, to walk through a journal of any length in bounded memory.
    fn scan(
        &self,
        person: PersonKey,
        seq: u64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// The entries after `seq` up to `until`, as `open` makes them of their rows. Some are opened while others are read,
    /// off the threads that serve; they need not be of the same moment.
    fn open_all(
        &self,
        person: PersonKey,
        seq: u64,
        until: u64,
        open: Open,
    ) -> impl Future<Output = Result<Vec<Stored>, StoreError>> + Send;

    /// One entry.
    fn entry(
        &self,
        person: PersonKey,
        entry_id: EntryId,
    ) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send;

    /// Replaces what an entry says by a tombstone of the same kind of body. What was there is overwritten, in
    /// the log too. Done again it changes nothing.
    fn redact(
        &self,
        person: PersonKey,
        entry_id: EntryId,
        tombstone: Body,
        at: Timestamp,
    ) -> impl Future<Output = Result<Gone, StoreError>> + Send;

    /// Removes a person from every table, and what was there from the log. Done again it changes nothing.
    fn erase(&self, person: PersonKey) -> impl Future<Output = Result<Gone, StoreError>> + Send;

    /// Adds a tenant.
    fn add_tenant(
        &self,
        tenant: Tenant,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// All tenants, in the order of their ids.
    fn tenants(&self) -> impl Future<Output = Result<Vec<Tenant>, StoreError>> + Send;

    /// Adds a person and the slots of their vault, in one go. The head given is not looked at.
    fn add_person(
        &self,
        person: Person,
        slots: Vec<Slot>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A person.
    fn person(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Option<Person>, StoreError>> + Send;

    /// At most `limit` people of a tenant whose ids follow `after`, in the order of their ids.
    fn people(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Person>, StoreError>> + Send;

    /// Notes that a person is leaving, or stays.
    fn set_state(
        &self,
        person: PersonKey,
        state: State,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The slots of a vault, in the order of their ids.
    fn slots(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<Slot>, StoreError>> + Send;

    /// Puts a slot in the place of the one with the same id, if there is one.
    fn put_slot(
        &self,
        person: PersonKey,
        slot: Slot,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes that the person has saved what opens a slot.
    fn confirm_slot(
        &self,
        person: PersonKey,
        id: i64,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Adds a session, and removes those that have expired by the time it begins.
    fn add_session(
        &self,
        session: SessionRow,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A session by the hash of its secret, expired or not. Cheap: asked on each request.
    fn session(
        &self,
        token_hash: [u8; 32],
    ) -> impl Future<Output = Result<Option<SessionRow>, StoreError>> + Send;

    /// The same, and how far the journal of somebody has come, `None` where they are not here: in one go, for whoever
    /// knows whose session it is.
    fn session_and_head(
        &self,
        token_hash: [u8; 32],
        person: PersonKey,
    ) -> impl Future<Output = Result<(Option<SessionRow>, Option<Head>), StoreError>> + Send {
        async move {
            let session = self.session(token_hash).await?;
            match self.head(person).await {
                Ok(head) => Ok((session, Some(head))),
                Err(StoreError::NoSuchPerson) => Ok((session, None)),
                Err(error) => Err(error),
            }
        }
    }

    /// Notes that a session was used. It does not come back if it has been ended meanwhile.
    fn touch_session(
        &self,
        token_hash: [u8; 32],
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends a session.
    fn end_session(
        &self,
        token_hash: [u8; 32],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends all sessions of a person and withdraws their sign-in links; answers how many sessions there were.
    fn end_sessions(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Adds a link that signs in, and removes those that have expired by the time it is made.
    fn add_link(&self, link: LinkRow) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Uses up a link; whom it signs in, or `None` if there is none such, or it was used, or has expired.
    fn take_link(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<PersonKey>, StoreError>> + Send;

    /// Stores a framework by the hash of its text. The same text again changes nothing.
    fn put_framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
        text: String,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The text of a framework.
    fn framework(
        &self,
        tenant: TenantId,
        hash: FrameworkHash,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// The frameworks of a tenant, in the order in which they came.
    fn frameworks(
        &self,
        tenant: TenantId,
    ) -> impl Future<Output = Result<Vec<FrameworkHash>, StoreError>> + Send;

    /// Puts what is due of a person in the place of what is there, unless that is of a later entry.
    fn put_due(
        &self,
        person: PersonKey,
        due: DueRows,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What is due of a person, the earliest first; `None` if it was never worked out.
    fn due(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Option<DueRows>, StoreError>> + Send;

    /// Adds a calendar that may read a record.
    fn add_feed(&self, feed: FeedRow) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// A calendar by the hash of what its address carries.
    fn feed(
        &self,
        token_hash: [u8; 32],
    ) -> impl Future<Output = Result<Option<FeedRow>, StoreError>> + Send;

    /// The calendars of a person, in the order of their ids.
    fn feeds(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<FeedRow>, StoreError>> + Send;

    /// Notes that a calendar was read. It does not come back if it has been ended meanwhile.
    fn touch_feed(
        &self,
        token_hash: [u8; 32],
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends a calendar.
    fn end_feed(
        &self,
        person: PersonKey,
        feed: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_follow_each_other_and_none_is_short(seq in 0_u64..9_000, length in 0_u64..9_000, most in 1_usize..6) {
            let found: Vec<_> = parts(seq, seq + length, most).collect();
            prop_assert!(found.len() <= most);
            prop_assert!(found.len() == 1 || found.iter().all(|(after, last)| last - after >= LEAST_PART / 2));
            let ends = found.iter().map(|(_, last)| *last);
            let begins = found.iter().map(|(after, _)| *after).chain([seq + length]);
            prop_assert!(begins.eq([seq].into_iter().chain(ends)));
        }
    }
}
