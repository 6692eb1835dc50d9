//! Ladders that somebody brought from a file: theirs alone, until they are offered to everybody or let go of.

use std::future::Future;

use jiff::Timestamp;
use thiserror::Error;
use windward_core::framework::FrameworkHash;

use crate::{
    error::StoreError,
    ids::{PersonKey, TenantId},
    instance::Instance,
    journal::Gone,
};

/// How many ladders one person brings to a server of several: one a company, or one a year, for longer than a career.
pub const MAX_BROUGHT: usize = 20;

/// How many bytes they may be of together: forty times the one that ships with Windward.
pub const MAX_BROUGHT_SIZE: u64 = 16 << 20;

/// A ladder that somebody brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// Of the text.
    pub hash: FrameworkHash,
    /// What it says.
    pub text: String,
}

impl Ladder {
    /// The one of a text.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            hash: FrameworkHash::of(&text),
            text,
        }
    }

    /// How many bytes it has.
    pub(crate) fn size(&self) -> u64 {
        self.text.len() as u64
    }
}

/// That somebody brought a ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BroughtRow {
    /// Which.
    pub hash: FrameworkHash,
    /// How many bytes it has.
    pub size: u64,
    /// Since when.
    pub at: Timestamp,
}

/// A ladder as it is stored, without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredLadder {
    /// Which.
    pub hash: FrameworkHash,
    /// Since when.
    pub at: Timestamp,
    /// Whether it is of those alone who brought it; else it is everybody’s and stays.
    pub owned: bool,
}

/// How much one person may bring altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// How many ladders.
    pub count: usize,
    /// How many bytes.
    pub size: u64,
}

impl Bounds {
    /// On a server of several people.
    pub const SHARED: Self = Self {
        count: MAX_BROUGHT,
        size: MAX_BROUGHT_SIZE,
    };

    /// On a machine of one’s own, whose disk is one’s own too.
    pub const OWN: Self = Self {
        count: usize::MAX,
        size: u64::MAX,
    };

    pub(crate) const fn hold(self, count: usize, size: u64) -> bool {
        count <= self.count && size <= self.size
    }
}

/// Why ladders were not stored.
#[derive(Debug, Error)]
pub enum NotBrought {
    /// There would be more than one person brings.
    #[error(
        "with this you would have brought more than {MAX_BROUGHT} ladders, or more than 16 MiB of them. Let go of one that \
         your record does not name, under ‘Settings’; or ask whoever administers the server to offer one of them to \
         everybody, and let go of it then"
    )]
    Full,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What every store does for ladders that people bring.
pub trait Brings: Clone + Send + Sync + 'static {
    /// Stores ladders that a person brought, all of them or none: whether they fit within `bounds` beside those that they
    /// brought before. One that is there already is theirs too from then on.
    fn bring(
        &self,
        person: PersonKey,
        ladders: Vec<Ladder>,
        bounds: Bounds,
        at: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// The ladders that a person brought, in the order in which they did.
    fn brought(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<BroughtRow>, StoreError>> + Send;

    /// Takes a ladder away from a person, and with the last who brought it its text. One that is everybody’s stays.
    fn let_go(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> impl Future<Output = Result<Gone, StoreError>> + Send;

    /// The text of a ladder that a person may read: everybody’s, or one that they brought.
    fn framework_for(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// Whether a ladder is there and of others alone.
    fn is_of_others(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// The ladders of a tenant, in the order in which they came.
    fn stored_ladders(
        &self,
        tenant: TenantId,
    ) -> impl Future<Output = Result<Vec<StoredLadder>, StoreError>> + Send;

    /// Stores a ladder as it is elsewhere.
    fn put_ladder(
        &self,
        tenant: TenantId,
        ladder: StoredLadder,
        text: String,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Stores what a person brought, as it is elsewhere.
    fn put_brought(
        &self,
        person: PersonKey,
        brought: Vec<BroughtRow>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

impl Instance {
    /// Stores ladders that somebody brought for themselves, all of them or none.
    pub async fn bring(
        &self,
        person: PersonKey,
        ladders: Vec<Ladder>,
        now: Timestamp,
    ) -> Result<(), NotBrought> {
        let bounds = match self.owner() {
            Some(_) => Bounds::OWN,
            None => Bounds::SHARED,
        };
        let fits = Brings::bring(self.journal(), person, ladders, bounds, now);
        if fits.await? {
            Ok(())
        } else {
            Err(NotBrought::Full)
        }
    }

    /// The ladders that somebody brought, in the order in which they did.
    pub async fn brought_by(&self, person: PersonKey) -> Result<Vec<BroughtRow>, StoreError> {
        self.journal().brought(person).await
    }

    /// Takes a ladder away from somebody who brought it. Whether their record still names it is for whoever calls to know.
    pub async fn let_go_of(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<Gone, StoreError> {
        self.journal().let_go(person, hash).await
    }

    /// The text of a ladder that somebody may read: everybody’s, or one that they brought.
    pub async fn framework_for(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<Option<String>, StoreError> {
        self.journal().framework_for(person, hash).await
    }

    /// Whether a ladder is one that others brought for themselves, and this person did not.
    pub async fn is_of_others(
        &self,
        person: PersonKey,
        hash: FrameworkHash,
    ) -> Result<bool, StoreError> {
        Brings::is_of_others(self.journal(), person, hash).await
    }
}
