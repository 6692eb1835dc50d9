//! Hypotheses: what their experiments say of them, and what the person says instead.

use crate::{
    record::{Bearing, Destination, Hypothesis, HypothesisStatus as Status, Of, Overruled},
    views::{
        experiment::{State, Tried, tried},
        facts::Facts,
        words::{capital, several, small},
    },
};

/// A hypothesis with its experiments.
#[derive(Debug, Clone)]
pub struct Tested<'a> {
    /// The hypothesis.
    pub of: Of<'a, Hypothesis>,
    /// The destination that it serves, if that still stands.
    pub destination: Option<Of<'a, Destination>>,
    /// Its experiments, in the order of their making.
    pub experiments: Vec<Tried<'a>>,
    /// How it stands.
    pub status: Status,
    /// How it stands by its experiments alone.
    pub by_experiments: Status,
    /// Why it stands so by its experiments, in a sentence.
    pub because: String,
    /// One's own verdict instead.
    pub overruled: Option<&'a Overruled>,
}

/// Every hypothesis as of the day, latest first.
#[must_use]
pub fn hypotheses<'a>(facts: &'a Facts<'a>) -> Vec<Tested<'a>> {
    let all = facts.growth.hypotheses.iter().rev();
    all.map(|of| tested(facts, *of)).collect()
}

/// One hypothesis as of the day.
#[must_use]
pub fn tested<'a>(facts: &'a Facts<'a>, of: Of<'a, Hypothesis>) -> Tested<'a> {
    let experiments = facts.growth.experiments.iter();
    let experiments: Vec<Tried<'a>> = experiments
        .filter(|it| it.it.hypothesis == Some(of.id))
        .map(|it| tried(facts, *it))
        .collect();
    let (by_experiments, because) = read(&experiments);
    let overruled = of.it.overruled.as_ref();
    let overruled = overruled.filter(|it| !it.on.is_after(facts.day));
    let mut destinations = facts.destinations.iter();
    Tested {
        of,
        destination: destinations
            .find(|it| Some(it.id) == of.it.destination)
            .copied(),
        status: overruled.map_or(by_experiments, |it| it.status),
        experiments,
        by_experiments,
        because,
        overruled,
    }
}

/// The rule: what decided experiments say counts, each once; a running one counts only while none has spoken.
fn read(experiments: &[Tried<'_>]) -> (Status, String) {
    let decided = experiments.iter().filter(|it| it.state == State::Decided);
    let bearings: Vec<Option<Bearing>> = decided
        .filter_map(|it| it.of.it.decision.as_ref())
        .map(|decision| decision.bearing)
        .collect();
    let say = |bearing| bearings.iter().filter(|it| **it == Some(bearing)).count();
    let (pro, contra) = (say(Bearing::For), say(Bearing::Against));
    let runs = |it: &&Tried<'_>| matches!(it.state, State::Running { .. } | State::Ended);
    let running = experiments.iter().filter(runs).count();
    let speak = |number| capital(&several(number, "experiment speaks", "experiments speak"));
    match (pro, contra) {
        (0, 0) if running > 0 => (
            Status::Testing,
            format!(
                "{}, and nothing is decided yet.",
                capital(&several(
                    running,
                    "experiment has begun",
                    "experiments have begun"
                ))
            ),
        ),
        (0, 0) if bearings.is_empty() => (
            Status::Untested,
            match experiments.len() {
                0 => "There is no experiment for it yet.".to_owned(),
                ideas => format!(
                    "{}, and nothing has begun.",
                    capital(&several(
                        ideas,
                        "idea for an experiment",
                        "ideas for experiments"
                    ))
                ),
            },
        ),
        (0, 0) => (
            Status::Unclear,
            format!(
                "{} decided, and said nothing either way.",
                capital(&several(
                    bearings.len(),
                    "experiment was",
                    "experiments were"
                ))
            ),
        ),
        (pro, 0) => (
            Status::Holds,
            format!("{} for it and none against.", speak(pro)),
        ),
        (0, contra) => (
            Status::Fails,
            format!("{} against it and none for it.", speak(contra)),
        ),
        (pro, contra) => (
            Status::Unclear,
            format!("{} for it and {} against.", speak(pro), small(contra)),
        ),
    }
}
