//! Why a data directory does not open.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::{
    error::StoreError,
    random::NoRandomness,
    sealing::{KeyFileError, SealError},
};

/// Why a data directory, or a database, does not open. Nothing was changed.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is nothing there yet.
    #[error("there is no Windward data in {}. Start `windward` once to begin, or say where it is with `--data`", .0.display())]
    Nothing(PathBuf),
    /// A server has it.
    #[error(
        "another Windward serves {}{}. Use that one, stop it first, or choose another directory with `--data`",
        dir.display(), pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
    )]
    Served {
        /// The data directory.
        dir: PathBuf,
        /// The process that serves it, where it can be told.
        pid: Option<u32>,
    },
    /// An upgrade needs the directory alone.
    #[error(
        "the data in {} must be brought up to this version, and another Windward{} uses it. Stop that one and start again",
        dir.display(), pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
    )]
    InUse {
        /// The data directory.
        dir: PathBuf,
        /// The process that serves it, where it can be told.
        pid: Option<u32>,
    },
    /// Another process upgrades it at this moment.
    #[error("another Windward is bringing the data in {} up to its version. Start again in a moment", .0.display())]
    Upgrading(PathBuf),
    /// A later version of Windward wrote it.
    #[error(
        "this data was written by a later version of Windward (schema {found}; this one knows up to {known}). Nothing was changed: start the later version again, or restore a backup made before the upgrade"
    )]
    Newer {
        /// What was found.
        found: i64,
        /// What this version knows.
        known: i64,
    },
    /// An earlier version wrote it, and this was not to change it.
    #[error(
        "this data was written by an earlier version of Windward (schema {found}; this one has {known}). Start `windward` once to bring it up to date"
    )]
    Older {
        /// What was found.
        found: i64,
        /// What this version has.
        known: i64,
    },
    /// A database, but another program's.
    #[error(
        "the database is not one of Windward’s. Nothing was changed: choose another directory with `--data`, or another database with `--store`"
    )]
    NotWindward,
    /// A database of a server with nothing in it.
    #[error(
        "there is no record in this database ({0}) yet. Start `windward` with it once to begin, or bring one there with `windward migrate-store`"
    )]
    Empty(String),
    /// Built with a SQLite that can damage data.
    #[error(
        "this Windward was built with SQLite {found}, which can damage a database; build it with {needed} or later"
    )]
    OldSqlite {
        /// The version found.
        found: &'static str,
        /// The oldest that is used.
        needed: &'static str,
    },
    /// No write-ahead log there.
    #[error(
        "the file system of the data directory cannot hold Windward’s log (SQLite’s WAL). Choose a directory on a local disk with `--data`"
    )]
    NoWal,
    /// Locks do nothing there.
    #[error("locks do not work on the file system of {}, so two programs could write at once. Choose a directory on a local disk with `--data`", .0.display())]
    NoLocks(PathBuf),
    /// A file of root certificates that cannot be used.
    #[error("the root certificates in {} cannot be used: {why}. ‘sslrootcert’ names a file of certificates in PEM", path.display())]
    Root {
        /// Which file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
    /// A server of an age that nothing was tried with.
    #[error("the server is PostgreSQL {found}; Windward needs {needed} or later")]
    OldPostgres {
        /// The version found.
        found: String,
        /// The oldest that is used.
        needed: u32,
    },
    /// The key file.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The key file does not open the vault.
    #[error(
        "the key file does not open this vault ({0}). Put back the key file that belongs to it, or restore your data into a new directory with the recovery code: `windward restore`"
    )]
    WrongKey(#[source] SealError),
    /// More than one person, or a part missing.
    #[error("the database holds {0}. Run `windward doctor`; restore a backup if it confirms it")]
    Malformed(&'static str),
    /// Files.
    #[error("{} cannot be used: {source}", path.display())]
    Io {
        /// Which file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No randomness for new keys.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OpenError {
    pub(crate) fn io(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Self::NotWindward,
            _ => Self::Store(error.into()),
        }
    }
}
