//! `windward opportunity show`: what one asks against what one has, what it would teach, what experiments say.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::views::{
    facts::Facts,
    opportunities::{
        Against, Asked, Considered, Speaks, against,
        against::{Because, Have},
        posting::Named,
    },
    today::destination_name,
};

use super::{find, list::answer};
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, DIM, GOOD, OPEN, PLAIN, Screen},
};

/// Show what an opportunity asks of you, and what it would teach you
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Its number in the list, its id, or a part of its words
    which: String,
    /// Go through the posting line by line, with what each names
    #[arg(long)]
    posting: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let it = Considered::on(facts, find(facts, &self.which)?);
        let read = against(facts, it.of.it);
        if self.json {
            return screen::json(&whole(facts, &it, &read));
        }
        let mut screen = Screen::new();
        screen.paragraph(0, BOLD, &it.name());
        let rung = read.on.rung.map_or("on no rung", |rung| &rung.name);
        screen.paragraph(
            0,
            PLAIN,
            &format!(
                "{}, {}. {rung}. {}",
                it.stage.label(),
                it.since,
                read.on.reason
            ),
        );
        if self.posting {
            lines(&mut screen, &read);
        } else {
            asks(&mut screen, facts, &read);
            teaches(&mut screen, facts, &read);
        }
        Ok(screen.show()?)
    }
}

fn asks(screen: &mut Screen, facts: &Facts<'_>, read: &Against<'_>) {
    if read.asked.is_empty() {
        screen.heading("What it asks");
        screen.paragraph(
            2,
            DIM,
            "Nothing is read: its posting is not here, or names nothing of your ladder.",
        );
    }
    for (have, title, style) in [
        (Have::No, "You lack", OPEN),
        (Have::Yes, "You have", GOOD),
        (Have::NotLookedAt, "You have not looked at", PLAIN),
        (
            Have::CannotTell,
            "Named, and how much of it nobody says",
            PLAIN,
        ),
    ] {
        if read.having(have).next().is_some() {
            screen.heading(title);
        }
        for asked in read.having(have) {
            screen.paragraph(2, style, asked.target.name());
            if let Some(line) = asked.line {
                screen.paragraph(4, DIM, &line.in_words(facts.framework));
            }
            for named in asked
                .named
                .iter()
                .filter_map(|at| read.posting.named.get(*at))
            {
                let words = &read.posting.passages[named.passage].words;
                screen.paragraph(4, DIM, &format!("{}: {words}", by(named)));
            }
        }
    }
}

fn teaches(screen: &mut Screen, facts: &Facts<'_>, read: &Against<'_>) {
    for taught in &read.teaches {
        let name = destination_name(facts, taught.destination.destination.it);
        screen.heading(&format!("What it would teach towards {name}"));
        for (line, because) in &taught.by {
            let why = match because {
                Because::Named => "the posting names it",
                Because::RungAsks => "the rung asks it",
            };
            screen.paragraph(2, PLAIN, &format!("{} ({why})", line.name()));
        }
        if taught.by.is_empty() {
            screen.paragraph(2, DIM, "Nothing that you still lack for it.");
        }
    }
    if !read.heard.is_empty() {
        screen.heading("What you found out about such work");
    }
    for heard in &read.heard {
        let (what, stands) = match &heard.of {
            Speaks::Hypothesis(it) => (&it.of.it.belief, it.status.label()),
            Speaks::Experiment(it) => (&it.of.it.what, it.state.label()),
        };
        screen.paragraph(2, PLAIN, &format!("{what}: {stands}. {}", heard.because));
    }
    let keep = facts.profile.and_then(|of| of.it.keep.as_deref());
    if let Some(keep) = keep {
        screen.heading("What you want to keep");
        screen.paragraph(2, PLAIN, keep);
    }
}

fn lines(screen: &mut Screen, read: &Against<'_>) {
    screen.heading("The posting");
    for (at, passage) in read.posting.passages.iter().enumerate() {
        screen.paragraph(2, PLAIN, &format!("{}. {}", at + 1, passage.words));
        for named in read.posting.named.iter().filter(|it| it.passage == at) {
            let (name, word) = (named.target.name(), named.target.word());
            screen.paragraph(6, DIM, &format!("{name} ({word}) by {}", by(named)));
        }
    }
}

/// The words by which a line of a posting names something.
fn by(named: &Named<'_>) -> String {
    let by: Vec<String> = named.by.iter().map(|it| format!("‘{it}’")).collect();
    if by.is_empty() {
        return "as you say".to_owned();
    }
    by.join(" ")
}

const fn have(it: Have) -> &'static str {
    match it {
        Have::Yes => "yes",
        Have::No => "no",
        Have::NotLookedAt => "not-looked-at",
        Have::CannotTell => "cannot-tell",
    }
}

fn asked(facts: &Facts<'_>, read: &Against<'_>, it: &Asked<'_>) -> Value {
    let named = it.named.iter().filter_map(|at| read.posting.named.get(*at));
    let named = named.map(|named| {
        let words = &read.posting.passages[named.passage].words;
        json!({ "line": named.passage + 1, "words": words, "by": named.by, "by_hand": named.by_hand })
    });
    json!({
        "what": it.target.word(),
        "name": it.target.name(),
        "have": have(it.have),
        "verdict": it.line.map(|line| line.verdict.label()),
        "stands": it.line.map(|line| line.in_words(facts.framework)),
        "because": named.collect::<Vec<_>>(),
    })
}

/// Everything about an opportunity for programs.
fn whole(facts: &Facts<'_>, it: &Considered<'_>, read: &Against<'_>) -> Value {
    let mut whole = answer(facts, it);
    let teaches = read.teaches.iter().map(|taught| {
        let by = taught.by.iter();
        let by = by.map(|(line, because)| json!({ "expectation": line.expectation.id(), "name": line.name(), "named": *because == Because::Named }));
        let leaves = taught.leaves.iter().map(|line| line.expectation.id());
        json!({ "destination": destination_name(facts, taught.destination.destination.it), "by": by.collect::<Vec<_>>(), "leaves": leaves.collect::<Vec<_>>() })
    });
    let heard = read.heard.iter().map(|heard| match &heard.of {
        Speaks::Hypothesis(it) => json!({ "hypothesis": it.of.id, "belief": it.of.it.belief, "status": it.status.word(), "because": heard.because }),
        Speaks::Experiment(it) => json!({ "experiment": it.of.id, "what": it.of.it.what, "state": it.state.word(), "because": heard.because }),
    });
    let lines = read.posting.passages.iter().map(|it| &it.words);
    whole["why_rung"] = json!(read.on.reason);
    whole["asks"] = read.asked.iter().map(|it| asked(facts, read, it)).collect();
    whole["rung_asks_too"] = read
        .unnamed
        .iter()
        .map(|line| json!(line.expectation.id()))
        .collect();
    whole["teaches"] = teaches.collect();
    whole["experiments"] = heard.collect();
    whole["keep"] = json!(facts.profile.and_then(|of| of.it.keep.as_deref()));
    whole["lines"] = lines.map(|it| json!(it)).collect();
    whole
}
