//! `windward undo`: takes back what was done in one go.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{id::ActId, record::Record};
use windward_formats::{Past, past, undo};
use windward_web::edge::{self, FreshIds};

use crate::{
    home::{Begin, Home},
    screen::{BOLD, Cell, DIM, Screen, json, say},
    stop::Stop,
    words::count,
};

/// Take back an import or a decision, as far as nothing of it was edited since
///
/// Without an id it lists the imports of the past with theirs. What was taken back comes again when the same file is
/// imported again.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// The id that `windward import` or `windward experiment decide` printed
    act: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Undo {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let Some(typed) = self.act else {
            return list(home, self.json);
        };
        let act: ActId = typed.trim().parse().map_err(|_| {
            Stop::usage(format!(
                "‘{typed}’ is no id of an import; `windward undo` without one lists the imports with their ids"
            ))
        })?;
        let desk = home.open(Begin::Refuse)?;
        let record = desk.book()?.record;
        if record.touched_by(act).next().is_none() {
            return Err(Stop::usage(format!(
                "nothing in this record was done by {act}; `windward undo` without an id lists the imports"
            )));
        }
        let undo = undo(&record, act, &mut FreshIds, edge::now());
        let (withdrawn, restored, kept) =
            (undo.withdrawn.len(), undo.restored.len(), undo.kept.len());
        if !undo.entries.is_empty() {
            desk.append_entries(undo.entries, Some(record.seq()))?;
        }
        if self.json {
            return json(
                &json!({ "act": act, "withdrawn": withdrawn, "restored": restored, "kept": kept }),
            );
        }
        if withdrawn == 0 && restored == 0 {
            say("There is nothing left of it to take back.")?;
        } else {
            if withdrawn > 0 {
                say(format_args!(
                    "{}.",
                    count(withdrawn, "item is gone", "items are gone")
                ))?;
            }
            if restored > 0 {
                say(format_args!(
                    "{} as before.",
                    count(restored, "item is", "items are")
                ))?;
            }
        }
        if kept > 0 {
            say(format_args!(
                "{} since, and stay.",
                count(kept, "item was edited", "items were edited")
            ))?;
        }
        Ok(())
    }
}

/// The imports of the past, the latest first.
fn list(home: &Home, as_json: bool) -> Result<()> {
    let book = home.open(Begin::Refuse)?.book()?;
    let past = past(&book.record);
    if as_json {
        let all = past.iter().map(|it| {
            let brought = it.brought.iter();
            let brought = brought.map(|(outline, number)| json!({ "kind": outline.kind, "items": number }));
            json!({ "act": it.act, "at": it.at, "importer": it.importer, "brought": brought.collect::<Vec<_>>(),
                    "changed": it.changed, "undone": it.undone })
        });
        return json(&all.collect::<Vec<_>>());
    }
    let mut screen = Screen::new();
    if past.is_empty() {
        screen.line("Nothing was imported yet. `windward import FILE` brings your history in.");
        return Ok(screen.show()?);
    }
    let rows: Vec<Vec<Cell>> = past.iter().map(|it| row(&book.record, it)).collect();
    screen.table(&rows);
    Ok(screen.show()?)
}

fn row(record: &Record, past: &Past) -> Vec<Cell> {
    let brought = past.brought.iter();
    let mut brought: Vec<String> = brought
        .map(|(outline, number)| outline.count(*number))
        .collect();
    if past.changed > 0 {
        brought.push(format!("{} changed", past.changed));
    }
    if past.undone {
        brought.push("taken back".to_owned());
    }
    vec![
        Cell::new(past.act.to_string(), BOLD),
        edge::today(record, past.at).to_string().into(),
        Cell::new(past.importer.clone(), DIM),
        brought.join(", ").into(),
    ]
}
