//! Setbacks: what happened, and five things that may help, in one's own time. Nothing on these pages counts anything.

pub(crate) mod acts;
pub(crate) mod dates;
pub(crate) mod ends;
pub(crate) mod judged;
pub(crate) mod leaving;
pub(crate) mod look_back;
pub(crate) mod notes;
mod one;
pub(crate) mod pairs;
pub(crate) mod people;
mod sheet;
pub(crate) mod slow;

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    id::ItemId,
    record::{Kind, Of, Quiet, Setback},
    views::{
        facts::Facts,
        setback::{Step, setbacks, slow as slow_time, story, title},
    },
};

use crate::{
    components::{go, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::milestones::Card,
    path::Path,
    session::Me,
    words::{self, near},
};

/// What a new one is about, as an address says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct About {
    sort: String,
    case: String,
}

pub(crate) async fn list(me: Me) -> Response {
    listing(&me)
}

pub(crate) async fn blank(me: Me, Query(about): Query<About>) -> Response {
    fresh(&me, &sheet::blank(&me, &about.sort, &about.case))
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let until = slow::wanted(&mut form, me.book.today);
    let Some(setback) = sheet::read(&me, &mut form, None) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, fresh(&me, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| {
        let of = act.add(setback);
        if let Some(until) = until {
            act.add(slow::time(of, until, me.book.today));
        }
        id = Some(of);
    })
    .await?;
    Ok(Redirect::to(&id.map_or_else(|| "/setbacks".to_owned(), address)).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(one::page(&me, of, &sheet::filled(of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(setback) = sheet::read(&me, &mut form, Some(of.it)) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one::page(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, setback)).await?;
    Ok(Redirect::to(&address(id)).into_response())
}

/// It is in no list any more; a slow time that follows it ends.
pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let Some(of) = me.book.record.get::<Setback>(id) else {
        let was = me.book.record.thread(id).ok_or(WebError::NotFound);
        return was.map(|_| Redirect::to("/setbacks").into_response());
    };
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let slow = slow_time(me.book.facts());
    let slow: Option<Of<'_, Quiet>> = slow.filter(|quiet| quiet.it.setback == Some(id));
    me.act(form.once()?, |act| {
        act.withdraw(id, revises);
        if let Some(quiet) = slow {
            act.withdraw(quiet.id, quiet.revision.entry_id);
        }
    })
    .await?;
    Ok(Redirect::to("/setbacks").into_response())
}

fn address(id: ItemId) -> String {
    format!("/setbacks/{id}")
}

/// Where a step of a setback is.
fn step_address(id: ItemId, step: Step) -> String {
    format!("{}/{}", address(id), step.word())
}

/// An item of a step.
fn part<T: Kind>(me: &Me, id: ItemId) -> Result<Of<'_, T>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

/// Withdraws an item of a step, and goes back there.
async fn withdrawn<T: Kind>(
    me: &Me,
    id: ItemId,
    form: &Form,
    step: Step,
    setback: impl FnOnce(&T) -> ItemId,
) -> Result<Response, WebError> {
    let of = me.book.record.get::<T>(id);
    let to = of.map_or_else(
        || "/setbacks".to_owned(),
        |of| step_address(setback(of.it), step),
    );
    crate::pages::withdraw::<T>(me, id, form, &to, |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Setback>, WebError> {
    me.book.facts().setbacks.get(id).ok_or(WebError::NotFound)
}

/// What stands in it, for the page of milestones.
pub(crate) fn card(facts: &Facts<'_>) -> Card {
    let says = match (slow_time(facts), facts.setbacks.all.first()) {
        (Some(quiet), _) => format!(
            "It is a slow time, until {}.",
            words::Day(quiet.it.until.first_day())
        ),
        (None, Some(of)) => format!("{} ({}).", title(facts, of.it), near(of.it.on, facts.day)),
        (None, None) => "A place for a hard day, should one come.".to_owned(),
    };
    Card {
        title: "Setbacks",
        href: "/setbacks",
        says,
        step: "Look",
    }
}

fn listing(me: &Me) -> Response {
    let facts = me.book.facts();
    let all = setbacks(facts);
    let head = Head {
        title: "Setbacks",
        lede: html! {
            p {
                "A layoff, a promotion that went to somebody else, a launch that did not work. "
                "Here is a place to write, people to turn to, and small steps when you want them."
            }
        },
        section: SECTION,
    };
    let body = html! {
        section {
            @if all.is_empty() {
                p { "There is nothing here. If something happens, say what and when; then Windward goes slowly for as long as you want." }
            } @else {
                ul.plain {
                    @for it in &all {
                        li {
                            a href=(address(it.of.id)) { strong { (it.title) } } " " span.soft { (near(it.of.it.on, facts.day)) }
                            @if let Some(quiet) = it.slow { p.soft { "A slow time, until " (words::Day(quiet.it.until.first_day())) "." } }
                        }
                    }
                }
            }
            div.actions { (go("/setbacks/new", "Something happened")) }
        }
        (private())
    };
    layout::page(me, facts, &head, &body)
}

fn fresh(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Something happened",
        lede: html! { p { "What and when is enough. The rest can wait, and you can change all of it." } },
        section: SECTION,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action="/setbacks" {
            (marks_again(form, None))
            (sheet::fields(me, form))
            (slow::field_for_new(me, form))
            div.actions { button { "Keep it" } (go_quietly("/setbacks", "Back")) }
        }
        (private())
    };
    layout::page(me, facts, &head, &body)
}

/// Where these pages stand in the navigation.
const SECTION: Section = Section::Milestones;

/// That it is nobody else's.
fn private() -> Markup {
    html! { p.soft { "Nothing of this is in a packet, an update or a mail, and it cannot be shared, not even by mistake. Your own record export has all of it." } }
}

/// The page of one step: what it is, and the way to the others. None comes before another.
fn step_page(me: &Me, of: Of<'_, Setback>, step: Step, lede: &str, inside: &Markup) -> Response {
    let facts = me.book.facts();
    let it = story(facts, of);
    let head = Head {
        title: step.label(),
        lede: html! { p { (lede) } },
        section: SECTION,
    };
    let body = html! {
        (ways(of.id, &it.title, Some(step)))
        (inside)
    };
    layout::page(me, facts, &head, &body)
}

/// The way between what may help, from one of the steps or from beside them.
fn ways(id: ItemId, title: &str, here: Option<Step>) -> Markup {
    html! {
        nav.switch aria-label="What may help" {
            a.button.quiet href=(address(id)) { (title) }
            @for (_, other) in Step::WORDS {
                a.button.quiet href=(step_address(id, *other)) aria-current=[(here == Some(*other)).then_some("page")] { (other.label()) }
            }
        }
    }
}

/// A button that removes an item, folded.
fn removal(path: &str, revises: windward_core::id::EntryId) -> Markup {
    html! {
        section {
            details {
                summary { "Remove it" }
                form method="post" action=(path) {
                    (marks(Some(revises)))
                    p { "It is on no page any more. What it said stays in the history of your record." }
                    button.danger { "Remove it" }
                }
            }
        }
    }
}
