//! `windward agreement`: what was agreed, and the page that both keep.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use windward_core::views::{
    facts::Facts,
    talks::{
        agreement::{Agreed, agreed},
        paper,
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
}

impl Agreement {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::Show(show) => show.run(home),
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
            screen.line("Nothing is agreed yet. The page /agreements writes the first one down.");
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
        let all = facts.talks.agreements.iter();
        let all: Vec<_> = all.map(|of| (of.id, of.it.what.as_str(), *of)).collect();
        let of = names::item("agreement", &self.which, &all)?;
        let it = agreed(&book.record, facts, of);
        if self.json {
            return screen::json(&answer(facts, &it));
        }
        Ok(screen::say(screen::harmless(
            paper::agreement(facts, &it).trim_end(),
        ))?)
    }
}

fn answer(facts: &Facts<'_>, it: &Agreed<'_>) -> Value {
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
