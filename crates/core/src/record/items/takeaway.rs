use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    framework::{FrameworkHash, SkillId},
    id::ItemId,
    words::words,
};

/// A book, a course or a conference, and what one took from it: later something to give to somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Takeaway {
    /// What it is called.
    pub title: String,
    /// What kind of thing it is.
    pub medium: Medium,
    /// Who wrote, taught or held it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Where it can be found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What one took from it; none while it is being read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took: Option<String>,
    /// Whom it could help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_whom: Option<String>,
    /// The skill that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<SkillId>,
    /// The experiment that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub experiment: Option<ItemId>,
    /// The day it was finished, or begun while nothing was taken from it.
    pub on: PartialDate,
    /// The version of the framework that the skill is of.
    pub framework: FrameworkHash,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Takeaway = "takeaway", happened: |it| Some(it.on));

words! {
    /// What one can learn from.
    Medium {
        /// A book.
        Book = "book", "book";
        /// A course.
        Course = "course", "course";
        /// A conference or a talk there.
        Conference = "conference", "conference";
        /// An article, a podcast, a film.
        Other = "other", "something else";
    }
}
