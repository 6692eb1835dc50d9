//! The board: seats whose time has come, thanks for an answer, the review of the whole.

use super::{Due, DueId, Matter, people::directory};
use crate::{
    date::PartialDate,
    record::StepKind,
    views::{
        board::{Because, Circle, Seated, approaches, review_due, seats},
        facts::Facts,
        words::{capital, near, several},
    },
};

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    if facts.board.is_empty() {
        return;
    }
    let directory = directory(facts, &[], |_| false);
    let circle = Circle::of(facts.record, &directory);
    all.extend(seats(facts, circle).iter().filter_map(|it| seat(facts, it)));
    // Steps are offered on the board and not pushed: only thanks, which somebody has earned, stand on Today.
    all.extend(approaches(facts, circle).iter().filter_map(|it| {
        let mut offers = it.offers.iter();
        offers.find(|offer| offer.step == StepKind::Thanked)?;
        let name = &it.person?.it.name;
        Some(Due::whenever(
            DueId::of(Matter::Approach, it.of.id),
            format!("Tell {name} what came of it"),
            "They answered you. There is a draft to begin with.",
        ))
    }));
    all.extend(review(facts));
}

fn seat(facts: &Facts<'_>, it: &Seated<'_>) -> Option<Due> {
    let day = it.due?;
    let name = &it.person?.it.name;
    let every = it.of.it.cadence.map_or("", |cadence| cadence.label());
    let last = it.last.map_or_else(
        || "there was no time yet".to_owned(),
        |on| format!("the last time was {}", near(on, facts.day)),
    );
    let mut why = format!("{}, you said; {last}.", capital(every));
    if it.questions > 0 {
        let wait = capital(&several(it.questions, "question waits", "questions wait"));
        why = format!("{why} {wait} for them.");
    }
    Some(Due::on(
        DueId::of(Matter::Seat, it.of.id),
        day,
        format!("Be in touch with {name}"),
        why,
    ))
}

fn review(facts: &Facts<'_>) -> Option<Due> {
    let id = Matter::BoardReview.into();
    let what = "Look at your board again";
    Some(match review_due(facts)? {
        Because::Season { since } => Due::on(
            id,
            since,
            what,
            "A season has gone by. Does each seat still serve where you are going?",
        ),
        Because::Destination(of) => Due::on(
            id,
            of.it.on.first_day(),
            what,
            "You have a new destination. Does each seat serve it?",
        ),
        Because::Rung(of) => Due::on(
            id,
            of.it.from.map_or(facts.day, PartialDate::first_day),
            what,
            "You are on another rung. Does each seat still serve you?",
        ),
    })
}
