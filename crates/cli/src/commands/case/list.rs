//! `windward case list`: cases with their numbers.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::views::case::{Coverage, lines, rung_name, stage};

use super::all;
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, DIM, Screen},
};

/// Show your cases with their numbers, those that are open first
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let all = all(facts);
        if self.json {
            let all = all.iter().map(|of| {
                let submissions = facts.cases.of(of.id);
                let handed_in = submissions.iter().map(|of| {
                    json!({ "item": of.id, "on": of.it.on, "to": of.it.to, "hash": of.it.hash, "whole": of.it.is_whole() })
                });
                json!({ "item": of.id, "rung": of.it.rung, "stage": stage(facts, *of).word(), "on": of.it.on, "by": of.it.by,
                        "decided": of.it.decided, "outcome": of.it.outcome, "submissions": handed_in.collect::<Vec<_>>() })
            });
            return screen::json(&all.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line("No case yet. `windward case new` begins one for the next rung.");
        }
        for (number, of) in (1..).zip(&all) {
            let stage = match &of.it.outcome {
                Some(outcome) => outcome.decision.label(),
                None => stage(facts, *of).label(),
            };
            screen.paragraph(
                2,
                BOLD,
                &format!("{number}  {}, {stage}", rung_name(facts, of.it)),
            );
            let covered = Coverage::of(&lines(facts, of.it));
            screen.paragraph(5, DIM, &covered.says());
        }
        Ok(screen.show()?)
    }
}
