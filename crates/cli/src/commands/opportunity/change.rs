//! `windward opportunity stage` and `correct`: where it stands now, and what a line of its posting asks.

use anyhow::Result;
use clap::Args;
use serde_json::json;
use windward_core::{
    date::PartialDate,
    record::{NextStep, Of, Offer, Opportunity, Stage as Stands, StageEntered},
    views::opportunities::{Target, name, on_rung, posting},
};

use super::find;
use crate::{
    days,
    desk::Desk,
    home::{Begin, Home},
    names, screen,
    stop::Stop,
};

/// Say where an opportunity stands now, and what comes next
#[derive(Debug, Args)]
pub(crate) struct Stage {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// seen, talking, applied, interviewing, offer, accepted, declined or lost
    #[arg(value_name = "STAGE")]
    at: String,
    /// Since when; today without it
    #[arg(long, value_name = "DATE")]
    on: Option<PartialDate>,
    /// What was said, or why
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// What comes next; it stands on Today
    #[arg(long, value_name = "TEXT")]
    next: Option<String>,
    /// By when
    #[arg(long, value_name = "DATE", requires = "next")]
    by: Option<PartialDate>,
    /// What is offered
    #[arg(long, value_name = "TEXT")]
    terms: Option<String>,
    /// By when they want an answer
    #[arg(long, value_name = "DATE")]
    answer_by: Option<PartialDate>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Stage {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let of = find(book.facts(), &self.which)?;
        let stage = names::word("stage", &self.at, Stands::WORDS)?;
        let instead = "say what comes next with ‘--next’ and ‘--by’";
        let on = days::that_was(self.on, book.today, instead)?;
        let mut it = of.it.clone();
        it.stages.push(StageEntered {
            note: self.note,
            ..StageEntered::new(stage, on)
        });
        if let Some(next) = self.next {
            it.next = Some(NextStep::new(next, self.by));
        }
        if self.terms.is_some() || self.answer_by.is_some() {
            let before = it.offer.take().unwrap_or_default();
            it.offer = Some(Offer {
                terms: self.terms.or(before.terms),
                answer_by: self.answer_by.or(before.answer_by),
                ..Offer {
                    unknown: before.unknown,
                    ..Offer::default()
                }
            });
        }
        let it_is_no_role = it.role.is_none();
        let mut says = format!("{}: {}, {on}", name(&it), stage.label());
        write(&desk, of, it)?;
        if self.json {
            return screen::json(&json!({ "item": of.id, "stage": stage.word(), "on": on }));
        }
        if stage == Stands::Accepted && it_is_no_role {
            says.push_str(
                ". It is no role of yours yet: its page makes one of it, or `windward role add`",
            );
        }
        Ok(screen::say(says)?)
    }
}

/// Say what a line of a posting asks, where it was read wrongly
#[derive(Debug, Args)]
pub(crate) struct Correct {
    /// Which: its number in the list, its id, or a part of its words
    which: String,
    /// The number of the line, as `windward opportunity show --posting` has it
    line: usize,
    /// What it asks: a skill, or `duty.ID` of a responsibility
    asks: String,
    /// It does not ask for it
    #[arg(long)]
    not: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Correct {
    pub(super) fn run(self, home: &Home) -> Result<()> {
        let desk = home.open(Begin::Refuse)?;
        let book = desk.book()?;
        let facts = book.facts();
        let of = find(facts, &self.which)?;
        let read = posting::read(facts.framework, on_rung(facts, of.it).rung, of.it);
        let place = self.line.checked_sub(1);
        let passage = place.and_then(|at| read.passages.get(at)).ok_or_else(|| {
            let lines = read.passages.len();
            Stop::usage(format!(
                "its posting has {lines} lines; `windward opportunity show --posting` numbers them"
            ))
        })?;
        let target = match Target::of_word(facts.framework, &self.asks) {
            Some(target) => target,
            None => Target::Skill(names::skill(facts.framework, &self.asks)?),
        };
        let said = target.correction(passage.words.as_str(), !self.not);
        let mut it = of.it.clone();
        it.corrections.retain(|it| {
            let same = it.skill == said.skill && it.expectation == said.expectation;
            !(same && it.words == said.words)
        });
        it.corrections.push(said);
        it.framework = facts.framework.hash;
        let verb = if self.not {
            "does not ask for"
        } else {
            "asks for"
        };
        let says = format!("‘{}’ {verb} {}, as you say", passage.words, target.name());
        write(&desk, of, it)?;
        if self.json {
            let (words, what) = (&passage.words, target.word());
            return screen::json(
                &json!({ "item": of.id, "words": words, "what": what, "asks": !self.not }),
            );
        }
        Ok(screen::say(says)?)
    }
}

fn write(desk: &Desk, of: Of<'_, Opportunity>, it: Opportunity) -> Result<()> {
    desk.act(|act| act.revise(of, it))?;
    Ok(())
}
