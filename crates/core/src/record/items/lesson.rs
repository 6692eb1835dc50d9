use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, SkillId},
    id::ItemId,
};

/// What somebody taught one, and later what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// From whom: a contact.
    pub person: ItemId,
    /// What was learned.
    pub learned: String,
    /// The seat that they have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<ItemId>,
    /// The touch in which it was learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch: Option<ItemId>,
    /// The skills that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
    /// The hypotheses that it says something of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hypotheses: Vec<ItemId>,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The day on which that was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_on: Option<PartialDate>,
    /// The day it was learned.
    pub on: PartialDate,
    /// The version of the framework that the skills are of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Lesson = "lesson", happened: |it| Some(it.on));

impl Lesson {
    /// Something learned, of which nothing else is said.
    #[must_use]
    pub fn new(
        person: ItemId,
        learned: impl Into<String>,
        on: PartialDate,
        framework: FrameworkHash,
    ) -> Self {
        Self {
            person,
            learned: learned.into(),
            seat: None,
            touch: None,
            skills: Vec::new(),
            hypotheses: Vec::new(),
            outcome: None,
            outcome_on: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }
}
