//! Answers about a skill and about a duty: what they look like, and what they write.

use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{ExpectationId, Proficiency, Rung, Skill},
    record::{Author, Claim, ClaimState, Content, Kind, Of, Rating, View},
    views::{
        facts::Facts,
        standing::{Basis, Line},
    },
};

use super::sheet::{Question, Sheet};
use crate::{
    components::marks, error::WebError, form::Form, pages::choices, session::Me, text::Text,
};

/// The five answers, one press each, and what goes along with them.
pub(in crate::pages) fn skill_answers(
    facts: &Facts<'_>,
    question: &Question<'_>,
    next: Option<&Rung>,
    hidden: &[(&str, &str)],
) -> Markup {
    let own = facts.skill(question.skill).own();
    let today = own.filter(|of| of.it.on == PartialDate::day(facts.day));
    let own = own.map(|of| of.it.proficiency);
    let assumed = question.now().filter(|_| question.is_assumed());
    html! {
        form.answers method="post" action="/skills/rate" {
            (marks(today.map(|of| of.revision.entry_id)))
            input type="hidden" name="skill" value=(Text(question.skill.id.as_str()));
            @for (name, value) in hidden { input type="hidden" name=(name) value=(Text(value)); }
            @for step in Proficiency::ALL {
                @let is_assumed = assumed == Some(step);
                @let is_asked = question.asked == Some(step);
                @let class = match (is_assumed, is_asked) {
                    (true, true) => Some("assumed asked"),
                    (true, false) => Some("assumed"),
                    (false, true) => Some("asked"),
                    (false, false) => None,
                };
                button name="proficiency" value=(step.get()) class=[class] aria-pressed=(if own == Some(step) { "true" } else { "false" }) {
                    kbd aria-hidden="true" { (step.get()) }
                    (Text(facts.framework.word(step)))
                    @if is_assumed { span.seen-not { ", assumed" } }
                    @if let Some(next) = next.filter(|_| is_asked) { span.seen-not { ", asked by " (next.short) } }
                }
            }
        }
    }
}

/// The three answers about a duty, one press each.
pub(in crate::pages) fn duty_answers(
    facts: &Facts<'_>,
    line: &Line<'_>,
    hidden: &[(&str, &str)],
) -> Markup {
    let id = line.expectation.id();
    let own = own_claim(facts, id);
    let today = own.filter(|of| of.it.on == PartialDate::day(facts.day));
    let state = own.map(|of| of.it.state);
    let assumed = matches!(line.basis, Basis::Held);
    html! {
        form.answers.three method="post" action="/claims" {
            (marks(today.map(|of| of.revision.entry_id)))
            input type="hidden" name="expectation" value=(id);
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            @for (key, answer) in (1..).zip(ClaimState::ALL) {
                @let is_assumed = assumed && answer == ClaimState::Doing;
                button name="state" value=(answer.word()) class=[is_assumed.then_some("assumed")] aria-pressed=(if state == Some(answer) { "true" } else { "false" }) {
                    kbd aria-hidden="true" { (key) }
                    (Text(answer.label()))
                    @if is_assumed { span.seen-not { ", assumed" } }
                }
            }
        }
    }
}

/// Writes an answer: who answers again on the same day changes the answer of that day; on another day it is one more.
pub(super) async fn answer<T: Kind + Into<Content>>(
    me: &Me,
    form: &Form,
    today: Option<Of<'_, T>>,
    content: T,
) -> Result<(), WebError> {
    let revises = form.revises()?;
    me.act(form.once()?, |act| {
        act.put_one(today.map(|of| of.id), revises, content);
    })
    .await
    .map(drop)
}

/// One's own rating of a skill today.
pub(super) fn rated_today<'a>(facts: &Facts<'a>, skill: &Skill) -> Option<Of<'a, Rating>> {
    let own = facts.skill(skill).own();
    own.filter(|of| of.it.on == PartialDate::day(facts.day))
}

/// What an answer about a skill says.
pub(super) fn rated(facts: &Facts<'_>, skill: &Skill, form: &Form) -> Result<Rating, WebError> {
    let proficiency = choices::level(form, "proficiency");
    let proficiency =
        proficiency.ok_or_else(|| WebError::Form("No answer was chosen.".to_owned()))?;
    let today = rated_today(facts, skill);
    let on = PartialDate::day(facts.day);
    Ok(Rating {
        note: today.and_then(|of| of.it.note.clone()),
        unknown: today.map_or_else(Map::new, |of| of.it.unknown.clone()),
        ..Rating::own(skill.id.clone(), proficiency, on, facts.framework.hash)
    })
}

/// Own ratings at the proficiency assumed, for the skills that a form names and that are still assumed.
pub(super) fn confirmed(facts: &Facts<'_>, sheet: &Sheet<'_>, form: &Form) -> Vec<Rating> {
    let named =
        |question: &&Question<'_>| form.all("skill").any(|id| id == question.skill.id.as_str());
    let assumed = sheet
        .skills()
        .filter(|question| question.is_assumed())
        .filter(named);
    let rating = |question: &Question<'_>| {
        let (skill, on) = (question.skill.id.clone(), PartialDate::day(facts.day));
        Some(Rating::own(
            skill,
            question.now()?,
            on,
            facts.framework.hash,
        ))
    };
    assumed.filter_map(rating).collect()
}

/// What an answer about a duty says.
pub(super) fn claimed(
    facts: &Facts<'_>,
    duty: &ExpectationId,
    form: &Form,
) -> Result<Claim, WebError> {
    let chosen = ClaimState::ALL
        .into_iter()
        .find(|state| state.word() == form.typed("state"));
    let state = chosen.ok_or_else(|| WebError::Form("No answer was chosen.".to_owned()))?;
    let today = claimed_today(facts, duty);
    Ok(Claim {
        expectation: duty.clone(),
        state,
        view: View::Own,
        on: PartialDate::day(facts.day),
        note: today.and_then(|of| of.it.note.clone()),
        framework: facts.framework.hash,
        unknown: today.map_or_else(Map::new, |of| of.it.unknown.clone()),
    })
}

/// One's own answer about a duty today.
pub(super) fn claimed_today<'a>(facts: &Facts<'a>, duty: &ExpectationId) -> Option<Of<'a, Claim>> {
    own_claim(facts, duty).filter(|of| of.it.on == PartialDate::day(facts.day))
}

/// One's own latest answer about a duty.
pub(in crate::pages) fn own_claim<'a>(
    facts: &Facts<'a>,
    duty: &ExpectationId,
) -> Option<Of<'a, Claim>> {
    let own = |of: &&Of<'_, Claim>| of.it.view == View::Own && of.revision.author == Author::Owner;
    facts.claims(duty).iter().find(own).copied()
}
