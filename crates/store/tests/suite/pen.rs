//! Writes entries as a person would.

use jiff::Timestamp;
use serde_json::Map;
use windward_core::{
    framework::FrameworkHash,
    id::{CountedIds, ItemId, NewIds},
    record::{Audience, Author, Change, Destination, Entry, Item},
};
use windward_store::{NewSession, Way};

/// Makes entries with ids of its own; two pens begun at different numbers never write the same id.
pub(crate) struct Pen(CountedIds);

pub(crate) fn at(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(1_700_000_000_000 + millis).unwrap()
}

/// A session by a link, between these times.
pub(crate) fn new_session(now: Timestamp, expires_at: Timestamp) -> NewSession {
    NewSession {
        way: Way::Link,
        browser: "Firefox on Linux".to_owned(),
        now,
        expires_at,
    }
}

fn content(id: ItemId, why: &str) -> Change {
    Change::Put(Box::new(Item {
        id,
        content: Destination {
            rung: None,
            role: Some("Head of Product".to_owned()),
            by: None,
            why: Some(why.to_owned()),
            on: "2026-03".parse().unwrap(),
            framework: FrameworkHash::of(""),
            unknown: Map::new(),
        }
        .into(),
    }))
}

fn item(entry: &Entry) -> ItemId {
    entry.change.item().expect("it says something")
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// What an entry of a pen says.
pub(crate) fn why(entry: &Entry) -> Option<&str> {
    let Change::Put(item) = &entry.change else {
        return None;
    };
    let windward_core::record::Content::Destination(it) = &item.content else {
        return None;
    };
    it.why.as_deref()
}

impl Pen {
    pub(crate) fn new(start: u128) -> Self {
        Self(CountedIds::from(start))
    }

    fn entry(&mut self, revises: Option<&Entry>, change: Change) -> Entry {
        Entry {
            entry_id: self.0.entry(),
            act: self.0.act(),
            revises: revises.map(|it| it.entry_id),
            recorded_at: at(1),
            author: Author::Owner,
            audience: Audience::Owner,
            change,
            unknown: Map::new(),
        }
    }

    /// A new item.
    pub(crate) fn put(&mut self, why: &str) -> Entry {
        let id = self.0.item();
        self.entry(None, content(id, why))
    }

    /// The item of `earlier`, said anew.
    pub(crate) fn revise(&mut self, earlier: &Entry, why: &str) -> Entry {
        self.entry(Some(earlier), content(item(earlier), why))
    }

    /// The item of `earlier`, taken back.
    pub(crate) fn withdraw(&mut self, earlier: &Entry) -> Entry {
        self.entry(Some(earlier), Change::Withdraw(item(earlier)))
    }

    /// A copy for others to read.
    pub(crate) fn share(&mut self, why: &str) -> Entry {
        Entry {
            audience: Audience::Shared,
            ..self.put(why)
        }
    }
}
