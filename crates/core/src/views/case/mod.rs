//! A case for a promotion: what the rung expects and what shows it, how well, and what is still to be done.
//!
//! - [`lines`](mod@lines): every expectation with its best evidence and an honest verdict.
//! - [`proposal`]: which evidence is proposed, and in which order.
//! - [`flags`](mod@flags): where a reader would ask what this person actually did.
//! - [`ways`](mod@ways): what can be done about a thin spot.
//! - [`vouch`]: who saw it and can say so, and whether they were asked.
//! - [`deciders`](mod@deciders): who decides, and what they should hear before.
//! - [`packet`](mod@packet): what a committee reads. [`compare`]: what changed since it was handed in.
//! - [`outcome`]: what came of it, and what follows from that.

pub mod begin;
pub mod compare;
pub mod deciders;
pub mod flags;
pub mod lines;
pub mod outcome;
pub mod packet;
pub mod proposal;
pub mod reading;
pub mod vouch;
pub mod ways;
pub mod words;

use std::cmp::Reverse;

pub use self::{
    begin::begin,
    compare::{Change, changes},
    deciders::{Deciding, deciders},
    flags::{Flag, flags},
    lines::{Coverage, Lined, lines},
    packet::{Confidential, confidential, packet},
    proposal::{Fit, Support},
    reading::Reading,
    vouch::{Vouching, vouching},
    ways::{Makes, Way, ways},
    words::{Said, said},
};
use crate::{
    framework::Rung,
    id::ItemId,
    order::InOrder,
    record::{Case, Content, Counterpart, Of, Revision, Submission},
    views::{facts::Facts, talks::partners::manager},
};

/// Cases and what was handed in, arranged once. Part of [`Facts`].
#[derive(Debug, Clone, Default)]
pub struct Cases<'a> {
    /// Cases, in the order of their making.
    pub all: Vec<Of<'a, Case>>,
    /// What was handed in, in the order of that.
    pub submissions: Vec<Of<'a, Submission>>,
}

impl<'a> Cases<'a> {
    /// Takes an item in, if it is of one of these kinds.
    pub(super) fn take(&mut self, id: ItemId, revision: &'a Revision, content: &'a Content) {
        match content {
            Content::Case(it) => self.all.push(Of { id, revision, it }),
            Content::Submission(it) => self.submissions.push(Of { id, revision, it }),
            _ => {}
        }
    }

    /// What was handed in of a case, the latest first.
    #[must_use]
    pub fn of(&self, case: ItemId) -> Vec<Of<'a, Submission>> {
        let all = self.submissions.iter().copied();
        let mut all: Vec<_> = all.filter(|of| of.it.case == case).collect();
        all.order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        all
    }
}

/// Whether a case is still made or waits for its answer.
#[must_use]
pub fn is_open(facts: &Facts<'_>, it: &Case) -> bool {
    let outcome = it.outcome.as_ref();
    outcome.is_none_or(|it| it.on.is_after(facts.day))
}

/// The cases that are open, the latest first.
#[must_use]
pub fn open<'a>(facts: &Facts<'a>) -> Vec<Of<'a, Case>> {
    let all = facts.cases.all.iter().rev().copied();
    all.filter(|of| is_open(facts, of.it)).collect()
}

/// The rung that a case argues for, as the ladder has it today.
#[must_use]
pub fn rung<'a>(facts: &Facts<'a>, it: &Case) -> Option<&'a Rung> {
    let framework: &'a crate::framework::Framework = facts.framework;
    framework.rung(&it.rung)
}

/// What the rung of a case is called; its id where the ladder has it no more.
#[must_use]
pub fn rung_name<'a>(facts: &Facts<'a>, it: &'a Case) -> &'a str {
    rung(facts, it).map_or(it.rung.as_str(), |rung| rung.name.as_str())
}

/// How far a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is made.
    Made,
    /// It was handed in, and waits for its answer.
    HandedIn,
    /// It is over.
    Over,
}

impl Stage {
    /// The word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::HandedIn => "handed-in",
            Self::Over => "over",
        }
    }

    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Made => "in the making",
            Self::HandedIn => "handed in",
            Self::Over => "over",
        }
    }
}

/// How far a case is on the day.
#[must_use]
pub fn stage(facts: &Facts<'_>, of: Of<'_, Case>) -> Stage {
    if !is_open(facts, of.it) {
        return Stage::Over;
    }
    let mut handed_in = facts.cases.submissions.iter();
    if handed_in.any(|it| it.it.case == of.id) {
        Stage::HandedIn
    } else {
        Stage::Made
    }
}

/// The manager who came after a case was begun: what was agreed is to be handed over to them.
#[must_use]
pub fn new_manager<'a>(facts: &Facts<'a>, it: &Case) -> Option<Of<'a, Counterpart>> {
    let came = |of: &Of<'_, Counterpart>| {
        let since = of.it.from.unwrap_or(of.it.on);
        since.first_day() > it.on.first_day()
    };
    manager(facts).filter(came)
}
