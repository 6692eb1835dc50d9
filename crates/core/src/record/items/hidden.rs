use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId};

/// That something which another wrote is left out of everything one sees and makes. It stays in the record and in an
/// export, and its author does not learn of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hidden {
    /// What.
    pub about: ItemId,
    /// The day it was hidden.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Hidden = "hidden", happened: |it| Some(it.on));
