//! Where an opportunity stands, what comes next, and what was offered.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{NextStep, Of, Offer, Opportunity, Stage, StageEntered},
    views::{facts::Facts, opportunities::Considered},
};

use super::{found, one, stage_tag, wants_to_know};
use crate::{
    components::{Field, Kind, field, marks, marks_again},
    error::WebError,
    form::{Form, LINE, TEXT},
    pages::choices::options,
    path::Path,
    session::Me,
    words::{near, sentence},
};

/// Says where it stands now, and what comes next.
pub(crate) async fn enter(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let facts = me.book.facts();
    let stands = Considered::on(facts, of).stage;
    let today = PartialDate::day(me.book.today);
    let on = form.date("on").unwrap_or(today);
    if on.is_after(me.book.today) {
        form.fault("on", "That lies ahead; put it under what comes next.");
    }
    let stage = Stage::named(form.typed("stage")).unwrap_or(stands);
    let note = form.text("note", TEXT);
    let (what, by) = (form.text("next", LINE), form.date("by"));
    if by.is_some() && what.is_none() {
        form.fault("next", "What is to be done by then?");
    }
    let (terms, answer_by) = (form.text("terms", TEXT), form.date("answer_by"));
    if !form.is_good() {
        let page = one::page(&me, of, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut it = of.it.clone();
    if stage != stands || note.is_some() {
        it.stages.push(StageEntered {
            note,
            ..StageEntered::new(stage, on)
        });
    }
    it.next = next(of.it.next.as_ref(), what, by);
    it.offer = offer(of.it.offer.as_ref(), terms, answer_by);
    if it != *of.it {
        me.act(once, |act| act.put(id, revises, it)).await?;
    }
    Ok(Redirect::to(&format!("/opportunities/{id}")).into_response())
}

/// The step that stands after a form: the one before with another day, another one, or none. One that was done is
/// history, and stays where no other takes its place.
fn next(
    before: Option<&NextStep>,
    what: Option<String>,
    by: Option<PartialDate>,
) -> Option<NextStep> {
    match (before, what) {
        (Some(before), None) => before.done.is_some().then(|| before.clone()),
        (None, None) => None,
        (Some(before), Some(what)) if before.done.is_none() => Some(NextStep {
            what,
            by,
            ..before.clone()
        }),
        (_, Some(what)) => Some(NextStep::new(what, by)),
    }
}

fn offer(
    before: Option<&Offer>,
    terms: Option<String>,
    answer_by: Option<PartialDate>,
) -> Option<Offer> {
    let offer = Offer {
        terms,
        answer_by,
        ..before.cloned().unwrap_or_default()
    };
    (offer != Offer::default()).then_some(offer)
}

/// The next step is done.
pub(crate) async fn stepped(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let mut it = of.it.clone();
    if let Some(next) = it.next.as_mut().filter(|next| next.done.is_none()) {
        next.done = Some(PartialDate::day(me.book.today));
        me.act(form.once()?, |act| act.put(id, Some(revises), it))
            .await?;
    }
    Ok(Redirect::to(&format!("/opportunities/{id}")).into_response())
}

/// Where it stands and stood, with the step that comes next, and the form that says so anew.
pub(super) fn card(facts: &Facts<'_>, it: &Considered<'_>, staging: &Form) -> Markup {
    let of = it.of;
    let open = of.it.next.as_ref().filter(|next| next.done.is_none());
    html! {
        section.card #stands {
            p { (stage_tag(it.stage)) " " (near(it.since, facts.day)) "." }
            @if let Some(next) = open.filter(|_| it.stage.is_live()) {
                ul.plain {
                    li.with-act {
                        div {
                            strong { "Next: " (next.what) }
                            @if let Some(by) = next.by { p.soft { "By " (near(by, facts.day)) "." } }
                        }
                        form.row method="post" action={ "/opportunities/" (of.id) "/stepped" } {
                            (marks(Some(of.revision.entry_id)))
                            button.quiet { "Done" span.seen-not { ": " (next.what) } }
                        }
                    }
                }
            } @else if it.stage.is_live() {
                p.soft { "No next step is noted. What would tell you more, and by when?" }
            }
            @if let Some(next) = of.it.next.as_ref().filter(|it| it.done.is_some()) {
                @if let Some(done) = next.done { p.soft { "Done " (near(done, facts.day)) ": " (sentence(&next.what)) } }
            }
            @if it.stage == Stage::Offer && of.it.offer.is_none() {
                p.soft { "What is offered, and by when do they want to know? Say so below." }
            }
            @if let Some(offer) = &of.it.offer {
                @if let Some(terms) = &offer.terms { p { "Offered: " (sentence(terms)) } }
                @if let Some(by) = offer.answer_by.filter(|_| it.stage == Stage::Offer) { p { (wants_to_know(facts, by)) } }
            }
            (form(of, it.stage, staging))
            @if of.it.stages.len() > 1 {
                details {
                    summary { "How it went" }
                    ul.plain.close {
                        @for entered in &of.it.stages {
                            li { (near(entered.on, facts.day)) ": " (entered.stage.label()) @if let Some(note) = &entered.note { ". " span.soft { (sentence(note)) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The form that says where it stands now.
fn form(of: Of<'_, Opportunity>, stage: Stage, form: &Form) -> Markup {
    let filled = if form.pairs().next().is_none() {
        let open = of.it.next.as_ref().filter(|next| next.done.is_none());
        let date = |date: Option<PartialDate>| date.map(|it| it.to_string()).unwrap_or_default();
        let offer = of.it.offer.clone().unwrap_or_default();
        &Form::filled([
            ("stage", stage.word().to_owned()),
            ("next", open.map(|it| it.what.clone()).unwrap_or_default()),
            ("by", date(open.and_then(|it| it.by))),
            ("terms", offer.terms.unwrap_or_default()),
            ("answer_by", date(offer.answer_by)),
        ])
    } else {
        form
    };
    let stages = options(Stage::WORDS, Stage::label);
    let line = Kind::Line {
        autocomplete: "off",
    };
    html! {
        details.deed open[!form.is_good() || stage == Stage::Seen] {
            summary.button.quiet[!stage.is_live()] { "Say where it stands" }
            form method="post" action={ "/opportunities/" (of.id) "/stage" } {
                (marks_again(form, Some(of.revision.entry_id)))
                div.pair {
                    (field(filled, Field { name: "stage", label: "It stands at", hint: "", kind: Kind::One(&stages) }))
                    (field(filled, Field { name: "on", label: "Since", hint: "Today, if you leave it out.", kind: Kind::Date }))
                }
                (field(filled, Field { name: "note", label: "What was said, or why", hint: "", kind: Kind::Text }))
                div.pair {
                    (field(filled, Field { name: "next", label: "What comes next", hint: "It stands on Today.", kind: line }))
                    (field(filled, Field { name: "by", label: "By", hint: "", kind: Kind::Date }))
                }
                @if matches!(stage, Stage::Offer | Stage::Interviewing) || !filled.typed("terms").is_empty() || !filled.typed("answer_by").is_empty() {
                    (field(filled, Field { name: "terms", label: "What is offered", hint: "In your own words: pay, hours, place, people.", kind: Kind::Text }))
                    (field(filled, Field { name: "answer_by", label: "They want an answer by", hint: "", kind: Kind::Date }))
                }
                div.actions { button { "Save the stage" } }
            }
        }
    }
}
