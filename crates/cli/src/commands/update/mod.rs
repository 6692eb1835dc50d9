//! `windward update`: the monthly note to those who have a stake in the work.

mod change;
mod draft;
mod export;
mod list;
mod send;
mod show;

use anyhow::Result;
use clap::Subcommand;
use windward_core::{
    id::ItemId,
    record::{Of, Record, Update as Note, UpdateGroup},
    views::updates::{self, Copy},
};
use windward_formats::mail::note;
use windward_web::book::Book;

use crate::{home::Home, names, stop::Stop};

/// A monthly note to those who have a stake in your work: drafted, changed, sent, taken away
#[derive(Debug, Subcommand)]
pub(crate) enum Update {
    Draft(draft::Draft),
    List(list::List),
    Show(show::Show),
    Change(change::Change),
    Send(send::Send),
    Export(export::Export),
}

impl Update {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::Draft(draft) => draft.run(home),
            Self::List(list) => list.run(home),
            Self::Show(show) => show.run(home),
            Self::Change(change) => change.run(home),
            Self::Send(send) => send.run(home),
            Self::Export(export) => export.run(home),
        }
    }
}

/// The update that a number of the list, an id, or a part of its subject means.
fn find<'r>(record: &'r Record, typed: &str) -> Result<Of<'r, Note>> {
    let all = updates::archive(record);
    let named: Vec<(ItemId, &str, Of<'_, Note>)> = all
        .iter()
        .map(|of| (of.id, of.it.subject.as_str(), *of))
        .collect();
    names::item("update", typed, &named)
}

/// The group of a name.
fn group<'r>(record: &'r Record, typed: &str) -> Result<Of<'r, UpdateGroup>> {
    updates::find(record, typed).ok_or_else(|| {
        let groups = updates::groups(record);
        let names: Vec<&str> = groups.iter().map(|of| of.it.name.as_str()).collect();
        Stop::usage(if names.is_empty() {
            "there is no group yet; make one on the page Updates, or choose people with --add and --tag".to_owned()
        } else {
            format!("there is no group ‘{typed}’; there are {}", names.join(", "))
        })
    })
}

/// Who gets an update, with addresses that are none taken for no address.
fn copies<'b>(book: &'b Book, update: &'b Note) -> Vec<Copy<'b>> {
    note::checked(updates::copies(&book.record, book.people(), update))
}

/// The name that letters are signed with.
fn name(book: &Book) -> Option<&str> {
    book.facts().profile.and_then(|of| of.it.name.as_deref())
}
