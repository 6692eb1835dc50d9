use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// What a résumé is made with: who to reach and how, what stands in it, how it is worded. A record has one; the next
/// résumé begins with it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Resume {
    /// What stands below the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// A few sentences at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Where one lives, as much of it as one tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// An address for mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Pages of one's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Roles and other items that would stand in it and do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<ItemId>,
    /// Evidence, praise and training courses that stand in it: those are in it only where they were chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<ItemId>,
    /// Items that it says in other words than the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worded: Vec<Worded>,
    /// Roles of which it says the note, though one wrote it for oneself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub noted: Vec<ItemId>,
    /// Roles of which it does not say the note, though it came with a file that others have read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unnoted: Vec<ItemId>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Resume = "resume", happened: |_it| None::<PartialDate>);

/// An item in words of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worded {
    /// Which one.
    pub item: ItemId,
    /// The words.
    pub words: String,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Resume {
    /// The most links of a résumé.
    pub const MOST_LINKS: usize = 10;

    /// The words that were chosen for an item.
    #[must_use]
    pub fn words(&self, item: ItemId) -> Option<&str> {
        let worded = self.worded.iter().find(|it| it.item == item);
        worded.map(|it| it.words.as_str())
    }
}
