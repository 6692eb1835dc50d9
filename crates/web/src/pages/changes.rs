//! Two days compared: what changed between them.

use axum::{extract::Query, response::Response};
use jiff::Span;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    record::{Evidence, Of},
    views::{
        change::{Changes, RungChange, SkillChange, changes},
        facts::Facts,
        telling::kind_label,
    },
};

use super::praise::quote;
use crate::{
    components::{Field, Kind, field, verdict},
    form::{Form, sentence},
    layout::{self, Head, Section},
    session::Me,
    text::Text,
    words::{self, Day, near},
};

/// The days to compare.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    from: String,
    to: String,
}

pub(crate) async fn show(me: Me, Query(asked): Query<Asked>) -> Response {
    let today = me.book.today;
    let year_ago = today.saturating_sub(Span::new().years(1));
    let typed = |text: &str, day: jiff::civil::Date| {
        if text.trim().is_empty() {
            day.to_string()
        } else {
            text.to_owned()
        }
    };
    let mut form = Form::filled([
        ("from", typed(&asked.from, year_ago)),
        ("to", typed(&asked.to, today)),
    ]);
    let mut date = |name: &str| {
        let read = form.typed(name).trim().parse::<PartialDate>();
        match read {
            Err(error) => form.fault(name, sentence(&error)),
            Ok(date) if date.is_after(today) => {
                form.fault(name, "That lies ahead, and the record knows what was.");
            }
            Ok(date) => return Some(date.last_day().min(today)),
        }
        None
    };
    let (from, to) = (date("from"), date("to"));
    let days = from.zip(to);
    if days.is_some_and(|(from, to)| to < from) {
        form.fault("to", "The second day lies before the first.");
    }
    let days = days.filter(|_| form.is_good());
    let head = Head {
        title: "What changed",
        lede: html! { p { "Two days of your record side by side, read against the ladder of today: skills, expectations, and what happened in between." } },
        section: Section::Timeline,
    };
    let (before, after) = match days {
        Some((from, to)) => (me.book.on(from), me.book.on(to)),
        None => (me.book.on(today), me.book.on(today)),
    };
    let (before, after) = (before.facts(), after.facts());
    let body = html! {
        form.card method="get" action="/changes" {
            div.pair {
                (field(&form, Field { name: "from", label: "From the end of", hint: "A day, a month or a year.", kind: Kind::Date }))
                (field(&form, Field { name: "to", label: "To the end of", hint: "", kind: Kind::Date }))
            }
            div.actions { button { "Compare" } }
        }
        @if days.is_some() { (compared(before, after, &changes(before, after))) }
    };
    layout::page(&me, me.book.facts(), &head, &body)
}

fn compared(before: &Facts<'_>, after: &Facts<'_>, changes: &Changes<'_>) -> Markup {
    html! {
        @if changes.is_empty() {
            section { p { "Between " (Day(before.day)) " and " (Day(after.day)) " nothing changed that your record knows of. If something did, " a href="/evidence#what" { "log it" } "; it may lie in the past." } }
        }
        @for rung in &changes.rungs { (of_rung(rung)) }
        @if !changes.skills.is_empty() {
            section {
                h2 { "Skills" }
                div.card.flush { table.stack {
                    thead { tr { th scope="col" { "Skill" } th scope="col" { "Before" } th scope="col" { "After" } } }
                    tbody { @for skill in &changes.skills { (of_skill(after, skill)) } }
                } }
            }
        }
        (pieces("New evidence", after, &changes.evidence, "It was done in between."))
        (pieces("No longer backing", after, &changes.aged, "It turned two years old in between, so it backs nothing any more; something newer would."))
        @if !changes.roles.is_empty() {
            section {
                h2 { "Roles begun" }
                ul.plain { @for of in &changes.roles { li { a href={ "/roles/" (of.id) } { (of.it.title) @if let Some(at) = &of.it.organisation { ", " (at) } } } } }
            }
        }
        @if !changes.praise.is_empty() {
            section { h2 { (kind_label("praise")) } @for of in &changes.praise { (quote(after, *of)) } }
        }
        @if !changes.fridays.is_empty() {
            section {
                h2 { "Learned" }
                ul.plain { @for of in &changes.fridays { @if let Some(learned) = &of.it.learned { li { (learned) " " span.soft { (near(of.it.on, after.day)) } } } } }
            }
        }
    }
}

fn of_rung(change: &RungChange<'_>) -> Markup {
    let (was, is) = (change.before, change.after);
    html! {
        @if !change.lines.is_empty() {
            section {
                h2 { a href={ "/ladder/" (change.rung.id) } { (change.rung.name) } }
                p { "Met: " (was.met) " of " (was.of) ", then " (is.met) " of " (is.of) ". Backed: " (was.backed) ", then " (is.backed) ". " a.how href={ "/standing?rung=" (change.rung.id) } { "How this is counted" } }
                div.card.flush { table.stack {
                    thead { tr { th scope="col" { "Expectation" } th scope="col" { "Before" } th scope="col" { "After" } th scope="col" { "Why" } } }
                    tbody {
                        @for line in &change.lines {
                            tr {
                                th scope="row" { a href={ "/expectations/" (line.expectation.id()) } { (Text(line.name)) } }
                                td data-label="Before" { (verdict(line.before)) }
                                td data-label="After" { (verdict(line.after)) }
                                td.soft { (Text(&line.reason)) }
                            }
                        }
                    }
                } }
            }
        }
    }
}

fn of_skill(facts: &Facts<'_>, change: &SkillChange<'_>) -> Markup {
    let word =
        |level: Option<_>| level.map_or("not looked at yet", |level| facts.framework.word(level));
    html! {
        tr {
            th scope="row" { a href={ "/skills/" (change.skill.id) } { (change.skill.name) } }
            td data-label="Before" { (word(change.before)) }
            td data-label="After" { (word(change.after)) }
        }
    }
}

fn pieces(title: &str, facts: &Facts<'_>, pieces: &[Of<'_, Evidence>], why: &str) -> Markup {
    html! {
        @if !pieces.is_empty() {
            section {
                h2 { (title) " " small { (pieces.len()) } }
                p.soft { (words::capital(why)) }
                ul.plain {
                    @for of in pieces {
                        li { a href={ "/evidence/" (of.id) } { (Text(&of.it.what)) } " " span.soft { (near(of.it.on, facts.day)) } }
                    }
                }
            }
        }
    }
}
