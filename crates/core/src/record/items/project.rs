use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Origin;
use crate::date::PartialDate;

/// A piece of work with a name of its own, in a job or beside it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Project {
    /// What it is called.
    pub title: String,
    /// What one was in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Since when; `None` is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// Until when; `None` is not known, or it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// Where it can be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
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

super::kind!(Project = "project", happened: |it| it.from.or(it.to));
