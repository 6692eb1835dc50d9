//! `windward evidence`: what was done, looked at, completed, taken in and out.

mod details;
mod edit;
mod list;
mod review;
mod show;
mod take;

use anyhow::Result;
use clap::Subcommand;
use serde_json::{Value, json};
use windward_core::{
    framework::Framework,
    id::ItemId,
    record::{Evidence as Piece, Of, Record},
};

pub(crate) use self::details::Details;
use crate::{commands::import::Import, home::Home, stop::Stop};

/// Look at your evidence, complete it, take it in and out
#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    List(list::List),
    Show(show::Show),
    Edit(Box<edit::Edit>),
    /// Bring in a brag document: Markdown with a bullet for each thing, or a table
    ///
    /// Headings say when (‘2026’, ‘October’, ‘Q3 2026’), bullets are the evidence, bullets below them say what came of
    /// it. Previewed, compared and taken back as every import is; the same file twice changes nothing.
    Import(Import),
    Export(take::Export),
    Review(review::Review),
}

impl Evidence {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::Show(show) => show.run(home),
            Self::Edit(edit) => edit.run(home),
            Self::Import(import) => import.run_brag(home),
            Self::Export(export) => export.run(home),
            Self::Review(review) => review.run(home),
        }
    }
}

/// Digits of an id that tell one piece from another in a list. Its end differs, its beginning is the time.
const DIGITS: usize = 6;

/// The end of an id, which names a piece for as long as no other ends so.
pub(crate) fn short_id(id: ItemId) -> String {
    let text = id.to_string();
    text[text.len() - DIGITS..].to_owned()
}

/// The piece that an id, or the end of one, names.
fn find<'a>(record: &'a Record, typed: &str) -> Result<Of<'a, Piece>> {
    let typed = typed.trim().to_lowercase();
    let mut fits = record
        .all::<Piece>()
        .filter(|of| !typed.is_empty() && of.id.to_string().ends_with(&typed));
    match (fits.next(), fits.next()) {
        (Some(of), None) => Ok(of),
        (None, _) => Err(Stop::usage(format!(
            "no evidence has the id ‘{typed}’; `windward evidence list` shows them"
        ))),
        (Some(_), Some(_)) => Err(Stop::usage(format!(
            "several pieces end in ‘{typed}’; write more of the id"
        ))),
    }
}

/// A piece for programs.
fn answer(framework: &Framework, of: Of<'_, Piece>) -> Value {
    let it = of.it;
    let skills = it.skills.iter().map(|shown| {
        json!({ "skill": shown.skill, "proficiency": shown.proficiency, "word": framework.word(shown.proficiency) })
    });
    let figure = it
        .figure
        .as_ref()
        .map(|it| json!({ "what": it.what, "from": it.from, "to": it.to, "unit": it.unit }));
    json!({
        "item": of.id,
        "what": it.what,
        "so_what": it.so_what,
        "figure": figure,
        "my_part": it.my_part,
        "on": it.on,
        "to": it.to,
        "skills": skills.collect::<Vec<_>>(),
        "responsibilities": it.responsibilities,
        "witnesses": it.witnesses,
        "links": it.links,
        "confidential": it.confidential,
    })
}
