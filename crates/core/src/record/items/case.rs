use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Objection, Story};
use crate::{
    date::PartialDate,
    framework::{ExpectationId, FrameworkHash, RungId},
    id::ItemId,
    words::words,
};

/// The argument for a promotion, while it is made. What was handed in is a [`Submission`](super::Submission).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The rung that it argues for.
    pub rung: RungId,
    /// The decision that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// Why it is asked for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_now: Option<String>,
    /// What somebody reads who reads nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What was chosen or said about single expectations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<CaseLine>,
    /// The stories, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stories: Vec<Story>,
    /// What will be said against it, and the answers. They are for oneself and in no packet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    /// Who decides, and what they should hear before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deciders: Vec<CaseDecider>,
    /// Who can vouch, and whether they were asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouchers: Vec<Voucher>,
    /// What is to become of confidential evidence, piece by piece; what is not named is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disclosures: Vec<Disclosure>,
    /// Praise and feedback whose words go into the packet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<ItemId>,
    /// Whether the packet says the verdicts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verdicts: bool,
    /// By when it is to be handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PartialDate>,
    /// When it is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<PartialDate>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<CaseOutcome>,
    /// The day it was begun.
    pub on: PartialDate,
    /// The version of the framework that the rung is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Case = "case", happened: |it| Some(it.on));

impl Case {
    /// The most stories: three are remembered.
    pub const MOST_STORIES: usize = 3;

    /// The most objections: more than anybody answers in a room.
    pub const MOST_OBJECTIONS: usize = 8;

    /// The most people who decide.
    pub const MOST_DECIDERS: usize = 16;

    /// The most pieces of evidence for one expectation. A reader looks at the first.
    pub const MOST_PIECES: usize = 4;

    /// The most words of others in a packet.
    pub const MOST_WORDS: usize = 12;

    /// The most people of whom it is kept whether they vouch.
    pub const MOST_VOUCHERS: usize = 40;

    /// Characters of one text of a story or a summary: a page of it, twice what is read.
    pub const TEXT: usize = 3_000;

    /// Characters of a comment, an answer, or what is to be said to somebody.
    pub const NOTE: usize = 800;

    /// A case of which nothing is written yet.
    #[must_use]
    pub fn new(rung: RungId, on: PartialDate, framework: FrameworkHash) -> Self {
        Self {
            rung,
            ask: None,
            why_now: None,
            summary: None,
            lines: Vec::new(),
            stories: Vec::new(),
            objections: Vec::new(),
            deciders: Vec::new(),
            vouchers: Vec::new(),
            disclosures: Vec::new(),
            words: Vec::new(),
            verdicts: false,
            by: None,
            decided: None,
            outcome: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }

    /// What was chosen or said about an expectation.
    #[must_use]
    pub fn line(&self, expectation: &ExpectationId) -> Option<&CaseLine> {
        let mut lines = self.lines.iter();
        lines.find(|it| it.expectation == *expectation)
    }

    /// The same, to be changed; one that says nothing is made where there is none.
    #[expect(clippy::missing_panics_doc, reason = "the expectation cannot fail")]
    pub fn line_mut(&mut self, expectation: &ExpectationId) -> &mut CaseLine {
        let place = self
            .lines
            .iter()
            .position(|it| it.expectation == *expectation);
        if place.is_none() {
            self.lines.push(CaseLine {
                expectation: expectation.clone(),
                evidence: None,
                comment: None,
                waits: None,
                unknown: Map::new(),
            });
        }
        let place = place.unwrap_or(self.lines.len() - 1);
        self.lines
            .get_mut(place)
            .expect("it is there or was just made")
    }

    /// What is to become of a confidential piece.
    #[must_use]
    pub fn disclosure(&self, evidence: ItemId) -> Option<&Disclosure> {
        let mut all = self.disclosures.iter();
        all.find(|it| it.evidence == evidence)
    }
}

/// What was chosen or said about one expectation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Which expectation.
    pub expectation: ExpectationId,
    /// Its evidence as chosen by hand, the best first; absent is as proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<ItemId>>,
    /// One's own comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Until when a thin spot may wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Somebody who decides, and what they should hear before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseDecider {
    /// Who, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// What has to be said to them before it is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<String>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PartialDate>,
    /// The day it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Somebody who can vouch for a part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Voucher {
    /// Their name, as evidence names them.
    pub whom: String,
    /// Whether they were asked, and what they said.
    pub answer: Vouch,
    /// The day of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// What is to become of a confidential piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Which piece.
    pub evidence: ItemId,
    /// What is to become of it.
    pub choice: Disclosed,
    /// What is said in its place, where it is summarised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// What came of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseOutcome {
    /// What was decided.
    pub decision: CaseDecision,
    /// From when one holds the rung, where one was promoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// The item of the role that was begun with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ItemId>,
    /// The reasons that were given: items of feedback.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feedback: Vec<ItemId>,
    /// Anything else about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day it was decided.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// How well an expectation is shown, as a reader would see it; the weakest last.
    CaseVerdict {
        /// Nobody would ask further.
        Strong = "strong", "strong";
        /// It holds.
        Enough = "enough", "enough";
        /// There is something, and it does not carry.
        Thin = "thin", "thin";
        /// There is nothing.
        Missing = "missing", "missing";
    }
}

words! {
    /// Whether somebody was asked to vouch, and what they said.
    Vouch {
        /// Nobody has asked them.
        NotAsked = "not-asked", "not asked yet";
        /// They were asked, and have not said.
        Asked = "asked", "asked";
        /// They will.
        Will = "will", "will vouch";
        /// They would rather not.
        WillNot = "will-not", "would rather not";
    }
}

words! {
    /// What becomes of a confidential piece of evidence in a packet.
    Disclosed {
        /// It is not in it.
        LeftOut = "left-out", "leave it out";
        /// A text of one’s own stands in its place.
        Summarised = "summarised", "say it in my own words";
        /// It is in it as it is.
        Included = "included", "put it in as it is";
    }
}

words! {
    /// What was decided about a case.
    CaseDecision {
        /// One is promoted.
        Promoted = "promoted", "promoted";
        /// One is not, for now.
        NotNow = "not-now", "not now";
        /// One took it back.
        Withdrawn = "withdrawn", "withdrawn";
    }
}
