//! Brag documents: evidence as people keep it elsewhere, in Markdown and in tables.

mod export;
mod markdown;
mod period;
mod table;

use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{FrameworkHash, PRODUCT},
    record::{Evidence, Figure},
};

pub use self::export::{to_csv, to_markdown};
pub(crate) use self::{markdown::is_document, table::is_heading};
use crate::{
    error::ImportError,
    incoming::{Gathering, Importer, Incoming},
    language, limits,
    table::Table,
    text::{clean, clean_line, fold},
};

/// The columns of a table of evidence, in the order in which they are written.
pub(crate) const COLUMNS: [&str; 15] = [
    "what",
    "so what",
    "figure",
    "from",
    "to",
    "unit",
    "my part",
    "on",
    "until",
    "skills",
    "responsibilities",
    "witnesses",
    "links",
    "confidential",
    "framework",
];

/// What stands before the details below a bullet.
mod labels {
    pub(super) const ON: &str = "When";
    pub(super) const SO_WHAT: &str = "So what";
    pub(super) const FIGURE: &str = "In figures";
    pub(super) const MY_PART: &str = "My part";
    pub(super) const SKILLS: &str = "Skills";
    pub(super) const DUTIES: &str = "Duties";
    pub(super) const WITNESSES: &str = "Seen by";
    pub(super) const LINK: &str = "Link";
    pub(super) const CONFIDENTIAL: &str = "Confidential";
}

/// Reads evidence: from a table where there is one, else from Markdown.
pub(crate) fn read(file: &str, text: &str) -> Result<Incoming, ImportError> {
    let mut gathering = Gathering::new(Importer::Brag, file);
    gathering.wants_roles = false;
    match Table::find(text, is_heading) {
        Some(table) => table::gather(&mut gathering, &table, file)?,
        None => markdown::gather(&mut gathering, file, text)?,
    }
    Ok(gathering
        .finish("A brag document has a bullet for each thing, under headings that say when."))
}

/// A line of evidence by the shipped ladder, which it names nothing of yet.
fn line(what: &str, on: PartialDate) -> Evidence {
    Evidence::line(what, on, FrameworkHash::of(PRODUCT))
}

/// What was done, on one line.
fn what(text: &str) -> Option<String> {
    clean_line(text, limits::LINE).0
}

/// A detail as it is kept.
fn detail(text: &str) -> Option<String> {
    clean(text, limits::NOTE).0
}

/// The parts of a cell or a line that has several.
fn parts(text: &str) -> Vec<String> {
    let parts = text.split([';', '\n']).take(limits::CELLS);
    parts
        .filter_map(|part| clean_line(part, limits::WORDS).0)
        .collect()
}

/// A figure as a sentence writes it: ‘Renewals: 71 to 77 of 100’. What cannot be taken apart is kept as one.
fn figure(text: &str) -> Option<Figure> {
    let text = clean_line(text, limits::WORDS).0?;
    let (what, rest) = match text.rsplit_once(": ") {
        Some((what, rest)) => (Some(what.to_owned()), rest),
        None => (None, text.as_str()),
    };
    let numbered = |text: &str| text.contains(|it: char| it.is_ascii_digit());
    let figure = match rest.split_once(" to ") {
        Some((from, to)) if numbered(from) && numbered(to) => {
            let (to, unit) = to.split_once(' ').unwrap_or((to, ""));
            Figure {
                what,
                from: Some(from.trim_start_matches("from ").to_owned()),
                to: Some(to.to_owned()),
                unit: Some(unit.to_owned()).filter(|it| !it.is_empty()),
                unknown: Map::new(),
            }
        }
        _ => Figure {
            what: Some(text),
            ..Figure::default()
        },
    };
    Some(figure)
}

/// Whether a cell or a label says yes.
fn says_yes(text: &str) -> bool {
    let text = fold(text);
    language::is_yes(&text) || text == "confidential"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_confidential_is_so_in_every_language() {
        for yes in ["Yes", " x ", "WAHR", "sí", "vrai", "j", "Confidential"] {
            assert!(says_yes(yes), "{yes}");
        }
        assert!(!says_yes("no") && !says_yes(""));
    }
}
