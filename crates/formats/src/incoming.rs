//! What a file holds, before it is compared with anything.

use std::{
    collections::{HashMap, HashSet},
    fmt,
};

use windward_core::order::InOrder;
use windward_core::record::{Contact, Content, Kind, Role};

use crate::{
    error::ImportError,
    key::{key, says},
    limits, text,
};

/// Which reader understood a file. Items remember it, so that importing again compares with the same source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Importer {
    /// A LinkedIn data export: the ZIP of either kind, or one table of it.
    LinkedIn,
    /// A résumé in the JSON Resume form, of any version.
    JsonResume,
    /// A candidate in the JSON of HR Open, 4.x.
    HrOpen,
    /// A table of roles whose columns were recognised by their headings.
    Table,
    /// Roles as text, one a line.
    Text,
    /// A brag document: evidence in Markdown or as a table.
    Brag,
    /// An address book: vCards of any version.
    VCard,
    /// A table of contacts.
    Contacts,
}

impl Importer {
    /// The name in stored items. Never changes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::LinkedIn => "linkedin",
            Self::JsonResume => "json-resume",
            Self::HrOpen => "hr-open",
            Self::Table => "table",
            Self::Text => "text",
            Self::Brag => "brag",
            Self::VCard => "vcard",
            Self::Contacts => "contacts",
        }
    }

    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::LinkedIn,
        Self::JsonResume,
        Self::HrOpen,
        Self::Table,
        Self::Text,
        Self::Brag,
        Self::VCard,
        Self::Contacts,
    ];

    /// The importer of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// What a page calls the source.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::LinkedIn => "LinkedIn export",
            Self::JsonResume => "JSON Resume",
            Self::HrOpen => "candidate of HR Open",
            Self::Table => "table of roles",
            Self::Text => "pasted text",
            Self::Brag => "brag document",
            Self::VCard => "vCard address book",
            Self::Contacts => "table of contacts",
        }
    }
}

