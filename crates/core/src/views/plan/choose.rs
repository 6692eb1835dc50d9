//! Choosing plays: an integer program, solved to proof where that is possible within a bounded search.
//!
//! Maximise the weight of the steps taken, and among equals use the fewest hours, subject to the hours there are in
//! all and to what has to come first. What was chosen is then laid into weeks. A choice that cannot be laid is
//! excluded, and the program is solved again.

use microlp::{
    ComparisonOp, OptimizationDirection, Problem, SolveOptions, TerminationReason, Variable,
};

use super::{
    case::Case,
    lay::{Layout, cannot_fit, fits, lay_calmly},
};

/// Nodes of the search. Cases of the size of a ladder need some dozens; this many take well under a second.
const MOST_NODES: u64 = 2_000;

/// Times that a choice is excluded because it cannot be laid into weeks.
const MOST_ROUNDS: usize = 24;

/// Plays chosen and laid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which, and their hours week by week.
    pub layout: Layout,
    /// The weight of the steps that they take.
    pub value: u32,
    /// No choice within the model is worth more than this.
    pub bound: u32,
}

impl Choice {
    /// Whether no other choice within the model is worth more.
    #[must_use]
    pub const fn is_proven(&self) -> bool {
        self.value >= self.bound
    }
}

/// What one solution of the program says.
struct Found {
    chosen: Vec<usize>,
    bound: u32,
}

/// Chooses plays. What has to be chosen must fit by itself.
#[must_use]
pub fn choose(case: &Case) -> Choice {
    let openings = case.openings();
    let possible: Vec<bool> = (openings.iter().zip(&case.plays))
        .map(|(opens, play)| opens + play.weeks as usize <= case.hours.len())
        .collect();
    let mut excluded: Vec<Vec<usize>> = Vec::new();
    // The best that choices may be worth which were excluded without a proof that they cannot be laid.
    let mut doubted = 0;
    let mut first_bound = None;
    for _ in 0..MOST_ROUNDS {
        let Some(found) = solve(case, &possible, &excluded) else {
            break;
        };
        first_bound.get_or_insert(found.bound);
        let ordered = in_order(case, &found.chosen);
        if let Some(layout) = lay_calmly(case, &ordered) {
            let value = case.value(&layout.chosen);
            let bound = found.bound.max(doubted).max(value);
            return Choice {
                layout,
                value,
                bound,
            };
        }
        let core = unlayable(case, found.chosen);
        if !cannot_fit(case, &core) {
            doubted = doubted.max(found.bound);
        }
        excluded.push(core);
    }
    let chosen = greedy(case, &possible);
    let ordered = in_order(case, &chosen);
    let layout = lay_calmly(case, &ordered).unwrap_or(Layout {
        chosen: Vec::new(),
        hours: Vec::new(),
    });
    let value = case.value(&layout.chosen);
    let bound = first_bound.unwrap_or_else(|| case.missing()).max(value);
    Choice {
        layout,
        value,
        bound,
    }
}

/// Solves the program; `None` if it has no solution, or none was found.
fn solve(case: &Case, possible: &[bool], excluded: &[Vec<usize>]) -> Option<Found> {
    let there: u32 = case.hours.iter().sum();
    let scale = there + 1;
    let mut program = Problem::new(OptimizationDirection::Maximize);
    let chosen: Vec<Variable> = (case.plays.iter().zip(possible))
        .map(|(play, possible)| {
            let range = (i32::from(play.must), i32::from(play.must || *possible));
            program.add_integer_var(-f64::from(play.total()), range)
        })
        .collect();
    let hours = case.plays.iter().zip(&chosen);
    let hours: Vec<_> = hours
        .map(|(play, it)| (*it, f64::from(play.total())))
        .collect();
    program.add_constraint(hours.as_slice(), ComparisonOp::Le, f64::from(there));
    for (place, play) in case.plays.iter().enumerate() {
        for before in &play.after {
            let link = [(chosen[place], 1.0), (chosen[*before], -1.0)];
            program.add_constraint(link, ComparisonOp::Le, 0.0);
        }
    }
    for (skill, steps) in case.skills.iter().enumerate() {
        let taken: Vec<Variable> = steps
            .iter()
            .map(|step| program.add_binary_var(f64::from(step.weight * scale)))
            .collect();
        // Steps from here up are taken by plays that lead at least here, one by each.
        for (at, step) in steps.iter().enumerate() {
            let leads = |play: &super::case::Candidate| {
                let mut grows = play.grows.iter();
                grows.any(|(grown, level)| *grown == skill && *level >= step.level)
            };
            let takers = case.plays.iter().zip(&chosen);
            let takers = takers
                .filter(|(play, _)| leads(play))
                .map(|(_, it)| (*it, -1.0));
            let steps = taken[at..].iter().map(|it| (*it, 1.0));
            let row: Vec<_> = steps.chain(takers).collect();
            program.add_constraint(row.as_slice(), ComparisonOp::Le, 0.0);
        }
    }
    for core in excluded {
        let row: Vec<_> = core.iter().map(|place| (chosen[*place], 1.0)).collect();
        let most = core.len().saturating_sub(1);
        let most = f64::from(u32::try_from(most).unwrap_or(u32::MAX));
        program.add_constraint(row.as_slice(), ComparisonOp::Le, most);
    }
    // Nodes rather than seconds: the same record gives the same plan on every machine.
    let mut options = SolveOptions::default();
    options.node_limit = Some(MOST_NODES);
    let solution = program.solve_with(options).ok()?.into_solution().ok()?;
    let places = 0..case.plays.len();
    let places = places.filter(|place| solution.var_value(chosen[*place]) > 0.5);
    let places: Vec<usize> = places.collect();
    let value = case.value(&places);
    let bound = match (solution.termination_reason(), solution.stats().best_bound) {
        (TerminationReason::ProvenOptimal, _) => value,
        (_, Some(best)) => whole(best, scale).min(case.missing()).max(value),
        (_, None) => case.missing(),
    };
    Some(Found {
        chosen: places,
        bound,
    })
}

