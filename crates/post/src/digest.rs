//! A digest: what Today says, by mail, daily or weekly, and only when there is something.

use std::future::Future;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday, time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use windward_formats::mail::{MailError, Mailbox, StopLink};
use windward_store::PersonKey;

use crate::office::Office;

/// How often a digest comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rhythm {
    /// Every morning.
    Daily,
    /// On Monday mornings.
    Weekly,
}

impl Rhythm {
    /// As forms name it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// The one of a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Self::Daily, Self::Weekly]
            .into_iter()
            .find(|it| it.word() == word)
    }

    /// How many days a digest looks ahead, its own day not counted.
    #[must_use]
    pub const fn days_ahead(self) -> i64 {
        match self {
            Self::Daily => 0,
            Self::Weekly => 6,
        }
    }
}

/// The hour at which a digest comes, in the time zone of who wants it.
const HOUR: i8 = 7;

/// What somebody wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// How often.
    pub rhythm: Rhythm,
    /// Where to.
    pub to: Mailbox,
    /// Whether it says what is due; if not, that something is.
    pub words: bool,
    /// The time zone, by its name; empty for that of the machine.
    pub zone: String,
    /// The secret in the link that stops it.
    pub stop: String,
}

impl Wish {
    fn time_zone(&self) -> TimeZone {
        let named = Some(&self.zone).filter(|it| !it.is_empty());
        let named = named.and_then(|it| TimeZone::get(it).ok());
        named.unwrap_or_else(TimeZone::system)
    }

    /// The link that stops it, by itself or by one click of a mail provider.
    pub(crate) fn stop_link(&self, base: &str) -> Result<StopLink, MailError> {
        self.stop_address(base).try_into()
    }

    fn stop_address(&self, base: &str) -> String {
        format!("{base}/digest/stop/{}", self.stop)
    }

    /// The day there.
    #[must_use]
    pub fn day(&self, now: Timestamp) -> Date {
        now.to_zoned(self.time_zone()).date()
    }

    /// When the next one is due after `now`.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Timestamp {
        let zone = self.time_zone();
        let mut day = now.to_zoned(zone.clone()).date();
        // Two weeks have every weekday after now, whatever the clocks do in between.
        for _ in 0..15 {
            let wanted = self.rhythm == Rhythm::Daily || day.weekday() == Weekday::Monday;
            let at = day.to_datetime(time(HOUR, 0, 0, 0)).to_zoned(zone.clone());
            if let Some(at) = at.ok().map(|it| it.timestamp())
                && wanted
                && at > now
            {
                return at;
            }
            day = day.saturating_add(1.day());
        }
        now.saturating_add(24.hours()).unwrap_or(now)
    }
}

/// One thing in a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The day on which it is due, if it has one.
    pub day: Option<Date>,
    /// What it is; `None` for what is private.
    pub what: Option<String>,
}

/// Where the lines of a digest come from.
pub trait Digests: Send + Sync {
    /// What is due for a person up to a day, the most pressing first; empty if it is quiet. With `words` what it
    /// is, where the record can be opened.
    fn due(
        &self,
        person: PersonKey,
        until: Date,
        words: bool,
        now: Timestamp,
    ) -> impl Future<Output = Result<Vec<Line>, String>> + Send;

    /// Whose record can be written to while nobody is signed in, if anybody's can.
    fn noted_for(&self) -> Option<PersonKey> {
        None
    }

    /// Letters of that person have come to an end: what became of them can be noted where they came from.
    fn settled(
        &self,
        office: &Office,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), String>> + Send {
        let _ = (office, now);
        async { Ok(()) }
    }
}

/// Lines in one digest; the rest is counted.
const MOST_LINES: usize = 20;

fn said(line: &Line) -> String {
    let what = line.what.as_deref().unwrap_or("a private reminder");
    let day = line.day.map(|day| day.strftime(" (%-d %B %Y)").to_string());
    format!("- {what}{}\n", day.unwrap_or_default())
}

/// What a digest is about and what it says; `None` if there is nothing to say.
pub(crate) fn written(lines: &[Line], wish: &Wish, base: &str) -> Option<(String, String)> {
    if lines.is_empty() {
        return None;
    }
    let count = lines.len();
    let things = |count: usize| match count {
        1 => "one thing".to_owned(),
        _ => format!("{count} things"),
    };
    let subject = match wish.rhythm {
        Rhythm::Daily => format!("Today: {}", things(count)),
        Rhythm::Weekly => format!("This week: {}", things(count)),
    };
    let mut parts: Vec<String> = lines.iter().take(MOST_LINES).map(said).collect();
    if count > MOST_LINES {
        parts.push(format!("and {} more\n", things(count - MOST_LINES)));
    }
    parts.push(format!("\nLook at them: {base}/\n"));
    parts.push(format!(
        "\nYou asked for this {} digest. Stop it: {}\n",
        wish.rhythm.word(),
        wish.stop_address(base)
    ));
    let text = parts.concat();
    Some((subject, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(rhythm: Rhythm, zone: &str) -> Wish {
        Wish {
            rhythm,
            to: Mailbox::new(None, "ada@example.org").unwrap(),
            words: true,
            zone: zone.to_owned(),
            stop: "ab12".to_owned(),
        }
    }

    #[test]
    fn it_comes_at_seven_where_one_is_through_every_change_of_clocks() {
        let berlin = wish(Rhythm::Daily, "Europe/Berlin");
        let mut now: Timestamp = "2026-03-27T12:00:00Z".parse().unwrap();
        let mut seen = Vec::new();
        for _ in 0..3 {
            now = berlin.next(now);
            seen.push(now.to_string());
        }
        assert_eq!(
            seen,
            [
                "2026-03-28T06:00:00Z",
                "2026-03-29T05:00:00Z",
                "2026-03-30T05:00:00Z"
            ]
        );
        let weekly = wish(Rhythm::Weekly, "Asia/Tokyo");
        let next = weekly.next("2026-11-26T12:00:00Z".parse().unwrap());
        assert_eq!(next.to_string(), "2026-11-29T22:00:00Z");
        assert_eq!(weekly.day(next).to_string(), "2026-11-30");
    }

    #[test]
    fn it_says_what_is_due_or_that_something_is_and_how_to_stop() {
        let daily = wish(Rhythm::Daily, "UTC");
        assert_eq!(written(&[], &daily, "http://h"), None);
        let lines = [
            Line {
                day: Some("2026-11-26".parse().unwrap()),
                what: Some("Send Kim the figures".to_owned()),
            },
            Line {
                day: None,
                what: None,
            },
        ];
        let (subject, text) = written(&lines, &daily, "http://h").unwrap();
        assert_eq!(subject, "Today: 2 things");
        assert_eq!(
            text,
            "- Send Kim the figures (26 November 2026)\n\
             - a private reminder\n\
             \n\
             Look at them: http://h/\n\
             \n\
             You asked for this daily digest. Stop it: http://h/digest/stop/ab12\n"
        );
        let many = vec![lines[1].clone(); 23];
        let (_, text) = written(&many, &daily, "http://h").unwrap();
        assert!(text.contains("and 3 things more"), "{text}");
    }
}
