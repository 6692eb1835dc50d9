//! The list of writes that were sent, with what was answered, and how it compares with what is there.

use std::collections::{HashMap, HashSet};

/// What begins the mark of a write. It is in the text of every entry that the write makes, and nowhere else.
pub const MARK: &str = "ledger-";

/// What became of a write, as far as whoever sent it knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was sent and no answer came: it may be there, whole, or not.
    Unanswered,
    /// The answer said that it is done: it has to be there for good.
    Acknowledged,
    /// The answer said that nothing was written: it must not be there.
    Refused,
}

/// A form that was sent.
#[derive(Debug, Clone)]
pub struct Write {
    /// What is in the text of each of its entries.
    pub mark: String,
    /// How many entries it makes.
    pub entries: usize,
    /// Where it was sent.
    pub path: String,
    /// The form, to send it once more.
    pub form: String,
    /// What became of it.
    pub fate: Fate,
}

/// The mark of the write of that number: with a checksum, so that a mark that was garbled is nobody’s.
#[must_use]
pub fn mark(run: u64, number: u64) -> String {
    let text = format!("{run:x}-{number:x}");
    // FNV-1a.
    let check = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{MARK}{text}-{:08x}.", check & 0xffff_ffff)
}

/// Where writes and what is there differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Acknowledged and not there.
    pub lost: Vec<String>,
    /// There in part.
    pub half: Vec<String>,
    /// There more than once.
    pub doubled: Vec<String>,
    /// There although it was refused.
    pub refused: Vec<String>,
    /// There and sent by nobody.
    pub foreign: Vec<String>,
}

impl Differences {
    /// Whether all is as it has to be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares writes with a record export, an entry a line.
#[must_use]
pub fn compare<'a>(writes: impl IntoIterator<Item = &'a Write>, export: &str) -> Differences {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for line in export.lines() {
        for mark in marks(line) {
            *counts.entry(mark).or_default() += 1;
        }
    }
    let mut found = Differences::default();
    for write in writes {
        let count = counts.remove(write.mark.as_str()).unwrap_or(0);
        let list = match (write.fate, count) {
            (Fate::Acknowledged, 0) => &mut found.lost,
            (Fate::Unanswered | Fate::Refused, 0) => continue,
            (Fate::Refused, count) if count == write.entries => &mut found.refused,
            (_, count) if count < write.entries => &mut found.half,
            (_, count) if count > write.entries => &mut found.doubled,
            _ => continue,
        };
        list.push(write.mark.clone());
    }
    found.foreign = counts.into_keys().map(str::to_owned).collect();
    found.foreign.sort();
    found
}

/// The marks in a line, each once.
#[must_use]
pub fn marks(line: &str) -> HashSet<&str> {
    let starts = line.match_indices(MARK);
    let marks = starts.filter_map(|(at, _)| {
        let end = line[at..].find('.')?;
        Some(&line[at..=at + end])
    });
    marks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(number: u64, entries: usize, fate: Fate) -> Write {
        Write {
            mark: mark(1, number),
            entries,
            path: "/evidence".to_owned(),
            form: String::new(),
            fate,
        }
    }

    fn line(number: u64) -> String {
        let mark = mark(1, number);
        format!("{{\"what\":\"{mark}\",\"note\":\"{mark} again\"}}\n")
    }

    #[test]
    fn every_way_to_differ_is_told_apart() {
        let writes = [
            write(1, 1, Fate::Acknowledged),
            write(2, 1, Fate::Acknowledged),
            write(3, 3, Fate::Acknowledged),
            write(4, 3, Fate::Unanswered),
            write(5, 1, Fate::Unanswered),
            write(6, 1, Fate::Acknowledged),
            write(7, 1, Fate::Refused),
            write(8, 1, Fate::Refused),
        ];
        let there = [1, 3, 3, 4, 4, 4, 6, 6, 7, 9];
        let export: String = there.into_iter().map(line).collect();
        let found = compare(&writes, &export);
        let one = |number| vec![mark(1, number)];
        assert_eq!(found.lost, one(2));
        assert_eq!(found.half, one(3));
        assert_eq!(found.doubled, one(6));
        assert_eq!(found.refused, one(7));
        assert_eq!(found.foreign, one(9));
        let whole: String = [1, 4, 4, 4].into_iter().map(line).collect();
        assert!(compare([&writes[0], &writes[3], &writes[4], &writes[7]], &whole).is_empty());
    }
}
