//! From a record to the choice behind its plan: which plays there are, which steps are missing, which hours are free.

use jiff::{Span, civil::Date};

use super::{
    case::{Candidate, Case, Step},
    lay::fits,
    running::{Running, Status, running, status},
};
use crate::{
    framework::{Play, Proficiency, Rung, Setting, Skill},
    record::{Destination, Of, PlanSettings},
    views::{
        facts::Facts,
        readiness::{gaps, nearest, open},
        standing::{Line, Verdict},
        today::focus,
    },
};

/// A skill in focus weighs this many times as much.
pub const FOCUS_WEIGHS: u32 = 2;

/// A choice of plays with its names.
#[derive(Debug)]
pub(super) struct Task<'a> {
    /// The choice.
    pub(super) case: Case,
    /// The plays of the case.
    pub(super) plays: Vec<Taken<'a>>,
    /// The skills of the case.
    pub(super) skills: Vec<Missing<'a>>,
    /// What is planned towards.
    pub(super) aims: Vec<Aim<'a>>,
    /// What takes hours already.
    pub(super) running: Vec<Running<'a>>,
    /// The Monday of the first week.
    pub(super) begins: Date,
    /// Plays that cannot be chosen, with why.
    pub(super) left_out: Vec<(&'a Play, Why<'a>)>,
    /// Pins that cannot be kept, with why.
    pub(super) unkept: Vec<(&'a Play, Why<'a>)>,
}

/// A play of the case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken<'a> {
    pub(super) play: &'a Play,
    /// Whether it runs already, so that there is nothing to choose.
    pub(super) runs: bool,
}

/// A rung that is planned towards.
#[derive(Debug, Clone)]
pub struct Aim<'a> {
    /// The rung.
    pub rung: &'a Rung,
    /// The destination; `None` where none is chosen and the nearest rung stands in.
    pub destination: Option<Of<'a, Destination>>,
    /// What of the rung is missing.
    pub gaps: Vec<&'a Line<'a>>,
}

/// What is missing of a skill.
#[derive(Debug, Clone)]
pub(super) struct Missing<'a> {
    pub(super) skill: &'a Skill,
    pub(super) now: Option<Proficiency>,
    /// By aim: which one, what it asks, what each missing step weighs.
    pub(super) asked: Vec<(usize, Proficiency, u32)>,
    pub(super) in_focus: bool,
}

/// Why a play is not in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why<'a> {
    /// It was refused.
    Refused,
    /// It happens where none are wanted.
    Setting(Setting),
    /// It was done.
    Done,
    /// It was tried and stopped.
    Stopped,
    /// It runs already.
    Runs,
    /// What has to come before it is out.
    Before(&'a Play),
    /// With what has to come before it, it is longer than the plan.
    TooLong,
    /// It would take this many steps, and these hours with what has to come before it, for which there is no room
    /// beside what matters more.
    NoRoom {
        /// Steps that it would add.
        adds: usize,
        /// Hours that it would cost.
        hours: u32,
    },
    /// It would add nothing to what the plan does already.
    AddsNothing,
}

impl<'a> Task<'a> {
    pub(super) fn of(facts: &'a Facts<'a>, wishes: &PlanSettings) -> Self {
        let begins = next_monday(facts.day);
        let weeks = usize::from(wishes.weeks.clamp(1, PlanSettings::MOST_WEEKS));
        let aims = aims(facts, wishes);
        let skills = missing(facts, &aims);
        let running = running(facts, begins, weeks);
        let limit = u32::from(wishes.hours_a_week.min(PlanSettings::MOST_HOURS));
        let hours = (0..weeks).map(|week| {
            let taken: u32 = running.iter().map(|it| it.in_week(week)).sum();
            limit.saturating_sub(taken)
        });
        let hours = hours.collect();
        let steps = skills.iter().map(Missing::steps).collect();
        let mut task = Self {
            case: Case {
                hours,
                plays: Vec::new(),
                skills: steps,
            },
            plays: Vec::new(),
            skills,
            aims,
            running,
            begins,
            left_out: Vec::new(),
            unkept: Vec::new(),
        };
        task.collect(facts, wishes);
        task.pin(facts, wishes);
        task
    }

