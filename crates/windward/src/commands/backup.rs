//! `windward backup`: a sealed copy of the data directory, without its key.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_store::BackupError;

use crate::{
    home::{Begin, Home},
    progress::Progress,
    screen::{json, say},
    stop::Stop,
    words::count,
};

/// Make a sealed copy of everything but the key
///
/// It works while the server runs. Found by somebody else it is as closed as the database: it opens with the
/// recovery code alone, or with the key file of this data directory.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to make; it must not be there yet
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let report = {
            let _progress = Progress::on("Copying the database");
            desk.wait(desk.instance.backup(&self.file))
                .map_err(|error| match error {
                    BackupError::Exists(_) => Stop::usage(error.to_string()),
                    other => other.into(),
                })?
        };
        if self.json {
            return json(
                &json!({ "file": report.path, "entries": report.entries, "recovery_confirmed": report.recovery_confirmed }),
            );
        }
        let entries = usize::try_from(report.entries).unwrap_or(usize::MAX);
        say(format_args!(
            "{} sealed in {}.",
            count(entries, "entry", "entries"),
            report.path.display()
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
