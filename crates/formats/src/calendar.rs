//! A calendar of reminders, as RFC 5545 (iCalendar) has it: whole days, each with an alarm in the morning.
//!
//! It is written by hand, because there is little of it: two kinds of component, a dozen properties, lines that are
//! folded and texts that are escaped. Tests read it back with another's parser.

use std::fmt::Write as _;

use jiff::{Timestamp, ToSpan, civil::Date};

use crate::folded::put;

/// What a reminder is called that is nobody else's business.
pub const PRIVATE: &str = "A private reminder";

/// Characters of a text; what is longer is cut off, with an ellipsis.
const MOST: usize = 500;

/// When the alarm of a day goes off: hours after its beginning.
const ALARM_HOUR: u8 = 9;

/// A day on which a calendar reminds of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The same for the same thing at every time, and unique in the world.
    pub uid: String,
    /// The day.
    pub day: Date,
    /// What it says.
    pub summary: String,
    /// What more there is to say.
    pub description: Option<String>,
}

impl Reminder {
    /// One that says nothing but its day. The bytes are what the thing is called outside of the record.
    #[must_use]
    pub fn private(id: [u8; 16], day: Date) -> Self {
        Self {
            uid: uid(id),
            day,
            summary: PRIVATE.to_owned(),
            description: None,
        }
    }
}

/// What a calendar knows a thing by.
#[must_use]
pub fn uid(id: [u8; 16]) -> String {
    let mut uid = String::with_capacity(41);
    for byte in id {
        let _ = write!(uid, "{byte:02x}");
    }
    uid.push_str("@windward");
    uid
}

/// The calendar with these reminders.
#[must_use]
pub fn calendar(reminders: &[Reminder], now: Timestamp) -> String {
    let mut out = String::with_capacity(300 + reminders.len() * 400);
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        concat!(
            "PRODID:-//Windward//Windward ",
            env!("CARGO_PKG_VERSION"),
            "//EN"
        ),
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        // The name, in the property of the standard and in the one that Apple, Google and Outlook read; how often to
        // look again, likewise.
        "NAME:Windward",
        "X-WR-CALNAME:Windward",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ] {
        put(&mut out, line);
    }
    if reminders.is_empty() {
        // A calendar has to have something in it; this changes nothing.
        for line in [
            "BEGIN:VTIMEZONE",
            "TZID:Etc/UTC",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0000",
            "END:STANDARD",
            "END:VTIMEZONE",
        ] {
            put(&mut out, line);
        }
    }
    for reminder in reminders {
        event(&mut out, reminder, &stamp);
    }
    put(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, it: &Reminder, stamp: &str) {
    let summary = text(&it.summary);
    let day = |day: Date| day.strftime("%Y%m%d").to_string();
    let next = it.day.saturating_add(1.day());
    put(out, "BEGIN:VEVENT");
    put(out, &format!("UID:{}", text(&it.uid)));
    put(out, &format!("DTSTAMP:{stamp}"));
    put(out, &format!("DTSTART;VALUE=DATE:{}", day(it.day)));
    put(out, &format!("DTEND;VALUE=DATE:{}", day(next)));
    put(out, &format!("SUMMARY:{summary}"));
    if let Some(description) = &it.description {
        put(out, &format!("DESCRIPTION:{}", text(description)));
    }
    // Nobody who looks for a free hour is to find the day taken, or to read what it is.
    put(out, "TRANSP:TRANSPARENT");
    put(out, "CLASS:PRIVATE");
    put(out, "BEGIN:VALARM");
    put(out, "ACTION:DISPLAY");
    put(out, &format!("DESCRIPTION:{summary}"));
    put(out, &format!("TRIGGER;RELATED=START:PT{ALARM_HOUR}H"));
    put(out, "END:VALARM");
    put(out, "END:VEVENT");
}

