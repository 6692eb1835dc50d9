//! What came of a case: a date on the course, or reasons that become feedback and promises.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Case, CaseDecision, CaseOutcome, Feedback, Of, Promise},
    views::{
        case::{
            outcome::{Decided, MOST_REASONS, Reason, decide},
            rung_name,
        },
        facts::Facts,
        talks::who::Who,
    },
};

use super::{family, found};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE},
    layout::{self, Head, Section},
    pages::{
        choices::options,
        talks::{known_people, named, who_field},
    },
    path::Path,
    session::Me,
    words::{Known, near},
};

/// Rows for reasons that a new form has.
const ROWS: usize = 3;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    if let Some(outcome) = &of.it.outcome {
        return Ok(over(&me, of, outcome));
    }
    let name = rung_name(me.book.facts(), of.it);
    let form = Form::filled([
        ("decision", CaseDecision::Promoted.word().to_owned()),
        ("title", name.to_owned()),
        ("role", "yes".to_owned()),
    ]);
    Ok(page(&me, of, &form))
}

/// Notes what was decided, and writes what follows from it.
pub(crate) async fn save(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    if of.it.outcome.is_some() {
        // A second click finds it noted already.
        return Ok(Redirect::to(&format!("/cases/{id}/outcome")).into_response());
    }
    let Some(decided) = read(&me, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let says = match decided.decision {
        CaseDecision::Promoted if decided.role.is_some() => {
            "Noted. Your course goes on from there."
        }
        CaseDecision::NotNow if !decided.reasons.is_empty() => {
            "Noted. The reasons are among your feedback, and what you do about them among your promises."
        }
        _ => "Noted.",
    };
    let facts = me.book.facts();
    me.act(once, |act| decide(facts, of, decided, act)).await?;
    me.say(says);
    Ok(Redirect::to(&format!("/cases/{id}/outcome")).into_response())
}

/// Opens it again: the outcome was noted by mistake, or it is decided anew. What followed from it stays.
pub(crate) async fn reopen(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    if of.it.outcome.is_some() {
        let it = Case {
            outcome: None,
            ..of.it.clone()
        };
        me.act(once, |act| act.put(id, revises, it)).await?;
    }
    Ok(Redirect::to(&format!("/cases/{id}")).into_response())
}

fn read(me: &Me, form: &mut Form) -> Option<Decided> {
    let decision = CaseDecision::named(form.typed("decision"));
    if decision.is_none() {
        form.fault("decision", "What was decided?");
    }
    let on = form.date("on");
    if on.is_some_and(|on| on.is_after(me.book.today)) {
        form.fault("on", "That lies ahead; note it when it was.");
    }
    let promoted = decision == Some(CaseDecision::Promoted);
    let from = form.date("from");
    let mut role = None;
    if promoted && form.ticked("role") {
        role = form.needed("title", LINE, "Under which title?");
    } else if promoted && form.text("title", LINE).is_some() {
        let says = "The title is kept with the role: tick the box below, or leave it empty.";
        form.fault("title", says);
    }
    let mut reasons = Vec::new();
    if decision == Some(CaseDecision::NotNow) {
        for at in 0..MOST_REASONS {
            reasons.extend(reason(me, form, at));
        }
    }
    let note = form.text("note", Case::TEXT);
    let decision = decision.filter(|_| form.is_good())?;
    Some(Decided {
        decision,
        on: on.unwrap_or(PartialDate::day(me.book.today)),
        note,
        from,
        role,
        reasons,
    })
}

fn reason(me: &Me, form: &mut Form, at: usize) -> Option<Reason> {
    let field = format!("reason{at}");
    let words = form.text(&field, Case::TEXT);
    let who = named(me, form, &format!("whom{at}"), Who::default());
    let follow = form.text(&format!("follow{at}"), Case::NOTE);
    let due = form.date(&format!("due{at}"));
    if due.is_some_and(|due| due.last_day() < me.book.today) {
        form.fault(&format!("due{at}"), "That day is over; choose a later one.");
    }
    if words.is_none() && follow.is_some() {
        form.fault(&field, "What was said?");
    }
    Some(Reason {
        words: words?,
        contact: who.contact,
        whom: who.whom,
        follow,
        due,
    })
}

fn page(me: &Me, of: Of<'_, Case>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "What came of it",
        lede: html! { p { "Whatever was decided: note it while you remember the reasons in their words." } },
        section: Section::Milestones,
    };
    let decisions = options(CaseDecision::WORDS, CaseDecision::label);
    let rows = (0..MOST_REASONS)
        .rev()
        .find(|at| !form.typed(&format!("reason{at}")).is_empty());
    let rows = rows.map_or(ROWS, |it| (it + 2).max(ROWS)).min(MOST_REASONS);
    let body = html! {
        (family(of, "/outcome"))
        form method="post" action={ "/cases/" (of.id) "/outcome" } {
            (not_saved(form))
            (marks_again(form, None))
            div.pair {
                (field(form, Field { name: "decision", label: "It was decided", hint: "", kind: Kind::One(&decisions) }))
                (field(form, Field { name: "on", label: "On", hint: "Empty is today.", kind: Kind::Date }))
            }
            section {
                h2 { "If you were promoted" }
                (field(form, Field { name: "title", label: "Under which title", hint: "", kind: Kind::Line { autocomplete: "off" } }))
                (field(form, Field { name: "from", label: "From when", hint: "Empty is the day it was decided.", kind: Kind::Date }))
                label.check { input type="checkbox" name="role" value="yes" checked[form.ticked("role")]; "Begin the new role in your record and end the one before it, so that your course goes on" }
            }
            section {
                h2 { "If it is ‘not now’" }
                p.soft { "It is not a verdict on you, and it may not be the last word. The reasons become feedback; what you do about one becomes a promise of yours, with its day." }
                @for at in 0..rows {
                    div.card {
                        (field(form, Field { name: &format!("reason{at}"), label: "What was said", hint: "As near to their words as you remember.", kind: Kind::Text }))
                        (who_field(form, &format!("whom{at}"), "Who said it", ""))
                        div.pair.wide {
                            (field(form, Field { name: &format!("follow{at}"), label: "What you do about it", hint: "If anything.", kind: Kind::Text }))
                            (field(form, Field { name: &format!("due{at}"), label: "By", hint: "", kind: Kind::Date }))
                        }
                    }
                }
            }
            (field(form, Field { name: "note", label: "Anything else", hint: "", kind: Kind::Text }))
            div.actions { button { "Note it" } (go_quietly(&format!("/cases/{}", of.id), "Back")) }
        }
        (known_people(me))
    };
    layout::page(me, facts, &head, &body)
}

