use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, words::words};

/// People who meet around something: an association, a conference that comes every year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Community {
    /// What it is called.
    pub name: String,
    /// What kind of thing it is. Kept as `sort`, because `kind` is the item's own.
    #[serde(rename = "sort")]
    pub kind: CommunityKind,
    /// Where it is on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Community = "community", happened: |_it| None::<PartialDate>);

words! {
    /// What kind of thing a community is.
    CommunityKind {
        /// A professional association.
        Association = "association", "association";
        /// People of one place who meet now and then.
        Meetup = "meetup", "meetup";
        /// A conference that is held again and again.
        Conference = "conference", "conference";
        /// A place on the web: a forum, a chat.
        Online = "online", "online";
        /// Those of one school or one former employer.
        Alumni = "alumni", "alumni";
        /// Anything else.
        Other = "other", "other";
    }
}
