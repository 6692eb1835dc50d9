//! `windward backup`: a sealed copy of the data directory, without its key; encrypted besides, and rehearsed.

use std::{path::PathBuf, time::Instant};

use anyhow::Result;
use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use serde_json::json;
use windward_store::{
    AgeIdentity, Aside, BackupError, Deed, RecoveryCode, RestoreError, Unlock, is_of_accounts,
    rehearse,
};

use super::restore::{identities, stopped};
use crate::{
    ask::ask_recovery_code,
    config::recipients,
    desk::runtime,
    files::write_new,
    home::{Begin, Home},
    progress::Progress,
    screen::{json, say},
    stop::Stop,
    words::count,
};

/// Make a sealed copy of everything but the key
///
/// It works while the server runs. Found by somebody else it is as closed as the database: it opens with the
/// recovery code alone, or with the key file of this data directory. With `--to` it is encrypted to a public key besides,
/// so that nothing in it can be read without the secret one, and read again after it was written.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Backup {
    #[command(subcommand)]
    what: Option<What>,
    /// The file to make; it must not be there yet
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// Encrypt it to this public key of age; may be given several times
    #[arg(long = "to", value_name = "AGE1…")]
    to: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a secret key that opens backups, and the public one that they are encrypted to
    ///
    /// Keep the file of it elsewhere than the backups, and not on this machine: who has both reads what is not sealed.
    Key(Key),
    /// Restore a backup into a directory that is thrown away, and say what is found
    ///
    /// It changes nothing here, and is best run on another machine, with the keys as they are kept there.
    Rehearse(Rehearse),
}

#[derive(Debug, Args)]
struct Key {
    /// The file to write it to; standard output without it
    file: Option<PathBuf>,
    /// Print JSON: the public key, and where the secret one is
    #[arg(long, requires = "file")]
    json: bool,
}

#[derive(Debug, Args)]
struct Rehearse {
    /// The backup
    file: PathBuf,
    /// The file of the secret key, if it is encrypted
    #[arg(long, value_name = "KEY-FILE")]
    identity: Option<PathBuf>,
    /// The recovery code, where one person keeps the record
    #[arg(long)]
    code: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self.what {
            Some(What::Key(key)) => return key.run(),
            Some(What::Rehearse(rehearse)) => return rehearse.run(),
            None => {}
        }
        let Some(file) = self.file else {
            return Err(Stop::usage("name the file to make"));
        };
        let keys = match &*self.to {
            [] => None,
            keys => Some(recipients(keys).map_err(Stop::usage)?),
        };
        let desk = home.open(Begin::Refuse)?;
        let report = {
            let _progress = Progress::on("Copying the database");
            let made = match &keys {
                Some(keys) => desk.wait(desk.instance.backup_to(&file, keys)),
                None => desk.wait(desk.instance.backup(&file)),
            };
            made.map_err(|error| match error {
                BackupError::Exists(_) => Stop::usage(error.to_string()),
                other => other.into(),
            })?
        };
        desk.note(Deed::BackupMade, None)?;
        if self.json {
            return json(
                &json!({ "file": report.path, "entries": report.entries, "bytes": report.bytes, "encrypted": keys.is_some(), "recovery_confirmed": report.recovery_confirmed }),
            );
        }
        say(format_args!(
            "{} sealed in {}{}.",
            count(report.entries, "entry", "entries"),
            report.path.display(),
            if keys.is_some() {
                ", encrypted and read again"
            } else {
                ""
            }
        ))?;
        if report.recovery_confirmed == Some(false) {
            say(
                "Nobody has said yet that the recovery code is safe. Without it, only this machine can open this\n\
                 backup: `windward recovery confirm` if you have the code, `windward recovery new` if you do not.",
            )?;
        }
        Ok(())
    }
}

impl Key {
    fn run(self) -> Result<()> {
        let identity = AgeIdentity::random()?;
        let public = identity.recipient();
        let text = format!("# public key: {public}\n{}\n", *identity.reveal());
        let Some(file) = self.file else {
            return Ok(say(text.trim_end())?);
        };
        write_new(&file, text.as_bytes())?;
        if self.json {
            return json(&json!({ "file": file, "public": public.to_string() }));
        }
        Ok(say(format_args!(
            "The secret key is in {}. Keep it elsewhere than the backups. They are encrypted to\n\n  {public}",
            file.display()
        ))?)
    }
}

impl Rehearse {
    fn run(self) -> Result<()> {
        let begun = Instant::now();
        let keys = identities(self.identity.as_deref())?;
        let code = self.code(&keys)?;
        let unlock = code.as_ref().map_or(Unlock::Nothing, Unlock::Recovery);
        let runtime = runtime()?;
        let found = {
            let _progress = Progress::on("Restoring, to throw it away again");
            let rehearsed = runtime.block_on(rehearse(&self.file, &keys, unlock));
            rehearsed.map_err(stopped)?
        };
        let took = begun.elapsed();
        if self.json {
            json(&json!({
                "file": self.file,
                "made_at": found.made_at.map(|at| at.to_string()),
                "entries": found.entries,
                "accounts": found.accounts,
                "problems": found.problems,
                "milliseconds": u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            }))?;
        } else {
            let made_at = found.made_at.map(|at| at.to_zoned(TimeZone::system()));
            let made_at = made_at.map(|at| at.strftime(", as of %Y-%m-%d %H:%M").to_string());
            let entries = count(found.entries, "entry", "entries");
            let whose = match found.accounts {
                Some(accounts) => {
                    format!(
                        " of {}; what they say opens for their owners alone",
                        count(accounts, "account", "accounts")
                    )
                }
                None => "; each was opened".to_owned(),
            };
            say(format_args!(
                "It can be restored{}: {entries}{whose}. It took {:.1} seconds.",
                made_at.unwrap_or_default(),
                took.as_secs_f64()
            ))?;
            for problem in &found.problems {
                say(format_args!("To mend: {problem}"))?;
            }
        }
        if found.problems.is_empty() {
            Ok(())
        } else {
            Err(Stop::Faults.into())
        }
    }

    /// The recovery code, where the backup is of one person.
    fn code(&self, keys: &[AgeIdentity]) -> Result<Option<RecoveryCode>> {
        let aside = Aside::new().map_err(stopped)?;
        let opened = aside.opened(&self.file, keys).map_err(stopped)?;
        let accounts = is_of_accounts(&opened).map_err(|error: RestoreError| stopped(error))?;
        drop(aside);
        if accounts {
            return Ok(None);
        }
        ask_recovery_code(self.code.clone()).map(Some)
    }
}
