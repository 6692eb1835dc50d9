use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::date::PartialDate;

/// 'This is where I want to be': no sign of a plateau is told until a day. The latest one stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    /// The last day that it holds.
    pub until: PartialDate,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The day it was said.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Settled = "settled", happened: |it| Some(it.on));
