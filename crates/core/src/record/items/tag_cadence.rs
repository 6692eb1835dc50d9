use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Cadence;
use crate::date::PartialDate;

/// How often one wants to be in touch with everybody of a tag who has no rhythm of their own. Of several for one
/// tag the last one written stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TagCadence {
    /// The tag.
    pub tag: String,
    /// How often.
    pub cadence: Cadence,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(TagCadence = "tag-cadence", happened: |_it| None::<PartialDate>);
