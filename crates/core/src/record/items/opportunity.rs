use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Placement, Reading};
use crate::{
    date::PartialDate,
    framework::{ExpectationId, FrameworkHash, SkillId},
    id::ItemId,
    words::words,
};

/// A role that one considers, with one's employer or elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opportunity {
    /// The title, as it is advertised or spoken of.
    pub title: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// With one's employer, or elsewhere.
    pub place: OpportunityPlace,
    /// The rung that it stands on, where one has said so; open is as its title reads.
    #[serde(default, skip_serializing_if = "is_open")]
    pub placement: Placement,
    /// How one came to know of it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// What it came of: a touch in which somebody answered, an experiment that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came_of: Option<ItemId>,
    /// Where it is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The text of the posting, kept: postings go away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting: Option<String>,
    /// Where the reading of the posting was put right by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Where it stands and stood, in the order of writing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageEntered>,
    /// The next step, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextStep>,
    /// What was offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// What it is like in what matters to one: what offers are compared by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weighed: Vec<Weighed>,
    /// The role that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ItemId>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day it was written down.
    pub on: PartialDate,
    /// The version of the framework that corrections name skills and responsibilities of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Opportunity = "opportunity", happened: |it| Some(it.on));

impl Opportunity {
    /// Characters of a posting that are kept. The longest run to some five thousand.
    pub const POSTING: usize = 20_000;

    /// Something seen on a day, about which nothing else is said.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        place: OpportunityPlace,
        on: PartialDate,
        framework: FrameworkHash,
    ) -> Self {
        Self {
            title: title.into(),
            organisation: None,
            place,
            placement: Placement::Open,
            source: None,
            contact: None,
            came_of: None,
            link: None,
            posting: None,
            corrections: Vec::new(),
            stages: vec![StageEntered::new(Stage::Seen, on)],
            next: None,
            offer: None,
            weighed: Vec::new(),
            role: None,
            note: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }
}

fn is_open(it: &Placement) -> bool {
    *it == Placement::Open
}

words! {
    /// Where a role is that one considers.
    OpportunityPlace {
        /// With one's employer.
        Inside = "inside", "with your employer";
        /// With somebody else.
        Outside = "outside", "elsewhere";
    }
}

words! {
    /// Where an opportunity stands. There is no order that it has to keep.
    Stage {
        /// One knows of it.
        Seen = "seen", "seen";
        /// One talks with somebody about it, and nothing is asked for yet.
        Talking = "talking", "talking";
        /// One has said that one wants it.
        Applied = "applied", "applied";
        /// They are looking closer.
        Interviewing = "interviewing", "interviewing";
        /// They want one.
        Offer = "offer", "offer";
        /// One has taken it.
        Accepted = "accepted", "accepted";
        /// One does not want it.
        Declined = "declined", "declined";
        /// It went to somebody else, or away.
        Lost = "lost", "lost";
    }
}

impl Stage {
    /// Whether something can still come of it.
    #[must_use]
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Accepted | Self::Declined | Self::Lost)
    }
}

/// A stage, and the day from which on it stood there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageEntered {
    /// Which.
    pub stage: Stage,
    /// Since when.
    pub on: PartialDate,
    /// What was said, or why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl StageEntered {
    /// A stage of which nothing else is said.
    #[must_use]
    pub fn new(stage: Stage, on: PartialDate) -> Self {
        Self {
            stage,
            on,
            note: None,
            unknown: Map::new(),
        }
    }
}

/// What comes next with an opportunity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NextStep {
    /// What.
    pub what: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PartialDate>,
    /// The day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl NextStep {
    /// A step that is still to be done.
    #[must_use]
    pub fn new(what: impl Into<String>, by: Option<PartialDate>) -> Self {
        Self {
            what: what.into(),
            by,
            done: None,
            unknown: Map::new(),
        }
    }
}

/// What was offered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Offer {
    /// Its terms, in one's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// By when they want an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Words of a posting, and whether they ask for a skill or a responsibility, as the person says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The passage, to the letter.
    pub words: String,
    /// The skill, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<SkillId>,
    /// The responsibility, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectation: Option<ExpectationId>,
    /// Whether the words ask for it.
    pub asks: bool,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// What an opportunity is like in one thing that matters to a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// What matters: a criterion.
    pub criterion: ItemId,
    /// How near it comes to what one wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// What it is like, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}
