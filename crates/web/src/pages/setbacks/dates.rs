//! Dates that run after a layoff, each as a reminder of one’s own.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Action, Of, Setback},
    views::{
        action::is_open,
        setback::{RUNNING_DATES, story},
    },
};

use super::{found, leaving};
use crate::{
    components::{Field, Kind, field, marks_again},
    error::WebError,
    form::{Form, LINE},
    path::Path,
    session::Me,
    words::near,
};

/// The field of one’s own words, and that of its day.
const OWN: (&str, &str) = ("what", "due");

/// Keeps the days that were typed.
pub(crate) async fn add(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let Some(dates) = read(&me, of, &mut form) else {
        let page = leaving::page(&me, of, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    me.act(once, |act| {
        for (what, due) in dates {
            act.add(Action {
                due: Some(due),
                setback: Some(id),
                runs: true,
                ..Action::new(
                    what,
                    PartialDate::day(me.book.today),
                    me.book.framework.hash,
                )
            });
        }
    })
    .await?;
    Ok(Redirect::to(&format!("{}#dates", leaving::path(id))).into_response())
}

fn read(me: &Me, of: Of<'_, Setback>, form: &mut Form) -> Option<Vec<(String, PartialDate)>> {
    let mut dates = Vec::new();
    for (name, what) in open(me, of) {
        if let Some(due) = day(me, form, &name) {
            dates.push((what.to_owned(), due));
        }
    }
    let what = form.text(OWN.0, LINE);
    let due = day(me, form, OWN.1);
    match (what, due) {
        (Some(what), Some(due)) => dates.push((what, due)),
        (Some(_), None) if form.fault_of(OWN.1).is_none() => form.fault(
            OWN.1,
            "On which day? It stands in the letter or the contract.",
        ),
        (None, Some(_)) => form.fault(OWN.0, "What happens on that day?"),
        (None, None) if dates.is_empty() && form.is_good() => {
            form.fault(OWN.0, "Type a day beside one of these, or one of your own.");
        }
        _ => {}
    }
    form.is_good().then_some(dates)
}

fn day(me: &Me, form: &mut Form, name: &str) -> Option<PartialDate> {
    let due = form.date(name)?;
    if due.last_day() < me.book.today {
        form.fault(name, "That day is over; choose a later one.");
    }
    Some(due)
}

/// The usual dates that are not noted yet, with the field of each.
fn open(me: &Me, of: Of<'_, Setback>) -> Vec<(String, &'static str)> {
    let noted = story(me.book.facts(), of).dates;
    let all = RUNNING_DATES.iter().enumerate();
    let open = all.filter(|(_, what)| noted.iter().all(|of| of.it.what != **what));
    open.map(|(at, what)| (format!("due{at}"), *what)).collect()
}

pub(super) fn section(me: &Me, of: Of<'_, Setback>, form: &Form) -> Markup {
    let blank = Form::default();
    let form = if form.ticked(OWN.0) { form } else { &blank };
    let noted = story(me.book.facts(), of).dates;
    html! {
        section #dates {
            h2 { "Dates that run" }
            p.soft { "Windward does not know the law or the contract: the letter, your union or a lawyer does. It keeps the days you give it and tells you on each." }
            @if !noted.is_empty() {
                ul.plain {
                    @for of in &noted {
                        li {
                            a href={ "/actions/" (of.id) } { (of.it.what) }
                            @if let Some(due) = of.it.due { " " span.soft { (near(due, me.book.today)) } }
                            @if !is_open(me.book.facts(), of.it) { " " span.tag.good { "done" } }
                        }
                    }
                }
            }
            form method="post" action={ (leaving::path(of.id)) "/dates" } {
                (marks_again(form, None))
                p { "Give a day to those that concern you, and leave the others empty." }
                div.pair {
                    @for (name, what) in open(me, of) {
                        (field(form, Field { name: &name, label: what, hint: "", kind: Kind::Date }))
                    }
                }
                div.pair {
                    (field(form, Field { name: OWN.0, label: "Another one", hint: "", kind: Kind::Line { autocomplete: "off" } }))
                    (field(form, Field { name: OWN.1, label: "On", hint: "", kind: Kind::Date }))
                }
                div.actions { button.quiet { "Remind me" } }
            }
        }
    }
}
