//! A brag document in Markdown: headings say when, a bullet is one thing, what stands below it says more.

use windward_core::record::Evidence;

use super::{
    detail, figure, line, parts,
    period::{Period, dated, period},
    says_yes, what,
};
use crate::{
    error::ImportError,
    incoming::{Gathering, Place, Tone},
    limits,
    text::fold,
};

/// Whether a text looks like a brag document: by its name and a bullet, or by headings and bullets.
pub(crate) fn is_document(file: &str, text: &str) -> bool {
    let named = [".md", ".markdown"]
        .iter()
        .any(|end| fold(file).ends_with(end));
    let lines = || text.lines().take(limits::HEADING_LINES);
    let bullets = lines().any(|it| bullet(it).is_some());
    let headings = lines().any(|it| heading(it).is_some());
    bullets && (named || headings)
}

/// A bullet that is being read.
#[derive(Debug)]
struct Open {
    line: u64,
    indent: usize,
    text: String,
    /// Further lines of the same bullet.
    more: String,
    details: Vec<String>,
    /// When it happened by the headings above it.
    above: Option<Period>,
}

pub(super) fn gather(gathering: &mut Gathering, file: &str, text: &str) -> Result<(), ImportError> {
    let mut above: Vec<(usize, Option<Period>)> = Vec::new();
    let mut open: Option<Open> = None;
    let mut outside = (0, 0);
    let mut named = false;
    // One more than are taken, so that there being more is noticed.
    let most = limits::ROWS * 20;
    for (number, raw) in (1u64..).zip(text.lines().take(most)) {
        let indent = raw
            .chars()
            .take_while(|it| it.is_whitespace())
            .map(|it| if it == '\t' { 4 } else { 1 })
            .sum();
        if let Some((level, says)) = heading(raw) {
            close(gathering, file, open.take(), &mut named)?;
            above.retain(|(other, _)| *other < level);
            let year = above.iter().rev().find_map(|(_, period)| *period);
            above.push((level, period(says, year)));
            continue;
        }
        match (bullet(raw), &mut open) {
            (Some(says), Some(item)) if indent > item.indent => item.details.push(says.to_owned()),
            (Some(says), _) => {
                close(gathering, file, open.take(), &mut named)?;
                open = Some(Open {
                    line: number,
                    indent,
                    text: says.to_owned(),
                    more: String::new(),
                    details: Vec::new(),
                    above: above.iter().rev().find_map(|(_, period)| *period),
                });
            }
            (None, _) if raw.trim().is_empty() => {}
            (None, Some(item)) if indent > item.indent => {
                // A line that goes on where the one before it ended.
                let last = item.details.last_mut().unwrap_or(&mut item.more);
                last.push(' ');
                last.push_str(raw.trim());
            }
            (None, _) => {
                close(gathering, file, open.take(), &mut named)?;
                outside = (
                    outside.0 + 1,
                    if outside.0 == 0 { number } else { outside.1 },
                );
            }
        }
    }
    close(gathering, file, open.take(), &mut named)?;
    if outside.0 > 0 {
        let place = Place::at(file, outside.1);
        let text = format!(
            "{} outside of bullets and headings, and not taken; put a bullet before what should be.",
            crate::incoming::counted(outside.0, "line stands", "lines stand")
        );
        gathering.notice(Tone::Aside, Some(place), text);
    }
    if named {
        let text = "Skills and duties that a document names were not taken: they are called otherwise on every ladder. A table (CSV) from Windward brings them.";
        gathering.notice(Tone::Aside, None, text);
    }
    Ok(())
}

fn close(
    gathering: &mut Gathering,
    file: &str,
    item: Option<Open>,
    named: &mut bool,
) -> Result<(), ImportError> {
    let Some(item) = item else {
        return Ok(());
    };
    let place = Place::at(file, item.line);
    let (said, dated) = dated(&item.text, item.above);
    let (said, links) = plain(&format!("{said} {}", item.more));
    let Some(what) = what(&said) else {
        return gathering.skip(place, &item.text, "The bullet is empty.");
    };
    let mut when = dated.or(item.above);
    let mut evidence = None;
    let mut so_what: Vec<String> = Vec::new();
    let mut rest: Vec<(Label, String)> = Vec::new();
    for text in &item.details {
        let (text, mut more) = plain(text);
        let (label, says) = labelled(&text);
        rest.extend(more.drain(..).map(|link| (Label::Link, link)));
        match label {
            Label::On => when = span(says).or(when),
            Label::SoWhat => so_what.push(says.to_owned()),
            Label::Named => *named = true,
            _ => rest.push((label, says.to_owned())),
        }
    }
    if let Some(when) = when {
        let mut it = line(&what, when.on);
        it.to = when.to;
        it.links = links;
        it.so_what = detail(&so_what.join("\n"));
        for (label, says) in rest {
            fill(&mut it, label, &says);
        }
        evidence = Some(it);
    }
    match evidence {
        Some(evidence) => gathering.found(place, evidence.into()).map(drop),
        None => gathering.skip(
            place,
            &what,
            "Nothing says when it was: put it below a heading with a month or a year, or write the date in front of it.",
        ),
    }
}