    /// Finds out which plays may be chosen.
    fn collect(&mut self, facts: &'a Facts<'a>, wishes: &PlanSettings) {
        let all = &facts.framework.plays;
        let place = |id: &crate::framework::PlayId| all.iter().position(|play| play.id == *id);
        let before: Vec<Vec<usize>> = all
            .iter()
            .map(|play| play.after.iter().filter_map(place).collect())
            .collect();
        let statuses: Vec<Status> = all.iter().map(|play| status(facts, play)).collect();
        let given = |at: usize| matches!(statuses[at], Status::Done | Status::Runs);
        let with_before = |places: Vec<usize>| {
            let mut all = vec![false; before.len()];
            let mut open = places;
            while let Some(at) = open.pop() {
                if !std::mem::replace(&mut all[at], true) {
                    open.extend(before[at].iter().copied().filter(|it| !given(*it)));
                }
            }
            all
        };
        let pinned = with_before(wishes.pinned.iter().filter_map(place).collect());
        let grows: Vec<Vec<(usize, u8)>> = all.iter().map(|play| self.grows(play)).collect();
        let mut out: Vec<Option<Why<'a>>> = (0..all.len())
            .map(|at| {
                let play = &all[at];
                match statuses[at] {
                    Status::Done => Some(Why::Done),
                    Status::Runs => Some(Why::Runs),
                    _ if wishes.refused.contains(&play.id) => Some(Why::Refused),
                    Status::Stopped if !pinned[at] => Some(Why::Stopped),
                    _ if !pinned[at] && !wishes.settings.contains(&play.setting) => {
                        Some(Why::Setting(play.setting))
                    }
                    _ => None,
                }
            })
            .collect();
        // What builds on a play that is out is out too; chains are shorter than the list of plays.
        for _ in 0..all.len() {
            let mut settled = true;
            for at in 0..all.len() {
                let missing = before[at]
                    .iter()
                    .find(|it| !given(**it) && out[**it].is_some());
                if let (None, Some(missing)) = (out[at], missing) {
                    out[at] = Some(Why::Before(&all[*missing]));
                    settled = false;
                }
            }
            if settled {
                break;
            }
        }
        let useful = (0..all.len()).filter(|at| out[*at].is_none() && !grows[*at].is_empty());
        let wanted = with_before(useful.collect());
        let chosen: Vec<usize> = (0..all.len())
            .filter(|at| {
                let open = out[*at].is_none() && (wanted[*at] || pinned[*at]);
                open || statuses[*at] == Status::Runs
            })
            .collect();
        for at in &chosen {
            let play = &all[*at];
            let runs = statuses[*at] == Status::Runs;
            let ends = before[*at].iter().map(|it| self.ends(&all[*it]));
            let here = |it: &usize| chosen.iter().position(|at| at == it);
            let open = before[*at].iter().filter(|it| !given(**it));
            self.case.plays.push(Candidate {
                // What runs takes its hours from the weeks, so it costs nothing here.
                rate: if runs {
                    0
                } else {
                    u32::from(play.hours_a_week)
                },
                weeks: if runs { 0 } else { u32::from(play.weeks) },
                opens: if runs { 0 } else { ends.max().unwrap_or(0) },
                after: if runs {
                    Vec::new()
                } else {
                    open.filter_map(here).collect()
                },
                grows: grows[*at].clone(),
                must: runs,
            });
            self.plays.push(Taken { play, runs });
        }
        let out = all.iter().zip(out).zip(grows);
        self.left_out = out
            .filter(|(_, grows)| !grows.is_empty())
            .filter_map(|((play, why), _)| Some((play, why?)))
            .collect();
    }

    /// The week after the last one of a play that runs.
    fn ends(&self, play: &Play) -> usize {
        let running = self.running.iter();
        let running = running.filter(|it| it.play.is_some_and(|it| it.id == play.id));
        running.map(|it| it.to).max().unwrap_or(0)
    }

    /// The missing steps that a play could take, by the place of their skill.
    fn grows(&self, play: &Play) -> Vec<(usize, u8)> {
        let grows = play.works_on.iter().filter_map(|works| {
            let at = self
                .skills
                .iter()
                .position(|it| it.skill.id == works.skill)?;
            let lowest = self.case.skills[at].first()?;
            let level = works.up_to.get();
            (level >= lowest.level).then_some((at, level))
        });
        grows.collect()
    }

    /// Has to choose what was pinned, in the order of pinning, as long as it fits.
    fn pin(&mut self, facts: &'a Facts<'a>, wishes: &PlanSettings) {
        let openings = self.case.openings();
        let weeks = self.case.hours.len();
        for id in &wishes.pinned {
            let Some(play) = facts.framework.play(id) else {
                continue;
            };
            let at = self.plays.iter().position(|it| it.play.id == *id);
            let Some(at) = at else {
                let why = self.left_out.iter().find(|(it, _)| it.id == *id);
                // What grows nothing that is missing is left out without a word, but for a pin.
                let why = why.map_or_else(|| out_of(facts, wishes, play), |(_, why)| *why);
                if why != Why::Done {
                    self.unkept.push((play, why));
                }
                continue;
            };
            let all = self.case.plays.iter().enumerate();
            let musts = all.filter(|(_, it)| it.must).map(|(at, _)| at);
            let mut musts: Vec<usize> = musts.collect();
            let value = self.case.value(&musts);
            let hours = self.case.total(&musts);
            musts.push(at);
            let with = self.case.with_before(&musts);
            let long = |at: &usize| openings[*at] + self.case.plays[*at].weeks as usize > weeks;
            if with.iter().any(long) {
                self.unkept.push((play, Why::TooLong));
            } else if fits(&self.case, &with) {
                for at in with {
                    self.case.plays[at].must = true;
                }
            } else {
                let adds = usize::from(self.case.value(&with) > value);
                let hours = self.case.total(&with) - hours;
                self.unkept.push((play, Why::NoRoom { adds, hours }));
            }
        }
    }
}

