//! Sharing as a store keeps it, and what every store does for it.

use std::{fmt, future::Future, str::FromStr};

use jiff::Timestamp;
use windward_core::{id::ItemId, record::BY_LINK};

use crate::{
    error::StoreError,
    ids::{PersonId, PersonKey, Tenant},
    journal::{Gone, Row},
    sharing::copies::Which,
};

/// The most grants of one person that stand at once, and as many that have ended.
pub const MAX_GRANTS: usize = 1_000;

/// The most links of one person that are good at once.
pub const MAX_SHARE_LINKS: usize = 100;

/// The most people whom one person names as their manager: one, and those of a dotted line.
pub const MAX_MANAGERS: usize = 3;

/// The most people of one manager on their page.
pub const MAX_REPORTS: usize = 500;

/// The most rows of who looked that are shown, the latest.
pub const MAX_LOOKS: usize = 500;

/// Who reads what somebody shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reader {
    /// A person with an account.
    Person(PersonId),
    /// Whoever has a link, by its number.
    Link(i64),
}

impl fmt::Display for Reader {
    /// As grants and entries name them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => id.fmt(f),
            Self::Link(id) => write!(f, "{BY_LINK}{id}"),
        }
    }
}

/// A text that names no reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nobody is named so")]
pub struct NotAReader;

impl FromStr for Reader {
    type Err = NotAReader;

    fn from_str(text: &str) -> Result<Self, NotAReader> {
        match text.strip_prefix(BY_LINK) {
            Some(id) => id.parse().map(Self::Link).map_err(|_| NotAReader),
            None => text.parse().map(Self::Person).map_err(|_| NotAReader),
        }
    }
}

/// That somebody may read one shared copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantRow {
    /// Tells the grants of a person apart.
    pub id: i64,
    /// Who may.
    pub reader: Reader,
    /// Which copy.
    pub item: ItemId,
    /// Since when.
    pub created_at: Timestamp,
    /// From when on not any more, unless it is ended before.
    pub until: Option<Timestamp>,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
}

impl GrantRow {
    /// Whether it holds at a time.
    #[must_use]
    pub fn stands(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && self.until.is_none_or(|until| now < until)
    }
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkFor {
    /// Whoever has it reads.
    Reading,
    /// Whoever has it answers a question, once.
    Answering,
}

impl LinkFor {
    /// Its word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reading => "reads",
            Self::Answering => "answers",
        }
    }

    /// The one of a word; one that a later version knows may do nothing but read.
    #[must_use]
    pub fn of(word: &str) -> Self {
        if word == Self::Answering.word() {
            Self::Answering
        } else {
            Self::Reading
        }
    }
}

/// A link for somebody without an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareLinkRow {
    /// SHA-256 of what the link carries.
    pub token_hash: [u8; 32],
    /// Whose.
    pub person: PersonKey,
    /// Tells the links of a person apart.
    pub id: i64,
    /// What it is for.
    pub is_for: LinkFor,
    /// Whom it was made for, sealed under the server's key.
    pub label: Vec<u8>,
    /// Since when.
    pub created_at: Timestamp,
    /// From when on not any more.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

impl ShareLinkRow {
    /// Whether it leads anywhere at a time.
    #[must_use]
    pub fn stands(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }
}

/// That somebody named another as their manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRow {
    /// Who.
    pub person: PersonKey,
    /// Their manager.
    pub manager: PersonId,
    /// Since when.
    pub since: Timestamp,
}

/// That somebody looked at something, within an hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookRow {
    /// Who, as [`Reader`] is written; `gone-…` for somebody who was erased since.
    pub viewer: String,
    /// What: the id of a copy, or `all` for the list of everything that they may read.
    pub what: String,
    /// When they first did in that hour.
    pub at: Timestamp,
}

/// Everything that a person keeps about sharing, for a copy of it elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct WholeSharing {
    pub(crate) name: Option<String>,
    pub(crate) grants: Vec<GrantRow>,
    pub(crate) links: Vec<ShareLinkRow>,
    pub(crate) lines: Vec<LineRow>,
    pub(crate) looks: Vec<LookRow>,
}

