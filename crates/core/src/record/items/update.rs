use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// A note about a month of work, to a group of people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// The month that it is about.
    pub month: PartialDate,
    /// Its subject, one line.
    pub subject: String,
    /// Its text, in Markdown.
    pub body: String,
    /// The group that it was begun for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ItemId>,
    /// Who gets it, each person once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Recipient>,
    /// The address that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The evidence that it was drafted from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<ItemId>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "UpdateState::is_draft")]
    pub state: UpdateState,
    /// The day it was begun.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Update = "update", happened: |it| Some(it.state.left().unwrap_or(it.on)));

impl Update {
    /// The most people who get one: a wide circle of stakeholders, and no mass mailing.
    pub const MOST: usize = 500;

    /// Characters of a subject; a mail program shows near 70.
    pub const SUBJECT: usize = 200;

    /// Characters of a text. Twenty thousand are seven pages, and nobody reads those in a mail.
    pub const BODY: usize = 20_000;

    /// A draft to nobody yet.
    #[must_use]
    pub fn new(
        month: PartialDate,
        subject: impl Into<String>,
        body: impl Into<String>,
        on: PartialDate,
    ) -> Self {
        Self {
            month,
            subject: subject.into(),
            body: body.into(),
            group: None,
            to: Vec::new(),
            from: None,
            evidence: Vec::new(),
            state: UpdateState::Draft,
            on,
            unknown: Map::new(),
        }
    }
}

/// Somebody who gets an update, and what became of their copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    /// Who: a contact.
    pub contact: ItemId,
    /// The address that it went to; as long as it is a draft, the preferred one of theirs counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What became of their copy.
    #[serde(default, skip_serializing_if = "is_waiting")]
    pub outcome: Outcome,
    /// What the mail server said, where it said something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// The day of the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
    /// Touches in which they replied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<ItemId>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Recipient {
    /// Somebody to whom nothing went yet.
    #[must_use]
    pub fn new(contact: ItemId) -> Self {
        Self {
            contact,
            address: None,
            outcome: Outcome::Waiting,
            said: None,
            on: None,
            replies: Vec::new(),
            unknown: Map::new(),
        }
    }
}

words! {
    /// What became of one person's copy of an update.
    #[derive(Default)]
    Outcome {
        /// It has not gone yet.
        #[default]
        Waiting = "waiting", "not sent yet";
        /// The mail server took it.
        Sent = "sent", "sent";
        /// It went by one's own mail program.
        Taken = "taken", "by your own mail program";
        /// The mail server refused it for good.
        Refused = "refused", "refused";
        /// It was tried as often as it is worth, and did not go.
        Failed = "failed", "did not get through";
        /// There was no address to send it to.
        NoAddress = "no-address", "no address";
    }
}

/// Where an update stands. Stored as `draft`, or as an object with one key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UpdateState {
    /// It is being written.
    #[default]
    Draft,
    /// It was given to the mail server, person by person.
    Sent {
        /// The day.
        on: PartialDate,
        /// Fields that this version does not know, kept as they are.
        #[serde(flatten)]
        unknown: Map<String, Value>,
    },
    /// It was taken away, to be sent by one's own mail program.
    Taken {
        /// The day.
        on: PartialDate,
        /// Fields that this version does not know, kept as they are.
        #[serde(flatten)]
        unknown: Map<String, Value>,
    },
}

impl UpdateState {
    /// Given to the mail server on a day.
    #[must_use]
    pub fn sent(on: PartialDate) -> Self {
        Self::Sent {
            on,
            unknown: Map::new(),
        }
    }

    /// Taken away on a day.
    #[must_use]
    pub fn taken(on: PartialDate) -> Self {
        Self::Taken {
            on,
            unknown: Map::new(),
        }
    }

    /// Whether it is still being written.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        matches!(self, Self::Draft)
    }

    /// The day it left, if it did.
    #[must_use]
    pub const fn left(&self) -> Option<PartialDate> {
        match self {
            Self::Draft => None,
            Self::Sent { on, .. } | Self::Taken { on, .. } => Some(*on),
        }
    }
}

/// Whether nothing became of a copy yet, which is not written down.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_waiting(it: &Outcome) -> bool {
    *it == Outcome::Waiting
}
