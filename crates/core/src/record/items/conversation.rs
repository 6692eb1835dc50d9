use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, PlayId, SkillId},
    id::ItemId,
    words::words,
};

/// A conversation about one's career, planned, prepared or held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// With whom, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written; what there is when they are no contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// What they are to me.
    pub relation: Relation,
    /// For which day it is planned, while it lies ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PartialDate>,
    /// Whether it was held.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// What was prepared for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepared: Option<Prepared>,
    /// What was said, in one's own notes. Feedback and promises are items of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day it was held; while it lies ahead, the day it was written down.
    pub on: PartialDate,
    /// The version of the framework that skills and plays are of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Conversation = "conversation", happened: |it| Some(it.on));

/// What one wants to say and to ask, as it was worded beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Prepared {
    /// In which manner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manner: Option<Manner>,
    /// What one wants, and what to focus on for it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspiration: Option<String>,
    /// The skills whose gaps are talked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<SkillId>,
    /// A question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The one thing that one asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// The play that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub play: Option<PlayId>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// What somebody is to the owner of the record.
    Relation {
        /// One's manager.
        Manager = "manager", "manager";
        /// The manager's manager, or further up.
        SkipLevel = "skip-level", "skip-level";
        /// Somebody at one's side.
        Peer = "peer", "peer";
        /// Somebody who advises.
        Mentor = "mentor", "mentor";
        /// Somebody else.
        Other = "other", "somebody else";
    }
}

words! {
    /// How an aspiration is said.
    Manner {
        /// What one wants, and by when.
        Direct = "direct", "direct";
        /// What draws one, and what the other thinks of it.
        Exploratory = "exploratory", "exploratory";
    }
}
