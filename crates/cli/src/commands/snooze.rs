//! `windward snooze`: a thing on Today is put aside, until a day or for good.

use anyhow::Result;
use clap::Args;
use jiff::Span;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::Act,
    views::{
        aside::Until,
        due::{self, DueId},
        today::list,
        words::Day,
    },
};
use windward_web::{
    book::Book,
    edge::{self, FreshIds},
};

use super::today::find;
use crate::{
    home::{Begin, Desk, Home},
    screen,
    stop::Stop,
};

/// Put a thing on Today aside: for a week, until a day, or for good
#[derive(Debug, Args)]
pub(crate) struct Snooze {
    /// Which: its number in `windward today`, its id, or a part of its words
    #[arg(value_name = "ID")]
    which: String,
    /// The day on which it comes back
    #[arg(long, value_name = "DATE", group = "how_long")]
    until: Option<PartialDate>,
    /// For how many days; without anything else, seven
    #[arg(long, value_name = "DAYS", group = "how_long", value_parser = clap::value_parser!(u16).range(1..=366))]
    days: Option<u16>,
    /// For good: it is not for you
    #[arg(long, group = "how_long")]
    never: bool,
    /// Bring it back
    #[arg(long, group = "how_long")]
    back: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Snooze {
    pub(crate) fn run(&self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        if self.back {
            return self.bring_back(&desk, &book);
        }
        let until = self.until(&book)?;
        let list = list(book.facts());
        let thing = find(&list, &self.which)?;
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, edge::now());
        due::put_aside(book.facts(), thing.id, until, &mut act);
        if !act.is_empty() {
            desk.append(act, None)?;
        }
        let what = &thing.what;
        if self.json {
            let until = match until {
                Until::Day(day) => Some(day.to_string()),
                Until::ForGood => None,
            };
            return screen::json(
                &json!({ "thing": thing.id.to_string(), "what": what, "until": until }),
            );
        }
        Ok(match until {
            Until::Day(day) => screen::say(format_args!("Put aside until {}: {what}", Day(day))),
            Until::ForGood => screen::say(format_args!("Not asked again: {what}")),
        }?)
    }

    fn until(&self, book: &Book) -> Result<Until> {
        if self.never {
            return Ok(Until::ForGood);
        }
        let Some(until) = self.until else {
            let days = Span::new().days(self.days.unwrap_or(7));
            return Ok(Until::Day(book.today.saturating_add(days)));
        };
        let (day, today) = (until.first_day(), book.today);
        if day <= today || day > due::latest(today) {
            return Err(Stop::usage(format!(
                "{until} is no day within the year to come; give one after {today}"
            )));
        }
        Ok(Until::Day(day))
    }

    fn bring_back(&self, desk: &Desk, book: &Book) -> Result<()> {
        let today = book.today();
        let things: Vec<_> = today.aside.iter().map(|(_, due)| due.clone()).collect();
        let thing = find(&things, &self.which)?;
        let is_it = |id: DueId| id == thing.id;
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, edge::now());
        for (of, _) in today.aside.iter().filter(|(_, due)| is_it(due.id)) {
            act.withdraw(of.id, of.revision.entry_id);
        }
        desk.append(act, None)?;
        if self.json {
            return screen::json(
                &json!({ "thing": thing.id.to_string(), "what": thing.what, "back": true }),
            );
        }
        Ok(screen::say(format_args!("Back on Today: {}", thing.what))?)
    }
}
