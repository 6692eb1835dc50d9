//! `windward experiment`: small tests of a belief, from the idea to the decision.

mod add;
mod decide;
mod list;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    record::{Dial, Experiment as Tried, Of, Pulse as Felt},
    views::{
        experiment::{State, pulse_of_the_week, tried},
        facts::Facts,
    },
};

use crate::{
    home::{Begin, Home},
    names, screen,
    stop::Stop,
};

/// Try something small: add, start, say how it goes, decide
#[derive(Debug, Subcommand)]
pub(crate) enum Experiment {
    Add(add::Add),
    List(list::List),
    Start(Start),
    Pulse(Pulse),
    Decide(decide::Decide),
    Leave(Leave),
}

impl Experiment {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::Add(add) => add.run(home),
            Self::List(list) => list.run(home),
            Self::Start(start) => start.run(home),
            Self::Pulse(pulse) => pulse.run(home),
            Self::Decide(decide) => decide.run(home),
            Self::Leave(leave) => leave.run(home),
        }
    }
}

/// Start an experiment today
#[derive(Debug, Args)]
pub(crate) struct Start {
    /// Which: its number in the list, its id, or a part of its words
    experiment: String,
    /// Its last day; needed unless it has one already
    #[arg(long, value_name = "DATE")]
    to: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Start {
    fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(book.facts(), &self.experiment)?;
        let to = self.to.or(of.it.to).ok_or_else(|| {
            Stop::usage("give its last day with ‘--to DATE’; a small experiment has an end")
        })?;
        if to.last_day() < book.today {
            return Err(Stop::usage(format!("{to} is over; it starts today")));
        }
        let started = Tried {
            from: Some(PartialDate::day(book.today)),
            to: Some(to),
            ..of.it.clone()
        };
        desk.act(|act| act.revise(of, started))?;
        screen::done(
            self.json,
            &json!({ "item": of.id, "what": of.it.what, "to": to }),
            format_args!("‘{}’ runs until {to}.", of.it.what),
        )
    }
}

/// Say how a running experiment goes, at most once a week
#[derive(Debug, Args)]
pub(crate) struct Pulse {
    /// Which: its number in the list, its id, or a part of its words
    experiment: String,
    /// 1 drained, 2 low, 3 steady, 4 good, 5 full
    #[arg(long, value_name = "1-5")]
    energy: Option<String>,
    /// 1 nothing new, 2 little, 3 some, 4 much, 5 every day
    #[arg(long, value_name = "1-5")]
    learning: Option<String>,
    /// A line
    line: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Pulse {
    fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let of = find(facts, &self.experiment)?;
        let reading =
            |dial, typed: Option<&String>| typed.map(|it| names::reading(dial, it)).transpose();
        let energy = reading(Dial::Energy, self.energy.as_ref())?;
        let learning = reading(Dial::Learning, self.learning.as_ref())?;
        if energy.is_none() && learning.is_none() && self.line.is_none() {
            return Err(Stop::usage(
                "say something: ‘--energy’, ‘--learning’ or a line",
            ));
        }
        let trying = tried(facts, of);
        if !matches!(trying.state, State::Running { .. }) {
            return Err(Stop::usage(format!(
                "‘{}’ does not run: {}",
                of.it.what,
                trying.state.label()
            )));
        }
        let standing = pulse_of_the_week(&trying, book.today);
        let pulse = Felt {
            experiment: of.id,
            energy,
            learning,
            line: self.line,
            on: PartialDate::day(book.today),
            unknown: standing.map_or_else(Map::new, |of| of.it.unknown.clone()),
        };
        let item = desk.act(|act| act.revise_or_add(standing, pulse))?;
        let says = standing.map_or_else(
            || "Said.".to_owned(),
            |said| format!("Said, in place of what you said on {}.", said.it.on),
        );
        let value = json!({ "item": item, "experiment": of.id, "instead": standing.map(|said| said.it.on) });
        screen::done(self.json, &value, says)
    }
}

/// Leave an experiment that has ended without a decision; it is not asked about again
#[derive(Debug, Args)]
pub(crate) struct Leave {
    /// Which: its number in the list, its id, or a part of its words
    experiment: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Leave {
    fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let of = find(facts, &self.experiment)?;
        let state = tried(facts, of).state;
        if state != State::Ended {
            return Err(Stop::usage(format!(
                "‘{}’ is not waiting for a decision: {}",
                of.it.what,
                state.label()
            )));
        }
        let left = Tried {
            left_open: Some(PartialDate::day(book.today)),
            ..of.it.clone()
        };
        desk.act(|act| act.revise(of, left))?;
        screen::done(
            self.json,
            &json!({ "item": of.id, "what": of.it.what }),
            format_args!("‘{}’ is left open.", of.it.what),
        )
    }
}

/// An experiment by what was typed.
fn find<'a>(facts: &Facts<'a>, typed: &str) -> Result<Of<'a, Tried>> {
    let all: Vec<_> = facts
        .growth
        .experiments
        .iter()
        .map(|of| (of.id, of.it.what.as_str(), *of))
        .collect();
    names::item("experiment", typed, &all)
}
