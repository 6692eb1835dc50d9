//! `windward talk prepare`: the sheet for the next conversation.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::{
    record::{Manner, Of, Promise},
    views::{
        facts::Facts,
        talks::{
            promises::is_late,
            said::Answered,
            sheet::{Sheet, sheet},
        },
    },
};

use super::{find, of_manager};
use crate::{
    home::{Begin, Home},
    names,
    screen::{self, BOLD, DIM, PLAIN, Screen},
};

/// Print the sheet for the next conversation
#[derive(Debug, Args)]
pub(crate) struct Prepare {
    /// With whom: a name or a part of it; without it, your manager
    who: Option<String>,
    /// direct or exploratory
    #[arg(long, value_name = "WORD")]
    manner: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Prepare {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let manner = names::one_of("manner", self.manner.as_deref(), Manner::WORDS)?;
        let with = match &self.who {
            Some(typed) => find(&book, typed),
            None => of_manager(facts),
        };
        let it = sheet(facts, with, manner);
        if self.json {
            return screen::json(&answer(facts, &it));
        }
        let mut screen = Screen::new();
        show(&mut screen, facts, &it);
        Ok(screen.show()?)
    }
}

fn show(screen: &mut Screen, facts: &Facts<'_>, it: &Sheet<'_>) {
    let last = it
        .last
        .map_or_else(String::new, |of| format!(" You last talked {}.", of.it.on));
    screen.paragraph(0, BOLD, &format!("With {}.{last}", it.with.name()));
    if !it.said.is_empty() {
        screen.heading("You said, I did");
        for said in &it.said {
            let came = match (said.state, said.did()) {
                (_, Some(did)) => format!("I did: {did}"),
                (Answered::UnderWay, None) => "I am at it.".to_owned(),
                _ => "Not done yet.".to_owned(),
            };
            screen.paragraph(2, PLAIN, &format!("‘{}’ {came}", said.of.it.words));
        }
    }
    screen.heading("What you want");
    screen.paragraph(2, PLAIN, &it.aspiration);
    if !it.gaps.is_empty() {
        screen.heading("Two gaps to ask about");
        for gap in &it.gaps {
            screen.paragraph(
                2,
                PLAIN,
                &format!(
                    "{}: {}",
                    gap.line.name(),
                    gap.line.in_words(facts.framework)
                ),
            );
            screen.paragraph(
                4,
                DIM,
                &format!("{} asks for it; {}", gap.rung.short, gap.reason),
            );
        }
    }
    screen.heading(&format!("What happened since {}", it.since));
    if it.happened.is_empty() {
        screen.paragraph(2, DIM, "Nothing is logged.");
    }
    for of in &it.happened {
        let confidential = if of.it.confidential {
            " (confidential)"
        } else {
            ""
        };
        screen.paragraph(2, PLAIN, &format!("{}{confidential}", of.it.what));
    }
    if it.more > 0 {
        screen.paragraph(2, DIM, &format!("and {} more", it.more));
    }
    if it.left_out > 0 {
        let says = format!("{} confidential, left out", it.left_out);
        screen.paragraph(2, DIM, &says);
    }
    for (title, side) in [
        ("You promised", &it.promises.mine),
        ("They promised", &it.promises.theirs),
        ("Promised by their own hand", &it.promises.given),
    ] {
        if !side.is_empty() {
            screen.heading(title);
            for of in side {
                screen.paragraph(2, PLAIN, &promised(facts, *of));
            }
        }
    }
    if !it.promises.over.is_empty() {
        screen.heading("Came to an end since then");
        for of in &it.promises.over {
            let why = of.it.state.why().map(|it| format!(": {it}"));
            let says = format!(
                "{}, {}{}",
                of.it.what,
                of.it.state.label(),
                why.unwrap_or_default()
            );
            screen.paragraph(2, PLAIN, &says);
        }
    }
    if !it.notes.is_empty() {
        screen.heading("To bring up");
        for of in &it.notes {
            screen.paragraph(2, PLAIN, &of.it.line);
        }
    }
    screen.heading("Your question");
    screen.paragraph(2, PLAIN, &it.question);
    if let Some(ask) = &it.ask {
        screen.heading("Your ask");
        screen.paragraph(2, PLAIN, ask);
    }
}

fn promised(facts: &Facts<'_>, of: Of<'_, Promise>) -> String {
    let due = of.it.due.map(|due| {
        let late = if is_late(facts, of.it) {
            "was due"
        } else {
            "by"
        };
        format!(", {late} {due}")
    });
    format!("{}{}", of.it.what, due.unwrap_or_default())
}

fn answer(facts: &Facts<'_>, it: &Sheet<'_>) -> Value {
    let said = it.said.iter().map(|it| {
        json!({ "item": it.of.id, "words": it.of.it.words, "state": it.state.label(), "did": it.did(),
                "reads": it.heard.counts_as().label(), "ask": it.heard.question(it.of.it.sort) })
    });
    let gaps = it.gaps.iter().map(|gap| {
        json!({ "expectation": gap.line.expectation.id(), "name": gap.line.name(),
                "stands": gap.line.in_words(facts.framework), "reason": gap.reason })
    });
    let side = |side: &[Of<'_, Promise>]| -> Vec<Value> {
        let all = side.iter();
        all.map(|of| json!({ "item": of.id, "what": of.it.what, "due": of.it.due, "late": is_late(facts, of.it) })).collect()
    };
    json!({ "with": it.with.name(), "relation": it.with.relation.word(), "manner": it.manner.word(),
            "last": it.last.map(|of| of.it.on), "since": it.since, "said": said.collect::<Vec<_>>(), "aspiration": it.aspiration,
            "gaps": gaps.collect::<Vec<_>>(),
            "happened": it.happened.iter().map(|of| json!({ "item": of.id, "what": of.it.what, "on": of.it.on, "confidential": of.it.confidential })).collect::<Vec<_>>(),
            "more": it.more, "left_out": it.left_out, "mine": side(&it.promises.mine), "theirs": side(&it.promises.theirs),
            "over": it.promises.over.iter().map(|of| json!({ "item": of.id, "what": of.it.what, "owner": of.it.owner.word(), "state": of.it.state.label(), "why": of.it.state.why(), "on": of.it.state.ended() })).collect::<Vec<_>>(),
            "notes": it.notes.iter().map(|of| of.it.line.as_str()).collect::<Vec<_>>(),
            "question": it.question, "questions": it.questions.iter().map(|it| json!({ "text": it.text, "because": it.because })).collect::<Vec<_>>(),
            "ask": it.ask, "asks": it.asks.iter().map(|it| json!({ "play": it.play.id, "skill": it.skill.id, "text": it.text })).collect::<Vec<_>>() })
}
