//! `windward touch`: in touch with somebody, in a line.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{Channel, Touch as Times},
};

use super::people::find;
use crate::{
    days,
    home::{Begin, Home},
    names, screen, words,
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
        let on = days::that_was(self.on, book.today, "log what was")?;
        let channel = names::one_of("channel", self.channel.as_deref(), Channel::WORDS)?;
        let text = self.text.join(" ");
        let id = desk.act(|act| {
            act.add(Times {
                channel,
                note: words::said(text),
                asked: self.asked.and_then(words::said),
                answered: self.answered.and_then(words::said),
                gave: self.gave.and_then(words::said),
                next: self.next.and_then(words::said),
                ..Times::new(vec![of.id], on)
            })
        })?;
        if self.json {
            return screen::json(&json!({ "item": id, "with": of.id }));
        }
        if let Some(boundaries) = &of.it.boundaries {
            screen::hint(&format!("They asked: {boundaries}"));
        }
        Ok(screen::say(format_args!("Logged, with {}.", of.it.name))?)
    }
}
