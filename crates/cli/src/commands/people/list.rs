use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    record::Contact,
    views::people::{Filter, reconnect},
};

use super::{answer, told};
use crate::{
    commands::evidence::short_id,
    home::{Begin, Home},
    screen::{self, Cell, DIM, OPEN, PLAIN, Screen},
    words::count,
};

/// List people, each with the end of their id: all, or who fits
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Beginnings of words: a name, an organisation, a tag
    words: Vec<String>,
    /// Only who has this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only for whom it is time by their rhythm
    #[arg(long)]
    due: bool,
    /// A few to write to this month before you need something, each with the reason
    #[arg(long, conflicts_with_all = ["words", "tag", "due"])]
    reconnect: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let (record, directory) = (&book.record, book.people());
        if self.reconnect {
            let suggestions = reconnect(book.facts(), directory);
            if self.json {
                let lines = suggestions.iter().map(|it| {
                    json!({ "item": it.contact.id, "name": it.contact.it.name, "reason": it.reason.word(),
                            "says": it.reason.says(), "last_in_touch": it.last, "boundaries": it.contact.it.boundaries })
                });
                return screen::json(&lines.collect::<Vec<_>>());
            }
            let mut screen = Screen::new();
            if suggestions.is_empty() {
                screen.line(
                    "Nobody this month: you are in touch, or too little is known of people yet.",
                );
            }
            for it in &suggestions {
                screen.paragraph(0, PLAIN, &told(it.contact.it));
                screen.paragraph(2, DIM, &it.reason.says());
                if let Some(boundaries) = &it.contact.it.boundaries {
                    screen.paragraph(2, OPEN, &format!("They asked: {boundaries}"));
                }
            }
            return Ok(screen.show()?);
        }
        let words = self.words.join(" ");
        let filter = Filter {
            text: &words,
            tag: self.tag.as_deref(),
            community: None,
            due: self.due,
        };
        let found = directory.find(&filter);
        let found = found
            .into_iter()
            .filter_map(|it| Some((it, record.get::<Contact>(it.id)?)));
        let found: Vec<_> = found.collect();
        if self.json {
            let lines = found.iter().map(|(person, of)| answer(*of, person));
            return screen::json(&lines.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if directory.is_empty() {
            screen.line("Nobody is here yet. `windward people import FILE` brings in connections, an address book or a table.");
            return Ok(screen.show()?);
        }
        if found.is_empty() {
            screen.line(if self.due {
                "Nobody is due."
            } else {
                "Nobody of your people fits that."
            });
            return Ok(screen.show()?);
        }
        screen.heading(&count(found.len(), "person", "people"));
        let rows = found.iter().map(|(person, of)| {
            let last = person.last.map(|it| it.to_string()).unwrap_or_default();
            let due = if person.is_due(book.today) { "due" } else { "" };
            vec![
                Cell::new(short_id(of.id), DIM),
                told(of.it).as_str().into(),
                Cell::new(of.it.tags.join(", "), DIM),
                Cell::new(last, DIM),
                Cell::new(due, OPEN),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        Ok(screen.show()?)
    }
}
