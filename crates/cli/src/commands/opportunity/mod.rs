//! `windward opportunity`: roles that one considers, read against the ladder, moved on, compared.

mod add;
mod change;
mod compare;
mod list;
mod show;
mod weigh;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;
use windward_core::{
    id::ItemId,
    record::{Of, Opportunity as Role},
    views::{
        facts::Facts,
        opportunities::{Considered, opportunities},
    },
};
use windward_formats::opportunities::to_csv;

use crate::{
    files::write_new,
    home::{Begin, Home},
    names, screen,
    words::count,
};

/// Roles that you consider: add, list, show, stage, correct, weigh, compare, export
#[derive(Debug, Subcommand)]
pub(crate) enum Opportunity {
    Add(add::Add),
    List(list::List),
    Show(show::Show),
    Stage(change::Stage),
    Correct(change::Correct),
    Weigh(weigh::Weigh),
    Forget(weigh::Forget),
    Compare(compare::Compare),
    Export(Export),
}

impl Opportunity {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::Add(it) => it.run(home),
            Self::List(it) => it.run(home),
            Self::Show(it) => it.run(home),
            Self::Stage(it) => it.run(home),
            Self::Correct(it) => it.run(home),
            Self::Weigh(it) => it.run(home),
            Self::Forget(it) => it.run(home),
            Self::Compare(it) => it.run(home),
            Self::Export(it) => it.run(home),
        }
    }
}

/// Take the history away as a table (CSV): every stage of each, with its day
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Export {
    fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let all = opportunities(facts);
        // What spreadsheets know UTF-8 by.
        let text = format!("\u{feff}{}", to_csv(facts, &all));
        write_new(&self.file, text.as_bytes())?;
        let opportunities = count(all.len(), "opportunity", "opportunities");
        let file = self.file.display();
        screen::done(
            self.json,
            &json!({ "file": file.to_string(), "opportunities": all.len() }),
            format_args!("{opportunities} in {file}."),
        )
    }
}

/// The opportunity that a number of the list, an id, or a part of its words means.
fn find<'a>(facts: &Facts<'a>, typed: &str) -> Result<Of<'a, Role>> {
    let all = opportunities(facts);
    let words: Vec<String> = all.iter().map(Considered::name).collect();
    let named: Vec<(ItemId, &str, Of<'a, Role>)> = all
        .iter()
        .zip(&words)
        .map(|(it, words)| (it.of.id, words.as_str(), it.of))
        .collect();
    names::item("opportunity", typed, &named)
}
