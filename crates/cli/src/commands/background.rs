//! `windward background`: what a career rests on beside its roles.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::views::background::{Item, background};

use crate::{
    home::{Begin, Home},
    screen::{self, Cell, DIM, OPEN, PLAIN, Screen},
};

/// Show what stands beside your roles: education, certificates, courses, projects, volunteering, awards, praise, skills
#[derive(Debug, Args)]
pub(crate) struct Background {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Background {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let groups = background(&book.record);
        if self.json {
            let items = groups.iter().flat_map(|it| &it.items);
            return screen::json(&items.map(answer).collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if groups.is_empty() {
            screen.line("There is nothing beside your roles yet. `windward import FILE` brings in what a file has.");
        }
        for group in &groups {
            screen.heading(&group.outline.count(group.items.len()));
            let rows: Vec<Vec<Cell>> = group.items.iter().map(row).collect();
            screen.table(&rows);
        }
        Ok(screen.show()?)
    }
}

fn row(item: &Item<'_>) -> Vec<Cell> {
    let told = &item.told;
    let date = |it: Option<windward_core::date::PartialDate>| it.map(|it| it.to_string());
    let when = match (date(told.from()), date(told.to())) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(date), None) => date,
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    };
    // On one line, whatever breaks a text has.
    let title = told
        .title()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let style = if told.is_reversed() { OPEN } else { PLAIN };
    vec![
        Cell::new(when, style),
        title.into(),
        Cell::new(told.beside().unwrap_or_default(), DIM),
    ]
}

fn answer(item: &Item<'_>) -> Value {
    let mut fields = item.told.fields.clone();
    fields.insert("id".to_owned(), json!(item.id));
    fields.insert("kind".to_owned(), json!(item.told.outline.kind));
    Value::Object(fields)
}
