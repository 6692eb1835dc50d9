//! Counts the rows of a table while it comes by, for what is not read.

use std::io::{self, Read};

use super::Table;

impl Table<'_> {
    fn counter(&self) -> Counter {
        Counter {
            delimiter: self.delimiter,
            ..Counter::default()
        }
    }
}

/// Counts the rows of a table that is never in memory as a whole: what is kept is one state, however long a cell is.
#[derive(Debug, Default)]
struct Counter {
    rows: usize,
    delimiter: u8,
    quoted: bool,
    /// Whether the row has anything but separators and spaces.
    filled: bool,
}

impl Counter {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'"' => self.quoted = !self.quoted,
                b'\n' if !self.quoted => self.end(),
                it if *it == self.delimiter && !self.quoted => {}
                it if it.is_ascii_whitespace() => {}
                _ => self.filled = true,
            }
        }
    }

    fn end(&mut self) {
        self.rows += usize::from(self.filled);
        self.filled = false;
    }

    fn finish(mut self) -> usize {
        self.end();
        self.rows
    }
}

/// Bytes of a table in which its heading is looked for when its rows are only counted.
const HEAD: usize = 64 << 10;

/// Counts the rows below the heading while they come by; `None` when this is no such table, or no text at all.
pub(crate) fn count_rows(
    mut from: impl Read,
    is_heading: impl Fn(&[String]) -> bool,
) -> io::Result<Option<usize>> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rows_are_counted_without_being_kept() {
        let count = |text: &str| {
            let heading = |it: &[String]| it.iter().any(|it| it == "url");
            count_rows(text.as_bytes(), heading).unwrap()
        };
        let text =
            "Notes:\n\"a\nb\"\n\nFirst Name,Last Name,URL\nAda,B,u\n,,\r\n,,u\n\"x\ny\",,\n\nLee,,";
        assert_eq!(count(text), Some(4));
        let bom = format!("\u{feff}{text}");
        assert_eq!(count(&bom), Some(4));
        assert_eq!(count("a,b\nc,d\n"), None);
        assert_eq!(count("PK\nurl\nc\n"), None);
        assert_eq!(count("url\nc\0\n"), None);
        let long = format!("url\n{}", "é,b\n".repeat(HEAD));
        assert_eq!(count(&long).unwrap(), HEAD);
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
            let table = Table::find(&text, |it| it.iter().any(|it| it == "name"));
            let read = table.unwrap().rows().count();
            let heading = |it: &[String]| it.iter().any(|it| it == "name");
            let counted = count_rows(Dripping(text.as_bytes(), cut), heading).unwrap().unwrap();
            prop_assert_eq!(counted, read);
        }
    }
}
