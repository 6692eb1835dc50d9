//! Does each seat still serve where one is going? Asked by season, and at every new rung and destination.

use jiff::{Span, civil::Date};

use super::{Seated, propose::ahead};
use crate::{
    framework::Rung,
    record::{Destination, Of, Role},
    views::{facts::Facts, routes::destinations, standing::Verdict},
};

/// Months after which a board is looked at again: a season.
pub const REVIEW_MONTHS: i32 = 3;

/// Why it is time to look at the whole board.
#[derive(Debug, Clone, Copy)]
pub enum Because<'a> {
    /// A season has gone by since the last review, or since the first seat.
    Season {
        /// The day on which that was so.
        since: Date,
    },
    /// There is a new destination.
    Destination(Of<'a, Destination>),
    /// A role on another rung began.
    Rung(Of<'a, Role>),
}

/// Whether it is time for a review, and why. Never where there is no seat, or all of them rest.
#[must_use]
pub fn review_due<'a>(facts: &Facts<'a>) -> Option<Because<'a>> {
    let seats = facts.board.seats.iter();
    let standing = seats.filter(|of| of.it.resting.is_none_or(|on| on.is_after(facts.day)));
    let first = standing.map(|of| of.it.on.first_day()).min()?;
    let last = facts.board.reviews.last();
    let looked = last.map_or(first, |of| of.it.on.last_day()).min(facts.day);
    if let Some(held) = facts.held {
        let began = held.role.it.from.map(crate::date::PartialDate::first_day);
        if began.is_some_and(|began| began > looked) {
            return Some(Because::Rung(held.role));
        }
    }
    let newer = |of: &&Of<'_, Destination>| of.it.on.first_day() > looked;
    if let Some(of) = facts.destinations.iter().rev().find(newer) {
        return Some(Because::Destination(*of));
    }
    let since = looked.saturating_add(Span::new().months(REVIEW_MONTHS));
    (since <= facts.day).then_some(Because::Season { since })
}

/// Whether a seat serves where one is going.
#[derive(Debug, Clone, Copy)]
pub enum Serves<'a> {
    /// Its skill is a gap of that rung.
    Gap(&'a Rung),
    /// Its skill is met on that rung, in the words of the standing.
    Met(&'a Rung, Verdict),
    /// That rung does not ask for its skill, or hands it on.
    NotAsked(&'a Rung),
    /// It is for a situation: only the person knows whether that goes on.
    Situation,
    /// The destination that it was for was let go.
    LetGo,
    /// There is no rung ahead to read it against.
    NoRung,
}

impl Serves<'_> {
    /// In a sentence.
    #[must_use]
    pub fn says(self) -> String {
        match self {
            Self::Gap(rung) => format!("Still a gap of {}.", rung.name),
            Self::Met(rung, verdict) => {
                format!("No gap of {} any more: {}.", rung.name, verdict.label())
            }
            Self::NotAsked(rung) => format!("{} does not ask for it of you.", rung.name),
            Self::Situation => "A situation: only you know whether it goes on.".to_owned(),
            Self::LetGo => "The destination that it was for is let go.".to_owned(),
            Self::NoRung => "There is no rung ahead of you to read it against.".to_owned(),
        }
    }
}

/// Reads a seat against the rung of its destination, else against the rung ahead.
#[must_use]
pub fn serves<'a>(facts: &'a Facts<'a>, seat: &Seated<'a>) -> Serves<'a> {
    let it = seat.of.it;
    if it.destination.is_some() && seat.destination.is_none() {
        return Serves::LetGo;
    }
    let Some(skill) = &it.skill else {
        return Serves::Situation;
    };
    let aims = destinations(facts);
    let aim = aims
        .iter()
        .find(|aim| Some(aim.destination.id) == it.destination);
    let Some(rung) = aim.and_then(|aim| aim.rung).or_else(|| ahead(facts)) else {
        return Serves::NoRung;
    };
    let mut lines = facts.standing(rung).lines.iter();
    let line = lines.find(|line| line.skill.is_some_and(|it| it.id == *skill));
    match line.map(|line| line.verdict) {
        Some(Verdict::Gap) => Serves::Gap(rung),
        Some(Verdict::HandedOn) | None => Serves::NotAsked(rung),
        Some(met) => Serves::Met(rung, met),
    }
}
