//! Tables: finds the heading wherever it stands, and reads the rows below it one by one.

mod count;
mod write;

use csv::{ByteRecord, ReaderBuilder};

pub(crate) use self::{
    count::count_rows,
    write::{as_it_was, write_row},
};
use crate::{limits, text::fold};

/// A table with its heading found.
#[derive(Debug)]
pub(crate) struct Table<'t> {
    text: &'t str,
    /// Byte of the first line below the heading, and that line's number from 1.
    below: (usize, u64),
    delimiter: u8,
    /// The headings, folded, without the number that pandas appends to a doubled one.
    pub(crate) headings: Vec<String>,
}

/// One row below the heading.
#[derive(Debug)]
pub(crate) struct Row {
    /// The line it begins on, from 1.
    pub(crate) line: u64,
    pub(crate) cells: Vec<String>,
}

/// Why a row cannot be taken as it is.
#[derive(Debug)]
pub(crate) struct BadRow {
    pub(crate) line: u64,
    pub(crate) what: String,
    pub(crate) reason: String,
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

impl<'t> Table<'t> {
    /// Finds the first line that `is_heading` accepts, whatever separates its cells and whatever stands above.
    ///
    /// Looks at [`limits::HEADING_LINES`] lines. They are read one by one: a quotation mark in what stands above
    /// the heading cannot swallow it.
    pub(crate) fn find(text: &'t str, is_heading: impl Fn(&[String]) -> bool) -> Option<Self> {
        let mut start = 0;
        for (number, line) in (1..).zip(text.split_inclusive('\n').take(limits::HEADING_LINES)) {
            start += line.len();
            if line.len() > limits::HEADING {
                continue;
            }
            // A line without any of them is one cell, whatever it is cut at.
            let there = DELIMITERS
                .into_iter()
                .filter(|it| line.contains(char::from(*it)));
            let cut_at = there.chain([DELIMITERS[0]]);
            for delimiter in cut_at {
                let headings = headings(line, delimiter);
                if is_heading(&headings) {
                    return Some(Self {
                        text,
                        below: (start, number + 1),
                        delimiter,
                        headings,
                    });
                }
            }
        }
        None
    }

    /// The rows below the heading in order. Blank ones, and the heading where it comes again, are none.
    pub(crate) fn rows(&self) -> Rows<'_, 't> {
        Rows {
            table: self,
            at: self.below,
            reader: self.reader(self.below.0),
            base: self.below.0,
            unclosed: 0,
        }
    }

    fn reader(&self, from: usize) -> csv::Reader<&'t [u8]> {
        ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(&self.text.as_bytes()[from..])
    }
}

fn headings(line: &str, delimiter: u8) -> Vec<String> {
    let mut record = ByteRecord::new();
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .from_reader(line.as_bytes());
    if !reader.read_byte_record(&mut record).unwrap_or_default() {
        return Vec::new();
    }
    let cells = record.iter().take(limits::CELLS);
    cells
        .map(|cell| heading(&String::from_utf8_lossy(cell)))
        .collect()
}

/// ‘Creation Date.1’, `Start_Date` and ‘ start date: ’ head the column that ‘start date’ heads.
fn heading(cell: &str) -> String {
    let folded = fold(cell).replace('_', " ");
    let folded = folded.trim_matches([' ', ':', '*', '"']);
    match folded.rsplit_once('.') {
        Some((name, number))
            if !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit()) =>
        {
            name.to_owned()
        }
        _ => folded.to_owned(),
    }
}

/// Walks down a table.
#[derive(Debug)]
pub(crate) struct Rows<'a, 't> {
    table: &'a Table<'t>,
    /// Byte and line up to which lines have been counted.
    at: (usize, u64),
    reader: csv::Reader<&'t [u8]>,
    /// Byte at which the reader began.
    base: usize,
    unclosed: usize,
}

impl Iterator for Rows<'_, '_> {
    type Item = Result<Row, BadRow>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = ByteRecord::new();
        loop {
            // Reading from memory with `flexible` has no way to fail; if it did, the table would end here.
            if !self
                .reader
                .read_byte_record(&mut record)
                .unwrap_or_default()
            {
                return None;
            }
            let text = self.table.text;
            let start = record
                .position()
                .map_or(self.base, |it| self.base + position(it.byte()));
            let end = self.base + position(self.reader.position().byte());
            // Blank lines before a record count to it.
            let blank =
                text[start..end].len() - text[start..end].trim_start_matches(['\r', '\n']).len();
            let start = start + blank;
            self.at.1 += newlines(&text[self.at.0..start]);
            self.at.0 = start;
            let line = self.at.1;

            let swallowed = text[start..end]
                .trim_end_matches(['\r', '\n'])
                .contains('\n');
            if end == text.len() && swallowed && text[start..].matches('"').count() % 2 == 1 {
                return Some(Err(self.recover(line)));
            }
            let mut cells: Vec<String> = record
                .iter()
                .take(limits::CELLS)
                .map(|cell| String::from_utf8_lossy(cell).into_owned())
                .collect();
            if cells.iter().all(|cell| cell.trim().is_empty()) || self.is_heading(&cells) {
                continue;
            }
            let headed = self.table.headings.len();
            let surplus = cells.get(headed..).unwrap_or_default();
            if surplus.iter().any(|cell| !cell.trim().is_empty()) {
                let reason = format!(
                    "The row has {} cells under {headed} headings; a cell with a comma in it needs quotation marks around it.",
                    record.len(),
                );
                let what = cells.join(", ");
                return Some(Err(BadRow { line, what, reason }));
            }
            cells.truncate(headed);
            return Some(Ok(Row { line, cells }));
        }
    }
}

