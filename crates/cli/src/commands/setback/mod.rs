//! `windward setback`: what happened, and what may help.

mod add;
mod people;
mod show;
mod write;

use anyhow::Result;
use clap::Subcommand;
use windward_core::{
    record::{Of, Setback as Item},
    views::{
        facts::Facts,
        setback::{Story, setbacks},
    },
};

use crate::{home::Home, names, stop::Stop};

/// A setback: what happened, going slowly, and five things that may help
///
/// Nothing of it has to be done, and nothing is counted. `windward export --encrypted FILE` takes your record along.
#[derive(Debug, Subcommand)]
pub(crate) enum Setback {
    List(show::List),
    Show(show::Show),
    Add(add::Add),
    Slow(add::Slow),
    Write(write::Write),
    People(people::People),
    Answer(write::Answer),
    Pair(write::Pair),
    Do(write::Do),
    Decide(write::Decide),
}

impl Setback {
    pub(crate) fn run(self, home: &Home) -> Result<()> {
        match self {
            Self::List(list) => list.run(home),
            Self::Show(show) => show.run(home),
            Self::Add(add) => add.run(home),
            Self::Slow(slow) => slow.run(home),
            Self::Write(write) => write.run(home),
            Self::People(people) => people.run(home),
            Self::Answer(answer) => answer.run(home),
            Self::Pair(pair) => pair.run(home),
            Self::Do(it) => it.run(home),
            Self::Decide(decide) => decide.run(home),
        }
    }
}

/// The one that is meant: by its number in the list, its id or a part of its words; without a word, the latest.
fn find<'a>(facts: &'a Facts<'a>, which: Option<&str>) -> Result<Of<'a, Item>> {
    let all: Vec<Story<'_>> = setbacks(facts);
    let Some(which) = which else {
        let latest = facts.setbacks.all.first().copied();
        return latest.ok_or_else(|| {
            Stop::usage("there is no setback in your record; `windward setback add` notes one")
        });
    };
    let titles: Vec<_> = all
        .iter()
        .map(|it| (it.of.id, it.title.as_str(), it.of))
        .collect();
    names::item("setback", which, &titles)
}
