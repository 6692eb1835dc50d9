//! `windward agreement`: what was agreed, and the page that both keep.

mod change;

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use windward_core::{
    record::{Agreement as Agreed, Of},
    views::{
        facts::Facts,
        talks::{
            agreement::{Agreed as Standing, agreed},
            paper,
        },
    },
};

use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, DIM, Screen},
};

/// Agreements: what must be shown, by when, and who has to agree
#[derive(Debug, Subcommand)]
pub(crate) enum Agreement {
    List(List),
    Show(Show),
    Add(change::Add),
    Change(change::Change),
    Shown(change::Shown),
    Answer(change::Answered),
    End(change::End),
}

impl Agreement {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::Show(show) => show.run(home),
            Self::Add(add) => add.run(home),
            Self::Change(change) => change.run(home),
            Self::Shown(shown) => shown.run(home),
            Self::Answer(answer) => answer.run(home),
            Self::End(end) => end.run(home),
        }
    }
}

/// Show the agreements and how they stand
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
        let all = facts.talks.agreements.iter();
        let all: Vec<_> = all.map(|of| agreed(&book.record, facts, *of)).collect();
        if self.json {
            return screen::json(&all.iter().map(|it| answer(facts, it)).collect::<Vec<_>>());
        }
        let mut screen = Screen::new();
        if all.is_empty() {
            screen.line("Nothing is agreed yet. `windward agreement add WHAT --term WHAT=HOW` writes the first one down.");
        }
        for (it, number) in all.iter().zip(1..) {
            let over = if it.goes_on { "" } else { ", over" };
            screen.paragraph(
                2,
                BOLD,
                &format!(
                    "{number}. {}, version {}{over}",
                    it.of.it.what,
                    it.version()
                ),
            );
            screen.paragraph(4, DIM, &it.says());
        }
        Ok(screen.show()?)
    }
}

/// Print an agreement as a text that both can keep
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let of = find(facts, &self.which)?;
        let it = agreed(&book.record, facts, of);
        if self.json {
            return screen::json(&answer(facts, &it));
        }
        Ok(screen::say(paper::agreement(facts, &it).trim_end())?)
    }
}

/// One of them by its number in the list, its id, or a part of its words.
fn find<'a>(facts: &Facts<'a>, which: &str) -> Result<Of<'a, Agreed>> {
    let all = facts.talks.agreements.iter();
    let all: Vec<_> = all.map(|of| (of.id, of.it.what.as_str(), *of)).collect();
    names::item("agreement", which, &all)
}

fn answer(facts: &Facts<'_>, it: &Standing<'_>) -> Value {
    let of = it.of.it;
    let terms = of
        .terms
        .iter()
        .map(|term| json!({ "what": term.what, "known_by": term.known_by, "shown": term.shown }));
    let deciders = it.deciders.iter().map(|it| {
        json!({ "who": facts.talks.who(it.it).name, "answer": it.it.answer.word(), "on": it.it.on, "version": it.it.version, "outdated": it.outdated })
    });
    json!({ "item": it.of.id, "what": of.what, "with": facts.talks.who(of).name, "rung": of.rung, "by": of.by,
            "version": it.version(), "on": of.on, "terms": terms.collect::<Vec<_>>(), "deciders": deciders.collect::<Vec<_>>(),
            "settled": it.is_settled(), "goes_on": it.goes_on, "says": it.says() })
}
