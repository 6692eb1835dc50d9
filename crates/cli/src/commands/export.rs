//! `windward export`: everything, in a form that any program can read.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::Args;
use windward_core::{
    record::{
        Change, Content, Entry,
        export::{RecordExport, frameworks_named},
    },
    views::due::copy_taken,
};
use windward_store::{Deed, Doer, Locker, Passphrase};
use windward_web::edge;

use crate::{
    ask::ask_passphrase,
    desk::Desk,
    files::write_over,
    home::{Begin, Home},
    progress::Progress,
    stop::Stop,
    words::count,
};

/// Write out your whole record, to read it elsewhere or to move
///
/// The file holds in clear what is sealed in the database. With ‘--encrypted’ it is encrypted under a passphrase that you
/// choose, in the format of age: for taking it away. The passphrase is asked for, or taken from `WINDWARD_PASSPHRASE`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to make; standard output without it
    file: Option<PathBuf>,
    /// Encrypt the file under a passphrase
    #[arg(long, requires = "file")]
    encrypted: bool,
    /// Write over a file of that name
    #[arg(long, requires = "file")]
    replace: bool,
}

impl Export {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let export = gather(&desk)?;
        let kept = confidential(&export.entries);
        if kept > 0 {
            eprintln!(
                "The export is complete: {} in it too. Whether you may take them is for you to find out; Windward does not know and does not say.",
                count(
                    kept,
                    "piece marked as confidential is",
                    "pieces marked as confidential are"
                )
            );
        }
        if let Some(file) = self.file.as_deref().filter(|_| self.encrypted) {
            lock(&export, file, self.replace)?;
            return noted(&desk);
        }
        note(&desk, Deed::Exported)?;
        let text = export.to_text();
        let Some(file) = self.file else {
            let mut stdout = io::stdout().lock();
            stdout.write_all(text.as_bytes())?;
            return Ok(stdout.flush()?);
        };
        write_over(&file, self.replace, |to| Ok(to.write_all(text.as_bytes())?))?;
        eprintln!(
            "{} and {} written to {}, in clear. Encrypt the file before it goes anywhere.",
            count(export.entries.len(), "entry", "entries"),
            count(export.frameworks.len(), "framework", "frameworks"),
            file.display()
        );
        Ok(())
    }
}

/// Notes who took what, by whoever opened the record.
fn note(desk: &Desk, deed: Deed) -> Result<()> {
    let person = desk.store()?.person();
    let by = Doer::Person(person);
    let noted = desk.instance.note(deed, by, Some(person), edge::now());
    Ok(desk.wait(noted)?)
}

/// Notes that a sealed copy was taken, where the record lies on a server that others run.
fn noted(desk: &Desk) -> Result<()> {
    note(desk, Deed::CopyTaken)?;
    let book = desk.book()?;
    desk.act(|act| copy_taken(book.facts(), act))
}

/// Writes the export under a passphrase: nothing of it touches the disk in clear.
fn lock(export: &RecordExport, file: &Path, replace: bool) -> Result<()> {
    if file.exists() && !(replace && file.is_file()) {
        return Err(Stop::usage(format!(
            "{} is there already; name a file that is not",
            file.display()
        )));
    }
    let passphrase = Passphrase::new(ask_passphrase(true)?);
    let passphrase = passphrase.map_err(|error| Stop::usage(error.to_string()))?;
    let _progress = Progress::on("Encrypting your record");
    write_over(file, replace, |to| {
        let mut locker = Locker::begin(&passphrase, to)?;
        for line in export.lines() {
            locker.write_all(line.as_bytes())?;
        }
        Ok(locker.finish()?)
    })?;
    eprintln!(
        "{} and {} written to {}, encrypted.\nWithout the passphrase nobody opens it, and nobody can set another. `windward import-record` reads it, and so does `age --decrypt`.",
        count(export.entries.len(), "entry", "entries"),
        count(export.frameworks.len(), "framework", "frameworks"),
        file.display()
    );
    Ok(())
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
    let loaded = desk.wait(desk.store()?.load())?;
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
