use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, SkillId},
};

/// What somebody is asked to say about one's work, by a link. They read it, so it is shared with whoever has the link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedbackAsk {
    /// Who is asked.
    pub whom: String,
    /// What about, in one's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Skills that they are asked to place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
    /// The day they were asked.
    pub on: PartialDate,
    /// The version of the framework that the skills are of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(FeedbackAsk = "feedback-ask", happened: |it| Some(it.on));

impl FeedbackAsk {
    /// The most skills to place: what takes less than two minutes.
    pub const MOST_SKILLS: usize = 3;
}
