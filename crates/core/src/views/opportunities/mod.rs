//! Roles that one considers: where each stands, what it asks and would teach, and two offers side by side.
//!
//! - [`posting`](mod@posting): a posting's text, and what of the ladder each passage of it names.
//! - [`against`](mod@against): what one has and lacks for it, what it would teach, what one's experiments say of it.
//! - [`compare`](mod@compare): two of them by what matters to the person.
//!
//! Nothing here is a percentage of fit: a posting is a wish list, and what somebody would be like in a role is not in
//! its words.

pub mod against;
pub mod compare;
pub mod posting;

use std::cmp::Reverse;

pub use self::{
    against::{Against, Asked, Heard, Speaks, Taught, against},
    compare::{Comparison, Side, compare, criteria},
    posting::{Named, Passage, Posting, Target},
};
use crate::{
    date::PartialDate,
    framework::Rung,
    order::InOrder,
    record::{Of, Opportunity, Placement, Stage},
    title::{self, Confidence},
    views::facts::Facts,
};

/// An opportunity on a day.
#[derive(Debug, Clone, Copy)]
pub struct Considered<'a> {
    /// The opportunity.
    pub of: Of<'a, Opportunity>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub since: PartialDate,
}

impl<'a> Considered<'a> {
    /// An opportunity as it stands on the day of `facts`.
    #[must_use]
    pub fn on(facts: &Facts<'a>, of: Of<'a, Opportunity>) -> Self {
        let (stage, since) = stage(of.it, facts);
        Self { of, stage, since }
    }

    /// ‘Lead Product Manager, Fjord Rail’.
    #[must_use]
    pub fn name(&self) -> String {
        name(self.of.it)
    }
}

/// What an opportunity is called in a sentence.
#[must_use]
pub fn name(it: &Opportunity) -> String {
    match &it.organisation {
        Some(organisation) => format!("{}, {organisation}", it.title),
        None => it.title.clone(),
    }
}

/// Where one stands on a day: the stage entered last by then, of one day the one written later. That it was seen counts
/// only while nothing else is said: it may well be written down after one has applied.
fn stage(it: &Opportunity, facts: &Facts<'_>) -> (Stage, PartialDate) {
    let entered = it.stages.iter().enumerate();
    let by_then = entered.filter(|(_, it)| !it.on.is_after(facts.day));
    let last = by_then.max_by_key(|(place, it)| (it.stage != Stage::Seen, it.on, *place));
    last.map_or((Stage::Seen, it.on), |(_, it)| (it.stage, it.on))
}

/// How far along a list something stands: what asks for a person most comes first.
const fn place(stage: Stage) -> u8 {
    match stage {
        Stage::Offer => 0,
        Stage::Interviewing => 1,
        Stage::Applied => 2,
        Stage::Talking => 3,
        Stage::Seen => 4,
        Stage::Accepted => 5,
        Stage::Declined => 6,
        Stage::Lost => 7,
    }
}

/// Every opportunity written down by the day: live ones first, offers before all, each stage latest first.
#[must_use]
pub fn opportunities<'a>(facts: &Facts<'a>) -> Vec<Considered<'a>> {
    let by_today = facts.record.all::<Opportunity>();
    let by_today = by_today.filter(|of| !of.it.on.is_after(facts.day));
    let mut all: Vec<Considered<'a>> = by_today.map(|of| Considered::on(facts, of)).collect();
    all.order_by_key(|it| {
        let seq = it.of.revision.seq;
        (place(it.stage), Reverse((it.since, seq)))
    });
    all
}

/// The rung that a role stands on, and what says so.
#[derive(Debug, Clone)]
pub struct OnRung<'a> {
    /// The rung; none for a role that stands on no rung of this ladder.
    pub rung: Option<&'a Rung>,
    /// How sure its title is; none where the person said it.
    pub confidence: Option<Confidence>,
    /// Why, in a sentence.
    pub reason: String,
}

/// Reads the title of a role to a rung, unless the person has said where it stands.
#[must_use]
pub fn on_rung<'a>(facts: &Facts<'a>, it: &Opportunity) -> OnRung<'a> {
    let framework = facts.framework;
    let said = match &it.placement {
        Placement::Rung { id, .. } => framework.rung(id).map(Some),
        Placement::Outside => Some(None),
        Placement::Open => None,
    };
    if let Some(rung) = said {
        let reason = match rung {
            Some(_) => "You said so.",
            None => "You said that it stands on no rung.",
        };
        return OnRung {
            rung,
            confidence: None,
            reason: reason.to_owned(),
        };
    }
    let read = title::read(framework, &it.title);
    OnRung {
        rung: read.rung.as_ref().and_then(|id| framework.rung(id)),
        confidence: Some(read.confidence),
        reason: read.reason,
    }
}
