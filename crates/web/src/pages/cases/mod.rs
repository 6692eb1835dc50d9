//! Cases for a promotion: made, handed in, answered.

pub(crate) mod argument;
pub(crate) mod deciders;
pub(crate) mod expectation;
mod flags;
mod list;
pub(crate) mod matrix;
pub(crate) mod one;
pub(crate) mod outcome;
pub(crate) mod packet;
mod paper;
pub(crate) mod stories;
pub(crate) mod submitted;

use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Case, CaseVerdict, Of},
    views::{
        case::{Coverage, Lined, Stage, lines, open, rung_name, stage},
        facts::Facts,
    },
};

pub(crate) use self::list::{add, list};
pub(in crate::pages) use self::paper::packet as packet_as_read;
use crate::{error::WebError, pages::milestones::Card, session::Me, words::near};

/// The case of an address.
fn found(me: &Me, id: ItemId) -> Result<Of<'_, Case>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

/// What Milestones says of cases.
pub(super) fn card(facts: &Facts<'_>) -> Card {
    let says = match open(facts).as_slice() {
        [] if facts.cases.all.is_empty() => {
            "The argument for the next rung: what it expects, what shows it, and who should know before it is decided.".to_owned()
        }
        [] => "No case is open. What came of the last one stands there.".to_owned(),
        [of, more @ ..] => {
            let lines = lines(facts, of.it);
            let name = rung_name(facts, of.it);
            let stands = match (stage(facts, *of), of.it.decided) {
                (Stage::HandedIn, Some(day)) => {
                    format!("{name}: handed in, to be decided {}.", near(day, facts.day))
                }
                (Stage::HandedIn, None) => format!("{name}: handed in."),
                _ => format!("{name}: {}", first_lower(&Coverage::of(&lines).says())),
            };
            match more.len() {
                0 => stands,
                more => format!("{stands} And {more} more."),
            }
        }
    };
    Card {
        title: "Promotion case",
        href: "/cases",
        says,
        step: if facts.cases.all.is_empty() {
            "Begin"
        } else {
            "Open"
        },
    }
}

/// A sentence in the middle of another.
fn first_lower(text: &str) -> String {
    crate::words::lower(text)
}

/// The way between the pages of one case.
fn family(of: Of<'_, Case>, here: &str) -> Markup {
    let pages = [
        ("", "How it stands"),
        ("/matrix", "Expectations"),
        ("/stories", "Stories"),
        ("/argument", "Summary"),
        ("/deciders", "Who decides"),
        ("/packet", "Packet"),
        ("/outcome", "Outcome"),
    ];
    html! {
        nav.switch aria-label="The case" {
            @for (path, name) in pages {
                a.button.quiet href={ "/cases/" (of.id) (path) } aria-current=[(path == here).then_some("page")] { (name) }
            }
        }
    }
}

/// A verdict as a word in its colour.
fn verdict(verdict: Option<CaseVerdict>) -> Markup {
    let (class, label) = match verdict {
        Some(it @ CaseVerdict::Strong) => ("tag good", it.label()),
        Some(it @ CaseVerdict::Enough) => ("tag course", it.label()),
        Some(it @ CaseVerdict::Thin) => ("tag warn", it.label()),
        Some(it @ CaseVerdict::Missing) => ("tag ahead", it.label()),
        None => ("tag quiet", "handed on"),
    };
    html! { span class=(class) { (label) } }
}

/// Who saw what an expectation rests on, and whether they were asked to vouch.
fn witnesses(it: &Case, line: &Lined<'_>) -> Markup {
    let seen = line.witnesses(it);
    html! {
        @if !seen.is_empty() {
            p.soft {
                "Can vouch: "
                @for (at, (name, answer)) in seen.iter().enumerate() {
                    @if at > 0 { ", " }
                    (name) " (" (answer.label()) ")"
                }
            }
        }
    }
}

/// The shape that stands for a verdict where there is no room for its word.
const fn shape(verdict: Option<CaseVerdict>) -> (&'static str, &'static str) {
    match verdict {
        Some(CaseVerdict::Strong) => ("strong", "●"),
        Some(CaseVerdict::Enough) => ("enough", "◐"),
        Some(CaseVerdict::Thin) => ("thin", "○"),
        Some(CaseVerdict::Missing) => ("missing", "–"),
        None => ("on", "·"),
    }
}

/// Every expectation as one cell, in the order of the ladder: the whole case at a glance.
fn coverage(of: Of<'_, Case>, lines: &[Lined<'_>]) -> Markup {
    let said = |verdict: Option<CaseVerdict>| verdict.map_or("handed on", CaseVerdict::label);
    let asks = |line: &&Lined<'_>| line.verdict.is_some();
    html! {
        ul.cells aria-label="Every expectation and how well it is shown" {
            @for line in lines.iter().filter(asks) {
                @let (class, shape) = shape(line.verdict);
                li {
                    a class={ "cell " (class) } href={ "/cases/" (of.id) "/expectations/" (line.line.expectation.id()) } title={ (line.line.name()) ": " (said(line.verdict)) } {
                        span aria-hidden="true" { (shape) }
                        span.seen-not { (line.line.name()) ": " (said(line.verdict)) }
                    }
                }
            }
        }
        p.key.soft {
            @for (_, it) in CaseVerdict::WORDS {
                @let (class, shape) = shape(Some(*it));
                span { span class={ "cell small " (class) } aria-hidden="true" { (shape) } " " (it.label()) }
            }
            a.how href={ "/cases/" (of.id) "/matrix#rule" } { "The rule" }
        }
    }
}
