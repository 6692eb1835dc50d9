//! ‘You said, I did’: what came of criticism and advice.

use super::{actionable, actionable::Heard, partners::With, promises::is_open};
use crate::{
    date::PartialDate,
    framework::Skill,
    id::ItemId,
    order::InOrder,
    record::{Feedback, FeedbackSort, Of, Promise, PromiseOwner, PromiseState},
    views::facts::Facts,
};

/// Feedback with what came of it.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    /// What was said.
    pub of: Of<'a, Feedback>,
    /// How it reads.
    pub heard: Heard,
    /// One's own promises that answer it, in the order of their making.
    pub promises: Vec<Of<'a, Promise>>,
    /// How far it is.
    pub state: Answered,
}

/// How far feedback is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answered {
    /// Something was done about it.
    Done,
    /// Something was promised and is not done yet.
    UnderWay,
    /// It was left on purpose.
    Left,
    /// Nothing was done about it.
    Open,
    /// It is praise: nothing has to be done.
    Praise,
}

impl Answered {
    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::UnderWay => "under way",
            Self::Left => "left",
            Self::Open => "open",
            Self::Praise => "praise",
        }
    }
}

impl Said<'_> {
    /// What one did, in one's own words or by the promise that was kept.
    #[must_use]
    pub fn did(&self) -> Option<&str> {
        let own = self.of.it.did.as_deref();
        let mut kept = self.promises.iter().rev();
        own.or_else(|| {
            let kept = kept.find(|of| matches!(of.it.state, PromiseState::Kept { .. }));
            kept.map(|of| of.it.what.as_str())
        })
    }

    /// The day it was done.
    #[must_use]
    pub fn did_on(&self) -> Option<PartialDate> {
        let kept = self.promises.iter().filter_map(|of| match of.it.state {
            PromiseState::Kept { on, .. } => Some(on),
            _ => None,
        });
        self.of.it.did_on.or_else(|| kept.max())
    }
}

/// One piece of feedback with what came of it.
#[must_use]
pub fn said<'a>(facts: &Facts<'a>, of: Of<'a, Feedback>) -> Said<'a> {
    let all = facts.talks.promises.iter().copied();
    let answers = |it: &Promise| it.answers == Some(of.id) && it.owner == PromiseOwner::Mine;
    let promises: Vec<_> = all.filter(|it| answers(it.it)).collect();
    let past = |on: Option<PartialDate>| on.is_some_and(|on| !on.is_after(facts.day));
    let kept = promises
        .iter()
        .any(|it| matches!(it.it.state, PromiseState::Kept { .. }) && !is_open(facts, it.it));
    let state = if of.it.did.is_some() || kept {
        Answered::Done
    } else if past(of.it.left) {
        Answered::Left
    } else if promises.iter().any(|it| is_open(facts, it.it)) {
        Answered::UnderWay
    } else if of.it.sort == FeedbackSort::Praise {
        Answered::Praise
    } else {
        Answered::Open
    };
    Said {
        of,
        heard: actionable::heard(of.it),
        promises,
        state,
    }
}

/// What opens the next conversation with somebody: their criticism and advice, but what was left, and what was done
/// and told at a conversation since.
#[must_use]
pub fn you_said<'a>(facts: &Facts<'a>, with: &With<'_>) -> Vec<Said<'a>> {
    let held = facts.talks.conversations.iter();
    let mut held = held.filter(|of| of.it.held && with.held_with(facts, of.it));
    let last = held.next();
    let theirs = facts.talks.feedback.iter();
    let theirs = theirs.filter(|of| facts.talks.names(of, with.who));
    theirs
        .filter(|of| of.it.sort != FeedbackSort::Praise)
        .map(|of| said(facts, *of))
        .filter(|it| match it.state {
            Answered::Left => false,
            Answered::Done => last.is_none_or(|last| {
                let in_it = it.of.it.from == Some(last.id);
                in_it || it.did_on().is_none_or(|on| on >= last.it.on)
            }),
            Answered::UnderWay | Answered::Open | Answered::Praise => true,
        })
        .collect()
}

/// What was said in one conversation, in the order of its writing.
#[must_use]
pub fn of_conversation<'a>(facts: &Facts<'a>, conversation: ItemId) -> Vec<Said<'a>> {
    let all = facts.talks.feedback.iter();
    let its = all.filter(|of| of.it.from == Some(conversation));
    let mut its: Vec<Said<'a>> = its.map(|of| said(facts, *of)).collect();
    its.order_by_key(|it| it.of.id);
    its
}

/// What was said about a skill, latest first.
#[must_use]
pub fn about<'a>(facts: &Facts<'a>, skill: &Skill) -> Vec<Said<'a>> {
    let place = facts.framework.skill_place(&skill.id);
    let named = |it: &Feedback| {
        let named = it.skill.as_ref();
        named.is_some_and(|id| facts.framework.skill_place(id) == place)
    };
    let all = facts.talks.feedback.iter().filter(|of| named(of.it));
    all.map(|of| said(facts, *of)).collect()
}

/// Feedback that still asks for something, latest first.
#[must_use]
pub fn open<'a>(facts: &Facts<'a>) -> Vec<Said<'a>> {
    let all = facts.talks.feedback.iter().map(|of| said(facts, *of));
    all.filter(|it| matches!(it.state, Answered::Open | Answered::UnderWay))
        .collect()
}
