use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{ExpectationId, FrameworkHash, Proficiency, SkillId},
};

/// Something done that others can verify.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was done.
    pub what: String,
    /// What came of it, with a figure where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub so_what: Option<String>,
    /// What would not have happened without me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_part: Option<String>,
    /// When; the first day, where it took longer.
    pub on: PartialDate,
    /// Until when, where it took longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// Skills at the proficiency it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<Shown>,
    /// Responsibilities it shows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsibilities: Vec<ExpectationId>,
    /// Who saw it and can say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<String>,
    /// Where to see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Must not leave the employer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
    /// The version of the framework that the skills are of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Evidence = "evidence", happened: |it| Some(it.on));

impl Evidence {
    /// The last day it covers.
    #[must_use]
    pub fn until(&self) -> PartialDate {
        self.to.unwrap_or(self.on)
    }
}

/// A skill that a piece of evidence shows, and how well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which skill.
    pub skill: SkillId,
    /// How well.
    pub proficiency: Proficiency,
}
