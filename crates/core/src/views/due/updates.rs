//! Updates: a draft that waits, and the next note of whoever writes one a month.

use super::{Due, DueId, Matter};
use crate::{
    date::PartialDate,
    record::Update,
    views::{facts::Facts, months_before, updates::month_of},
};

/// Months after the last note in which the next is asked for; whoever writes none for longer has stopped.
const STILL_WRITES: u32 = 3;

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    let mut last: Option<PartialDate> = None;
    let mut drafted: Option<PartialDate> = None;
    let by_today = facts.record.all::<Update>();
    for of in by_today.filter(|of| !of.it.on.is_after(facts.day)) {
        let month = of.it.month;
        if !of.it.state.is_draft() {
            last = last.max(Some(month));
            continue;
        }
        drafted = drafted.max(Some(month));
        all.push(Due::on(
            DueId::of(Matter::Update, of.id),
            after(month),
            format!("Finish the update about {}", month.in_words()),
            "It is drafted, and nobody has it yet.",
        ));
    }
    let Some(last) = last else {
        return;
    };
    // The month that is over, unless there was a note about it or a later one already; then the one after.
    let over = month_of(months_before(facts.day, 1));
    let next = over.max(month_of(after(last)));
    let stopped = last.last_day() < months_before(facts.day, STILL_WRITES);
    if stopped || drafted.is_some_and(|it| it >= next) {
        return;
    }
    all.push(Due::on(
        Matter::Update.into(),
        after(next),
        format!("Write the update about {}", next.in_words()),
        format!("Your last one was about {}.", last.in_words()),
    ));
}

/// The day after a month.
fn after(month: PartialDate) -> jiff::civil::Date {
    let last = month.last_day();
    last.tomorrow().unwrap_or(last)
}
