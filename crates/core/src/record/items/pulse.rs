use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Reading;
use crate::{date::PartialDate, id::ItemId};

/// How an experiment feels while it runs; at most one a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pulse {
    /// Which experiment.
    pub experiment: ItemId,
    /// Energy, in the words of the check-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub energy: Option<Reading>,
    /// Learning, in the words of the check-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning: Option<Reading>,
    /// A line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The day it is about.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Pulse = "pulse", happened: |it| Some(it.on));
