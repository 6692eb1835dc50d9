use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, RungId},
};

/// A rung, or a kind of role, that one aims for. There may be several at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Destination {
    /// The rung, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<RungId>,
    /// The kind of role in words, where it is more than a rung or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// By when, if there is a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PartialDate>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The day it was chosen.
    pub on: PartialDate,
    /// The version of the framework that the rung is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Destination = "destination", happened: |it| Some(it.on));
