use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, SkillId},
    id::ItemId,
    words::words,
};

/// One thing that somebody said about how one works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feedback {
    /// What was said, as near to their words as one remembers.
    pub words: String,
    /// What kind of thing it is. Kept as `sort`, because `kind` is the item's own.
    pub sort: FeedbackSort,
    /// Who said it, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written; what there is when they are no contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// The conversation in which it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ItemId>,
    /// The skill that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<SkillId>,
    /// What made it clearer, when it was asked after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharpened: Option<String>,
    /// One's own word on whether it can be acted on, against what the rule says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actionable: Option<bool>,
    /// The rating that came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<ItemId>,
    /// The evidence that it was made into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<ItemId>,
    /// The praise that it was saved as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub praise: Option<ItemId>,
    /// What one did about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    /// The day one had done it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did_on: Option<PartialDate>,
    /// The day one decided to leave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<PartialDate>,
    /// The day it was said.
    pub on: PartialDate,
    /// The version of the framework that the skill is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Feedback = "feedback", happened: |it| Some(it.on));

impl Feedback {
    /// What was said, and nothing else about it.
    #[must_use]
    pub fn new(
        words: impl Into<String>,
        sort: FeedbackSort,
        on: PartialDate,
        framework: FrameworkHash,
    ) -> Self {
        Self {
            words: words.into(),
            sort,
            contact: None,
            whom: None,
            from: None,
            skill: None,
            sharpened: None,
            actionable: None,
            rating: None,
            evidence: None,
            praise: None,
            did: None,
            did_on: None,
            left: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }
}

words! {
    /// What kind of thing feedback is.
    FeedbackSort {
        /// Something was good.
        Praise = "praise", "praise";
        /// Something was not.
        Criticism = "criticism", "criticism";
        /// Something could be done.
        Advice = "advice", "advice";
    }
}
