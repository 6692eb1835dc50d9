//! From a backup to a data directory.
//!
//! Everything is done in a directory beside the new one, which takes its name when all has gone well; on any
//! fault it is removed. A backup is one SQLite file: there are no names in it that could lead elsewhere. It
//! may still have been made by somebody else, so its schema must be Windward's own to the letter.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use rusqlite::Connection;
use thiserror::Error;

use crate::{
    backup::{self, MANIFEST},
    error::StoreError,
    files,
    instance::{self, KEY_FILE_SLOT},
    locks::Locks,
    open_error::OpenError,
    person,
    random::{self, NoRandomness},
    schema::NOT_IN_BACKUPS,
    sealing::{
        self, KeyFile, KeyFileError, RecoveryCode, SealError, Sealer, SlotSecret, UnlockError,
        VaultKey,
    },
    sqlite,
};

/// How many entries are read at a time when all are checked.
const PAGE: u32 = 500;

/// What opens the vault of a backup.
#[derive(Debug, Clone, Copy)]
pub enum Unlock<'a> {
    /// The recovery code, on any machine.
    Recovery(&'a RecoveryCode),
    /// The key file of the directory that the backup was made of.
    KeyFile(&'a Path),
    /// Nothing, where everybody has an account: see [`is_of_accounts`].
    Nothing,
}

/// A record that was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// How many entries there are; each was opened.
    pub entries: u64,
    /// When the backup was made; `None` when it was not a backup but a data directory.
    pub made_at: Option<Timestamp>,
}

/// Why nothing was restored. Nothing is left behind.
#[derive(Debug, Error)]
pub enum RestoreError {
    /// Only into an empty directory.
    #[error("{} is not empty. Choose a new directory: nothing is ever restored over something else", .0.display())]
    NotEmpty(PathBuf),
    /// There is no such file.
    #[error("there is no backup at {}", .0.display())]
    Missing(PathBuf),
    /// Not a backup.
    #[error("{} is not a backup made by Windward", .0.display())]
    NotABackup(PathBuf),
    /// A later version made it.
    #[error(
        "this backup was made by a later version of Windward (schema {found}; this one knows up to {known}); restore it with that version"
    )]
    Newer {
        /// What was found.
        found: i64,
        /// What this version knows.
        known: i64,
    },
    /// The file was damaged since.
    #[error("the backup is damaged: {0}. Try an older one")]
    Damaged(String),
    /// Something in it that Windward does not make.
    #[error(
        "the backup holds something that Windward does not put there ({0}), so it is not used. Take it from where you know it to be yours"
    )]
    Strange(String),
    /// Nobody's record.
    #[error(
        "the backup holds no record: it was made before the first start was finished, or after the record was erased"
    )]
    Empty,
    /// It is encrypted, and nothing was named that opens it.
    #[error(
        "the backup is encrypted; name the file of the secret key that opens it with `--identity FILE`"
    )]
    Encrypted,
    /// It is encrypted to another key, or damaged.
    #[error(transparent)]
    Unlock(UnlockError),
    /// The wrong code.
    #[error(
        "this recovery code does not open this backup. If you made a new code since, older backups open with the older one"
    )]
    WrongCode,
    /// The wrong key file.
    #[error(
        "this key file does not open this backup; it belongs to another data directory. Use the recovery code"
    )]
    WrongKey,
    /// The key file.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// Files.
    #[error("{} cannot be used: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The database, while it is opened.
    #[error(transparent)]
    Open(OpenError),
    /// No randomness for a new key.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

impl From<OpenError> for RestoreError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Newer { found, known } => Self::Newer { found, known },
            OpenError::Key(error) => Self::Key(error),
            OpenError::Store(error) => Self::Store(error),
            other => Self::Open(other),
        }
    }
}

