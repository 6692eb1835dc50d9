//! `windward touch`: in touch with somebody, in a line.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Act, Channel, Touch as Times},
};
use windward_web::edge::{self, FreshIds};

use super::people::find;
use crate::{
    home::{Begin, Home},
    names, screen,
    stop::Stop,
};

/// Log that you were in touch with somebody
#[derive(Debug, Args)]
pub(crate) struct Touch {
    /// Their name, the beginning of it, or the end of their id
    person: String,
    /// What it was about, in a line
    text: Vec<String>,
    /// When; today without it
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// How: email, message, call, in-person, event, update or other
    #[arg(long, value_name = "WORD")]
    channel: Option<String>,
    /// What you asked
    #[arg(long, value_name = "TEXT")]
    asked: Option<String>,
    /// What came back
    #[arg(long, value_name = "TEXT")]
    answered: Option<String>,
    /// What you gave
    #[arg(long, value_name = "TEXT")]
    gave: Option<String>,
    /// What comes next
    #[arg(long, value_name = "TEXT")]
    next: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Touch {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(&book.record, book.people(), &self.person)?;
        let on = self.on.unwrap_or(PartialDate::day(book.today));
        if on.is_after(book.today) {
            return Err(Stop::usage(format!("{on} is still to come; log what was")));
        }
        let channel = self.channel.as_deref();
        let channel = channel
            .map(|typed| names::word("channel", typed, Channel::WORDS))
            .transpose()?;
        let text = self.text.join(" ").trim().to_owned();
        let said = |text: Option<String>| {
            text.map(|it| it.trim().to_owned())
                .filter(|it| !it.is_empty())
        };
        let mut ids = FreshIds;
        let mut act = Act::new(&mut ids, edge::now());
        let id = act.add(Times {
            channel,
            note: said(Some(text)),
            asked: said(self.asked),
            answered: said(self.answered),
            gave: said(self.gave),
            next: said(self.next),
            ..Times::new(vec![of.id], on)
        });
        desk.append(act, None)?;
        if self.json {
            return screen::json(&json!({ "item": id, "with": of.id }));
        }
        if let Some(boundaries) = &of.it.boundaries {
            screen::hint(&format!("They asked: {boundaries}"));
        }
        Ok(screen::say(format_args!("Logged, with {}.", of.it.name))?)
    }
}
