//! `windward opportunity add`: a role that one has seen, with the text of its posting.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Opportunity, OpportunityPlace, Placement},
    views::opportunities::{against, against::Have},
};

use crate::{
    commands::talk::known, days, files::read_file, home::Home, names, screen, stop::Stop,
    words::count,
};

/// Write down a role that you consider
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Its title
    title: String,
    /// Where
    #[arg(long, value_name = "NAME")]
    at: Option<String>,
    /// With your employer; without it, elsewhere
    #[arg(long)]
    inside: bool,
    /// Where you know it from: somebody’s name, a site
    #[arg(long, value_name = "SOURCE")]
    from: Option<String>,
    /// Where it is described
    #[arg(long, value_name = "ADDRESS")]
    link: Option<String>,
    /// The file with the text of the posting; ‘-’ reads it from standard input
    #[arg(long, value_name = "FILE")]
    posting: Option<PathBuf>,
    /// The rung, where its title misleads; ‘outside’ for none
    #[arg(long, value_name = "RUNG")]
    rung: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The day you saw it; today without it
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let title = self.title.trim();
        if title.is_empty() {
            return Err(Stop::usage("say what the role is called"));
        }
        let on = days::that_was(self.on, book.today, "say when you saw it")?;
        let place = if self.inside {
            OpportunityPlace::Inside
        } else {
            OpportunityPlace::Outside
        };
        let placement = match self.rung.as_deref() {
            None => Placement::Open,
            Some(typed) => names::placement(facts.framework, typed)?,
        };
        let source = self.from.filter(|it| !it.trim().is_empty());
        let posting = self.posting.as_deref().map(text).transpose()?;
        let it = Opportunity {
            organisation: self.at,
            placement,
            contact: source.as_deref().and_then(|name| known(book, name).contact),
            source,
            link: self.link,
            posting,
            note: self.note,
            ..Opportunity::new(title, place, on, facts.framework.hash)
        };
        let read = against(facts, &it);
        let (named, lacking) = (read.asked.len(), read.having(Have::No).count());
        let says = match (&it.posting, named) {
            (None, _) => {
                "Its posting is not here; add it with --posting, or on its page.".to_owned()
            }
            (Some(_), named) => format!(
                "Its posting names {} of your ladder; you lack {}.",
                count(named, "thing", "things"),
                lacking
            ),
        };
        let name = windward_core::views::opportunities::name(&it);
        let item = beginning.act(|act| act.add(it))?;
        screen::done(
            self.json,
            &json!({ "item": item, "name": name, "named": named, "lacking": lacking }),
            format_args!("{name}. {says}"),
        )
    }
}

/// The text of a posting, from a file or from standard input, and not more than is kept.
fn text(path: &Path) -> Result<String> {
    let most = Opportunity::POSTING;
    // A character has at most four bytes.
    let bytes = if path == Path::new("-") {
        screen::hint("Paste the posting; end it with Ctrl-D.");
        let mut bytes = Vec::new();
        let limit = 4 * most as u64 + 1;
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
        bytes
    } else {
        read_file(path, 4 * most)?
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| Stop::refused(format!("{} is no text in UTF-8", path.display())))?;
    if text.chars().count() > most {
        return Err(Stop::usage(format!(
            "a posting of more than {most} characters is not kept; leave out what tells of the employer"
        )));
    }
    Ok(text)
}
