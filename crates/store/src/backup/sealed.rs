//! A backup that is encrypted to public keys, for places that others can read; and those that are made by themselves.
//!
//! The copy of the database is made within the data directory, where the database itself lies, and its integrity checked
//! there. Then it is encrypted to where it is to be, and read again from there, through every check of the format and
//! against the hash of what was encrypted: what keeps nothing that it could be opened by is the key of the content, in
//! memory, for as long as that takes.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{BackupError, BackupReport, Draft, failed};
use crate::{
    error::StoreError,
    instance::Instance,
    law::{Deed, Doer, LastBackup, Plan},
    random,
    sealing::{AgeRecipient, FileKey, Locker, Unlocked},
};

/// How the names of backups begin and end that are made by themselves: no other file is ever taken away.
const BEGINS: &str = "windward-";
const ENDS: &str = ".age";

/// Bytes that are read at a time.
const PIECE: usize = 64 * 1024;

impl Instance {
    /// Writes a backup to `to`, where nothing may be yet, encrypted to these public keys; and reads it again.
    pub async fn backup_to(
        &self,
        to: &Path,
        recipients: &[AgeRecipient],
    ) -> Result<BackupReport, BackupError> {
        if to.try_exists().map_err(failed(to))? {
            return Err(BackupError::Exists(to.to_owned()));
        }
        let name = format!("backup-{:x}", random::positive().map_err(StoreError::from)?);
        let copy = Copy(self.data_dir().join(name));
        let report = self.backup(&copy.0).await?;
        let (to, recipients) = (to.to_owned(), recipients.to_vec());
        let sealed = tokio::task::spawn_blocking(move || seal(&copy.0, &to, &recipients));
        let (path, bytes) = sealed.await.map_err(|_| StoreError::Closed)??;
        Ok(BackupReport {
            path,
            bytes,
            ..report
        })
    }

    /// Makes a backup as a plan says, notes how it came out, and takes those away that are too many.
    pub async fn backup_by(
        &self,
        plan: &Plan,
        by: Doer,
        now: Timestamp,
    ) -> Result<LastBackup, StoreError> {
        let stamp = now.strftime("%Y-%m-%dT%H-%M-%SZ");
        let file = plan.to.join(format!("{BEGINS}{stamp}{ENDS}"));
        let made = self.backup_to(&file, &plan.recipients).await;
        let mut last = LastBackup {
            at: now,
            file: file.display().to_string(),
            bytes: 0,
            entries: 0,
            verified: false,
            fault: None,
        };
        let deed = match made {
            Ok(report) => {
                last.bytes = report.bytes;
                last.entries = report.entries;
                last.verified = true;
                if let Err(error) = thin_out(plan) {
                    last.fault = Some(format!(
                        "older backups in {} could not be taken away: {error}",
                        plan.to.display()
                    ));
                }
                Deed::BackupMade
            }
            Err(error) => {
                last.fault = Some(error.to_string());
                Deed::BackupFailed
            }
        };
        self.note_backup(&last).await?;
        self.note(deed, by, None, now).await?;
        Ok(last)
    }
}

/// The copy of the database, which goes away in any case.
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        // Nothing more can be done about a failure here; the database itself lies beside it.
        let _ = fs::remove_file(&self.0);
    }
}

/// Encrypts a file, and compares what was written with it; how large it is.
fn seal(
    from: &Path,
    to: &Path,
    recipients: &[AgeRecipient],
) -> Result<(PathBuf, u64), BackupError> {
    let draft = Draft::of(to);
    draft.begin(to)?;
    let (key, written) = encrypt(from, &draft.0, recipients, to)?;
    if read_again(&draft.0, &key).map_err(|error| BackupError::Damaged(error.to_string()))?
        != written
    {
        let what = "what was read again is not what was written".to_owned();
        return Err(BackupError::Damaged(what));
    }
    let bytes = draft.take_name(to).map_err(failed(to))?;
    Ok((to.to_owned(), bytes))
}

fn encrypt(
    from: &Path,
    draft: &Path,
    recipients: &[AgeRecipient],
    to: &Path,
) -> Result<(FileKey, [u8; 32]), BackupError> {
    let failed = failed(to);
    let file = fs::OpenOptions::new().write(true).open(draft);
    let mut file = BufWriter::new(file.map_err(&failed)?);
    let mut clear = File::open(from).map_err(&failed)?;
    let (mut locker, key) = Locker::to(recipients, &mut file)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        let read = clear.read(&mut piece).map_err(&failed)?;
        if read == 0 {
            break;
        }
        hash.update(&piece[..read]);
        locker.write_all(&piece[..read]).map_err(&failed)?;
    }
    locker.finish().map_err(&failed)?;
    let file = file
        .into_inner()
        .map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(&failed)?;
    Ok((key, hash.finalize().into()))
}

fn read_again(file: &Path, key: &FileKey) -> io::Result<[u8; 32]> {
    let file = File::open(file)?;
    let opened = Unlocked::again(key, Box::new(file));
    let mut opened = opened.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; PIECE];
    loop {
        match opened.read(&mut piece)? {
            0 => return Ok(hash.finalize().into()),
            read => hash.update(&piece[..read]),
        }
    }
}

/// Takes the oldest away beyond those that are kept. Their names begin with the time, so they are in order.
fn thin_out(plan: &Plan) -> io::Result<()> {
    let is_ours = |name: &OsStr| {
        let name = name.to_str()?;
        let stamp = name.strip_prefix(BEGINS)?.strip_suffix(ENDS)?;
        let figures = stamp.bytes().filter(u8::is_ascii_digit).count();
        (stamp.len() == 20 && figures == 14).then(|| name.to_owned())
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(&plan.to)? {
        names.extend(is_ours(&entry?.file_name()));
    }
    names.sort_unstable();
    let many = names.len().saturating_sub(plan.keep.max(1));
    for name in &names[..many] {
        fs::remove_file(plan.to.join(name))?;
    }
    Ok(())
}
