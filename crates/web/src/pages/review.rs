//! A draft of a self-review, from the evidence of a period, under the headings of one's own form.

use axum::{extract::Query, response::Response};
use jiff::{Span, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    views::{
        facts::Facts,
        review::{Review, Wanted, headings, review},
    },
};

use super::evidence::switch;
use crate::{
    components::{Field, Kind, field},
    form::{Form, sentence},
    layout::{self, Head, Section},
    session::Me,
    words,
};

/// Characters of pasted headings that are read.
const MOST_PASTED: usize = 12_000;

/// What the draft is to be about.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    from: String,
    to: String,
    headings: String,
    confidential: String,
}

pub(crate) async fn show(me: Me, Query(asked): Query<Asked>) -> Response {
    let facts = me.book.facts();
    let today = me.book.today;
    let half_a_year = today.saturating_sub(Span::new().months(6));
    let mut form = Form::filled([
        ("from", or(&asked.from, half_a_year)),
        ("to", or(&asked.to, today)),
        ("headings", asked.headings.clone()),
    ]);
    if asked.confidential == "yes" {
        form.set("confidential", "yes");
    }
    let from = date(&mut form, "from").map(PartialDate::first_day);
    let to = date(&mut form, "to").map(PartialDate::last_day);
    let pasted: String = asked.headings.chars().take(MOST_PASTED).collect();
    let wanted = from.zip(to).map(|(from, to)| Wanted {
        from,
        to,
        headings: headings(&pasted),
        confidential: asked.confidential == "yes",
    });
    if wanted.as_ref().is_some_and(|it| it.to < it.from) {
        form.fault("to", "The period ends before it begins.");
    }
    let draft = wanted
        .filter(|_| form.is_good())
        .map(|wanted| review(facts, &wanted));
    let head = Head {
        title: "Self-review",
        lede: html! { p { "A draft from your evidence: choose the period, and paste the headings of your company’s form, one a line. What you did comes under the heading it shares most words with; the last word is yours." } },
        section: Section::Evidence,
    };
    let body = html! {
        (switch(facts, "/review"))
        form.card method="get" action="/review" {
            div.pair {
                (field(&form, Field { name: "from", label: "From", hint: "A day, a month or a year.", kind: Kind::Date }))
                (field(&form, Field { name: "to", label: "Until", hint: "", kind: Kind::Date }))
            }
            (field(&form, Field { name: "headings", label: "Headings", hint: "One a line, as the form has them. Without any: the groups of your ladder’s skills.", kind: Kind::Text }))
            label.check { input type="checkbox" name="confidential" value="yes" checked[form.ticked("confidential")]; "With what is confidential" }
            div.actions { button { "Draft it" } }
        }
        @if let Some(draft) = &draft { (drafted(facts, draft)) }
    };
    layout::page(&me, facts, &head, &body)
}

fn or(typed: &str, day: Date) -> String {
    if typed.trim().is_empty() {
        day.to_string()
    } else {
        typed.to_owned()
    }
}

fn date(form: &mut Form, name: &str) -> Option<PartialDate> {
    let read = form.typed(name).trim().parse();
    read.map_err(|error| form.fault(name, sentence(&error)))
        .ok()
}

fn drafted(facts: &Facts<'_>, draft: &Review<'_>) -> Markup {
    let pieces: usize = draft
        .sections
        .iter()
        .chain([&draft.rest])
        .map(|it| it.pieces.len())
        .sum();
    let text = draft.to_markdown();
    let open = draft.sections.iter().filter(|it| it.is_empty()).count();
    html! {
        section {
            h2 { "The draft" }
            @if facts.evidence.is_empty() {
                p { "There is no evidence to draft from yet. " a href="/evidence#what" { "Log what you did" } ", a line each, and come back." }
            } @else {
                p {
                    (words::capital(&words::several(pieces, "piece of evidence", "pieces of evidence"))) " in this period. "
                    @if open > 0 { (words::capital(&words::small(open))) " " (if open == 1 { "heading has" } else { "headings have" }) " nothing under " (if open == 1 { "it" } else { "them" }) " yet. " }
                    @if draft.left_out > 0 { (words::capital(&words::small(draft.left_out))) " confidential " (if draft.left_out == 1 { "piece is" } else { "pieces are" }) " left out. " }
                    "Edit it here, and copy it; nothing of it is stored."
                }
                div.field.wide {
                    label for="draft" { "Text" }
                    textarea id="draft" rows="24" { (text) }
                }
            }
        }
    }
}
