use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, Proficiency, SkillId},
    record::{Author, Of, Record},
};

/// How well a person does one skill, as somebody saw it on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// Which skill.
    pub skill: SkillId,
    /// How well.
    pub proficiency: Proficiency,
    /// Whose view it is. Who *wrote it down* is the entry's author: a manager's view by the owner's hand is
    /// 'as I noted it', by the manager's hand 'given by them'.
    pub view: View,
    /// Whose, by name, where it is not one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The day it is about.
    pub on: PartialDate,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The version of the framework whose anchors were read.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Rating = "rating", happened: |it| Some(it.on));

impl Rating {
    /// One's own view, without a note.
    #[must_use]
    pub fn own(
        skill: SkillId,
        proficiency: Proficiency,
        on: PartialDate,
        framework: FrameworkHash,
    ) -> Self {
        Self {
            skill,
            proficiency,
            view: View::Own,
            by: None,
            on,
            note: None,
            framework,
            unknown: Map::new(),
        }
    }

    /// What was noted before of the same skill, on the same day, as the same person's view: this one stands in its place.
    #[must_use]
    pub fn said_before<'a>(&self, record: &'a Record) -> Option<Of<'a, Self>> {
        let same = |it: &Self| {
            (&it.skill, it.view, &it.by, it.on) == (&self.skill, self.view, &self.by, self.on)
        };
        let mut all = record.all::<Self>();
        all.find(|of| of.revision.author == Author::Owner && same(of.it))
    }
}

/// Whose view a rating or a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// One's own.
    #[serde(rename = "self")]
    Own,
    /// One's manager's.
    Manager,
    /// A peer's.
    Peer,
}

impl View {
    /// All of them, in the order to show them.
    pub const ALL: [Self; 3] = [Self::Own, Self::Manager, Self::Peer];

    /// The word in commands and forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "self",
            Self::Manager => "manager",
            Self::Peer => "peer",
        }
    }
}
