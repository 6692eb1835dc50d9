//! Check-ins: whether one is due, where each answer goes, and what was said a year ago.

use crate::{
    date::PartialDate,
    framework::Sign,
    record::{CheckIn, Dial, Of, Reading},
    stats::trend::{NoTrend, Trend, theil_sen},
    views::facts::Facts,
};

/// Days after the last check-in, skipped or not, when the next one is offered.
pub const EVERY_DAYS: i32 = 28;

/// How far from a year back a check-in may lie and still be 'a year ago', in days.
const ABOUT_A_YEAR: i32 = 45;

/// Days in a year, to say a slope by the year.
const YEAR: f64 = 365.25;

/// Everything about check-ins as of the day.
#[derive(Debug, Clone)]
pub struct CheckIns<'a> {
    /// Those that answer something, earliest first.
    pub answered: Vec<Of<'a, CheckIn>>,
    /// Whether one is due.
    pub due: bool,
    /// The one of about a year ago.
    pub a_year_ago: Option<Of<'a, CheckIn>>,
    /// Each question with its answers and their trend.
    pub series: Vec<Series>,
}

/// The answers to one question.
#[derive(Debug, Clone)]
pub struct Series {
    /// The question.
    pub dial: Dial,
    /// Answers within the months that the sign of a falling trend looks back, earliest first.
    pub points: Vec<(PartialDate, Reading)>,
    /// Their trend in words a year, or why there is none.
    pub trend: Result<Trend, NoTrend>,
}

/// Reads the check-ins as of the day.
#[must_use]
pub fn check_ins<'a>(facts: &Facts<'a>) -> CheckIns<'a> {
    let all = &facts.growth.check_ins;
    let age = |of: &Of<'_, CheckIn>| (facts.day - of.it.on.first_day()).get_days();
    let answered = all.iter().filter(|of| !of.it.is_skipped()).copied();
    let answered: Vec<Of<'a, CheckIn>> = answered.collect();
    let off = |of: &&Of<'_, CheckIn>| (age(of) - 365).abs();
    let near = answered.iter().filter(|of| off(of) <= ABOUT_A_YEAR);
    CheckIns {
        due: is_due(facts),
        a_year_ago: near.min_by_key(off).copied(),
        series: Dial::WORDS
            .iter()
            .map(|(_, dial)| series(facts, *dial))
            .collect(),
        answered,
    }
}

/// Whether a check-in is offered: the last one, skipped or not, is four weeks old.
#[must_use]
pub fn is_due(facts: &Facts<'_>) -> bool {
    let last = facts.growth.check_ins.last();
    last.is_none_or(|last| (facts.day - last.it.on.first_day()).get_days() >= EVERY_DAYS)
}

/// The answers to one question, of the months that the ladder's rule for a falling trend looks back.
#[must_use]
pub fn series(facts: &Facts<'_>, dial: Dial) -> Series {
    let months = facts.framework.sign(Sign::Falling).months;
    let since = super::months_before(facts.day, u32::from(months));
    let recent = facts.growth.check_ins.iter();
    let points: Vec<(PartialDate, Reading)> = recent
        .filter(|of| of.it.on.first_day() > since)
        .filter_map(|of| Some((of.it.on, of.it.reading(dial)?)))
        .collect();
    let first = points.first().map(|(on, _)| on.first_day());
    let numbers = points.iter().map(|(on, reading)| {
        let days = first.map_or(0, |first| (on.first_day() - first).get_days());
        (f64::from(days) / YEAR, f64::from(reading.get()))
    });
    let trend = theil_sen(&numbers.collect::<Vec<_>>());
    Series {
        dial,
        points,
        trend,
    }
}
