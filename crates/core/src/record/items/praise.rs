use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Origin;
use crate::{date::PartialDate, id::ItemId};

/// What somebody said in one's favour, saved to be read again.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Praise {
    /// Their words.
    pub words: String,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What they were then: their title, organisation or how one knew them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_role: Option<String>,
    /// For what it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_what: Option<String>,
    /// The evidence it is about, where that is in the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<ItemId>,
    /// When it was said; `None` is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
    /// Where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Praise = "praise", happened: |it| it.on);
