//! Noting a setback, and going slowly.

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Quiet, Setback as Item, SetbackKind},
    views::{setback::slow, words::Day},
};

use super::find;
use crate::{
    days,
    home::{Begin, Home},
    names, screen,
};

/// Note what happened
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Which kind: laid-off, passed-over, poor-review, failed-launch, team-dissolved, other
    kind: String,
    /// What happened, in your own words
    what: Option<String>,
    /// When
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// Go slowly until a day: goals, signs and reminders rest
    #[arg(long, value_name = "DATE")]
    slow_until: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let kind = names::word("kind of setback", &self.kind, SetbackKind::WORDS)?;
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let today = book.today;
        let on = days::that_was(self.on, today, "give the day on which you learned of it")?;
        let until = self.slow_until.map(|it| days::to_come(it, today));
        let until = until.transpose()?;
        let held = book.facts().held;
        let setback = Item {
            what: self.what.filter(|it| !it.trim().is_empty()),
            role: held.map(|held| held.role.id),
            ..Item::new(kind, on)
        };
        let id = beginning.act(|act| {
            let id = act.add(setback);
            if let Some(until) = until {
                act.add(time(id, until, today));
            }
            id
        })?;
        if self.json {
            return screen::json(
                &json!({ "item": id, "kind": kind.word(), "on": on, "slow_until": until }),
            );
        }
        let slowly = until.map_or_else(String::new, |until| {
            format!(" Windward goes slowly until {}.", Day(until))
        });
        screen::say(format_args!("Noted: {}.{slowly}", kind.label()))?;
        if kind.is_leaving() {
            screen::hint("`windward export --encrypted FILE` takes your record with you");
        }
        Ok(())
    }
}

/// Go slowly until a day, or no longer
#[derive(Debug, Args)]
pub(crate) struct Slow {
    /// Which: its number in the list, its id, or a part of its words; without it the latest
    which: Option<String>,
    /// The day on which goals, signs and reminders come back
    #[arg(long, value_name = "DATE", required_unless_present = "over")]
    until: Option<PartialDate>,
    /// End it now
    #[arg(long, conflicts_with = "until")]
    over: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Slow {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let (facts, today) = (book.facts(), book.today);
        let of = find(facts, self.which.as_deref())?;
        let standing = slow(facts).filter(|quiet| quiet.it.setback == Some(of.id));
        let day = match self.until {
            Some(day) => days::to_come(day, today)?,
            None => today,
        };
        let says = match (standing, self.over) {
            (None, true) => "It is no slow time.".to_owned(),
            (Some(_), true) => "The slow time is over.".to_owned(),
            (_, false) => format!("Slowly until {}.", Day(day)),
        };
        desk.act(|act| match standing {
            Some(quiet) => act.revise(
                quiet,
                Quiet {
                    until: PartialDate::day(day),
                    ..quiet.it.clone()
                },
            ),
            None if self.over => {}
            None => {
                act.add(time(of.id, day, today));
            }
        })?;
        screen::done(
            self.json,
            &json!({ "item": of.id, "slow_until": (!self.over).then_some(day) }),
            says,
        )
    }
}

fn time(setback: ItemId, until: Date, today: Date) -> Quiet {
    Quiet {
        until: PartialDate::day(until),
        why: None,
        setback: Some(setback),
        on: PartialDate::day(today),
        unknown: Map::new(),
    }
}
