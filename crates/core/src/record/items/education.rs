use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Origin;
use crate::date::PartialDate;

/// A school, a university, a degree.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Education {
    /// Where.
    pub school: String,
    /// What for, or with what it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degree: Option<String>,
    /// Since when; `None` is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// Until when; `None` is not known, or it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// How well, in the words of the school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Education = "education", happened: |it| it.from.or(it.to));