impl From<rusqlite::Error> for RestoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Makes a data directory at `to`, where nothing or an empty directory may be, from a backup, or from a data
/// directory whose key file is lost. It gets a key file of its own; the recovery code stays the same.
pub fn restore(from: &Path, to: &Path, unlock: Unlock<'_>) -> Result<RestoreReport, RestoreError> {
    let to = &std::path::absolute(to).map_err(failed(to))?;
    if !is_free(to)? {
        return Err(RestoreError::NotEmpty(to.clone()));
    }
    let (source, _locks) = source(from)?;
    let staging = Staging::beside(to)?;
    let path = instance::database(&staging.0);
    let reader = open_source(&source)?;
    sqlite::create(&path).map_err(failed(&path))?;
    backup::copy(&reader, &path).map_err(damaged)?;
    drop(reader);

    let mut connection = sqlite::writer(&path)?;
    let made_at = take_manifest(&connection)?;
    sqlite::migrate(&mut connection)?;
    check_schema(&connection)?;
    // A backup has none; a data directory may, and no old cookie, link or calendar opens what is restored, and no letter
    // is sent twice.
    let not_here = NOT_IN_BACKUPS.map(|table| format!("DELETE FROM {table};"));
    connection
        .execute_batch(&not_here.concat())
        .map_err(|error| damaged(error.into()))?;
    let entries = unlock_and_check(&connection, &staging.0, unlock)?;
    connection.close().map_err(|(_, error)| error)?;
    staging.become_(to)?;
    Ok(RestoreReport { entries, made_at })
}

