//! What JSON an entry may be made of: whole numbers only, and not nested deeper than a bound.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::entry::{Entry, EntryError};

/// Refuses other JSON. Whether it is JSON at all is for whoever reads it next to find out.
///
/// Answers with what stands where an entry says of which kind its item is: a guess, and empty without one.
pub(super) fn check(text: &str) -> Result<&str, EntryError> {
    match at_a_glance(text) {
        Some(kind) => Ok(kind),
        None => read_through(text).map(|()| ""),
    }
}

/// The same, if a look at what stands between its texts is enough: too few brackets are open to be too deep, and every
/// number is whole and has few enough digits. So it is with nearly every entry, which is spared one reading of several.
fn at_a_glance(json: &str) -> Option<&str> {
    let text = json.as_bytes();
    let (mut at, mut open, mut digits) = (0, 0_usize, 0);
    let mut kind = "";
    while let Some(byte) = text.get(at) {
        at += 1;
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        match byte {
            b'"' => {
                let begun = at;
                at = end_of_text(text, begun)?;
                if open == 2 && text[begun..].starts_with(KIND) {
                    let begun = begun + KIND.len();
                    at = end_of_text(text, begun)?;
                    kind = json.get(begun..at - 1)?;
                }
            }
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            // The ends of ‘true’ and ‘false’ apart, an ‘e’ is an exponent; and ‘-0’ is no whole number to JSON.
            b'.' | b'E' | b'+' | b'-' => return None,
            b'e' if at >= 2 && text[at - 2].is_ascii_digit() => return None,
            _ => {}
        }
        if digits > 18 || open > Entry::MAX_DEPTH {
            return None;
        }
    }
    Some(kind)
}

/// How an item says what it is, from behind the first mark on. It has its place in an entry, two brackets deep.
const KIND: &[u8] = br#"kind":""#;

/// Behind the quotation mark that ends the text which begins at `at`.
fn end_of_text(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        match text[found] {
            b'"' => return Some(found + 1),
            _ => at = found + 2,
        }
    }
}

/// The same by reading through it without keeping anything; says, too, where it is no JSON.
pub(super) fn read_through(text: &str) -> Result<(), EntryError> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn what_is_plain_and_what_is_not() {
        for plain in [
            r#"{"a":[1,-2,true,false,null,"1.5e3 \\\" ]]]]"]}"#,
            r#"{"n":18446744073709551615}"#,
            &format!("{}{}", "[".repeat(33), "]".repeat(33)),
            r#""only a text""#,
        ] {
            assert!(check(plain).is_ok(), "{plain}");
        }
        for strange in [
            "1.5",
            "1e3",
            "1E3",
            "-0",
            r#"{"a":"\\","b":0.5}"#,
            "[18446744073709551616]",
            "[-9223372036854775809]",
        ] {
            let refused = check(strange).unwrap_err();
            assert!(matches!(refused, EntryError::Number(_)), "{strange}");
        }
        let deep = format!("{}1{}", "[".repeat(33), "]".repeat(33));
        assert!(matches!(check(&deep), Err(EntryError::Depth)));
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "[a-e0-9.\"\\\\{}\\[\\]-]{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(40, 60, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map("[e.\"]{0,3}", inner, 0..3)
                    .prop_map(|it| Value::Object(it.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_glance_never_lets_pass_what_reading_through_refuses(value in any_value()) {
            let text = value.to_string();
            if at_a_glance(&text).is_some() {
                prop_assert!(read_through(&text).is_ok(), "{text}");
            }
        }

        #[test]
        fn a_glance_at_anything_ends(text in "[\\x00-\\x7f]{0,60}") {
            at_a_glance(&text);
        }
    }
}
