//! Blocks as strips: as much as must not be torn apart, from the top of the document to its end.

use super::{
    lines::{Line, Piece, set},
    look::{
        BETWEEN, BLOCKS, BODY, BOTTOM, BYLINE, COURSE, FULL, HEADINGS, INSET, Ink, LABEL, LEFT,
        LINE, Look, MEASURE, NAMES, POINTS, SAID_BY, SUBTITLE, TITLE, TOP, ascent,
    },
    table::{Cell, Row, WHOLE},
    tags::{Part, Role, Tags},
};
use crate::{
    paper::{Block, Level, Paper, QuoteKind, Span, Spans, plain},
    text::one_line,
};

/// What a page is filled with. Measures are in points, downwards from its own top.
#[derive(Debug, Default)]
pub(super) struct Strip {
    /// Space above; none at the top of a page.
    pub(super) above: f32,
    pub(super) height: f32,
    /// The next one stands on the same page.
    pub(super) keeps: bool,
    /// It begins a page.
    pub(super) new_page: bool,
    pub(super) marks: Vec<Mark>,
    /// The strips that are repeated where a page begins with this one: the head of its table.
    pub(super) head: Option<(usize, usize)>,
}

/// Something on a strip.
#[derive(Debug)]
pub(super) enum Mark {
    /// Words, with their base line.
    Text { piece: Piece, x: f32, y: f32 },
    /// A line across.
    Rule {
        x: f32,
        width: f32,
        y: f32,
        ink: Ink,
    },
    /// A bar beside the whole strip.
    Bar { x: f32, ink: Ink },
}

/// A heading that one can go to.
#[derive(Debug)]
pub(super) struct Bookmark {
    /// The title of the document is 0.
    pub(super) level: u16,
    pub(super) text: String,
    pub(super) strip: usize,
}

/// A document, laid.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) strips: Vec<Strip>,
    pub(super) bookmarks: Vec<Bookmark>,
}

pub(super) struct Layer<'a> {
    pub(super) tags: &'a mut Tags,
    pub(super) laid: Laid,
    /// The level of the last heading.
    level: u16,
    new_page: bool,
}

/// Lays a paper.
pub(super) fn lay(paper: &Paper, tags: &mut Tags) -> Laid {
    let mut layer = Layer {
        tags,
        laid: Laid::default(),
        level: 0,
        new_page: false,
    };
    layer.opening(paper);
    let mut before: Option<&Block> = None;
    for block in &paper.blocks {
        layer.block(block, before);
        before = Some(block);
    }
    layer.laid
}

