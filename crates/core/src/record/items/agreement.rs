use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, RungId},
    id::ItemId,
    words::words,
};

/// What has to be shown for a next step, written down with whoever decides. Its terms have versions: each revision
/// that changes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// For what.
    pub what: String,
    /// The rung that it is about, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<RungId>,
    /// With whom, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written; what there is when they are no contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// What must be shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PartialDate>,
    /// Who has to agree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deciders: Vec<Decider>,
    /// The conversation in which it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ItemId>,
    /// The day it ended: reached, overtaken or given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<PartialDate>,
    /// How it ended, or anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day of these terms.
    pub on: PartialDate,
    /// The version of the framework that the rung is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Agreement = "agreement", happened: |it| Some(it.on));

impl Agreement {
    /// The most terms: what fits on a page that two people keep.
    pub const MOST_TERMS: usize = 12;

    /// The most people who have to agree.
    pub const MOST_DECIDERS: usize = 12;

    /// An agreement without terms yet.
    #[must_use]
    pub fn new(what: impl Into<String>, on: PartialDate, framework: FrameworkHash) -> Self {
        Self {
            what: what.into(),
            rung: None,
            contact: None,
            whom: None,
            terms: Vec::new(),
            by: None,
            deciders: Vec::new(),
            from: None,
            ended: None,
            note: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }

    /// Whether two of them ask for the same; who has agreed, and what has been shown, does not matter.
    #[must_use]
    pub fn same_terms(&self, other: &Self) -> bool {
        let terms = |it: &Self| -> Vec<(String, Option<String>)> {
            let terms = it.terms.iter();
            terms
                .map(|it| (it.what.clone(), it.known_by.clone()))
                .collect()
        };
        (&self.what, &self.rung, self.by, terms(self))
            == (&other.what, &other.rung, other.by, terms(other))
    }
}

/// One thing that must be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// What.
    pub what: String,
    /// How one will know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<String>,
    /// The day both saw that it has been shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Somebody who has to agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decider {
    /// Who, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// What they said.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answer: Answer,
    /// The version of the terms that they answered to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u16>,
    /// The day they said so, or were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// What somebody who has to agree said.
    #[derive(Default)]
    Answer {
        /// Nobody has asked them.
        #[default]
        NotAsked = "not-asked", "not asked yet";
        /// They were asked, and have not said.
        Asked = "asked", "asked";
        /// They agree.
        Agreed = "agreed", "agrees";
        /// They do not.
        Declined = "declined", "does not agree";
    }
}

/// Whether a choice is the one that is not written down.
fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}
