//! What there is to see to when one leaves: what to take along, whom to ask while they remember, which dates run.

use crate::{
    record::{Action, AskedAbout, Contact, Evidence, Of, Promise, Relation, Role, Setback},
    views::{board::Circle, facts::Facts, people::identity, talks::promises},
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
    /// Promises on both sides that may be closed now.
    pub promises: Vec<Of<'a, Promise>>,
    /// One’s own reminders: what belongs to this setback and has a day and no first step.
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
    let dates = facts.growth.actions.iter();
    // What has a first step is something to do, and stands with those.
    let dates = dates.filter(|it| {
        let it = it.it;
        it.setback == Some(of.id) && it.due.is_some() && it.first_step.is_none()
    });
    let mut dates: Vec<Of<'a, Action>> = dates.copied().collect();
    dates.sort_by_key(|of| of.it.due);
    Leaving {
        role,
        employer: employer(facts, of.it),
        confidential: confidential.map(|it| (*it, asked(it.id))).collect(),
        promises: open_promises(facts, circle, of.it),
        dates,
    }
}

/// Whether somebody works where the setback happened.
#[must_use]
pub fn of_the_employer(facts: &Facts<'_>, it: &Setback, contact: &Contact) -> bool {
    let key = |name: Option<&str>| name.map(identity::organisation).filter(|it| !it.is_empty());
    let there = key(employer(facts, it));
    there.is_some() && there == key(contact.organisation.as_deref())
}

/// Open promises between oneself and people of the employer: their organisation says so, or they were manager,
/// skip-level or peer when it happened.
#[must_use]
pub fn open_promises<'a>(
    facts: &Facts<'a>,
    circle: Circle<'a>,
    it: &Setback,
) -> Vec<Of<'a, Promise>> {
    if it.role.is_none() {
        return Vec::new();
    }
    let partners: Vec<_> = facts
        .talks
        .counterparts
        .iter()
        .filter(|of| {
            let there = matches!(
                of.it.relation,
                Relation::Manager | Relation::SkipLevel | Relation::Peer
            );
            there && of.it.to.is_none_or(|to| to.last_day() >= it.on.first_day())
        })
        .map(|of| facts.talks.who(of.it))
        .collect();
    let all = promises::promises(facts);
    let all = all.mine.into_iter().chain(all.theirs);
    all.filter(|of| {
        let who = facts.talks.who(of.it);
        let contact = who.contact.and_then(|id| circle.person(id));
        contact.is_some_and(|of| of_the_employer(facts, it, of.it))
            || partners.iter().any(|partner| partner.is(who))
    })
    .collect()
}
