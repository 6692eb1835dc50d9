//! `windward restore`: a new data directory from a backup.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use jiff::tz::TimeZone;
use windward_store::{AgeIdentity, Aside, Place, RestoreError, Unlock, is_of_accounts, restore};
use zeroize::Zeroizing;

use crate::{
    ask::ask_recovery_code, files::read_file, home::Home, progress::Progress, screen::say,
    stop::Stop, words::count,
};

/// Bytes of a file of keys at most.
const LONGEST_KEY: usize = 64 * 1024;

/// Make a new data directory from a backup
///
/// The recovery code opens it: from `--code`, from `WINDWARD_RECOVERY_CODE`, or asked for on a terminal. What is
/// typed as an argument can be seen by other users of the machine while the command runs.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    /// The recovery code
    #[arg(long)]
    code: Option<String>,
    /// The key file of the old data directory, to open it by that instead
    #[arg(long, value_name = "KEY-FILE", conflicts_with = "code")]
    key: Option<PathBuf>,
    /// The file of the secret key that opens an encrypted backup
    #[arg(long, value_name = "KEY-FILE")]
    identity: Option<PathBuf>,
}

impl Restore {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let dir = home.dir()?;
        if matches!(home.place()?, Place::Server(_)) {
            return Err(Stop::usage(
                "a backup is restored into a data directory: leave out the store (`--store sqlite`), and bring the \
                 record to its server with `windward migrate-store` afterwards",
            ));
        }
        let keys = identities(self.identity.as_deref())?;
        let aside = Aside::new().map_err(stopped)?;
        let file = aside.opened(&self.file, &keys).map_err(stopped)?;
        let code;
        let unlock = if let Some(key) = &self.key {
            Unlock::KeyFile(key)
        } else if is_of_accounts(&file).map_err(stopped)? {
            Unlock::Nothing
        } else {
            code = ask_recovery_code(self.code)?;
            Unlock::Recovery(&code)
        };
        let report = {
            let _progress = Progress::on("Restoring");
            restore(&file, &dir, unlock).map_err(stopped)?
        };
        let made_at = report.made_at.map(|at| at.to_zoned(TimeZone::system()));
        let made_at = made_at.map(|at| at.strftime(", as of %Y-%m-%d %H:%M").to_string());
        say(format_args!(
            "{} restored into {}{}.\nStart `windward --data {}` and look at your course before you throw away anything old.",
            count(report.entries, "entry", "entries"),
            dir.display(),
            made_at.unwrap_or_default(),
            dir.display()
        ))?;
        Ok(())
    }
}

/// The secret keys in a file, if one is named.
pub(super) fn identities(file: Option<&Path>) -> Result<Vec<AgeIdentity>> {
    let Some(file) = file else {
        return Ok(Vec::new());
    };
    let bytes = Zeroizing::new(read_file(file, LONGEST_KEY)?);
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let keys = AgeIdentity::all_in(text);
    keys.map_err(|error| Stop::usage(format!("{}: {error}", file.display())))
}

/// Whether it was the file, what was typed, or the machine.
pub(super) fn stopped(error: RestoreError) -> anyhow::Error {
    match error {
        RestoreError::WrongCode | RestoreError::WrongKey | RestoreError::Encrypted => {
            Stop::usage(error.to_string())
        }
        RestoreError::Missing(_)
        | RestoreError::NotABackup(_)
        | RestoreError::Newer { .. }
        | RestoreError::Damaged(_)
        | RestoreError::Strange(_)
        | RestoreError::Unlock(_)
        | RestoreError::Empty => Stop::refused(error.to_string()),
        other => other.into(),
    }
}
