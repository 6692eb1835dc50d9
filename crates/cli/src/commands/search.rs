//! `windward search`: words in everything that was written.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::views::{
    search::{Query, search},
    telling::{Linked, kind_one},
};

use crate::{
    home::{Begin, Home},
    screen::{self, Cell, DIM, Screen},
    stop::Stop,
    words::count,
};

/// Search your whole record: other forms and beginnings of the words are found too
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words that must all be in what is found
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Search {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let query = Query::parse(&self.query.join(" "));
        let query = query
            .ok_or_else(|| Stop::usage("there is no word in that: write letters or digits"))?;
        let book = home.open(Begin::Refuse)?.book()?;
        let linked = Linked::of(&book.record);
        let hits = search(&book.record, &book.framework, book.today, &query);
        if self.json {
            let lines = hits.iter().map(|hit| {
                json!({
                    "item": hit.id,
                    "kind": hit.content.kind(),
                    "what": linked.line(&book.framework, hit.content),
                    "on": hit.content.happened(),
                })
            });
            return screen::json(&lines.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        screen.line(match hits.len() {
            0 => "Nothing has all of these words. Try fewer of them, or only the beginning of one."
                .to_owned(),
            hits => count(hits, "thing found", "things found"),
        });
        let rows = hits.iter().map(|hit| -> Vec<Cell> {
            let on = hit.content.happened().map(|on| on.to_string());
            vec![
                Cell::new(kind_one(hit.content.kind()), DIM),
                on.unwrap_or_default().into(),
                linked
                    .line(&book.framework, hit.content)
                    .into_owned()
                    .into(),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        Ok(screen.show()?)
    }
}
