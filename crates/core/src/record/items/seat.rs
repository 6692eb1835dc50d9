use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Cadence;
use crate::{
    date::PartialDate,
    framework::{FrameworkHash, SkillId},
    id::ItemId,
    words::words,
};

/// A place on the personal board: what guidance is wanted in, and who gives it, or that it is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seat {
    /// What guidance is wanted in, in a line: a skill, or a situation such as a difficult stakeholder.
    pub area: String,
    /// The skill that it is about; none for a situation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<SkillId>,
    /// The destination that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<ItemId>,
    /// Who sits on it: a contact. None is an open seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<ItemId>,
    /// Who would be right for it, while nobody sits there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looking_for: Option<String>,
    /// What kind of perspective they bring; one person may bring several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub perspectives: Vec<Perspective>,
    /// What they have done in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track_record: Option<String>,
    /// How often one wants their word on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cadence: Option<Cadence>,
    /// Whether they know that they sit there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub knows: bool,
    /// Since when this person sits there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<PartialDate>,
    /// Since when the seat rests, with thanks: nothing is due for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resting: Option<PartialDate>,
    /// The day it was set up.
    pub on: PartialDate,
    /// The version of the framework that the skill is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Seat = "seat", happened: |it| Some(it.on));

impl Seat {
    /// An open seat of which nothing else is said.
    #[must_use]
    pub fn new(area: impl Into<String>, on: PartialDate, framework: FrameworkHash) -> Self {
        Self {
            area: area.into(),
            skill: None,
            destination: None,
            person: None,
            looking_for: None,
            perspectives: Vec::new(),
            track_record: None,
            cadence: None,
            knows: false,
            since: None,
            resting: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }
}

words! {
    /// From where somebody looks at one's work.
    Perspective {
        /// Somebody who teaches it.
        Teacher = "teacher", "teacher";
        /// Somebody who speaks about it.
        Speaker = "speaker", "speaker";
        /// Somebody who writes about it.
        Author = "author", "author";
        /// Somebody one worked with.
        PastColleague = "past-colleague", "past colleague";
        /// Somebody one works with.
        Colleague = "colleague", "colleague";
        /// Somebody from another industry.
        OtherIndustry = "other-industry", "another industry";
        /// Somebody from another function: sales, finance, engineering.
        OtherFunction = "other-function", "another function";
        /// Somebody from another country.
        OtherCountry = "other-country", "another country";
        /// Somebody who did lately what comes next.
        OneStepAhead = "one-step-ahead", "one step ahead";
        /// Somebody who sees it from far above.
        ThreeStepsAhead = "three-steps-ahead", "three steps ahead";
        /// Somebody in the same place elsewhere.
        Peer = "peer", "peer";
    }
}
