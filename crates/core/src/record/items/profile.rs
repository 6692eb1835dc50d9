use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, framework::FrameworkHash};

/// Who the record is about, and how they want it read. A record has one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// What to call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// IANA time zone, which says what day it is for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// What they love in the work and want to keep; shown at forks and offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<String>,
    /// The version of a framework that the record is read against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub framework: Option<FrameworkHash>,
    /// Leave typical experience out of pictures.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hide_bands: bool,
    /// The day on which a sealed copy of the record was last taken to a device of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Profile = "profile", happened: |_it| None::<PartialDate>);
