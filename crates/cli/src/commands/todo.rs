//! `windward todo`: things to do, which stand on Today until they are done, put off or dropped.

use anyhow::Result;
use clap::{Args, Subcommand};
use jiff::Span;
use serde_json::{Value, json};
use windward_core::{
    date::PartialDate,
    record::{Action, Of},
    views::{
        action::{is_open, later, now},
        facts::Facts,
    },
};

use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, Cell, DIM, Screen},
    stop::Stop,
};

/// Things to do: list, add, done, later, drop
#[derive(Debug, Subcommand)]
pub(crate) enum Todo {
    List(List),
    Add(Add),
    Done(Done),
    Later(Later),
    Drop(Drop),
}

impl Todo {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::Add(add) => add.run(home),
            Self::Done(done) => done.run(home),
            Self::Later(later) => later.run(home),
            Self::Drop(drop) => drop.run(home),
        }
    }
}

/// Show what is to be done, and what was put off
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let all = open(facts);
        if self.json {
            return screen::json(&all.iter().map(|of| answer(*of)).collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line("Nothing is to be done.");
        }
        let rows = all.iter().zip(1..).map(|(of, number)| -> Vec<Cell> {
            let when = match (
                of.it.due,
                of.it.put_off.filter(|until| until.is_after(book.today)),
            ) {
                (_, Some(until)) => format!("put off to {until}"),
                (Some(due), None) => format!("due {due}"),
                (None, None) => String::new(),
            };
            let step = of.it.first_step.as_deref().unwrap_or_default();
            vec![
                format!("{number}.").into(),
                Cell::new(when, DIM),
                Cell::new(of.it.what.as_str(), BOLD),
                step.into(),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        Ok(screen.show()?)
    }
}

/// Add something to do
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What
    what: String,
    /// A step small enough for this week
    #[arg(long, value_name = "TEXT")]
    first_step: Option<String>,
    /// With whom
    #[arg(long, value_name = "NAME")]
    whom: Option<String>,
    /// By when
    #[arg(long, value_name = "DATE")]
    due: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Add {
    fn run(self, home: &Home) -> Result<()> {
        let what = self.what.trim();
        if what.is_empty() {
            return Err(Stop::usage("say what there is to do"));
        }
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let action = Action {
            first_step: self.first_step,
            whom: self.whom,
            due: self.due,
            ..Action::new(what, PartialDate::day(book.today), book.framework.hash)
        };
        let item = beginning.act(|act| act.add(action))?;
        screen::done(
            self.json,
            &json!({ "item": item, "what": what }),
            format_args!("To do: {what}"),
        )
    }
}

/// Say that something is done
#[derive(Debug, Args)]
pub(crate) struct Done {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// What came of it
    #[arg(long, value_name = "TEXT")]
    outcome: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Done {
    fn run(self, home: &Home) -> Result<()> {
        change(home, &self.which, (self.json, "Done"), |it, today| Action {
            done: Some(today),
            outcome: self.outcome.or_else(|| it.outcome.clone()),
            ..it.clone()
        })
    }
}

/// Put something off
#[derive(Debug, Args)]
pub(crate) struct Later {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// For how many days
    #[arg(long, default_value = "7", value_parser = clap::value_parser!(u16).range(1..=366))]
    days: u16,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Later {
    fn run(self, home: &Home) -> Result<()> {
        let span = Span::new().days(self.days);
        change(home, &self.which, (self.json, "Put off"), |it, today| {
            Action {
                put_off: Some(PartialDate::day(today.first_day().saturating_add(span))),
                ..it.clone()
            }
        })
    }
}

/// Drop something
#[derive(Debug, Args)]
pub(crate) struct Drop {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Drop {
    fn run(self, home: &Home) -> Result<()> {
        change(home, &self.which, (self.json, "Dropped"), |it, today| {
            Action {
                dropped: Some(today),
                ..it.clone()
            }
        })
    }
}

/// What is open, as the list numbers it.
fn open<'a>(facts: &Facts<'a>) -> Vec<Of<'a, Action>> {
    let all = now(facts).into_iter().chain(later(facts));
    all.filter(|of| is_open(facts, of.it)).collect()
}

fn change(
    home: &Home,
    which: &str,
    (as_json, says): (bool, &str),
    change: impl FnOnce(&Action, PartialDate) -> Action,
) -> Result<()> {
    let desk = home.open(Begin::Refuse)?;
    let book = desk.book()?;
    let all: Vec<_> = open(book.facts())
        .into_iter()
        .map(|of| (of.id, of.it.what.as_str(), of))
        .collect();
    let of = names::item("todo", which, &all)?;
    let changed = change(of.it, PartialDate::day(book.today));
    let value = json!({ "item": of.id, "what": of.it.what, "done": changed.done, "put_off": changed.put_off, "dropped": changed.dropped });
    desk.act(|act| act.revise(of, changed))?;
    screen::done(as_json, &value, format_args!("{says}: {}", of.it.what))
}

fn answer(of: Of<'_, Action>) -> Value {
    let Action {
        what,
        first_step,
        whom,
        due,
        play,
        experiment,
        way_out,
        put_off,
        on,
        ..
    } = of.it;
    json!({ "item": of.id, "what": what, "first_step": first_step, "whom": whom, "due": due, "play": play,
            "experiment": experiment, "way_out": way_out, "put_off": put_off, "on": on })
}
