//! Small things to do, each with a day. They stand under ‘To do’ as everything there is to do.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Span;
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Action, Of, Setback},
    views::{
        action::is_open,
        setback::{Act, Step, acts, story},
    },
};

use super::{found, step_address, step_page};
use crate::{
    components::{DATE, Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    pages::actions::buttons,
    path::Path,
    session::Me,
    words::{near, sentence},
};

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &Form::default()))
}

/// Takes one that was proposed, or one’s own.
pub(crate) async fn add(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let facts = me.book.facts();
    let today = me.book.today;
    let proposed = acts(facts, &story(facts, of));
    let taken = proposed.iter().find(|act| act.key == form.typed("key"));
    let (what, first_step) = match taken {
        Some(act) => (Some(act.what.clone()), Some(act.first_step.to_owned())),
        None if form.ticked("key") => {
            // A second click finds it taken already.
            return Ok(Redirect::to(&path(id)).into_response());
        }
        None => (
            form.needed("what", LINE, "What is there to do?"),
            form.text("first_step", TEXT),
        ),
    };
    let by = form.date("due");
    if by.is_some_and(|by| by.last_day() < today) {
        form.fault("due", "That day is over; choose a later one.");
    }
    let Some(what) = what.filter(|_| form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let action = Action {
        first_step,
        due: by,
        setback: Some(id),
        ..Action::new(what, PartialDate::day(today), me.book.framework.hash)
    };
    me.act(once, |act| {
        act.add(action);
    })
    .await?;
    Ok(Redirect::to(&path(id)).into_response())
}

fn path(setback: ItemId) -> String {
    step_address(setback, Step::Act)
}

fn page(me: &Me, of: Of<'_, Setback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = story(facts, of);
    let (open, over): (Vec<_>, Vec<_>) = it.acts.iter().partition(|of| is_open(facts, of.it));
    let proposed = acts(facts, &it);
    let own = if form.ticked("key") {
        &Form::default()
    } else {
        form
    };
    let inside = html! {
        @if !open.is_empty() {
            section {
                h2 { "Yours" }
                ul.plain {
                    @for of in &open {
                        li {
                            (line(me, of))
                            div.row { (buttons(*of, &path(it.of.id))) }
                        }
                    }
                }
            }
        }
        section {
            h2 { "Some small things" }
            ul.plain { @for act in &proposed { (offer(me, it.of.id, act, form)) } }
        }
        section.card {
            details open[!own.is_good()] {
                summary { "Something of your own" }
                (not_saved(own))
                form method="post" action=(path(it.of.id)) {
                    (marks_again(own, None))
                    (field(own, Field { name: "what", label: "What", hint: "", kind: Kind::Line { autocomplete: "off" } }))
                    (field(own, Field { name: "first_step", label: "First step", hint: "Small enough for an ordinary day.", kind: Kind::Line { autocomplete: "off" } }))
                    (field(own, Field { name: "due", label: "On which day", hint: "With a day it stands on Today, in a slow time too. Without one it waits.", kind: Kind::Date }))
                    div.actions { button { "Put it down" } }
                }
            }
        }
        @if !over.is_empty() {
            section {
                h2 { "Done" }
                ul.plain { @for of in &over { li { (line(me, of)) } } }
            }
        }
    };
    step_page(
        me,
        of,
        Step::Act,
        "One small thing with a day is enough, and a day without any is fine too.",
        &inside,
    )
}

fn line(me: &Me, of: &Of<'_, Action>) -> Markup {
    let it = of.it;
    html! {
        a href={ "/actions/" (of.id) } { strong { (it.what) } }
        @match (it.done, it.due) {
            (Some(done), _) => { " " span.tag.good { "done " (near(done, me.book.today)) } }
            (None, Some(due)) if it.dropped.is_none() => { " " span.soft { (near(due, me.book.today)) } }
            _ => {}
        }
        @match (&it.outcome, &it.first_step) {
            (Some(outcome), _) => { p { (outcome) } }
            (None, Some(step)) => { p.soft { "First step: " (sentence(step)) } }
            (None, None) => {}
        }
    }
}

fn offer(me: &Me, setback: ItemId, act: &Act, form: &Form) -> Markup {
    let name = format!("due-{}", act.key);
    let refused = (form.typed("key") == act.key)
        .then(|| form.fault_of("due"))
        .flatten();
    let day = me.book.today.saturating_add(Span::new().days(act.days));
    let typed = if refused.is_some() {
        form.typed("due").to_owned()
    } else {
        day.to_string()
    };
    let fault = format!("{name}-fault");
    html! {
        li {
            strong { (act.what) }
            p.soft { "First step: " (act.first_step) }
            form.row method="post" action=(path(setback)) {
                (marks(None))
                input type="hidden" name="key" value=(act.key);
                label for=(name) { "On" }
                input.short id=(name) name="due" value=(typed) autocomplete="off" placeholder=(DATE)
                    aria-invalid=[refused.map(|_| "true")] aria-describedby=[refused.map(|_| &fault)];
                button.quiet { "Put it down" span.seen-not { ": " (act.what) } }
                @if let Some(place) = act.place { (go_quietly(place, "Where it is done")) }
            }
            @if let Some(says) = refused { p.error id=(fault) { (says) } }
        }
    }
}
