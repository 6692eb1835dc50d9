//! What a command prints: text for people, or JSON for programs.

use std::{
    borrow::Cow,
    env, fmt,
    fmt::Write as _,
    io::{self, IsTerminal, Write as _},
};

use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;

/// Columns that running text is broken at.
const WIDTH: usize = 100;

/// Headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// What is said beside the matter.
pub(crate) const DIM: Style = Style::new().dimmed();
/// Met and backed.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// A gap. Not red: it is no fault.
pub(crate) const OPEN: Style = AnsiColor::Yellow.on_default();
/// As the rest.
pub(crate) const PLAIN: Style = Style::new();

/// Text for standard output, gathered and then written in one go.
#[derive(Debug)]
pub(crate) struct Screen {
    text: String,
    coloured: bool,
}

/// A cell of a table.
#[derive(Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    pub(crate) fn new(text: impl Into<String>, style: Style) -> Self {
        let text = text.into();
        Self { text, style }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::new(text, PLAIN)
    }
}

/// Whether a stream takes colours: a terminal, unless <https://no-color.org> says no.
pub(crate) fn coloured(stream: &impl IsTerminal) -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|value| value == "dumb");
    stream.is_terminal() && !refused && !dumb
}

impl Screen {
    pub(crate) fn new() -> Self {
        Self {
            text: String::new(),
            coloured: coloured(&io::stdout()),
        }
    }

    pub(crate) const fn is_coloured(&self) -> bool {
        self.coloured
    }

    fn styled(&mut self, text: &str, style: Style) {
        let text = harmless(text);
        if self.coloured && style != PLAIN {
            _ = write!(self.text, "{style}{text}{style:#}");
        } else {
            self.text.push_str(&text);
        }
    }

    /// A line.
    pub(crate) fn line(&mut self, line: impl fmt::Display) {
        self.text.push_str(&harmless(&line.to_string()));
        self.gap();
    }

    /// Lines that have their colours already.
    pub(crate) fn drawn(&mut self, drawing: &str) {
        self.text.push_str(drawing);
        self.gap();
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A heading, with an empty line before it unless it is the first.
    pub(crate) fn heading(&mut self, heading: &str) {
        if !self.text.is_empty() {
            self.gap();
        }
        self.styled(heading, BOLD);
        self.gap();
    }

    /// Running text, broken into lines and indented.
    pub(crate) fn paragraph(&mut self, indent: usize, style: Style, text: &str) {
        for line in wrap(text, WIDTH.saturating_sub(indent)) {
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.styled(&line, style);
            self.gap();
        }
    }

    /// Rows with their columns aligned, indented by two. The last column is as long as it is.
    pub(crate) fn table(&mut self, rows: &[Vec<Cell>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.text.chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in rows {
            self.text.push_str("  ");
            let last = row.iter().rposition(|cell| !cell.text.is_empty());
            for (column, cell) in row.iter().enumerate().take(last.map_or(0, |last| last + 1)) {
                self.styled(&cell.text, cell.style);
                if Some(column) != last {
                    let pad = widths[column] - cell.text.chars().count() + 2;
                    self.text.extend(std::iter::repeat_n(' ', pad));
                }
            }
            self.gap();
        }
    }

    /// Writes it all to standard output.
    pub(crate) fn show(self) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(self.text.as_bytes())?;
        stdout.flush()
    }
}

/// Says what is waited for, to whoever is at the terminal.
pub(crate) fn hint(sentence: &str) {
    if io::stdin().is_terminal() {
        aside(sentence);
    }
}

/// Writes a sentence beside the matter to standard error.
pub(crate) fn aside(sentence: &str) {
    eprintln!("{}", harmless(sentence));
}

/// Writes a sentence to standard output.
pub(crate) fn say(sentence: impl fmt::Display) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}", harmless(&sentence.to_string()))?;
    stdout.flush()
}

/// Writes a value to standard output as JSON, spread over lines for reading.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    serde_json::to_writer_pretty(&mut stdout, value).map_err(io::Error::from)?;
    writeln!(stdout)?;
    Ok(stdout.flush()?)
}

/// Says what was done: a sentence for people, or a value for programs.
pub(crate) fn done(
    as_json: bool,
    value: &impl Serialize,
    sentence: impl fmt::Display,
) -> anyhow::Result<()> {
    if as_json {
        return json(value);
    }
    Ok(say(sentence)?)
}

/// What was imported may hold characters that do things to a terminal: they are shown as what they are, marks.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let harmful = |it: char| it.is_control() && it != '\n';
    if text.contains(harmful) {
        Cow::Owned(text.replace(harmful, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
            used = length;
        } else if used + 1 + length <= width {
            line.push(' ');
            line.push_str(word);
            used += 1 + length;
        } else {
            lines.push(word.to_owned());
            used = length;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Screen {
        Screen {
            text: String::new(),
            coloured: false,
        }
    }

    #[test]
    fn columns_are_aligned_by_characters_and_nothing_trails() {
        let mut screen = plain();
        screen.table(&[
            vec!["über".into(), "1".into(), "last".into()],
            vec!["a".into(), "22".into(), "".into()],
        ]);
        assert_eq!(screen.text, "  über  1   last\n  a     22\n");
    }

    #[test]
    fn nothing_that_was_imported_reaches_the_terminal_as_a_command() {
        let mut screen = plain();
        screen.line("Head\u{1b}[2J of\u{7} Product");
        screen.table(&[vec!["\u{9b}31m".into(), "x\r".into()]]);
        assert!(
            !screen.text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\r']),
            "{:?}",
            screen.text
        );
    }

    #[test]
    fn text_is_broken_between_words() {
        assert_eq!(wrap("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable", 4), ["unbreakable"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn colour_is_closed_where_it_ends() {
        let mut screen = plain();
        screen.coloured = true;
        screen.heading("Skills");
        assert_eq!(screen.text, "\u{1b}[1mSkills\u{1b}[0m\n");
    }
}
