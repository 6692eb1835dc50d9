use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// Something in the life of somebody one knows: to congratulate, or to stand by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// Whose it is: a contact.
    pub of: ItemId,
    /// What kind of thing it is. Kept as `sort`, because `kind` is the item's own.
    #[serde(rename = "sort")]
    pub kind: MomentKind,
    /// What happened.
    pub what: String,
    /// When.
    pub on: PartialDate,
    /// The day one answered it: congratulated, asked how they are, helped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Moment = "moment", happened: |it| Some(it.on));

words! {
    /// What kind of thing happened to somebody.
    MomentKind {
        /// A new job, or a new role in the old one.
        NewJob = "new-job", "new job";
        /// Something of theirs came out.
        Launch = "launch", "launch";
        /// Something reached.
        Milestone = "milestone", "milestone";
        /// Something hard: a loss, a layoff, an illness.
        HardTime = "hard-time", "hard time";
        /// Anything else.
        Other = "other", "something else";
    }
}

impl Moment {
    /// What a touch that answers it says, where nothing else is said.
    #[must_use]
    pub fn answered_in_words(&self) -> String {
        let what = if self.kind.is_hard() {
            "Stood by"
        } else {
            "Congratulated"
        };
        format!("{what}: {}", self.what)
    }
}

impl MomentKind {
    /// Whether one stands by rather than congratulates.
    #[must_use]
    pub const fn is_hard(self) -> bool {
        matches!(self, Self::HardTime)
    }
}
