use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
use serde_json::{Map, Value, value::RawValue};
use thiserror::Error;

use super::{items::Content, plain};
use crate::id::{ActId, EntryId, ItemId};

/// One dated fact in a record, as its writer made it. The stored form is published: names are pinned.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Made by the writer; unique per person, so that a retry is recognised.
    pub entry_id: EntryId,
    /// Groups what was done in one go.
    pub act: ActId,
    /// The entry this one replaces: detects stale forms, shows a missing revision, survives redaction.
    pub revises: Option<EntryId>,
    /// When it was written down; when it *happened* is a field of the item.
    pub recorded_at: Timestamp,
    /// Who wrote it.
    pub author: Author,
    /// Who may read it.
    pub audience: Audience,
    /// What it says.
    pub change: Change,
    /// Fields that this version does not know, kept as they are.
    pub unknown: Map<String, Value>,
}

/// Who wrote an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Author {
    /// The person whose record it is.
    Owner,
    /// Somebody else.
    Other {
        /// Their id on the instance where it was written.
        id: String,
        /// Their name at that time.
        name: String,
    },
}

/// Who may read an entry: its owner alone, or those it is shared with. Grants say who and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Sealed: nobody but the owner.
    Owner,
    /// Readable by the server, shown to whom a grant names.
    Shared,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The item stands as it is here.
    Put(Box<Item>),
    /// The item no longer stands.
    Withdraw(ItemId),
    /// The content was redacted; that an entry was here remains.
    Redacted,
}

impl Change {
    /// The item that it is about; `None` once the content was redacted.
    #[must_use]
    pub fn item(&self) -> Option<ItemId> {
        match self {
            Self::Put(item) => Some(item.id),
            Self::Withdraw(id) => Some(*id),
            Self::Redacted => None,
        }
    }
}

/// The text form of an entry, as it is read. Exactly one of `put`, `withdraw` and `redacted` is there.
#[derive(Deserialize)]
struct Read<'a> {
    entry_id: EntryId,
    act: ActId,
    revises: Option<EntryId>,
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    recorded_at: Timestamp,
    author: Author,
    audience: Audience,
    #[serde(borrow, default)]
    put: Option<&'a RawValue>,
    #[serde(default)]
    withdraw: Option<ItemId>,
    #[serde(default)]
    redacted: bool,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// What tells how the other fields of an item are to be read.
#[derive(Deserialize)]
struct Named<'a> {
    id: ItemId,
    #[serde(borrow)]
    kind: Cow<'a, str>,
}

/// The text form of an entry, as it is written.
#[derive(Serialize)]
struct Form<'a> {
    entry_id: EntryId,
    act: ActId,
    revises: Option<EntryId>,
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    recorded_at: Timestamp,
    author: &'a Author,
    audience: Audience,
    #[serde(skip_serializing_if = "Option::is_none")]
    put: Option<&'a Item>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdraw: Option<ItemId>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    redacted: bool,
    #[serde(flatten)]
    unknown: &'a Map<String, Value>,
}

/// One thing in a career, at one moment of its history.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The same through all its revisions.
    pub id: ItemId,
    /// What it is.
    pub content: Content,
}

/// An entry as a store holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Place in the journal, from 1 without holes; assigned by the store.
    pub seq: u64,
    /// When this store received it. Never exported.
    pub received_at: Timestamp,
    /// Whether it came by import, so that an author other than the owner is only claimed.
    pub imported: bool,
    /// What was written.
    pub entry: Entry,
}

/// Why a line is not an entry.
#[derive(Debug, Error)]
pub enum EntryError {
    /// Not JSON, or not of an entry's form.
    #[error("not an entry of a record: {0}")]
    Form(#[from] serde_json::Error),
    /// Amounts are texts and counts are whole numbers; anything else would not survive a round trip.
    #[error("the number {0} is neither whole nor within 64 bits; decimals are written as texts")]
    Number(serde_json::Number),
    /// An entry does one thing.
    #[error("an entry has exactly one of ‘put’, ‘withdraw’ and ‘redacted’")]
    Change,
    /// Deeper than any entry that Windward writes.
    #[error("nested more than {} levels deep", Entry::MAX_DEPTH)]
    Depth,
}

impl Entry {
    /// How deep the JSON of an entry may be nested.
    pub const MAX_DEPTH: usize = 32;

    /// The one text form of an entry: JSON without spaces, keys in the order of their bytes.
    ///
    /// Reading it back with [`Entry::from_json`] and writing it again gives the same bytes.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the expectation cannot fail")]
    pub fn to_json(&self) -> String {
        let form = Form {
            entry_id: self.entry_id,
            act: self.act,
            revises: self.revises,
            recorded_at: self.recorded_at,
            author: &self.author,
            audience: self.audience,
            put: match &self.change {
                Change::Put(item) => Some(item),
                Change::Withdraw(_) | Change::Redacted => None,
            },
            withdraw: match self.change {
                Change::Withdraw(id) => Some(id),
                Change::Put(_) | Change::Redacted => None,
            },
            redacted: self.change == Change::Redacted,
            unknown: &self.unknown,
        };
        let mut value = serde_json::to_value(form)
            .expect("an entry has text keys and no floats, so it is JSON");
        // A no-op unless some crate in the tree asks `serde_json` to keep insertion order.
        value.sort_all_objects();
        value.to_string()
    }

