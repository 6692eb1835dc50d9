use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, SkillId},
    id::ItemId,
    words::words,
};

/// A belief about one's own career, worded so that it can turn out wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hypothesis {
    /// 'I believe that …'
    pub belief: String,
    /// '… because …'
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// 'I will know it when …'
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub know_when: Option<String>,
    /// What it is about.
    pub about: HypothesisAbout,
    /// The skill that it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<SkillId>,
    /// The destination that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<ItemId>,
    /// One's own verdict, where it differs from what the experiments say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overruled: Option<Overruled>,
    /// The day it was formed.
    pub on: PartialDate,
    /// The version of the framework that the skill is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Hypothesis = "hypothesis", happened: |it| Some(it.on));

impl Hypothesis {
    /// A belief with nothing else said about it.
    #[must_use]
    pub fn new(
        belief: impl Into<String>,
        about: HypothesisAbout,
        on: PartialDate,
        framework: FrameworkHash,
    ) -> Self {
        Self {
            belief: belief.into(),
            because: None,
            know_when: None,
            about,
            skill: None,
            destination: None,
            overruled: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }
}

/// A verdict that the person set against what the experiments say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overruled {
    /// How it stands instead.
    pub status: HypothesisStatus,
    /// Why.
    pub reason: String,
    /// The day it was overruled.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// What a hypothesis is about.
    HypothesisAbout {
        /// What kind of work suits me.
        Energy = "energy", "what gives me energy";
        /// Consumer or business customers, a domain, a size of company.
        Fit = "fit", "where I fit";
        /// Something I can learn, or need to.
        Skill = "skill", "a skill";
        /// Something that I have to have done.
        Experience = "experience", "an experience";
        /// A role that I might want.
        Role = "role", "a role";
    }
}

words! {
    /// How a hypothesis stands.
    HypothesisStatus {
        /// No experiment has begun.
        Untested = "untested", "not tested yet";
        /// An experiment runs, and none has spoken.
        Testing = "testing", "being tested";
        /// Every experiment that spoke, spoke for it.
        Holds = "holds", "holds so far";
        /// Every experiment that spoke, spoke against it.
        Fails = "fails", "does not hold";
        /// Some spoke for it and some against, or they ended without a word on it.
        Unclear = "unclear", "unclear";
    }
}
