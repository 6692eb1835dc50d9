//! One table of the file being read: its fields by name, what is wrong with each, and keys nobody asked for.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::Reader;
use crate::framework::check;

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Presence {
    Required,
    Optional,
}

/// One table being read: knows which keys were asked for, so that the others can be reported at the end.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    pub(super) span: Range<usize>,
    what: String,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, span: Range<usize>, what: &str) -> Self {
        Self {
            table,
            span,
            what: what.to_owned(),
            known: Vec::new(),
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.table
            .get(key)
            .map_or_else(|| self.span.clone(), Spanned::span)
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.push(key);
        self.table.get(key)
    }

    fn required(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
    ) -> Option<&'a Spanned<DeValue<'a>>> {
        let value = self.get(key);
        if value.is_none() {
            reader.fault(
                self.span.clone(),
                format!("{} has no ‘{key}’", self.what),
                None,
            );
        }
        value
    }

    fn wrong_type(&self, reader: &mut Reader, key: &str, value: &Spanned<DeValue<'_>>, want: &str) {
        reader.fault(
            value.span(),
            format!(
                "‘{key}’ of {} is {} {}, not {want}",
                self.what,
                if matches!(value.get_ref().type_str(), "integer" | "array") {
                    "an"
                } else {
                    "a"
                },
                value.get_ref().type_str()
            ),
            None,
        );
    }

    pub(super) fn text(&mut self, reader: &mut Reader, key: &'static str) -> String {
        self.reference(reader, key).into_inner()
    }

    /// A text with its place. An absent one is reported and comes back empty, at the table's place.
    pub(super) fn reference(&mut self, reader: &mut Reader, key: &'static str) -> Spanned<String> {
        let Some(value) = self.required(reader, key) else {
            return Spanned::new(self.span.clone(), String::new());
        };
        match value.get_ref().as_str() {
            Some(text) if text.trim().is_empty() => {
                reader.fault(
                    value.span(),
                    format!("‘{key}’ of {} is empty", self.what),
                    None,
                );
                Spanned::new(value.span(), String::new())
            }
            Some(text) => Spanned::new(value.span(), text.trim().to_owned()),
            None => {
                self.wrong_type(reader, key, value, "a text");
                Spanned::new(value.span(), String::new())
            }
        }
    }

    /// An id: small letters, digits and hyphens. Its place is added to `at` for the check of duplicates.
    pub(super) fn id(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        at: &mut Vec<Spanned<String>>,
    ) -> String {
        let id = self.reference(reader, key);
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let text = id.get_ref().clone();
        if !text.is_empty() {
            if text.chars().all(good) {
                self.what = format!("{} ‘{text}’", self.what);
            } else {
                reader.fault(
                    id.span(),
                    format!("‘{text}’ is no id"),
                    Some("small letters a to z, digits and hyphens".to_owned()),
                );
            }
            at.push(id);
        }
        text
    }

    pub(super) fn references(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        presence: Presence,
    ) -> Vec<Spanned<String>> {
        let value = match presence {
            Presence::Required => self.required(reader, key),
            Presence::Optional => self.get(key),
        };
        let Some(value) = value else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(reader, key, value, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array {
            match item.get_ref().as_str() {
                Some(text) if !text.trim().is_empty() => {
                    texts.push(Spanned::new(item.span(), text.trim().to_owned()));
                }
                Some(_) => reader.fault(
                    item.span(),
                    format!("an empty text in ‘{key}’ of {}", self.what),
                    None,
                ),
                None => self.wrong_type(reader, key, item, "a text"),
            }
        }
        if texts.is_empty() && presence == Presence::Required && array.is_empty() {
            reader.fault(
                value.span(),
                format!("‘{key}’ of {} is empty", self.what),
                None,
            );
        }
        texts
    }

    pub(super) fn texts(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        presence: Presence,
    ) -> Vec<String> {
        self.references(reader, key, presence)
            .into_iter()
            .map(Spanned::into_inner)
            .collect()
    }

    /// Ids of earlier versions, under the key `replaces`.
    pub(super) fn replaced<T>(&mut self, reader: &mut Reader, id: impl Fn(String) -> T) -> Vec<T> {
        self.texts(reader, "replaces", Presence::Optional)
            .into_iter()
            .map(id)
            .collect()
    }

    pub(super) fn five(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        what: &str,
    ) -> [String; 5] {
        let texts = self.texts(reader, key, Presence::Required);
        let found = texts.len();
        <[String; 5]>::try_from(texts).unwrap_or_else(|_| {
            if found > 0 {
                reader.fault(
                    self.span_of(key),
                    format!(
                        "‘{key}’ of {} has {found} texts, not five: {what}",
                        self.what
                    ),
                    None,
                );
            }
            Default::default()
        })
    }

    pub(super) fn integer(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<i64> {
        let value = self.required(reader, key)?;
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_type(reader, key, value, "a whole number");
            return None;
        };
        let parsed = i64::from_str_radix(integer.as_str(), integer.radix())
            .ok()
            .filter(|number| range.contains(number));
        if parsed.is_none() {
            reader.fault(
                value.span(),
                format!(
                    "‘{key}’ of {} is {integer}; it goes from {} to {}",
                    self.what,
                    range.start(),
                    range.end()
                ),
                None,
            );
        }
        parsed
    }

    /// A whole number that fits a byte; the lower bound where it is missing or wrong, which is reported.
    pub(super) fn small(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        range: std::ops::RangeInclusive<u8>,
    ) -> u8 {
        let wide = i64::from(*range.start())..=i64::from(*range.end());
        self.integer(reader, key, wide)
            .and_then(|number| u8::try_from(number).ok())
            .unwrap_or(*range.start())
    }

    pub(super) fn flag(&mut self, reader: &mut Reader, key: &'static str) -> bool {
        let Some(value) = self.get(key) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(reader, key, value, "true or false");
            false
        })
    }

    pub(super) fn word<T: Copy>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        otherwise: T,
        words: &[(&'static str, T)],
    ) -> T {
        let word = self.reference(reader, key);
        if word.get_ref().is_empty() {
            return otherwise;
        }
        if let Some((_, value)) = words.iter().find(|(known, _)| known == word.get_ref()) {
            return *value;
        }
        let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        reader.fault(
            word.span(),
            format!("‘{}’ is no ‘{key}’", word.get_ref()),
            Some(format!("one of {}", known.join(", "))),
        );
        otherwise
    }

    pub(super) fn table(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        what: &str,
    ) -> Option<Fields<'a>> {
        let value = self.required(reader, key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(reader, key, value, "a table");
            return None;
        };
        Some(Fields::new(
            table,
            value.span(),
            &format!("‘{what}’ of {}", self.what),
        ))
    }

    /// Reads each table of a list. The list may be absent, which is reported where there must be one.
    pub(super) fn each<T>(
        &mut self,
        reader: &mut Reader,
        key: &'static str,
        what: &str,
        mut read: impl FnMut(&mut Reader, &mut Fields<'_>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.required(reader, key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(reader, key, value, "a list of tables");
            return Vec::new();
        };
        let mut items = Vec::new();
        for item in array {
            match item.get_ref().as_table() {
                Some(table) => {
                    let mut fields = Fields::new(table, item.span(), what);
                    items.push(read(reader, &mut fields));
                    fields.finish(reader);
                }
                None => self.wrong_type(reader, key, item, "a table"),
            }
        }
        items
    }

    /// Reports keys that nobody asked for.
    pub(super) fn finish(&self, reader: &mut Reader) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if !self.known.contains(&name) {
                reader.fault(
                    key.span(),
                    format!("{} knows no ‘{name}’", self.what),
                    check::did_you_mean(name, self.known.iter().copied()),
                );
            }
        }
    }
}
