use std::fmt;

use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
    ser::SerializeMap,
};
use serde_json::{Map, Value};
use thiserror::Error;

use super::{
    fields::{Aside, Named, OfKind, Parts},
    items::Content,
    plain,
};
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

/// The text form of an entry, as it is read, but for the item that is put. Exactly one of that, `withdraw` and `redacted`
/// is there.
#[derive(Deserialize)]
struct Read {
    entry_id: EntryId,
    act: ActId,
    revises: Option<EntryId>,
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    recorded_at: Timestamp,
    author: Author,
    audience: Audience,
    #[serde(default)]
    withdraw: Option<ItemId>,
    #[serde(default)]
    redacted: bool,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

/// Reads an entry whose item, if it puts one, is of a kind.
struct Putting<'k>(&'k str);

impl<'de> Visitor<'de> for Putting<'_> {
    type Value = (Read, Option<Item>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Self::Value, A::Error> {
        let mut put = None;
        let take = |name: &str, fields: &mut A| match name {
            "put" if put.is_some() => Err(de::Error::duplicate_field("put")),
            "put" => {
                let parts = fields.next_value_seed(OfKind(self.0))?;
                put = parts.map(Parts::item).transpose()?;
                Ok(true)
            }
            _ => Ok(false),
        };
        let read = Read::deserialize(MapAccessDeserializer::new(Aside { fields, take }))?;
        Ok((read, put))
    }
}

/// What tells how an entry is to be read.
#[derive(Deserialize)]
struct AtFirst<'a> {
    #[serde(borrow, default)]
    put: Option<Named<'a>>,
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
        let guess = plain::check(text)?;
        // What seems to be its kind nearly always is, and spares looking for it first.
        let (read, put) = if let Ok(read) = Self::read(text, guess) {
            read
        } else {
            // What is no JSON is told as that first.
            plain::read_through(text)?;
            let AtFirst { put } = serde_json::from_str(text)?;
            Self::read(text, put.as_ref().map_or("", |it| &it.kind))?
        };
        let change = match (put, read.withdraw, read.redacted) {
            (Some(item), None, false) => Change::Put(Box::new(item)),
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

    /// Not by way of a tree of values, which would cost more than all else of opening a record.
    fn read(text: &str, kind: &str) -> Result<(Read, Option<Item>), serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(text);
        let read = json.deserialize_map(Putting(kind))?;
        json.end()?;
        Ok(read)
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
        struct Form;

        #[derive(Deserialize)]
        struct Other {
            id: String,
            name: String,
        }

        impl<'de> Visitor<'de> for Form {
            type Value = Author;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("‘owner’, or the id and the name of somebody else")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Author, E> {
                match word {
                    "owner" => Ok(Author::Owner),
                    _ => Err(E::custom(format!("‘{word}’ is no author"))),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Author, A::Error> {
                let Other { id, name } = Other::deserialize(MapAccessDeserializer::new(fields))?;
                Ok(Author::Other { id, name })
            }
        }

        deserializer.deserialize_any(Form)
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

    const ID: &str = r#""id":"00000000-0000-7000-8000-000000000003""#;
    const SAIL: &str = r#""kind":"sail""#;

    /// An entry of these fields, besides those that every entry has.
    fn with(before: &[&str], after: &[&str]) -> Result<Entry, EntryError> {
        let own = r#""act":"00000000-0000-7000-8000-000000000001","audience":"owner","author":"owner","entry_id":"00000000-0000-7000-8000-000000000002","recorded_at":1700000000000,"revises":null"#;
        let fields = [before, &[own], after].concat();
        Entry::from_json(&format!("{{{}}}", fields.join(",")))
    }

    fn put(fields: &[&str]) -> String {
        format!(r#""put":{{{}}}"#, fields.join(","))
    }

    #[test]
    fn the_order_and_the_spelling_of_keys_make_no_difference() {
        let plain = with(&[], &[&put(&[ID, SAIL, r#""colour":1"#])]).unwrap();
        let Change::Put(item) = &plain.change else {
            panic!("a put")
        };
        assert_eq!(item.content.kind(), "sail");
        for fields in [
            [SAIL, r#""colour":1"#, ID],
            [r#""colour":1"#, r#""kind" : "sail""#, ID],
            [ID, r#""k\u0069nd":"sail""#, r#""colour":1"#],
            [ID, r#""kind":"s\u0061il""#, r#""\u0063olour":1"#],
        ] {
            let put = put(&fields);
            assert_eq!(with(&[&put], &[]).unwrap(), plain, "{put}");
            assert_eq!(with(&[], &[&put]).unwrap(), plain, "{put}");
        }
    }

    #[test]
    fn what_only_stands_where_a_kind_does_is_not_taken_for_one() {
        // A role could not be read from the fields of this item.
        let (put, wind) = (put(&[ID, SAIL]), r#""wind":{"kind":"role"}"#);
        for (before, after) in [(&*put, wind), (wind, &put)] {
            let entry = with(&[before], &[after]).unwrap();
            let Change::Put(item) = &entry.change else {
                panic!("a put")
            };
            assert_eq!(item.content.kind(), "sail");
            assert_eq!(entry.unknown["wind"]["kind"], "role");
        }
        let id = "00000000-0000-7000-8000-000000000003";
        let entry = with(&[wind], &[&format!(r#""withdraw":"{id}""#)]).unwrap();
        assert_eq!(entry.change, Change::Withdraw(id.parse().unwrap()));
    }

    #[test]
    fn an_item_has_one_id_and_one_kind_and_an_entry_one_item() {
        let role = r#""kind":"role""#;
        for (fields, said) in [
            (&[SAIL][..], "missing field `id`"),
            (&[ID], "missing field `kind`"),
            (&[ID, SAIL, ID], "duplicate field `id`"),
            (&[ID, SAIL, SAIL], "duplicate field `kind`"),
            (&[ID, SAIL, role], "duplicate field `kind`"),
            (&[ID, role], "missing field `title`"),
        ] {
            let error = with(&[], &[&put(fields)]).unwrap_err().to_string();
            assert!(error.contains(said), "{error}: {fields:?}");
        }
        let put = put(&[ID, SAIL]);
        let twice = with(&[&put], &[&put]).unwrap_err().to_string();
        assert!(twice.contains("duplicate field `put`"), "{twice}");
        for nothing in [&[][..], &[r#""put":null"#]] {
            assert!(matches!(with(nothing, &[]), Err(EntryError::Change)));
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