/// A text as a value: escaped, on one line, without what has no place in a calendar.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = text.trim().replace("\r\n", "\n").replace('\r', "\n");
    let mut chars = text.chars();
    for char in chars.by_ref().take(MOST) {
        match char {
            '\\' | ';' | ',' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            _ if char.is_control() => {}
            _ => out.push(char),
        }
    }
    if chars.next().is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use calcard::{
        Entry, Parser,
        icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarValue},
    };
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::folded::LINE;

    fn now() -> Timestamp {
        "2026-11-26T08:30:00Z".parse().unwrap()
    }

    fn reminder(summary: &str) -> Reminder {
        Reminder {
            uid: uid([0xab; 16]),
            day: date(2026, 12, 31),
            summary: summary.to_owned(),
            description: Some("First step: ask".to_owned()),
        }
    }

    /// What another's parser makes of it. Its strict mode refuses every component within another, so what it does
    /// not understand is looked for here: there is nothing.
    fn parsed(calendar: &str) -> ICalendar {
        let mut parser = Parser::new(calendar);
        let Entry::ICalendar(parsed) = parser.entry() else {
            panic!("no calendar:\n{calendar}");
        };
        assert!(matches!(parser.entry(), Entry::Eof), "{calendar}");
        for property in parsed.components.iter().flat_map(|it| &it.entries) {
            let name = property.name.as_str();
            let known = !matches!(property.name, ICalendarProperty::Other(_));
            assert!(known || name.starts_with("X-"), "{name}");
        }
        parsed
    }

    fn texts(
        of: &ICalendar,
        kind: &ICalendarComponentType,
        name: &ICalendarProperty,
    ) -> Vec<String> {
        let components = of.components.iter();
        let components = components.filter(|it| it.component_type == *kind);
        let properties = components.flat_map(|it| it.properties(name));
        let values = properties.flat_map(|it| it.values.iter());
        values
            .filter_map(|it| match it {
                ICalendarValue::Text(text) => Some(text.clone()),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn one_day_to_the_letter() {
        insta::assert_snapshot!(
            calendar(&[reminder("Write to Ines; then, rest\n\\o/")], now()).replace("\r\n", "⏎\n")
        );
    }

    #[test]
    fn another_reads_what_was_written() {
        use ICalendarComponentType::{VAlarm, VEvent};
        let said = "Ask Zoë — “why, and; for whom”\\n?\nSecond line: Ünïcödé 日本語 until it is far longer than a line may be";
        let parsed = parsed(&calendar(
            &[reminder(said), Reminder::private([1; 16], date(2027, 1, 1))],
            now(),
        ));
        assert_eq!(
            texts(&parsed, &VEvent, &ICalendarProperty::Summary),
            [said, PRIVATE]
        );
        assert_eq!(
            texts(&parsed, &VAlarm, &ICalendarProperty::Description),
            [said, PRIVATE]
        );
        let uids = texts(&parsed, &VEvent, &ICalendarProperty::Uid);
        assert_eq!(
            uids,
            [
                format!("{}@windward", "ab".repeat(16)),
                format!("{}@windward", "01".repeat(16))
            ]
        );
        for kind in [VEvent, VAlarm] {
            assert_eq!(
                parsed
                    .components
                    .iter()
                    .filter(|it| it.component_type == kind)
                    .count(),
                2
            );
        }
    }

    #[test]
    fn nothing_due_is_a_calendar_too() {
        let calendar = calendar(&[], now());
        let parsed = parsed(&calendar);
        assert!(
            texts(
                &parsed,
                &ICalendarComponentType::VEvent,
                &ICalendarProperty::Summary
            )
            .is_empty()
        );
        assert!(
            parsed.components.len() > 1,
            "a calendar has at least one component"
        );
    }

    #[test]
    fn no_text_becomes_a_property() {
        let evil = "x\r\nATTENDEE:mailto:a@b\nEND:VEVENT\rBEGIN:VEVENT\u{0}\u{7f}";
        let calendar = calendar(&[reminder(evil)], now());
        assert_eq!(calendar.matches("\r\nEND:VEVENT").count(), 1);
        assert_eq!(calendar.matches("\r\nBEGIN:VEVENT").count(), 1);
        assert!(!calendar.contains("\r\nATTENDEE"));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(summary in "\\PC{1,300}", description in "(\\PC|\n){0,300}") {
            let summary = summary.trim();
            prop_assume!(!summary.is_empty());
            let it = Reminder { description: Some(description), ..reminder(summary) };
            let calendar = calendar(&[it], now());
            for line in calendar.split("\r\n") {
                prop_assert!(line.len() <= LINE, "{line}");
                prop_assert!(!line.contains(['\r', '\n']));
            }
            let parsed = parsed(&calendar);
            let summaries = texts(&parsed, &ICalendarComponentType::VEvent, &ICalendarProperty::Summary);
            prop_assert_eq!(summaries, [summary]);
        }
    }
}
