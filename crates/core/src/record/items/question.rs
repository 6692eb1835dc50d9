use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// Something to ask somebody the next time. It waits until it is asked or dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Whom: a contact.
    pub person: ItemId,
    /// What to ask.
    pub ask: String,
    /// The seat that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<ItemId>,
    /// The day it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<PartialDate>,
    /// The touch in which it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch: Option<ItemId>,
    /// The day it was dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropped: Option<PartialDate>,
    /// The day it was written down.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Question = "question", happened: |it| Some(it.on));

impl Question {
    /// A question that waits.
    #[must_use]
    pub fn new(person: ItemId, ask: impl Into<String>, on: PartialDate) -> Self {
        Self {
            person,
            ask: ask.into(),
            seat: None,
            asked: None,
            touch: None,
            dropped: None,
            on,
            unknown: Map::new(),
        }
    }

    /// Whether it still waits to be asked.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.asked.is_none() && self.dropped.is_none()
    }
}
