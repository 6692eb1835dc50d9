//! What needs a person now, and why: at most a handful of things, each with its reason.

use jiff::civil::{Date, Weekday};

use crate::{
    date::{PartialDate, Precision},
    framework::{Rung, Skill},
    record::{Action, Destination, Experiment, Of, Role},
    views::{
        check_in,
        experiment::{self, State},
        facts::Facts,
        readiness::{Open, nearest, open},
        routes::{Destined, destinations},
        standing::{Basis, Verdict},
    },
};

/// The page of the day.
#[derive(Debug, Clone)]
pub struct Today<'a> {
    /// What to do next, the most pressing first.
    pub todos: Vec<Todo<'a>>,
    /// The rungs open next.
    pub open: Vec<Open<'a>>,
    /// Where one wants to go.
    pub destinations: Vec<Destined<'a>>,
    /// The skills in focus.
    pub focus: Vec<&'a Skill>,
}

/// What one has begun and now asks for something.
#[derive(Debug, Clone, Copy)]
pub enum Begun<'a> {
    /// An experiment has ended, and nothing is decided.
    Decide(Of<'a, Experiment>),
    /// An experiment runs, and its last pulse is a week old.
    Pulse(Of<'a, Experiment>),
    /// Something to do.
    Act(Of<'a, Action>),
    /// The monthly check-in.
    CheckIn,
}

/// One thing to do.
#[derive(Debug, Clone)]
pub enum Todo<'a> {
    /// There is no role yet.
    AddRole,
    /// Titles were read but not confirmed.
    ConfirmTitles(Vec<Of<'a, Role>>),
    /// Skills that the next rung asks for are still assumed or unrated.
    Assess {
        /// The rung that decides which.
        rung: &'a Rung,
        /// How many of its skills nobody rated.
        unrated: usize,
    },
    /// Responsibilities of the next rung that nobody looked at.
    Claim {
        /// The rung.
        rung: &'a Rung,
        /// How many.
        open: usize,
    },
    /// No destination is chosen.
    ChooseDestination,
    /// No focus is chosen, or it has run out.
    ChooseFocus {
        /// The skills that would close most.
        proposed: Vec<&'a Skill>,
    },
    /// What one has begun goes on.
    GoOn(Begun<'a>),
    /// Lines that were logged and say too little.
    Complete {
        /// How many.
        lines: usize,
    },
    /// It is Friday, and there is no minute of this week yet.
    Friday,
    /// What is met but unproven, worth a piece of evidence.
    Prove {
        /// The rung.
        rung: &'a Rung,
        /// How many of its expectations are met without evidence.
        unproven: usize,
    },
}

/// Works out what needs a person on the day of `facts`.
#[must_use]
pub fn today<'a>(facts: &'a Facts<'a>) -> Today<'a> {
    let open = open(facts);
    let destinations = destinations(facts);
    let focus = focus(facts);
    let todos = todos(facts, &open, &destinations, &focus);
    Today {
        todos,
        open,
        destinations,
        focus,
    }
}

/// The skills in focus on the day; none once the focus has run out.
#[must_use]
pub fn focus<'a>(facts: &Facts<'a>) -> Vec<&'a Skill> {
    let standing = facts.focus.filter(|of| {
        let until = of.it.until;
        until.is_none_or(|until| until.last_day() >= facts.day)
    });
    let skills = standing.map_or(&[][..], |of| of.it.skills.as_slice());
    skills
        .iter()
        .filter_map(|id| facts.framework.skill(id))
        .collect()
}

fn todos<'a>(
    facts: &Facts<'a>,
    open: &[Open<'a>],
    destinations: &[Destined<'a>],
    focus: &[&'a Skill],
) -> Vec<Todo<'a>> {
    let mut todos = Vec::new();
    if facts.roles.is_empty() {
        return vec![Todo::AddRole];
    }
    if !facts.unplaced.is_empty() {
        todos.push(Todo::ConfirmTitles(facts.unplaced.clone()));
    }
    let wanted: Vec<&Rung> = destinations.iter().filter_map(|it| it.rung).collect();
    todos.extend(under_way(facts));
    if let Some(next) = nearest(open, &wanted) {
        let next = next.open.standing;
        let rung = next.rung;
        let unlooked = |skill: bool| {
            let lines = next.lines.iter();
            let lines = lines.filter(|line| line.skill.is_some() == skill);
            let open = lines.filter(|line| matches!(line.basis, Basis::Held | Basis::Nothing));
            open.filter(|line| line.verdict != Verdict::HandedOn)
                .count()
        };
        match unlooked(true) {
            0 => {}
            unrated => todos.push(Todo::Assess { rung, unrated }),
        }
        match unlooked(false) {
            0 => {}
            open => todos.push(Todo::Claim { rung, open }),
        }
        if focus.is_empty() {
            let proposed = super::readiness::gaps(next);
            let proposed: Vec<&Skill> = proposed
                .iter()
                .filter_map(|gap| gap.line.skill)
                .take(3)
                .collect();
            if !proposed.is_empty() {
                todos.push(Todo::ChooseFocus { proposed });
            }
        }
    }
    if destinations.is_empty() {
        todos.push(Todo::ChooseDestination);
    }
    // Whoever never checked in has other things to do first.
    if facts.growth.check_ins.is_empty() {
        todos.push(Todo::GoOn(Begun::CheckIn));
    }
    match super::drafts::count(facts) {
        0 => {}
        lines => todos.push(Todo::Complete { lines }),
    }
    if wants_friday(facts) {
        todos.push(Todo::Friday);
    }
    if let Some(held) = facts.held {
        let unproven = facts
            .standing(held.rung)
            .lines
            .iter()
            .filter(|line| line.verdict == Verdict::Unproven)
            .count();
        if unproven > 0 {
            todos.push(Todo::Prove {
                rung: held.rung,
                unproven,
            });
        }
    }
    todos
}

/// What one has begun, and the check-in.
fn under_way<'a>(facts: &Facts<'a>) -> Vec<Todo<'a>> {
    let mut todos = Vec::new();
    let experiments = &facts.growth.experiments;
    let ended = experiments
        .iter()
        .filter(|of| experiment::state(of.it, facts.day) == State::Ended);
    todos.extend(ended.map(|of| Todo::GoOn(Begun::Decide(*of))));
    todos.extend(
        super::action::now(facts)
            .into_iter()
            .map(|of| Todo::GoOn(Begun::Act(of))),
    );
    let due = experiments
        .iter()
        .filter(|of| experiment::is_pulse_due(facts, **of));
    todos.extend(due.map(|of| Todo::GoOn(Begun::Pulse(*of))));
    if !facts.growth.check_ins.is_empty() && check_in::is_due(facts) {
        todos.push(Todo::GoOn(Begun::CheckIn));
    }
    todos
}

