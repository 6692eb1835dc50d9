//! Opening an encrypted backup, and rehearsing that it can be restored.

use std::{
    env,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{
    files,
    instance::{Instance, OpenOptions, Role},
    place::Place,
    random,
    restore::{RestoreError, Unlock, is_of_accounts, restore},
    sealing::{AgeIdentity, UnlockError, Unlocked, is_locked},
    sqlite,
};

/// What a rehearsal found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsal {
    /// How many entries all journals hold; where one person keeps the record, each was opened.
    pub entries: u64,
    /// How many accounts, where there are any.
    pub accounts: Option<u64>,
    /// When the backup was made.
    pub made_at: Option<Timestamp>,
    /// What `windward doctor` would find wrong.
    pub problems: Vec<String>,
}

/// A directory of its own that goes away with what is in it.
#[derive(Debug)]
pub struct Aside(PathBuf);

impl Aside {
    /// Makes one beside the other temporary things of the machine.
    pub fn new() -> Result<Self, RestoreError> {
        let name = format!("windward-{:x}", random::positive()?);
        let dir = env::temp_dir().join(name);
        files::create_new_private_dir(&dir).map_err(failed(&dir))?;
        Ok(Self(dir))
    }

    /// A backup as it can be restored: itself, or what an encrypted one holds, within this directory.
    pub fn opened(&self, from: &Path, identities: &[AgeIdentity]) -> Result<PathBuf, RestoreError> {
        if !is_encrypted(from)? {
            return Ok(from.to_owned());
        }
        if identities.is_empty() {
            return Err(RestoreError::Encrypted);
        }
        let to = self.0.join("backup");
        sqlite::create(&to).map_err(failed(&to))?;
        let file = File::open(from).map_err(failed(from))?;
        let opened = Unlocked::by(identities, Box::new(file)).map_err(RestoreError::Unlock);
        copy(&mut opened?, &to)?;
        Ok(to)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Nothing more can be done about a failure here; the directory says what it is.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> RestoreError {
    let path = path.to_owned();
    move |source| RestoreError::Io { path, source }
}

/// Whether a file is encrypted, by its beginning.
fn is_encrypted(file: &Path) -> Result<bool, RestoreError> {
    if file.is_dir() {
        return Ok(false);
    }
    let mut begins = [0; 64];
    let read = match File::open(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(RestoreError::Missing(file.to_owned()));
        }
        opened => opened.and_then(|mut it| it.read(&mut begins)),
    };
    Ok(is_locked(&begins[..read.map_err(failed(file))?]))
}

fn copy(from: &mut Unlocked<'_>, to: &Path) -> Result<(), RestoreError> {
    let file = fs::OpenOptions::new().write(true).open(to);
    let mut file = file.map_err(failed(to))?;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read =
            from.read(&mut piece)
                .map_err(|error| match error.downcast::<UnlockError>() {
                    Ok(error) => RestoreError::Unlock(error),
                    Err(error) => failed(to)(error),
                })?;
        if read == 0 {
            return Ok(());
        }
        file.write_all(&piece[..read]).map_err(failed(to))?;
    }
}

/// Restores a backup into a directory that is thrown away, and looks through it as `windward doctor` does.
pub async fn rehearse(
    from: &Path,
    identities: &[AgeIdentity],
    unlock: Unlock<'_>,
) -> Result<Rehearsal, RestoreError> {
    let aside = Aside::new()?;
    let backup = aside.opened(from, identities)?;
    let accounts = is_of_accounts(&backup)?;
    let data = aside.0.join("data");
    let unlock = if accounts { Unlock::Nothing } else { unlock };
    let report = restore(&backup, &data, unlock)?;
    let options = OpenOptions {
        role: Role::Server,
        create: false,
    };
    let instance = Instance::open_at(&data, &Place::File, options)?.instance;
    let found = instance.doctor().await?;
    let counted = found.database.rows.iter().find(|it| it.0 == "accounts");
    let rehearsal = Rehearsal {
        entries: report.entries,
        accounts: counted.map(|it| it.1).filter(|_| accounts),
        made_at: report.made_at,
        problems: found.problems(),
    };
    instance.close();
    Ok(rehearsal)
}
