//! From the lines of a file to properties: unfolded, their parameters apart, their letters decoded.

use std::str::Split;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::limits;

/// One property of a card.
#[derive(Debug, Default)]
pub(super) struct Property {
    /// The line it begins on, from 1.
    pub(super) line: u64,
    /// `item1` in `item1.EMAIL`: what belongs together.
    pub(super) group: Option<String>,
    /// In capitals.
    pub(super) name: String,
    /// Names in capitals; one without a name has an empty one.
    pub(super) params: Vec<(String, String)>,
    /// Decoded, with its backslashes as they stand.
    pub(super) value: String,
}

impl Property {
    /// Values of a parameter, and those that stand there without a name, in small letters.
    pub(super) fn types(&self) -> impl Iterator<Item = String> + '_ {
        let params = self.params.iter();
        let types = params.filter(|(name, _)| name.is_empty() || name == "TYPE");
        types.flat_map(|(_, value)| value.split(',').map(|it| it.trim().to_lowercase()))
    }

    /// The value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        let found = self.params.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it is written in bytes as text: a picture.
    pub(super) fn is_binary(&self) -> bool {
        let encoding = self.param("ENCODING").unwrap_or_default();
        let bare = self.types().any(|it| it == "base64");
        bare || ["b", "base64"]
            .iter()
            .any(|it| encoding.eq_ignore_ascii_case(it))
    }
}

/// Goes through the properties of a file.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    rest: Split<'t, char>,
    /// How many lines were taken.
    at: u64,
    /// A line that was looked at and not taken.
    next: Option<&'t str>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            rest: text.split('\n'),
            at: 0,
            next: None,
        }
    }

    fn line(&mut self) -> Option<&'t str> {
        let line = match self.next.take() {
            Some(line) => line,
            None => self.rest.next()?.trim_end_matches('\r'),
        };
        self.at += 1;
        Some(line)
    }

    fn peek(&mut self) -> Option<&'t str> {
        if self.next.is_none() {
            self.next = Some(self.rest.next()?.trim_end_matches('\r'));
        }
        self.next
    }
}

impl Iterator for Lines<'_> {
    type Item = Property;

    fn next(&mut self) -> Option<Property> {
        loop {
            let first = self.line()?;
            let line = self.at;
            let mut whole = first.to_owned();
            let Some((mut property, begins)) = head(first).or_else(|| {
                // The head itself may be folded.
                let rest = self.peek().filter(|it| is_folded(it))?;
                whole.push_str(&rest[1..]);
                self.line();
                head(&whole)
            }) else {
                continue;
            };
            property.line = line;
            let quoted = is_quoted(&property);
            let binary = property.is_binary();
            whole.drain(..begins);
            self.unfold(&mut whole, quoted, binary);
            property.value = if binary {
                String::new()
            } else if quoted {
                letters(&unquoted(&whole), property.param("CHARSET"))
            } else {
                whole
            };
            return Some(property);
        }
    }
}

impl Lines<'_> {
    /// Puts the lines that belong to a value below it, up to the bound of a value.
    fn unfold(&mut self, value: &mut String, quoted: bool, binary: bool) {
        let mut room = limits::NOTE * 4;
        loop {
            let Some(next) = self.peek() else {
                return;
            };
            let soft = quoted && value.ends_with('=');
            let (rest, joint) = if soft {
                (next, "")
            } else if is_folded(next) && (binary || !next.trim().is_empty()) {
                (&next[1..], "")
            } else if !binary && !next.is_empty() && head(next).is_none() {
                // A phone that breaks a note where the note does.
                (next, "\\n")
            } else {
                return;
            };
            if soft {
                value.pop();
            }
            self.line();
            // A picture is not kept, and of a text without end only so much.
            if !binary && room > 0 {
                room = room.saturating_sub(rest.len());
                value.push_str(joint);
                value.push_str(rest);
            }
        }
    }
}

fn is_folded(line: &str) -> bool {
    line.starts_with([' ', '\t'])
}

/// The part of a line before the value, and where the value begins.
fn head(line: &str) -> Option<(Property, usize)> {
    let (mut quoted, mut ends, mut cuts) = (false, None, Vec::new());
    for (at, letter) in line.char_indices().take(limits::NOTE) {
        match letter {
            '"' => quoted = !quoted,
            ';' if !quoted => cuts.push(at),
            ':' if !quoted => {
                ends = Some(at);
                break;
            }
            _ => {}
        }
    }
    let ends = ends?;
    cuts.push(ends);
    let mut parts = Vec::with_capacity(cuts.len());
    let mut from = 0;
    for cut in cuts {
        parts.push(line[from..cut].trim());
        from = cut + 1;
    }
    let (name, params) = parts.split_first()?;
    let (group, name) = match name.rsplit_once('.') {
        Some((group, name)) => (Some(group.to_owned()), name),
        None => (None, *name),
    };
    let plain = |it: char| it.is_ascii_alphanumeric() || it == '-';
    if name.is_empty() || !name.chars().all(plain) {
        return None;
    }
    let params = params
        .iter()
        .take(limits::CELLS)
        .map(|it| match it.split_once('=') {
            Some((name, value)) => (name.trim().to_uppercase(), value.trim().replace('"', "")),
            None => (String::new(), (*it).to_owned()),
        });
    let property = Property {
        line: 0,
        group,
        name: name.to_uppercase(),
        params: params.collect(),
        value: String::new(),
    };
    Some((property, ends + 1))
}

fn is_quoted(property: &Property) -> bool {
    let encoding = property.param("ENCODING").unwrap_or_default();
    encoding.eq_ignore_ascii_case("quoted-printable")
        || property.types().any(|it| it == "quoted-printable")
}

/// The bytes that quoted-printable text stands for; what is no hexadecimal number stands for itself.
fn unquoted(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let digit = |at: usize| {
        let digit = char::from(*bytes.get(at)?).to_digit(16)?;
        u8::try_from(digit).ok()
    };
    while let Some(byte) = bytes.get(at) {
        if let (b'=', Some(high), Some(low)) = (byte, digit(at + 1), digit(at + 2)) {
            out.push(high << 4 | low);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    out
}

/// Letters from bytes: by the charset that is named; without one UTF-8, or else what Windows wrote.
fn letters(bytes: &[u8], charset: Option<&str>) -> String {
    let named = charset.and_then(|it| Encoding::for_label(it.as_bytes()));
    match (named, str::from_utf8(bytes)) {
        // Phones name one charset and write another: what is valid UTF-8 and not plain is hardly anything else.
        (_, Ok(text)) => text.to_owned(),
        (Some(encoding), Err(_)) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        (None, Err(_)) => WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    }
}
