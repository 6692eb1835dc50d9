//! Promises on both sides: which are open, which are late, and what became of the others.

use std::cmp::Reverse;

use super::partners::With;
use crate::{
    order::InOrder,
    record::{Author, Of, Promise, PromiseOwner, Relation},
    views::facts::Facts,
};

/// Promises, sorted by what they ask now.
#[derive(Debug, Clone)]
pub struct Promises<'a> {
    /// One's own that are open, due first.
    pub mine: Vec<Of<'a, Promise>>,
    /// Those of others that are open, due first.
    pub theirs: Vec<Of<'a, Promise>>,
    /// Between oneself and a manager: what managers promised by their own hand and is open, due first.
    pub given: Vec<Of<'a, Promise>>,
    /// Kept, broken or let go, latest first.
    pub over: Vec<Of<'a, Promise>>,
}

/// Whether a promise is open on the day.
#[must_use]
pub fn is_open(facts: &Facts<'_>, it: &Promise) -> bool {
    it.state.ended().is_none_or(|on| on.is_after(facts.day))
}

/// Whether an open promise should have been kept by the day.
#[must_use]
pub fn is_late(facts: &Facts<'_>, it: &Promise) -> bool {
    is_open(facts, it) && it.due.is_some_and(|due| due.last_day() < facts.day)
}

/// All promises of the day.
#[must_use]
pub fn promises<'a>(facts: &Facts<'a>) -> Promises<'a> {
    let all = facts.talks.promises.iter().copied();
    let (open, mut over): (Vec<_>, Vec<_>) = all.partition(|of| is_open(facts, of.it));
    over.order_by_key(|of| Reverse((of.it.state.ended(), of.revision.seq)));
    let side = |owner: PromiseOwner| {
        let side = open.iter().copied();
        let mut side: Vec<_> = side.filter(|of| of.it.owner == owner).collect();
        side.order_by_key(|of| (of.it.due.is_none(), of.it.due, of.it.made_on));
        side
    };
    Promises {
        mine: side(PromiseOwner::Mine),
        theirs: side(PromiseOwner::Theirs),
        given: Vec::new(),
        over,
    }
}

/// Those between oneself and one person. What somebody promised by their own hand is under the name that they chose: it is
/// told apart, and stands with every manager, since managers alone can write it.
#[must_use]
pub fn with<'a>(facts: &Facts<'a>, with: &With<'_>) -> Promises<'a> {
    let mut all = promises(facts);
    let is_given = |of: &Of<'a, Promise>| of.revision.author != Author::Owner;
    if with.relation == Relation::Manager {
        let given = all.theirs.iter().filter(|of| is_given(of));
        all.given = given.copied().collect();
    }
    let theirs = |of: &Of<'a, Promise>| facts.talks.names(of, with.who);
    all.mine.retain(theirs);
    all.theirs.retain(theirs);
    all.over.retain(theirs);
    all
}
