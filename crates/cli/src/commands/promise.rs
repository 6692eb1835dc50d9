//! `windward promise`: what was promised on both sides, and what became of it.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use windward_core::{
    date::PartialDate,
    record::{Of, Promise as Promised, PromiseOwner, PromiseState},
    views::{
        facts::Facts,
        talks::promises::{is_late, promises},
    },
};

use super::talk::known;
use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, Cell, DIM, OPEN, Screen},
    stop::Stop,
};

/// Promises on both sides: list, add, kept, broken, let-go
#[derive(Debug, Subcommand)]
pub(crate) enum Promise {
    List(List),
    Add(Add),
    Kept(Kept),
    Broken(Broken),
    LetGo(LetGo),
}

impl Promise {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::Add(add) => add.run(home),
            Self::Kept(it) => end(home, &it.which, (it.json, "Kept"), PromiseState::kept),
            Self::Broken(it) => {
                let why = it.why;
                end(home, &it.which, (it.json, "Broken"), |on| {
                    PromiseState::broken(on, why)
                })
            }
            Self::LetGo(it) => end(home, &it.which, (it.json, "Let go"), PromiseState::let_go),
        }
    }
}

/// Show what is open on both sides
#[derive(Debug, Args)]
pub(crate) struct List {
    /// With those that were kept, broken or let go
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl List {
    fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let mut shown = open(facts);
        if self.all {
            shown.extend(promises(facts).over);
        }
        if self.json {
            return screen::json(
                &shown
                    .iter()
                    .map(|of| answer(facts, *of))
                    .collect::<Vec<_>>(),
            );
        }
        let mut screen = Screen::new();
        if shown.is_empty() {
            screen.line("No promise is open, on either side.");
        }
        let rows = shown.iter().zip(1..).map(|(of, number)| -> Vec<Cell> {
            let whose = match (of.it.owner, facts.talks.who(of.it).name) {
                (PromiseOwner::Mine, Some(name)) => format!("yours, to {name}"),
                (PromiseOwner::Theirs, Some(name)) => format!("of {name}"),
                (owner, None) => owner.label().to_owned(),
            };
            let when = match (&of.it.state, of.it.due) {
                (PromiseState::Kept { on, .. }, _) => Cell::new(format!("kept {on}"), DIM),
                (PromiseState::Broken { on, .. }, _) => Cell::new(format!("broken {on}"), DIM),
                (PromiseState::LetGo { on, .. }, _) => Cell::new(format!("let go {on}"), DIM),
                (PromiseState::Open, Some(due)) if is_late(facts, of.it) => {
                    Cell::new(format!("was due {due}"), OPEN)
                }
                (PromiseState::Open, Some(due)) => Cell::new(format!("due {due}"), DIM),
                (PromiseState::Open, None) => Cell::from(""),
            };
            vec![
                format!("{number}.").into(),
                when,
                Cell::new(whose, DIM),
                Cell::new(of.it.what.as_str(), BOLD),
            ]
        });
        screen.table(&rows.collect::<Vec<_>>());
        Ok(screen.show()?)
    }
}

/// Write a promise down
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// What was promised
    what: String,
    /// They promised it to you; without it, you to them
    #[arg(long)]
    theirs: bool,
    /// To whom, or who
    #[arg(long, value_name = "NAME")]
    with: Option<String>,
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
            return Err(Stop::usage("say what was promised"));
        }
        let beginning = home.beginning()?;
        let book = beginning.book()?;
        let owner = if self.theirs {
            PromiseOwner::Theirs
        } else {
            PromiseOwner::Mine
        };
        let name = self.with.as_deref().map(str::trim);
        let name = name.filter(|name| !name.is_empty());
        let promise = Promised {
            contact: name.and_then(|name| known(book, name).contact),
            whom: name.map(str::to_owned),
            due: self.due,
            ..Promised::new(what, owner, PartialDate::day(book.today))
        };
        let item = beginning.act(|act| act.add(promise))?;
        screen::done(
            self.json,
            &json!({ "item": item, "what": what, "owner": owner.word(), "with": name, "due": self.due }),
            format_args!("Promised: {what}"),
        )
    }
}

/// Say that a promise was kept
#[derive(Debug, Args)]
pub(crate) struct Kept {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Say that a promise was broken
#[derive(Debug, Args)]
pub(crate) struct Broken {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Let a promise go that nobody needs any more
#[derive(Debug, Args)]
pub(crate) struct LetGo {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is open, as the list numbers it: one's own first.
fn open<'a>(facts: &Facts<'a>) -> Vec<Of<'a, Promised>> {
    let all = promises(facts);
    all.mine.into_iter().chain(all.theirs).collect()
}

fn end(
    home: &Home,
    which: &str,
    (as_json, says): (bool, &str),
    state: impl FnOnce(PartialDate) -> PromiseState,
) -> Result<()> {
    let desk = home.open(Begin::Refuse)?;
    let book = desk.book()?;
    let all: Vec<_> = open(book.facts())
        .into_iter()
        .map(|of| (of.id, of.it.what.as_str(), of))
        .collect();
    let of = names::item("promise", which, &all)?;
    let state = state(PartialDate::day(book.today));
    let (word, why) = told(&state);
    let value = json!({ "item": of.id, "what": of.it.what, "state": word, "ended": state.ended(), "why": why });
    let changed = Promised {
        state,
        ..of.it.clone()
    };
    desk.act(|act| act.revise(of, changed))?;
    screen::done(as_json, &value, format_args!("{says}: {}", of.it.what))
}

/// How a promise stands, and why it was broken.
fn told(state: &PromiseState) -> (&'static str, Option<&str>) {
    match state {
        PromiseState::Open => ("open", None),
        PromiseState::Kept { .. } => ("kept", None),
        PromiseState::Broken { why, .. } => ("broken", why.as_deref()),
        PromiseState::LetGo { .. } => ("let-go", None),
    }
}

fn answer(facts: &Facts<'_>, of: Of<'_, Promised>) -> Value {
    let it = of.it;
    let (state, why) = told(&it.state);
    json!({ "item": of.id, "what": it.what, "owner": it.owner.word(), "with": facts.talks.who(it).name, "made_on": it.made_on,
            "due": it.due, "late": is_late(facts, it), "state": state, "ended": it.state.ended(), "why": why,
            "conversation": it.from, "answers": it.answers })
}
