//! `windward quiet`: nothing is asked until a day.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{
    date::PartialDate,
    record::{Act, Quiet as Item},
    views::{due::latest, words::Day},
};
use windward_web::edge::{self, FreshIds};

use crate::{
    home::{Begin, Home},
    screen,
    stop::Stop,
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
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, edge::now());
        let Some(until) = self.until else {
            let Some(of) = facts.aside.quiet(today) else {
                let value = json!({ "quiet_until": null });
                return screen::done(self.json, &value, "It is not quiet.");
            };
            if of.it.setback.is_some() {
                // That it was slow is kept, so that no sign takes these weeks for standing still.
                act.revise(
                    of,
                    Item {
                        until: PartialDate::day(today),
                        ..of.it.clone()
                    },
                );
            } else {
                act.withdraw(of.id, of.revision.entry_id);
            }
            desk.append(act, None)?;
            let value = json!({ "item": of.id, "quiet_until": null });
            return screen::done(self.json, &value, "The quiet is over.");
        };
        let day = until.first_day();
        if day <= today || day > latest(today) {
            return Err(Stop::usage(format!(
                "{until} is no day within the year to come; give one after {today}"
            )));
        }
        let item = act.add(Item {
            until: PartialDate::day(day),
            why: self.why,
            setback: None,
            on: PartialDate::day(today),
            unknown: Map::new(),
        });
        desk.append(act, None)?;
        screen::done(
            self.json,
            &json!({ "item": item, "quiet_until": PartialDate::day(day) }),
            format_args!("Quiet until {}.", Day(day)),
        )
    }
}
