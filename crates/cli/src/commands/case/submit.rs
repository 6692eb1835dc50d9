//! `windward case submit`: freezes a packet.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Of, Submission},
    views::case::{Stage, lines, packet, rung_name, stage},
};

use super::find;
use crate::{
    days,
    home::{Begin, Home},
    screen,
    stop::Stop,
};

/// Freeze the packet as it is now, with the day and a hash; it is sent nowhere
#[derive(Debug, Args)]
pub(crate) struct Submit {
    /// Its number in the list, its id, or a part of its rung; without it the one that is open
    which: Option<String>,
    /// To whom
    #[arg(long, value_name = "WHOM")]
    to: Option<String>,
    /// The day; without it today
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Submit {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let of = find(facts, self.which.as_deref())?;
        if stage(facts, of) == Stage::Over {
            return Err(Stop::refused("this case is over; begin another"));
        }
        let on = days::that_was(self.on, book.today, "hand it in when it is whole")?;
        let content = packet(facts, of.it, &lines(facts, of.it));
        let frozen = Submission::freeze(of.id, content, on, book.framework.hash)
            .map_err(|error| Stop::refused(error.to_string()))?;
        let hash = frozen.hash.clone();
        let last = facts.cases.of(of.id).into_iter().next();
        let same = |last: &Of<'_, Submission>| last.it.hash == hash && last.it.to == self.to;
        if let Some(last) = last.filter(same) {
            return Err(Stop::refused(format!(
                "the packet is frozen as it is since {}, SHA-256 {hash}; nothing has changed",
                last.it.on.in_words()
            )));
        }
        let name = rung_name(facts, of.it).to_owned();
        let item = desk.act(|act| {
            act.add(Submission {
                to: self.to,
                ..frozen
            })
        })?;
        if self.json {
            return screen::json(&json!({ "item": item, "case": of.id, "on": on, "hash": hash }));
        }
        screen::hint(
            "`windward case packet --handed-in --out FILE.pdf` makes the file to hand in.",
        );
        let says = format!(
            "The packet for {name} is frozen, {}. SHA-256 {hash}",
            on.in_words()
        );
        Ok(screen::say(&says)?)
    }
}
