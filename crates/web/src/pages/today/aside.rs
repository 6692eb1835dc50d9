//! What can be done about a thing where it is listed: done, put aside until a day or for good, brought back. And
//! quiet for all of them.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Span, civil::Date};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Of, Quiet, Snooze},
    views::{
        aside::Until,
        due::{self, Due, DueId, Matter, NotDone},
    },
};

use crate::{
    components::{DATE, marks},
    error::WebError,
    form::{Form, LINE, TEXT},
    pages::{setbacks::slow::end, today::place::place},
    session::Me,
    words::{Day, sentence},
};

/// A word on a button for some days, and how many those are.
const DAYS: [(&str, &str, i64); 3] = [
    ("1", "Tomorrow", 1),
    ("7", "In a week", 7),
    ("30", "In a month", 30),
];

/// What puts a thing aside for good.
const NEVER: &str = "never";

/// The thing is done.
pub(crate) async fn done(me: Me, form: Form) -> Result<Response, WebError> {
    let (id, once) = (thing(&form)?, form.once()?);
    let facts = me.book.facts();
    let mut outcome = Ok(());
    let done = me.act(once, |act| outcome = due::done(facts, id, act));
    let done = done.await?;
    match outcome {
        Ok(()) => {
            let word = match id.matter {
                Matter::CheckIn => "Skipped",
                other => other.done_word().unwrap_or("Done"),
            };
            let what = due::everything(facts).into_iter().find(|due| due.id == id);
            let says = what.map_or_else(|| format!("{word}."), |due| of(word, &due.what));
            me.say_of(done, form.back().unwrap_or("/"), says);
            Ok(back(&form))
        }
        // A second click: it is as was wished.
        Err(NotDone::Gone) => Ok(back(&form)),
        Err(NotDone::NeedsMore) => Ok(Redirect::to(&place(id, facts).href).into_response()),
    }
}

/// The thing comes back on a day, or never.
pub(crate) async fn put(me: Me, mut form: Form) -> Result<Response, WebError> {
    let (id, once) = (thing(&form)?, form.once()?);
    let facts = me.book.facts();
    let Some(until) = until(&mut form, facts.day) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, super::page(&me, &form)).into_response());
    };
    me.act(once, |act| due::put_aside(facts, id, until, act))
        .await?;
    match until {
        Until::Day(day) => me.say(format!("Put aside until {}.", Day(day))),
        Until::ForGood => {
            me.say(
                "It is not asked again. It stands under what was put aside, if you want it back.",
            );
        }
    }
    Ok(back(&form))
}

/// The thing was not to be put aside after all.
pub(crate) async fn back_again(me: Me, form: Form) -> Result<Response, WebError> {
    let (item, once) = (item(&form)?, form.once()?);
    if let Some(of) = me.book.record.get::<Snooze>(item) {
        let entry = of.revision.entry_id;
        me.act(once, |act| act.withdraw(item, entry)).await?;
    }
    Ok(back(&form))
}

/// Nothing is asked until a day.
pub(crate) async fn quiet(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let today = me.book.today;
    let why = form.text("why", TEXT);
    let until = until(&mut form, today);
    let (Some(Until::Day(until)), true) = (until, form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, super::page(&me, &form)).into_response());
    };
    let quiet = Quiet {
        until: PartialDate::day(until),
        why,
        setback: None,
        on: PartialDate::day(today),
        unknown: Map::new(),
    };
    me.act(once, |act| {
        act.add(quiet);
    })
    .await?;
    Ok(back(&form))
}

/// The quiet is over.
pub(crate) async fn quiet_over(me: Me, form: Form) -> Result<Response, WebError> {
    let (item, once) = (item(&form)?, form.once()?);
    if let Some(of) = me.book.record.get::<Quiet>(item) {
        let entry = of.revision.entry_id;
        let today = PartialDate::day(me.book.today);
        me.act(once, |act| match of.it.setback {
            Some(_) => end(act, of, today),
            None => act.withdraw(item, entry),
        })
        .await?;
    }
    Ok(back(&form))
}

/// ‘Kept: Send Sofie the memo.’
pub(in crate::pages) fn of(word: &str, what: &str) -> String {
    format!("{word}: {}", sentence(what))
}

fn back(form: &Form) -> Response {
    Redirect::to(form.back().unwrap_or("/")).into_response()
}

