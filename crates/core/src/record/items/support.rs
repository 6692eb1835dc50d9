use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// Somebody whom one turns to in a setback, with the few lines for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Support {
    /// The setback.
    pub setback: ItemId,
    /// Who, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written; what there is when they are no contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// What for. Kept as `sort`, as other kinds have it.
    #[serde(rename = "sort")]
    pub kind: SupportKind,
    /// The lines for them, as one worded them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The day one told them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<PartialDate>,
    /// What came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The day it was written down.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Support = "support", happened: |it| Some(it.on));

words! {
    /// What one turns to somebody for.
    SupportKind {
        /// A friend or somebody of the family, to be with.
        Company = "company", "to lean on";
        /// Somebody whose word one wants: of the board, or who was through it.
        Counsel = "counsel", "for advice";
        /// Somebody who would want to know.
        Tell = "tell", "would want to know";
        /// Somebody who can say how one worked.
        Reference = "reference", "a reference";
    }
}
