use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// An answer to one question that looks back on a setback.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reflection {
    /// The setback.
    pub setback: ItemId,
    /// Which question.
    pub question: LookBack,
    /// The answer.
    pub answer: String,
    /// The hypothesis that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hypothesis: Option<ItemId>,
    /// The day.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Reflection = "reflection", happened: |it| Some(it.on));

words! {
    /// What a question that looks back is about.
    LookBack {
        /// What was not in one's hands.
        NotMine = "not-mine", "not in my hands";
        /// What went well all the same.
        Held = "held", "what went well";
        /// A skill to build.
        Skills = "skills", "a skill to build";
        /// A relationship to tend.
        Relationships = "relationships", "a relationship to tend";
        /// A priority to change.
        Priorities = "priorities", "a priority to change";
        /// What one wants more of next.
        Next = "next", "what to look for next";
    }
}
