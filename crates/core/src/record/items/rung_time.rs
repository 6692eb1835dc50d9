use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::date::PartialDate;

/// How long on one rung is long, by a person's own measure. The latest one stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RungTime {
    /// After how many months one wants to be asked; `None` goes back to one's own earlier spells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u16>,
    /// The day it was set.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl RungTime {
    /// The longest that a form takes: fifty years.
    pub const MOST_MONTHS: u16 = 600;
}

super::kind!(RungTime = "rung-time", happened: |it| Some(it.on));
