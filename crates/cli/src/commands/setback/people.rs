//! Whom one could turn to, with a few lines for each.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    record::SupportKind,
    views::{
        board::{Circle, called},
        setback::{draft, employer, suggested},
        words::capital,
    },
};

use super::find;
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, PLAIN, Screen},
};

/// Show whom you could turn to, and a few lines to begin with
#[derive(Debug, Args)]
pub(crate) struct People {
    /// Which: its number in the list, its id, or a part of its words; without it the latest
    which: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl People {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let of = find(facts, self.which.as_deref())?;
        let circle = Circle::of(&book.record, book.people());
        let kinds = SupportKind::WORDS.iter().map(|(_, kind)| *kind);
        let kinds = kinds.filter(|kind| of.it.kind.is_leaving() || *kind != SupportKind::Reference);
        let mut answer = Vec::new();
        let mut screen = Screen::new();
        for kind in kinds {
            let all = suggested(facts, circle, of, kind);
            let lines = draft(of.it, kind, "[name]", employer(facts, of.it));
            if self.json {
                answer.extend(all.iter().map(|it| {
                    let called = called(it.contact.it);
                    let words = draft(of.it, kind, called, employer(facts, of.it));
                    json!({ "contact": it.contact.id, "name": it.contact.it.name, "for": kind.word(),
                            "why": it.why, "words": words })
                }));
                continue;
            }
            screen.heading(&capital(kind.label()));
            if all.is_empty() {
                screen.paragraph(2, DIM, "Nobody in your record; you may know somebody.");
            }
            let rows = all.iter().map(|it| -> Vec<Cell> {
                vec![
                    Cell::new(it.contact.it.name.as_str(), BOLD),
                    it.why.as_str().into(),
                ]
            });
            screen.table(&rows.collect::<Vec<_>>());
            screen.gap();
            for line in lines.lines().filter(|line| !line.is_empty()) {
                screen.paragraph(4, PLAIN, line);
            }
        }
        if self.json {
            return screen::json(&answer);
        }
        Ok(screen.show()?)
    }
}
