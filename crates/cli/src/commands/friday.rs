//! `windward friday`: a minute at the end of a week.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, json};
use windward_core::{date::PartialDate, record::FridayMinute, views::due::same_week};

use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, Screen},
};

/// Keep what you did this week, what you learned, who helped; without any, read the weeks again
///
/// A second minute in one week adds to the first.
#[derive(Debug, Args)]
pub(crate) struct Friday {
    /// What you did
    #[arg(long, value_name = "TEXT")]
    did: Option<String>,
    /// What you learned
    #[arg(long, value_name = "TEXT")]
    learned: Option<String>,
    /// Who helped, and with what
    #[arg(long, value_name = "TEXT")]
    helped: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Friday {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let says = self.did.is_some() || self.learned.is_some() || self.helped.is_some();
        let desk = home.open(if says { Begin::Make } else { Begin::Refuse })?;
        let book = desk.book()?;
        let minutes = &book.facts().fridays;
        if !says {
            return read(minutes, self.json);
        }
        let before = minutes
            .iter()
            .copied()
            .find(|of| same_week(of.it.on, book.today));
        let was = before.map_or_else(
            || FridayMinute {
                did: None,
                learned: None,
                helped: None,
                on: PartialDate::day(book.today),
                unknown: Map::new(),
            },
            |of| of.it.clone(),
        );
        let minute = FridayMinute {
            did: self.did.or(was.did),
            learned: self.learned.or(was.learned),
            helped: self.helped.or(was.helped),
            ..was
        };
        let id = desk.act(|act| act.revise_or_add(before, minute))?;
        screen::done(
            self.json,
            &json!({ "item": id }),
            "Kept. Have a good weekend.",
        )
    }
}

fn read(minutes: &[windward_core::record::Of<'_, FridayMinute>], json: bool) -> Result<()> {
    if json {
        let lines = minutes.iter().map(|of| {
            let it = of.it;
            json!({ "item": of.id, "on": it.on, "did": it.did, "learned": it.learned, "helped": it.helped })
        });
        return screen::json(&lines.collect::<Vec<_>>());
    }
    let mut screen = Screen::new();
    if minutes.is_empty() {
        screen.line("No week is kept yet. `windward friday --did TEXT --learned TEXT --helped TEXT`: any of the three will do.");
    }
    for of in minutes {
        let parts = [
            ("did", &of.it.did),
            ("learned", &of.it.learned),
            ("helped", &of.it.helped),
        ];
        let parts = parts
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.clone()?)));
        screen.paragraph(0, BOLD, &of.it.on.in_words());
        let rows =
            parts.map(|(name, text)| -> Vec<Cell> { vec![Cell::new(name, DIM), text.into()] });
        screen.table(&rows.collect::<Vec<_>>());
    }
    Ok(screen.show()?)
}
