use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, words::words};

/// Something that matters to a person in their work, by which offers are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// What, in their own words.
    pub what: String,
    /// How much.
    pub matters: Matters,
    /// The day it was written down.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Criterion = "criterion", happened: |it| Some(it.on));

impl Criterion {
    /// How many of them are asked about: more than a dozen things do not all matter.
    pub const MOST: usize = 12;

    /// Something that matters so much.
    #[must_use]
    pub fn new(what: impl Into<String>, matters: Matters, on: PartialDate) -> Self {
        Self {
            what: what.into(),
            matters,
            on,
            unknown: Map::new(),
        }
    }
}

words! {
    /// How much something matters to a person, the least first.
    Matters {
        /// It is good to have.
        Little = "little", "a little";
        /// It counts.
        Much = "much", "much";
        /// It decides.
        Most = "most", "most of all";
    }
}

impl Matters {
    /// How often a line of a comparison counts: once, twice, three times.
    #[must_use]
    pub const fn times(self) -> u32 {
        match self {
            Self::Little => 1,
            Self::Much => 2,
            Self::Most => 3,
        }
    }
}
