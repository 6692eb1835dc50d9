//! A look at the whole board: does each seat still serve where one is going?

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    record::{Act, Action, BoardReview, Seat, SeatChoice, SeatReview},
    views::{
        board::{Because, Circle, SeatState, Seated, review_due, seats, serves},
        facts::Facts,
        today::destination_name,
    },
};

use super::{private, seat};
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, marks, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    session::Me,
    words::{self, Known, near, sentence},
};

pub(crate) async fn show(me: Me) -> Response {
    page(&me, &Form::default())
}

pub(crate) async fn save(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let facts = me.book.facts();
    let directory = me.book.people();
    let all = seats(facts, Circle::of(&me.book.record, directory));
    let mut decided = Vec::new();
    for it in &all {
        let name = format!("choice-{}", it.of.id);
        let choice = SeatChoice::named(form.typed(&name)).unwrap_or(SeatChoice::Keep);
        let why = form.text(&format!("why-{}", it.of.id), LINE);
        decided.push(SeatReview {
            seat: it.of.id,
            choice,
            why,
            unknown: Map::new(),
        });
    }
    let note = form.text("note", TEXT);
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    }
    me.act(once, |act| {
        act.add(BoardReview {
            seats: decided.clone(),
            note,
            on: PartialDate::day(me.book.today),
            unknown: Map::new(),
        });
        for (it, review) in all.iter().zip(&decided) {
            apply(act, facts, it, review);
        }
    })
    .await?;
    me.say("Your board is looked through. Whom you thanked may like to hear it from you.");
    Ok(Redirect::to("/board").into_response())
}

/// What can become of a seat, by how it stands, in the words of the form.
fn choices(state: SeatState) -> &'static [(SeatChoice, &'static str)] {
    match state {
        SeatState::Taken => &[
            (SeatChoice::Keep, "keep it"),
            (SeatChoice::Rest, "thank them and let it rest"),
        ],
        SeatState::Open => &[
            (SeatChoice::Keep, "leave it open"),
            (SeatChoice::Invite, "find somebody: put it on my list"),
            (SeatChoice::Rest, "let it rest"),
        ],
        SeatState::Resting => &[
            (SeatChoice::Keep, "let it rest on"),
            (SeatChoice::Invite, "take it up again"),
        ],
    }
}

/// Does with a seat what was decided; what does not fit how it stands changes nothing.
fn apply(act: &mut Act<'_>, facts: &Facts<'_>, it: &Seated<'_>, review: &SeatReview) {
    let today = PartialDate::day(facts.day);
    let resting = match (it.state, review.choice) {
        (SeatState::Taken | SeatState::Open, SeatChoice::Rest) => Some(today),
        (SeatState::Resting, SeatChoice::Invite) => None,
        (SeatState::Open, SeatChoice::Invite) => {
            act.add(Action {
                first_step: Some("Write down one name, and what they have done.".to_owned()),
                ..Action::new(
                    format!("Find somebody for the seat: {}", it.of.it.area),
                    today,
                    facts.framework.hash,
                )
            });
            return;
        }
        _ => return,
    };
    act.revise(
        it.of,
        Seat {
            resting,
            ..it.of.it.clone()
        },
    );
}

/// Why it is time, in a sentence.
pub(super) fn because(facts: &Facts<'_>, because: Because<'_>) -> String {
    match because {
        Because::Season { .. } => {
            let since = if facts.board.reviews.is_empty() {
                "you set it up"
            } else {
                "you last looked through it"
            };
            format!(
                "A season has gone by since {since}: does each seat still serve where you are going?"
            )
        }
        Because::Destination(of) => format!(
            "You have a new destination, {}: does each seat still serve it?",
            destination_name(facts, of.it)
        ),
        Because::Rung(of) => format!(
            "You are on another rung as {}: what got you here may not be what you need now.",
            of.it.title
        ),
    }
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let directory = me.book.people();
    let all = seats(facts, Circle::of(&me.book.record, directory));
    let due = review_due(facts).map(|it| because(facts, it));
    let head = Head {
        title: "Look through your board",
        lede: html! {
            p {
                @match (&due, facts.board.reviews.last()) {
                    (Some(due), _) => { (due) }
                    (None, Some(last)) => { "You looked through it " (near(last.it.on, facts.day)) ". Once a season is enough, and whenever the way changes." }
                    (None, None) => { "Once a season, and whenever the way changes: does each seat still serve where you are going?" }
                }
                " " (private())
            }
        },
        section: Section::Board,
    };
    let body = html! {
        @if all.is_empty() {
            (empty("There is nothing to look through", "A review goes seat by seat, and there is no seat yet.", &html! { (go("/board", "To the board")) }))
        } @else {
            (not_saved(form))
            form method="post" action="/board/review" {
                (marks(None))
                ul.plain { @for it in &all { li { (one(facts, it, form)) } } }
                (field(form, Field { name: "note", label: "A line about all of it", hint: "", kind: Kind::Line { autocomplete: "off" } }))
                div.actions { button { "Keep the review" } (go_quietly("/board", "Back")) }
            }
        }
        (past(facts))
    };
    layout::page(me, facts, &head, &body)
}

fn one(facts: &Facts<'_>, it: &Seated<'_>, form: &Form) -> Markup {
    let (choice, why) = (format!("choice-{}", it.of.id), format!("why-{}", it.of.id));
    let chosen = SeatChoice::named(form.typed(&choice)).unwrap_or(SeatChoice::Keep);
    html! {
        fieldset.seat-review {
            legend { a href={ "/board/seats/" (it.of.id) } { (it.of.it.area) } " " (seat::state(it)) }
            p {
                @if let Some(who) = it.person { (who.it.name) ". " }
                (serves(facts, it).says())
                @if it.person.is_some() { " " span.soft { (seat::rhythm(it, facts)) } }
            }
            div.row {
                @for (offered, label) in choices(it.state) {
                    label.check { input type="radio" name=(choice) value=(offered.word()) checked[chosen == *offered]; (label) }
                }
            }
            div.row { label for=(why) { "Why" } input id=(why) name=(why) value=(form.typed(&why)) autocomplete="off"; }
            @if let Some(fault) = form.fault_of(&why) { p.error { (fault) } }
        }
    }
}

fn past(facts: &Facts<'_>) -> Markup {
    html! {
        @if !facts.board.reviews.is_empty() {
            section {
                h2 { "Reviews so far" }
                ul.plain {
                    @for of in facts.board.reviews.iter().rev() {
                        li {
                            strong { (Known(of.it.on)) }
                            @if let Some(note) = &of.it.note { p { (sentence(note)) } }
                            @let changed: Vec<_> = of.it.seats.iter().filter(|it| it.choice != SeatChoice::Keep || it.why.is_some()).collect();
                            @for it in changed {
                                p.soft {
                                    (facts.board.seat(it.seat).map_or("A seat that is gone", |of| &of.it.area)) ": " (it.choice.label())
                                    @if let Some(why) = &it.why { ". " (words::capital(&sentence(why))) } @else { "." }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
