//! How an attempt to send a letter came out, and when it is tried again.

use jiff::{SignedDuration, Timestamp};

/// How an attempt to send one letter came out, with what the mail server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The mail server took it.
    Sent(String),
    /// Not now: it may be tried again.
    Later(String),
    /// Never, as far as the mail server is concerned.
    Refused(String),
    /// The connection broke when the whole letter was out and nothing was answered: it may have arrived.
    Unclear(String),
    /// Another program is sending it, or did.
    NotMine,
    /// The mail server takes nothing for now: this letter is tried again later, and no other before the next round.
    Paused(String),
    /// The mail server takes nothing at all as things are, so no other letter is tried either.
    Stopped(String),
}

/// Minutes between attempts: soon at first, as greylisting wants it, and then more and more seldom.
const WAITS: [i64; 8] = [1, 5, 15, 30, 60, 120, 240, 480];

/// When to try again after so many attempts.
pub(crate) fn next(now: Timestamp, tries: u64) -> Timestamp {
    let index = usize::try_from(tries).unwrap_or(usize::MAX);
    let minutes = WAITS.get(index).or(WAITS.last()).copied().unwrap_or(60);
    now + SignedDuration::from_mins(minutes)
}

/// Characters of what a mail server said that are kept.
const KEPT: usize = 300;

/// What a mail server said, as one line of bounded length.
pub(crate) fn said(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words
        .join(" ")
        .chars()
        .filter(|it| !it.is_control())
        .collect();
    line.chars().take(KEPT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_less_and_less_often_and_many_times_within_three_days() {
        let mut now = Timestamp::UNIX_EPOCH;
        let mut before = SignedDuration::ZERO;
        let mut tries = 0;
        while now < Timestamp::UNIX_EPOCH + SignedDuration::from_hours(72) {
            let wait = next(now, tries).duration_since(now);
            assert!(wait >= before);
            (before, now, tries) = (wait, now + wait, tries + 1);
        }
        assert!((12..=20).contains(&tries), "{tries}");
    }
}
