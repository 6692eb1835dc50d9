//! What the readers of JSON share: a text that is bounded and not too deep, its parts with their lines, and words.

use std::collections::BTreeMap;

use serde_json::{Map, Value, value::RawValue};

use crate::{error::ImportError, limits};

/// The fields of an object, as the text that they are: a mistake in one is no mistake in another.
pub(crate) type Object<'t> = BTreeMap<String, &'t RawValue>;

/// The outermost object of a file.
pub(crate) fn object_of<'t>(file: &str, text: &'t str) -> Result<Object<'t>, ImportError> {
    let file = file.to_owned();
    if text.len() > limits::JSON {
        let most = limits::JSON;
        return Err(ImportError::Size { file, most });
    }
    if depth(text) > limits::DEPTH {
        return Err(ImportError::Depth { file });
    }
    serde_json::from_str(text).map_err(|error| {
        // A list, read as an object, is a mistake of the shape and not of the text.
        if error.is_data() {
            return ImportError::JsonShape { file };
        }
        ImportError::Json {
            file,
            line: error.line(),
            column: error.column(),
        }
    })
}

/// The fields of a part that is an object.
pub(crate) fn object(part: &RawValue) -> Option<Object<'_>> {
    serde_json::from_str(part.get()).ok()
}

/// The parts of a list; none for `null`, and nothing for what is no list.
pub(crate) fn list(part: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str::<Option<Vec<&RawValue>>>(part.get())
        .ok()
        .map(Option::unwrap_or_default)
}

/// A value as text: a number is one, a list of texts is all of them.
pub(crate) fn text(value: &Value, joint: &str) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|it| !it.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            // Lists of lists are none of words; one level is looked at.
            let flat = values.iter().filter(|it| !it.is_array());
            let texts: Vec<String> = flat.filter_map(|it| text(it, joint)).collect();
            (!texts.is_empty()).then(|| texts.join(joint))
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

/// The first of these fields that says something, as text. ‘a.b’ is the field `b` in the object `a`.
pub(crate) fn words(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let mut path = name.split('.');
        let first = fields.get(path.next()?);
        let value = path.fold(first, |value, name| value?.get(name));
        text(value?, ", ")
    })
}

/// These fields one below the other; of a list each text on a line of its own.
pub(crate) fn lines(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let said = names.iter().filter_map(|name| match fields.get(*name)? {
        list @ Value::Array(_) => text(list, "\n- ").map(|it| format!("- {it}")),
        other => text(other, "\n"),
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("\n"))
}

/// Line numbers of parts of a text. Each costs what lies between it and the one before, either way.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    pub(crate) const fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
        }
    }

    pub(crate) fn line(&mut self, part: &RawValue) -> u64 {
        // The part borrows from the text, so the distance of their addresses is its place.
        let at = part
            .get()
            .as_ptr()
            .addr()
            .saturating_sub(self.text.as_ptr().addr())
            .min(self.text.len());
        let newlines = |from: usize, to: usize| -> u64 {
            let between = &self.text.as_bytes()[from..to];
            between.iter().map(|it| u64::from(*it == b'\n')).sum()
        };
        if at < self.at {
            self.line -= newlines(at, self.at);
        } else {
            self.line += newlines(self.at, at);
        }
        self.at = at;
        self.line
    }
}

/// How deep the brackets of a JSON text go, without reading it: no recursion, whatever stands in it.
fn depth(text: &str) -> usize {
    let (mut deepest, mut open) = (0usize, 0usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                open += 1;
                deepest = deepest.max(open);
            }
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn depth_is_counted_outside_of_texts() {
        assert_eq!(depth(r#"{"a":[1,{"b":"[[[[\"[["}]}"#), 3);
        assert_eq!(depth(&"[".repeat(100_000)), 100_000);
    }

    #[test]
    fn words_are_found_wherever_versions_put_them() {
        let Value::Object(fields) = json!({
            "name": " ", "title": 7, "org": {"name": "Acme"}, "odd": {"x": []},
            "all": ["a", "", 3, null, ["deep"]], "summary": "s",
        }) else {
            panic!("an object")
        };
        assert_eq!(words(&fields, &["name", "title"]).as_deref(), Some("7"));
        assert_eq!(words(&fields, &["org.name"]).as_deref(), Some("Acme"));
        assert_eq!(words(&fields, &["odd.x", "no.way", "org"]), None);
        assert_eq!(words(&fields, &["all"]).as_deref(), Some("a, 3"));
        let note = lines(&fields, &["summary", "all", "none"]);
        assert_eq!(note.as_deref(), Some("s\n- a\n- 3"));
    }
}
