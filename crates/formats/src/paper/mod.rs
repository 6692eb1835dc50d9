//! Paper: a typed document that is read by others, as Markdown and as PDF.
//!
//! Whoever makes one (a packet, a résumé) says what it consists of and never how it looks: both forms are made here,
//! of the same [`Paper`]. Texts that a person wrote may go in as they are: nothing in them becomes markup.

mod markdown;
mod pdf;

use jiff::civil::Date;
use windward_core::views::words::Day;

pub use self::pdf::PdfError;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// What it is called; the title of the PDF too.
    pub title: String,
    /// A line below the title.
    pub subtitle: Option<String>,
    /// Whose document it is.
    pub author: String,
    /// The day that it speaks of.
    pub day: Date,
    /// A line at the foot of every page, beside the page number; empty where there is none.
    pub foot: String,
    /// What it consists of.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading. Levels go down by one at a time.
    Heading {
        /// How deep.
        level: Level,
        /// What it says.
        text: String,
    },
    /// A paragraph. A line break in it is one on paper, an empty line begins a new paragraph.
    Text(Spans),
    /// Points of a list.
    List(Vec<Spans>),
    /// What somebody said.
    Quote {
        /// The words.
        words: Spans,
        /// Who said them.
        by: String,
        /// When, where it is known.
        on: Option<String>,
        /// From whom we have them.
        kind: QuoteKind,
    },
    /// What is read as one: it begins a page where the rest of this one is too short for it. It has none within it.
    Whole(Vec<Block>),
    /// A table. It may go over several pages; its head is repeated there.
    Table {
        /// What it shows; read out, and printed above it.
        caption: String,
        /// What its columns are.
        head: Vec<String>,
        /// How the width is shared between the columns, in parts of their sum. A share that is missing is one part.
        shares: Vec<u8>,
        /// The cells. What is missing is empty; cells beyond the head get a column without a name.
        rows: Vec<Vec<Spans>>,
    },
    /// What is known, each under its name.
    Facts(Vec<(String, Spans)>),
    /// What follows begins a page.
    NewPage,
}

/// How deep a heading is; the title stands above all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A chief part of the document.
    One,
    /// A part of that.
    Two,
    /// A part of a part.
    Three,
}

/// From whom a quotation is. The two never look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteKind {
    /// They wrote or confirmed it themselves.
    Given,
    /// The author of the document noted it.
    NotedByMe,
}

/// A text in pieces.
pub type Spans = Vec<Span>;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// As it is.
    Plain(String),
    /// What matters most.
    Strong(String),
    /// What is stressed, or a remark about the rest.
    Emphasis(String),
    /// What leads somewhere. It leads to the web or a mailbox only; another address is printed and leads nowhere.
    Link {
        /// What it says.
        text: String,
        /// Where it leads.
        to: String,
    },
}

/// A text without any stress.
#[must_use]
pub fn plain(text: impl Into<String>) -> Spans {
    vec![Span::Plain(text.into())]
}

impl Paper {
    /// The document as Markdown (`CommonMark`, with the tables that most programs know).
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }

    /// The document as PDF: A4, tagged for screen readers, with bookmarks and page numbers.
    pub fn to_pdf(&self) -> Result<Vec<u8>, PdfError> {
        pdf::write(self)
    }

    /// The characters in it that a PDF has no glyph for, each once. They are drawn as ‘\u{fffd}’, so whoever offers a PDF
    /// says which they are.
    #[must_use]
    pub fn missing(&self) -> Vec<char> {
        pdf::missing(self)
    }

    /// Who and when, in one line. A document that is called after its author needs none.
    fn byline(&self) -> Option<String> {
        let (title, author) = (self.title.trim(), self.author.trim());
        match author {
            "" => Some(Day(self.day).to_string()),
            _ if author == title => None,
            _ => Some(format!("{author}, {}", Day(self.day))),
        }
    }
}

impl QuoteKind {
    /// What stands with a quotation, so that nobody takes one for the other.
    pub(crate) fn told(self, by: &str, on: Option<&str>) -> String {
        let by = by.trim();
        let told = match (self, by.is_empty()) {
            (Self::Given, false) => format!("{by}, in their own words"),
            (Self::Given, true) => "In their own words".to_owned(),
            // ‘Tom Okafor, head of sales,’: what one is stands between two commas.
            (Self::NotedByMe, false) if by.contains(',') => {
                format!("My own note of what {by}, said")
            }
            (Self::NotedByMe, false) => format!("My own note of what {by} said"),
            (Self::NotedByMe, true) => "My own note of what was said".to_owned(),
        };
        match on {
            Some(on) => format!("{told} ({on})"),
            None => told,
        }
    }
}

impl Span {
    /// What it says.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Plain(text)
            | Self::Strong(text)
            | Self::Emphasis(text)
            | Self::Link { text, .. } => text,
        }
    }

    fn text_mut(&mut self) -> &mut String {
        match self {
            Self::Plain(text)
            | Self::Strong(text)
            | Self::Emphasis(text)
            | Self::Link { text, .. } => text,
        }
    }
}

/// Where a link may lead from a document: the web or a mailbox.
pub(crate) fn leads_out(to: &str) -> bool {
    let lower = to.trim().to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:"];
    known.iter().any(|it| lower.starts_with(it))
        && !to
            .trim()
            .contains(|c: char| c.is_control() || c.is_whitespace())
}

/// How many columns a table has.
pub(crate) fn columns(head: &[String], rows: &[Vec<Spans>]) -> usize {
    rows.iter().map(Vec::len).max().unwrap_or(0).max(head.len())
}
