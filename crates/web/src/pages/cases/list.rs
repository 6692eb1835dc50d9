//! All cases, and a new one.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    framework::RungId,
    id::ItemId,
    record::{Case, Of},
    views::{
        case::{self, Coverage, Stage, begin, lines, rung_name, stage},
        facts::Facts,
    },
};

use crate::{
    components::{Field, Kind, empty, field, go, marks, not_saved},
    error::WebError,
    form::{Form, LINE},
    layout::{self, Head, Section},
    pages::choices::{self, Choices},
    session::Me,
    words::{Known, near},
};

pub(crate) async fn list(me: Me) -> Response {
    let likely = begin::likely_rung(me.book.facts());
    let rung = likely.map(|rung| rung.id.to_string()).unwrap_or_default();
    page(&me, &Form::filled([("rung", rung)]))
}

/// Begins a case, anew or from one that is over.
pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let facts = me.book.facts();
    let from: Option<ItemId> = form.typed("from").parse().ok();
    let from = from.and_then(|id| me.book.record.get::<Case>(id));
    let begun = match from {
        Some(of) => Some(case::outcome::again(facts, of.it)),
        None => read(&me, &mut form),
    };
    let Some(begun) = begun else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| id = Some(act.add(begun))).await?;
    let to = id.map_or_else(|| "/cases".to_owned(), |id| format!("/cases/{id}"));
    Ok(Redirect::to(&to).into_response())
}

fn read(me: &Me, form: &mut Form) -> Option<Case> {
    let facts = me.book.facts();
    let rung = form.needed("rung", LINE, "Which rung is it for?");
    let rung = rung.and_then(|id| {
        let found = facts.framework.rung(&RungId::new(id));
        if found.is_none() {
            form.fault("rung", "This ladder has no such rung.");
        }
        found
    });
    let by = form.date("by");
    let decided = form.date("decided");
    let rung = rung.filter(|_| form.is_good())?;
    Some(Case {
        by,
        decided,
        ..begin(facts, rung)
    })
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let open = case::open(facts);
    let over: Vec<Of<'_, Case>> = facts
        .cases
        .all
        .iter()
        .rev()
        .filter(|of| stage(facts, **of) == Stage::Over)
        .copied()
        .collect();
    let head = Head {
        title: "Promotion case",
        lede: html! {
            p {
                @match open.len() {
                    0 => { "What the next rung expects, what shows that you do it, and who should know before it is decided." }
                    1 => { "One case is open." }
                    open => { (open) " cases are open." }
                }
            }
        },
        section: Section::Milestones,
    };
    let body = html! {
        @if facts.cases.all.is_empty() {
            (empty("No case yet", "A case is decided in minutes, by people of whom some have never heard of your work, and the question that sinks it is ‘what did this person actually do?’. Begin months before: the thin spots take that long.", &html! { (go("#new", "Begin a case")) }))
        }
        @for of in &open { (line(facts, *of)) }
        section.card #new {
            details open[!form.is_good() || open.is_empty()] {
                summary { "Begin a case" }
                form method="post" action="/cases" {
                    (not_saved(form))
                    (marks(None))
                    (field(form, Field { name: "rung", label: "For which rung", hint: "", kind: Kind::One(&rungs(facts)) }))
                    div.pair {
                        (field(form, Field { name: "by", label: "To be handed in by", hint: "If you know.", kind: Kind::Date }))
                        (field(form, Field { name: "decided", label: "Decided on", hint: "If you know.", kind: Kind::Date }))
                    }
                    p.soft { "It begins with the evidence that you have, and with those who have a say as far as they are on your " a href="/allies" { "map of allies" } "." }
                    div.actions { button { "Begin" } }
                }
            }
        }
        @if !over.is_empty() {
            section {
                h2 { "Over" }
                ul.plain {
                    @for of in &over {
                        li {
                            a href={ "/cases/" (of.id) } { strong { (rung_name(facts, of.it)) } }
                            @if let Some(outcome) = &of.it.outcome { " " span.tag.quiet { (outcome.decision.label()) } " " span.soft { (near(outcome.on, facts.day)) } }
                        }
                    }
                }
            }
        }
        section { p.soft { "Meeting all of it does not guarantee a promotion. Nobody but you sees what stands here, until you take a packet away." } }
    };
    layout::page(me, facts, &head, &body)
}

fn line(facts: &Facts<'_>, of: Of<'_, Case>) -> Markup {
    let lines = lines(facts, of.it);
    let stage = stage(facts, of);
    html! {
        section {
            h2 { a href={ "/cases/" (of.id) } { (rung_name(facts, of.it)) } " " span.tag.course { (stage.label()) } }
            p.soft {
                "Begun " (near(of.it.on, facts.day)) "."
                @if let Some(by) = of.it.by { " To be handed in by " (Known(by)) "." }
                @if let Some(decided) = of.it.decided { " Decided " (Known(decided)) "." }
            }
            p { (Coverage::of(&lines).says()) }
            (super::coverage(of, &lines))
        }
    }
}

/// The rungs as options, the highest first: one argues for something above.
fn rungs(facts: &Facts<'_>) -> Choices {
    choices::rungs(facts.framework).rev().collect()
}
