use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::date::PartialDate;

/// A minute at the end of a week: what was done, what was learned, who helped. Each part may be left empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FridayMinute {
    /// What was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    /// What was learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<String>,
    /// Who helped, and with what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helped: Option<String>,
    /// The day it is about; its week is the one that ends on the Sunday after.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(FridayMinute = "friday-minute", happened: |it| Some(it.on));
