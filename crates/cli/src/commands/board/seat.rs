//! Setting up a seat, changing it, and letting it rest.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Cadence, Of, Perspective, Seat},
    views::{
        board::{Circle, MOST_SEATS},
        facts::Facts,
    },
};

use super::known_or_new;
use crate::{
    home::{Begin, Home},
    names, screen,
    stop::Stop,
};

/// Set up a seat; the same area again changes it
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// What you want guidance in, in a line: a skill, or a situation
    area: String,
    /// The skill that it is about
    #[arg(long, value_name = "SKILL")]
    skill: Option<String>,
    /// Who sits there; somebody new is written down with where they work: ‘Ines Dahl, Fjord Rail’
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Who would be right for it, while it is open
    #[arg(long, value_name = "TEXT")]
    looking_for: Option<String>,
    /// From where they look; may be given several times: teacher, speaker, author, past-colleague, colleague,
    /// other-industry, other-function, other-country, one-step-ahead, three-steps-ahead or peer
    #[arg(long, value_name = "WORD")]
    perspective: Vec<String>,
    /// What they have done in it
    #[arg(long, value_name = "TEXT")]
    track_record: Option<String>,
    /// How often you want their word: none, month, quarter, half-year or year
    #[arg(long, value_name = "WORD")]
    cadence: Option<String>,
    /// They know that they sit there
    #[arg(long)]
    knows: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Set {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let facts = book.facts();
        let today = PartialDate::day(book.today);
        let area = self.area.trim();
        if area.is_empty() {
            return Err(Stop::usage("say what you want guidance in"));
        }
        let skill = self
            .skill
            .as_deref()
            .map(|typed| names::skill(facts.framework, typed));
        let skill = skill.transpose()?.map(|it| it.id.clone());
        let cadence = names::one_of("cadence", self.cadence.as_deref(), Cadence::WORDS)?;
        let kinds = self
            .perspective
            .iter()
            .map(|typed| names::word("perspective", typed, Perspective::WORDS));
        let perspectives = kinds.collect::<Result<Vec<_>>>()?;
        let standing = facts
            .board
            .seats
            .iter()
            .find(|of| of.it.area.eq_ignore_ascii_case(area))
            .copied();
        if standing.is_none() && facts.board.seats.len() >= MOST_SEATS {
            return Err(Stop::usage(format!(
                "a board has {MOST_SEATS} seats at most; more people than that cannot be asked, only listed"
            )));
        }
        let directory = book.people();
        let circle = Circle::of(&book.record, directory);
        let (item, who, sits) = beginning.try_act(|act| {
            let who = self
                .who
                .as_deref()
                .map(|typed| known_or_new(circle, act, typed))
                .transpose()?;
            let before = standing.map_or_else(
                || Seat::new(area, today, facts.framework.hash),
                |of| of.it.clone(),
            );
            let moved = who.is_some() && who != before.person;
            let seat = Seat {
                skill: skill.or(before.skill),
                person: who.or(before.person),
                since: if moved { Some(today) } else { before.since },
                looking_for: self.looking_for.or(before.looking_for),
                perspectives: if perspectives.is_empty() {
                    before.perspectives
                } else {
                    perspectives
                },
                track_record: self.track_record.or(before.track_record),
                cadence: cadence.or(before.cadence),
                knows: self.knows || (before.knows && !moved),
                framework: facts.framework.hash,
                ..before
            };
            let sits = seat.person;
            Ok((act.revise_or_add(standing, seat), who, sits))
        })?;
        let says = if standing.is_some() {
            "Changed"
        } else {
            "Set up"
        };
        let new = who.filter(|id| directory.person(*id).is_none());
        let told = match (new, sits) {
            (Some(_), _) => format!(
                " {} is new among your people.",
                self.who.as_deref().unwrap_or_default().trim()
            ),
            (None, Some(_)) => String::new(),
            (None, None) => " It is open.".to_owned(),
        };
        screen::done(
            self.json,
            &json!({ "item": item, "area": area, "person": sits, "new_person": new.is_some() }),
            format_args!("{says}: {area}.{told}"),
        )
    }
}

/// Thank whoever sits there and let the seat rest; the same again takes it up
#[derive(Debug, Args)]
pub(crate) struct Rest {
    /// Which: its id, or a part of its area
    seat: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Rest {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(book.facts(), &self.seat)?;
        let resting = of.it.resting.is_none();
        let seat = Seat {
            resting: resting.then_some(PartialDate::day(book.today)),
            ..of.it.clone()
        };
        desk.act(|act| act.revise(of, seat))?;
        let says = if resting {
            "It rests, with thanks"
        } else {
            "Taken up again"
        };
        screen::done(
            self.json,
            &json!({ "item": of.id, "area": of.it.area, "resting": resting }),
            format_args!("{says}: {}.", of.it.area),
        )
    }
}

/// A seat by its id or a part of its area.
pub(super) fn find<'a>(facts: &Facts<'a>, typed: &str) -> Result<Of<'a, Seat>> {
    let seats = facts.board.seats.iter();
    let all: Vec<_> = seats.map(|of| (of.id, of.it.area.as_str(), *of)).collect();
    names::item("seat", typed, &all)
}
