//! Going slowly: until which day, a week longer, or no longer.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Span, civil::Date};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::{EntryId, ItemId},
    record::Quiet,
    views::{
        setback::{LONGEST_DAYS, Story, slow},
        words::Day,
    },
};

use super::{address, found, one, sheet};
use crate::{
    components::{Field, Kind, field, marks},
    error::WebError,
    form::Form,
    path::Path,
    session::Me,
};

/// What a button puts on: a week.
const WEEK: i64 = 7;

/// A slow time from today.
pub(super) fn time(setback: ItemId, until: Date, today: Date) -> Quiet {
    Quiet {
        until: PartialDate::day(until),
        why: None,
        setback: Some(setback),
        on: PartialDate::day(today),
        unknown: Map::new(),
    }
}

/// Until when it is to be slow, if it is; a day that cannot be is noted as wrong.
pub(super) fn wanted(form: &mut Form, today: Date) -> Option<Date> {
    let until = form.date("slow_until")?.first_day();
    if until <= today {
        form.fault(
            "slow_until",
            "That day is over; choose a later one, or leave it empty.",
        );
        return None;
    }
    if until > today.saturating_add(Span::new().days(LONGEST_DAYS)) {
        form.fault(
            "slow_until",
            "That is more than a year away. Choose an earlier day; you can always make it longer.",
        );
        return None;
    }
    Some(until)
}

/// Sets until when, or makes it a week longer.
pub(crate) async fn set(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let today = me.book.today;
    let standing = slow(me.book.facts()).filter(|quiet| quiet.it.setback == Some(id));
    let until = if form.ticked("week") {
        let from = standing.map_or(today, |quiet| quiet.it.until.first_day());
        let longest = today.saturating_add(Span::new().days(LONGEST_DAYS));
        Some(from.saturating_add(Span::new().days(WEEK)).min(longest))
    } else {
        let until = wanted(&mut form, today);
        if until.is_none() && form.is_good() {
            form.fault("slow_until", "Until which day? Or press the other button.");
        }
        until
    };
    let Some(until) = until else {
        form.set("sort", of.it.kind.word());
        let page = one::page(&me, of, &merged(&form, of.it));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let quiet = Quiet {
        until: PartialDate::day(until),
        ..standing.map_or_else(|| time(id, until, today), |of| of.it.clone())
    };
    me.act(once, |act| {
        act.put_one(standing.map(|of| of.id), revises, quiet);
    })
    .await?;
    Ok(Redirect::to(&address(id)).into_response())
}

/// The form of the page with the fault of this one.
fn merged(form: &Form, it: &windward_core::record::Setback) -> Form {
    let mut page = sheet::filled(it);
    page.set("slow_until", form.typed("slow_until"));
    if let Some(fault) = form.fault_of("slow_until") {
        page.fault("slow_until", fault);
    }
    page
}

/// It is over. That it was is kept, so that no sign takes these weeks for standing still.
pub(crate) async fn over(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    found(&me, id)?;
    let today = PartialDate::day(me.book.today);
    let standing = slow(me.book.facts()).filter(|quiet| quiet.it.setback == Some(id));
    if let Some(quiet) = standing {
        me.act(form.once()?, |act| end(act, quiet, today)).await?;
        me.say("The slow time is over. It can begin again whenever you need it.");
    }
    Ok(Redirect::to(form.back().unwrap_or(&address(id))).into_response())
}

/// Ends a slow time on a day.
pub(crate) fn end(
    act: &mut windward_core::record::Act<'_>,
    quiet: windward_core::record::Of<'_, Quiet>,
    today: PartialDate,
) {
    act.revise(
        quiet,
        Quiet {
            until: today,
            ..quiet.it.clone()
        },
    );
}

/// The field in the form of a new setback.
pub(super) fn field_for_new(me: &Me, form: &Form) -> Markup {
    let goes_on = slow(me.book.facts()).map(|quiet| Day(quiet.it.until.first_day()));
    html! {
        @if let Some(until) = goes_on { p.soft { "It is a slow time already, until " (until) "." } }
        (field(form, Field {
            name: "slow_until",
            label: "Go slowly until",
            hint: "Until then goals, signs of a plateau and reminders rest. What you dated yourself stays. Left empty, nothing changes; you can make it longer or shorter at any time.",
            kind: Kind::Date,
        }))
    }
}

/// The box on the page of a setback.
pub(super) fn section(it: &Story<'_>, form: &Form) -> Markup {
    let path = format!("{}/slow", address(it.of.id));
    html! {
        section #slow {
            @if let Some(quiet) = it.slow {
                h2 { "Slowly, until " (Day(quiet.it.until.first_day())) }
                p { "Goals, signs of a plateau and reminders rest until then. What you dated yourself, and what somebody waits for on a day, stays on Today." }
                div.row {
                    form method="post" action=(path) {
                        (marks(Some(quiet.revision.entry_id)))
                        input type="hidden" name="week" value="yes";
                        button.quiet { "A week longer" }
                    }
                    form method="post" action={ (path) "/over" } { (marks(None)) button.quiet { "End the slow time" } }
                }
                details.later open[form.fault_of("slow_until").is_some()] {
                    summary { "Until another day" }
                    (until(&path, Some(quiet.revision.entry_id), form))
                }
            } @else {
                details.later open[form.fault_of("slow_until").is_some()] {
                    summary { "Go slowly for a while" }
                    p.soft { "Goals, signs of a plateau and reminders rest until a day that you choose. What you dated yourself stays. You can end it at any time." }
                    (until(&path, None, form))
                }
            }
        }
    }
}

fn until(path: &str, stands: Option<EntryId>, form: &Form) -> Markup {
    html! {
        form method="post" action=(path) {
            (marks(stands))
            (field(form, Field { name: "slow_until", label: "Until", hint: "", kind: Kind::Date }))
            div.actions { button.quiet { "Until that day" } }
        }
    }
}
