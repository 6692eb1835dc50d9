use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Relation;
use crate::{date::PartialDate, id::ItemId};

/// Somebody with whom one talks about one's career again and again: the manager first of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counterpart {
    /// Who, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written; what there is when they are no contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// What they are to me.
    pub relation: Relation,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// Until when; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// Months from one conversation about the career to the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u8>,
    /// Their own goals, and how one helps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<Goal>,
    /// The day it was written down.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Counterpart = "counterpart", happened: |it| Some(it.on));

impl Counterpart {
    /// The most months between two conversations.
    pub const MOST_MONTHS: u8 = 24;

    /// The most goals that are kept of one person: more than anybody has.
    pub const MOST_GOALS: usize = 12;

    /// Somebody with a name, and nothing else said about them.
    #[must_use]
    pub fn new(whom: impl Into<String>, relation: Relation, on: PartialDate) -> Self {
        Self {
            contact: None,
            whom: Some(whom.into()),
            relation,
            from: None,
            to: None,
            every_months: None,
            goals: Vec::new(),
            on,
            unknown: Map::new(),
        }
    }
}

/// Something that the other person wants to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// What.
    pub what: String,
    /// How one helps with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_part: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}
