//! After somebody judged: what was said, what was meant, what to ask, and a day to decide whether to stay or go.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Case, Feedback, Of, Setback, SetbackKind, StayGo, StayOrGo},
    views::{facts::Facts, setback::title},
};

use super::{SECTION, address, found, ways};
use crate::{
    components::{Field, Kind, field, go_quietly, keep, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head},
    pages::{
        choices::{options, or_none},
        talks::for_the_next,
    },
    path::Path,
    session::Me,
    words::{Known, near},
};

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &begun(me.book.facts(), of.it)))
}

pub(crate) async fn save(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let changed = Setback {
        said: form.text("said", TEXT),
        meant: form.text("meant", TEXT),
        ask: form.text("ask", TEXT),
        ..of.it.clone()
    };
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    }
    me.act(once, |act| act.put(id, revises, changed)).await?;
    Ok(Redirect::to(&path(id)).into_response())
}

/// Sets the day, or says what was decided.
pub(crate) async fn decide(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let day = form.date("decide_on");
    let moved = day != of.it.decide_on;
    if moved && day.is_some_and(|day| day.last_day() < me.book.today) {
        form.fault("decide_on", "That day is over; choose a later one.");
    }
    let why = form.text("why", TEXT);
    let before = of.it.decided.clone();
    let today = PartialDate::day(me.book.today);
    let decided = StayGo::named(form.typed("choice")).map(|choice| StayOrGo {
        choice,
        why,
        on: before.as_ref().map_or(today, |it| it.on),
        unknown: before.map(|it| it.unknown).unwrap_or_default(),
    });
    if !form.is_good() {
        let mut typed = filled(of.it);
        for name in ["decide_on", "choice", "why"] {
            typed.set(name, form.typed(name));
            if let Some(fault) = form.fault_of(name) {
                typed.fault(name, fault);
            }
        }
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &typed)).into_response());
    }
    let changed = Setback {
        decide_on: day,
        decided,
        ..of.it.clone()
    };
    me.act(once, |act| act.put(id, revises, changed)).await?;
    Ok(Redirect::to(&format!("{}#decide", path(id))).into_response())
}

fn path(id: ItemId) -> String {
    format!("{}/judged", address(id))
}

/// As it stands; where nothing was written yet, with the reasons as they were noted with the case.
fn begun(facts: &Facts<'_>, it: &Setback) -> Form {
    let mut form = filled(it);
    if it.said.is_none() && it.meant.is_none() && it.ask.is_none() {
        form.set("said", reasons(facts, it));
    }
    form
}

