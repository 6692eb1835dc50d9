//! `windward retention`: what goes because of its age, and putting it away.

use anyhow::Result;
use clap::Args;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;
use windward_store::{Old, Pass};
use windward_web::edge;

use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, Screen},
};

/// Put away what has been kept for long enough, as the server does once an hour
///
/// How long what is kept stands in `windward.toml`, in the table `[retention]`.
#[derive(Debug, Args)]
pub(crate) struct Retention {
    /// Only show what would go, and when more does; nothing is put away
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Retention {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let (keeping, now) = (home.keeping()?, edge::now());
        let desk = home.open(Begin::Refuse)?;
        let old = desk.wait(desk.instance.old(&keeping.retention, now))?;
        let pass = if self.dry_run {
            None
        } else {
            Some(desk.wait(desk.instance.put_away(&keeping.retention, now))?)
        };
        if self.json {
            let rows = old.iter().map(|it| {
                json!({
                    "what": it.kept.word(),
                    "days": it.days,
                    "rows": it.rows,
                    "next": it.next.map(|at| at.to_string()),
                })
            });
            let rows: Vec<_> = rows.collect();
            return screen::json(&json!({ "put_away": pass.is_some(), "what": rows }));
        }
        let mut screen = Screen::new();
        screen.table(&old.iter().map(row).collect::<Vec<_>>());
        screen.gap();
        screen.line(said(pass.as_ref()));
        Ok(screen.show()?)
    }
}

fn row(old: &Old) -> Vec<Cell> {
    let kept = match old.days {
        None => "kept for ever".to_owned(),
        Some(0) => "not kept".to_owned(),
        Some(1) => "kept for a day".to_owned(),
        Some(days) => format!("kept for {days} days"),
    };
    let day = |at: Timestamp| at.to_zoned(TimeZone::system()).date();
    let next = old.next.map(|at| format!("next on {}", day(at)));
    vec![
        Cell::new(old.kept.told(), BOLD),
        kept.into(),
        old.rows.to_string().into(),
        Cell::new(next.unwrap_or_default(), DIM),
    ]
}

fn said(pass: Option<&Pass>) -> String {
    let Some(pass) = pass else {
        return "Nothing was put away: this is what would go now.".to_owned();
    };
    let rows: u64 = pass.forgotten.iter().map(|it| it.1).sum();
    let people = pass.erased + pass.closed;
    format!("Put away: {rows} rows, and {people} people with their records.")
}
