use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// How one comes to know somebody whose word one wants: step by step, from having noticed them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approach {
    /// Whom: a contact.
    pub person: ItemId,
    /// The seat that it may lead to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<ItemId>,
    /// The steps that were taken, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// The words for the next step, while they are being written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<StepDraft>,
    /// Since when it is let go; nothing is offered any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub let_go: Option<PartialDate>,
    /// The day they were noticed.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Approach = "approach", happened: |it| Some(it.on));

impl Approach {
    /// Somebody who was noticed, and nothing more.
    #[must_use]
    pub fn new(person: ItemId, on: PartialDate) -> Self {
        Self {
            person,
            seat: None,
            steps: Vec::new(),
            draft: None,
            let_go: None,
            on,
            unknown: Map::new(),
        }
    }
}

/// One step of an approach that was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Which one. Kept as `step`.
    #[serde(rename = "step")]
    pub kind: StepKind,
    /// When.
    pub on: PartialDate,
    /// What was asked, what came back, what they were thanked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The touch that it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch: Option<ItemId>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// A mail for a step, as far as it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepDraft {
    /// What it is for.
    #[serde(rename = "step")]
    pub kind: StepKind,
    /// Its subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its text.
    pub text: String,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// A step of an approach. Asking, an answer and thanks may come again and again.
    StepKind {
        /// They came to one's notice.
        Noticed = "noticed", "noticed";
        /// They were asked something small.
        Asked = "asked", "asked";
        /// They answered.
        Answered = "answered", "answered";
        /// They heard what came of it, with thanks.
        Thanked = "thanked", "thanked";
        /// Asking and answering has become a habit.
        Habit = "habit", "a habit";
        /// Both came to want it, and said so.
        Mentorship = "mentorship", "mentorship";
    }
}
