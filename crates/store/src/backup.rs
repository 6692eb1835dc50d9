//! A backup: the whole database in one file, made while others write.
//!
//! It holds what the database holds, but for sessions, sign-in links, the addresses of calendars and what belongs
//! to mail, and a table that says which versions made it and when. What is sealed stays sealed, and the key file
//! is never part of it: the backup opens with
//! the recovery code, or with the key file of the directory it was made of.
//!
//! What is readable in the database is readable in a backup: names, times, ladders, what was shared. One that goes
//! elsewhere is encrypted to public keys besides ([`sealed`]).

pub(crate) mod sealed;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rusqlite::{Connection, params};
use thiserror::Error;

use crate::{
    SCHEMA_VERSION,
    error::StoreError,
    files,
    instance::Instance,
    moving::{self, MoveError, Until},
    open_error::OpenError,
    schema::NOT_IN_BACKUPS,
    sealing::LockError,
    sqlite::{self, Sqlite},
    store::Store,
};

/// The table that says what a backup is. It exists in backups only.
pub(crate) const MANIFEST: &str = "backup_manifest";

/// A backup that was made; durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Where it is.
    pub path: PathBuf,
    /// How large it is.
    pub bytes: u64,
    /// How many entries of the journal it holds.
    pub entries: u64,
    /// Whether the person has said that they saved the recovery code. If not, only this machine, with its key
    /// file, can open the backup: say so. `None` where everybody has an account, and opens their own.
    pub recovery_confirmed: Option<bool>,
}

/// Why there is no backup. Nothing is left under its name.
#[derive(Debug, Error)]
pub enum BackupError {
    /// Something is there already.
    #[error("{} is there already and is not replaced; choose another name", .0.display())]
    Exists(PathBuf),
    /// It cannot be written.
    #[error("the backup cannot be written to {}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What was written is not what was read.
    #[error(
        "the backup came out damaged ({0}), so it was thrown away; check the disk and try again"
    )]
    Damaged(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The copy.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Reading it from a server.
    #[error(transparent)]
    Copy(#[from] MoveError),
    /// Encrypting it.
    #[error(transparent)]
    Lock(#[from] LockError),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Instance {
    /// Writes a backup to `to`, where nothing may be yet. Others go on writing meanwhile; what they write
    /// after it began is not in it. Of a database on a server, each record is as it was when its turn came.
    pub async fn backup(&self, to: &Path) -> Result<BackupReport, BackupError> {
        let to = to.to_owned();
        match self.journal() {
            Store::Sqlite(file) => {
                file.read(move |connection| Ok(make(&to, |draft| Ok(copy(connection, draft)?))))
                    .await?
            }
            Store::Postgres(server) => {
                let draft = Draft::of(&to);
                draft.begin(&to)?;
                let file = Sqlite::open(&draft.0)?;
                moving::copy(server, &file, Until::Moment, &|_| {}).await?;
                file.close();
                drop(file);
                tokio::task::spawn_blocking(move || draft.complete(&to))
                    .await
                    .map_err(|_| StoreError::Closed)?
            }
        }
    }
}

fn make(
    to: &Path,
    copy: impl FnOnce(&Path) -> Result<(), BackupError>,
) -> Result<BackupReport, BackupError> {
    let draft = Draft::of(to);
    draft.begin(to)?;
    copy(&draft.0)?;
    draft.complete(to)
}

fn failed(to: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = to.to_owned();
    move |source| BackupError::Io {
        path: path.clone(),
        source,
    }
}

/// Copies a database as it is at one moment into an empty file, without the space that was freed in it.
pub(crate) fn copy(connection: &Connection, to: &Path) -> Result<(), OpenError> {
    let name = to.to_str().ok_or_else(|| {
        let source = io::Error::new(io::ErrorKind::InvalidFilename, "the name is not Unicode");
        OpenError::io(to)(source)
    })?;
    connection.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}

/// Takes out what has no place in a backup, and notes what it is.
fn finish(draft: &Path, to: &Path) -> Result<BackupReport, BackupError> {
    let copy = Connection::open(draft)?;
    // What is taken out is overwritten, and never lies in a journal on the disk.
    copy.pragma_update(None, "journal_mode", "MEMORY")?;
    copy.pragma_update(None, "secure_delete", "ON")?;
    let not_here = NOT_IN_BACKUPS.map(|table| format!("DELETE FROM {table};"));
    let not_here = not_here.concat();
    copy.execute_batch(&format!(
        "BEGIN;
         {not_here}
         CREATE TABLE {MANIFEST} (name text NOT NULL, value text NOT NULL, PRIMARY KEY (name));
         COMMIT;"
    ))?;
    for (name, value) in [
        ("made_at", Timestamp::now().as_millisecond().to_string()),
        ("windward", env!("CARGO_PKG_VERSION").to_owned()),
        ("schema", SCHEMA_VERSION.to_string()),
        ("sqlite", rusqlite::version().to_owned()),
    ] {
        copy.execute(
            &format!("INSERT INTO {MANIFEST} (name, value) VALUES (?1, ?2)"),
            params![name, value],
        )?;
    }
    let found = sqlite::find(&copy)?;
    let entries = copy.query_row("SELECT coalesce(sum(head), 0) FROM people", [], |row| {
        row.get(0)
    })?;
    let faults = sqlite::integrity(&copy)?;
    copy.close().map_err(|(_, error)| error)?;
    if let Some(fault) = faults.into_iter().next() {
        return Err(BackupError::Damaged(fault));
    }
    let recovery = crate::instance::recovery(&found.slots);
    let confirmed = recovery.is_some_and(|slot| slot.confirmed_at.is_some());
    Ok(BackupReport {
        path: to.to_owned(),
        bytes: 0,
        entries,
        recovery_confirmed: (!found.accounts).then_some(confirmed),
    })
}

/// A file that goes away unless it was renamed.
pub(crate) struct Draft(PathBuf);

impl Draft {
    /// The file beside the one that is to be.
    fn of(to: &Path) -> Self {
        let mut draft = to.as_os_str().to_owned();
        draft.push(".part");
        Self(draft.into())
    }

    /// Makes it, empty, if nothing is where it is to go.
    pub(crate) fn begin(&self, to: &Path) -> Result<(), BackupError> {
        if to.try_exists().map_err(failed(to))? {
            return Err(BackupError::Exists(to.to_owned()));
        }
        self.remove().map_err(failed(to))?;
        sqlite::create(&self.0).map_err(failed(to))
    }

    /// Gives it what a backup has, and its name.
    fn complete(self, to: &Path) -> Result<BackupReport, BackupError> {
        let failed = failed(to);
        let report = finish(&self.0, to)?;
        let file = fs::File::open(&self.0).map_err(&failed)?;
        file.sync_all().map_err(&failed)?;
        let bytes = self.take_name(to).map_err(&failed)?;
        Ok(BackupReport { bytes, ..report })
    }

    /// Gives it the name that it is to have; how large it is.
    fn take_name(self, to: &Path) -> io::Result<u64> {
        let bytes = fs::metadata(&self.0)?.len();
        fs::rename(&self.0, to)?;
        if let Some(dir) = to.parent().filter(|it| !it.as_os_str().is_empty()) {
            files::sync_dir(dir)?;
        }
        Ok(bytes)
    }

    fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Nothing more can be done about a failure here; the name says what it is.
        let _ = self.remove();
    }
}
