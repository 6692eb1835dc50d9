//! Whom one talks with: when last, when next, and what waits to be said.

use std::cmp::Reverse;

use jiff::{Span, civil::Date};

use super::who::{Who, unnamed};
use crate::{
    id::ItemId,
    order::InOrder,
    record::{Conversation, Counterpart, Of, Relation, TalkNote},
    views::facts::Facts,
};

/// Somebody one talks with, on a day.
#[derive(Debug, Clone)]
pub struct Partner<'a> {
    /// Who.
    pub of: Of<'a, Counterpart>,
    /// The last conversation that was held with them.
    pub last: Option<Of<'a, Conversation>>,
    /// The next one that is planned or prepared.
    pub planned: Option<Of<'a, Conversation>>,
    /// When one is due by its cadence; the day it was set, where none was held yet.
    pub due: Option<Date>,
    /// Lines that wait for it.
    pub notes: Vec<Of<'a, TalkNote>>,
}

/// With whom a conversation is prepared or recorded.
#[derive(Debug, Clone, Copy)]
pub struct With<'a> {
    /// Who.
    pub who: Who<'a>,
    /// What they are.
    pub relation: Relation,
    /// What is known of them.
    pub counterpart: Option<Of<'a, Counterpart>>,
}

impl<'a> With<'a> {
    /// The name, or how else they are spoken of.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.who.or(unnamed(self.relation))
    }

    /// Somebody one talks with.
    #[must_use]
    pub fn counterpart(facts: &Facts<'a>, of: Of<'a, Counterpart>) -> Self {
        Self {
            who: facts.talks.who(of.it),
            relation: of.it.relation,
            counterpart: Some(of),
        }
    }

    /// Whoever a conversation is with.
    #[must_use]
    pub fn of(facts: &Facts<'a>, it: &'a Conversation) -> Self {
        let who = facts.talks.who(it);
        let known = facts.talks.counterparts.iter();
        let mut known = known.filter(|of| facts.talks.who(of.it).is(who));
        Self {
            who,
            relation: it.relation,
            counterpart: known.next().copied(),
        }
    }

    /// Whether a conversation is with them. Where nobody is named, it is with whoever has that relation.
    #[must_use]
    pub fn held_with(&self, facts: &Facts<'_>, it: &Conversation) -> bool {
        let who = facts.talks.who(it);
        let unnamed = self.who.is_nobody() && who.is_nobody();
        who.is(self.who) || (unnamed && it.relation == self.relation)
    }

    /// Whether an item names them; one that names nobody is for a manager.
    #[must_use]
    pub fn is_meant(&self, who: Who<'_>) -> bool {
        if who.is_nobody() {
            return self.relation == Relation::Manager;
        }
        who.is(self.who)
    }
}

impl Partner<'_> {
    /// Whether a conversation is due by the day and none is planned.
    #[must_use]
    pub fn is_due(&self, day: Date) -> bool {
        self.planned.is_none() && self.due.is_some_and(|due| due <= day)
    }
}

/// Whether somebody is still talked with on the day.
#[must_use]
pub fn goes_on(facts: &Facts<'_>, it: &Counterpart) -> bool {
    it.to.is_none_or(|to| to.last_day() >= facts.day)
}

/// One's manager, the latest where there are several.
#[must_use]
pub fn manager<'a>(facts: &Facts<'a>) -> Option<Of<'a, Counterpart>> {
    let all = facts.talks.counterparts.iter();
    let managers = all.filter(|of| of.it.relation == Relation::Manager && goes_on(facts, of.it));
    managers
        .max_by_key(|of| (of.it.from, of.revision.seq))
        .copied()
}

/// Everybody one talks with on the day: managers first, then in the order of [`Relation`].
#[must_use]
pub fn partners<'a>(facts: &Facts<'a>) -> Vec<Partner<'a>> {
    let all = facts.talks.counterparts.iter();
    let standing = all.filter(|of| goes_on(facts, of.it));
    let mut partners: Vec<Partner<'a>> = standing.map(|of| partner(facts, *of)).collect();
    partners.order_by_key(|it| (it.of.it.relation, Reverse(it.of.it.from)));
    partners
}

/// One of them.
#[must_use]
pub fn partner<'a>(facts: &Facts<'a>, of: Of<'a, Counterpart>) -> Partner<'a> {
    let with = With::counterpart(facts, of);
    let mine = || {
        let all = facts.talks.conversations.iter();
        all.filter(|it| facts.talks.who(it.it).is(with.who))
    };
    let last = mine().find(|it| it.it.held).copied();
    let planned = mine().filter(|it| !it.it.held).max_by_key(|it| {
        // The soonest of those with a day; of those without, the latest.
        (it.it.planned.is_some(), Reverse(it.it.planned))
    });
    let due = of.it.every_months.map(|months| match last {
        Some(last) => last
            .it
            .on
            .last_day()
            .saturating_add(Span::new().months(i64::from(months))),
        None => of.it.on.first_day(),
    });
    Partner {
        of,
        last,
        planned: planned.copied(),
        due,
        notes: notes(facts, &with),
    }
}

/// The lines that wait for the next conversation with somebody.
#[must_use]
pub fn notes<'a>(facts: &Facts<'a>, with: &With<'_>) -> Vec<Of<'a, TalkNote>> {
    let waiting = waiting(facts).into_iter();
    waiting
        .filter(|of| with.is_meant(facts.talks.who(of.it)))
        .collect()
}

/// All lines that wait for a conversation.
#[must_use]
pub fn waiting<'a>(facts: &Facts<'a>) -> Vec<Of<'a, TalkNote>> {
    let all = facts.talks.notes.iter();
    let open = all.filter(|of| {
        let dropped = of.it.dropped.is_some_and(|on| !on.is_after(facts.day));
        !dropped && !of.it.raised.is_some_and(|id| was_held(facts, id))
    });
    open.copied().collect()
}

fn was_held(facts: &Facts<'_>, id: ItemId) -> bool {
    let mut all = facts.talks.conversations.iter();
    all.any(|of| of.id == id && of.it.held)
}