fn thing(form: &Form) -> Result<DueId, WebError> {
    let thing = form.typed("thing").parse();
    thing.map_err(|_| WebError::Form("It does not say what it is about.".to_owned()))
}

fn item(form: &Form) -> Result<ItemId, WebError> {
    let item = form.typed("item").parse();
    item.map_err(|_| WebError::Form("It does not say what it is about.".to_owned()))
}

/// Until when, from the button that was pressed; the one without a value goes by the day that was typed.
fn until(form: &mut Form, today: Date) -> Option<Until> {
    let pressed = form.typed("until").to_owned();
    if pressed == NEVER {
        return Some(Until::ForGood);
    }
    if let Some((_, _, days)) = DAYS.iter().find(|(value, _, _)| *value == pressed) {
        return Some(Until::Day(today.saturating_add(Span::new().days(*days))));
    }
    let day = form.needed("day", LINE, "Until which day? Or press one of the buttons.")?;
    let day = match day.parse::<PartialDate>() {
        Ok(day) => day.first_day(),
        Err(error) => {
            form.fault("day", crate::form::sentence(&error));
            return None;
        }
    };
    if day <= today {
        form.fault("day", "That day is over; choose a later one.");
        return None;
    }
    if day > due::latest(today) {
        form.fault(
            "day",
            "That is more than a year away; choose an earlier day.",
        );
        return None;
    }
    Some(Until::Day(day))
}

/// The ways to put a thing aside.
pub(super) fn later(due: &Due, form: &Form) -> Markup {
    let id = due.id.to_string();
    let refused = Some(form).filter(|it| !it.is_good() && it.typed("thing") == id);
    html! {
        details.later open[refused.is_some()] {
            summary { "Later" span.seen-not { ": " (due.what) } }
            form method="post" action="/today/aside" {
                (marks(None))
                input type="hidden" name="thing" value=(id);
                (buttons())
                (on_a_day(&format!("day-{id}"), refused))
                button.quiet name="until" value=(NEVER) { "Not for me" }
            }
        }
    }
}

fn buttons() -> Markup {
    html! {
        @for (value, label, _) in DAYS { button.quiet name="until" value=(value) { (label) } }
    }
}

/// A day to type, with a button of its own.
fn on_a_day(name: &str, refused: Option<&Form>) -> Markup {
    let fault = refused.and_then(|form| form.fault_of("day"));
    let typed = refused.map_or("", |form| form.typed("day"));
    let fault_id = format!("{name}-fault");
    html! {
        span.row {
            label for=(name) { "or on" }
            input.short id=(name) name="day" value=(typed) autocomplete="off" placeholder=(DATE)
                aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| &fault_id)];
            button.quiet { "That day" }
        }
        @if let Some(fault) = fault { p.error id=(fault_id) { (fault) } }
    }
}

/// Takes a thing back from what was put aside.
pub(super) fn bring_back(of: Of<'_, Snooze>, due: &Due) -> Markup {
    html! {
        form method="post" action="/today/back" {
            (marks(None))
            input type="hidden" name="item" value=(of.id);
            button.quiet { "Bring it back" span.seen-not { ": " (due.what) } }
        }
    }
}

/// Quiet for everything.
pub(super) fn quieten(form: &Form) -> Markup {
    let refused = Some(form).filter(|it| !it.is_good() && it.typed("thing").is_empty());
    html! {
        details.later open[refused.is_some()] {
            summary { "Leave me be for a while" }
            p.soft { "Nothing is asked of you until the day you say, here, by calendar or by mail. Everything keeps, and you can end it at any time." }
            form method="post" action="/today/quiet" {
                (marks(None))
                div.field {
                    label for="why" { "Why, if you like" }
                    input id="why" name="why" autocomplete="off" value=(refused.map_or("", |form| form.typed("why")));
                }
                (buttons())
                (on_a_day("quiet-day", refused))
            }
        }
    }
}

/// Ends the quiet.
pub(super) fn wake(quiet: Of<'_, Quiet>) -> Markup {
    html! {
        form method="post" action="/today/quiet/over" {
            (marks(None))
            input type="hidden" name="item" value=(quiet.id);
            button.quiet { @if quiet.it.setback.is_some() { "That is enough" } @else { "End the quiet" } }
        }
    }
}
