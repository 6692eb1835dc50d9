//! `windward import-record`: a record export taken in.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::record::export::{MAX_BYTES, News, RecordExport};
use windward_store::{Passphrase, UnlockError, Unlocked, is_locked};

use crate::{
    ask::ask_passphrase,
    files::read_file,
    home::{Begin, Home},
    progress::Progress,
    screen::{self, say},
    stop::Stop,
    words::count,
};

/// Entries stored in one go. Only a record longer than any career is stored in several; a failure between two
/// of them leaves a beginning that the next import goes on from.
const BATCH: usize = 5_000;

/// What encryption adds to an export of [`MAX_BYTES`], in bytes: 16 to each 64 KiB, and the header.
const MOST_AROUND: usize = MAX_BYTES / (64 << 10) * 16 + 4_096;

/// Take in a record export: what is not here yet is added, what is here stays as it is
#[derive(Debug, Args)]
pub(crate) struct ImportRecord {
    /// The file that `windward export` or the page ‘Settings’ wrote; one that is encrypted asks for its passphrase
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ImportRecord {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let mut bytes = read_file(&self.file, MAX_BYTES + MOST_AROUND)?;
        if is_locked(&bytes) {
            bytes = self.unlock(&bytes)?;
        }
        let _progress = Progress::on("Taking the record in");
        if bytes.starts_with(b"PK") {
            return Err(Stop::refused(format!(
                "{0} is an archive, not a record export; a LinkedIn export comes in with `windward import {0}`",
                self.file.display()
            )));
        }
        // Refused before a data directory is made for it.
        let export = RecordExport::read(&bytes).map_err(|faults| {
            Stop::refused(format!(
                "{} was refused, and nothing was changed:\n{faults}",
                self.file.display()
            ))
        })?;
        let desk = home.open(Begin::Make)?;
        let record = desk.book()?.record;
        desk.bring(export.frameworks.values().cloned())?;
        let News { entries, already } = export.news_for(&record);
        let added = entries.len();
        desk.keep_shipped_framework(&entries)?;
        let mut end = record.seq();
        for batch in entries.chunks(BATCH) {
            let stored = desk.store()?.append_import(batch.to_vec(), end);
            end = desk.wait(stored)?.head.seq;
        }
        if self.json {
            return screen::json(&json!({ "added": added, "already_there": already }));
        }
        say(format_args!(
            "{} added, {already} already there.",
            count(added, "entry", "entries")
        ))?;
        Ok(())
    }

    /// What lies in a file that was taken away under a passphrase.
    fn unlock(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let passphrase = Passphrase::typed(ask_passphrase(false)?);
        let _progress = Progress::on("Opening the file");
        let refused = |error: &UnlockError| {
            Stop::refused(format!(
                "{}: {error}. Nothing was changed",
                self.file.display()
            ))
        };
        let opened = Unlocked::begin(&passphrase, Box::new(bytes));
        let opened = opened.and_then(|mut it| it.all(MAX_BYTES));
        opened.map_err(|error| refused(&error))
    }
}
