use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// What one says against something that another wrote into one's record. Both see it, and neither edits the other's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// What it is about.
    pub about: ItemId,
    /// What one says.
    pub words: String,
    /// The day one said it.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Dispute = "dispute", happened: |it| Some(it.on));
