use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// What one tells oneself about a setback, beside what one would tell a friend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reframe {
    /// The setback.
    pub setback: ItemId,
    /// What I tell myself.
    pub told_myself: String,
    /// What I would tell a friend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell_a_friend: Option<String>,
    /// What I learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<String>,
    /// The day.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Reframe = "reframe", happened: |it| Some(it.on));
