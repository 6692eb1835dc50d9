use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// Something written about a setback for nobody but oneself. Nothing is asked of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetbackNote {
    /// The setback.
    pub setback: ItemId,
    /// What was written.
    pub words: String,
    /// The day.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(SetbackNote = "setback-note", happened: |it| Some(it.on));
