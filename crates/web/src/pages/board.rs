//! The personal board: who gives guidance in what, what is open, who is due.

mod after;
pub(crate) mod approach;
pub(crate) mod letter;
pub(crate) mod review;
pub(crate) mod seat;
mod sheet;
pub(crate) mod waiting;
pub(crate) mod who;
pub(crate) mod with;

use std::fmt::Write as _;

use axum::response::Response;
use maud::{Markup, html};
use windward_core::views::{
    board::{Approaching, Board, GROUPS, SeatState, Seated, board},
    facts::Facts,
};

use crate::{
    components::{empty, go, go_quietly},
    layout::{self, Head, Section},
    pictures,
    session::Me,
    words::{self, lower, near},
};

/// Who sees a page of the board.
fn private() -> Markup {
    html! { span.tag.private { "only you" } }
}

pub(crate) async fn show(me: Me) -> Response {
    let facts = me.book.facts();
    let directory = me.book.people();
    let it = board(&me.book.record, directory, facts);
    let unaware = it
        .seats
        .iter()
        .any(|seat| seat.person.is_some() && !seat.of.it.knows);
    let head = Head {
        title: "Board",
        lede: html! { p { (lede(&it)) " " (private()) } },
        section: Section::Board,
    };
    let body = html! {
        @if facts.board.is_empty() {
            (empty("Nobody sits here yet", "A board is a handful of people whose word you want: one for each thing you need to get better at, from different places. Most of them never need to know. You begin with one seat, and with one small question.", &html! {
                (go("/board/seats/new", "Set up a seat"))
                (go_quietly("/board/approaches/new", "I noticed somebody"))
            }))
        } @else {
            @if let Some(because) = it.review {
                div.notice { p { (review::because(facts, because)) " " a href="/board/review" { "Look through it" } "." } }
            }
            (picture(&it, facts))
            div.actions {
                (go("/board/seats/new", "Set up a seat"))
                (go_quietly("/board/approaches/new", "I noticed somebody"))
                (go_quietly("/board/review", "Look through it"))
            }
            (seats(&it, facts))
            (approaches(&it, facts))
            (perspectives(&it))
        }
        (after_setback(&it))
        (proposed(&it))
        p.soft.promise { @if unaware { "Some of those who sit here do not know it. " } "Nothing of your board is in a packet, an update or anything else that others get, and it cannot be shared, not even by mistake. Your own record export has all of it." }
    };
    layout::page(&me, facts, &head, &body)
}

fn lede(it: &Board<'_>) -> String {
    let count = |state| it.in_state(state).count();
    let are = |number| if number == 1 { "is" } else { "are" };
    let (taken, open) = (count(SeatState::Taken), count(SeatState::Open));
    let seats = |number: usize| {
        let seats = if number == 1 { "seat" } else { "seats" };
        format!(
            "{} {seats} {}",
            words::capital(&words::small(number)),
            are(number)
        )
    };
    let mut said = match (taken, open) {
        (0, 0) => "The people whose word you want, and the small steps towards them.".to_owned(),
        (0, open) => format!("{} open, and nobody sits yet.", seats(open)),
        (taken, 0) => format!("{} taken, and none is open.", seats(taken)),
        (taken, open) => format!(
            "{} taken, {} {} open.",
            seats(taken),
            words::small(open),
            are(open)
        ),
    };
    match it.due() {
        0 => {}
        1 => said.push_str(" One touch is due."),
        due => {
            let due = words::capital(&words::small(due));
            // Writing into a text cannot fail.
            _ = write!(said, " {due} touches are due.");
        }
    }
    said
}

fn picture(it: &Board<'_>, facts: &Facts<'_>) -> Markup {
    html! {
        section {
            figure.card { (pictures::board::board(it, facts)) }
            @if !it.perspectives.says.is_empty() {
                ul.lopsided { @for sentence in &it.perspectives.says { li { (sentence) } } }
            }
        }
    }
}

fn seats(it: &Board<'_>, facts: &Facts<'_>) -> Markup {
    let groups = [
        ("Seats", SeatState::Taken),
        ("Open", SeatState::Open),
        ("Resting", SeatState::Resting),
    ];
    html! {
        @for (title, state) in groups {
            @let some: Vec<_> = it.in_state(state).collect();
            @if !some.is_empty() {
                section {
                    h2 { (title) " " small { (some.len()) } }
                    ul.plain { @for it in some { (line(it, facts)) } }
                }
            }
        }
    }
}

