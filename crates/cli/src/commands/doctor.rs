//! `windward doctor`: what is beneath, and whether it is sound.

use anyhow::Result;
use clap::Args;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};
use windward_store::{Doctor as Found, LastBackup};

use crate::{
    home::{Begin, Home},
    progress::Progress,
    screen::{self, BOLD, Cell, DIM, GOOD, OPEN, Screen},
    stop::Stop,
    words::count,
};

/// Look through the whole data directory: versions, settings, and whether every entry opens
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Doctor {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let found = {
            let _progress = Progress::on("Looking through every entry");
            desk.wait(desk.instance.doctor())?
        };
        let mut problems = found.problems();
        let last = desk.wait(desk.instance.last_backup())?;
        let fault = last.as_ref().and_then(|it| it.fault.as_ref());
        problems.extend(fault.map(|it| format!("the last backup: {it}")));
        let dir = desk.instance.data_dir().display().to_string();
        if self.json {
            let mut answer = answer(&found, &dir, &problems);
            answer["last_backup"] = json!(last);
            screen::json(&answer)?;
        } else {
            let mut screen = Screen::new();
            tell(&mut screen, &found, &dir, last.as_ref(), &problems);
            screen.show()?;
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Stop::Faults.into())
        }
    }
}

fn tell(
    screen: &mut Screen,
    found: &Found,
    dir: &str,
    last: Option<&LastBackup>,
    problems: &[String],
) {
    let settings = found.database.settings.iter();
    let settings = settings.map(|(name, value)| format!("{name} {value}"));
    let mut facts = vec![
        ("data", dir.to_owned()),
        ("windward", found.windward.to_owned()),
    ];
    if let Some(by) = &found.created_by {
        let at = found
            .created_at
            .map(|at| at.strftime("%Y-%m-%d, ").to_string());
        facts.push(("begun", format!("{}with {by}", at.unwrap_or_default())));
    }
    facts.extend(found.database.facts.iter().cloned());
    facts.push(("schema", found.schema.to_string()));
    facts.push(("settings", settings.collect::<Vec<_>>().join(", ")));
    if let Some((database, log)) = found.bytes {
        let size = format!("{} kB, and {} kB of log", database >> 10, log >> 10);
        facts.push(("size", size));
    }
    let sound = match found.recovery_confirmed {
        Some(_) => format!("{} open, of {}", found.sound, found.head.seq),
        None => "sealed, and opened by nobody but their owners".to_owned(),
    };
    facts.push(("entries", sound));
    if !found.missing.is_empty() {
        let missing = count(
            found.missing.len(),
            "earlier entry is",
            "earlier entries are",
        );
        facts.push((
            "elsewhere",
            format!("{missing} not here, as after an import of a part"),
        ));
    }
    let safe = match found.recovery_confirmed {
        Some(true) => "saved, as you said",
        Some(false) => "not confirmed as saved; `windward recovery confirm` does that",
        None => "everybody has their own, with their account",
    };
    facts.push(("recovery code", safe.to_owned()));
    if let Some(last) = last {
        let at = last.at.to_zoned(TimeZone::system());
        let verified = if last.verified {
            "read again"
        } else {
            "not made"
        };
        let (at, kb) = (at.strftime("%Y-%m-%d %H:%M"), last.bytes >> 10);
        facts.push((
            "last backup",
            format!("{at}, {kb} kB, {verified}: {}", last.file),
        ));
    }
    let rows = facts
        .into_iter()
        .map(|(name, fact)| vec![Cell::new(name, DIM), fact.into()]);
    screen.table(&rows.collect::<Vec<_>>());
    screen.gap();
    if problems.is_empty() {
        screen.paragraph(0, GOOD, "Nothing to mend.");
        return;
    }
    screen.paragraph(
        0,
        BOLD,
        &format!("{} to mend", count(problems.len(), "thing", "things")),
    );
    for problem in problems {
        screen.paragraph(2, OPEN, problem);
    }
    screen.gap();
    screen.paragraph(
        0,
        BOLD,
        "Keep this directory as it is, and restore a backup into a new one: `windward restore`.",
    );
}

fn answer(found: &Found, dir: &str, problems: &[String]) -> Value {
    let settings: Map<String, Value> = found
        .database
        .settings
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
        .collect();
    let rows: Map<String, Value> = found
        .database
        .rows
        .iter()
        .map(|(table, rows)| (table.clone(), (*rows).into()))
        .collect();
    let mut answer = json!({
        "data": dir,
        "windward": found.windward,
        "schema": found.schema,
        "created_by": found.created_by,
        "created_at": found.created_at.map(|at| at.to_string()),
        "settings": settings,
        "rows": rows,
        "bytes": found.bytes.map(|(database, log)| json!({ "database": database, "log": log })),
        "entries": { "last": found.head.seq, "sound": found.sound },
        "missing": found.missing,
        "recovery_confirmed": found.recovery_confirmed,
        "problems": problems,
    });
    for (name, fact) in &found.database.facts {
        answer[*name] = fact.as_str().into();
    }
    answer
}
