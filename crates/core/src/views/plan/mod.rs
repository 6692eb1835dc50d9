//! Which ways to grow to take, when, and why: the plays that take most of what is missing within the hours there are.
//!
//! Solving takes milliseconds, so it is a step of its own: [`solve`] once for each change, [`plan`] to read what was
//! solved. `docs/plan.md` has the model on one page, with what it assumes.

pub mod case;
mod change;
pub mod choose;
pub mod lay;
mod running;
mod say;
mod take;
mod task;
#[cfg(test)]
mod tests;

use jiff::{Span, civil::Date};

use self::{
    case::Case,
    choose::choose,
    task::{Missing, Task},
};
pub use self::{
    change::{Changed, Moved, changed},
    choose::Choice,
    running::Running,
    take::TakenAs,
    task::{Aim, FOCUS_WEIGHS, Why},
};
use crate::{
    date::PartialDate,
    framework::{Play, Proficiency, Skill},
    record::{PlanSettings, Planned},
    views::{facts::Facts, standing::Line},
};

/// What a plan was asked for with, and the choice that answers it. Kept from one page to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// What it was asked for with.
    pub wishes: PlanSettings,
    /// The plays chosen and laid, by their places among those that could be.
    pub choice: Choice,
}

/// A plan, with the reasons for it.
#[derive(Debug)]
pub struct Plan<'a> {
    /// What it was asked for with.
    pub wishes: PlanSettings,
    /// The Monday of its first week.
    pub begins: Date,
    /// What it works towards.
    pub aims: Vec<Aim<'a>>,
    /// The plays, by when they begin.
    pub plays: Vec<PlayPlan<'a>>,
    /// What runs already and keeps its hours.
    pub running: Vec<Running<'a>>,
    /// For each week the hours that are taken by what runs, and by the plays.
    pub load: Vec<Load>,
    /// What of the aims it works towards, and what remains.
    pub outlook: Vec<Outlook<'a>>,
    /// Plays that could grow something missing and are not in it, with why.
    pub left_out: Vec<(&'a Play, Why<'a>)>,
    /// Pins that could not be kept, with why.
    pub unkept: Vec<(&'a Play, Why<'a>)>,
    /// How far it goes.
    pub reach: Reach,
}

/// Hours of one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Taken by what runs already.
    pub running: u32,
    /// Taken by the plays of the plan.
    pub plays: u32,
}

impl Load {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.running + self.plays
    }
}

/// How far a plan goes, and how far one could go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Steps that it takes.
    pub steps: usize,
    /// Steps that are missing.
    pub of_steps: usize,
    /// The weight of the steps that it takes.
    pub weight: u32,
    /// The weight of all that are missing.
    pub of_weight: u32,
    /// No plan within the model takes more weight.
    pub bound: u32,
    /// Whether that is proven to be no more than this plan's.
    pub proven: bool,
    /// Hours of its plays.
    pub hours: u32,
    /// Hours that were free for them.
    pub of_hours: u32,
}

/// A play of a plan.
#[derive(Debug, Clone)]
pub struct PlayPlan<'a> {
    /// The play.
    pub play: &'a Play,
    /// Its hours, week by week from the first of the plan.
    pub hours: Vec<u32>,
    /// Its first week, from 0.
    pub first: usize,
    /// Its last week.
    pub last: usize,
    /// Now, next or later.
    pub when: When,
    /// What it grows.
    pub serves: Vec<Serves<'a>>,
    /// Plays of the plan that build on it.
    pub needed_for: Vec<&'a Play>,
    /// Whether it was pinned.
    pub pinned: bool,
}

/// When a play begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// In the first week.
    Now,
    /// In the first half of the plan.
    Next,
    /// In the second half.
    Later,
}

impl When {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Now, Self::Next, Self::Later];

    /// The word on a page and in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Next => "next",
            Self::Later => "later",
        }
    }

    const fn of(first: usize, weeks: usize) -> Self {
        match first {
            0 => Self::Now,
            _ if first * 2 < weeks => Self::Next,
            _ => Self::Later,
        }
    }
}

/// One step of a skill that a play takes.
#[derive(Debug, Clone)]
pub struct Serves<'a> {
    /// The skill.
    pub skill: &'a Skill,
    /// The level that the step leads to.
    pub to: Proficiency,
    /// What taking it is worth.
    pub weight: u32,
    /// The places of the aims that ask for it.
    pub aims: Vec<usize>,
    /// Whether the skill is in focus.
    pub in_focus: bool,
}

