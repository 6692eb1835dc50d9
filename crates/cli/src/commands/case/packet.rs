//! `windward case packet`: the packet as a file, as it would be handed in or as it was.

use std::{ffi::OsStr, path::PathBuf};

use anyhow::Result;
use clap::Args;
use windward_core::{
    record::Disclosed,
    views::case::{confidential, lines, packet},
};
use windward_formats::packet::paper;

use super::find;
use crate::{
    files::write_over,
    home::{Begin, Home},
    screen,
    stop::Stop,
    words::count,
};

/// Write the packet as Markdown or PDF, as the end of the file’s name says
#[derive(Debug, Args)]
pub(crate) struct Packet {
    /// Its number in the list, its id, or a part of its rung; without it the one that is open
    which: Option<String>,
    /// The file to make: FILE.md or FILE.pdf
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write over a file of that name
    #[arg(long)]
    replace: bool,
    /// As it was handed in last, and not as it would be now
    #[arg(long)]
    handed_in: bool,
    /// Print the content as JSON, beside writing the file
    #[arg(long)]
    json: bool,
}

impl Packet {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let end = self.out.extension().and_then(OsStr::to_str);
        let pdf = match end.map(str::to_lowercase).as_deref() {
            Some("pdf") => true,
            Some("md" | "markdown") => false,
            _ => {
                return Err(Stop::usage(
                    "the name of the file says what it is: --out FILE.md or --out FILE.pdf",
                ));
            }
        };
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let of = find(facts, self.which.as_deref())?;
        let (content, day, hash) = if self.handed_in {
            let last = facts.cases.of(of.id).into_iter().next();
            let last = last.ok_or_else(|| {
                Stop::usage("it was not handed in yet; `windward case submit` does that")
            })?;
            let day = last.it.on.last_day().min(book.today);
            (last.it.packet.clone(), day, Some(last.it.hash.clone()))
        } else {
            let lines = lines(facts, of.it);
            tell_secrets(&confidential(facts, of.it, &lines));
            (packet(facts, of.it, &lines), book.today, None)
        };
        let paper = paper(&content, day, hash.as_deref());
        let bytes = if pdf {
            paper
                .to_pdf()
                .map_err(|error| Stop::refused(error.to_string()))?
        } else {
            paper.to_markdown().into_bytes()
        };
        write_over(&self.out, self.replace, |to| Ok(to.write_all(&bytes)?))?;
        eprintln!("{} is written.", self.out.display());
        if self.json {
            return screen::json(&content);
        }
        Ok(())
    }
}

/// What of the confidential evidence is in the file, and what is not.
fn tell_secrets(all: &[windward_core::views::case::Confidential<'_>]) {
    let included = all
        .iter()
        .filter(|it| it.choice == Disclosed::Included)
        .count();
    let summarised = all
        .iter()
        .filter(|it| it.choice == Disclosed::Summarised && !it.is_unsaid())
        .count();
    let left_out = all.len() - included - summarised;
    for (number, one, many) in [
        (
            included,
            "confidential piece is in it as it is: mind where the file goes",
            "confidential pieces are in it as they are: mind where the file goes",
        ),
        (
            summarised,
            "confidential piece is summarised",
            "confidential pieces are summarised",
        ),
        (
            left_out,
            "confidential piece is left out",
            "confidential pieces are left out",
        ),
    ] {
        if number > 0 {
            eprintln!("{}.", count(number, one, many));
        }
    }
}
