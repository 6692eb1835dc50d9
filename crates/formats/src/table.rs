//! Tables: finds the heading wherever it stands, and reads the rows below it one by one.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder};

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
            // No heading is this long; cells are not made of a text without line breaks.
            if line.len() > 10_000 {
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

    /// How many rows there are, without reading them.
    pub(crate) fn count(&self) -> Counted {
        let mut counter = self.counter();
        counter.take(&self.text.as_bytes()[self.below.0..]);
        counter.finish()
    }

    fn counter(&self) -> Counter {
        let named = ["first name", "last name"];
        let starts = self.headings.iter().take(2).eq(&named);
        Counter {
            delimiter: self.delimiter,
            starts_with_name: starts,
            ..Counter::default()
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

/// Rows that were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counted {
    pub(crate) rows: usize,
    /// Those in which first and last name are empty, where these stand first.
    pub(crate) nameless: usize,
}

/// Counts the rows of a table that is never in memory as a whole: what is kept is one state, however long a cell is.
#[derive(Debug, Default)]
struct Counter {
    counted: Counted,
    delimiter: u8,
    starts_with_name: bool,
    quoted: bool,
    /// Whether the row has anything but separators and spaces.
    filled: bool,
    /// Separators before the first thing that was filled in.
    leading: usize,
}

impl Counter {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'"' => self.quoted = !self.quoted,
                b'\n' if !self.quoted => self.end(),
                it if *it == self.delimiter && !self.quoted => {
                    self.leading += usize::from(!self.filled);
                }
                it if it.is_ascii_whitespace() => {}
                _ => self.filled = true,
            }
        }
    }

    fn end(&mut self) {
        if self.filled {
            self.counted.rows += 1;
            self.counted.nameless += usize::from(self.starts_with_name && self.leading > 1);
        }
        (self.filled, self.leading) = (false, 0);
    }

    fn finish(mut self) -> Counted {
        self.end();
        self.counted
    }
}

/// Bytes of a table in which its heading is looked for when its rows are only counted.
const HEAD: usize = 64 << 10;

/// Counts the rows below the heading while they come by; `None` when this is no such table, or no text at all.
pub(crate) fn count_rows(
    mut from: impl Read,
    is_heading: impl Fn(&[String]) -> bool,
) -> io::Result<Option<Counted>> {
    let mut head = Vec::new();
    from.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    // A workbook, UTF-16 or whatever else it is: no rows to count.
    if head.starts_with(b"PK") || head.contains(&0) {
        return Ok(None);
    }
    // A letter that was cut in two is at the end, where no heading is.
    let text = match str::from_utf8(&head) {
        Ok(text) => text,
        Err(error) => str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    let Some(table) = Table::find(text.trim_start_matches('\u{feff}'), is_heading) else {
        return Ok(None);
    };
    let skipped = text.len() - table.text.len();
    let mut counter = table.counter();
    counter.take(&head[skipped + table.below.0..]);
    let mut chunk = [0; 16 << 10];
    loop {
        match from.read(&mut chunk)? {
            0 => return Ok(Some(counter.finish())),
            read => counter.take(&chunk[..read]),
        }
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
    fn rows_are_counted_without_being_kept() {
        let count = |text: &str| {
            let heading = |it: &[String]| it.iter().any(|it| it == "url");
            count_rows(text.as_bytes(), heading).unwrap()
        };
        let text =
            "Notes:\n\"a\nb\"\n\nFirst Name,Last Name,URL\nAda,B,u\n,,\r\n,,u\n\"x\ny\",,\n\nLee,,";
        let wanted = Counted {
            rows: 4,
            nameless: 1,
        };
        assert_eq!(count(text), Some(wanted));
        let bom = format!("\u{feff}{text}");
        assert_eq!(count(&bom), Some(wanted));
        assert_eq!(count("a,b\nc,d\n"), None);
        assert_eq!(count("PK\nurl\nc\n"), None);
        assert_eq!(count("url\nc\0\n"), None);
        let long = format!("url\n{}", "é,b\n".repeat(HEAD));
        assert_eq!(count(&long).unwrap().rows, HEAD);
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

    /// Hands out its bytes some at a time.
    struct Dripping<'t>(&'t [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(into.len());
            self.0.read(&mut into[..most])
        }
    }

    proptest! {
        #[test]
        fn what_is_counted_is_what_would_be_read(rows in prop::collection::vec(("[a-z\n]{0,3}", "[ b]{0,2}"), 0..9), cut in 1..50usize) {
            let lines = rows.iter().map(|(name, b)| format!("\"{name}\",{b}\r\n"));
            let text = format!("Note\nname,b\n{}", lines.collect::<String>());
            let read = table(&text).unwrap().rows().count();
            let heading = |it: &[String]| it.iter().any(|it| it == "name");
            let counted = count_rows(Dripping(text.as_bytes(), cut), heading).unwrap().unwrap();
            prop_assert_eq!(counted.rows, read);
        }

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
