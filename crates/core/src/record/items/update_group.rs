use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::ItemId;

/// People who get the same updates: whoever has a tag, and whoever was chosen by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UpdateGroup {
    /// What it is called.
    pub name: String,
    /// Whoever has one of these tags belongs to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whoever else belongs to it: contacts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<ItemId>,
    /// Who does not, whatever their tags say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<ItemId>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(UpdateGroup = "update-group", happened: |_it| None::<crate::date::PartialDate>);

impl UpdateGroup {
    /// The most tags of a group.
    pub const MOST_TAGS: usize = 20;

    /// A group of nobody yet.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            tags: Vec::new(),
            people: Vec::new(),
            except: Vec::new(),
            unknown: Map::new(),
        }
    }
}