/// Whether to ask for the minute of this week: on a Friday, of somebody who wrote one in the last five weeks.
/// A habit that was dropped is not asked for.
fn wants_friday(facts: &Facts<'_>) -> bool {
    let last = facts.fridays.first().map(|of| of.it.on);
    let lately = facts.day.saturating_sub(jiff::Span::new().weeks(5));
    facts.day.weekday() == Weekday::Friday
        && last.is_some_and(|on| on.first_day() >= lately && !same_week(on, facts.day))
}

/// Whether a date lies in the week of `day`, which begins on a Monday.
#[must_use]
pub fn same_week(on: PartialDate, day: Date) -> bool {
    let monday = |day: Date| {
        day.saturating_sub(jiff::Span::new().days(day.weekday().to_monday_zero_offset()))
    };
    on.precision() == Precision::Day && monday(on.first_day()) == monday(day)
}

/// What a destination is called.
#[must_use]
pub fn destination_name<'a>(facts: &Facts<'a>, destination: &'a Destination) -> &'a str {
    let rung = destination
        .rung
        .as_ref()
        .and_then(|id| facts.framework.rung(id));
    match (&destination.role, rung) {
        (Some(role), _) => role,
        (None, Some(rung)) => &rung.name,
        (None, None) => "a destination of another ladder",
    }
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
