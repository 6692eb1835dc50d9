//! `windward case outcome`: what was decided, and what follows from it.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::CaseDecision,
    views::case::{
        Stage,
        outcome::{Decided, MOST_REASONS, Reason, decide},
        rung_name, stage,
    },
};

use super::find;
use crate::{
    days,
    home::{Begin, Home},
    names, screen,
    stop::Stop,
};

/// Note what came of a case: promoted, not-now or withdrawn
///
/// A promotion begins the new role and ends the one before it. Reasons become feedback, and what follows on one becomes a
/// promise of yours.
#[derive(Debug, Args)]
pub(crate) struct Outcome {
    /// promoted, not-now or withdrawn
    decision: String,
    /// Its number in the list, its id, or a part of its rung; without it the one that is open
    which: Option<String>,
    /// The day it was decided; without it today
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// From when you hold the rung; without it the day it was decided
    #[arg(long, value_name = "DATE")]
    from: Option<PartialDate>,
    /// The title of the new role; without it the name of the rung
    #[arg(long, value_name = "TITLE", conflicts_with = "no_role")]
    title: Option<String>,
    /// Leave the roles in your record as they are
    #[arg(long)]
    no_role: bool,
    /// A reason that was given
    #[arg(long, value_name = "TEXT")]
    reason: Vec<String>,
    /// What you do about it; the first goes with the first reason, and so on
    #[arg(long, value_name = "TEXT")]
    follow_up: Vec<String>,
    /// Anything else about it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Outcome {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let decision = names::word("decision", &self.decision, CaseDecision::WORDS)?;
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let of = find(facts, self.which.as_deref())?;
        if stage(facts, of) == Stage::Over {
            return Err(Stop::refused("what came of this case is noted already"));
        }
        let on = days::that_was(self.on, book.today, "give the day on which it was decided")?;
        if !self.reason.is_empty() && decision != CaseDecision::NotNow {
            return Err(Stop::usage("reasons belong to ‘not-now’"));
        }
        if self.follow_up.len() > self.reason.len() {
            return Err(Stop::usage("a follow-up needs its --reason"));
        }
        if self.reason.len() > MOST_REASONS {
            return Err(Stop::usage(format!("{MOST_REASONS} reasons at most")));
        }
        let name = rung_name(facts, of.it);
        let title = self.title.unwrap_or_else(|| name.to_owned());
        let begins = decision == CaseDecision::Promoted && !self.no_role;
        let mut follow_ups = self.follow_up.into_iter();
        let reasons = self.reason.into_iter().map(|words| Reason {
            words,
            follow: follow_ups.next(),
            ..Reason::default()
        });
        let decided = Decided {
            decision,
            on,
            note: self.note,
            from: self.from,
            role: begins.then_some(title),
            reasons: reasons.collect(),
        };
        let says = format!("{name}: {}, {}.", decision.label(), on.in_words());
        desk.act(|act| decide(facts, of, decided, act))?;
        screen::done(
            self.json,
            &json!({ "item": of.id, "decision": decision, "on": on }),
            says,
        )
    }
}
