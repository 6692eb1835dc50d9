//! `windward timeline`: everything that happened, month by month.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    views::{
        telling::kind_one,
        timeline::{Moment, timeline},
    },
};

use crate::{
    days::as_of,
    home::{Begin, Home},
    screen::{self, Cell, DIM, Screen},
    stop::Stop,
};

/// Show everything that happened, by month, the latest first
#[derive(Debug, Args)]
pub(crate) struct Timeline {
    /// Only things of this kind, as the record names it: evidence, role, rating, praise…
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Read the record as of the end of this day, month or year
    #[arg(long, value_name = "DATE")]
    as_of: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Timeline {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let on_day = book.on(as_of(self.as_of, book.today)?);
        let kind = self.kind.as_deref();
        let line = timeline(&book.record, on_day.facts().day);
        let (months, _) = line.months(&book.record, &book.framework, kind, None, usize::MAX);
        if let Some(kind) = kind.filter(|_| months.is_empty()) {
            let there: Vec<&str> = line.kinds().iter().map(|(name, _)| name.as_str()).collect();
            return Err(Stop::usage(format!(
                "nothing of the kind ‘{kind}’ is here; there is {}",
                if there.is_empty() {
                    "nothing yet".to_owned()
                } else {
                    there.join(", ")
                }
            )));
        }
        if self.json {
            let moment = |it: &Moment<'_>| {
                let others = it.others.iter().copied();
                let items: Vec<ItemId> = std::iter::once(it.id).chain(others).collect();
                json!({
                    "on": it.on,
                    "kind": it.kind,
                    "what": it.what,
                    "more": it.more,
                    "items": items,
                    "confidential": it.confidential,
                })
            };
            let months = months.iter().map(|month| {
                json!({ "month": month.of, "moments": month.moments.iter().map(moment).collect::<Vec<_>>() })
            });
            return screen::json(&months.collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if months.is_empty() {
            screen.line("Nothing has happened yet, as far as your record knows. `windward log` is a way to begin.");
        }
        for month in &months {
            screen.heading(&month.of.in_words());
            let row = |it: &Moment<'_>| -> Vec<Cell> {
                vec![
                    it.on.to_string().into(),
                    Cell::new(kind_one(it.kind), DIM),
                    it.what.to_string().into(),
                ]
            };
            screen.table(&month.moments.iter().map(row).collect::<Vec<_>>());
        }
        Ok(screen.show()?)
    }
}
