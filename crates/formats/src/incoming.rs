//! What a file holds, before it is compared with anything.

use std::{collections::HashMap, fmt};

use windward_core::record::{Content, RoleEnd};

use crate::{error::ImportError, limits, text};

/// Which reader understood a file. Items remember it, so that importing again compares with the same source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Importer {
    /// A LinkedIn data export: the ZIP of either kind, or one table of it.
    LinkedIn,
    /// A résumé in the JSON Resume form, of any version.
    JsonResume,
    /// A table of roles whose columns were recognised by their headings.
    Table,
    /// Roles as text, one a line.
    Text,
}

impl Importer {
    /// The name in stored items. Never changes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::LinkedIn => "linkedin",
            Self::JsonResume => "json-resume",
            Self::Table => "table",
            Self::Text => "text",
        }
    }

    /// What a page calls the source.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::LinkedIn => "LinkedIn export",
            Self::JsonResume => "JSON Resume",
            Self::Table => "table of roles",
            Self::Text => "pasted text",
        }
    }
}

/// Everything that a file says about a career, and everything that could not be read.
///
/// `rows` is always the number of `found` and `skipped` together: nothing disappears without a reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Which reader understood it.
    pub importer: Importer,
    /// The file's name, as a person knows it.
    pub label: String,
    /// What can be imported, in the order of the file; keys are unique.
    pub found: Vec<Found>,
    /// The rows that cannot, each with its reason.
    pub skipped: Vec<Skipped>,
    /// What else there is to say, most important first.
    pub notices: Vec<Notice>,
    /// Rows of the tables that concern a career.
    pub rows: usize,
    /// Connections counted, where the file has them.
    pub connections: Option<usize>,
}

impl Incoming {
    /// Puts what is doubtful about the file as a whole before what is about its rows.
    pub(crate) fn doubt(&mut self, text: &str) {
        let notice = Notice {
            tone: Tone::Look,
            place: None,
            text: text.to_owned(),
        };
        let at = self.notices.partition_point(|it| it.tone < Tone::Look);
        self.notices.insert(at, notice);
    }
}

/// One thing that can be imported.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where it stands.
    pub place: Place,
    /// What the importer knows it by, the same at every import of the same thing.
    pub key: String,
    /// What it is. A role is not placed on any rung yet.
    pub content: Content,
}

/// Where in a file something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file; within an archive its path there.
    pub file: String,
    /// The line it begins on, from 1.
    pub line: Option<u64>,
}

/// `Positions.csv, line 7`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.line {
            Some(line) => write!(f, ", line {line}"),
            None => Ok(()),
        }
    }
}

/// A row that is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands.
    pub place: Place,
    /// Enough of it to recognise it by.
    pub what: String,
    /// Why, as a sentence.
    pub reason: String,
}

/// Something to know about an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Whether it needs a look.
    pub tone: Tone,
    /// What it is about, where that is one row or file.
    pub place: Option<Place>,
    /// One or two sentences.
    pub text: String,
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Nothing was found, or a whole file could not be read.
    Alarm,
    /// Something was guessed or left out: have a look.
    Look,
    /// Good to know.
    Aside,
}

/// An import while it is read.
#[derive(Debug)]
pub(crate) struct Gathering {
    incoming: Incoming,
    /// Where each key was seen, with the content: a row that says the same again is no second role.
    seen: HashMap<String, Vec<(Place, Content)>>,
    /// Notices beyond the bound.
    unsaid: usize,
}

impl Gathering {
    pub(crate) fn new(importer: Importer, label: &str) -> Self {
        let incoming = Incoming {
            importer,
            label: label.to_owned(),
            found: Vec::new(),
            skipped: Vec::new(),
            notices: Vec::new(),
            rows: 0,
            connections: None,
        };
        Self {
            incoming,
            seen: HashMap::new(),
            unsaid: 0,
        }
    }

