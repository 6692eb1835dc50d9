//! Experiments: where each stands, what makes it low-risk or not, and what it waits for.

use jiff::{Span, civil::Date};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, Play, PlayKind},
    order::InOrder,
    record::{Action, Experiment, ExperimentKind, Hypothesis, Of, Pulse},
    views::{facts::Facts, words::count},
};

/// Weeks beyond which an experiment is long. A judgement: a quarter is as long as most plans hold.
pub const LONG_WEEKS: u32 = 13;

/// Hours a week beyond which an experiment takes much. A judgement: a working day.
pub const MANY_HOURS: u8 = 8;

/// Days between two pulses: at most one a week.
pub const PULSE_DAYS: i32 = 7;

/// An experiment on a day.
#[derive(Debug, Clone)]
pub struct Tried<'a> {
    /// The experiment.
    pub of: Of<'a, Experiment>,
    /// Where it stands.
    pub state: State,
    /// What makes it more than low-risk; nothing is low-risk.
    pub risks: Vec<Risk>,
    /// The hypothesis that it tests.
    pub hypothesis: Option<Of<'a, Hypothesis>>,
    /// The pulses so far, earliest first.
    pub pulses: &'a [Of<'a, Pulse>],
    /// Whether a pulse is asked for: it runs, and the last one is a week old.
    pub pulse_due: bool,
}

/// Where an experiment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Without a first day, or with one that lies ahead.
    Idea,
    /// It runs: in which week, of how many where its end is known.
    Running {
        /// The week, from 1.
        week: u32,
        /// How many weeks in all.
        weeks: Option<u32>,
    },
    /// Its last day is over and nothing is decided: this is asked once.
    Ended,
    /// Its last day is over, and it was said that nothing needs to be decided.
    LeftOpen,
    /// Decided.
    Decided,
}

impl State {
    /// The word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Running { .. } => "running",
            Self::Ended => "ended",
            Self::LeftOpen => "left-open",
            Self::Decided => "decided",
        }
    }

    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Running { .. } => "running",
            Self::Ended => "ended, not decided",
            Self::LeftOpen => "ended, left open",
            Self::Decided => "decided",
        }
    }
}

/// Something that makes an experiment more than low-risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Risk {
    /// It begins and has no last day.
    NoEnd,
    /// Longer than [`LONG_WEEKS`].
    Long {
        /// How many weeks.
        weeks: u32,
    },
    /// More than [`MANY_HOURS`] a week.
    ManyHours {
        /// How many.
        hours: u8,
    },
    /// There is no way back.
    Irreversible,
    /// Many would see it fail.
    Public,
}

impl Risk {
    /// Why it is a risk and what would make it smaller, in a sentence or two.
    #[must_use]
    pub fn says(self) -> String {
        match self {
            Self::NoEnd => "It has no last day. Give it one: an experiment that does not end is a habit, or a worry.".to_owned(),
            Self::Long { weeks } => format!(
                "It takes {}; a quarter ({LONG_WEEKS} weeks) is about as long as plans hold. What would you know after half of it?",
                count(weeks as usize, "week", "weeks")
            ),
            Self::ManyHours { hours } => format!(
                "It takes {hours} hours a week, more than a working day ({MANY_HOURS}). Which part of it would tell you most?"
            ),
            Self::Irreversible => "There is no way back from it. Is there a smaller thing to try first that can be undone?".to_owned(),
            Self::Public => "Many would see it fail. Could a few see it first?".to_owned(),
        }
    }
}

impl Tried<'_> {
    /// Whether nothing makes it more than low-risk.
    #[must_use]
    pub fn is_low_risk(&self) -> bool {
        self.risks.is_empty()
    }
}

/// Every experiment as of the day, those that wait for a person first: ended, running, ideas, then the rest, each
/// latest first.
#[must_use]
pub fn experiments<'a>(facts: &'a Facts<'a>) -> Vec<Tried<'a>> {
    let mut all: Vec<Tried<'a>> = facts
        .growth
        .experiments
        .iter()
        .rev()
        .map(|of| tried(facts, *of))
        .collect();
    all.order_by_key(|it| match it.state {
        State::Ended => 0,
        State::Running { .. } => 1,
        State::Idea => 2,
        State::Decided => 3,
        State::LeftOpen => 4,
    });
    all
}

/// One experiment as of the day.
#[must_use]
pub fn tried<'a>(facts: &'a Facts<'a>, of: Of<'a, Experiment>) -> Tried<'a> {
    let state = state(of.it, facts.day);
    let pulses = facts.growth.pulses(of.id);
    Tried {
        of,
        state,
        risks: risks(of.it),
        hypothesis: of.it.hypothesis.and_then(|id| facts.growth.hypothesis(id)),
        pulses,
        pulse_due: is_pulse_due(facts, of),
    }
}

