//! What changed from one plan to the next.

use jiff::civil::Date;

use super::{
    Plan, PlayPlan, Why,
    running::{Status, status},
};
use crate::{framework::Play, record::Planned, views::facts::Facts};

/// The difference between the plan that was seen before and the one of today.
#[derive(Debug, Clone)]
pub struct Changed<'a> {
    /// The day of the plan before.
    pub since: Date,
    /// Plays that are new.
    pub new: Vec<&'a Play>,
    /// Plays that were begun since.
    pub begun: Vec<&'a Play>,
    /// Plays that are gone, with why.
    pub gone: Vec<(&'a Play, Why<'a>)>,
    /// Plays that begin at another time.
    pub moved: Vec<Moved<'a>>,
}

/// A play that begins at another time than before.
#[derive(Debug, Clone, Copy)]
pub struct Moved<'a> {
    /// The play.
    pub play: &'a Play,
    /// The Monday on which it was to begin.
    pub from: Date,
    /// The Monday on which it begins now.
    pub to: Date,
}

impl Changed<'_> {
    /// Whether it is the same plan.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.new.is_empty()
            && self.begun.is_empty()
            && self.gone.is_empty()
            && self.moved.is_empty()
    }
}

/// What changed since the plan that was kept last; where nothing did, what changed when it was asked for.
#[must_use]
pub fn changed<'a>(facts: &'a Facts<'a>, plan: &Plan<'a>) -> Option<Changed<'a>> {
    let kept = facts.plan.map(|of| of.it);
    let kept = [kept, facts.plan_before].into_iter().flatten();
    let kept = kept.filter(|it| it.framework == facts.framework.hash && !it.planned.is_empty());
    let mut changed = kept.map(|it| since(facts, plan, it.on.first_day(), &it.planned));
    changed.find(|it| !it.is_empty())
}

fn since<'a>(facts: &'a Facts<'a>, plan: &Plan<'a>, day: Date, before: &[Planned]) -> Changed<'a> {
    let mut changed = Changed {
        since: day,
        new: Vec::new(),
        begun: Vec::new(),
        gone: Vec::new(),
        moved: Vec::new(),
    };
    let was = |it: &&PlayPlan<'a>| before.iter().any(|planned| planned.play == it.play.id);
    let new = plan.plays.iter().filter(|it| !was(it));
    changed.new.extend(new.map(|it| it.play));
    for planned in before {
        let Some(it) = facts.framework.play(&planned.play) else {
            continue;
        };
        let now = plan.plays.iter().find(|of| of.play.id == it.id);
        let from = planned.from.first_day();
        match (now, status(facts, it)) {
            (Some(now), _) if plan.monday(now.first) != from => changed.moved.push(Moved {
                play: it,
                from,
                to: plan.monday(now.first),
            }),
            (Some(_), _) => {}
            (None, Status::Runs) => changed.begun.push(it),
            (None, _) => {
                let why = plan.left_out.iter().find(|(play, _)| play.id == it.id);
                let why = why.map_or(Why::AddsNothing, |(_, why)| *why);
                changed.gone.push((it, why));
            }
        }
    }
    changed
}
