//! Experiments, things to do, check-ins, the Friday minute.

use jiff::{
    Span,
    civil::{Date, Weekday},
};

use super::{Due, DueId, Matter};
use crate::{
    date::{PartialDate, Precision},
    record::{Action, Experiment, Of},
    views::{
        action, check_in,
        experiment::{self, PULSE_DAYS, State},
        facts::Facts,
        words::{near, sentence},
    },
};

/// How long after the last Friday minute the next is asked for, in weeks. A habit that was dropped is not asked for.
const FRIDAY_WEEKS: i64 = 5;

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    for of in &facts.growth.experiments {
        match experiment::state(of.it, facts.day) {
            State::Ended => all.push(decide(*of)),
            State::Running { .. } => {
                all.extend(pulse(facts, *of));
                // Its end is known, so a calendar has it.
                all.extend(of.it.to.map(|_| decide(*of)));
            }
            State::Idea | State::LeftOpen | State::Decided => {}
        }
    }
    let open = facts.growth.actions.iter();
    all.extend(
        open.filter(|of| action::is_open(facts, of.it))
            .map(|of| act(facts, *of)),
    );
    all.extend(check_in(facts));
    all.extend(friday(facts));
}

/// The day after the last.
fn decide(of: Of<'_, Experiment>) -> Due {
    let id = DueId::of(Matter::Decide, of.id);
    let what = format!("Decide on ‘{}’", of.it.what);
    let why = "Keep it, change it or stop it, while you still know what it was like.";
    match of.it.to {
        Some(to) => Due::on(id, after(to.last_day(), 1), what, why),
        None => Due::whenever(id, what, why),
    }
}

/// A week after the last pulse, or on the first day; none that would come after the end.
fn pulse(facts: &Facts<'_>, of: Of<'_, Experiment>) -> Option<Due> {
    let last = facts.growth.pulses(of.id).last();
    let day = match last {
        Some(last) => after(last.it.on.first_day(), PULSE_DAYS.into()),
        None => of.it.from?.first_day(),
    };
    if of.it.to.is_some_and(|to| to.last_day() < day) {
        return None;
    }
    Some(Due::on(
        DueId::of(Matter::Pulse, of.id),
        day,
        format!("How is ‘{}’ going?", of.it.what),
        "Energy and learning, in two words; once a week while it runs.",
    ))
}

/// It stands on Today from when it was taken on, or from when it was put off to.
fn act(facts: &Facts<'_>, of: Of<'_, Action>) -> Due {
    let it = of.it;
    let put_off = it.put_off.map(PartialDate::first_day);
    Due {
        day: it.due.map(|due| {
            let day = due.last_day();
            put_off.map_or(day, |until| day.max(until))
        }),
        from: put_off,
        ..Due::whenever(
            DueId::of(Matter::Act, of.id),
            &*it.what,
            why_to_act(facts, it),
        )
    }
}

/// The first step of an action, or by when it is to be done, and what for.
fn why_to_act(facts: &Facts<'_>, it: &Action) -> String {
    let day = facts.day;
    let experiment = it.experiment.and_then(|id| facts.growth.experiment(id));
    let why = match (&it.first_step, it.due) {
        (Some(step), _) => format!("First step: {}", sentence(step)),
        (None, Some(due)) if due.last_day() < day => format!("Was due {}.", near(due, day)),
        (None, Some(due)) => format!("Due {}.", near(due, day)),
        (None, None) => format!("Taken {}.", near(it.on, day)),
    };
    match experiment {
        Some(of) => format!("{why} For ‘{}’.", of.it.what),
        None => why,
    }
}

/// Four weeks after the last one. Whoever never checked in is asked when they have nothing else to do.
fn check_in(facts: &Facts<'_>) -> Option<Due> {
    if facts.roles.is_empty() {
        return None;
    }
    let (what, why) = (
        "Check in",
        "How was the month? Four answers and a line; skip what you like.",
    );
    let id = Matter::CheckIn.into();
    Some(match facts.growth.check_ins.last() {
        Some(last) => {
            let day = after(last.it.on.first_day(), check_in::EVERY_DAYS.into());
            Due::on(id, day, what, why)
        }
        None => Due::whenever(id, what, why),
    })
}

/// The Friday of this week, or of the next once this week has its minute.
fn friday(facts: &Facts<'_>) -> Option<Due> {
    let last = facts.fridays.first()?.it.on;
    let ahead = facts.day.weekday().until(Weekday::Friday);
    let this = after(facts.day, ahead.into());
    // On a weekend that is the Friday to come: what was not written on a Friday is not asked for after it.
    let friday = if same_week(last, this) {
        after(this, 7)
    } else {
        this
    };
    if after(last.first_day(), FRIDAY_WEEKS * 7) < friday {
        return None;
    }
    Some(Due::on(
        Matter::Friday.into(),
        friday,
        "The Friday minute",
        "What you did, what you learned, who helped.",
    ))
}

/// Whether a date lies in the week of `day`, which begins on a Monday.
#[must_use]
pub fn same_week(on: PartialDate, day: Date) -> bool {
    let monday = |day: Date| after(day, -i64::from(day.weekday().to_monday_zero_offset()));
    on.precision() == Precision::Day && monday(on.first_day()) == monday(day)
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_goes_from_monday_to_sunday() {
        let of = |text: &str| same_week(text.parse().unwrap(), date(2026, 11, 20));
        assert!(of("2026-11-16") && of("2026-11-20") && of("2026-11-22"));
        assert!(!of("2026-11-15") && !of("2026-11-23") && !of("2026-11"));
    }
}
