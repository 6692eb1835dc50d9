use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Dial, Reading};
use crate::date::PartialDate;

/// How a month was. One in which nothing is answered says that the month was skipped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckIn {
    /// Energy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub energy: Option<Reading>,
    /// Learning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning: Option<Reading>,
    /// Challenge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Reading>,
    /// Recognition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognition: Option<Reading>,
    /// A line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// What was asked for, and went to somebody else or was put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_over: Option<String>,
    /// The day it is about.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(CheckIn = "check-in", happened: |it| Some(it.on));

impl CheckIn {
    /// A check-in that answers nothing yet.
    #[must_use]
    pub fn skipped(on: PartialDate) -> Self {
        Self {
            energy: None,
            learning: None,
            challenge: None,
            recognition: None,
            line: None,
            passed_over: None,
            on,
            unknown: Map::new(),
        }
    }

    /// The answer on one dial.
    #[must_use]
    pub const fn reading(&self, dial: Dial) -> Option<Reading> {
        match dial {
            Dial::Energy => self.energy,
            Dial::Learning => self.learning,
            Dial::Challenge => self.challenge,
            Dial::Recognition => self.recognition,
        }
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_skipped(&self) -> bool {
        Dial::WORDS
            .iter()
            .all(|(_, dial)| self.reading(*dial).is_none())
            && self.line.is_none()
            && self.passed_over.is_none()
    }
}
