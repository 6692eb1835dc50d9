//! `windward export`: everything, in a form that any program can read.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Result;
use clap::Args;
use windward_core::record::{
    Change, Content, Entry,
    export::{RecordExport, frameworks_named},
};

use crate::{
    home::{Begin, Desk, Home, write_new},
    progress::Progress,
    words::count,
};

/// Write out your whole record, to read it elsewhere or to move
///
/// The file holds in clear what is sealed in the database. Encrypt it before it goes anywhere.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to make; standard output without it
    file: Option<PathBuf>,
}

impl Export {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let export = gather(&desk)?;
        let kept = confidential(&export.entries);
        if kept > 0 {
            eprintln!(
                "The export is complete: {} in it too, which must not leave the employer.",
                count(
                    kept,
                    "piece of confidential evidence is",
                    "pieces of confidential evidence are"
                )
            );
        }
        let text = export.to_text();
        let Some(file) = self.file else {
            let mut stdout = io::stdout().lock();
            stdout.write_all(text.as_bytes())?;
            return Ok(stdout.flush()?);
        };
        write_new(&file, text.as_bytes())?;
        eprintln!(
            "{} and {} written to {}, in clear. Encrypt the file before it goes anywhere.",
            count(export.entries.len(), "entry", "entries"),
            count(export.frameworks.len(), "framework", "frameworks"),
            file.display()
        );
        Ok(())
    }
}

/// Items that were put as confidential evidence, in whatever revision: an export has them all.
fn confidential(entries: &[Entry]) -> usize {
    let items = entries.iter().filter_map(|entry| match &entry.change {
        Change::Put(item) => match &item.content {
            Content::Evidence(it) if it.confidential => Some(item.id),
            _ => None,
        },
        Change::Withdraw(_) | Change::Redacted => None,
    });
    items.collect::<BTreeSet<_>>().len()
}

/// The record with the frameworks it names, as far as they are here.
fn gather(desk: &Desk) -> Result<RecordExport> {
    let _progress = Progress::on("Gathering your record");
    let loaded = desk.wait(desk.instance.owner().load())?;
    let entries: Vec<Entry> = loaded.entries.into_iter().map(|it| it.entry).collect();
    let mut frameworks = BTreeMap::new();
    for hash in frameworks_named(&entries) {
        match desk.framework(hash)? {
            Some(text) => {
                frameworks.insert(hash, text);
            }
            None => eprintln!(
                "Framework {hash}, which the record names, is not installed here and not in the export."
            ),
        }
    }
    Ok(RecordExport {
        frameworks,
        entries,
    })
}
