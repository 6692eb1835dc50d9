use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// One time of being in touch with people one knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Touch {
    /// With whom: contacts.
    pub with: Vec<ItemId>,
    /// When.
    pub on: PartialDate,
    /// By which way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What one asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// What came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<String>,
    /// What one gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gave: Option<String>,
    /// What comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// What it was about, or anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The seat that it was for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<ItemId>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Touch = "touch", happened: |it| Some(it.on));

impl Touch {
    /// A touch of which nothing else is said.
    #[must_use]
    pub fn new(with: Vec<ItemId>, on: PartialDate) -> Self {
        Self {
            with,
            on,
            channel: None,
            asked: None,
            answered: None,
            gave: None,
            next: None,
            note: None,
            seat: None,
            unknown: Map::new(),
        }
    }

    /// What it is told by in a list: the first that is said of note, question, answer, gift.
    #[must_use]
    pub fn first_line(&self) -> Option<&str> {
        let said = [
            &self.note,
            &self.asked,
            &self.answered,
            &self.gave,
            &self.next,
        ];
        said.into_iter().find_map(|it| it.as_deref())
    }
}

words! {
    /// By which way people were in touch.
    Channel {
        /// A mail.
        Email = "email", "e-mail";
        /// A message in a network or a chat.
        Message = "message", "message";
        /// A call, with a picture or without.
        Call = "call", "call";
        /// In one room.
        InPerson = "in-person", "in person";
        /// At an event.
        Event = "event", "at an event";
        /// A monthly note that went to several.
        Update = "update", "update";
        /// Another way.
        Other = "other", "another way";
    }
}
