use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// One event: a conference of this year, an evening of a meetup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gathering {
    /// What it is called.
    pub name: String,
    /// The community that held it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub community: Option<ItemId>,
    /// When.
    pub on: PartialDate,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Contacts one met there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<ItemId>,
    /// What to follow up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<String>,
    /// The day it was followed up, or needed to be no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_up: Option<PartialDate>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Gathering = "gathering", happened: |it| Some(it.on));
