//! `windward store check`: whether the database beneath is what it should be.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use windward_store::{Examination, SCHEMA_VERSION, examine};

use crate::{
    desk::runtime,
    home::Home,
    progress::Progress,
    screen::{self, BOLD, Cell, DIM, GOOD, OPEN, Screen},
    stop::Stop,
    words::count,
};

/// The database that the record is kept in
#[derive(Debug, Subcommand)]
pub(crate) enum Store {
    Check(Check),
}

/// Prove that a database is fit for Windward: versions, settings, tables, and how they are spread over machines
///
/// It changes nothing, and reads no entry: ‘windward doctor’ does that.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Store {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::Check(check) => check.run(home),
        }
    }
}

impl Check {
    fn run(self, home: &Home) -> Result<()> {
        let (dir, place) = (home.dir()?, home.place()?);
        let found = {
            let _progress = Progress::on("Looking at the database");
            runtime()?.block_on(examine(&dir, &place))?
        };
        if self.json {
            screen::json(&answer(&found))?;
        } else {
            tell(&found)?;
        }
        if found.problems.is_empty() {
            Ok(())
        } else {
            Err(Stop::Faults.into())
        }
    }
}

fn tell(found: &Examination) -> Result<()> {
    let mut screen = Screen::new();
    let settings = found
        .settings
        .iter()
        .map(|(name, value)| format!("{name} {value}"));
    let rows = found
        .rows
        .iter()
        .map(|(table, rows)| format!("{table} {rows}"));
    let mut facts = found.facts.clone();
    facts.push(("schema", SCHEMA_VERSION.to_string()));
    facts.push(("settings", settings.collect::<Vec<_>>().join(", ")));
    if !found.rows.is_empty() {
        facts.push(("rows", rows.collect::<Vec<_>>().join(", ")));
    }
    let facts = facts
        .into_iter()
        .map(|(name, fact)| vec![Cell::new(name, DIM), fact.into()]);
    screen.table(&facts.collect::<Vec<_>>());
    screen.gap();
    if found.problems.is_empty() {
        screen.paragraph(0, GOOD, "Nothing to mend.");
    } else {
        let things = count(found.problems.len(), "thing", "things");
        screen.paragraph(0, BOLD, &format!("{things} to mend"));
    }
    for problem in &found.problems {
        screen.paragraph(2, OPEN, problem);
    }
    Ok(screen.show()?)
}

fn answer(found: &Examination) -> Value {
    let mut answer = Map::new();
    for (name, fact) in &found.facts {
        answer.insert((*name).to_owned(), fact.as_str().into());
    }
    let settings: Map<String, Value> = found
        .settings
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
        .collect();
    let rows: Map<String, Value> = found
        .rows
        .iter()
        .map(|(table, rows)| (table.clone(), (*rows).into()))
        .collect();
    answer.insert("schema".to_owned(), SCHEMA_VERSION.into());
    answer.insert("settings".to_owned(), settings.into());
    answer.insert("rows".to_owned(), rows.into());
    answer.insert("problems".to_owned(), json!(found.problems));
    answer.into()
}
