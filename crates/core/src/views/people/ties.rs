//! What binds one to somebody beyond being in touch: conversations about a career, promises, what they said, their say.

use crate::{
    date::PartialDate,
    record::{Ally, Contact, Counterpart, Feedback, Of, Relation},
    views::{
        facts::Facts,
        talks::{
            allies::{Known, known},
            partners::With,
            promises::{self, Promises},
            who::Who,
        },
    },
};

/// All of it about one person, on a day.
#[derive(Debug, Clone)]
pub struct Ties<'a> {
    /// Who.
    pub person: Of<'a, Contact>,
    /// As whom one talks with them about one's career, the latest of several.
    pub counterpart: Option<Of<'a, Counterpart>>,
    /// Promises between the two.
    pub promises: Promises<'a>,
    /// What they said about one's work, latest first.
    pub feedback: Vec<Of<'a, Feedback>>,
    /// What say they have, and how well they know one's work.
    pub ally: Option<Known<'a>>,
}

/// What binds one to a contact.
#[must_use]
pub fn ties<'a>(facts: &Facts<'a>, contact: Of<'a, Contact>) -> Ties<'a> {
    let who = Who {
        contact: Some(contact.id),
        name: Some(&contact.it.name),
    };
    let talks = &facts.talks;
    let standing = |ended: Option<PartialDate>| ended.is_none_or(|on| on.last_day() >= facts.day);
    let counterparts = talks.counterparts.iter().copied();
    let counterpart = counterparts
        .filter(|of| talks.who(of.it).is(who))
        .max_by_key(|of| (standing(of.it.to), of.it.from, of.revision.seq));
    let with = With {
        who,
        relation: counterpart.map_or(Relation::Other, |of| of.it.relation),
        counterpart,
    };
    let feedback = talks.feedback.iter().copied();
    let allies = talks.allies.iter().copied();
    let mut allies = allies.filter(|of: &Of<'a, Ally>| {
        let over = of.it.ended.is_some_and(|on| !on.is_after(facts.day));
        !over && talks.who(of.it).is(who)
    });
    Ties {
        person: contact,
        counterpart,
        promises: promises::with(facts, &with),
        feedback: feedback.filter(|of| talks.names(of, who)).collect(),
        ally: allies.next().map(|of| known(facts, of)),
    }
}