/// Whether a backup is of an instance in which everybody has an account: such a one is restored without a code, since
/// each opens their own record by what they have.
pub fn is_of_accounts(from: &Path) -> Result<bool, RestoreError> {
    let (path, _locks) = source(from)?;
    Ok(sqlite::find(&open_source(&path)?)?.accounts)
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> RestoreError {
    let path = path.to_owned();
    move |source| RestoreError::Io { path, source }
}

/// What the database says about a file that it cannot read, as a fault of the backup.
fn damaged(error: OpenError) -> RestoreError {
    match error {
        OpenError::Store(StoreError::Database(fault)) => RestoreError::Damaged(fault.to_string()),
        other => other.into(),
    }
}

fn is_free(to: &Path) -> Result<bool, RestoreError> {
    match fs::read_dir(to) {
        Ok(mut names) => Ok(names.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(failed(to)(error)),
    }
}

/// The database to read: the backup itself, or the one in a data directory, which nobody may serve meanwhile.
fn source(from: &Path) -> Result<(PathBuf, Option<Locks>), RestoreError> {
    match fs::metadata(from) {
        Ok(it) if it.is_dir() => {
            let path = instance::database(from);
            if !path.try_exists().map_err(failed(&path))? {
                return Err(RestoreError::NotABackup(from.to_owned()));
            }
            Ok((path, Some(Locks::take(from, true)?)))
        }
        Ok(_) => Ok((from.to_owned(), None)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(RestoreError::Missing(from.to_owned()))
        }
        Err(error) => Err(failed(from)(error)),
    }
}

fn open_source(path: &Path) -> Result<Connection, RestoreError> {
    match sqlite::version(path) {
        Ok(1..) => {}
        Ok(_) | Err(OpenError::NotWindward) => {
            return Err(RestoreError::NotABackup(path.to_owned()));
        }
        Err(other) => return Err(damaged(other)),
    }
    let reader = sqlite::reader(path)?;
    let faults = sqlite::integrity(&reader).map_err(|error| damaged(error.into()))?;
    if let Some(fault) = faults.into_iter().next() {
        return Err(RestoreError::Damaged(fault));
    }
    // Windward has no triggers and no views: nothing of the kind is even copied.
    let strange = sqlite::objects(&reader)?
        .into_iter()
        .find(|it| !matches!(&*it.kind, "table" | "index"));
    match strange {
        Some(object) => Err(RestoreError::Strange(object.name)),
        None => Ok(reader),
    }
}

/// When the backup was made. The table that says so is removed: it is part of backups alone.
fn take_manifest(connection: &Connection) -> Result<Option<Timestamp>, RestoreError> {
    if !sqlite::objects(connection)?
        .iter()
        .any(|it| it.name == MANIFEST)
    {
        return Ok(None);
    }
    let made_at: Option<String> = connection
        .query_row(
            &format!("SELECT max(value) FROM {MANIFEST} WHERE name = 'made_at'"),
            [],
            |row| row.get(0),
        )
        .map_err(|_| RestoreError::Strange(MANIFEST.to_owned()))?;
    connection.execute(&format!("DROP TABLE {MANIFEST}"), [])?;
    Ok(made_at
        .and_then(|text| text.parse().ok())
        .and_then(|millis| Timestamp::from_millisecond(millis).ok()))
}

/// The schema must be what the migrations make, to the letter.
fn check_schema(connection: &Connection) -> Result<(), RestoreError> {
    let mut fresh = Connection::open_in_memory()?;
    sqlite::migrate(&mut fresh)?;
    let (expected, found) = (sqlite::objects(&fresh)?, sqlite::objects(connection)?);
    let differs = expected
        .iter()
        .find(|it| !found.contains(it))
        .or_else(|| found.iter().find(|it| !expected.contains(it)));
    match differs {
        Some(object) => Err(RestoreError::Strange(object.name.clone())),
        None => Ok(()),
    }
}

/// Opens the vault, gives it a key file of the new directory, and opens every entry.
fn unlock_and_check(
    connection: &Connection,
    dir: &Path,
    unlock: Unlock<'_>,
) -> Result<u64, RestoreError> {
    let found = sqlite::find(connection)?;
    if found.accounts {
        // Nobody else opens anybody’s entries: that they are there is what can be said of them.
        let counted = "SELECT coalesce(sum(head), 0) FROM people";
        return Ok(connection.query_row(counted, [], |row| row.get(0))?);
    }
    let person = found.person.ok_or(RestoreError::Empty)?;
    let opened = match unlock {
        Unlock::Recovery(code) => {
            let vault = instance::open_slots(person.key, &found.slots, SlotSecret::Recovery(code));
            vault.map_err(|error| refused(error, RestoreError::WrongCode))
        }
        Unlock::KeyFile(path) => {
            let key = KeyFile::read(path)?;
            let vault = instance::open_slots(person.key, &found.slots, SlotSecret::KeyFile(&key));
            vault.map_err(|error| refused(error, RestoreError::WrongKey))
        }
        Unlock::Nothing => Err(RestoreError::WrongCode),
    };
    let vault: VaultKey = opened?;
    let now = Timestamp::now();
    let key = KeyFile::create(dir)?;
    let slot = sealing::slot(
        person.key,
        KEY_FILE_SLOT,
        SlotSecret::KeyFile(&key),
        &vault,
        now,
    )?;
    sqlite::put_slot(connection, person.key, &slot)?;
    if let (Unlock::Recovery(_), Some(slot)) = (unlock, instance::recovery(&found.slots)) {
        // Whoever could type it has saved it.
        let confirmed_at = Some(now);
        sqlite::put_slot(
            connection,
            person.key,
            &crate::Slot {
                confirmed_at,
                ..slot.clone()
            },
        )?;
    }
    let sealer = Sealer::new(&vault);
    let mut seq = 0;
    loop {
        let rows = sqlite::scan(connection, person.key, seq, PAGE)?;
        let Some(last) = rows.last().map(|row| row.seq) else {
            break;
        };
        for row in rows {
            person::unseal(&sealer, person.key, row)?;
        }
        seq = last;
    }
    if seq != person.head.seq {
        return Err(RestoreError::Damaged(
            "the journal is shorter than it should be".to_owned(),
        ));
    }
    Ok(seq)
}

fn refused(error: SealError, wrong: RestoreError) -> RestoreError {
    match error {
        SealError::Key => wrong,
        other => StoreError::Vault(other).into(),
    }
}

/// A directory that goes away unless it becomes the new one.
struct Staging(PathBuf);

impl Staging {
    fn beside(to: &Path) -> Result<Self, RestoreError> {
        let name = to
            .file_name()
            .ok_or_else(|| RestoreError::NotEmpty(to.to_owned()))?;
        let mut draft = OsString::from(".");
        draft.push(name);
        draft.push(format!(".restoring-{:x}", random::positive()?));
        let staging = to.with_file_name(draft);
        if let Some(parent) = to.parent() {
            files::create_private_dir(parent).map_err(failed(parent))?;
        }
        files::create_new_private_dir(&staging).map_err(failed(&staging))?;
        Ok(Self(staging))
    }

    fn become_(self, to: &Path) -> Result<(), RestoreError> {
        files::sync_dir(&self.0).map_err(failed(&self.0))?;
        match fs::remove_dir(to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(to)(error)),
            _ => {}
        }
        fs::rename(&self.0, to).map_err(failed(to))?;
        if let Some(parent) = to.parent().filter(|it| !it.as_os_str().is_empty()) {
            files::sync_dir(parent).map_err(failed(parent))?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After it became the new directory there is nothing of its name. Before, nothing more can be done
        // about a failure here; its name says what it is.
        let _ = fs::remove_dir_all(&self.0);
    }
}
