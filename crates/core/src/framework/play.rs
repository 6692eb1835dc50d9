//! Ways to grow.

use super::{PlayId, Proficiency, SkillId};
use crate::words::words;

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
