use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// Something on Today that was put aside: until a day, or for good. Of one thing the latest stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snooze {
    /// What kind of thing, by its pinned word; a word of a newer version is kept.
    pub matter: String,
    /// The item that it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// The day on which it comes back; none if it is not for this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// The day it was put aside.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Snooze = "snooze", happened: |it| Some(it.on));
