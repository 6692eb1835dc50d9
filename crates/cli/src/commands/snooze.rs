//! `windward snooze`: a thing on Today is put aside, until a day or for good.

use anyhow::Result;
use clap::Args;
use jiff::Span;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    views::{
        aside::Until,
        due::{self, DueId},
        today::list,
        words::Day,
    },
};
use windward_web::book::Book;

use super::today::find;
use crate::{
    days,
    desk::Desk,
    home::{Begin, Home},
    screen,
};

/// Put a thing on Today aside: for a week, until a day, or for good
#[derive(Debug, Args)]
pub(crate) struct Snooze {
    /// Which: its number in `windward today`, its id, or a part of its words; with ‘--back’, among what was put aside
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
        let thing = find(&list, "on Today", &self.which)?;
        desk.act(|act| due::put_aside(book.facts(), thing.id, until, act))?;
        let what = &thing.what;
        let (until, says) = match until {
            Until::Day(day) => (Some(day), format!("Put aside until {}: {what}", Day(day))),
            Until::ForGood => (None, format!("Not asked again: {what}")),
        };
        screen::done(
            self.json,
            &json!({ "thing": thing.id.to_string(), "what": what, "until": until }),
            says,
        )
    }

    fn until(&self, book: &Book) -> Result<Until> {
        if self.never {
            return Ok(Until::ForGood);
        }
        let Some(until) = self.until else {
            let days = Span::new().days(self.days.unwrap_or(7));
            return Ok(Until::Day(book.today.saturating_add(days)));
        };
        days::to_come(until, book.today).map(Until::Day)
    }

    fn bring_back(&self, desk: &Desk, book: &Book) -> Result<()> {
        let today = book.today();
        let things: Vec<_> = today.aside.iter().map(|(_, due)| due.clone()).collect();
        let thing = find(&things, "put aside", &self.which)?;
        let is_it = |id: DueId| id == thing.id;
        desk.act(|act| {
            for (of, _) in today.aside.iter().filter(|(_, due)| is_it(due.id)) {
                act.withdraw(of.id, of.revision.entry_id);
            }
        })?;
        screen::done(
            self.json,
            &json!({ "thing": thing.id.to_string(), "what": thing.what, "back": true }),
            format_args!("Back on Today: {}", thing.what),
        )
    }
}