impl Rows<'_, '_> {
    /// A quotation mark that is never closed has swallowed the rest of the table: gives up its line alone and
    /// reads on below it, [`limits::UNCLOSED`] times at most.
    fn recover(&mut self, line: u64) -> BadRow {
        let text = self.table.text;
        let start = self.at.0;
        let length = text[start..]
            .find('\n')
            .map_or(text.len() - start, |at| at + 1);
        self.unclosed += 1;
        let (next, reason) = if self.unclosed > limits::UNCLOSED {
            (
                text.len(),
                "Too many quotation marks are never closed; this line and all below it are left out.",
            )
        } else {
            (
                start + length,
                "A quotation mark in this line is never closed; put one more, or take it away.",
            )
        };
        self.base = next;
        self.reader = self.table.reader(next);
        BadRow {
            line,
            what: text[start..start + length].trim().to_owned(),
            reason: reason.to_owned(),
        }
    }

    fn is_heading(&self, cells: &[String]) -> bool {
        let headings = &self.table.headings;
        cells.len() == headings.len()
            && cells
                .iter()
                .zip(headings)
                .all(|(cell, heading)| cell.len() <= 200 && self::heading(cell) == *heading)
    }
}

/// The first cell with something in it of those that `wanted` accepts: a doubled column counts once.
pub(crate) fn cell<'r>(
    headings: &[String],
    row: &'r Row,
    wanted: impl Fn(&str) -> bool,
) -> Option<&'r str> {
    let cells = headings.iter().zip(&row.cells);
    let mut filled = cells.filter(|(heading, cell)| wanted(heading) && !cell.trim().is_empty());
    filled.next().map(|(_, cell)| cell.as_str())
}

fn position(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

fn newlines(text: &str) -> u64 {
    text.bytes().map(|byte| u64::from(byte == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(text: &str) -> Option<Table<'_>> {
        Table::find(text, |headings| headings.iter().any(|it| it == "name"))
    }

    fn read(text: &str) -> Vec<String> {
        let table = table(text).unwrap();
        table
            .rows()
            .map(|row| match row {
                Ok(row) => format!("{}: {}", row.line, row.cells.join("|")),
                Err(bad) => format!("{}! {}", bad.line, bad.what),
            })
            .collect()
    }

    #[test]
    fn the_heading_is_found_below_a_preamble_of_any_kind() {
        let note = "Notes:\n\"You may see \"\"missing\"\" rows\"\n\n5\" left\nName,Age\nKim,4\n";
        assert_eq!(read(note), ["6: Kim|4"]);
        let long = format!("{}Name\nKim\n", "-\n".repeat(limits::HEADING_LINES - 1));
        assert_eq!(read(&long), [format!("{}: Kim", limits::HEADING_LINES + 1)]);
        assert!(table(&format!("-\n{long}")).is_none());
    }

    #[test]
    fn every_separator_and_line_ending_is_read() {
        for text in [
            "sep=;\nname;age\nKim;4\n",
            "name\tage\r\nKim\t4",
            "name|age\nKim|4\r\n",
        ] {
            assert_eq!(read(text).concat().split_once(": ").unwrap().1, "Kim|4");
        }
    }

    #[test]
    fn lines_are_counted_through_blank_rows_and_line_breaks_in_cells() {
        let text = "name,note\n\n\nKim,\"a\nb\"\n,\n\nLee,c\nName,Note\nAda,d\n";
        assert_eq!(read(text), ["4: Kim|a\nb", "8: Lee|c", "10: Ada|d"]);
    }

    #[test]
    fn ragged_rows_are_read_unless_cells_have_moved() {
        assert_eq!(
            read("name,age\nKim\nLee,4,,\nAcme, Inc.,4\n"),
            ["2: Kim", "3: Lee|4", "4! Acme,  Inc., 4"]
        );
    }

    #[test]
    fn a_quotation_mark_left_open_costs_its_own_line_only() {
        assert_eq!(
            read("name,age\nKim,1\n\"Lee,2\nAda,3\nBo,4\n"),
            ["2: Kim|1", "3! \"Lee,2", "4: Ada|3", "5: Bo|4"]
        );
        let many = format!("name,x\n{}", "\"a\n\n\"b,\"c\"\n".repeat(201));
        assert!(read(&many).len() <= 402);
    }

    #[test]
    fn headings_lose_what_programs_add_to_them() {
        let headings = [
            "Creation Date.1",
            "Start_Date",
            " Start  date:",
            "v1.0",
            "\u{feff}Name",
        ]
        .map(heading);
        assert_eq!(
            headings,
            ["creation date", "start date", "start date", "v1", "name"]
        );
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "([a-c,;\"\u{e9}]|\r?\n){0,80}") {
            let text = format!("name,b\n{text}");
            let lines = text.split('\n').count() as u64;
            let mut last = 0;
            for row in table(&text).unwrap().rows() {
                let line = row.map_or_else(|it| it.line, |it| it.line);
                prop_assert!(last < line && line <= lines, "{} after {} of {}", line, last, lines);
                last = line;
            }
        }
    }
}
