//! `windward quiet`: nothing is asked until a day.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{date::PartialDate, record::Quiet as Item, views::words::Day};

use crate::{
    days,
    home::{Begin, Home},
    screen,
};

/// Be left alone until a day: nothing is asked, not here, not by calendar, not by mail
#[derive(Debug, Args)]
pub(crate) struct Quiet {
    /// The day on which things are asked again
    #[arg(long, value_name = "DATE", required_unless_present = "over")]
    until: Option<PartialDate>,
    /// Why, for yourself
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// End it now
    #[arg(long, conflicts_with_all = ["until", "why"])]
    over: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Quiet {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let (facts, today) = (book.facts(), book.today);
        let Some(until) = self.until else {
            let Some(of) = facts.aside.quiet(today) else {
                let value = json!({ "quiet_until": null });
                return screen::done(self.json, &value, "It is not quiet.");
            };
            desk.act(|act| {
                if of.it.setback.is_some() {
                    // That it was slow is kept, so that no sign takes these weeks for standing still.
                    let ended = Item {
                        until: PartialDate::day(today),
                        ..of.it.clone()
                    };
                    act.revise(of, ended);
                } else {
                    act.withdraw(of.id, of.revision.entry_id);
                }
            })?;
            let value = json!({ "item": of.id, "quiet_until": null });
            return screen::done(self.json, &value, "The quiet is over.");
        };
        let day = days::to_come(until, today)?;
        let quiet = Item {
            until: PartialDate::day(day),
            why: self.why,
            setback: None,
            on: PartialDate::day(today),
            unknown: Map::new(),
        };
        let item = desk.act(|act| act.add(quiet))?;
        screen::done(
            self.json,
            &json!({ "item": item, "quiet_until": PartialDate::day(day) }),
            format_args!("Quiet until {}.", Day(day)),
        )
    }
}
