//! What there is to see to when one leaves: what to take along, whom to ask while they remember, which dates run.

use crate::{
    id::ItemId,
    order::InOrder,
    record::{Action, AskedAbout, Evidence, Of, Role, Setback},
    views::{
        board::Circle,
        facts::Facts,
        setback::ends::{OpenEnds, open_ends},
    },
};

/// Questions to ask somebody who knows, before one takes along what is marked as confidential.
pub const QUESTIONS: [&str; 4] = [
    "What does my contract say about what I made and learned there, and for how long after?",
    "May I say what I did and what came of it, without the customer, the figure or the plan?",
    "Whom can I ask there, and will they answer in writing?",
    "Is there something here that I should leave behind, whoever asks?",
];

/// Dates that usually run after a layoff, to begin one’s own reminders with.
pub const RUNNING_DATES: [&str; 6] = [
    "Last day at work",
    "Answer to what they offer me",
    "Report as looking for work",
    "Health insurance ends",
    "Give back what is theirs",
    "Last salary",
];

/// What there is to see to.
#[derive(Debug, Clone)]
pub struct Leaving<'a> {
    /// The role that ends.
    pub role: Option<Of<'a, Role>>,
    /// Where.
    pub employer: Option<&'a str>,
    /// Confidential evidence of the role, the latest first, with what was asked about it.
    pub confidential: Vec<(Of<'a, Evidence>, Option<&'a AskedAbout>)>,
    /// What is open with the employer and may be let go.
    pub ends: OpenEnds<'a>,
    /// One’s own reminders of dates that run, by their day.
    pub dates: Vec<Of<'a, Action>>,
}

/// Where a setback happened, if its role says so.
#[must_use]
pub fn employer<'a>(facts: &Facts<'a>, it: &Setback) -> Option<&'a str> {
    role(facts, it)?.it.organisation.as_deref()
}

fn role<'a>(facts: &Facts<'a>, it: &Setback) -> Option<Of<'a, Role>> {
    facts.record.get::<Role>(it.role?)
}

/// The dates that run after a setback, by their day.
pub(super) fn dates<'a>(facts: &Facts<'a>, setback: ItemId) -> Vec<Of<'a, Action>> {
    let all = facts.growth.actions.iter();
    let mine = all.filter(|of| of.it.setback == Some(setback) && of.it.runs);
    let mut dates: Vec<Of<'a, Action>> = mine.copied().collect();
    dates.order_by_key(|of| of.it.due);
    dates
}

/// What there is to see to after a setback.
#[must_use]
pub fn leaving<'a>(facts: &Facts<'a>, circle: Circle<'a>, of: Of<'a, Setback>) -> Leaving<'a> {
    let role = role(facts, of.it);
    let began = role.and_then(|role| role.it.from);
    let of_the_role =
        |it: &Evidence| began.is_none_or(|began| it.until().last_day() >= began.first_day());
    let confidential = facts.evidence.iter();
    let confidential = confidential.filter(|of| of.it.confidential && of_the_role(of.it));
    let asked = |id| of.it.asked.iter().find(|it| it.evidence == id);
    Leaving {
        role,
        employer: employer(facts, of.it),
        confidential: confidential.map(|it| (*it, asked(it.id))).collect(),
        ends: open_ends(facts, circle, of.it),
        dates: dates(facts, of.id),
    }
}
