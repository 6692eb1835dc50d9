//! Rungs, and what they expect.

use super::{ExpectationId, PhaseId, Proficiency, RungId, SkillId, Track, Years};

/// A level of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// Stable name.
    pub id: RungId,
    /// The title in full.
    pub name: String,
    /// The title for a label, at most 16 characters.
    pub short: String,
    /// Titles that surely mean this rung.
    pub aliases: Vec<String>,
    /// Titles that may mean this rung.
    pub loose_aliases: Vec<String>,
    /// Which side of the fork.
    pub track: Track,
    /// Which phase its work belongs to.
    pub phase: PhaseId,
    /// Typical total experience.
    pub years: Years,
    /// What this rung is.
    pub about: String,
    /// Where people on it come from.
    pub background: String,
    /// What a person on it does.
    pub responsibilities: Vec<Responsibility>,
    /// What a person on it needs to be able to do.
    pub asks: Vec<Ask>,
    /// Responsibilities of rungs below that are done through others from here on.
    pub hands_on: Vec<ExpectationId>,
    /// Ids that an earlier version used for it; entries that name them are read as this one.
    pub replaces: Vec<RungId>,
}

/// Something a rung does, tied to the skills it calls on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsibility {
    /// Stable name, unique in the framework.
    pub id: ExpectationId,
    /// What is done.
    pub text: String,
    /// Skills it calls on; never empty.
    pub skills: Vec<SkillId>,
    /// Ids that an earlier version used for it; entries that name them are read as this one.
    pub replaces: Vec<ExpectationId>,
}

/// A skill that a rung asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Stable name, unique in the framework.
    pub id: ExpectationId,
    /// Which skill.
    pub skill: SkillId,
    /// How much of it.
    pub level: Level,
    /// What of the skill this rung needs.
    pub text: String,
    /// Ids that an earlier version used for it; entries that name them are read as this one.
    pub replaces: Vec<ExpectationId>,
}

/// How much of a skill a rung asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// At least this proficiency.
    At(Proficiency),
    /// Done through others from here on: neither a gap nor a fault.
    HandedOn,
}

impl Level {
    /// The proficiency asked, if one is.
    #[must_use]
    pub const fn proficiency(self) -> Option<Proficiency> {
        match self {
            Self::At(proficiency) => Some(proficiency),
            Self::HandedOn => None,
        }
    }
}

/// One expectation of a rung, of either sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation<'a> {
    /// Something the rung does.
    Responsibility(&'a Responsibility),
    /// A skill the rung asks for, or hands on.
    Ask(&'a Ask),
}

impl<'a> Expectation<'a> {
    /// Stable name.
    #[must_use]
    pub const fn id(self) -> &'a ExpectationId {
        match self {
            Self::Responsibility(it) => &it.id,
            Self::Ask(it) => &it.id,
        }
    }

    /// What is expected.
    #[must_use]
    pub fn text(self) -> &'a str {
        match self {
            Self::Responsibility(it) => &it.text,
            Self::Ask(it) => &it.text,
        }
    }
}

impl Rung {
    /// Everything the rung expects, skills first.
    pub fn expectations(&self) -> impl Iterator<Item = Expectation<'_>> {
        let asks = self.asks.iter().map(Expectation::Ask);
        asks.chain(
            self.responsibilities
                .iter()
                .map(Expectation::Responsibility),
        )
    }

    /// What the rung asks of a skill, if anything.
    #[must_use]
    pub fn ask(&self, skill: &SkillId) -> Option<&Ask> {
        self.asks.iter().find(|ask| ask.skill == *skill)
    }
}
