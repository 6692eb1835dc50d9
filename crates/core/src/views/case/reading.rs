//! How long a text takes to read.

/// Words a minute of silent reading of English non-fiction, from a review of 190 studies: Brysbaert, M. (2019), 'How
/// many words do we read per minute?', Journal of Memory and Language 109, 104047.
pub const WORDS_A_MINUTE: usize = 238;

/// Seconds that a summary may take: committees give a case some minutes, and this is the first of them.
pub const MOST_SECONDS: usize = 120;

/// How long a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Words.
    pub words: usize,
    /// Seconds that it takes to read them, rounded up.
    pub seconds: usize,
}

impl Reading {
    /// Of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = text.split_whitespace().count();
        Self {
            words,
            seconds: (words * 60).div_ceil(WORDS_A_MINUTE),
        }
    }

    /// Whether it is read within two minutes.
    #[must_use]
    pub const fn is_short(self) -> bool {
        self.seconds <= MOST_SECONDS
    }

    /// Words to take out until it is.
    #[must_use]
    pub const fn too_many(self) -> usize {
        self.words
            .saturating_sub(WORDS_A_MINUTE * MOST_SECONDS / 60)
    }

    /// ‘212 words, 54 seconds’.
    #[must_use]
    pub fn says(self) -> String {
        let words = super::super::words::count(self.words, "word", "words");
        let time = match self.seconds {
            0..=89 => super::super::words::count(self.seconds, "second", "seconds"),
            seconds => {
                let (minutes, left) = (seconds / 60, seconds % 60);
                format!("{minutes} min {left} s")
            }
        };
        format!("{words}, {time} to read")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_minutes_are_476_words() {
        let of = |words: usize| Reading::of(&"word ".repeat(words));
        assert!(of(476).is_short());
        assert!(!of(477).is_short());
        assert_eq!(of(500).too_many(), 24);
        assert_eq!(of(0).says(), "0 words, 0 seconds to read");
        assert_eq!(of(1).says(), "1 word, 1 second to read");
        assert_eq!(of(476).says(), "476 words, 2 min 0 s to read");
    }
}