    /// Reads an entry from its text form.
    pub fn from_json(text: &str) -> Result<Self, EntryError> {
        // Not by way of a tree of values, which would cost more than all else of opening a record.
        plain::check(text)?;
        let read: Read<'_> = match serde_json::from_str(text) {
            Ok(read) => read,
            Err(error) => {
                // What is no JSON is told as that first.
                plain::read_through(text)?;
                return Err(error.into());
            }
        };
        let change = match (read.put, read.withdraw, read.redacted) {
            (Some(item), None, false) => Change::Put(Box::new(Item::from_text(item.get())?)),
            (None, Some(id), false) => Change::Withdraw(id),
            (None, None, true) => Change::Redacted,
            _ => return Err(EntryError::Change),
        };
        Ok(Self {
            entry_id: read.entry_id,
            act: read.act,
            revises: read.revises,
            recorded_at: read.recorded_at,
            author: read.author,
            audience: read.audience,
            change,
            unknown: read.unknown,
        })
    }
}

impl Item {
    fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        let read = || {
            let Named { id, kind } = serde_json::from_str(text)?;
            let content = Content::from_text(&kind, text)?;
            Ok(Self { id, content })
        };
        read().map_err(|error: serde_json::Error| {
            // The place is one in the item, and whoever reads of it would look for it in the entry.
            let said = error.to_string();
            let what = said
                .split_once(" at line ")
                .map_or(&*said, |(what, _)| what);
            de::Error::custom(what)
        })
    }
}

impl<'de> Deserialize<'de> for Item {
    /// An item within another, as a copy holds it. One that stands alone is read without the detour.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Value::Object(Map::deserialize(deserializer)?);
        Self::from_text(&fields.to_string()).map_err(de::Error::custom)
    }
}

impl Serialize for Author {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Owner => serializer.serialize_str("owner"),
            Self::Other { id, name } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("id", id)?;
                map.serialize_entry("name", name)?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Author {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Word(String),
            Other { id: String, name: String },
        }
        match Form::deserialize(deserializer)? {
            Form::Word(word) if word == "owner" => Ok(Self::Owner),
            Form::Word(word) => Err(de::Error::custom(format!("‘{word}’ is no author"))),
            Form::Other { id, name } => Ok(Self::Other { id, name }),
        }
    }
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = self
            .content
            .to_fields()
            .map_err(serde::ser::Error::custom)?;
        fields.insert("id".to_owned(), Value::String(self.id.to_string()));
        fields.insert(
            "kind".to_owned(),
            Value::String(self.content.kind().to_owned()),
        );
        fields.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{CountedIds, NewIds};

    const NEWER: &str = r#"{"act":"00000000-0000-7000-8000-000000000001","audience":"owner","author":"owner","entry_id":"00000000-0000-7000-8000-000000000002","put":{"colour":{"b":1,"a":[2,null]},"id":"00000000-0000-7000-8000-000000000003","kind":"sail"},"recorded_at":1700000000000,"revises":null,"wind":"NW"}"#;

    #[test]
    fn a_kind_and_fields_of_a_newer_version_survive_a_round_trip() {
        let entry = Entry::from_json(NEWER).unwrap();
        let Change::Put(item) = &entry.change else {
            panic!("a put")
        };
        assert_eq!(item.content.kind(), "sail");
        // Keys come out sorted at every level.
        assert_eq!(
            entry.to_json(),
            NEWER.replace(r#"{"b":1,"a":[2,null]}"#, r#"{"a":[2,null],"b":1}"#)
        );
    }

    #[test]
    fn every_form_of_a_change_survives_a_round_trip() {
        let mut ids = CountedIds::default();
        let item = ids.item();
        for change in [Change::Withdraw(item), Change::Redacted] {
            let entry = Entry {
                entry_id: ids.entry(),
                act: ids.act(),
                revises: Some(ids.entry()),
                recorded_at: Timestamp::from_millisecond(1_700_000_000_123).unwrap(),
                author: Author::Other {
                    id: "7".to_owned(),
                    name: "Ada".to_owned(),
                },
                audience: Audience::Shared,
                change,
                unknown: Map::new(),
            };
            let text = entry.to_json();
            assert_eq!(Entry::from_json(&text).unwrap(), entry, "{text}");
        }
    }

    #[test]
    fn refuses_decimals_and_depth() {
        let with = |value: &str| NEWER.replace(r#""NW""#, value);
        assert!(matches!(
            Entry::from_json(&with("1.5")),
            Err(EntryError::Number(_))
        ));
        assert!(matches!(
            Entry::from_json(&with("18446744073709551616")),
            Err(EntryError::Number(_))
        ));
        let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
        assert!(matches!(
            Entry::from_json(&with(&deep)),
            Err(EntryError::Depth)
        ));
        let abyss = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Entry::from_json(&with(&abyss)).is_err());
    }
}
