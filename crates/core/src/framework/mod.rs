//! The ladder: a versioned file of phases, skills, rungs, moves and plays.
//!
//! [`Framework::parse`] turns the TOML text into a framework or into every [`Fault`] it has, each with its
//! place. A framework is known by the hash of its text ([`FrameworkHash`]): a record names the hash it is read
//! against, so a reader of an old export sees what its writer saw.
//!
//! The format is described for authors of ladders in `docs/reference/framework-file.md`.

mod check;
mod compare;
mod diff;
mod fault;
mod hash;
mod ids;
mod index;
mod moves;
mod parts;
mod play;
mod proficiency;
mod read;
mod rung;
mod sign;

pub use self::{
    compare::{Comparison, Deeper, HandedOn, compare},
    diff::{Change, diff},
    fault::{Fault, Faults, Position},
    hash::{FrameworkHash, NotAHash},
    ids::{ExpectationId, GroupId, PhaseId, PlayId, RungId, SkillId},
    moves::{Route, routes},
    parts::{Group, Move, MoveKind, Phase, Skill, Source, Track, Years},
    play::{Play, PlayKind, Setting, WorksOn},
    proficiency::{OutsideOneToFive, Proficiency},
    rung::{Ask, Expectation, Level, Responsibility, Rung},
    sign::{Basis, Sign, SignRule},
};

/// The text of the ladder that ships with Windward, `frameworks/product.toml`.
pub const PRODUCT: &str = include_str!("../../../../frameworks/product.toml");

/// The text of a second ladder to begin with, `frameworks/studio.toml`: other rungs, other skills, other years and words.
pub const STUDIO: &str = include_str!("../../../../frameworks/studio.toml");

/// A ladder, checked: every reference resolves, and every rung can be compared with its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// SHA-256 of the text it was read from.
    pub hash: FrameworkHash,
    /// Which ladder this is, the same through all its versions.
    pub id: String,
    /// The author's version, free in form.
    pub version: String,
    /// What people call it.
    pub name: String,
    /// What it is for, in a sentence or two.
    pub summary: String,
    /// The five words for proficiency, lowest first.
    pub proficiencies: [String; 5],
    /// Where its facts come from.
    pub sources: Vec<Source>,
    /// Phases of a career, first to last.
    pub phases: Vec<Phase>,
    /// Groups of skills, in the order to show them.
    pub groups: Vec<Group>,
    /// The taxonomy of skills.
    pub skills: Vec<Skill>,
    /// Levels of the ladder, lowest first.
    pub rungs: Vec<Rung>,
    /// Moves that people really make.
    pub moves: Vec<Move>,
    /// The catalogue of ways to grow.
    pub plays: Vec<Play>,
    /// When each sign of a plateau is told; one rule a sign.
    pub plateau: Vec<SignRule>,
    index: index::Index,
}

impl Framework {
    /// Reads and checks a framework file.
    ///
    /// On failure every fault found is returned, in the order of the text.
    pub fn parse(text: &str) -> Result<Self, Faults> {
        read::framework(text)
    }

    /// A rung by its id, or by one that it replaces.
    #[must_use]
    pub fn rung(&self, id: &RungId) -> Option<&Rung> {
        self.height(id).map(|height| &self.rungs[height])
    }

    /// Place of a rung in the ladder, from 0 at the bottom.
    #[must_use]
    pub fn height(&self, id: &RungId) -> Option<usize> {
        self.index.rungs.get(id).copied()
    }

    /// A skill by its id, or by one that it replaces.
    #[must_use]
    pub fn skill(&self, id: &SkillId) -> Option<&Skill> {
        self.skill_place(id).map(|place| &self.skills[place])
    }

    /// Place of a skill in [`Framework::skills`].
    #[must_use]
    pub fn skill_place(&self, id: &SkillId) -> Option<usize> {
        self.index.skills.get(id).copied()
    }

    /// A phase by its id.
    #[must_use]
    pub fn phase(&self, id: &PhaseId) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.id == *id)
    }

    /// When a sign of a plateau is told.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the expectation cannot fail")]
    pub fn sign(&self, sign: Sign) -> &SignRule {
        let rule = self.plateau.iter().find(|rule| rule.sign == sign);
        rule.expect("every sign has a rule once a framework is read")
    }

    /// A play by its id.
    #[must_use]
    pub fn play(&self, id: &PlayId) -> Option<&Play> {
        self.plays.iter().find(|play| play.id == *id)
    }

    /// An expectation by its id or by one that it replaces, with the rung it belongs to.
    #[must_use]
    pub fn expectation(&self, id: &ExpectationId) -> Option<(&Rung, Expectation<'_>)> {
        self.index.expectation(self, id)
    }

    /// The rungs from which moves lead up to `rung`, directly or through others.
    pub fn below<'a>(&'a self, rung: &'a Rung) -> impl Iterator<Item = &'a Rung> {
        let height = self.height(&rung.id);
        let below = height.map_or(&[][..], |height| self.index.below[height].as_slice());
        below.iter().map(|height| &self.rungs[*height])
    }

    /// The word for a proficiency.
    #[must_use]
    pub fn word(&self, proficiency: Proficiency) -> &str {
        &self.proficiencies[proficiency.index()]
    }

    /// Skills of one group, in order.
    pub fn skills_of<'a>(&'a self, group: &'a GroupId) -> impl Iterator<Item = &'a Skill> {
        self.skills
            .iter()
            .filter(move |skill| skill.group == *group)
    }
}
