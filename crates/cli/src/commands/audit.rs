//! `windward audit`: what was done to accounts and to the server, and whether the log of it holds together.

use anyhow::Result;
use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use windward_store::{AuditEnd, AuditRow, By};

use crate::{
    desk::Desk,
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, Screen, say},
    stop::Stop,
};

/// How many rows are read at a time.
const PAGE: u32 = 500;

/// How many are printed unless all are asked for.
const LATEST: u32 = 40;

/// Print what was done to accounts and to the server
///
/// Who signed in, what was changed about accounts and keys, what administrators and the server itself did: without a name
/// but of who is here, and without a word of any record.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Audit {
    #[command(subcommand)]
    what: Option<What>,
    /// From its beginning, and not the latest alone
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check that no row was changed, taken out or put in
    ///
    /// It prints where the log ends: kept elsewhere and given with `--expect` later, that shows as well that the log was
    /// not written anew as a whole.
    Verify(Verify),
}

#[derive(Debug, Args)]
struct Verify {
    /// A place that was printed earlier
    #[arg(long, value_name = "ROW:HASH")]
    expect: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Audit {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        match self.what {
            Some(What::Verify(verify)) => verify.run(&desk),
            None => self.print(&desk),
        }
    }

    fn print(&self, desk: &Desk) -> Result<()> {
        let rows = if self.all {
            all(desk)?
        } else {
            let mut latest = desk.wait(desk.instance.audit_before(None, LATEST))?;
            latest.reverse();
            latest
        };
        let mut numbers: Vec<i64> = rows
            .iter()
            .flat_map(|it| [number(it.by), it.about])
            .flatten()
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut names = std::collections::HashMap::new();
        for page in numbers.chunks(PAGE as usize) {
            names.extend(desk.wait(desk.instance.named(page.to_vec()))?);
        }
        let name = |number: i64| {
            names
                .get(&number)
                .map_or("somebody who is gone", String::as_str)
        };
        if self.json {
            let rows: Vec<Value> = rows.iter().map(answer).collect();
            return screen::json(&rows);
        }
        if rows.is_empty() {
            return Ok(say("Nothing was noted yet.")?);
        }
        let mut screen = Screen::new();
        let rows = rows.iter().map(|it| {
            let at = it.at.to_zoned(TimeZone::system());
            let who = match it.by {
                By::Server => "the server",
                By::Machine => "somebody at the machine",
                By::Somebody(number) => name(number),
            };
            let about = it.about.filter(|about| it.by != By::Somebody(*about));
            let about = about.map_or_else(String::new, |it| format!("({})", name(it)));
            vec![
                Cell::new(it.seq.to_string(), DIM),
                Cell::new(at.strftime("%Y-%m-%d %H:%M").to_string(), DIM),
                Cell::new(who, BOLD),
                it.told().to_owned().into(),
                about.into(),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        Ok(screen.show()?)
    }
}

fn number(by: By) -> Option<i64> {
    match by {
        By::Somebody(number) => Some(number),
        By::Server | By::Machine => None,
    }
}

fn all(desk: &Desk) -> Result<Vec<AuditRow>> {
    let mut rows: Vec<AuditRow> = Vec::new();
    loop {
        let after = rows.last().map_or(0, |it| it.seq);
        let page = desk.wait(desk.instance.audit_after(after, PAGE))?;
        if page.is_empty() {
            return Ok(rows);
        }
        rows.extend(page);
    }
}

fn answer(row: &AuditRow) -> Value {
    let end = AuditEnd {
        seq: row.seq,
        hash: row.hash,
    };
    let end = end.to_string();
    json!({
        "row": row.seq,
        "id": row.id.to_string(),
        "at": row.at.to_string(),
        "act": row.word,
        "by": row.by.to_string(),
        "about": row.about.map(|it| it.to_string()),
        "hash": end.split(':').nth(1),
    })
}

impl Verify {
    fn run(&self, desk: &Desk) -> Result<()> {
        let expect = self.expect.as_deref().map(str::parse::<AuditEnd>);
        let expect = expect.transpose();
        let expect = expect.map_err(|error| Stop::usage(error.to_string()))?;
        let found = desk.wait(desk.instance.verify_audit(expect))?;
        if self.json {
            let (rows, last, fault) = match &found {
                Ok(sound) => (Some(sound.rows), Some(sound.last.to_string()), None),
                Err(fault) => (None, None, Some(fault.to_string())),
            };
            screen::json(&json!({ "rows": rows, "last": last, "fault": fault }))?;
        } else {
            match &found {
                Ok(sound) => say(format_args!(
                    "{} rows hold together. The log ends at\n\n  {}\n\nKept elsewhere, this shows later that nothing before it was written anew: `windward audit verify --expect`.",
                    sound.rows, sound.last
                ))?,
                Err(fault) => say(format_args!("The log does not hold together: {fault}."))?,
            }
        }
        found.map(drop).map_err(|_| Stop::Faults.into())
    }
}
