//! Days on which something is due, as a store keeps them, and the calendars that read them.
//!
//! They are written with what they follow from, so that a digest or a calendar can be made while nobody is signed
//! in. So they say next to nothing: an id that means nothing elsewhere, a day, and a coarse class.

use jiff::{Timestamp, civil::Date};
use windward_core::views::due::{Class, MOST_DATED};

use crate::ids::PersonKey;

/// The most rows of one person: what is due further ahead comes in when the earlier is done.
pub const MAX_DUE: usize = MOST_DATED;

/// The most calendars that read one record: more than anybody has devices.
pub const MAX_FEEDS: usize = 12;

/// A day on which something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRow {
    /// The same for the same thing at every time, and nothing to whoever has no vault key.
    pub id: [u8; 16],
    /// The day.
    pub day: Date,
    /// All that is said of it.
    pub class: Class,
}

/// Everything that is due of one person, as of an entry of their journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DueRows {
    /// The last entry that was taken into account.
    pub seq: u64,
    /// The earliest first, at most [`MAX_DUE`].
    pub rows: Vec<DueRow>,
}

/// What a calendar that reads a record is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// ‘A private reminder’ on its day.
    Dates,
    /// What it is.
    Words,
}

impl Shows {
    /// Its word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dates => "dates",
            Self::Words => "words",
        }
    }

    /// The one of a word; of a word that a later version knows, the one that says less.
    #[must_use]
    pub fn named(word: &str) -> Self {
        match word {
            "words" => Self::Words,
            _ => Self::Dates,
        }
    }
}

/// A calendar that may read a record, as the database holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRow {
    /// SHA-256 of what its address carries.
    pub token_hash: [u8; 32],
    /// Whose.
    pub person: PersonKey,
    /// What its owner calls it by to end it: random.
    pub id: i64,
    /// What it is shown.
    pub shows: Shows,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was read last, to the hour.
    pub read_at: Option<Timestamp>,
}
