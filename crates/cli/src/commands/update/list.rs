//! `windward update list`: what is being written, and what went out.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::views::updates;

use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, DIM, Screen},
    words::count,
};

/// Show your updates with their numbers: drafts first, then the latest month
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let all = updates::archive(&book.record);
        if self.json {
            let all = all.iter().map(|of| {
                let it = of.it;
                json!({ "item": of.id, "month": it.month, "subject": it.subject, "state": it.state,
                        "people": it.to.len(), "on": it.on })
            });
            return screen::json(&all.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line(
                "No update yet. `windward update draft` begins one from the evidence of a month.",
            );
        }
        for (number, of) in (1..).zip(&all) {
            let it = of.it;
            let state = match it.state.left() {
                Some(on) => format!("left on {on}"),
                None => "a draft".to_owned(),
            };
            screen.paragraph(2, BOLD, &format!("{number}  {}", it.subject));
            let people = count(it.to.len(), "person", "people");
            screen.paragraph(
                5,
                DIM,
                &format!("{}, {state}, {people}", it.month.in_words()),
            );
        }
        Ok(screen.show()?)
    }
}
