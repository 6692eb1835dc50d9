use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::CaseVerdict;
use crate::{date::PartialDate, framework::ExpectationId, id::ItemId};

/// What a committee reads: everything in its words of that day, so that nothing that changes later changes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Packet {
    /// What the rung is called.
    pub rung: String,
    /// Whose case it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the rung held is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// The decision that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// Why it is asked for now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_now: Option<String>,
    /// The summary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What the rung expects, and what shows it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matrix: Vec<PacketLine>,
    /// The stories.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stories: Vec<PacketStory>,
    /// The evidence that matrix and stories name, by its numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<PacketPiece>,
    /// What witnesses said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<PacketWords>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// One expectation, and what shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PacketLine {
    /// Which one.
    pub expectation: ExpectationId,
    /// The name of the skill, or the text of the responsibility.
    pub name: String,
    /// The word of the proficiency asked, for a skill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// The verdict, where the packet says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<CaseVerdict>,
    /// Numbers of its evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<u16>,
    /// Who saw it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_by: Vec<String>,
    /// One’s own comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// One story.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PacketStory {
    /// What it is called.
    pub title: String,
    /// What was the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<String>,
    /// What I did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub did: Option<String>,
    /// What would not have happened without me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_me: Option<String>,
    /// What changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Where a figure in it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who saw it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_by: Vec<String>,
    /// Numbers of its evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<u16>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PacketPiece {
    /// Its number in this packet, from 1.
    pub number: u16,
    /// The item that it is of.
    pub item: ItemId,
    /// What was done; of a confidential piece that is summarised, the summary and nothing else.
    pub what: String,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub so_what: Option<String>,
    /// The same as a figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// What would not have happened without me.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub my_part: Option<String>,
    /// When; the first day, where it took longer.
    pub on: PartialDate,
    /// Until when, where it took longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// Who saw it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_by: Vec<String>,
    /// Where to see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Whether it is confidential.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confidential: bool,
    /// Whether a summary stands in its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub summarised: bool,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// What a witness said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PacketWords {
    /// The item that they are of.
    pub item: ItemId,
    /// Their words.
    pub words: String,
    /// Who said them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What they were then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
    /// Whether they wrote them themselves, rather than that somebody noted them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given: bool,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}
