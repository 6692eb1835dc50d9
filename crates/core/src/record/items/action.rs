use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, PlayId},
    id::ItemId,
};

/// A thing to do, with a first step. It stands on Today until it is done, dropped or put off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// What to do.
    pub what: String,
    /// A step small enough for this week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_step: Option<String>,
    /// Whom to ask or to meet, where it is about somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// By when, if there is a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<PartialDate>,
    /// The play that it was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub play: Option<PlayId>,
    /// Hours in each of its weeks, where it takes more than a moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_a_week: Option<u8>,
    /// The experiment that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiment: Option<ItemId>,
    /// The setback that it is a step after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setback: Option<ItemId>,
    /// Whether it is a date that runs after a setback: there is a day to know, and nothing to do before it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub runs: bool,
    /// The way out of a plateau that it is: `challenge`, `learning`, `outside-view` or `move`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way_out: Option<String>,
    /// Not shown on Today before this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_off: Option<PartialDate>,
    /// The day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<PartialDate>,
    /// The day it was dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropped: Option<PartialDate>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The day it was taken on.
    pub on: PartialDate,
    /// The version of the framework that the play is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Action = "action", happened: |it| Some(it.on));

impl Action {
    /// A thing to do with nothing else said about it.
    #[must_use]
    pub fn new(what: impl Into<String>, on: PartialDate, framework: FrameworkHash) -> Self {
        Self {
            what: what.into(),
            first_step: None,
            whom: None,
            due: None,
            play: None,
            hours_a_week: None,
            experiment: None,
            setback: None,
            runs: false,
            way_out: None,
            put_off: None,
            done: None,
            dropped: None,
            outcome: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }
}
