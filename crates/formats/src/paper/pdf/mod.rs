//! A paper as PDF: tagged for screen readers (PDF/UA-1), with bookmarks and page numbers.
//!
//! `faces.rs` makes glyphs of letters, `lines.rs` breaks them into lines, `strips.rs` and its neighbours make strips of
//! blocks, `pages.rs` puts strips on pages, `draw.rs` draws them, `tags.rs` keeps what a screen reader is told,
//! `fonts.rs` which glyphs were used, and `document.rs` puts the file together. It depends on the paper alone: the
//! same paper is the same bytes.

mod document;
mod draw;
mod faces;
mod fonts;
mod lines;
mod look;
mod outline;
mod pages;
mod strips;
mod table;
mod tags;

use super::{Block, Paper, Spans};

/// Bytes of text in one paper: some 250 pages. A packet of twelve pages has near 40,000.
const MOST_TEXT: usize = 1 << 20;

/// Cells, points and blocks of one paper, empty ones too.
const MOST_PARTS: usize = 50_000;

/// Why a paper could not be made a PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// There is more in it than anybody reads.
    #[error(
        "This is too long for a PDF: it may have as much text as some 250 pages. Leave something out, or take it as Markdown."
    )]
    TooLong,
    /// The library that writes PDF refused, which is a fault of the program.
    #[error(
        "This could not be written as PDF ({0}). Take it as Markdown for now, and please report it."
    )]
    Refused(String),
}

pub(super) fn write(paper: &Paper) -> Result<Vec<u8>, PdfError> {
    if too_long(paper) {
        return Err(PdfError::TooLong);
    }
    let mut tags = tags::Tags::default();
    let laid = strips::lay(paper, &mut tags);
    let pages = pages::fill(&laid.strips);
    document::write(paper, &laid, &pages, tags)
}

/// The characters of a paper that the faces have no glyph for, each once, in the order of their code points.
pub(super) fn missing(paper: &Paper) -> Vec<char> {
    let mut missing: Vec<char> = Vec::new();
    let mut look = |text: &str| missing.extend(text.chars().filter(|c| faces::is_missing(*c)));
    for_texts(paper, &mut look);
    missing.sort_unstable();
    missing.dedup();
    missing
}

fn too_long(paper: &Paper) -> bool {
    let (mut bytes, mut parts) = (0_usize, 0_usize);
    for_texts(paper, &mut |text: &str| {
        bytes = bytes.saturating_add(text.len());
        parts += 1;
    });
    bytes > MOST_TEXT || parts > MOST_PARTS
}

/// Every text of a paper.
fn for_texts(paper: &Paper, then: &mut dyn FnMut(&str)) {
    let fixed = [&paper.title, &paper.author, &paper.foot];
    for text in fixed.into_iter().chain(&paper.subtitle) {
        then(text);
    }
    for_blocks(&paper.blocks, then);
}

fn for_blocks(blocks: &[Block], then: &mut dyn FnMut(&str)) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } => then(text),
            Block::Text(text) => for_spans(text, then),
            Block::List(points) => points.iter().for_each(|it| for_spans(it, then)),
            Block::Quote { words, by, on, .. } => {
                for_spans(words, then);
                then(by);
                if let Some(on) = on {
                    then(on);
                }
            }
            Block::Whole(blocks) => for_blocks(blocks, then),
            Block::Table {
                caption,
                head,
                rows,
                ..
            } => {
                then(caption);
                for name in head {
                    then(name);
                }
                rows.iter().flatten().for_each(|it| for_spans(it, then));
            }
            Block::Facts(facts) => {
                for (name, what) in facts {
                    then(name);
                    for_spans(what, then);
                }
            }
            Block::NewPage => then(""),
        }
    }
}

fn for_spans(spans: &Spans, then: &mut dyn FnMut(&str)) {
    then("");
    for span in spans {
        then(span.text());
    }
}
