//! Ways to a destination: which rungs, what is typical there, and what each asks that is missing now.

use crate::{
    framework::{self, Move, Rung},
    record::{Destination, Of},
    views::{facts::Facts, readiness::Readiness, standing::Standing},
};

/// A destination, and the ways there.
#[derive(Debug, Clone)]
pub struct Destined<'a> {
    /// The destination.
    pub destination: Of<'a, Destination>,
    /// The rung, where it names one that the framework has.
    pub rung: Option<&'a Rung>,
    /// Whether the rung is held already.
    pub reached: bool,
    /// The ways there, shortest first.
    pub routes: Vec<Way<'a>>,
}

/// One way to a rung.
#[derive(Debug, Clone)]
pub struct Way<'a> {
    /// Its steps, in order.
    pub steps: Vec<Step<'a>>,
}

/// One step of a way.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// The move.
    pub by: &'a Move,
    /// The rung it leads to.
    pub rung: &'a Rung,
    /// The rung's expectations as they stand today.
    pub standing: &'a Standing<'a>,
    /// How much of them is met today.
    pub readiness: Readiness,
}

/// More ways than this to one rung are not told apart by a reader.
const MOST: usize = 6;

/// Every destination chosen by the day of `facts`, in the order of their choosing.
#[must_use]
pub fn destinations<'a>(facts: &'a Facts<'a>) -> Vec<Destined<'a>> {
    let chosen = facts.destinations.iter().copied();
    chosen
        .map(|destination| destined(facts, destination))
        .collect()
}

fn destined<'a>(facts: &'a Facts<'a>, destination: Of<'a, Destination>) -> Destined<'a> {
    let rung = destination.it.rung.as_ref();
    let rung = rung.and_then(|id| facts.framework.rung(id));
    let here = facts.held.map(|held| &held.rung.id);
    Destined {
        destination,
        rung,
        reached: rung.is_some_and(|rung| Some(&rung.id) == here),
        routes: rung.map_or_else(Vec::new, |rung| ways(facts, rung)),
    }
}

/// The ways from the rung held (or from outside product) to `rung`, shortest first, at most six.
#[must_use]
pub fn ways<'a>(facts: &'a Facts<'a>, rung: &'a Rung) -> Vec<Way<'a>> {
    let framework = facts.framework;
    let here = facts.held.map(|held| &held.rung.id);
    let mut routes = framework::routes(framework, here, &rung.id);
    routes.truncate(MOST);
    let step = |by: &'a Move| {
        let rung = framework.rung(&by.to)?;
        let standing = facts.standing(rung);
        let readiness = Readiness::of(standing);
        Some(Step {
            by,
            rung,
            standing,
            readiness,
        })
    };
    let way = |route: framework::Route<'a>| Way {
        steps: route.steps.into_iter().filter_map(step).collect(),
    };
    routes.into_iter().map(way).collect()
}
