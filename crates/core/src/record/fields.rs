//! Fields that are read in one pass, some of them aside: those that every item has, and the item in an entry, whose kind
//! says how it is read.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize,
    de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{entry::Item, items::Content};
use crate::id::ItemId;

/// A text that is borrowed where it can be.
#[derive(Deserialize)]
pub(super) struct Word<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// What says of which kind an item is, for whoever does not know.
#[derive(Deserialize)]
pub(super) struct Named<'a> {
    #[serde(borrow)]
    pub(super) kind: Cow<'a, str>,
}

/// Fields without those that `take` reads: by their name, and whether it did.
pub(super) struct Aside<A, F> {
    pub(super) fields: A,
    pub(super) take: F,
}

impl<'de, A, F> Aside<A, F>
where
    A: MapAccess<'de>,
    F: FnMut(&str, &mut A) -> Result<bool, A::Error>,
{
    /// The name of the next field that is not read aside. The same code for all kinds.
    #[inline(never)]
    fn next(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        while let Some(Word(name)) = self.fields.next_key()? {
            if !(self.take)(&name, &mut self.fields)? {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }
}

impl<'de, A, F> MapAccess<'de> for Aside<A, F>
where
    A: MapAccess<'de>,
    F: FnMut(&str, &mut A) -> Result<bool, A::Error>,
{
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let name = self.next()?;
        let seeded = name.map(|name| seed.deserialize(name.into_deserializer()));
        seeded.transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.fields.next_value_seed(seed)
    }
}

/// Reads an item of a kind; `null` is none.
pub(super) struct OfKind<'k>(pub(super) &'k str);

/// What the fields of an item say.
pub(super) struct Parts {
    content: Content,
    id: Option<ItemId>,
    /// Whether they name the kind.
    named: bool,
}

impl Parts {
    /// The item, if its id and its kind were among them.
    pub(super) fn item<E: de::Error>(self) -> Result<Item, E> {
        let id = self.id.ok_or_else(|| E::missing_field("id"))?;
        if !self.named {
            return Err(E::missing_field("kind"));
        }
        let content = self.content;
        Ok(Item { id, content })
    }
}

impl<'de> DeserializeSeed<'de> for OfKind<'_> {
    type Value = Option<Parts>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<Parts>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for OfKind<'_> {
    type Value = Option<Parts>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item")
    }

    fn visit_unit<E>(self) -> Result<Option<Parts>, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Option<Parts>, A::Error> {
        let Self(kind) = self;
        let (mut id, mut named) = (None, false);
        let take = |name: &str, fields: &mut A| {
            match name {
                "id" if id.is_some() => return Err(de::Error::duplicate_field("id")),
                "id" => id = Some(fields.next_value()?),
                "kind" if named => return Err(de::Error::duplicate_field("kind")),
                "kind" => {
                    let Word(it) = fields.next_value()?;
                    if it != kind {
                        return Err(de::Error::custom(format!(
                            "of the kind ‘{it}’, not ‘{kind}’"
                        )));
                    }
                    named = true;
                }
                _ => return Ok(false),
            }
            Ok(true)
        };
        let content = Content::read(kind, Aside { fields, take })?;
        Ok(Some(Parts { content, id, named }))
    }
}

/// What a text of an item’s fields says.
fn parts(kind: &str, text: &str) -> Result<Parts, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let parts = OfKind(kind).deserialize(&mut json)?;
    json.end()?;
    parts.ok_or_else(|| de::Error::custom("no item"))
}

impl Content {
    /// An item of a kind from its fields, as stored entries name them.
    pub fn from_fields(kind: &str, fields: Map<String, Value>) -> Result<Self, serde_json::Error> {
        // By way of their text: reading each kind from a tree of values as well would be compiled once more for each.
        Ok(parts(kind, &Value::Object(fields).to_string())?.content)
    }
}

impl<'de> Deserialize<'de> for Item {
    /// An item within another, as a copy holds it. One that stands in an entry is read without the detour.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Value::Object(Map::deserialize(deserializer)?).to_string();
        let read = |text: &str| {
            let Named { kind } = serde_json::from_str(text)?;
            parts(&kind, text)?.item()
        };
        read(&text).map_err(|error: serde_json::Error| {
            // The place is one in that text, and nobody has it.
            let said = error.to_string();
            let what = said.split_once(" at line ");
            de::Error::custom(what.map_or(&*said, |(what, _)| what))
        })
    }
}
