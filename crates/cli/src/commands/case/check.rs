//! `windward case check`: every expectation with its verdict, what a reader would ask, and what is left to say.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};
use windward_core::{
    record::{Case, CaseVerdict, Of},
    views::{
        case::{
            Coverage, Flag, Lined, Reading, deciders, flags,
            flags::{grouped, says},
            lines, rung_name, stage, vouching, ways,
        },
        facts::Facts,
    },
};

use super::find;
use crate::{
    home::{Begin, Home},
    screen::{self, BOLD, Cell, DIM, GOOD, OPEN, PLAIN, Screen},
};

/// Say how a case stands: each expectation, what is thin and what to do about it, what a reader would ask
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Its number in the list, its id, or a part of its rung; without it the one that is open
    which: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(&self, home: &Home) -> Result<()> {
        let book = home.open(Begin::Refuse)?.book()?;
        let facts = book.facts();
        let of = find(facts, self.which.as_deref())?;
        let lines = lines(facts, of.it);
        let flags = flags(facts, of.it, &lines);
        if self.json {
            return screen::json(&answer(facts, of, &lines, &flags));
        }
        let mut screen = Screen::new();
        screen.paragraph(
            0,
            BOLD,
            &format!("The case for {}", rung_name(facts, of.it)),
        );
        screen.paragraph(0, PLAIN, &Coverage::of(&lines).says());
        let summary = of.it.summary.as_deref().unwrap_or_default();
        screen.paragraph(
            0,
            DIM,
            &format!("Summary: {}.", Reading::of(summary).says()),
        );
        screen.heading("Expectations");
        for line in &lines {
            expectation(&mut screen, facts, of, line);
        }
        if !flags.is_empty() {
            screen.heading("What a reader would ask");
            for group in grouped(&flags) {
                screen.paragraph(2, PLAIN, &says(&group));
                for flag in group.iter().filter(|_| group.len() > 1) {
                    screen.paragraph(4, DIM, &format!("- {}", flag.at.says()));
                }
            }
        }
        let waiting: Vec<_> = deciders(facts, of.it)
            .into_iter()
            .filter(windward_core::views::case::Deciding::is_to_hear)
            .collect();
        if !waiting.is_empty() {
            screen.heading("To be said before");
            for it in &waiting {
                let say = it.said.and_then(|it| it.say.as_deref()).unwrap_or_default();
                screen.paragraph(2, PLAIN, &format!("{}: {say}", it.name));
            }
        }
        Ok(screen.show()?)
    }
}

/// One expectation: its verdict, and where it is thin why, who saw it and what to do.
fn expectation(screen: &mut Screen, facts: &Facts<'_>, of: Of<'_, Case>, line: &Lined<'_>) {
    let Some(verdict) = line.verdict else {
        return;
    };
    let style = match verdict {
        CaseVerdict::Strong | CaseVerdict::Enough => GOOD,
        CaseVerdict::Thin | CaseVerdict::Missing => OPEN,
    };
    screen.table(&[vec![
        Cell::new(verdict.label(), style),
        line.line.name().into(),
    ]]);
    if line.is_thin() {
        screen.paragraph(12, PLAIN, &line.reason(facts.framework));
        for way in ways(facts, line) {
            let taken = if way.taken {
                " (among your things to do)"
            } else {
                ""
            };
            screen.paragraph(12, DIM, &format!("- {}{taken}", way.what));
        }
    }
    let seen = line.witnesses(of.it);
    if !seen.is_empty() {
        let names: Vec<&str> = seen.iter().map(|(name, _)| *name).collect();
        screen.paragraph(12, DIM, &format!("Seen by {}.", names.join("; ")));
    }
    if let Some(comment) = line.said.and_then(|it| it.comment.as_deref()) {
        screen.paragraph(12, PLAIN, &format!("Your comment: {comment}"));
    }
}

fn answer(facts: &Facts<'_>, of: Of<'_, Case>, lines: &[Lined<'_>], flags: &[Flag<'_>]) -> Value {
    let cover = Coverage::of(lines);
    let reading = Reading::of(of.it.summary.as_deref().unwrap_or_default());
    let expectations = lines.iter().map(|line| {
        let pieces = line.pieces.iter().map(|it| {
            json!({ "item": it.of.id, "what": it.of.it.what, "fit": it.fit.word(), "fresh": it.fresh, "full": it.is_full(),
                    "confidential": it.of.it.confidential })
        });
        let ways = if line.is_thin() {
            ways(facts, line)
        } else {
            Vec::new()
        };
        let ways = ways.iter().map(|it| json!({ "key": it.key, "what": it.what, "taken": it.taken }));
        let seen = line.witnesses(of.it);
        let seen = seen.iter().map(|(name, answer)| json!({ "name": name, "answer": answer }));
        json!({ "expectation": line.line.expectation.id(), "name": line.line.name(), "verdict": line.verdict, "by_hand": line.by_hand,
                "reason": line.reason(facts.framework), "waits": line.waits.map(|it| it.to_string()),
                "evidence": pieces.collect::<Vec<_>>(), "witnesses": seen.collect::<Vec<_>>(), "ways": ways.collect::<Vec<_>>(),
                "comment": line.said.and_then(|it| it.comment.as_ref()) })
    });
    let flags = flags
        .iter()
        .map(|it| json!({ "flag": it.sort.word(), "says": it.says() }));
    let decides = deciders(facts, of.it);
    let decides = decides.iter().map(|it| {
        json!({ "name": it.name, "named": it.said.is_some(), "manager": it.manager, "knows": it.knows(),
                "say": it.said.and_then(|it| it.say.as_ref()), "by": it.said.and_then(|it| it.by), "said": it.said.and_then(|it| it.said) })
    });
    let vouch = vouching(facts, of.it, lines);
    let vouch = vouch.iter().map(|it| {
        json!({ "name": it.name, "person": it.contact, "expectations": it.expectations, "pieces": it.pieces, "answer": it.answer() })
    });
    json!({
        "item": of.id, "rung": of.it.rung, "stage": stage(facts, of).word(), "by": of.it.by, "decided": of.it.decided,
        "coverage": { "strong": cover.strong, "enough": cover.enough, "thin": cover.thin, "missing": cover.missing, "handed_on": cover.handed_on },
        "summary": { "words": reading.words, "seconds": reading.seconds, "short": reading.is_short() },
        "expectations": expectations.collect::<Vec<_>>(), "flags": flags.collect::<Vec<_>>(),
        "deciders": decides.collect::<Vec<_>>(), "vouchers": vouch.collect::<Vec<_>>(),
    })
}
