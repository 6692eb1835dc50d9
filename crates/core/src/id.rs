//! Identifiers. All of them are made at the edge and passed in; nothing here rolls dice.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

uuid_id! {
    /// One entry of a journal; made by the writer, unique per person, so that a retry is recognised (UUIDv7).
    EntryId
}
uuid_id! {
    /// One thing in a career, through all its revisions (UUIDv7).
    ItemId
}
uuid_id! {
    /// What was done in one go and can be undone in one go (UUIDv7).
    ActId
}

/// A source of fresh ids, handed in by whoever has a clock and randomness.
pub trait NewIds: fmt::Debug {
    /// A UUIDv7 that has not been given out before.
    fn uuid(&mut self) -> Uuid;

    /// An id for a new entry.
    fn entry(&mut self) -> EntryId {
        EntryId(self.uuid())
    }

    /// An id for a new item.
    fn item(&mut self) -> ItemId {
        ItemId(self.uuid())
    }

    /// An id for a new act.
    fn act(&mut self) -> ActId {
        ActId(self.uuid())
    }
}

/// Ids counted up from 1, for tests and fixtures: the same sequence at every run.
#[derive(Debug, Clone, Default)]
pub struct CountedIds(u128);

impl CountedIds {
    /// Counts on from `start`, so that two generators in one test do not meet.
    #[must_use]
    pub const fn from(start: u128) -> Self {
        Self(start)
    }
}

impl NewIds for CountedIds {
    fn uuid(&mut self) -> Uuid {
        self.0 += 1;
        // Version and variant bits of a UUIDv7, so that what is made here parses as one.
        Uuid::from_u128((self.0 << 80) | (0x7 << 76) | (0x2 << 62) | self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_ids_are_version_7_and_differ() {
        let mut ids = CountedIds::default();
        let (a, b) = (ids.uuid(), ids.uuid());
        assert_ne!(a, b);
        assert_eq!(a.get_version_num(), 7);
    }
}
