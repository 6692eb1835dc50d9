//! Things to do: what is to be done now, what was put off, and what came of the rest.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Span;
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Action, Of},
    views::{
        action::{is_open, later as put_off, now, over},
        facts::Facts,
    },
};

use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::today::aside::of as says_of,
    path::Path,
    session::Me,
    words::{self, Day, Known, near},
};

/// How many of what is over the page lists.
const MOST_OVER: usize = 50;

/// The longest that a thing is put off at once, in days.
const MOST_DAYS: i64 = 366;

pub(crate) async fn list(me: Me) -> Response {
    listing(&me, &Form::default())
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let blank = Action::new("", PartialDate::day(me.book.today), me.book.framework.hash);
    let Some(action) = read(&mut form, &blank) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    me.act(once, |act| {
        act.add(action);
    })
    .await?;
    Ok(Redirect::to("/actions").into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let it = of.it;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let form = Form::filled([
        ("what", it.what.clone()),
        ("first_step", text(&it.first_step)),
        ("whom", text(&it.whom)),
        (
            "due",
            it.due.map_or_else(String::new, |due| due.to_string()),
        ),
        ("outcome", text(&it.outcome)),
    ]);
    Ok(one(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(action) = read(&mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, action)).await?;
    Ok(Redirect::to("/actions").into_response())
}

/// It is done; what came of it may be said in the same form.
pub(crate) async fn done(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let today = Some(PartialDate::day(me.book.today));
    let outcome = form.text("outcome", TEXT);
    form.sound()?;
    again(&me, id, &form, "Done", |it| Action {
        done: today,
        dropped: None,
        outcome: outcome.or_else(|| it.outcome.clone()),
        ..it.clone()
    })
    .await
}

/// Not asked about for some days.
pub(crate) async fn later(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let days: i64 = form.typed("days").parse().unwrap_or(7);
    let until = me
        .book
        .today
        .saturating_add(Span::new().days(days.clamp(1, MOST_DAYS)));
    let word = format!("Put off until {}", Day(until));
    again(&me, id, &form, &word, |it| Action {
        put_off: Some(PartialDate::day(until)),
        ..it.clone()
    })
    .await
}

pub(crate) async fn drop(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    let today = Some(PartialDate::day(me.book.today));
    again(&me, id, &form, "Dropped", |it| Action {
        dropped: today,
        ..it.clone()
    })
    .await
}

pub(crate) async fn reopen(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    again(&me, id, &form, "Taken up again", |it| Action {
        done: None,
        dropped: None,
        put_off: None,
        ..it.clone()
    })
    .await
}

/// Puts an action again, changed, and says so with a word; the same form sent twice changes it once.
async fn again(
    me: &Me,
    id: ItemId,
    form: &Form,
    word: &str,
    change: impl FnOnce(&Action) -> Action,
) -> Result<Response, WebError> {
    let of = found(me, id)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let action = change(of.it);
    let back = form.back().unwrap_or("/actions").to_owned();
    let changed = me.act(form.once()?, |act| act.put(id, Some(revises), action));
    me.say_of(changed.await?, &back, says_of(word, &of.it.what));
    Ok(Redirect::to(&back).into_response())
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Action>, WebError> {
    me.book.record.get::<Action>(id).ok_or(WebError::NotFound)
}

/// Reads the form over what stands; what is wrong is noted in it.
fn read(form: &mut Form, before: &Action) -> Option<Action> {
    let what = form.needed("what", TEXT, "What is there to do?");
    let action = Action {
        first_step: form.text("first_step", TEXT),
        whom: form.text("whom", LINE),
        due: form.date("due"),
        outcome: form.text("outcome", TEXT),
        ..before.clone()
    };
    let what = what.filter(|_| form.is_good())?;
    Some(Action { what, ..action })
}

fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let (now, later, over) = (now(facts), put_off(facts), over(facts));
    let head = Head {
        title: "To do",
        lede: html! {
            p {
                @if now.is_empty() { "Nothing is to be done now. Things come here from experiments, plays and the ways out of a plateau, or by your own hand." }
                @else if now.len() == 1 { "One thing to do; it stands on Today until it is done, put off or dropped." }
                @else { (words::capital(&words::small(now.len()))) " things to do; each stands on Today until it is done, put off or dropped." }
            }
        },
        section: Section::Today,
    };
    let body = html! {
        section {
            ul.plain {
                @for of in &now {
                    li {
                        (line(facts, *of))
                        div.row { (buttons(*of, "/actions")) }
                    }
                }
            }
        }
        section.card {
            details open[!form.is_good() || now.is_empty()] {
                summary { "Add something to do" }
                form method="post" action="/actions" {
                    (not_saved(form))
                    (marks(None))
                    (fields(form))
                    div.actions { button { "Add it" } }
                }
            }
        }
        @if !later.is_empty() {
            section {
                h2 { "Put off" }
                ul.plain { @for of in &later { li { (line(facts, *of)) } } }
            }
        }
        @if !over.is_empty() {
            section {
                h2 { "Done or dropped" }
                ul.plain { @for of in over.iter().take(MOST_OVER) { li { (line(facts, *of)) } } }
                @if over.len() > MOST_OVER { p.soft { "And " (words::thousands(over.len() - MOST_OVER)) " earlier ones, in your record." } }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// What is said of an action on a line.
fn line(facts: &Facts<'_>, of: Of<'_, Action>) -> Markup {
    let it = of.it;
    html! {
        a href={ "/actions/" (of.id) } { strong { (it.what) } }
        @if let Some(done) = it.done { " " span.tag.good { "done " (near(done, facts.day)) } }
        @else if let Some(dropped) = it.dropped { " " span.tag.quiet { "dropped " (near(dropped, facts.day)) } }
        @else {
            @if let Some(due) = it.due { " " span.soft { (if due.last_day() < facts.day { "was due " } else { "due " }) (near(due, facts.day)) } }
            @if let Some(until) = it.put_off.filter(|until| until.is_after(facts.day)) { " " span.soft { "from " (Known(until)) } }
        }
        @match (&it.outcome, &it.first_step) {
            (Some(outcome), _) => { p { (outcome) } }
            (None, Some(step)) => { p.soft { "First step: " (words::sentence(step)) } }
            (None, None) => {}
        }
        @if let Some(experiment) = it.experiment.and_then(|id| facts.growth.experiment(id)) {
            p.soft { "For " a href={ "/experiments/" (experiment.id) } { (experiment.it.what) } }
        }
    }
}

/// Done, or in a week: on Today and in the list.
pub(crate) fn buttons(of: Of<'_, Action>, back: &str) -> Markup {
    let name = html! { span.seen-not { ": " (of.it.what) } };
    html! {
        form method="post" action={ "/actions/" (of.id) "/done" } {
            (marks(Some(of.revision.entry_id)))
            input type="hidden" name="back" value=(back);
            button.quiet { "Done" (name) }
        }
        form method="post" action={ "/actions/" (of.id) "/later" } {
            (marks(Some(of.revision.entry_id)))
            input type="hidden" name="back" value=(back);
            input type="hidden" name="days" value="7";
            button.quiet { "In a week" (name) }
        }
    }
}

fn fields(form: &Form) -> Markup {
    html! {
        (field(form, Field { name: "what", label: "What", hint: "", kind: Kind::Text }))
        (field(form, Field { name: "first_step", label: "First step", hint: "Small enough for this week.", kind: Kind::Text }))
        div.pair {
            (field(form, Field { name: "whom", label: "With whom", hint: "", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: "due", label: "By", hint: "", kind: Kind::Date }))
        }
    }
}

fn one(me: &Me, of: Of<'_, Action>, form: &Form) -> Response {
    let facts = me.book.facts();
    let open = is_open(facts, of.it);
    let head = Head {
        title: "Something to do",
        lede: html! { p { "Taken " (near(of.it.on, facts.day)) ". " a href="/actions" { "All there is to do" } } },
        section: Section::Today,
    };
    let form_of = |way: &str, inside: Markup| {
        html! {
            form.row method="post" action={ "/actions/" (of.id) "/" (way) } { (marks(Some(of.revision.entry_id))) (inside) }
        }
    };
    let body = html! {
        (not_saved(form))
        section.card { (line(facts, of)) }
        @if open {
            section {
                form method="post" action={ "/actions/" (of.id) "/done" } {
                    (marks(Some(of.revision.entry_id)))
                    label for="came" { "What came of it" }
                    div.row { input id="came" name="outcome" value=(form.typed("outcome")) autocomplete="off"; button { "Done" } }
                }
                (form_of("later", html! {
                    label for="days" { "Not now:" }
                    select id="days" name="days" { option value="7" { "in a week" } option value="30" { "in a month" } option value="90" { "in a quarter" } }
                    button.quiet { "Put it off" }
                }))
                (form_of("drop", html! { button.quiet { "Drop it" } }))
            }
        } @else {
            section { (form_of("reopen", html! { button.quiet { "Take it up again" } })) }
        }
        section {
            details open[!open || !form.is_good()] {
                summary { "Change it" }
                form method="post" action={ "/actions/" (of.id) } {
                    (marks_again(form, Some(of.revision.entry_id)))
                    (fields(form))
                    // While it is open, what came of it is asked for beside ‘Done’.
                    @if open { input type="hidden" name="outcome" value=(form.typed("outcome")); }
                    @else { (field(form, Field { name: "outcome", label: "What came of it", hint: "", kind: Kind::Text })) }
                    div.actions { button { "Save the changes" } (go_quietly("/actions", "Back")) }
                }
            }
        }
        section { (super::talks::for_the_next(facts, &of.it.what, Some(of.id), &format!("/actions/{}", of.id))) }
    };
    layout::page(me, facts, &head, &body)
}
