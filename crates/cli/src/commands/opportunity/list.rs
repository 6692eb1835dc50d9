//! `windward opportunity list`: where each stands, and what comes next.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::views::facts::Facts;
use windward_core::views::opportunities::{Considered, on_rung, opportunities};

use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, Screen},
};

/// Show every opportunity and where it stands
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only those of which something can still come
    #[arg(long)]
    live: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let mut all = opportunities(facts);
        all.retain(|it| !self.live || it.stage.is_live());
        if self.json {
            return screen::json(&all.iter().map(|it| answer(facts, it)).collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line("No opportunity is written down. `windward opportunity add TITLE --posting FILE` keeps one with its text.");
        }
        for (it, number) in all.iter().zip(1..) {
            screen.table(&[vec![
                format!("{number}.").into(),
                Cell::new(it.name(), BOLD),
                format!("{}, {}", it.stage.label(), it.since).into(),
            ]]);
            let next = it.of.it.next.as_ref().filter(|next| next.done.is_none());
            if let Some(next) = next.filter(|_| it.stage.is_live()) {
                let by = next.by.map(|by| format!(", by {by}")).unwrap_or_default();
                screen.paragraph(5, DIM, &format!("next: {}{by}", next.what));
            }
        }
        Ok(screen.show()?)
    }
}

/// An opportunity for programs.
pub(super) fn answer(facts: &Facts<'_>, it: &Considered<'_>) -> Value {
    let of = it.of.it;
    let on = on_rung(facts, of);
    let stages = of.stages.iter();
    let stages = stages.map(|it| json!({ "stage": it.stage.word(), "on": it.on, "note": it.note }));
    json!({
        "item": it.of.id,
        "title": of.title,
        "organisation": of.organisation,
        "place": of.place.word(),
        "rung": on.rung.map(|rung| &rung.id),
        "confidence": on.confidence,
        "stage": it.stage.word(),
        "since": it.since,
        "live": it.stage.is_live(),
        "stages": stages.collect::<Vec<_>>(),
        "next": of.next.as_ref().map(|it| json!({ "what": it.what, "by": it.by, "done": it.done })),
        "offer": of.offer.as_ref().map(|it| json!({ "terms": it.terms, "answer_by": it.answer_by })),
        "source": of.source,
        "contact": of.contact,
        "came_of": of.came_of,
        "link": of.link,
        "role": of.role,
        "note": of.note,
        "on": of.on,
    })
}
