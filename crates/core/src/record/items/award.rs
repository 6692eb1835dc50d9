use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Origin;
use crate::date::PartialDate;

/// A prize or an honour.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Award {
    /// What it is called.
    pub title: String,
    /// Who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// When; `None` is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
    /// For what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Award = "award", happened: |it| it.on);
