use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// Somebody whose word counts when a step is decided, and how well they know one's work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ally {
    /// Who, where they are a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ItemId>,
    /// Their name as it was written; what there is when they are no contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// Why their word counts.
    pub place: AllyPlace,
    /// How well they know one's work.
    pub knows: Knows,
    /// What that rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Which update they get, by the name of its group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<String>,
    /// The next step, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<AllyStep>,
    /// The day they stopped to count: gone, or without a say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<PartialDate>,
    /// The day it was written down.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Ally = "ally", happened: |it| Some(it.on));

/// One thing to do so that somebody comes to know one's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllyStep {
    /// Of which kind.
    pub sort: StepSort,
    /// What.
    pub what: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PartialDate>,
    /// The day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<PartialDate>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// Why somebody's word counts.
    AllyPlace {
        /// They stand beside one's manager.
        ManagersPeer = "managers-peer", "your manager’s peer";
        /// They sit where promotions are decided.
        Committee = "committee", "on the committee";
        /// They lead further up.
        Leader = "leader", "a leader further up";
        /// For another reason.
        Other = "other", "for another reason";
    }
}

words! {
    /// How well somebody knows one's work, least first.
    Knows {
        /// Not at all.
        Nothing = "nothing", "nothing yet";
        /// Others have told them.
        Hearsay = "hearsay", "by hearsay";
        /// They saw it themselves.
        Seen = "seen", "has seen it";
        /// They would say so in the room.
        WouldSpeak = "would-speak", "would speak for it";
    }
}

words! {
    /// What helps somebody to know one's work, and is no politics.
    StepSort {
        /// Do something together.
        WorkTogether = "work-together", "work on something together";
        /// Show them something one made.
        ShareWork = "share-work", "share work";
        /// Tell them something that one found out.
        ShareInsight = "share-insight", "share an insight";
    }
}