/// Whether a pulse is asked for: the experiment runs, and the last one is a week old.
#[must_use]
pub fn is_pulse_due(facts: &Facts<'_>, of: Of<'_, Experiment>) -> bool {
    let runs = matches!(state(of.it, facts.day), State::Running { .. });
    let last = facts.growth.pulses(of.id).last();
    let recent = last.is_some_and(|last| is_of_this_week(last.it, facts.day));
    runs && !recent
}

fn is_of_this_week(pulse: &Pulse, day: Date) -> bool {
    (day - pulse.on.first_day()).get_days() < PULSE_DAYS
}

/// Where an experiment stands on a day. What was decided after that day is not seen.
#[must_use]
pub fn state(it: &Experiment, day: Date) -> State {
    let said = |on: PartialDate| !on.is_after(day);
    if it
        .decision
        .as_ref()
        .is_some_and(|decision| said(decision.on))
    {
        return State::Decided;
    }
    let Some(from) = it.from.filter(|from| said(*from)) else {
        return State::Idea;
    };
    if it.to.is_some_and(|to| to.last_day() < day) {
        return if it.left_open.is_some_and(said) {
            State::LeftOpen
        } else {
            State::Ended
        };
    }
    State::Running {
        week: weeks_between(from.first_day(), day),
        weeks: weeks(it),
    }
}

/// How many weeks an experiment takes, begun ones counted.
#[must_use]
pub fn weeks(it: &Experiment) -> Option<u32> {
    Some(weeks_between(it.from?.first_day(), it.to?.last_day()))
}

/// In which week after `from` a day lies, from 1.
fn weeks_between(from: Date, day: Date) -> u32 {
    u32::try_from((day - from).get_days().max(0) / 7 + 1).unwrap_or(1)
}

/// What makes an experiment more than low-risk.
#[must_use]
pub fn risks(it: &Experiment) -> Vec<Risk> {
    let mut risks = Vec::new();
    match weeks(it) {
        Some(weeks) if weeks > LONG_WEEKS => risks.push(Risk::Long { weeks }),
        None if it.from.is_some() => risks.push(Risk::NoEnd),
        _ => {}
    }
    if let Some(hours) = it.hours_a_week.filter(|hours| *hours > MANY_HOURS) {
        risks.push(Risk::ManyHours { hours });
    }
    risks.extend(it.irreversible.then_some(Risk::Irreversible));
    risks.extend(it.public.then_some(Risk::Public));
    risks
}

/// The pulse of this week, which another one said now replaces: there is at most one in seven days.
#[must_use]
pub fn pulse_of_the_week<'a>(tried: &Tried<'a>, day: Date) -> Option<Of<'a, Pulse>> {
    let last = tried.pulses.last()?;
    is_of_this_week(last.it, day).then_some(*last)
}

/// A play as an experiment that has not begun.
#[must_use]
pub fn from_play(play: &Play, on: PartialDate, framework: FrameworkHash) -> Experiment {
    Experiment {
        play: Some(play.id.clone()),
        hours_a_week: Some(play.hours_a_week),
        look_for: Some(play.leaves.clone()),
        first_step: Some(play.first_step.clone()),
        ..Experiment::new(play.name.clone(), kind_of(play.kind), on, framework)
    }
}

/// A play as a thing to do.
#[must_use]
pub fn action_from_play(play: &Play, on: PartialDate, framework: FrameworkHash) -> Action {
    Action {
        play: Some(play.id.clone()),
        hours_a_week: Some(play.hours_a_week),
        first_step: Some(play.first_step.clone()),
        ..Action::new(play.name.clone(), on, framework)
    }
}

/// The last day of a play that begins on a day.
#[must_use]
pub fn last_day(play: &Play, from: Date) -> Date {
    from.saturating_add(Span::new().days(i32::from(play.weeks) * 7 - 1))
}

/// The kind of experiment that a play makes.
#[must_use]
pub const fn kind_of(kind: PlayKind) -> ExperimentKind {
    match kind {
        PlayKind::Stretch => ExperimentKind::Stretch,
        PlayKind::Lead => ExperimentKind::Lead,
        PlayKind::Explore => ExperimentKind::Explore,
        PlayKind::Learn => ExperimentKind::Learn,
        PlayKind::Teach => ExperimentKind::Teach,
        PlayKind::Help => ExperimentKind::Help,
        PlayKind::Association => ExperimentKind::Association,
        PlayKind::Talk => ExperimentKind::Talk,
    }
}