/// The weight that a bound on the objective leaves possible: the hours, which count against it, are less than one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "weights are far below 2^32, and what is negative or too large ends at the limits, as it should"
)]
fn whole(bound: f64, scale: u32) -> u32 {
    ((bound + 1e-6) / f64::from(scale)).ceil() as u32
}

/// The smallest part of a choice that still cannot be laid, as far as leaving out one play after the other finds it.
fn unlayable(case: &Case, chosen: Vec<usize>) -> Vec<usize> {
    let mut core = chosen;
    let mut at = 0;
    while at < core.len() {
        let gone = core[at];
        let rest: Vec<usize> = core.iter().copied().filter(|it| *it != gone).collect();
        // What builds on the one left out would go with it.
        let whole = case.with_before(&rest).len() == rest.len();
        if whole && !fits(case, &rest) {
            core = rest;
        } else {
            at += 1;
        }
    }
    core
}

/// A good choice without proof: again and again whatever adds most for its hours and still fits.
fn greedy(case: &Case, possible: &[bool]) -> Vec<usize> {
    let places = 0..case.plays.len();
    let musts: Vec<usize> = places.filter(|place| case.plays[*place].must).collect();
    let mut chosen = case.with_before(&musts);
    loop {
        let value = case.value(&chosen);
        let hours = case.total(&chosen);
        let more =
            (0..case.plays.len()).filter(|place| possible[*place] && !chosen.contains(place));
        let mut more: Vec<(u64, Vec<usize>)> = more
            .filter_map(|place| {
                let with = case.with_before(&[chosen.as_slice(), &[place]].concat());
                let gain = u64::from(case.value(&with) - value);
                let cost = u64::from(case.total(&with) - hours).max(1);
                (gain > 0).then(|| (gain * 10_000 / cost, with))
            })
            .collect();
        more.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
        match more.into_iter().find(|(_, with)| fits(case, with)) {
            Some((_, with)) => chosen = with,
            None => return chosen,
        }
    }
}

/// The chosen plays in the order in which to begin them where there is a choice: what has to be chosen first, then
/// what adds most for its hours, each behind what it builds on.
fn in_order(case: &Case, chosen: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < chosen.len() {
        let value = case.value(&order);
        let hours = case.total(&order);
        let open = chosen.iter().filter(|place| !order.contains(place));
        let next = open.max_by_key(|place| {
            let with = case.with_before(&[order.as_slice(), &[**place]].concat());
            let gain = u64::from(case.value(&with) - value);
            let cost = u64::from(case.total(&with) - hours).max(1);
            let must = case.plays[**place].must;
            (must, gain * 10_000 / cost, std::cmp::Reverse(**place))
        });
        let Some(next) = next else { break };
        // What comes before it, in an order in which each is behind what it builds on.
        let mut chain: Vec<usize> = case.with_before(&[*next]);
        chain.retain(|place| !order.contains(place));
        while !chain.is_empty() {
            let free = chain.iter().position(|place| {
                let mut before = case.plays[*place].after.iter();
                before.all(|it| order.contains(it))
            });
            // Nothing is free only where plays run in a circle, which no framework has.
            order.push(chain.remove(free.unwrap_or(0)));
        }
    }
    order
}