impl Layer<'_> {
    fn opening(&mut self, paper: &Paper) {
        let title = one_line(&paper.title);
        let title = if title.is_empty() {
            "Untitled".to_owned()
        } else {
            title
        };
        self.heading(0, &title, &TITLE, 0.0);
        let mut below = |text: &str, look: &Look| {
            self.paragraphs(&plain(text), look, LEFT, FULL, 3.0, &mut |tags| {
                tags.part(None, Role::Paragraph)
            });
        };
        if let Some(subtitle) = &paper.subtitle {
            below(&one_line(subtitle), &SUBTITLE);
        }
        if let Some(byline) = paper.byline() {
            below(&one_line(&byline), &BYLINE);
        }
        for strip in &mut self.laid.strips {
            strip.keeps = true;
        }
        self.push(Strip {
            above: 9.0,
            height: 9.0,
            keeps: true,
            marks: vec![Mark::Rule {
                x: LEFT,
                width: FULL,
                y: 0.0,
                ink: LINE,
            }],
            ..Strip::default()
        });
    }

    fn block(&mut self, block: &Block, before: Option<&Block>) {
        match block {
            Block::Heading { level, text } => {
                let text = one_line(text);
                if text.is_empty() {
                    return;
                }
                // A level that is left out would puzzle whoever goes from heading to heading.
                let level = number(*level).min(self.level + 1);
                let (look, above, below) = HEADINGS[usize::from(level - 1)];
                let above = if matches!(before, Some(Block::Heading { .. })) {
                    BETWEEN
                } else {
                    above
                };
                self.heading(level, &text, &look, above);
                if let Some(last) = self.laid.strips.last_mut() {
                    last.height += below;
                }
            }
            Block::Text(text) => {
                let above = above(before);
                let first = self.laid.strips.len();
                self.paragraphs(text, &BODY, LEFT, MEASURE, above, &mut |tags| {
                    tags.part(None, Role::Paragraph)
                });
                // One line below a heading says when or where, and belongs to it.
                let lines = self.laid.strips.len() - first;
                if lines == 1 && matches!(before, Some(Block::Heading { .. })) {
                    self.keep_last();
                }
            }
            Block::List(points) => self.list(points, before),
            Block::Quote {
                words,
                by,
                on,
                kind,
            } => self.quote(words, &kind.told(by, on.as_deref()), *kind, before),
            Block::Whole(blocks) => self.whole(blocks, before),
            Block::Table {
                caption,
                head,
                shares,
                rows,
            } => self.table(caption, head, shares, rows),
            Block::Facts(facts) => self.facts(facts, before),
            Block::NewPage => self.new_page = true,
        }
    }

    fn heading(&mut self, level: u16, text: &str, look: &Look, above: f32) {
        self.level = level;
        let first = self.laid.strips.len();
        self.paragraphs(&plain(text), look, LEFT, FULL, above, &mut |tags| {
            tags.part(None, Role::Heading(level + 1, text.to_owned()))
        });
        for strip in &mut self.laid.strips[first..] {
            strip.keeps = true;
        }
        self.laid.bookmarks.push(Bookmark {
            level,
            text: text.to_owned(),
            strip: first,
        });
    }

    fn list(&mut self, points: &[Spans], before: Option<&Block>) {
        let list = self.tags.part(None, Role::List { bullets: true });
        let mut above = above(before);
        for point in points {
            let item = self.tags.part(Some(list), Role::Point);
            let mark = self.tags.part(Some(item), Role::Label);
            let body = self.tags.part(Some(item), Role::Body);
            let first = self.laid.strips.len();
            self.paragraphs(
                point,
                &BODY,
                LEFT + INSET,
                MEASURE - INSET,
                above,
                &mut |_| body,
            );
            let bullet = self.line(&plain("•"), &BODY, INSET, mark);
            if let Some(strip) = self.laid.strips.get_mut(first) {
                let bullet = bullet.into_iter().flat_map(|it| it.pieces);
                let bullet = bullet.map(|piece| Mark::Text {
                    piece,
                    x: LEFT + 3.0,
                    y: ascent(&BODY),
                });
                strip.marks.splice(0..0, bullet);
                above = POINTS;
            }
        }
    }

    /// Blocks on one page, where they fit on one.
    fn whole(&mut self, blocks: &[Block], before: Option<&Block>) {
        let first = self.laid.strips.len();
        let mut before = before;
        for block in blocks {
            self.block(block, before);
            before = Some(block);
        }
        let strips = &mut self.laid.strips[first..];
        let height: f32 = strips.iter().map(|it| it.above + it.height).sum();
        // What is higher than a page is torn somewhere, and better as it is torn by itself.
        if let [most @ .., _] = strips
            && height <= BOTTOM - TOP
        {
            for strip in most {
                strip.keeps = true;
            }
        }
    }

    /// What was given stands in quotation marks beside a bar, what one noted oneself has neither.
    fn quote(&mut self, words: &Spans, told: &str, kind: QuoteKind, before: Option<&Block>) {
        let told = one_line(told);
        let above = above(before).max(BETWEEN) + 3.0;
        let first = self.laid.strips.len();
        match kind {
            QuoteKind::Given => {
                let group = self.tags.part(None, Role::Quote);
                let mut part = |tags: &mut Tags| tags.part(Some(group), Role::Paragraph);
                let (x, width) = (LEFT + INSET, MEASURE - INSET);
                let words = in_quotation_marks(words);
                self.paragraphs(&words, &BODY, x, width, above, &mut part);
                self.keep_last();
                let by = plain(format!("— {told}"));
                self.paragraphs(&by, &SAID_BY, x, width, 2.0, &mut part);
                for (index, strip) in self.laid.strips[first..].iter_mut().enumerate() {
                    // The bar goes on between paragraphs.
                    if index > 0 {
                        strip.lift();
                    }
                    let x = LEFT + 2.0;
                    strip.marks.push(Mark::Bar { x, ink: COURSE });
                }
            }
            QuoteKind::NotedByMe => {
                let mut part = |tags: &mut Tags| tags.part(None, Role::Paragraph);
                let label = plain(format!("{told}:"));
                self.paragraphs(&label, &SAID_BY, LEFT, MEASURE, above, &mut part);
                self.keep_last();
                let (x, width) = (LEFT + INSET, MEASURE - INSET);
                self.paragraphs(words, &BODY, x, width, 0.0, &mut part);
            }
        }
    }

    fn facts(&mut self, facts: &[(String, Spans)], before: Option<&Block>) {
        let list = self.tags.part(None, Role::List { bullets: false });
        let mut above = above(before);
        let first = self.laid.strips.len();
        for (name, what) in facts {
            let item = self.tags.part(Some(list), Role::Point);
            let label = self.tags.part(Some(item), Role::Label);
            let body = self.tags.part(Some(item), Role::Body);
            let x = NAMES + 8.0;
            let name = plain(one_line(name));
            let cells = vec![
                Cell {
                    x: LEFT,
                    lines: self.cell(&name, &LABEL, NAMES, label),
                },
                Cell {
                    x: LEFT + x,
                    lines: self.cell(what, &BODY, MEASURE - x, body),
                },
            ];
            self.row(Row {
                cells,
                look: BODY,
                above,
                ..Row::default()
            });
            above = POINTS;
        }
        // A few facts are read together.
        let strips = &mut self.laid.strips[first..];
        if let [most @ .., _] = strips
            && most.len() < WHOLE
        {
            for strip in most {
                strip.keeps = true;
            }
        }
    }

    /// Paragraphs, one line a strip. Two lines at least stand together at the foot and at the top of a page.
    fn paragraphs(
        &mut self,
        spans: &[Span],
        look: &Look,
        x: f32,
        width: f32,
        above: f32,
        part: &mut dyn FnMut(&mut Tags) -> Part,
    ) {
        let mut above = above;
        for lines in set(self.tags, spans, look, width, part) {
            let count = lines.len();
            for (index, line) in lines.into_iter().enumerate() {
                self.push(Strip {
                    above,
                    height: look.leading,
                    keeps: stays(index, count),
                    marks: texts(line, x, ascent(look)),
                    ..Strip::default()
                });
                above = 0.0;
            }
            above = BETWEEN;
        }
    }

    /// What stands in a cell, paragraphs with an empty line between. Something stands in every cell: an empty one
    /// would be no cell to a screen reader.
    pub(super) fn cell(
        &mut self,
        spans: &[Span],
        look: &Look,
        width: f32,
        part: Part,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        for paragraph in set(self.tags, spans, look, width, &mut |_| part) {
            if !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.extend(paragraph);
        }
        if lines.is_empty() {
            lines.extend(self.line(&plain("\u{a0}"), look, width, part));
        }
        lines
    }

    fn line(&mut self, spans: &[Span], look: &Look, width: f32, part: Part) -> Option<Line> {
        let paragraphs = set(self.tags, spans, look, width, &mut |_| part);
        paragraphs.into_iter().flatten().next()
    }

    pub(super) fn push(&mut self, mut strip: Strip) {
        strip.new_page = std::mem::take(&mut self.new_page);
        self.laid.strips.push(strip);
    }

    pub(super) fn keep_last(&mut self) {
        if let Some(strip) = self.laid.strips.last_mut() {
            strip.keeps = true;
        }
    }
}

