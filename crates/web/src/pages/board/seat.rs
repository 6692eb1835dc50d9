//! One seat: who sits there, whether it still serves, and what to do next.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::SkillId,
    id::{ItemId, NewIds},
    record::{Contact, Lesson, Of, Seat},
    views::{
        board::{Circle, MOST_SEATS, SeatState, Seated, seat_idea, seated, serves, told},
        facts::Facts,
        people::Directory,
        today::destination_name,
    },
};

use super::{
    private,
    sheet::{fields, filled, person, read},
};
use crate::{
    components::{go, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, Known, near, sentence},
};

/// What a new seat is for, as an address says it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct For {
    #[serde(default)]
    skill: String,
    #[serde(default)]
    person: String,
    #[serde(default)]
    after: String,
}

pub(crate) async fn blank(me: Me, Query(wanted): Query<For>) -> Response {
    let framework = &me.book.framework;
    let skill = framework.skill(&SkillId::new(wanted.skill));
    let person = wanted.person.parse().ok();
    let person = person.and_then(|id| me.book.record.get::<Contact>(id));
    let idea = seat_idea(&wanted.after);
    let area = skill.map(|it| it.name.clone());
    let area = area.or_else(|| idea.map(|it| it.area.to_owned()));
    let form = Form::filled([
        ("area", area.unwrap_or_default()),
        (
            "looking_for",
            idea.map_or_else(String::new, |it| it.looking_for.to_owned()),
        ),
        (
            "skill",
            skill.map_or_else(String::new, |it| it.id.to_string()),
        ),
        ("who", person.map_or_else(String::new, |of| told(of.it))),
        ("cadence", "quarter".to_owned()),
    ]);
    fresh(&me, &form)
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let mut once = form.once()?;
    let fresh_id = once.item();
    let directory = me.book.people();
    if me.book.facts().board.seats.len() >= MOST_SEATS {
        form.fault("area", format!("A board has {MOST_SEATS} seats at most: more people than that cannot be asked, only listed. Remove one first."));
    }
    let Some((mut seat, who)) = read(&me, directory, &mut form, None) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, fresh(&me, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| {
        seat.person = who.as_ref().map(|who| who.id(fresh_id));
        seat.since = seat.person.map(|_| seat.on);
        id = Some(act.add(seat));
        if let Some(who) = who {
            who.write(&me, act, fresh_id);
        }
    })
    .await?;
    Ok(
        Redirect::to(&id.map_or_else(|| "/board".to_owned(), |id| format!("/board/seats/{id}")))
            .into_response(),
    )
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let directory = me.book.people();
    let form = filled(Circle::of(&me.book.record, directory), of.it);
    Ok(page(&me, directory, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (mut once, revises) = (form.once()?, form.revises()?);
    let fresh_id = once.item();
    let directory = me.book.people();
    let Some((mut seat, who)) = read(&me, directory, &mut form, Some(of.it)) else {
        let page = page(&me, directory, of, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let before = of.it.person.and_then(|id| directory.resolve(id));
    me.act(once, |act| {
        seat.person = who.as_ref().map(|who| who.id(fresh_id));
        if seat.person.is_none() {
            seat.since = None;
        } else if seat.person != before {
            seat.since = Some(PartialDate::day(me.book.today));
        }
        act.put(id, revises, seat);
        if let Some(who) = who {
            who.write(&me, act, fresh_id);
        }
    })
    .await?;
    Ok(Redirect::to(&format!("/board/seats/{id}")).into_response())
}

/// Thanks it and lets it rest, or takes it up again.
pub(crate) async fn rest(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let revises = form.revises()?;
    let today = PartialDate::day(me.book.today);
    let seat = Seat {
        resting: of.it.resting.is_none().then_some(today),
        ..of.it.clone()
    };
    me.act(form.once()?, |act| act.put(id, revises, seat))
        .await?;
    Ok(Redirect::to(&format!("/board/seats/{id}")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw::<Seat>(&me, id, &form, "/board", |it| {
        Some(format!("The seat ‘{}’ is gone from your board.", it.area))
    })
    .await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Seat>, WebError> {
    me.book.record.get::<Seat>(id).ok_or(WebError::NotFound)
}

fn fresh(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "A new seat",
        lede: html! { p { "One area in which you want to be better advised, and perhaps already the person for it. " (private()) } },
        section: Section::Board,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action="/board/seats" {
            (marks(None))
            (fields(me, facts, me.book.people(), form))
            div.actions { button { "Set it up" } (go_quietly("/board", "Back")) }
        }
    };
    layout::page(me, facts, &head, &body)
}

fn page(me: &Me, directory: &Directory, of: Of<'_, Seat>, form: &Form) -> Response {
    let facts = me.book.facts();
    let circle = Circle::of(&me.book.record, directory);
    let seat = seated(facts, circle, of);
    let head = Head {
        title: &of.it.area,
        lede: html! {
            p {
                (state(&seat)) " "
                @if let Some(who) = seat.person {
                    (person(who))
                    @if let Some(since) = of.it.since { ", since " (Known(since)) }
                    (if of.it.knows { ". They know." } else { ". They do not know." })
                } @else { "Nobody sits here yet." }
                " " (private())
            }
        },
        section: Section::Board,
    };
    let lessons: Vec<_> = facts
        .board
        .lessons
        .iter()
        .rev()
        .filter(|it| it.it.seat == Some(of.id))
        .collect();
    let body = html! {
        p.crumbs { a href="/board" { "The whole board" } }
        (next(me, &seat))
        section {
            h2 { "What it is for" }
            dl {
                dt { "Does it still serve?" } dd { (serves(facts, &seat).says()) }
                @if let Some(skill) = seat.skill { dt { "Skill" } dd { a href={ "/skills/" (skill.id) } { (skill.name) } } }
                @if let Some(aim) = seat.destination { dt { "Destination" } dd { a href="/destinations" { (destination_name(facts, aim.it)) } } }
                @if let Some(track) = &of.it.track_record { dt { "What they have done in it" } dd { (track) } }
                @if !of.it.perspectives.is_empty() {
                    dt { "From where they look" }
                    dd { (words::capital(&words::list(&of.it.perspectives.iter().map(|it| it.label()).collect::<Vec<_>>()))) }
                }
            }
        }
        (learned(facts, &lessons))
        section {
            details open[!form.is_good()] {
                summary { "Change it" }
                (not_saved(form))
                form method="post" action={ "/board/seats/" (of.id) } {
                    (marks_again(form, Some(of.revision.entry_id)))
                    (fields(me, facts, directory, form))
                    div.actions { button { "Save the seat" } }
                }
            }
        }
        (crate::pages::remove(&format!("/board/seats/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

/// How it stands, as a word in its colour.
pub(super) fn state(seat: &Seated<'_>) -> Markup {
    html! {
        @match seat.state {
            SeatState::Taken if seat.is_due => { span.tag.ahead { "due" } }
            SeatState::Taken => { span.tag.course { "taken" } }
            SeatState::Open => { span.tag.ahead { "open" } }
            SeatState::Resting => { span.tag.quiet { "resting" } }
        }
    }
}

/// When one was in touch, and when it is time again.
pub(super) fn rhythm(seat: &Seated<'_>, facts: &Facts<'_>) -> Markup {
    let today = facts.day;
    html! {
        @match seat.last {
            Some(on) => { "Last in touch " (near(on, today)) }
            None => { "No touch yet" }
        }
        @if let Some(helped) = seat.helped { "; last helped " (near(helped.it.on, today)) }
        "."
        @if let Some(stage) = seat.stage.filter(|it| it.is_on_the_way()) { " The approach: " (stage.label()) "." }
        @if let Some(due) = seat.due {
            @if seat.is_due { " Due since " (near(PartialDate::day(due), today)) "." } @else { " Again " (near(PartialDate::day(due), today)) "." }
        }
        @if seat.questions > 0 { " " (words::capital(&words::several(seat.questions, "question waits", "questions wait"))) "." }
    }
}

fn next(me: &Me, seat: &Seated<'_>) -> Markup {
    let facts = me.book.facts();
    let of = seat.of;
    let resting = |label: &str| {
        html! {
            form method="post" action={ "/board/seats/" (of.id) "/rest" } {
                (marks(Some(of.revision.entry_id)))
                button.quiet { (label) }
            }
        }
    };
    html! {
        section.card {
            @match (seat.state, seat.person) {
                (SeatState::Taken, Some(who)) => {
                    p { (rhythm(seat, facts)) }
                    @if let Some(boundaries) = &who.it.boundaries { p { strong { "They asked: " } (sentence(boundaries)) } }
                    div.actions {
                        (go(&format!("/board/with/{}", who.id), "Prepare or log a touch"))
                        (resting("Thank them and let it rest"))
                    }
                }
                (SeatState::Resting, _) => {
                    p { "It rests" @if let Some(on) = of.it.resting { " since " (Known(on)) } ". Nothing is due for it, and it is not counted." }
                    div.actions { (resting("Take it up again")) }
                }
                _ => {
                    @match &of.it.looking_for {
                        Some(wanted) => { p { "You are looking for: " (sentence(wanted)) } }
                        None => { p { "Who has done this well, and would take two lines to answer? A colleague of a colleague, somebody who spoke or wrote about it, somebody one step ahead." } }
                    }
                    div.actions {
                        (go(&format!("/board/approaches/new?seat={}", of.id), "I noticed somebody"))
                        (resting("Let it rest"))
                    }
                }
            }
        }
    }
}

fn learned(facts: &Facts<'_>, lessons: &[&Of<'_, Lesson>]) -> Markup {
    html! {
        @if !lessons.is_empty() {
            section {
                h2 { "What you learned here" }
                ul.plain { @for of in lessons { li { (super::with::lesson(facts, **of)) } } }
            }
        }
    }
}
