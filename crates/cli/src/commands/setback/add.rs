//! Noting a setback, and going slowly.

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Act, Quiet, Setback as Item, SetbackKind},
    views::{due::latest, setback::slow, words::Day},
};
use windward_web::edge::{self, FreshIds};

use super::find;
use crate::{
    home::{Begin, Home},
    names, screen,
    stop::Stop,
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
        let book = home.book()?;
        let today = book.today;
        let on = self.on.unwrap_or(PartialDate::day(today));
        if on.is_after(today) {
            return Err(Stop::usage(format!(
                "{on} is still to come; give the day on which you learned of it"
            )));
        }
        let until = self.slow_until.map(|it| until(it, today)).transpose()?;
        let held = book.facts().held;
        let setback = Item {
            what: self.what.filter(|it| !it.trim().is_empty()),
            role: held.map(|held| held.role.id),
            ..Item::new(kind, on)
        };
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, edge::now());
        let id = act.add(setback);
        if let Some(until) = until {
            act.add(time(id, until, today));
        }
        home.open(Begin::Make)?.append(act, None)?;
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
            Some(day) => until(day, today)?,
            None => today,
        };
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, edge::now());
        match (standing, self.over) {
            (None, true) if self.json => {
                return screen::json(&json!({ "item": of.id, "slow_until": null }));
            }
            (None, true) => return Ok(screen::say("It is no slow time.")?),
            (Some(quiet), _) => act.revise(
                quiet,
                Quiet {
                    until: PartialDate::day(day),
                    ..quiet.it.clone()
                },
            ),
            (None, false) => {
                act.add(time(of.id, day, today));
            }
        }
        desk.append(act, None)?;
        if self.json {
            return screen::json(
                &json!({ "item": of.id, "slow_until": (!self.over).then_some(day) }),
            );
        }
        if self.over {
            return Ok(screen::say("The slow time is over.")?);
        }
        Ok(screen::say(format_args!("Slowly until {}.", Day(day)))?)
    }
}

fn until(day: PartialDate, today: Date) -> Result<Date> {
    let until = day.first_day();
    if until <= today || until > latest(today) {
        return Err(Stop::usage(format!(
            "{day} is no day within the year to come; give one after {today}"
        )));
    }
    Ok(until)
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
