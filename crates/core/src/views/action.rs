//! Things to do: which of them stand on Today.

use std::cmp::Reverse;

use crate::{
    order::InOrder,
    record::{Action, Of},
    views::facts::Facts,
};

/// Whether an action is neither done nor dropped by the day.
#[must_use]
pub fn is_open(facts: &Facts<'_>, it: &Action) -> bool {
    let over = |on: Option<crate::date::PartialDate>| on.is_some_and(|on| !on.is_after(facts.day));
    !over(it.done) && !over(it.dropped)
}

/// What is to be done now: open and not put off; what is due first comes first, then what was taken on first.
#[must_use]
pub fn now<'a>(facts: &Facts<'a>) -> Vec<Of<'a, Action>> {
    let mut open: Vec<Of<'a, Action>> = facts
        .growth
        .actions
        .iter()
        .filter(|of| is_open(facts, of.it))
        .filter(|of| of.it.put_off.is_none_or(|until| !until.is_after(facts.day)))
        .copied()
        .collect();
    open.order_by_key(|of| (of.it.due.is_none(), of.it.due, of.it.on));
    open
}

/// What was put off to a later day, soonest first.
#[must_use]
pub fn later<'a>(facts: &Facts<'a>) -> Vec<Of<'a, Action>> {
    let put_off =
        |of: &&Of<'_, Action>| of.it.put_off.is_some_and(|until| until.is_after(facts.day));
    let open = facts
        .growth
        .actions
        .iter()
        .filter(|of| is_open(facts, of.it));
    let mut later: Vec<Of<'a, Action>> = open.filter(put_off).copied().collect();
    later.order_by_key(|of| of.it.put_off);
    later
}

/// What is done or dropped, latest first.
#[must_use]
pub fn over<'a>(facts: &Facts<'a>) -> Vec<Of<'a, Action>> {
    let over = facts
        .growth
        .actions
        .iter()
        .filter(|of| !is_open(facts, of.it));
    let mut over: Vec<Of<'a, Action>> = over.copied().collect();
    over.order_by_key(|of| Reverse((of.it.done.or(of.it.dropped), of.revision.seq)));
    over
}
