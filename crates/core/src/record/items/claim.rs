use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::View;
use crate::{
    date::PartialDate,
    framework::{ExpectationId, FrameworkHash},
};

/// The answer to 'already doing this?' for one responsibility.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Which responsibility.
    pub expectation: ExpectationId,
    /// The answer.
    pub state: ClaimState,
    /// Whose view it is.
    pub view: View,
    /// The day it is about.
    pub on: PartialDate,
    /// Why, or where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The version of the framework that words the responsibility.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Claim = "claim", happened: |it| Some(it.on));

/// Whether a responsibility is already carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimState {
    /// Not yet.
    NotYet,
    /// A part of it, or now and then.
    Partly,
    /// Yes.
    Doing,
}

impl ClaimState {
    /// All of them, least first.
    pub const ALL: [Self; 3] = [Self::NotYet, Self::Partly, Self::Doing];

    /// The word in forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not-yet",
            Self::Partly => "partly",
            Self::Doing => "doing",
        }
    }

    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotYet => "not yet",
            Self::Partly => "partly",
            Self::Doing => "doing it",
        }
    }
}
