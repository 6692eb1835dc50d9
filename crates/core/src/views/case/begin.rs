//! A new case: the rung, who decides, and a first version of the argument.

use super::deciders::likely;
use crate::{
    date::PartialDate,
    framework::{FrameworkHash, Rung},
    record::Case,
    views::{
        facts::Facts,
        readiness::{nearest, open},
        routes::destinations,
    },
};

/// The rung that a new case is most likely for: the nearest that is open, the one aimed for first.
#[must_use]
pub fn likely_rung<'a>(facts: &'a Facts<'a>) -> Option<&'a Rung> {
    let aims = destinations(facts);
    let wanted: Vec<&Rung> = aims.iter().filter_map(|it| it.rung).collect();
    let open = open(facts);
    let found = nearest(&open, &wanted).map(|it| it.open.standing.rung);
    found.or_else(|| open.first().map(|it| it.standing.rung))
}

/// A case for a rung, begun on the day, with those who decide as far as they are known.
#[must_use]
pub fn begin(facts: &Facts<'_>, rung: &Rung) -> Case {
    let on = PartialDate::day(facts.day);
    let hash: FrameworkHash = facts.framework.hash;
    Case {
        ask: Some(format!("Promotion to {}.", rung.name)),
        deciders: likely(facts),
        ..Case::new(rung.id.clone(), on, hash)
    }
}
