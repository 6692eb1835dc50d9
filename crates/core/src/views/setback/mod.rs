//! A setback: what happened, what one wrote, whom one turned to, and the small things that come after.
//!
//! Nothing here counts or measures. There is no step that is missing, and nobody is told how far they are.

mod acts;
mod draft;
mod ends;
mod kept;
mod leaving;
mod people;
mod questions;
mod slow;

pub(in crate::views) use self::slow::stays;
pub use self::{
    acts::{Act, acts},
    draft::draft,
    ends::{OpenEnds, let_go, open_ends},
    kept::Setbacks,
    leaving::{Leaving, QUESTIONS, RUNNING_DATES, employer, leaving},
    people::{AT_ONCE, Suggested, suggested},
    questions::{QuestionText, belief, text},
    slow::{LONGEST_DAYS, slow},
};
use crate::{
    id::ItemId,
    record::{
        Action, CaseDecision, Of, Praise, Quiet, Reflection, Reframe, Setback, SetbackKind,
        SetbackNote, Support,
    },
    views::facts::Facts,
};

/// Words of praise that are brought back at once; the rest is a click away.
pub const PRAISE: usize = 3;

/// Days after a setback in which it still says something about what one needs: half a year.
pub const RECENT_DAYS: i32 = 183;

/// A setback with everything that was written about it.
#[derive(Debug, Clone)]
pub struct Story<'a> {
    /// The setback.
    pub of: Of<'a, Setback>,
    /// What it is called in a line.
    pub title: String,
    /// The slow time that goes on because of it.
    pub slow: Option<Of<'a, Quiet>>,
    /// What was written, the latest first.
    pub notes: Vec<Of<'a, SetbackNote>>,
    /// Whom one turned to, or wants to.
    pub supports: Vec<Of<'a, Support>>,
    /// Answers that look back.
    pub reflections: Vec<Of<'a, Reflection>>,
    /// Pairs of what one tells oneself and would tell a friend.
    pub reframes: Vec<Of<'a, Reframe>>,
    /// Things to do that come after it, done ones too.
    pub acts: Vec<Of<'a, Action>>,
    /// Dates that run after it, by their day.
    pub dates: Vec<Of<'a, Action>>,
}

crate::words::words! {
    /// The five steps. None has to be taken, and each can be come back to.
    Step {
        /// A place to write.
        Process = "write", "Take your time";
        /// People to turn to.
        Lean = "people", "Lean on people";
        /// Questions, one by one.
        Reflect = "look-back", "Look back";
        /// What one tells oneself, and would tell a friend.
        Reframe = "say-it-otherwise", "Say it otherwise";
        /// Small things with a date.
        Act = "do", "Do one small thing";
    }
}

/// Every setback, the latest first.
#[must_use]
pub fn setbacks<'a>(facts: &'a Facts<'a>) -> Vec<Story<'a>> {
    let all = facts.setbacks.all.iter();
    all.map(|of| story(facts, *of)).collect()
}

/// One of them.
#[must_use]
pub fn story<'a>(facts: &'a Facts<'a>, of: Of<'a, Setback>) -> Story<'a> {
    let kept = &facts.setbacks;
    let mine = |id: ItemId| id == of.id;
    let slow = slow(facts);
    Story {
        of,
        title: title(facts, of.it),
        slow: slow.filter(|quiet| quiet.it.setback.is_some_and(mine)),
        notes: those(&kept.notes, |it| mine(it.setback)),
        supports: those(&kept.supports, |it| mine(it.setback)),
        reflections: those(&kept.reflections, |it| mine(it.setback)),
        reframes: those(&kept.reframes, |it| mine(it.setback)),
        acts: those(&facts.growth.actions, |it| {
            it.setback.is_some_and(mine) && !it.runs
        }),
        dates: leaving::dates(facts, of.id),
    }
}

fn those<'a, T>(all: &[Of<'a, T>], mine: impl Fn(&T) -> bool) -> Vec<Of<'a, T>> {
    all.iter().filter(|of| mine(of.it)).copied().collect()
}

/// What a setback is called in a line: one's own first line, else its kind and where.
#[must_use]
pub fn title(facts: &Facts<'_>, it: &Setback) -> String {
    let own = it.what.as_deref().and_then(|what| what.lines().next());
    let own = own.map(str::trim).filter(|line| !line.is_empty());
    if it.kind == SetbackKind::Other
        && let Some(line) = own
    {
        return shortened(line);
    }
    let kind = crate::views::words::capital(it.kind.label());
    match employer(facts, it) {
        Some(name) if it.kind.is_leaving() || it.kind.was_judged() => format!("{kind}, {name}"),
        _ => kind,
    }
}

/// Characters of a line that is used as a title.
const TITLE: usize = 80;

fn shortened(line: &str) -> String {
    if line.chars().count() <= TITLE {
        return line.to_owned();
    }
    let begin: String = line.chars().take(TITLE).collect();
    format!("{}…", begin.trim_end())
}

/// The setback of the last half a year that happened last.
#[must_use]
pub fn recent<'a>(facts: &Facts<'a>) -> Option<Of<'a, Setback>> {
    let last = *facts.setbacks.all.first()?;
    let days = (facts.day - last.it.on.last_day()).get_days();
    (days <= RECENT_DAYS).then_some(last)
}

/// Days after a case was answered in which what somebody says is likely to be about that.
const ABOUT_A_CASE: i32 = 14;

/// Praise to be read again: what was said last first. Consolation for one loss helps little in another, so what was
/// said when a case went against one stands only with being passed over.
#[must_use]
pub fn praise<'a>(facts: &Facts<'a>, it: &Setback) -> Vec<Of<'a, Praise>> {
    let all = facts.praise.iter().copied();
    let passed_over = it.kind == SetbackKind::PassedOver;
    let fitting = all.filter(|of| passed_over || !is_of_a_case(facts, of.it));
    fitting.take(PRAISE).collect()
}

/// Whether praise was said in the days after a case was answered with ‘not now’.
fn is_of_a_case(facts: &Facts<'_>, it: &Praise) -> bool {
    let outcomes = facts.cases.all.iter();
    let mut outcomes = outcomes.filter_map(|of| of.it.outcome.as_ref());
    it.on.is_some_and(|on| {
        outcomes.any(|it| {
            let days = (on.first_day() - it.on.first_day()).get_days();
            it.decision == CaseDecision::NotNow && (0..=ABOUT_A_CASE).contains(&days)
        })
    })
}