fn line(it: &Seated<'_>, facts: &Facts<'_>) -> Markup {
    html! {
        li.seat-line {
            div {
                a href={ "/board/seats/" (it.of.id) } { strong { (it.of.it.area) } }
                @if it.is_due || it.state != SeatState::Taken { " " (seat::state(it)) }
                p {
                    @match (it.person, &it.of.it.looking_for) {
                        (Some(who), _) => {
                            (who.it.name)
                            @if !it.of.it.perspectives.is_empty() { span.soft { ", " (words::list(&it.of.it.perspectives.iter().map(|it| it.label()).collect::<Vec<_>>())) } }
                        }
                        (None, Some(wanted)) => { "You are looking for: " (wanted) }
                        (None, None) => { "Nobody yet." }
                    }
                }
                @if it.is_taken() { p.soft { (seat::rhythm(it, facts)) } }
            }
            @if let Some(who) = it.person.filter(|_| it.is_taken()) {
                a.button.quiet href={ "/board/with/" (who.id) } { (if it.is_due { "Prepare" } else { "Prepare or log" }) span.seen-not { ": " (who.it.name) } }
            } @else if it.state == SeatState::Open {
                a.button.quiet href={ "/board/approaches/new?seat=" (it.of.id) } { "I noticed somebody" span.seen-not { " for " (it.of.it.area) } }
            }
        }
    }
}

fn approaches(it: &Board<'_>, facts: &Facts<'_>) -> Markup {
    let (going, rest): (Vec<_>, Vec<_>) = it
        .approaches
        .iter()
        .partition(|it| it.stage.is_on_the_way());
    let one = |it: &Approaching<'_>| {
        html! {
            li {
                a href={ "/board/approaches/" (it.of.id) } { strong { (it.person.map_or("Somebody", |of| &of.it.name)) } }
                " " (approach::stage(it.stage)) " " span.soft { (near(it.since, facts.day)) }
                @if let Some(offer) = it.offers.first().filter(|offer| offer.from.is_none()) {
                    p.soft { "Next, if you like: " (lower(offer.label(it.answers))) "." }
                }
            }
        }
    };
    html! {
        @if !it.approaches.is_empty() {
            section {
                h2 { "Getting to know" }
                @if going.is_empty() { p { "No approach is on its way." } }
                ul.plain { @for it in going { (one(it)) } }
                @if !rest.is_empty() {
                    details {
                        summary { "Habits, and what was let go" }
                        ul.plain { @for it in rest { (one(it)) } }
                    }
                }
            }
        }
    }
}

/// From where the people of the board look, as a table.
fn perspectives(it: &Board<'_>) -> Markup {
    let all = &it.perspectives;
    let many = |wanted| {
        all.kinds
            .iter()
            .find(|(kind, _)| *kind == wanted)
            .map_or(0, |(_, many)| *many)
    };
    html! {
        @if all.people > 0 {
            section {
                details {
                    summary { "From where they look, as a table" }
                    table {
                        thead { tr { th scope="col" { "From" } th scope="col" { "People" } } }
                        tbody {
                            @for group in GROUPS {
                                @for kind in group.kinds {
                                    tr { th scope="row" { (words::capital(kind.label())) } td.num { (many(*kind)) } }
                                }
                            }
                            @if all.unsaid > 0 { tr { th scope="row" { "Not said" } td.num { (all.unsaid) } } }
                        }
                    }
                    p.soft { "Of " (words::several(all.people, "person", "people")) " on seats that are taken; one person may look from several places." }
                }
            }
        }
    }
}

/// Seats for the half year after a setback.
fn after_setback(it: &Board<'_>) -> Markup {
    html! {
        @if let Some((of, ideas)) = &it.after_setback {
            section #after {
                h2 { "Seats for a time like this" }
                p.soft { "Other people than those for your gaps, for the months after " a href={ "/setbacks/" (of.id) } { "what happened" } "." }
                ul.plain {
                    @for idea in ideas {
                        li.seat-line {
                            div {
                                strong { (idea.area) }
                                p.soft { (idea.looking_for) "." }
                            }
                            a.button.quiet href={ "/board/seats/new?after=" (idea.key) } { "Set up this seat" span.seen-not { ": " (idea.area) } }
                        }
                    }
                }
            }
        }
    }
}

/// Seats that the gaps propose.
fn proposed(it: &Board<'_>) -> Markup {
    html! {
        @if !it.proposals.is_empty() {
            section {
                h2 { "Seats that your gaps propose" }
                ul.plain {
                    @for proposal in &it.proposals {
                        li.seat-line {
                            div {
                                strong { (proposal.skill.name) }
                                p.soft { "A gap of " a href={ "/standing?rung=" (proposal.rung.id) } { (proposal.rung.name) } ": " (proposal.reason) "." }
                            }
                            a.button.quiet href={ "/board/seats/new?skill=" (proposal.skill.id) } { "Set up this seat" span.seen-not { ": " (proposal.skill.name) } }
                        }
                    }
                }
            }
        }
    }
}
