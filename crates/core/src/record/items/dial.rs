use serde::{Deserialize, Serialize};

/// A person's own answer on one [`Dial`], 1 to 5. It is a word to them; the number only orders the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Reading(u8);

impl Reading {
    /// All five, lowest first.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// From 1 to 5; nothing else.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 5 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The number, 1 to 5.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Reading {
    type Error = NoReading;

    fn try_from(number: u8) -> Result<Self, NoReading> {
        Self::new(number).ok_or(NoReading)
    }
}

impl From<Reading> for u8 {
    fn from(reading: Reading) -> Self {
        reading.0
    }
}

/// A number that is not one of the five.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an answer of a check-in or a pulse is a whole number from 1 to 5")]
pub struct NoReading;

crate::words::words! {
    /// What a check-in asks; a pulse asks the first two in the same words.
    Dial {
        /// How much is left at the end of a day.
        Energy = "energy", "Energy";
        /// How much is new.
        Learning = "learning", "Learning";
        /// How much the work asks.
        Challenge = "challenge", "Challenge";
        /// How well others see what one does.
        Recognition = "recognition", "Recognition";
    }
}

impl Dial {
    /// The question behind it.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Energy => "How much is left at the end of a day?",
            Self::Learning => "How much is new to you?",
            Self::Challenge => "How much does the work ask of you?",
            Self::Recognition => "How well do others see what you do?",
        }
    }

    /// The word for an answer. The words of one dial never change places: what is stored is the number.
    #[must_use]
    pub const fn says(self, reading: Reading) -> &'static str {
        let words = match self {
            Self::Energy => ["drained", "low", "steady", "good", "full"],
            Self::Learning => ["nothing new", "little", "some", "much", "every day"],
            Self::Challenge => [
                "asleep at it",
                "easy",
                "about right",
                "a stretch",
                "at my limit",
            ],
            Self::Recognition => ["unseen", "seldom", "now and then", "mostly", "fully seen"],
        };
        words[reading.0 as usize - 1]
    }
}
