//! Which rung and phase the work is of, whatever the title says.

use crate::{
    framework::{Phase, Rung},
    views::{facts::Facts, readiness::Readiness},
};

/// What the work says.
#[derive(Debug, Clone, Copy)]
pub enum WorkPhase<'a> {
    /// The work is of this rung and phase.
    Reads {
        /// The highest rung whose expectations are mostly met and well backed.
        rung: &'a Rung,
        /// Its phase.
        phase: &'a Phase,
        /// How much of it is met.
        readiness: Readiness,
    },
    /// Too little is confirmed or backed to say.
    CannotTell {
        /// The rung that was read, the one held.
        rung: &'a Rung,
        /// Expectations of it met by a view of one's own or by evidence.
        confirmed: usize,
        /// Of those, how many are backed.
        backed: usize,
        /// How many confirmed it takes.
        needs_confirmed: usize,
        /// How many backed it takes.
        needs_backed: usize,
    },
    /// No rung is held, so there is nothing to compare with.
    NoRung,
}

/// Of a rung's expectations, three quarters must be met by a view or by evidence…
const CONFIRMED: (usize, usize) = (3, 4);
/// … and a third must be backed. Both are judgements, not findings.
const BACKED: (usize, usize) = (1, 3);

/// Reads the phase from what is met: the highest rung of which at least three quarters of the expectations are
/// met without assumption and at least a third are backed.
#[must_use]
pub fn work_phase<'a>(facts: &Facts<'a>) -> WorkPhase<'a> {
    let Some(held) = facts.held else {
        return WorkPhase::NoRung;
    };
    let framework = facts.framework;
    for rung in framework.rungs.iter().rev() {
        let readiness = Readiness::of(facts.standing(rung));
        let confirmed = readiness.met - readiness.assumed;
        let enough = confirmed >= share(readiness.of, CONFIRMED)
            && readiness.backed >= share(readiness.of, BACKED);
        if let Some(phase) = framework.phase(&rung.phase).filter(|_| enough) {
            return WorkPhase::Reads {
                rung,
                phase,
                readiness,
            };
        }
    }
    let readiness = Readiness::of(facts.standing(held.rung));
    WorkPhase::CannotTell {
        rung: held.rung,
        confirmed: readiness.met - readiness.assumed,
        backed: readiness.backed,
        needs_confirmed: share(readiness.of, CONFIRMED),
        needs_backed: share(readiness.of, BACKED),
    }
}

/// A share of a count, rounded up.
const fn share(of: usize, (numerator, denominator): (usize, usize)) -> usize {
    (of * numerator).div_ceil(denominator)
}
