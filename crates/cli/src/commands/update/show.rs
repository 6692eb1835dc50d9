//! `windward update show`: one note, who gets it, what to look at before it leaves.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    record::Touch,
    views::updates::{Doubt, doubts},
};

use super::{copies, find};
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, DIM, OPEN, PLAIN, Screen},
};

/// Show one update, and who gets or got it
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its number in the list, its id, or a part of its subject
    which: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let of = find(&book.record, &self.which)?;
        let it = of.it;
        let copies = copies(&book, it);
        let doubts = if it.state.is_draft() {
            doubts(book.facts(), it, &copies)
        } else {
            Vec::new()
        };
        let reply = |id: &windward_core::id::ItemId| {
            let touch = book.record.get::<Touch>(*id)?;
            touch.it.answered.as_deref()
        };
        if self.json {
            let to = copies.iter().map(|copy| {
                let replies: Vec<&str> = copy.recipient.replies.iter().filter_map(reply).collect();
                json!({ "person": copy.person, "name": copy.name(), "address": copy.address, "again": copy.again,
                        "outcome": copy.recipient.outcome.word(), "said": copy.recipient.said, "replies": replies })
            });
            return screen::json(&json!({
                "item": of.id, "month": it.month, "subject": it.subject, "body": it.body, "from": it.from,
                "state": it.state, "to": to.collect::<Vec<_>>(), "evidence": it.evidence, "on": it.on,
                "doubts": doubts.iter().map(Doubt::says).collect::<Vec<_>>(),
            }));
        }
        let mut screen = Screen::new();
        screen.paragraph(0, BOLD, &it.subject);
        screen.gap();
        for line in it.body.lines() {
            screen.paragraph(0, PLAIN, line);
        }
        screen.heading("Who gets it");
        if copies.is_empty() {
            screen.paragraph(2, DIM, "nobody yet");
        }
        for copy in &copies {
            let address = copy.address.unwrap_or("no address");
            let outcome = if it.state.is_draft() {
                String::new()
            } else {
                format!(", {}", copy.recipient.outcome.label())
            };
            screen.paragraph(2, PLAIN, &format!("{}, {address}{outcome}", copy.name()));
            for reply in copy.recipient.replies.iter().filter_map(reply) {
                screen.paragraph(4, DIM, &format!("‘{reply}’"));
            }
        }
        if !doubts.is_empty() {
            screen.heading("Before it leaves");
        }
        for doubt in &doubts {
            screen.paragraph(2, OPEN, &doubt.says());
        }
        Ok(screen.show()?)
    }
}
