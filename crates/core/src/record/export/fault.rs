use std::{error, fmt};

use thiserror::Error;

use super::MAX_BYTES;
use crate::record::EntryError;

/// Everything that is wrong with a file that should be a record export, in its order; never empty.
#[derive(Debug)]
pub struct ExportFaults {
    /// The faults, at most `MAX_FAULTS`.
    pub faults: Vec<LineFault>,
    /// How many more there are.
    pub more: usize,
}

/// A fault and where it is.
#[derive(Debug, Error)]
#[error("line {line}: {problem}")]
pub struct LineFault {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What can be wrong with a line.
#[derive(Debug, Error)]
pub enum Problem {
    /// Another kind of file: say which files are read elsewhere.
    #[error(
        "this is not a record export; one begins with {{\"entries\":…,\"windward\":\"record\"}}"
    )]
    NotAnExport,
    /// A newer Windward wrote it: that one, or a later one, reads it.
    #[error("written in format {0} by a newer version; this version reads format 1")]
    Newer(u64),
    /// Larger than [`MAX_BYTES`]; no career is.
    #[error("the file has {} MB; a record export has at most {}", .0 >> 20, MAX_BYTES >> 20)]
    TooLarge(usize),
    /// Bytes that are no text: the file was damaged, or saved in another encoding.
    #[error("not in UTF-8; was the file saved in another encoding?")]
    Encoding,
    /// Not JSON, and so damaged by hand or on the way.
    #[error("not JSON: {0}")]
    Json(JsonFault),
    /// JSON that ends before it should.
    #[error("the line ends in the middle; was the file cut short?")]
    CutShort,
    /// JSON, but not what an entry looks like.
    #[error("not an entry of a record: {0}")]
    Entry(JsonFault),
    /// An entry that this version refuses.
    #[error(transparent)]
    Refused(EntryError),
    /// The text under a framework is not the one that its hash stands for.
    #[error("the text is not the framework it is named as; it was changed since it was written")]
    Framework,
    /// The same entry twice.
    #[error("the same entry as in line {0}")]
    Twice(usize),
    /// Lines are missing, or were added by hand.
    #[error(
        "the first line announces {announced} {what} and the file has {found}; it was cut short or changed"
    )]
    Count {
        /// Frameworks or entries.
        what: &'static str,
        /// How many there should be.
        announced: u64,
        /// How many there are.
        found: u64,
    },
}

/// A message about JSON without its line, which is that of the file and not of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFault(String);

impl From<serde_json::Error> for JsonFault {
    fn from(error: serde_json::Error) -> Self {
        let text = error.to_string();
        let Some((message, _)) = text.rsplit_once(" at line ") else {
            return Self(text);
        };
        Self(match error.column() {
            0 => message.to_owned(),
            column => format!("{message} (column {column})"),
        })
    }
}

impl fmt::Display for JsonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for JsonFault {}

impl error::Error for ExportFaults {}

/// One line a fault.
impl fmt::Display for ExportFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(f, "{newline}{fault}")?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}