/// Why a play is out that would grow nothing anyway.
fn out_of<'a>(facts: &'a Facts<'a>, wishes: &PlanSettings, play: &'a Play) -> Why<'a> {
    match status(facts, play) {
        Status::Done => Why::Done,
        Status::Runs => Why::Runs,
        _ if wishes.refused.contains(&play.id) => Why::Refused,
        _ => {
            let before = play.after.iter().filter_map(|id| facts.framework.play(id));
            let refused = before
                .into_iter()
                .find(|it| wishes.refused.contains(&it.id));
            refused.map_or(Why::AddsNothing, Why::Before)
        }
    }
}

impl Missing<'_> {
    /// The missing steps, lowest first. A step weighs what the aims that ask for it say, so a higher one never more.
    fn steps(&self) -> Vec<Step> {
        let lowest = match self.now {
            Some(now) => now.get() + 1,
            // Nobody has looked: nothing says that more than the last step is missing.
            None => self
                .asked
                .iter()
                .map(|(_, asked, _)| asked.get())
                .min()
                .unwrap_or(6),
        };
        let highest = self.asked.iter().map(|(_, asked, _)| asked.get()).max();
        (lowest..=highest.unwrap_or(0))
            .map(|level| {
                let asking = self
                    .asked
                    .iter()
                    .filter(|(_, asked, _)| asked.get() >= level);
                let weight: u32 = asking.map(|(_, _, weight)| weight).sum();
                Step { level, weight }
            })
            .collect()
    }
}

/// The Monday on which a plan made on a day begins: that very day, or the next one.
pub(super) fn next_monday(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_add(Span::new().days((7 - since) % 7))
}

/// The rungs to plan towards: those of the destinations wanted, but for the one held; with none, the nearest above.
fn aims<'a>(facts: &'a Facts<'a>, wishes: &PlanSettings) -> Vec<Aim<'a>> {
    let held = facts.held.map(|held| &held.rung.id);
    let wanted = |of: &&Of<'a, Destination>| {
        wishes.destinations.is_empty() || wishes.destinations.contains(&of.id)
    };
    let mut aims: Vec<Aim<'a>> = Vec::new();
    for of in facts.destinations.iter().filter(wanted) {
        let rung = of.it.rung.as_ref().and_then(|id| facts.framework.rung(id));
        let Some(rung) = rung else { continue };
        if Some(&rung.id) != held && aims.iter().all(|aim| aim.rung.id != rung.id) {
            aims.push(aim(facts, rung, Some(*of)));
        }
    }
    if aims.is_empty() && wishes.destinations.is_empty() {
        let open = open(facts);
        let nearest = nearest(&open, &[]);
        aims.extend(nearest.map(|it| aim(facts, it.open.standing.rung, None)));
    }
    aims
}

fn aim<'a>(
    facts: &'a Facts<'a>,
    rung: &'a Rung,
    destination: Option<Of<'a, Destination>>,
) -> Aim<'a> {
    let lines = facts.standing(rung).lines.iter();
    Aim {
        rung,
        destination,
        gaps: lines.filter(|line| line.verdict == Verdict::Gap).collect(),
    }
}

/// What the aims miss, skill by skill, in the order of the framework.
fn missing<'a>(facts: &'a Facts<'a>, aims: &[Aim<'a>]) -> Vec<Missing<'a>> {
    let in_focus = focus(facts);
    let mut missing: Vec<Missing<'a>> = Vec::new();
    for (at, aim) in aims.iter().enumerate() {
        for gap in gaps(facts.standing(aim.rung)) {
            let (Some(skill), Some(asked)) = (gap.line.skill, gap.line.asked()) else {
                continue;
            };
            let is_in_focus = in_focus.iter().any(|it| it.id == skill.id);
            let weight = 1 + u32::try_from(gap.called_on).unwrap_or(0);
            let weight = weight * if is_in_focus { FOCUS_WEIGHS } else { 1 };
            let asked = (at, asked, weight);
            match missing.iter_mut().find(|it| it.skill.id == skill.id) {
                Some(known) => known.asked.push(asked),
                None => missing.push(Missing {
                    skill,
                    now: gap.line.now,
                    asked: vec![asked],
                    in_focus: is_in_focus,
                }),
            }
        }
    }
    missing.sort_by_key(|it| facts.framework.skill_place(&it.skill.id));
    missing
}