/// What was said when the case was decided, and by whom, a line each.
fn reasons(facts: &Facts<'_>, it: &Setback) -> String {
    let case = it.case.and_then(|id| facts.record.get::<Case>(id));
    let outcome = case.and_then(|of| of.it.outcome.as_ref());
    let said = outcome.into_iter().flat_map(|it| &it.feedback);
    let said = said.filter_map(|id| facts.record.get::<Feedback>(*id));
    let lines = said.map(|of| match facts.talks.who(of.it).name {
        Some(name) => format!("{name}: {}", of.it.words),
        None => of.it.words.clone(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn filled(it: &Setback) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let decided = it.decided.as_ref();
    Form::filled([
        ("said", text(&it.said)),
        ("meant", text(&it.meant)),
        ("ask", text(&it.ask)),
        (
            "decide_on",
            it.decide_on.map_or_else(String::new, |on| on.to_string()),
        ),
        (
            "choice",
            decided.map_or_else(String::new, |it| it.choice.word().to_owned()),
        ),
        ("why", decided.map_or_else(String::new, |it| text(&it.why))),
    ])
}

fn page(me: &Me, of: Of<'_, Setback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "What was said",
        lede: html! { p { a href=(address(of.id)) { (title(facts, of.it)) } ", " (near(of.it.on, facts.day)) "." } },
        section: SECTION,
    };
    let body = html! {
        (ways(of.id, &title(facts, of.it), None))
        (not_saved(form))
        section {
            form method="post" action=(path(of.id)) {
                (marks_again(form, Some(of.revision.entry_id)))
                (field(form, Field { name: "said", label: "What was said", hint: "As near to their words as you remember.", kind: Kind::Text }))
                (field(form, Field { name: "meant", label: "What you think was meant", hint: "Your reading, and no more than that. It may change when you ask.", kind: Kind::Text }))
                (field(form, Field { name: "ask", label: "What you want to ask", hint: "One question that can be answered: which decision, which moment, what you would have had to see.", kind: Kind::Text }))
                div.actions { button { "Save what was said" } (go_quietly(&address(of.id), "Back")) }
            }
        }
        section {
            h2 { "Then, when you are ready" }
            ul.plain {
                @if let Some(ask) = &of.it.ask {
                    li {
                        strong { "Take the question along" }
                        (for_the_next(facts, ask, Some(of.id), &path(of.id)))
                    }
                }
                li {
                    a href="/conversations/prepare" { strong { "Prepare the conversation" } }
                    p.soft { "A sheet with what you want to say and to ask. You need not have made up your mind to have it." }
                }
                @if of.it.kind == SetbackKind::PassedOver {
                    li {
                        @match of.it.case {
                            Some(case) => { a href={ "/cases/" (case) } { strong { "The case again" } } " " a.how href={ "/cases/" (case) "/outcome" } { "What came of it" } }
                            None => { a href="/cases" { strong { "The case again" } } }
                        }
                        p.soft { "With what was said beside it: which line was doubted, and what would show it." }
                    }
                }
                @if of.it.kind == SetbackKind::PoorReview {
                    li {
                        a href="/conversations" { strong { "What of it is feedback" } }
                        p.soft { "Recorded with the conversation, it can be made usable: what, when, and what to do instead." }
                    }
                }
            }
        }
        (decision(me, of, form))
    };
    layout::page(me, facts, &head, &body)
}

fn decision(me: &Me, of: Of<'_, Setback>, form: &Form) -> Markup {
    let choices = [
        (StayGo::Stay.word(), "I stay"),
        (StayGo::Go.word(), "I look for something else"),
    ];
    let choices = or_none("I have not decided", options(&choices, str::to_owned));
    let day = if of.it.decided.is_some() {
        "The day you had set for it"
    } else {
        "The day on which you decide"
    };
    html! {
        section.card #decide {
            h2 { "Stay or go" }
            @match &of.it.decided {
                Some(it) => { p { "You decided " (near(it.on, me.book.today)) " to " (it.choice.label()) "." @if let Some(why) = &it.why { " " (why) } } }
                None => {
                    @match of.it.decide_on {
                        Some(on) if on.is_after(me.book.today) => { p { "The day you set: " (Known(on)) ". It stands on Today then, and nowhere before; until then the question can rest." } }
                        Some(on) => { p { "You set " (near(on, me.book.today)) " for this. Not ready is an answer too: choose another day." } }
                        None => { p { "Not today. Set a day on which you decide; until then the question can rest." } }
                    }
                }
            }
            (keep(me.book.facts()))
            form method="post" action={ (path(of.id)) "/decide" } {
                (marks(Some(of.revision.entry_id)))
                div.pair {
                    (field(form, Field { name: "decide_on", label: day, hint: "", kind: Kind::Date }))
                    (field(form, Field { name: "choice", label: "What you decided", hint: "", kind: Kind::One(&choices) }))
                }
                (field(form, Field { name: "why", label: "Why", hint: "For yourself, when you read it again.", kind: Kind::Text }))
                div.actions { button { "Save the day and the decision" } @if of.it.decided.as_ref().is_some_and(|it| it.choice == StayGo::Go) { (go_quietly("/opportunities", "Opportunities")) } }
            }
        }
    }
}
