//! Which ladders a server offers to everybody on it, and the one that new people begin with.

use serde::{Deserialize, Serialize};
use windward_core::framework::FrameworkHash;

use crate::{error::StoreError, instance::Instance, moving::Copied};

/// Its name among what is noted about an instance.
pub(crate) const LADDERS: &str = "ladders";

/// What administrators said about the ladders of a server.
///
/// It is about what people are shown to choose from. A record is read against the ladder that its owner chose, whatever is
/// said here later.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladders {
    /// Those offered to everybody, beside the shipped one, in the order in which they were.
    pub offered: Vec<FrameworkHash>,
    /// The one that a new record is read against; none is the shipped one.
    pub first: Option<FrameworkHash>,
}

impl Ladders {
    /// How many can be offered: more than anybody chooses from.
    pub const MOST: usize = 50;

    /// Offers one more. False if there are as many as there can be.
    #[must_use]
    pub fn offer(&mut self, hash: FrameworkHash) -> bool {
        if self.offered.contains(&hash) {
            return true;
        }
        let fits = self.offered.len() < Self::MOST;
        if fits {
            self.offered.push(hash);
        }
        fits
    }

    /// Offers one no longer; new people do not begin with it either.
    pub fn withdraw(&mut self, hash: FrameworkHash) {
        self.offered.retain(|it| *it != hash);
        self.first = self.first.filter(|it| *it != hash);
    }
}

/// How often a change is made again because others made one in the meantime: each time one of them got through.
const ROUNDS: u32 = 200;

impl Ladders {
    /// What is noted, read.
    fn of(noted: Option<&str>) -> Result<Self, StoreError> {
        let read = |text| {
            serde_json::from_str(text)
                .map_err(|_| StoreError::Malformed("what is said of the ladders"))
        };
        noted.map_or_else(|| Ok(Self::default()), read)
    }
}

impl Instance {
    /// What administrators said about the ladders.
    pub async fn ladders(&self) -> Result<Ladders, StoreError> {
        Ladders::of(self.journal.about(LADDERS).await?.as_deref())
    }

    /// Changes what is said about the ladders. Where others change it at the same time, `change` is made again of what they
    /// said, so that nothing of either is lost; it is answered what it answered last.
    pub async fn change_ladders<T>(
        &self,
        change: impl Fn(&mut Ladders) -> T,
    ) -> Result<T, StoreError> {
        for _ in 0..ROUNDS {
            let before = self.journal.about(LADDERS).await?;
            let mut ladders = Ladders::of(before.as_deref())?;
            let answer = change(&mut ladders);
            let text = serde_json::to_string(&ladders)
                .map_err(|_| StoreError::Malformed("what is to be said of the ladders"))?;
            let is_said = before.as_ref() == Some(&text);
            if is_said || self.journal.renote_about(LADDERS, before, text).await? {
                return Ok(answer);
            }
        }
        Err(StoreError::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_offered_once_and_withdrawn_whole() {
        let (one, other) = (FrameworkHash::of("one"), FrameworkHash::of("other"));
        let mut ladders = Ladders::default();
        assert!(ladders.offer(one) && ladders.offer(other) && ladders.offer(one));
        assert_eq!(ladders.offered, [one, other]);
        ladders.first = Some(one);
        ladders.withdraw(one);
        assert_eq!(
            (ladders.offered.as_slice(), ladders.first),
            (&[other][..], None)
        );
    }

    #[test]
    fn there_is_a_most() {
        let mut ladders = Ladders::default();
        for number in 0..Ladders::MOST {
            assert!(ladders.offer(FrameworkHash::of(&number.to_string())));
        }
        assert!(!ladders.offer(FrameworkHash::of("one more")));
        assert!(
            ladders.offer(FrameworkHash::of("0")),
            "it is offered already"
        );
    }
}
