use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// Something in a career that went against one: a layoff, a promotion that somebody else got. What follows from it is
/// in items of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setback {
    /// What kind of thing it is. Kept as `sort`, because `kind` is the item's own.
    #[serde(rename = "sort")]
    pub kind: SetbackKind,
    /// What happened, in one's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// When.
    pub on: PartialDate,
    /// The role that it happened in, or that it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ItemId>,
    /// The promotion case that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<ItemId>,
    /// What was said, as near to the words as one remembers them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// What one thinks was meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meant: Option<String>,
    /// What one wants to ask about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// The day on which one decides whether to stay or go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decide_on: Option<PartialDate>,
    /// What one decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<StayOrGo>,
    /// The day on which the record was taken away and put somewhere safe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_away: Option<PartialDate>,
    /// What was asked about confidential items, and what was answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<AskedAbout>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Setback = "setback", happened: |it| Some(it.on));

impl Setback {
    /// One of which only the kind and the day are known.
    #[must_use]
    pub fn new(kind: SetbackKind, on: PartialDate) -> Self {
        Self {
            kind,
            what: None,
            on,
            role: None,
            case: None,
            said: None,
            meant: None,
            ask: None,
            decide_on: None,
            decided: None,
            taken_away: None,
            asked: Vec::new(),
            unknown: Map::new(),
        }
    }
}

words! {
    /// What kind of thing a setback is.
    SetbackKind {
        /// The job is gone.
        LaidOff = "laid-off", "laid off";
        /// Somebody else got the promotion, or nobody did.
        PassedOver = "passed-over", "passed over";
        /// A review that said less than one hoped.
        PoorReview = "poor-review", "a poor review";
        /// Something came out and did not work.
        FailedLaunch = "failed-launch", "a launch that failed";
        /// The team is no more.
        TeamDissolved = "team-dissolved", "a team dissolved";
        /// Something else.
        Other = "other", "something else";
    }
}

impl SetbackKind {
    /// Whether one may be leaving, so that there is something to take along.
    #[must_use]
    pub const fn is_leaving(self) -> bool {
        matches!(self, Self::LaidOff | Self::TeamDissolved)
    }

    /// Whether somebody judged and said why, so that there is something to ask about.
    #[must_use]
    pub const fn was_judged(self) -> bool {
        matches!(self, Self::PassedOver | Self::PoorReview)
    }
}

/// Whether one stays or goes, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StayOrGo {
    /// Which of the two.
    pub choice: StayGo,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The day it was decided.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// Staying or going.
    StayGo {
        /// One stays.
        Stay = "stay", "stay";
        /// One looks for something else.
        Go = "go", "go";
    }
}

/// Whom one asked whether a confidential item may come along, and the answer. It is the owner's note; nothing rules on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedAbout {
    /// The evidence that it is about.
    pub evidence: ItemId,
    /// What was asked and answered.
    pub note: String,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}