    /// Takes in a row that was understood, and says whether it is new. Two rows with the same key are told apart
    /// by their number, unless they say the same.
    pub(crate) fn found(
        &mut self,
        place: Place,
        key: &str,
        content: Content,
    ) -> Result<bool, ImportError> {
        self.row()?;
        let seen = self.seen.entry(key.to_owned()).or_default();
        if let Some((first, _)) = seen.iter().find(|(_, it)| *it == content) {
            let reason = format!("The same as {first}.");
            let what = describe(&content);
            self.incoming.skipped.push(Skipped {
                place,
                what,
                reason,
            });
            return Ok(false);
        }
        seen.push((place.clone(), content.clone()));
        let key = match seen.len() {
            1 => key.to_owned(),
            number => format!("{key} #{number}"),
        };
        self.incoming.found.push(Found {
            place,
            key,
            content,
        });
        Ok(true)
    }

    /// Takes in a row that was not.
    pub(crate) fn skip(
        &mut self,
        place: Place,
        what: &str,
        reason: &str,
    ) -> Result<(), ImportError> {
        self.row()?;
        self.incoming.skipped.push(Skipped {
            place,
            what: text::quote(what),
            reason: reason.to_owned(),
        });
        Ok(())
    }

    fn row(&mut self) -> Result<(), ImportError> {
        self.incoming.rows += 1;
        if self.incoming.rows > limits::ROWS {
            return Err(ImportError::Rows {
                file: self.incoming.label.clone(),
            });
        }
        Ok(())
    }

    pub(crate) fn notice(&mut self, tone: Tone, place: Option<Place>, text: impl Into<String>) {
        if self.incoming.notices.len() >= limits::NOTICES && tone != Tone::Alarm {
            self.unsaid += 1;
            return;
        }
        let text = text.into();
        self.incoming.notices.push(Notice { tone, place, text });
    }

    pub(crate) fn connections(&mut self, count: usize) {
        self.incoming.connections = Some(self.incoming.connections.unwrap_or_default() + count);
    }

    /// The import as read, with a loud word when there is nothing in it.
    pub(crate) fn finish(mut self, nothing: &str) -> Incoming {
        if self.unsaid > 0 {
            let text = format!("There are {} more notices of this kind.", self.unsaid);
            let (tone, place) = (Tone::Aside, None);
            self.incoming.notices.push(Notice { tone, place, text });
        }
        let role = |found: &Found| found.content.kind() == "role";
        if !self.incoming.found.iter().any(role) {
            let text = match self.incoming.skipped.len() {
                0 => format!("No role was found in ‘{}’. {nothing}", self.incoming.label),
                rows => format!(
                    "No role was found in ‘{}’: {} could not be used, for the reasons below.",
                    self.incoming.label,
                    counted(rows, "row", "rows"),
                ),
            };
            let (tone, place) = (Tone::Alarm, None);
            self.incoming.notices.push(Notice { tone, place, text });
        }
        self.incoming.notices.sort_by_key(|notice| notice.tone);
        self.incoming
    }
}

/// A role in a line, for lists: ‘Product Manager, Acme, 2019-03 to now’.
#[must_use]
pub fn describe(content: &Content) -> String {
    match content {
        Content::Role(role) => {
            let mut line = text::quote(&role.title);
            if let Some(organisation) = &role.organisation {
                line = format!("{line}, {}", text::quote(organisation));
            }
            let to = match role.to {
                RoleEnd::Ongoing => "now".to_owned(),
                RoleEnd::Unknown => "?".to_owned(),
                RoleEnd::On(date) => date.to_string(),
            };
            match role.from {
                Some(from) => format!("{line}, {from} to {to}"),
                None if role.to == RoleEnd::Unknown => line,
                None => format!("{line}, ? to {to}"),
            }
        }
        Content::Profile(profile) => text::quote(profile.name.as_deref().unwrap_or_default()),
        other => other.kind().to_owned(),
    }
}

/// ‘1 row’, ‘3,841 rows’.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(counted(999, "row", "rows"), "999 rows");
        assert_eq!(counted(3_841, "row", "rows"), "3,841 rows");
        assert_eq!(counted(1_234_567, "row", "rows"), "1,234,567 rows");
    }
}
