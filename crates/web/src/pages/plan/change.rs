//! Asking for another plan, and taking a play from it.

use axum::response::{IntoResponse, Redirect, Response};
use windward_core::{
    date::PartialDate,
    framework::{Play, PlayId, Setting},
    id::ItemId,
    record::PlanSettings,
    views::plan::{TakenAs, plan as planned_from, solve, wishes},
};

use super::page;
use crate::{
    error::WebError,
    form::{Form, LINE},
    session::Me,
};

/// Asks for a plan with other hours, another horizon, other places or destinations.
pub(crate) async fn ask(me: Me, mut form: Form) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let hours = number(&mut form, "hours", PlanSettings::MOST_HOURS, "hours");
    let weeks = number(&mut form, "weeks", PlanSettings::MOST_WEEKS, "weeks");
    let settings = Setting::WORDS.iter();
    let settings = settings.filter(|(word, _)| form.all("setting").any(|it| it == *word));
    let settings: Vec<Setting> = settings.map(|(_, setting)| *setting).collect();
    if settings.is_empty() {
        form.fault("setting", "Tick at least one place, or no play can happen.");
    }
    let choices = facts.destinations.iter().filter(|of| of.it.rung.is_some());
    let all: Vec<ItemId> = choices.map(|of| of.id).collect();
    let ticked = all.iter().copied();
    let ticked = ticked.filter(|id| form.all("destination").any(|it| it == id.to_string()));
    let mut destinations: Vec<ItemId> = ticked.collect();
    if facts.destinations.len() > 1 && destinations.is_empty() && !all.is_empty() {
        form.fault("destination", "Tick at least one of them.");
    }
    if destinations.len() == all.len() {
        // All of them, those chosen later too.
        destinations.clear();
    }
    let (Some(hours_a_week), Some(weeks), true) = (hours, weeks, form.is_good()) else {
        return Ok(page(&me, Some(&form)));
    };
    let asked = PlanSettings {
        hours_a_week,
        weeks,
        settings,
        destinations,
        ..wishes(facts)
    };
    keep(&me, &form, asked).await
}

/// A whole number of a field, from one to a limit.
fn number(form: &mut Form, name: &str, most: u8, of_what: &str) -> Option<u8> {
    let typed = form.needed(name, LINE, "Write a number.")?;
    let number = typed.parse().ok().filter(|it| (1..=most).contains(it));
    if number.is_none() {
        form.fault(
            name,
            format!("Write a whole number of {of_what} from 1 to {most}."),
        );
    }
    number
}

/// Pins a play, refuses it, or leaves it to the plan again.
pub(crate) async fn mark(me: Me, form: Form) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let play = play(&me, &form)?.id.clone();
    let mut asked = wishes(facts);
    for list in [&mut asked.pinned, &mut asked.refused] {
        list.retain(|it| *it != play);
    }
    match form.typed("as") {
        "pin" => asked.pinned.push(play),
        "refuse" => asked.refused.push(play),
        "free" => {}
        _ => {
            return Err(WebError::Form(
                "It does not say what to do with the play.".to_owned(),
            ));
        }
    }
    keep(&me, &form, asked).await
}

/// Keeps what a plan is asked for with, and the plan as it is then.
async fn keep(me: &Me, form: &Form, asked: PlanSettings) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let asked = PlanSettings {
        on: PartialDate::day(facts.day),
        framework: facts.framework.hash,
        ..asked
    };
    let planned = planned_from(facts, &solve(facts, asked.clone())).planned();
    let asked = PlanSettings { planned, ..asked };
    let revises = form.revises()?;
    me.act(form.once()?, |act| {
        act.put_one(facts.plan.map(|of| of.id), revises, asked);
    })
    .await?;
    Ok(Redirect::to("/plan").into_response())
}

/// Takes a play: it becomes an experiment, or an action, with its first step and the weeks that the plan gave it.
pub(crate) async fn take(me: Me, form: Form) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let play = play(&me, &form)?;
    let (taken, page) = match form.typed("as") {
        "experiment" => (TakenAs::Experiment, "/experiments"),
        "action" => (TakenAs::Action, "/actions"),
        _ => {
            return Err(WebError::Form(
                "It does not say what the play is to become.".to_owned(),
            ));
        }
    };
    let (on, hash) = (PartialDate::day(facts.day), facts.framework.hash);
    let planned = me.planned();
    let mut to = page.to_owned();
    me.act(form.once()?, |act| {
        let id = planned.plan().take(play, taken, on, hash, act);
        to = format!("{page}/{id}");
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

/// The play that a form names.
fn play<'a>(me: &'a Me, form: &Form) -> Result<&'a Play, WebError> {
    let id = PlayId::new(form.typed("play"));
    me.book.framework.play(&id).ok_or(WebError::NotFound)
}
