//! From pieces of text to lines of a width.
//!
//! Lines are broken at spaces, and after a hyphen, a dash or a slash between letters; a word that is longer than a
//! line is broken where the line ends. Lines end where their last word ends: nothing is stretched, nothing hyphenated.

use std::{ops::Range, rc::Rc};

use super::{
    faces::{Glyph, Shaped, shape},
    look::{COURSE, Face, Ink, Look},
    tags::{Part, Role, Tags},
};
use crate::paper::{Span, leads_out};

/// A stretch of text in one face and colour.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) shaped: Shaped,
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) ink: Ink,
    /// What it belongs to.
    pub(super) part: Part,
    /// Where it leads.
    pub(super) to: Option<String>,
}

/// A part of a run, on one line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) run: Rc<Run>,
    pub(super) glyphs: Range<usize>,
    /// From the beginning of the line.
    pub(super) x: f32,
}

impl Piece {
    /// The letters of it, in the text of its run.
    pub(super) fn letters(&self) -> Range<usize> {
        let glyphs = &self.run.shaped.glyphs[self.glyphs.clone()];
        let start = glyphs.iter().map(|it| it.letters.start).min();
        let end = glyphs.iter().map(|it| it.letters.end).max();
        start.unwrap_or(0)..end.unwrap_or(0)
    }
}

/// A line, set.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// Without the space that it ends in.
    pub(super) width: f32,
}

/// Texts as lines of a width: paragraphs, each of at least one line. Every paragraph belongs to the part that
/// `part` makes for it.
pub(super) fn set(
    tags: &mut Tags,
    spans: &[Span],
    look: &Look,
    width: f32,
    part: &mut dyn FnMut(&mut Tags) -> Part,
) -> Vec<Vec<Line>> {
    let mut paragraphs = Vec::new();
    for written in paragraphs_of(spans) {
        let part = part(tags);
        let mut lines = Vec::new();
        for line in written {
            let runs: Vec<Rc<Run>> = line
                .iter()
                .map(|words| Rc::new(run(tags, words, look, part)))
                .collect();
            break_into(&runs, width, &mut lines);
        }
        paragraphs.push(lines);
    }
    paragraphs
}

/// Words of one kind.
struct Words<'a> {
    text: String,
    span: &'a Span,
}

fn run(tags: &mut Tags, words: &Words<'_>, look: &Look, part: Part) -> Run {
    let face = match words.span {
        Span::Plain(_) | Span::Link { .. } => look.face,
        Span::Strong(_) => Face::Semibold,
        Span::Emphasis(_) if look.face == Face::Italic => Face::Regular,
        Span::Emphasis(_) => Face::Italic,
    };
    let to = match words.span {
        Span::Link { to, .. } if leads_out(to) => Some(to.trim().to_owned()),
        _ => None,
    };
    Run {
        shaped: shape(&words.text, face),
        face,
        size: look.size,
        ink: if to.is_some() { COURSE } else { look.ink },
        part: match to {
            Some(_) => tags.part(Some(part), Role::Link),
            None => part,
        },
        to,
    }
}

/// The lines that a person typed, by paragraph; an empty line begins a new one. Spaces are taken together.
fn paragraphs_of(spans: &[Span]) -> Vec<Vec<Vec<Words<'_>>>> {
    let mut written = Written::default();
    for span in spans {
        let text = shown(span).replace("\r\n", "\n").replace('\r', "\n");
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                written.end_line();
            }
            let last = written.line.last();
            let text = one_space(part, last.is_none_or(|it| it.text.ends_with(' ')));
            if !text.is_empty() {
                written.line.push(Words { text, span });
            }
        }
    }
    written.end_line();
    written.end_line();
    written.paragraphs
}

/// What was read so far.
#[derive(Default)]
struct Written<'a> {
    paragraphs: Vec<Vec<Vec<Words<'a>>>>,
    paragraph: Vec<Vec<Words<'a>>>,
    line: Vec<Words<'a>>,
}

impl Written<'_> {
    fn end_line(&mut self) {
        if let Some(last) = self.line.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
        }
        self.line.retain(|it| !it.text.is_empty());
        if !self.line.is_empty() {
            self.paragraph.push(std::mem::take(&mut self.line));
        } else if !self.paragraph.is_empty() {
            self.paragraphs.push(std::mem::take(&mut self.paragraph));
        }
    }
}

/// What a span prints; an address that leads nowhere is printed beside its words.
fn shown(span: &Span) -> String {
    match span {
        Span::Link { text, to } if !leads_out(to) && text.trim() != to.trim() => {
            format!("{text} ({to})")
        }
        _ => span.text().to_owned(),
    }
}

fn one_space(text: &str, mut after_space: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let is_space = c.is_whitespace() && !is_fixed(c);
        if !is_space {
            out.push(c);
        } else if !after_space {
            out.push(' ');
        }
        after_space = is_space;
    }
    out
}

