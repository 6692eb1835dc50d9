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
mod ids;
mod index;
mod moves;
mod read;
mod sign;

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::{
    compare::{Comparison, Deeper, HandedOn, compare},
    diff::{Change, diff},
    fault::{Fault, Faults, Position},
    ids::{ExpectationId, GroupId, PhaseId, PlayId, RungId, SkillId},
    moves::{Route, routes},
    sign::{Basis, Sign, SignRule},
};
use crate::words::words;

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

/// SHA-256 of a framework's text, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FrameworkHash([u8; 32]);

impl FrameworkHash {
    /// The hash of a framework's text, to the byte.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

impl fmt::Display for FrameworkHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FrameworkHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for FrameworkHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(NotAHash);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let nibble = |digit: u8| char::from(digit).to_digit(16).ok_or(NotAHash);
            *byte = u8::try_from(nibble(pair[0])? << 4 | nibble(pair[1])?).map_err(|_| NotAHash)?;
        }
        Ok(Self(bytes))
    }
}

/// A text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a framework is named by 64 hexadecimal digits; `windward ladder show` prints them")]
pub struct NotAHash;

impl Serialize for FrameworkHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FrameworkHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// How well somebody does something, 1 to 5: learning, practising, solid, leading, shaping in the shipped ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Proficiency(u8);

impl Proficiency {
    /// All five, lowest first.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// From 1 to 5; nothing else.
    #[must_use]
    pub const fn new(level: u8) -> Option<Self> {
        if level >= 1 && level <= 5 {
            Some(Self(level))
        } else {
            None
        }
    }

    /// The number, 1 to 5.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Place in a list of five, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize - 1
    }
}

impl TryFrom<u8> for Proficiency {
    type Error = OutsideOneToFive;
    fn try_from(level: u8) -> Result<Self, OutsideOneToFive> {
        Self::new(level).ok_or(OutsideOneToFive)
    }
}

impl From<Proficiency> for u8 {
    fn from(proficiency: Proficiency) -> Self {
        proficiency.0
    }
}

/// A proficiency that is not one of the five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a proficiency is a whole number from 1 to 5")]
pub struct OutsideOneToFive;

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

/// A way to grow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// Stable name.
    pub id: PlayId,
    /// What people call it.
    pub name: String,
    /// What one does and why it helps.
    pub about: String,
    /// What kind of thing it is.
    pub kind: PlayKind,
    /// Skills it grows, the main one first; never empty.
    pub works_on: Vec<WorksOn>,
    /// Where it happens.
    pub setting: Setting,
    /// Hours in each of its weeks.
    pub hours_a_week: u8,
    /// How many weeks.
    pub weeks: u8,
    /// What evidence it should leave.
    pub leaves: String,
    /// A first step for this week.
    pub first_step: String,
    /// Plays that must come first.
    pub after: Vec<PlayId>,
}

/// How far a play carries a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorksOn {
    /// Which skill.
    pub skill: SkillId,
    /// The highest proficiency it helps to reach.
    pub up_to: Proficiency,
}

words! {
    /// What kind of thing a play is.
    PlayKind {
        /// A stretch assignment in a new domain.
        Stretch = "stretch", "stretch assignment";
        /// Leadership tried on for a while.
        Lead = "lead", "trying leadership on";
        /// A new industry or kind of product.
        Explore = "explore", "exploring";
        /// Books, courses, conferences, communities.
        Learn = "learn", "learning";
        /// Talks, writing, mentoring.
        Teach = "teach", "teaching";
        /// Helping peers.
        Help = "help", "helping a peer";
        /// A professional association.
        Association = "association", "an association";
        /// A talk with someone one step ahead.
        Talk = "talk", "a talk with someone one step ahead";
    }
}

words! {
    /// Where a play happens.
    Setting {
        /// As part of the work one is paid for.
        InTheJob = "in-the-job", "in the job";
        /// At the employer, beside that work.
        BesideIt = "beside-it", "beside the job";
        /// In one's own time and elsewhere.
        Outside = "outside", "outside work";
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
