//! What has been begun: it keeps its weeks and takes its hours.

use jiff::civil::Date;

use crate::{
    date::PartialDate,
    framework::Play,
    id::ItemId,
    record::{Action, Choice, Experiment, Of},
    views::{
        action::is_open,
        experiment::{State, state},
        facts::Facts,
    },
};

/// An experiment or an action that takes hours of the weeks to plan.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// The experiment or action.
    pub id: ItemId,
    /// Whether it is an experiment.
    pub is_experiment: bool,
    /// What is done.
    pub what: &'a str,
    /// The play that it was taken from.
    pub play: Option<&'a Play>,
    /// Hours in each of its weeks.
    pub hours: u32,
    /// Its first week in the plan, from 0.
    pub from: usize,
    /// The week after its last in the plan.
    pub to: usize,
    /// The day on which it ends, where it has one: seldom a Sunday.
    pub until: Option<Date>,
}

impl Running<'_> {
    /// Hours that it takes in a week.
    #[must_use]
    pub fn in_week(&self, week: usize) -> u32 {
        if (self.from..self.to).contains(&week) {
            self.hours
        } else {
            0
        }
    }
}

/// How a play stands in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// Nobody began it, or it was dropped.
    Open,
    /// It was taken, and is not decided or done yet.
    Runs,
    /// It was done, or kept.
    Done,
    /// It was tried and stopped.
    Stopped,
}

/// Whether an experiment has its days and is not over: one that begins later has its hours already.
fn is_under_way(facts: &Facts<'_>, it: &Experiment) -> bool {
    let over = matches!(state(it, facts.day), State::Decided | State::LeftOpen);
    it.from.is_some() && !over
}

/// How a play stands; of several takes of it, the last one says.
pub(super) fn status(facts: &Facts<'_>, play: &Play) -> Status {
    let of_play = |id: &Option<crate::framework::PlayId>| id.as_ref() == Some(&play.id);
    let experiments = facts
        .growth
        .experiments
        .iter()
        .filter(|of| of_play(&of.it.play));
    let experiments = experiments.filter_map(|of| {
        let status = match &of.it.decision {
            Some(decision) if decision.choice == Choice::Stop => Status::Stopped,
            Some(decision) if decision.choice == Choice::Keep => Status::Done,
            None if is_under_way(facts, of.it) => Status::Runs,
            _ => return None,
        };
        Some((of.it.on, of.revision.seq, status))
    });
    let actions = facts
        .growth
        .actions
        .iter()
        .filter(|of| of_play(&of.it.play));
    let actions = actions.filter_map(|of| {
        let status = match (of.it.done, of.it.dropped) {
            (Some(_), _) => Status::Done,
            (None, None) => Status::Runs,
            (None, Some(_)) => return None,
        };
        Some((of.it.on, of.revision.seq, status))
    });
    let last = experiments
        .chain(actions)
        .max_by_key(|(on, seq, _)| (*on, *seq));
    last.map_or(Status::Open, |(_, _, status)| status)
}

/// Everything that takes hours in the weeks from `begins`.
pub(super) fn running<'a>(facts: &'a Facts<'a>, begins: Date, weeks: usize) -> Vec<Running<'a>> {
    let play =
        |id: &Option<crate::framework::PlayId>| id.as_ref().and_then(|id| facts.framework.play(id));
    let span = |from: PartialDate, to: Option<PartialDate>, play: Option<&Play>| {
        let from_week = week_of(from.first_day(), begins).max(0);
        // Without an end it goes on as long as its play takes, or to the end of the plan.
        let to_week = match (to, play) {
            (Some(to), _) => week_of(to.last_day(), begins) + 1,
            (None, Some(play)) => week_of(from.first_day(), begins) + i64::from(play.weeks),
            (None, None) => i64::MAX,
        };
        let clamp = |week: i64| usize::try_from(week.max(0)).unwrap_or(weeks).min(weeks);
        (clamp(from_week), clamp(to_week))
    };
    let experiment = |of: &Of<'a, Experiment>| {
        let play = play(&of.it.play);
        let (from, to) = span(of.it.from?, of.it.to, play);
        let hours = of.it.hours_a_week.or(play.map(|play| play.hours_a_week));
        Some(Running {
            id: of.id,
            is_experiment: true,
            what: &of.it.what,
            play,
            hours: u32::from(hours.unwrap_or(0)),
            from,
            to,
            until: of.it.to.map(PartialDate::last_day),
        })
    };
    let action = |of: &Of<'a, Action>| {
        let play = play(&of.it.play);
        let hours = of.it.hours_a_week.or(play.map(|play| play.hours_a_week));
        // Without hours it takes a moment, and no weeks; what belongs to an experiment is in its hours.
        let hours = hours.filter(|_| of.it.experiment.is_none())?;
        let (from, to) = span(of.it.put_off.unwrap_or(of.it.on), of.it.due, play);
        Some(Running {
            id: of.id,
            is_experiment: false,
            what: &of.it.what,
            play,
            hours: u32::from(hours),
            from,
            to,
            until: of.it.due.map(PartialDate::last_day),
        })
    };
    let experiments = facts.growth.experiments.iter();
    let experiments = experiments.filter(|of| is_under_way(facts, of.it));
    let actions = facts
        .growth
        .actions
        .iter()
        .filter(|of| is_open(facts, of.it));
    let mut running: Vec<Running<'a>> = experiments
        .filter_map(experiment)
        .chain(actions.filter_map(action))
        .filter(|it| it.from < it.to)
        .collect();
    running.sort_by_key(|it| (it.from, it.to));
    running
}

/// The week of a plan in which a day lies, from 0; negative before it.
fn week_of(day: Date, begins: Date) -> i64 {
    i64::from((day - begins).get_days()).div_euclid(7)
}