/// What a page calls the source of this word; one that this version does not know is called by its word.
#[must_use]
pub fn source(word: &str) -> &str {
    match Importer::of_word(word) {
        Some(importer) => importer.label(),
        None => word,
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
    /// Every file in it that has rows, and how many: all that were read, and all that were only counted.
    pub files: Vec<Tally>,
    /// Rows of connections, where the file has them.
    pub connections: Option<usize>,
}

impl Incoming {
    /// Only the people of it, for whoever asked for nothing else.
    #[must_use]
    pub fn only_people(mut self) -> Self {
        let is_contact = |it: &Found| it.content.kind() == Contact::KIND;
        self.found.retain(is_contact);
        let files: Vec<String> = self.found.iter().map(|it| it.place.file.clone()).collect();
        let files: HashSet<String> = files.into_iter().collect();
        self.skipped.retain(|it| files.contains(&it.place.file));
        self.files.retain(|it| files.contains(&it.file));
        let about = |it: &Notice| it.place.as_ref().is_some_and(|it| files.contains(&it.file));
        self.notices.retain(|it| {
            about(it) || (it.place.is_none() && files.len() == 1 && it.tone != Tone::Alarm)
        });
        self.rows = self.found.len() + self.skipped.len();
        if self.found.is_empty() {
            let text = format!("There is nobody in ‘{}’.", self.label);
            let (tone, place) = (Tone::Alarm, None);
            self.notices = vec![Notice { tone, place, text }];
        }
        self
    }

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

/// How many rows one file has. Those that were read are `found` or `skipped`; the others were counted and not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The file; within an archive its path there.
    pub file: String,
    /// Rows that were read.
    pub read: usize,
    /// Rows that were counted only.
    pub ignored: usize,
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

impl Place {
    /// A file as a whole.
    pub(crate) fn of(file: &str) -> Self {
        let file = file.to_owned();
        Self { file, line: None }
    }

    /// A line of a file, from 1.
    pub(crate) fn at(file: &str, line: u64) -> Self {
        Self {
            line: Some(line),
            ..Self::of(file)
        }
    }
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
    /// Rows that are people, who have a bound of their own.
    people: usize,
    /// Notices beyond the bound.
    unsaid: usize,
    /// Whether a file of this sort is expected to hold roles, so that it is said when there are none.
    pub(crate) wants_roles: bool,
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
            files: Vec::new(),
            connections: None,
        };
        Self {
            incoming,
            seen: HashMap::new(),
            people: 0,
            unsaid: 0,
            wants_roles: true,
        }
    }

    /// Takes in a row that was understood, and says whether it is new. Two rows with the same key are told apart
    /// by their number, unless they say the same.
    pub(crate) fn found(&mut self, place: Place, content: Content) -> Result<bool, ImportError> {
        self.people += usize::from(content.kind() == Contact::KIND);
        self.row(&place)?;
        let key = key(&content);
        let seen = self.seen.entry(format!("{}\n{key}", content.kind()));
        let seen = seen.or_default();
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
            1 => key,
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
        self.row(&place)?;
        self.incoming.skipped.push(Skipped {
            place,
            what: text::quote(what),
            reason: reason.to_owned(),
        });
        Ok(())
    }

    fn row(&mut self, place: &Place) -> Result<(), ImportError> {
        self.incoming.rows += 1;
        self.tally(&place.file).read += 1;
        if self.people > limits::PEOPLE {
            return Err(ImportError::People {
                file: self.incoming.label.clone(),
            });
        }
        // A row that is skipped counts as one of those it stands among.
        let skipped = self.incoming.skipped.len().min(self.people);
        if self.incoming.rows > limits::ROWS + self.people + skipped {
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

    fn tally(&mut self, file: &str) -> &mut Tally {
        let files = &mut self.incoming.files;
        // Rows come file by file, so the one asked for is nearly always the last.
        let at = files.iter().rposition(|it| it.file == file);
        let at = at.unwrap_or_else(|| {
            files.push(Tally {
                file: file.to_owned(),
                read: 0,
                ignored: 0,
            });
            files.len() - 1
        });
        &mut files[at]
    }

    /// Takes note of rows that are counted and not looked at.
    pub(crate) fn ignored(&mut self, file: &str, rows: usize) {
        self.tally(file).ignored += rows;
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
        let found = &self.incoming.found;
        let has_role = found.iter().any(|it| it.content.kind() == Role::KIND);
        // A name alone is no career.
        let has_any = found.iter().any(|it| it.content.outline().is_some());
        if !has_any || (!has_role && self.wants_roles) {
            let (label, skipped) = (&self.incoming.label, self.incoming.skipped.len());
            let what = if self.wants_roles {
                "No role"
            } else {
                "Nothing to bring in"
            };
            let text = match skipped {
                rows if rows > 0 && !has_any => format!(
                    "{what} was found in ‘{label}’: {} could not be used, for the reasons below.",
                    counted(rows, "row", "rows"),
                ),
                _ => format!("{what} was found in ‘{label}’. {nothing}"),
            };
            let (tone, place) = (Tone::Alarm, None);
            self.incoming.notices.push(Notice { tone, place, text });
        }
        self.incoming.notices.order_by_key(|notice| notice.tone);
        self.incoming
    }
}

/// An item in a line, for lists: ‘Product Manager, Acme, 2019-03 to now’.
#[must_use]
pub fn describe(content: &Content) -> String {
    let Some(outline) = content.outline() else {
        return match content {
            Content::Profile(it) => text::quote(it.name.as_deref().unwrap_or_default()),
            Content::Resume(_) => "The top of your résumé".to_owned(),
            other => other.kind().to_owned(),
        };
    };
    let fields = content.fields();
    let mut line = text::quote(says(&fields, Some(outline.title)));
    let beside = text::quote(says(&fields, outline.beside));
    if !beside.is_empty() {
        line = format!("{line}, {beside}");
    }
    let (from, to) = (says(&fields, outline.from), says(&fields, outline.to));
    let to = match (content, to) {
        (Content::Role(_), "ongoing") => "now",
        (Content::Role(_), "unknown") => "?",
        (_, to) => to,
    };
    match (from, to) {
        ("", "" | "?") => line,
        (from, "") => format!("{line}, {from}"),
        ("", to) => format!("{line}, ? to {to}"),
        (from, to) => format!("{line}, {from} to {to}"),
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
