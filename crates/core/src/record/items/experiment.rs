use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, PlayId},
    id::ItemId,
    words::words,
};

/// A small test of a belief about one's career: some hours a week, until a day, with a decision at its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// What is tried.
    pub what: String,
    /// What kind of thing it is. Kept as `sort`, because `kind` is the item's own.
    #[serde(rename = "sort")]
    pub kind: ExperimentKind,
    /// The hypothesis that it tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hypothesis: Option<ItemId>,
    /// The play of the framework that it was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub play: Option<PlayId>,
    /// Hours in each of its weeks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_a_week: Option<u8>,
    /// The first day; none while it is an idea.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialDate>,
    /// What would be lost if it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_stake: Option<String>,
    /// Whether there is no way back to how things were.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub irreversible: bool,
    /// Whether many people would see it fail.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public: bool,
    /// What to look for while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_for: Option<String>,
    /// A step small enough for this week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_step: Option<String>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The day it was said that it needs no decision: asked once, and not again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_open: Option<PartialDate>,
    /// The day it was written down.
    pub on: PartialDate,
    /// The version of the framework that the play is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Experiment = "experiment", happened: |it| Some(it.on));

impl Experiment {
    /// The most hours a week that a form takes: the waking hours of a week, with little left.
    pub const MOST_HOURS: u8 = 80;

    /// An idea with nothing else said about it.
    #[must_use]
    pub fn new(
        what: impl Into<String>,
        kind: ExperimentKind,
        on: PartialDate,
        framework: FrameworkHash,
    ) -> Self {
        Self {
            what: what.into(),
            kind,
            hypothesis: None,
            play: None,
            hours_a_week: None,
            from: None,
            to: None,
            at_stake: None,
            irreversible: false,
            public: false,
            look_for: None,
            first_step: None,
            decision: None,
            left_open: None,
            on,
            framework,
            unknown: Map::new(),
        }
    }
}

/// How an experiment was decided, and what it taught.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What happens with it now.
    pub choice: Choice,
    /// What it says about the hypothesis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearing: Option<Bearing>,
    /// What was learned about the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about_work: Option<String>,
    /// What it opened that nobody had planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
    /// What was learned about oneself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about_self: Option<String>,
    /// The day it was decided.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// What kind of thing an experiment is.
    ExperimentKind {
        /// A stretch assignment in a new domain.
        Stretch = "stretch", "stretch assignment";
        /// Leadership tried on for a while.
        Lead = "lead", "trying leadership on";
        /// A new industry or kind of product.
        Explore = "explore", "a new industry or kind of product";
        /// Something of one's own beside the job.
        SideProject = "side-project", "side project";
        /// A company, a group, a newsletter.
        Start = "start", "starting something";
        /// Away from work on purpose.
        TimeOut = "time-out", "time out";
        /// Books, courses, conferences, communities.
        Learn = "learn", "learning";
        /// Talks, writing, mentoring.
        Teach = "teach", "teaching";
        /// Helping peers.
        Help = "help", "helping";
        /// A professional association.
        Association = "association", "an association";
        /// A talk with someone one step ahead.
        Talk = "talk", "talking to someone one step ahead";
    }
}

words! {
    /// What happens with an experiment once it is decided.
    Choice {
        /// It becomes a part of how I work.
        Keep = "keep", "keep it";
        /// It goes on in another form.
        Change = "change", "change it";
        /// It ends here.
        Stop = "stop", "stop it";
    }
}

words! {
    /// What an experiment says about its hypothesis.
    Bearing {
        /// It speaks for it.
        For = "for", "for it";
        /// It speaks against it.
        Against = "against", "against it";
        /// It says nothing either way.
        Neither = "neither", "neither way";
    }
}