/// What a plan does about one thing that is missing.
#[derive(Debug, Clone)]
pub struct Outlook<'a> {
    /// The place of the aim that asks for it.
    pub aim: usize,
    /// What is asked.
    pub line: &'a Line<'a>,
    /// Steps that are missing; 0 for a responsibility, of which there are no steps.
    pub of_steps: usize,
    /// Steps of these that the plan takes.
    pub steps: usize,
    /// The plays that work on it, or for a responsibility on a skill that it calls on.
    pub by: Vec<&'a Play>,
}

impl Outlook<'_> {
    /// Whether nothing of it would be missing if all went as planned.
    #[must_use]
    pub const fn closes(&self) -> bool {
        self.of_steps > 0 && self.steps == self.of_steps
    }
}

/// What a plan is asked for with until somebody says otherwise, or as was said last.
#[must_use]
pub fn wishes(facts: &Facts<'_>) -> PlanSettings {
    facts.plan.map_or_else(
        || PlanSettings::assumed(PartialDate::day(facts.day), facts.framework.hash),
        |of| of.it.clone(),
    )
}

/// Chooses and lays the plays: the part that takes time.
#[must_use]
pub fn solve<'a>(facts: &'a Facts<'a>, wishes: PlanSettings) -> Solved {
    let choice = choose(&Task::of(facts, &wishes).case);
    Solved { wishes, choice }
}

/// The choice that a plan for these facts and wishes rests on, for measuring.
#[must_use]
pub fn case<'a>(facts: &'a Facts<'a>, wishes: &PlanSettings) -> Case {
    Task::of(facts, wishes).case
}

/// Reads what was solved for the same facts.
#[must_use]
pub fn plan<'a>(facts: &'a Facts<'a>, solved: &Solved) -> Plan<'a> {
    let Solved { wishes, choice } = solved;
    let task = Task::of(facts, wishes);
    let weeks = task.case.hours.len();
    // Every play in the end takes part in this: those chosen, and those that run.
    let chosen = &choice.layout.chosen;
    let mut serves: Vec<Vec<Serves<'a>>> = vec![Vec::new(); task.plays.len()];
    let mut taken = Vec::new();
    for (at, missing) in task.skills.iter().enumerate() {
        let takers = task.case.takers(chosen, at);
        for (step, taker) in task.case.skills[at].iter().zip(&takers) {
            serves[*taker].extend(step_of(missing, step.level, step.weight));
        }
        taken.push(takers);
    }
    let mut plays: Vec<PlayPlan<'a>> = Vec::new();
    for (at, place) in chosen.iter().enumerate() {
        let (Some(first), Some(last)) = (choice.layout.first(at), choice.layout.last(at)) else {
            continue;
        };
        let play = task.plays[*place].play;
        let builds = |it: &&usize| task.case.plays[**it].after.contains(place);
        plays.push(PlayPlan {
            play,
            hours: choice.layout.hours[at].clone(),
            first,
            last,
            when: When::of(first, weeks),
            serves: std::mem::take(&mut serves[*place]),
            needed_for: (chosen.iter().filter(builds))
                .map(|it| task.plays[*it].play)
                .collect(),
            pinned: wishes.pinned.contains(&play.id),
        });
    }
    plays.sort_by_key(|it| (it.first, it.last));
    let load = (0..weeks).map(|week| Load {
        running: task.running.iter().map(|it| it.in_week(week)).sum(),
        plays: plays.iter().map(|it| it.hours[week]).sum(),
    });
    let load = load.collect();
    let reach = Reach {
        steps: taken.iter().map(Vec::len).sum(),
        of_steps: task.case.skills.iter().map(Vec::len).sum(),
        weight: choice.value,
        of_weight: task.case.missing(),
        bound: choice.bound,
        proven: choice.is_proven(),
        hours: plays.iter().flat_map(|it| &it.hours).sum(),
        of_hours: task.case.hours.iter().sum(),
    };
    let outlook = outlook(&task, &plays, &taken);
    let left_out = left_out(&task, chosen);
    Plan {
        wishes: wishes.clone(),
        begins: task.begins,
        aims: task.aims,
        plays,
        running: task.running,
        load,
        outlook,
        left_out,
        unkept: task.unkept,
        reach,
    }
}

