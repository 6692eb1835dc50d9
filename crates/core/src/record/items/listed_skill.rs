use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Origin;
use crate::date::PartialDate;

/// A skill as a profile elsewhere lists it: a word, not a rating. It says nothing about any ladder.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListedSkill {
    /// The word.
    pub name: String,
    /// How well, in the words of the profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// What belongs to it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(ListedSkill = "listed-skill", happened: |_it| None::<PartialDate>);
