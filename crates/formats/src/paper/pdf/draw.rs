//! Strips of a page as the operations that draw them.

use pdf_writer::{
    Content, Finish, Name, Rect, Ref, Str, TextStr,
    types::{ArtifactAttachment, ArtifactSubtype, ArtifactType},
};

use super::{
    document::Links,
    faces::Glyph,
    fonts::Fonts,
    lines::{Line, Piece, width_of},
    look::{BAR, COURSE, HAIR, Ink, PAGE_HEIGHT},
    pages::Placed,
    strips::{Mark, Strip},
    tags::Tags,
};
use crate::text::one_line;

/// A page that is being drawn.
pub(super) struct Canvas<'a> {
    pub(super) content: Content,
    pub(super) fonts: &'a mut Fonts,
    pub(super) tags: &'a mut Tags,
    pub(super) links: &'a mut Links,
    pub(super) refs: &'a mut Ref,
    /// Which page.
    pub(super) page: usize,
    /// For everything that was drawn and means something: the part it belongs to, in the order of its numbers.
    pub(super) parts: Vec<Ref>,
}

impl Canvas<'_> {
    pub(super) fn strip(&mut self, strip: &Strip, placed: &Placed) {
        for mark in &strip.marks {
            match mark {
                Mark::Text { piece, x, y } if placed.again => {
                    self.aside(ArtifactType::Pagination, None);
                    self.glyphs(piece, *x, placed.y + y);
                    self.content.end_marked_content();
                }
                Mark::Text { piece, x, y } => self.text(piece, *x, placed.y + y),
                Mark::Rule { x, width, y, ink } => {
                    let area = (*x, placed.y + y - HAIR / 2.0, *width, HAIR);
                    self.fill(*ink, area);
                }
                Mark::Bar { x, ink } => {
                    self.fill(*ink, (*x, placed.y, BAR, strip.height));
                }
            }
        }
    }

    /// Lines at the foot of the page, and its number.
    pub(super) fn foot(&mut self, lines: &[(f32, f32, &Line)]) {
        self.aside(ArtifactType::Pagination, Some(ArtifactSubtype::Footer));
        for (x, y, line) in lines {
            for piece in &line.pieces {
                self.glyphs(piece, x + piece.x, *y);
            }
        }
        self.content.end_marked_content();
    }

    fn text(&mut self, piece: &Piece, x: f32, y: f32) {
        let number = i32::try_from(self.parts.len()).unwrap_or(i32::MAX);
        let truth = piece.run.shaped.in_truth(&piece.letters());
        let mut marked = self
            .content
            .begin_marked_content_with_properties(Name(b"Span"));
        let mut properties = marked.properties();
        properties.identify(number);
        if let Some(truth) = &truth {
            properties.actual_text(TextStr(truth));
        }
        properties.finish();
        marked.finish();
        self.glyphs(piece, x, y);
        self.content.end_marked_content();
        let part = piece.run.part;
        self.parts
            .push(self.tags.drawn(part, self.page, number, self.refs));
        let Some(to) = &piece.run.to else { return };
        let (size, width) = (piece.run.size, visible_width(piece));
        self.fill(COURSE, (x, y + size * 0.14, width, HAIR));
        let bottom = PAGE_HEIGHT - (y + size * 0.3);
        let area = Rect::new(x, bottom, x + width.max(1.0), bottom + size * 1.1);
        let words = one_line(&piece.run.shaped.text);
        let id = self.refs.bump();
        let element = self.tags.leads(part, self.page, id, self.refs);
        self.links.add(self.page, id, element, area, to, &words);
    }

    fn glyphs(&mut self, piece: &Piece, x: f32, y: f32) {
        let run = &piece.run;
        self.ink(run.ink);
        self.content.begin_text();
        self.content.set_font(Fonts::name(run.face), run.size);
        self.content.next_line(x, PAGE_HEIGHT - y);
        // Glyphs of one height are shown together; marks above letters have one of their own.
        let glyphs = &run.shaped.glyphs[piece.glyphs.clone()];
        for group in glyphs.chunk_by(|a, b| same(a.y, b.y)) {
            let rise = group.first().map_or(0.0, |it| it.y) * run.size;
            if rise != 0.0 {
                self.content.set_rise(rise);
            }
            self.show(piece, group);
            if rise != 0.0 {
                self.content.set_rise(0.0);
            }
        }
        self.content.end_text();
    }

    fn show(&mut self, piece: &Piece, glyphs: &[Glyph]) {
        let run = &piece.run;
        let mut operation = self.content.show_positioned();
        let mut items = operation.items();
        let mut text: Vec<u8> = Vec::with_capacity(glyphs.len() * 2);
        // An adjustment goes to the left, in thousandths of the size.
        let mut adjust = 0.0_f32;
        for glyph in glyphs {
            adjust -= glyph.x * 1000.0;
            if adjust.abs() > 0.4 {
                if !text.is_empty() {
                    items.show(Str(&text));
                    text.clear();
                }
                items.adjust(adjust);
                adjust = 0.0;
            }
            let number = self.fonts.number(run.face, glyph, &run.shaped);
            text.extend(number.to_be_bytes());
            adjust += (glyph.x + glyph.width - glyph.advance) * 1000.0;
        }
        if !text.is_empty() {
            items.show(Str(&text));
        }
        if adjust.abs() > 0.4 {
            items.adjust(adjust);
        }
    }

    /// A box of one colour that says nothing: from the left, from the top, its width and height.
    pub(super) fn fill(&mut self, ink: Ink, (x, y, width, height): (f32, f32, f32, f32)) {
        self.aside(ArtifactType::Layout, None);
        self.ink(ink);
        let bottom = PAGE_HEIGHT - y - height;
        self.content.rect(x, bottom, width, height).fill_nonzero();
        self.content.end_marked_content();
    }

    fn ink(&mut self, Ink(red, green, blue): Ink) {
        let part = |it: u8| f32::from(it) / 255.0;
        self.content
            .set_fill_rgb(part(red), part(green), part(blue));
    }

    /// What follows is no part of what is read.
    fn aside(&mut self, kind: ArtifactType, subtype: Option<ArtifactSubtype>) {
        let name = Name(b"Artifact");
        let mut marked = self.content.begin_marked_content_with_properties(name);
        let mut artifact = marked.properties().artifact();
        artifact.kind(kind);
        if let Some(subtype) = subtype {
            artifact.subtype(subtype);
            artifact.attached([ArtifactAttachment::Bottom]);
        }
    }
}

/// Without the space at its end.
fn visible_width(piece: &Piece) -> f32 {
    let run = &piece.run;
    let glyphs = &run.shaped.glyphs[piece.glyphs.clone()];
    let spaces = glyphs.iter().rev();
    let spaces = spaces.take_while(|it| &run.shaped.text[it.letters.clone()] == " ");
    let kept = glyphs.len() - spaces.count();
    width_of(&glyphs[..kept], run.size)
}

fn same(a: f32, b: f32) -> bool {
    (a - b).abs() < f32::EPSILON
}