/// One step of what is missing of a skill.
fn step_of<'a>(missing: &Missing<'a>, level: u8, weight: u32) -> Option<Serves<'a>> {
    let asking = missing
        .asked
        .iter()
        .filter(|(_, asked, _)| asked.get() >= level);
    Some(Serves {
        skill: missing.skill,
        to: Proficiency::new(level)?,
        weight,
        aims: asking.map(|(aim, _, _)| *aim).collect(),
        in_focus: missing.in_focus,
    })
}

/// What the plan does about everything that the aims miss.
fn outlook<'a>(task: &Task<'a>, plays: &[PlayPlan<'a>], taken: &[Vec<usize>]) -> Vec<Outlook<'a>> {
    let mut outlook = Vec::new();
    for (aim, gaps) in task.aims.iter().map(|aim| &aim.gaps).enumerate() {
        for line in gaps {
            let skill = line.skill.and_then(|skill| {
                let at = task.skills.iter().position(|it| it.skill.id == skill.id)?;
                let asked = line.asked()?.get();
                let steps = task.case.skills[at].iter();
                let of_steps = steps.filter(|step| step.level <= asked).count();
                let steps = taken[at].len().min(of_steps);
                let by = taken[at].iter().take(steps);
                let by = by.map(|place| task.plays[*place].play).collect();
                Some((of_steps, steps, by))
            });
            let (of_steps, steps, by) = skill.unwrap_or_else(|| {
                let crate::framework::Expectation::Responsibility(duty) = line.expectation else {
                    return (0, 0, Vec::new());
                };
                let calls = |it: &&PlayPlan<'a>| {
                    let mut serves = it.serves.iter();
                    serves.any(|serves| duty.skills.contains(&serves.skill.id))
                };
                (0, 0, plays.iter().filter(calls).map(|it| it.play).collect())
            });
            outlook.push(Outlook {
                aim,
                line,
                of_steps,
                steps,
                by,
            });
        }
    }
    outlook
}

/// Plays that could grow something and are not in the plan: those that could not be chosen, and those that were not.
fn left_out<'a>(task: &Task<'a>, chosen: &[usize]) -> Vec<(&'a Play, Why<'a>)> {
    let case = &task.case;
    let openings = case.openings();
    // Only skills that a play or what comes before it grows are counted anew: a page reads this for every play.
    let adds = |with: &[usize]| -> usize {
        let new = with.iter().filter(|at| !chosen.contains(at));
        let mut skills: Vec<usize> = new
            .flat_map(|at| case.plays[*at].grows.iter().map(|(skill, _)| *skill))
            .collect();
        skills.sort_unstable();
        skills.dedup();
        let added = skills.iter();
        added
            .map(|skill| case.taken(with, *skill) - case.taken(chosen, *skill))
            .sum()
    };
    let hours = case.total(chosen);
    let not = (0..case.plays.len()).filter(|at| !chosen.contains(at) && !task.plays[*at].runs);
    let not = not.map(|at| {
        let play = &case.plays[at];
        let with = case.with_before(&[chosen, &[at]].concat());
        let adds = adds(&with);
        let why = if openings[at] + play.weeks as usize > case.hours.len() {
            Why::TooLong
        } else if adds == 0 {
            Why::AddsNothing
        } else {
            let hours = case.total(&with) - hours;
            Why::NoRoom { adds, hours }
        };
        (task.plays[at].play, why)
    });
    let out = task.left_out.iter().filter(|(_, why)| *why != Why::Runs);
    not.chain(out.copied()).collect()
}

impl Plan<'_> {
    /// The Monday of a week, counted from 0.
    #[must_use]
    pub fn monday(&self, week: usize) -> Date {
        let weeks = i64::try_from(week).unwrap_or(0);
        self.begins.saturating_add(Span::new().weeks(weeks))
    }

    /// The Sunday of a week, counted from 0.
    #[must_use]
    pub fn sunday(&self, week: usize) -> Date {
        self.monday(week).saturating_add(Span::new().days(6))
    }

    /// The day until which something that runs takes its hours: its own last day, else the last of its weeks.
    #[must_use]
    pub fn until(&self, running: &Running<'_>) -> Date {
        let weeks = || self.sunday(running.to.saturating_sub(1));
        running.until.unwrap_or_else(weeks)
    }

    /// Its plays as they are kept with what it was asked for with.
    #[must_use]
    pub fn planned(&self) -> Vec<Planned> {
        let planned = self.plays.iter().map(|it| Planned {
            play: it.play.id.clone(),
            from: PartialDate::day(self.monday(it.first)),
            to: PartialDate::day(self.sunday(it.last)),
            unknown: serde_json::Map::new(),
        });
        planned.collect()
    }
}
