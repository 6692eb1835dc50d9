use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// 'Leave me be until then': nothing is asked until a day. The latest one stands; withdrawn, the quiet is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quiet {
    /// The day on which things are asked again.
    pub until: PartialDate,
    /// Why, for oneself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The setback that it follows. Then what the owner dated by hand is still asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setback: Option<ItemId>,
    /// The day it began.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Quiet = "quiet", happened: |it| Some(it.on));
