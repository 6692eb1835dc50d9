//! Setbacks: the day on which one decides whether to stay or go. Nothing else is ever asked about them.

use super::{Due, DueId, Matter};
use crate::{
    record::{Of, Setback},
    views::{facts::Facts, words::near},
};

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    let setbacks = facts.setbacks.all.iter();
    all.extend(setbacks.filter_map(|of| stay_or_go(facts, *of)));
}

fn stay_or_go(facts: &Facts<'_>, of: Of<'_, Setback>) -> Option<Due> {
    let decided = of.it.decided.as_ref();
    if decided.is_some_and(|it| !it.on.is_after(facts.day)) {
        return None;
    }
    let on = of.it.decide_on?;
    let why = format!(
        "You set this day yourself ({}). Another day is an answer too.",
        near(on, facts.day)
    );
    Some(Due::on(
        DueId::of(Matter::StayOrGo, of.id),
        on.last_day(),
        "Stay or go?",
        why,
    ))
}