fn over(me: &Me, of: Of<'_, Case>, outcome: &CaseOutcome) -> Response {
    let facts = me.book.facts();
    let title = match outcome.decision {
        CaseDecision::Promoted => "Promoted",
        CaseDecision::NotNow => "Not now",
        CaseDecision::Withdrawn => "Withdrawn",
    };
    let head = Head {
        title,
        lede: html! {
            p {
                "Decided " (near(outcome.on, facts.day)) ". "
                @match outcome.decision {
                    CaseDecision::Promoted => { "The work carries on under another name." }
                    CaseDecision::NotNow => { "What was said is kept beside what you do about it. What you have shown stays shown." }
                    CaseDecision::Withdrawn => { "You took it back. Everything in it is kept." }
                }
            }
        },
        section: Section::Milestones,
    };
    let body = html! {
        (family(of, "/outcome"))
        section {
            dl {
                @if let Some(from) = outcome.from { dt { "From" } dd { (Known(from)) } }
                @if let Some(role) = outcome.role { dt { "Role" } dd { a href={ "/roles/" (role) } { "the role that began with it" } ", on " a href="/course" { "your course" } } }
                @if let Some(note) = &outcome.note { dt { "Noted" } dd { (note) } }
            }
        }
        (reasons(facts, outcome))
        section.screen-only {
            h2 { "Go on from here" }
            @if outcome.decision == CaseDecision::NotNow {
                @let setback = facts.setbacks.all.iter().find(|it| it.it.case == Some(of.id));
                @match setback {
                    Some(setback) => { p { a href={ "/setbacks/" (setback.id) "/judged" } { "What was said, and what was meant" } } }
                    None => { p { "If it weighs on you: " a href={ "/setbacks/new?sort=passed-over&case=" (of.id) } { "say so, and go slowly for a while" } "." } }
                }
            }
            @if outcome.decision != CaseDecision::Promoted {
                form method="post" action="/cases" {
                    (marks(None))
                    input type="hidden" name="from" value=(of.id);
                    p { "Begin again with all of its argument: the evidence since then comes in by itself." }
                    button { "Begin again from this one" }
                }
            }
            form method="post" action={ "/cases/" (of.id) "/reopen" } {
                (marks(Some(of.revision.entry_id)))
                button.quiet { "It is not decided after all" }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// The reasons, with what one does about each.
fn reasons(facts: &Facts<'_>, outcome: &CaseOutcome) -> Markup {
    let said: Vec<Of<'_, Feedback>> = outcome
        .feedback
        .iter()
        .filter_map(|id| facts.record.get::<Feedback>(*id))
        .collect();
    let answers = |id: ItemId| {
        let all = facts.talks.promises.iter();
        let mut all = all.filter(move |of: &&Of<'_, Promise>| of.it.answers == Some(id));
        all.next().copied()
    };
    html! {
        @if !said.is_empty() {
            section {
                h2 { "What was said" }
                ul.plain {
                    @for of in &said {
                        li {
                            a href={ "/feedback/" (of.id) } { "‘" (of.it.words) "’" }
                            @if let Some(name) = facts.talks.who(of.it).name { " " span.soft { (name) } }
                            @match answers(of.id) {
                                Some(promise) => { p { "You: " a href={ "/promises/" (promise.id) } { (promise.it.what) } @if let Some(due) = promise.it.due { " " span.soft { "by " (near(due, facts.day)) } } } }
                                None => { p.soft { "Nothing is set about it yet." } }
                            }
                        }
                    }
                }
            }
        }
    }
}
