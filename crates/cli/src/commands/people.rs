//! `windward people`: whom one knows, brought in, looked at, merged, taken away.

mod export;
mod list;
mod merge;
mod show;

use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};
use windward_core::{
    id::ItemId,
    record::{Contact, Of, Record},
    views::people::{Directory, Filter, Person, identity},
};

use super::{evidence::short_id, import::Import};
use crate::{home::Home, stop::Stop};

/// Whom you know: bring them in, look at them, merge who is there twice, take them away
#[derive(Debug, Subcommand)]
pub(crate) enum People {
    /// Bring in the people of a file: connections of a LinkedIn export, an address book (vCard), a table of contacts
    ///
    /// Who is here already is taken for the same person where a profile, an e-mail address, or a name and an organisation
    /// are the same, and only gains what was missing. The same file twice changes nothing; one act takes it back.
    Import(Import),
    List(list::List),
    Show(show::Show),
    Merge(merge::Merge),
    Export(export::Export),
}

impl People {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::Import(import) => import.run_people(home),
            Self::List(list) => list.run(home),
            Self::Show(show) => show.run(home),
            Self::Merge(merge) => merge.run(home),
            Self::Export(export) => export.run(home),
        }
    }
}

/// How many of one name are named when it has to be said which.
const MOST_NAMED: usize = 6;

/// The person that a name, the beginning of one, or the end of an id means.
pub(crate) fn find<'r>(
    record: &'r Record,
    directory: &Directory,
    typed: &str,
) -> Result<Of<'r, Contact>> {
    let typed = typed.trim();
    let contact = |it: &&Person| record.get::<Contact>(it.id);
    let lower = typed.to_lowercase();
    let is_id = lower.len() >= 4 && lower.chars().all(|it| it.is_ascii_hexdigit() || it == '-');
    let everybody = directory.people().iter();
    let by_id: Vec<&Person> = everybody
        .filter(|it| is_id && it.id.to_string().ends_with(&lower))
        .collect();
    let filter = Filter {
        text: typed,
        ..Filter::default()
    };
    let fits = if typed.is_empty() {
        Vec::new()
    } else {
        directory.find(&filter)
    };
    let key = identity::name(typed);
    let named: Vec<&Person> = fits
        .iter()
        .copied()
        .filter(|it| contact(it).is_some_and(|of| identity::name(&of.it.name) == key))
        .collect();
    // Who works at ‘Evening School’ is not called Eve.
    let begun: Vec<&Person> = fits
        .iter()
        .copied()
        .filter(|it| contact(it).is_some_and(|of| is_called(&of.it.name, typed)))
        .collect();
    let chosen = [&by_id, &named, &begun]
        .into_iter()
        .find(|it| !it.is_empty());
    match chosen.map(Vec::as_slice) {
        None => Err(Stop::usage(match fits.iter().find_map(contact) {
            Some(of) => format!(
                "nobody is called ‘{typed}’; do you mean {}? Write their name",
                told(of.it)
            ),
            None => {
                format!("nobody is called ‘{typed}’; `windward people list` shows everybody")
            }
        })),
        Some([one]) => contact(one).ok_or_else(|| Stop::usage("they are not here any more")),
        Some(several) => {
            let which = several.iter().take(MOST_NAMED).filter_map(contact);
            let which = which.map(|of| format!("{} ({})", told(of.it), short_id(of.id)));
            let which: Vec<String> = which.collect();
            let more = several.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            Err(Stop::usage(format!(
                "‘{typed}’ may be {}{more}; write the end of an id instead",
                which.join("; ")
            )))
        }
    }
}

/// Whether each word is the beginning of a word of a name.
fn is_called(name: &str, typed: &str) -> bool {
    let name = identity::folded(name);
    let words = || name.split(|it: char| !it.is_alphanumeric());
    let typed = identity::folded(typed);
    let mut parts = typed
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty());
    parts.all(|part| words().any(|it| it.starts_with(part)))
}

/// ‘Ines Dahl, Head of Product, Fjord Rail’.
fn told(it: &Contact) -> String {
    let parts = [Some(&it.name), it.title.as_ref(), it.organisation.as_ref()];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(", ")
}

/// Somebody for programs.
fn answer(of: Of<'_, Contact>, person: &Person) -> Value {
    let it = of.it;
    let reach = it
        .reach
        .iter()
        .map(|it| json!({ "kind": it.kind.word(), "value": it.value, "label": it.label }));
    json!({
        "item": of.id,
        "name": it.name,
        "title": it.title,
        "organisation": it.organisation,
        "reach": reach.collect::<Vec<_>>(),
        "tags": it.tags,
        "last_in_touch": person.last,
        "last_helped": person.helped,
        "cadence": person.cadence.map(windward_core::record::Cadence::word),
        "due": person.due.map(|it| it.to_string()),
    })
}

/// Whether an id is of somebody here.
fn person(directory: &Directory, id: ItemId) -> Result<&Person> {
    directory
        .person(id)
        .ok_or_else(|| Stop::usage("they are not here any more"))
}