/// What a store does for sharing.
pub trait Sharing: Clone + Send + Sync + 'static {
    /// The shared entries of a journal and no others, in order.
    fn shared_rows(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;

    /// What a person is called where they share or write something.
    fn shown_name(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Puts a name in the place of the one there is, whoever else is called so: for a copy of it elsewhere.
    fn put_shown_name(
        &self,
        person: PersonKey,
        name: String,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Calls a person so where nobody else of their tenant goes by that name, seen and done in one transaction; whether they
    /// are. Of two who take it at the same moment, one is.
    fn take_name(
        &self,
        person: PersonKey,
        name: String,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Who of a tenant goes by a name, which is compared without capitals and spaces: signs in with it, or is called so.
    fn called(
        &self,
        tenant: Tenant,
        folded: String,
    ) -> impl Future<Output = Result<Vec<PersonKey>, StoreError>> + Send;

    /// Adds grants, all of them or none: whether each is to something that others can read. Where not, none is added.
    fn add_grants(
        &self,
        person: PersonKey,
        grants: Vec<GrantRow>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// At most `limit` people of a tenant in whose journals shared entries say something, in the order of their ids.
    fn sharing(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<PersonKey>, StoreError>> + Send;

    /// Takes away what copies say that nobody may read, seen and done in one transaction: what is granted meanwhile is
    /// kept, or the grant is refused.
    fn close_unread(
        &self,
        person: PersonKey,
        which: Which,
        now: Timestamp,
    ) -> impl Future<Output = Result<Gone, StoreError>> + Send;

    /// The grants of a person, the latest first: every one that is not ended, and of those that are as many as are kept in
    /// mind.
    fn grants(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<GrantRow>, StoreError>> + Send;

    /// Who gave a reader grants that are not ended, each once.
    fn givers(
        &self,
        tenant: Tenant,
        reader: Reader,
    ) -> impl Future<Output = Result<Vec<PersonKey>, StoreError>> + Send;

    /// Whose grants have run out and are not ended yet, each once; some of them, where they are many.
    fn run_out(
        &self,
        tenant: Tenant,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<PersonKey>, StoreError>> + Send;

    /// Ends the grants of a person that have run out.
    fn end_run_out(
        &self,
        person: PersonKey,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends grants.
    fn end_grants(
        &self,
        person: PersonKey,
        ids: Vec<i64>,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Adds a link and what it opens; nothing, where that cannot be read.
    fn add_share_link(
        &self,
        link: ShareLinkRow,
        grants: Vec<GrantRow>,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// A link by the hash of what it carries, whether or not it still leads anywhere.
    fn share_link(
        &self,
        token_hash: [u8; 32],
    ) -> impl Future<Output = Result<Option<ShareLinkRow>, StoreError>> + Send;

    /// The links of a person, the latest first.
    fn share_links(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<ShareLinkRow>, StoreError>> + Send;

    /// Notes that a link was answered.
    fn note_answer(
        &self,
        token_hash: [u8; 32],
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends a link and every grant to it.
    fn end_share_link(
        &self,
        person: PersonKey,
        link: i64,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Names a manager; again changes nothing.
    fn add_line(&self, line: LineRow) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Whom a person named as their managers.
    fn managers(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<LineRow>, StoreError>> + Send;

    /// Who named a person as their manager; at most [`MAX_REPORTS`].
    fn reports(
        &self,
        tenant: Tenant,
        manager: PersonId,
    ) -> impl Future<Output = Result<Vec<LineRow>, StoreError>> + Send;

    /// Takes a line away, and with it every grant to that manager.
    fn end_line(
        &self,
        person: PersonKey,
        manager: PersonId,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes that somebody looked; once an hour.
    fn note_looks(
        &self,
        person: PersonKey,
        looks: Vec<LookRow>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Who looked at what of a person, the latest first; at most [`MAX_LOOKS`].
    fn looks(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<LookRow>, StoreError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_named_as_it_is_read() {
        for reader in [
            Reader::Person(PersonId::new(7).unwrap()),
            Reader::Link(i64::MAX),
        ] {
            assert_eq!(reader.to_string().parse(), Ok(reader));
        }
        for wrong in ["", "0", "-7", "link-", "link-x", "owner"] {
            assert!(wrong.parse::<Reader>().is_err(), "{wrong}");
        }
    }
}
