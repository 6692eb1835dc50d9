//! Going slowly: goals, signs and nudges rest until a day that the person sets. What they dated by hand stays.

use crate::{
    record::{Of, Quiet},
    views::{
        due::{Due, Matter},
        facts::Facts,
    },
};

/// The longest that Windward goes slowly at once, in days: as long as it can be quiet.
pub const LONGEST_DAYS: i64 = 366;

/// The slow time of the day, if it is one.
#[must_use]
pub fn slow<'a>(facts: &Facts<'a>) -> Option<Of<'a, Quiet>> {
    facts.aside.slow(facts.day)
}

/// Whether a thing still asks while Windward goes slowly: it has a day that the person set, or somebody else waits for
/// them on it.
#[must_use]
pub(in crate::views) fn stays(due: &Due) -> bool {
    due.day.is_some()
        && matches!(
            due.id.matter,
            Matter::Promise
                | Matter::Talk
                | Matter::Act
                | Matter::StayOrGo
                | Matter::Decide
                | Matter::Case
                | Matter::CaseSay
                | Matter::CaseAnswer
                | Matter::OfferAnswer
                | Matter::OpportunityStep
        )
}
