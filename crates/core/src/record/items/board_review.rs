use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{date::PartialDate, id::ItemId, words::words};

/// A look at the whole board: does each seat still serve where one is going?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardReview {
    /// What was decided, seat by seat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seats: Vec<SeatReview>,
    /// A line about all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The day of it.
    pub on: PartialDate,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(BoardReview = "board-review", happened: |it| Some(it.on));

/// What was decided about one seat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeatReview {
    /// The seat.
    pub seat: ItemId,
    /// What becomes of it.
    pub choice: SeatChoice,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// What becomes of a seat.
    SeatChoice {
        /// It stays as it is.
        Keep = "keep", "keep it";
        /// Whoever sits there is thanked, and it rests.
        Rest = "rest", "thank them and let it rest";
        /// Somebody is to be found for it.
        Invite = "invite", "invite somebody";
    }
}
