use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// A line for the next conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TalkNote {
    /// What to bring up.
    pub line: String,
    /// With whom, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written. With neither, it is for whoever one's manager is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// The item that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<ItemId>,
    /// The conversation in which it was brought up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised: Option<ItemId>,
    /// The day it was dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropped: Option<PartialDate>,
    /// The day it was written down.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(TalkNote = "talk-note", happened: |it| Some(it.on));

impl TalkNote {
    /// A line for the next conversation with one's manager.
    #[must_use]
    pub fn new(line: impl Into<String>, on: PartialDate) -> Self {
        Self {
            line: line.into(),
            contact: None,
            whom: None,
            about: None,
            raised: None,
            dropped: None,
            on,
            unknown: Map::new(),
        }
    }
}
