//! `windward today`: what needs a person now, and why; as a calendar, too.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::{
    date::PartialDate,
    views::{
        due::{Due, DueId, dated},
        today::Today as View,
        words::{Day, capital, near},
    },
};
use windward_web::{
    book::Book,
    edge,
    reminders::{by_day, in_words},
};

use crate::{
    desk::Desk,
    files::write_new,
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, Screen, hint},
    stop::Stop,
    words::count,
};

/// How many things the list shows unless all are asked for.
const LISTED: usize = 10;

/// Show what needs you now, and why
///
/// The three things that press most come first. What is done is said with `windward done`, what can wait is put aside
/// with `windward snooze`; both take the number in this list.
#[derive(Debug, Args)]
pub(crate) struct Today {
    /// Show everything, not the first ten, and what was put aside
    #[arg(long)]
    all: bool,
    /// Write a calendar into a new file instead, for a calendar program to read
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    ics: Option<PathBuf>,
    /// Let the calendar say what each thing is; without it, ‘A private reminder’ and the day
    #[arg(long, requires = "ics")]
    words: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "ics")]
    json: bool,
}

impl Today {
    pub(crate) fn run(&self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        if let Some(file) = &self.ics {
            let calendar = self.calendar(&desk, &book)?;
            write_new(file, calendar.as_bytes())?;
            let days = dated(book.facts()).len();
            let what = count(days, "day", "days");
            return Ok(screen::say(format_args!(
                "{what} written to {}",
                file.display()
            ))?);
        }
        let today = book.today();
        if self.json {
            return screen::json(&answer(&today, &book));
        }
        self.print(&today, &book)
    }

    fn calendar(&self, desk: &Desk, book: &Book) -> Result<String> {
        let (store, now) = (desk.store()?, edge::now());
        if self.words {
            Ok(in_words(book, store, now))
        } else {
            Ok(by_day(&book.due_rows(store).rows, now))
        }
    }

    fn print(&self, today: &View<'_>, book: &Book) -> Result<()> {
        let mut screen = Screen::new();
        screen.heading(&Day(book.today).to_string());
        let listed = if self.all { usize::MAX } else { LISTED };
        let slow = today.quiet.filter(|_| today.is_slow());
        if let Some(quiet) = slow {
            screen.line(format_args!(
                "A slow time, until {}. What you dated yourself is here; the rest keeps.",
                Day(quiet.it.until.first_day()),
            ));
        } else if let Some(quiet) = today.quiet {
            let until = Day(quiet.it.until.first_day());
            screen.line(format_args!(
                "It is quiet until {until}. What waits keeps: {}.",
                count(today.list.len(), "thing", "things")
            ));
            if !self.all {
                screen.show()?;
                hint("`windward quiet --over` ends it; `windward today --all` shows what waits");
                return Ok(());
            }
        } else if today.list.is_empty() {
            screen.line("Nothing needs you today.");
        }
        let asks = if slow.is_some() && !self.all {
            &today.list[..today.asking]
        } else {
            &today.list[..]
        };
        let shown = asks.iter().zip(1..).take(listed);
        let rows = shown.map(|(due, number)| row(due, number, book));
        screen.table(&rows.collect::<Vec<_>>());
        let more = asks.len().saturating_sub(listed);
        let shows_aside = self.all && !today.aside.is_empty();
        if shows_aside {
            screen.heading("Put aside");
            let rows = today.aside.iter().zip(1..);
            let rows = rows.map(|((of, due), number)| {
                let until = of.it.until.map_or_else(
                    || "Not for you".to_owned(),
                    |until| capital(&near(until, book.today)),
                );
                vec![
                    format!("{number}.").into(),
                    Cell::new(until, DIM),
                    due.what.as_str().into(),
                ]
            });
            screen.table(&rows.collect::<Vec<_>>());
        }
        screen.show()?;
        if shows_aside {
            hint("`windward snooze NUMBER --back`, with its number among these, brings one back");
        }
        if more > 0 {
            hint(&format!(
                "{} more; `windward today --all` shows them",
                count(more, "thing", "things")
            ));
        }
        Ok(())
    }
}

fn row(due: &Due, number: usize, book: &Book) -> Vec<Cell> {
    let when = due.day.map_or_else(String::new, |day| {
        capital(&near(PartialDate::day(day), book.today))
    });
    vec![
        format!("{number}.").into(),
        Cell::new(when, DIM),
        Cell::new(due.what.as_str(), BOLD),
        due.why.as_str().into(),
    ]
}

fn answer(today: &View<'_>, book: &Book) -> Value {
    let thing = |due: &Due| {
        let DueId { matter, item } = due.id;
        json!({ "id": due.id, "matter": matter.word(), "item": item, "press": matter.press().word(),
                "class": matter.class().word(), "day": due.day, "what": due.what, "why": due.why,
                "done_here": matter.done_word().is_some() })
    };
    let aside = today.aside.iter().map(|(of, due)| {
        let mut aside = thing(due);
        aside["until"] = json!(of.it.until);
        aside
    });
    json!({
        "day": book.today,
        "quiet_until": today.quiet.map(|of| of.it.until),
        "slow": today.is_slow(),
        "now": today.now().iter().map(thing).collect::<Vec<_>>(),
        "rest": today.rest().iter().map(thing).collect::<Vec<_>>(),
        "resting": today.resting().len(),
        "aside": aside.collect::<Vec<_>>(),
    })
}

/// A thing of a list, which is ‘on Today’ or ‘put aside’, by its number from 1, its id, or a part of its words.
pub(super) fn find<'t>(list: &'t [Due], place: &str, typed: &str) -> Result<&'t Due> {
    let typed = typed.trim();
    let numbered = typed.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
    if let Some(due) = numbered.and_then(|at| list.get(at)) {
        return Ok(due);
    }
    let id = typed.parse::<DueId>().ok();
    if let Some(due) = list.iter().find(|due| Some(due.id) == id) {
        return Ok(due);
    }
    let wanted = typed.to_lowercase();
    let part = |due: &&Due| !wanted.is_empty() && due.what.to_lowercase().contains(&wanted);
    match list.iter().filter(part).collect::<Vec<_>>().as_slice() {
        [due] => Ok(due),
        [] => Err(Stop::usage(format!(
            "there is no ‘{typed}’ {place}; `windward today --all` numbers what is there"
        ))),
        [one, other, ..] => Err(Stop::usage(format!(
            "‘{typed}’ may be ‘{}’ or ‘{}’; give its number",
            one.what, other.what
        ))),
    }
}
