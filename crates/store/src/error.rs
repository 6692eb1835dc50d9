//! What can go wrong with a store that is open. What can go wrong with opening one is [`crate::OpenError`].

use thiserror::Error;
use windward_core::{id::EntryId, record::EntryError};

use crate::{random::NoRandomness, sealing::SealError};

/// Why a store did not do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Somebody else, or another tab, was first. Nothing was stored; show both and let the person decide.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// An entry id of the act is taken by an entry that says something else, or the act is stored in part.
    /// Nothing was stored. Make fresh ids and append again if it is to be kept as well.
    #[error(
        "entry {entry} is already stored and says something else; reload the page and enter the change once more"
    )]
    Taken {
        /// The id.
        entry: EntryId,
    },
    /// Nobody of this id: never there, or erased.
    #[error("there is no such person here; they may have been erased")]
    NoSuchPerson,
    /// No entry of this id.
    #[error("there is no entry {0} in this record")]
    NoSuchEntry(EntryId),
    /// More than a bound allows. Nothing was stored.
    #[error("{what} is larger than the {limit} that fit; make it smaller or do it in parts")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How much fits, with its unit.
        limit: &'static str,
    },
    /// A row of the journal cannot be read. The record is not shown without it.
    #[error(
        "entry number {seq} of the record cannot be read: {fault}. Run `windward doctor`; restore a backup if it names more"
    )]
    Row {
        /// Its place in the journal.
        seq: u64,
        /// What is wrong with it.
        fault: RowFault,
    },
    /// A slot, session, person or other row is not as it was written.
    #[error(
        "the database holds {0}, which Windward never writes; run `windward doctor`, and restore a backup if it confirms it"
    )]
    Malformed(&'static str),
    /// A wrapped key does not open.
    #[error("the vault does not open: {0}")]
    Vault(#[source] SealError),
    /// Others held the database for longer than is waited for. Try again.
    #[error("the database is busy with another program’s work; try again in a moment")]
    Busy,
    /// No room to write. Nothing was stored.
    #[error("the disk is full, so nothing was stored; free some space and try again")]
    Full,
    /// The disk failed in the middle of writing. What is on it is sound up to the last acknowledged change,
    /// but whether the next one would be is not known, so nothing is written before a restart.
    #[error(
        "the disk did not take a change: {0}. Nothing more is written until Windward is started again; check the disk and its free space first"
    )]
    Broken(String),
    /// The server of the database does not answer, or the connection to it broke. What was being stored may be
    /// there already; stored again, it is not there twice.
    #[error(
        "the database cannot be reached: {0}. Try again in a moment (what was stored already is not stored twice), and look at the database’s server if it lasts"
    )]
    Unreachable(String),
    /// The connection broke just when something was done that cannot be done twice.
    #[error(
        "the connection to the database broke while this was being done, so it may be done or not; look before you do it again"
    )]
    Unclear,
    /// The store was closed.
    #[error("Windward is shutting down; start it again and repeat the change")]
    Closed,
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The database refused for another reason, which its own words describe.
    #[error("the database reports: {0}. Run `windward doctor`")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Two changes that exclude each other; this one came second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Conflict {
    /// What it revises has been revised already.
    #[error(
        "this was changed meanwhile, by entry number {by_seq} ({by}); compare the two and decide"
    )]
    Revised {
        /// The entry that both wanted to replace.
        revises: EntryId,
        /// The entry that got in first.
        by: EntryId,
        /// Its place in the journal.
        by_seq: u64,
    },
    /// What it revises is not here.
    #[error("entry {revises}, which this replaces, is not in the record; reload the page")]
    Unknown {
        /// The missing entry.
        revises: EntryId,
    },
    /// The record as a whole has moved on.
    #[error(
        "the record has changed meanwhile (it ends at {actual}, not {expected}); look at it again and repeat"
    )]
    Head {
        /// Where the writer thought it ended.
        expected: u64,
        /// Where it ends.
        actual: u64,
    },
}

/// What is wrong with a row of a journal.
#[derive(Debug, Error)]
pub enum RowFault {
    /// It does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// It opens, but is no entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// A column holds what Windward never writes.
    #[error("it holds {0}")]
    Malformed(&'static str),
    /// It opens, but the columns beside it say something else.
    #[error("its {0} is not what was sealed")]
    Differs(&'static str),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Database(Box::new(error)),
        }
    }
}
