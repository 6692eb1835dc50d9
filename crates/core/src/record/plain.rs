//! What JSON an entry may be made of: whole numbers only, and not nested deeper than a bound.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::entry::{Entry, EntryError};

/// Reads through a text without keeping anything of it.
pub(super) fn check(text: &str) -> Result<(), EntryError> {
    let mut strange = None;
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Plain {
        depth: 0,
        strange: &mut strange,
    }
    .deserialize(&mut json);
    match (read.and_then(|()| json.end()), strange) {
        (Ok(()), _) => Ok(()),
        (Err(_), Some(strange)) => Err(strange),
        (Err(error), None) => Err(error.into()),
    }
}

/// A value at some depth, and what was found strange about it.
struct Plain<'s> {
    depth: usize,
    strange: &'s mut Option<EntryError>,
}

impl Plain<'_> {
    fn inner(&mut self) -> Plain<'_> {
        Plain {
            depth: self.depth + 1,
            strange: self.strange,
        }
    }

    fn refuse<E: de::Error>(self, strange: EntryError) -> E {
        let error = E::custom(&strange);
        *self.strange = Some(strange);
        error
    }
}

impl<'de> DeserializeSeed<'de> for Plain<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth > Entry::MAX_DEPTH {
            return Err(self.refuse(EntryError::Depth));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without decimals")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<(), E> {
        let number = Number::from_f64(number);
        let number = number.ok_or_else(|| E::custom("a number of JSON is finite"))?;
        Err(self.refuse(EntryError::Number(number)))
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self.inner())?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        while fields.next_key::<de::IgnoredAny>()?.is_some() {
            fields.next_value_seed(self.inner())?;
        }
        Ok(())
    }
}