impl Strip {
    /// Makes the space above a part of the strip.
    fn lift(&mut self) {
        let by = std::mem::take(&mut self.above);
        self.height += by;
        for mark in &mut self.marks {
            match mark {
                Mark::Text { y, .. } | Mark::Rule { y, .. } => *y += by,
                Mark::Bar { .. } => {}
            }
        }
    }
}

/// Whether a line must not be the last one on a page.
pub(super) fn stays(index: usize, count: usize) -> bool {
    count > 1 && (index == 0 || index + 2 == count)
}

pub(super) fn texts(line: Line, x: f32, y: f32) -> Vec<Mark> {
    let pieces = line.pieces.into_iter();
    let marks = pieces.map(|piece| Mark::Text {
        x: x + piece.x,
        piece,
        y,
    });
    marks.collect()
}

fn number(level: Level) -> u16 {
    match level {
        Level::One => 1,
        Level::Two => 2,
        Level::Three => 3,
    }
}

/// The space above a block. Below a heading there is enough already.
fn above(before: Option<&Block>) -> f32 {
    match before {
        None | Some(Block::Heading { .. }) => 0.0,
        Some(Block::Text(_)) => BETWEEN,
        Some(_) => BLOCKS,
    }
}

fn in_quotation_marks(words: &Spans) -> Spans {
    let said: String = words.iter().map(Span::text).collect();
    if said.trim_start().starts_with(['“', '‘', '"', '«', '„']) {
        return words.clone();
    }
    let mut out = words.clone();
    if let Some(first) = out.first_mut() {
        let text = first.text_mut();
        *text = format!("“{}", text.trim_start());
    }
    if let Some(last) = out.last_mut() {
        let text = last.text_mut();
        *text = format!("{}”", text.trim_end());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{super::pages::fill, *};

    /// The pages that the lines of the last block stand on, below so many lines.
    fn pages_of_the_last(before: usize, lines: usize) -> Vec<usize> {
        let text = |lines: usize| Block::Text(plain(vec!["line"; lines].join("\n")));
        let paper = Paper {
            title: "A case".to_owned(),
            subtitle: None,
            author: String::new(),
            day: jiff::civil::date(2026, 11, 26),
            foot: String::new(),
            blocks: vec![text(before), Block::Whole(vec![text(lines), text(1)])],
        };
        let laid = lay(&paper, &mut Tags::default());
        let from = laid.strips.len() - lines - 1;
        let pages = fill(&laid.strips);
        let pages = pages.iter().enumerate();
        let mut pages: Vec<usize> = pages
            .filter(|(_, page)| page.iter().any(|it| it.strip >= from))
            .map(|(at, _)| at)
            .collect();
        pages.dedup();
        pages
    }

    #[test]
    fn what_is_read_as_one_is_torn_only_where_it_is_higher_than_a_page() {
        assert_eq!(pages_of_the_last(3, 20), [0]);
        assert_eq!(pages_of_the_last(30, 20), [1]);
        assert_eq!(pages_of_the_last(30, 100).len(), 3);
    }
}
