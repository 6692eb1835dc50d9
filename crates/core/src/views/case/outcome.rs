//! What came of a case, and what follows from it: a date on the course, or feedback with what one does about it.

use jiff::Span;

use crate::{
    date::{PartialDate, Precision},
    id::ItemId,
    record::{
        Act, Case, CaseDecision, CaseOutcome, Feedback, FeedbackSort, Of, Placement, Promise,
        PromiseOwner, Role, RoleEnd,
    },
    views::facts::Facts,
};

/// The most reasons that are noted at once.
pub const MOST_REASONS: usize = 6;

/// What was decided, as it is noted.
#[derive(Debug, Clone)]
pub struct Decided {
    /// What.
    pub decision: CaseDecision,
    /// The day.
    pub on: PartialDate,
    /// Anything else about it.
    pub note: Option<String>,
    /// From when one holds the rung, where one was promoted; without it, from the day of the decision.
    pub from: Option<PartialDate>,
    /// Under which title the new role begins: the course changes with it.
    pub role: Option<String>,
    /// The reasons that were given.
    pub reasons: Vec<Reason>,
}

/// A reason that was given.
#[derive(Debug, Clone, Default)]
pub struct Reason {
    /// What was said.
    pub words: String,
    /// Who said it, where they are a contact.
    pub contact: Option<ItemId>,
    /// Their name as it was written.
    pub whom: Option<String>,
    /// What one does about it.
    pub follow: Option<String>,
    /// By when.
    pub due: Option<PartialDate>,
}

/// Writes it all in one act: the outcome, and the role or the feedback and promises that follow from it.
pub fn decide(facts: &Facts<'_>, of: Of<'_, Case>, decided: Decided, act: &mut Act<'_>) {
    let promoted = decided.decision == CaseDecision::Promoted;
    let from = promoted.then(|| decided.from.unwrap_or(decided.on));
    let role = from
        .zip(decided.role.as_deref())
        .and_then(|(from, title)| promote(facts, of.it, from, title, act));
    let mut feedback = Vec::new();
    for reason in decided.reasons {
        let said = act.add(Feedback {
            contact: reason.contact,
            whom: reason.whom.clone(),
            ..Feedback::new(
                reason.words,
                FeedbackSort::Criticism,
                decided.on,
                facts.framework.hash,
            )
        });
        if let Some(follow) = reason.follow {
            act.add(Promise {
                contact: reason.contact,
                whom: reason.whom,
                due: reason.due,
                answers: Some(said),
                ..Promise::new(follow, PromiseOwner::Mine, decided.on)
            });
        }
        feedback.push(said);
    }
    let outcome = CaseOutcome {
        decision: decided.decision,
        from,
        role,
        feedback,
        note: decided.note,
        on: decided.on,
        unknown: serde_json::Map::new(),
    };
    act.revise(
        of,
        Case {
            outcome: Some(outcome),
            ..of.it.clone()
        },
    );
}

/// Ends the role that is held and begins the next one at the same place; nothing where the ladder has no such rung.
fn promote(
    facts: &Facts<'_>,
    it: &Case,
    from: PartialDate,
    title: &str,
    act: &mut Act<'_>,
) -> Option<ItemId> {
    let rung = super::rung(facts, it)?;
    let held = facts.held.filter(|held| held.ongoing);
    if let Some(held) = held {
        let ended = Role {
            to: RoleEnd::On(before(from)),
            ..held.role.it.clone()
        };
        act.revise(held.role, ended);
    }
    Some(act.add(Role {
        title: title.to_owned(),
        organisation: held.and_then(|held| held.role.it.organisation.clone()),
        from: Some(from),
        to: RoleEnd::Ongoing,
        placement: Placement::Rung {
            id: rung.id.clone(),
            framework: facts.framework.hash,
        },
        ..Role::default()
    }))
}

/// The day before a day; of a month or a year itself, for more is not known.
fn before(date: PartialDate) -> PartialDate {
    if date.precision() != Precision::Day {
        return date;
    }
    PartialDate::day(date.first_day().saturating_sub(Span::new().days(1)))
}

/// A case begun again from one that is over: all of its argument, nothing of its answer.
#[must_use]
pub fn again(facts: &Facts<'_>, it: &Case) -> Case {
    let mut deciders = it.deciders.clone();
    for decider in &mut deciders {
        decider.said = None;
    }
    Case {
        outcome: None,
        by: None,
        decided: None,
        deciders,
        vouchers: Vec::new(),
        on: PartialDate::day(facts.day),
        ..it.clone()
    }
}
