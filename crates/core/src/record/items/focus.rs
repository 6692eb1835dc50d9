use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, SkillId},
};

/// The one to three skills kept in view for now. The latest one stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Focus {
    /// At most [`Focus::MOST`]; none ends a focus.
    pub skills: Vec<SkillId>,
    /// Until when, if there is a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// The day it was chosen.
    pub on: PartialDate,
    /// The version of the framework that the skills are of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Focus {
    /// More than this is no focus.
    pub const MOST: usize = 3;
}

super::kind!(Focus = "focus", happened: |it| Some(it.on));
