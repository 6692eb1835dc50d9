use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// Something to give somebody the next time. It waits until it is given or dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gift {
    /// To whom: a contact.
    pub person: ItemId,
    /// What.
    pub what: String,
    /// What kind of thing it is. Kept as `sort`, because `kind` is the item's own.
    #[serde(rename = "sort")]
    pub kind: GiftKind,
    /// The takeaway that it is made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takeaway: Option<ItemId>,
    /// The day it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<PartialDate>,
    /// The touch in which it was given.
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

super::kind!(Gift = "gift", happened: |it| Some(it.on));

impl Gift {
    /// Something that waits to be given.
    #[must_use]
    pub fn new(person: ItemId, what: impl Into<String>, kind: GiftKind, on: PartialDate) -> Self {
        Self {
            person,
            what: what.into(),
            kind,
            takeaway: None,
            given: None,
            touch: None,
            dropped: None,
            on,
            unknown: Map::new(),
        }
    }

    /// Whether it still waits to be given.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.given.is_none() && self.dropped.is_none()
    }
}

words! {
    /// What one can give to somebody who helps.
    GiftKind {
        /// Something one read.
        Article = "article", "something to read";
        /// Somebody they should know.
        Introduction = "introduction", "an introduction";
        /// A hand with their own thing.
        Help = "help", "help with their thing";
        /// Anything else.
        Other = "other", "something else";
    }
}