fn fill(it: &mut Evidence, label: Label, says: &str) {
    match label {
        Label::Figure => it.figure = figure(says),
        Label::MyPart => it.my_part = detail(says),
        Label::Witness => it.witnesses.extend(parts(&says.replace(',', ";"))),
        Label::Link if !it.links.iter().any(|link| link == says) => it.links.push(says.to_owned()),
        Label::Confidential => it.confidential = says_yes(says),
        Label::Link | Label::On | Label::SoWhat | Label::Named => {}
    }
}

/// What a detail below a bullet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    On,
    SoWhat,
    Figure,
    MyPart,
    Witness,
    Link,
    Confidential,
    /// Skills and duties by their names.
    Named,
}

/// Bytes of the longest label.
const LABEL: usize = 40;

/// Labels as they are written here and elsewhere, folded.
const LABELS: [(Label, &[&str]); 8] = [
    (Label::On, &["when", "date", "on"]),
    (
        Label::SoWhat,
        &[
            "so what",
            "impact",
            "result",
            "results",
            "outcome",
            "why it matters",
        ],
    ),
    (
        Label::Figure,
        &[
            "in figures",
            "figure",
            "figures",
            "metric",
            "metrics",
            "numbers",
        ],
    ),
    (
        Label::MyPart,
        &["my part", "my role", "role", "what i did", "contribution"],
    ),
    (
        Label::Witness,
        &[
            "seen by",
            "who",
            "with",
            "witnesses",
            "who saw it",
            "people",
            "feedback from",
        ],
    ),
    (Label::Link, &["link", "links", "see", "url"]),
    (Label::Confidential, &["confidential"]),
    (Label::Named, &["skills", "duties", "responsibilities"]),
];

/// A detail as its label and what it says; without one it says what came of the thing.
fn labelled(text: &str) -> (Label, &str) {
    let named = text.split_once(':').and_then(|(label, says)| {
        let label = fold(Some(label).filter(|it| it.len() <= LABEL)?);
        let known = LABELS
            .iter()
            .find(|(_, words)| words.contains(&label.as_str()));
        known.map(|(label, _)| (*label, says.trim()))
    });
    if let Some(named) = named {
        return named;
    }
    let is_link = ["https://", "http://"]
        .iter()
        .any(|it| text.starts_with(it));
    (if is_link { Label::Link } else { Label::SoWhat }, text)
}

/// ‘2026-08 to 2026-10-08’, as Windward writes it.
fn span(text: &str) -> Option<Period> {
    match text.split_once(" to ") {
        Some((on, to)) => {
            let (on, to) = (period(on, None)?, period(to, None)?);
            Some(Period {
                on: on.on,
                to: Some(to.on),
            })
        }
        None => period(text, None),
    }
}

/// A heading: its level, and what it says.
fn heading(line: &str) -> Option<(usize, &str)> {
    let says = line.trim_start_matches('#');
    let level = line.len() - says.len();
    ((1..=6).contains(&level) && says.starts_with([' ', '\t'])).then(|| (level, says.trim()))
}

/// What a bullet says, without its mark and without a box to tick.
fn bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let marked = ["- ", "* ", "+ ", "• ", "– "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark));
    let numbered = || {
        let rest = line.trim_start_matches(|it: char| it.is_ascii_digit());
        let rest = (rest.len() < line.len()).then_some(rest)?;
        rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))
    };
    let says = marked.or_else(numbered)?.trim();
    let unticked = ["[x] ", "[X] ", "[ ] "]
        .iter()
        .find_map(|mark| says.strip_prefix(mark));
    Some(unticked.unwrap_or(says))
}

/// Characters of an address that are read; browsers take no longer ones.
const ADDRESS: usize = 2_000;

/// A text without marks of emphasis and code; links as their text, their addresses apart.
fn plain(text: &str) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut links = Vec::new();
    let mut rest = text;
    // From each `](` both ways, so that brackets that nothing closes are gone through once.
    while let Some(at) = rest.find("](") {
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        let address = after
            .chars()
            .take(ADDRESS)
            .take_while(|it| *it != ')' && !it.is_whitespace());
        let address: String = address.collect();
        let closed = after[address.len()..].strip_prefix(')');
        if let (Some(open), Some(after)) = (before.rfind('['), closed) {
            out.push_str(&before[..open]);
            out.push_str(&before[open + 1..]);
            if address.starts_with("https://") || address.starts_with("http://") {
                links.push(address);
            }
            rest = after;
        } else {
            out.push_str(&rest[..at + 2]);
            rest = after;
        }
    }
    out.push_str(rest);
    let out = out.replace("**", "").replace("__", "").replace('`', "");
    (out.trim().to_owned(), links)
}
