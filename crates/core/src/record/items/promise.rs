use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// Something that one of two people said they would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// What was promised.
    pub what: String,
    /// Whose it is.
    pub owner: PromiseOwner,
    /// The other person, where they are a contact: whom I promised it to, or who promised it to me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written; what there is when they are no contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// The day it was made.
    pub made_on: PartialDate,
    /// By when, if there is a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<PartialDate>,
    /// The conversation in which it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ItemId>,
    /// The feedback that it answers: ‘you said, I did’.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<ItemId>,
    /// What became of it.
    #[serde(default, skip_serializing_if = "PromiseState::is_open")]
    pub state: PromiseState,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Promise = "promise", happened: |it| Some(it.made_on));

impl Promise {
    /// An open promise with nothing else said about it.
    #[must_use]
    pub fn new(what: impl Into<String>, owner: PromiseOwner, made_on: PartialDate) -> Self {
        Self {
            what: what.into(),
            owner,
            contact: None,
            whom: None,
            made_on,
            due: None,
            from: None,
            answers: None,
            state: PromiseState::Open,
            unknown: Map::new(),
        }
    }
}

words! {
    /// Whose promise it is.
    PromiseOwner {
        /// The owner of the record promised it.
        Mine = "mine", "yours";
        /// The other person did.
        Theirs = "theirs", "theirs";
    }
}

/// What became of a promise. Stored as `open`, or as an object with one key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseState {
    /// It is still to be kept.
    #[default]
    Open,
    /// It was kept.
    Kept {
        /// The day.
        on: PartialDate,
        /// Fields that this version does not know, kept as they are.
        #[serde(flatten)]
        unknown: Map<String, Value>,
    },
    /// It was not kept, and will not be.
    Broken {
        /// The day it was clear.
        on: PartialDate,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
        /// Fields that this version does not know, kept as they are.
        #[serde(flatten)]
        unknown: Map<String, Value>,
    },
    /// Nobody needs it any more.
    LetGo {
        /// The day.
        on: PartialDate,
        /// Fields that this version does not know, kept as they are.
        #[serde(flatten)]
        unknown: Map<String, Value>,
    },
}

impl PromiseState {
    /// Kept on a day.
    #[must_use]
    pub fn kept(on: PartialDate) -> Self {
        Self::Kept {
            on,
            unknown: Map::new(),
        }
    }

    /// Broken, as was clear on a day.
    #[must_use]
    pub fn broken(on: PartialDate, why: Option<String>) -> Self {
        Self::Broken {
            on,
            why,
            unknown: Map::new(),
        }
    }

    /// Let go on a day.
    #[must_use]
    pub fn let_go(on: PartialDate) -> Self {
        Self::LetGo {
            on,
            unknown: Map::new(),
        }
    }

    /// Whether nothing became of it yet.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// What a page calls it.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Kept { .. } => "kept",
            Self::Broken { .. } => "broken",
            Self::LetGo { .. } => "let go",
        }
    }

    /// Why it was broken, where that was said.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Broken { why, .. } => why.as_deref(),
            _ => None,
        }
    }

    /// The day it ended, if it did.
    #[must_use]
    pub const fn ended(&self) -> Option<PartialDate> {
        match self {
            Self::Open => None,
            Self::Kept { on, .. } | Self::Broken { on, .. } | Self::LetGo { on, .. } => Some(*on),
        }
    }
}
