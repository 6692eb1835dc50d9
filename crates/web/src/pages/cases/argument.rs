//! The argument: what is asked for and why now, a summary that is read in two minutes, and what will be said against it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    id::ItemId,
    record::{Case, Objection, Of},
    views::case::Reading,
};

use super::{family, found};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::count,
};

/// Rows for objections beyond those that are filled.
const SPARE: usize = 1;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &filled(of.it)))
}

pub(crate) async fn save(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(it) = read(of.it, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, it)).await?;
    me.say("Saved.");
    Ok(Redirect::to(&format!("/cases/{id}/argument")).into_response())
}

fn filled(it: &Case) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date = |date: Option<windward_core::date::PartialDate>| {
        date.map(|it| it.to_string()).unwrap_or_default()
    };
    let mut form = Form::filled([
        ("ask", text(&it.ask)),
        ("why_now", text(&it.why_now)),
        ("summary", text(&it.summary)),
        ("by", date(it.by)),
        ("decided", date(it.decided)),
    ]);
    for (at, objection) in it.objections.iter().enumerate() {
        form.set(&format!("against{at}"), objection.what.clone());
        form.set(&format!("answer{at}"), text(&objection.answer));
    }
    form
}

fn read(before: &Case, form: &mut Form) -> Option<Case> {
    let mut objections = Vec::new();
    for at in 0..Case::MOST_OBJECTIONS {
        let name = format!("against{at}");
        let what = form.text(&name, Case::NOTE);
        let answer = form.text(&format!("answer{at}"), Case::NOTE);
        match what {
            Some(what) => {
                let old = before.objections.iter().find(|it| it.what == what);
                objections.push(Objection {
                    unknown: old.map_or_else(Map::new, |it| it.unknown.clone()),
                    what,
                    answer,
                });
            }
            None if answer.is_some() => form.fault(&name, "An answer to what?"),
            None => {}
        }
    }
    let it = Case {
        ask: form.text("ask", Case::NOTE),
        why_now: form.text("why_now", Case::TEXT),
        summary: form.text("summary", Case::TEXT),
        by: form.date("by"),
        decided: form.date("decided"),
        objections,
        ..before.clone()
    };
    form.is_good().then_some(it)
}

fn page(me: &Me, of: Of<'_, Case>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Summary and argument",
        lede: html! { p { "The first page of the packet: what you ask for, why now, and what somebody knows who reads nothing else." } },
        section: Section::Milestones,
    };
    let rows = (0..Case::MOST_OBJECTIONS)
        .rev()
        .find(|at| !form.typed(&format!("against{at}")).is_empty());
    let rows = (rows.map_or(1, |it| it + 1) + SPARE).min(Case::MOST_OBJECTIONS);
    let body = html! {
        (family(of, "/argument"))
        form method="post" action={ "/cases/" (of.id) "/argument" } {
            (not_saved(form))
            (marks_again(form, Some(of.revision.entry_id)))
            (field(form, Field { name: "ask", label: "The decision that you ask for", hint: "One sentence that can be answered by yes.", kind: Kind::Text }))
            (field(form, Field { name: "why_now", label: "Why now", hint: "What is different from a year ago: scope that you carry already, not time served.", kind: Kind::Text }))
            (summary(form))
            div.pair {
                (field(form, Field { name: "by", label: "To be handed in by", hint: "", kind: Kind::Date }))
                (field(form, Field { name: "decided", label: "Decided on", hint: "", kind: Kind::Date }))
            }
            section {
                h2 { "What will be said against it" }
                p.soft { "For you alone: it is in no packet. Say it as they will say it, when you are not in the room, and write the answer that a friend of yours could give." }
                @for at in 0..rows {
                    div.pair.wide {
                        (field(form, Field { name: &format!("against{at}"), label: &format!("Objection {}", at + 1), hint: "", kind: Kind::Text }))
                        (field(form, Field { name: &format!("answer{at}"), label: "The answer", hint: "", kind: Kind::Text }))
                    }
                }
            }
            div.actions { button { "Save the argument" } (go_quietly(&format!("/cases/{}", of.id), "Back")) }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// The summary, and how long it takes.
fn summary(form: &Form) -> Markup {
    let reading = Reading::of(form.typed("summary"));
    let fault = form.fault_of("summary");
    html! {
        div.field.wide {
            label for="summary" { "Summary" }
            p.hint #summary-hint { "Who you are, what you carry, the two or three results that speak for themselves. Read within two minutes, or not at all." }
            textarea.letter id="summary" name="summary" rows="12" aria-invalid=[fault.map(|_| "true")]
                aria-describedby=(if fault.is_some() { "summary-hint summary-fault summary-length" } else { "summary-hint summary-length" }) { (form.typed("summary")) }
            @if let Some(fault) = fault { p.error #summary-fault { (fault) } }
            p.soft #summary-length {
                @if reading.words == 0 { "Nothing is written yet." }
                @else {
                    (reading.says()) "."
                    @if !reading.is_short() { " " span.tag.warn { (count(reading.too_many(), "word", "words")) " too many for two minutes" } }
                }
                " " a.how href="#length" { "How it is counted" }
            }
        }
        details #length {
            summary { "How the time is counted" }
            p { "By 238 words a minute, what adults read of English non-fiction in silence on average (Brysbaert 2019, over 190 studies). Two minutes are 476 words. It is counted when you save." }
        }
    }
}
