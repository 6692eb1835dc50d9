use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::FrameworkHash,
    id::{EntryId, ItemId},
    record::Item,
    words::words,
};

/// A copy that its owner made for others to read. The original stays sealed; what is in here is readable for whoever a
/// grant names, and for whoever runs the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedCopy {
    /// What it is a copy of, where that is one item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<ItemId>,
    /// The entry that it was copied from, so that a change of the original is noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<EntryId>,
    /// What it shows.
    pub shows: Shows,
    /// What it is called.
    pub title: String,
    /// What is in it, each as it stood, without what leads to other items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// What is in it as a text, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The day it was copied.
    pub on: PartialDate,
    /// The version of the framework that it is read against.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(SharedCopy = "copy", happened: |it| Some(it.on));

impl SharedCopy {
    /// The most items of one copy: more roles than any career has.
    pub const MOST_ITEMS: usize = 100;
}

words! {
    /// What a copy shows.
    Shows {
        /// One item.
        One = "one", "one thing";
        /// The roles along the ladder.
        Course = "course", "the course";
        /// A packet that was handed in.
        Packet = "packet", "a packet";
        /// What a new manager gets to read.
        Handover = "handover", "a handover";
    }
}