/// Spaces at which nothing is broken.
fn is_fixed(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// A glyph among those of a line.
struct Item {
    run: usize,
    glyph: usize,
    width: f32,
    is_space: bool,
    /// A line may end after it.
    may_break: bool,
    /// It begins a letter; some letters are several glyphs.
    begins: bool,
}

/// Breaks what stands on one line into as many as it takes.
fn break_into(runs: &[Rc<Run>], width: f32, lines: &mut Vec<Line>) {
    let items = items_of(runs);
    let mut start = 0;
    let mut last_break = None;
    let mut so_far = 0.0;
    for (index, item) in items.iter().enumerate() {
        so_far += item.width;
        while so_far > width && !item.is_space && index > start {
            let within = (start + 1..=index).rev().find(|it| items[*it].begins);
            let cut = last_break.or(within).unwrap_or(index);
            lines.push(line(runs, &items[start..cut]));
            start = cut;
            last_break = None;
            so_far = items[start..=index].iter().map(|it| it.width).sum();
        }
        if item.may_break {
            last_break = Some(index + 1);
        }
    }
    if start < items.len() || items.is_empty() {
        lines.push(line(runs, &items[start..]));
    }
}

fn items_of(runs: &[Rc<Run>]) -> Vec<Item> {
    let mut items = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        let text = run.shaped.text.as_str();
        let mut before = None;
        for (index, glyph) in run.shaped.glyphs.iter().enumerate() {
            let letters = glyph.letters.clone();
            let c = text[letters.clone()].chars().next_back();
            items.push(Item {
                run: number,
                glyph: index,
                width: glyph.advance * run.size,
                is_space: c == Some(' '),
                may_break: c.is_some_and(|c| c == ' ' || parts_words(c, text, &letters)),
                begins: before != Some(letters.start),
            });
            before = Some(letters.start);
        }
    }
    items
}

/// Whether a line may end after this sign: it stands between two letters or figures.
fn parts_words(c: char, text: &str, at: &Range<usize>) -> bool {
    let before = text[..at.start].chars().next_back();
    let after = text[at.end..].chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '-' | '\u{2010}' | '/' => is_word(before) && is_word(after),
        '\u{2013}' | '\u{2014}' => after.is_some_and(|it| it != ' '),
        _ => false,
    }
}

fn line(runs: &[Rc<Run>], items: &[Item]) -> Line {
    let mut line = Line::default();
    let mut x = 0.0;
    for of_run in items.chunk_by(|a, b| a.run == b.run) {
        let (Some(first), Some(last)) = (of_run.first(), of_run.last()) else {
            continue;
        };
        let width: f32 = of_run.iter().map(|it| it.width).sum();
        line.pieces.push(Piece {
            run: Rc::clone(&runs[first.run]),
            glyphs: first.glyph..last.glyph + 1,
            x,
        });
        x += width;
    }
    let spaces = items.iter().rev().take_while(|it| it.is_space);
    let spaces: f32 = spaces.map(|it| it.width).sum();
    line.width = x - spaces;
    line
}

/// How wide a text is in one line.
pub(super) fn width_of(glyphs: &[Glyph], size: f32) -> f32 {
    glyphs.iter().map(|it| it.advance * size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{pdf::look::BODY, plain};

    fn texts(spans: &[Span], width: f32) -> Vec<Vec<String>> {
        let mut tags = Tags::default();
        let paragraphs = set(&mut tags, spans, &BODY, width, &mut |tags| {
            tags.part(None, Role::Paragraph)
        });
        let text = |line: &Line| {
            let pieces = line.pieces.iter();
            let text: String = pieces.map(|it| &it.run.shaped.text[it.letters()]).collect();
            let glyphs = line.pieces.iter().map(|it| it.glyphs.len()).sum::<usize>();
            let is_one = glyphs - (text.len() - text.trim_end().len()) < 2;
            assert!(line.width < width + 0.01 || is_one, "{text}");
            text
        };
        paragraphs
            .iter()
            .map(|lines| lines.iter().map(text).collect())
            .collect()
    }

    #[test]
    fn lines_end_at_spaces_and_keep_them() {
        let lines = texts(&plain("one two  three\tfour"), 42.0);
        assert_eq!(lines, [["one two ", "three ", "four"]]);
    }

    #[test]
    fn a_line_break_is_kept_and_an_empty_line_parts_paragraphs() {
        let lines = texts(&plain("\n\na\nb \n \nc\n"), 400.0);
        assert_eq!(lines, [vec!["a", "b"], vec!["c"]]);
    }

    #[test]
    fn stress_in_the_middle_of_a_word_does_not_break_it() {
        let spans = [
            Span::Plain("so un".to_owned()),
            Span::Strong("believable".to_owned()),
            Span::Plain(" it is".to_owned()),
        ];
        let lines = texts(&spans, 66.0);
        assert_eq!(lines, [["so ", "unbelievable ", "it is"]]);
    }

    #[test]
    fn hyphens_and_slashes_part_words_and_long_words_are_cut() {
        let lines = texts(&plain("mid-year and/or 2-3"), 25.0);
        assert_eq!(lines, [["mid-", "year ", "and/", "or 2-", "3"]]);
        let lines = texts(&plain("w".repeat(40)), 60.0);
        assert!(lines[0].len() > 4);
        assert_eq!(lines[0].concat(), "w".repeat(40));
    }

    proptest::proptest! {
        #[test]
        fn no_letter_is_lost(text in "[a-zé漢🙂/ \\n-]{0,80}", width in 5.0_f32..200.0) {
            let lines: String = texts(&plain(text.clone()), width).concat().concat();
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let drawn = text.replace(['漢', '🙂'], "\u{fffd}");
            proptest::prop_assert_eq!(squeezed(&lines), squeezed(&drawn));
        }
    }
}
