//! Promises on both sides: which are open, which are late, and what became of the others.

use std::cmp::Reverse;

use super::partners::With;
use crate::{
    order::InOrder,
    record::{Of, Promise, PromiseOwner},
    views::facts::Facts,
};

/// Promises, sorted by what they ask now.
#[derive(Debug, Clone)]
pub struct Promises<'a> {
    /// One's own that are open, due first.
    pub mine: Vec<Of<'a, Promise>>,
    /// Those of others that are open, due first.
    pub theirs: Vec<Of<'a, Promise>>,
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
        over,
    }
}

/// Those between oneself and one person.
#[must_use]
pub fn with<'a>(facts: &Facts<'a>, with: &With<'_>) -> Promises<'a> {
    let mut all = promises(facts);
    let theirs = |of: &Of<'_, Promise>| {
        !facts.talks.who(of.it).is_nobody() && facts.talks.who(of.it).is(with.who)
    };
    all.mine.retain(theirs);
    all.theirs.retain(theirs);
    all.over.retain(theirs);
    all
}
