//! What a ladder consists of beside its rungs and its plays.

use serde::{Deserialize, Serialize};

use super::{GroupId, PhaseId, Proficiency, RungId, SkillId};

/// Where facts of a framework come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Who wrote or published it.
    pub by: String,
    /// What was taken from it.
    pub note: String,
}

/// A stretch of a career by what the work is about, whatever the title says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Stable name.
    pub id: PhaseId,
    /// What people call it.
    pub name: String,
    /// Other names in use.
    pub also: Vec<String>,
    /// What it is about, in a sentence.
    pub about: String,
    /// What makes it up.
    pub core: Vec<String>,
}

/// A heading for skills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Stable name.
    pub id: GroupId,
    /// What people call it.
    pub name: String,
}

/// One skill of the taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    /// Stable name.
    pub id: SkillId,
    /// Where it is listed.
    pub group: GroupId,
    /// What people call it.
    pub name: String,
    /// What it is in product work.
    pub about: String,
    /// What a person does at each proficiency, observable by others, lowest first.
    pub anchors: [String; 5],
    /// Ids that an earlier version used for it; entries that name them are read as this one.
    pub replaces: Vec<SkillId>,
}

impl Skill {
    /// The behaviour to expect at a proficiency.
    #[must_use]
    pub fn anchor(&self, proficiency: Proficiency) -> &str {
        &self.anchors[proficiency.index()]
    }
}

/// Which side of the fork a rung stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    /// Before the fork.
    Shared,
    /// Deeper as an individual contributor.
    Individual,
    /// Leading people.
    People,
}

impl Track {
    /// The word in the file and on a page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Individual => "individual",
            Self::People => "people",
        }
    }
}

/// Typical total experience on a rung: a description of people seen there, never a gate and never a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Years {
    /// From, in years.
    pub from: u8,
    /// To, in years; `None` is 'or more'.
    pub to: Option<u8>,
    /// Experience of what.
    pub of: String,
}

/// A move between rungs that people really make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// From where; `None` is from outside product.
    pub from: Option<RungId>,
    /// To where.
    pub to: RungId,
    /// What kind of move.
    pub kind: MoveKind,
    /// What changes with it.
    pub about: String,
}

/// The kinds of moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoveKind {
    /// To a rung that asks more.
    Up,
    /// Sideways: the other track, or the same rung elsewhere.
    Across,
    /// Into product from another field.
    In,
}

impl MoveKind {
    /// The word in the file and on a page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Across => "across",
            Self::In => "in",
        }
    }
}
