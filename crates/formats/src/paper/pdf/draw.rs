//! Pages of strips as the bytes of a PDF.

use std::fmt::Write as _;

use krilla::{
    Document, SerializeSettings,
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag},
};

use super::{
    PdfError, faces,
    lines::{Piece, set, width_of},
    look::{
        BAR, COURSE, FOOT, FOOT_RULE, FOOTER, FULL, HAIR, Ink, LEFT, LINE, PAGE_HEIGHT, PAGE_WIDTH,
    },
    pages::Placed,
    strips::{Bookmark, Laid, Mark, Strip, one_line},
    tags::{Part, Tags},
};
use crate::paper::{Paper, plain};

/// The language that Windward speaks.
const LANGUAGE: &str = "en-GB";

/// Lines of a foot; it is ours to say and short.
const FOOT_LINES: usize = 2;

pub(super) fn document(
    paper: &Paper,
    laid: &Laid,
    pages: &[Vec<Placed>],
    mut tags: Tags,
) -> Result<Vec<u8>, PdfError> {
    let refused = |error: &dyn std::fmt::Debug| PdfError::Refused(format!("{error:?}"));
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| refused(&error))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let settings = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT)
        .ok_or_else(|| refused(&"a page without a size"))?;
    let foot = Foot::of(paper, &mut tags);
    for (index, placed) in pages.iter().enumerate() {
        let mut page = document.start_page_with(settings.clone());
        let mut links = Vec::new();
        let mut surface = page.surface();
        for it in placed {
            draw_strip(
                &mut surface,
                &laid.strips[it.strip],
                it,
                &mut tags,
                &mut links,
            );
        }
        foot.draw(&mut surface, &mut tags, index + 1, pages.len());
        surface.finish();
        for (part, link) in links {
            let link = page.add_tagged_annotation(link);
            tags.drawn(part, link);
        }
        page.finish();
    }
    document.set_metadata(metadata(paper));
    document.set_outline(outline(&laid.bookmarks, pages));
    document.set_tag_tree(tags.finish(LANGUAGE));
    document.finish().map_err(|error| refused(&error))
}

fn metadata(paper: &Paper) -> Metadata {
    let unsigned = |number: i8| number.unsigned_abs();
    let day = DateTime::new(paper.day.year().unsigned_abs())
        .month(unsigned(paper.day.month()))
        .day(unsigned(paper.day.day()));
    let title = one_line(&paper.title);
    Metadata::new()
        .title(if title.is_empty() {
            "Untitled".to_owned()
        } else {
            title
        })
        .authors(vec![one_line(&paper.author)])
        .creator("Windward".to_owned())
        .language(LANGUAGE.to_owned())
        .creation_date(day)
}

fn draw_strip(
    surface: &mut Surface<'_>,
    strip: &Strip,
    placed: &Placed,
    tags: &mut Tags,
    links: &mut Vec<(Part, Annotation)>,
) {
    for mark in &strip.marks {
        match mark {
            Mark::Text { piece, x, y } if placed.again => {
                surface.start_tagged(artifact(ArtifactType::PaginationOther));
                draw_piece(surface, piece, *x, placed.y + y);
                surface.end_tagged();
            }
            Mark::Text { piece, x, y } => {
                draw_text(surface, piece, *x, placed.y + y, tags, links);
            }
            Mark::Rule { x, width, y, ink } => {
                draw_box(surface, *ink, *x, placed.y + y - HAIR / 2.0, *width, HAIR);
            }
            Mark::Bar { x, ink } => {
                draw_box(surface, *ink, *x, placed.y, BAR, strip.height);
            }
        }
    }
}

fn draw_text(
    surface: &mut Surface<'_>,
    piece: &Piece,
    x: f32,
    y: f32,
    tags: &mut Tags,
    links: &mut Vec<(Part, Annotation)>,
) {
    let truth = piece.run.shaped.in_truth(&piece.letters());
    let span = SpanTag::empty().with_actual_text(truth.as_deref());
    let drawn = surface.start_tagged(ContentTag::Span(span));
    draw_piece(surface, piece, x, y);
    surface.end_tagged();
    tags.drawn(piece.run.part, drawn);
    let Some(to) = &piece.run.to else { return };
    let size = piece.run.size;
    let width = visible_width(piece);
    draw_box(surface, COURSE, x, y + size * 0.14, width, HAIR);
    let area = Rect::from_xywh(x, y - size * 0.8, width.max(1.0), size * 1.1);
    if let Some(area) = area {
        let action = Action::Link(LinkAction::new(in_ascii(to)));
        let link = LinkAnnotation::new(area, Target::Action(action));
        let words = one_line(&piece.run.shaped.text);
        let told = if words.is_empty() { to.clone() } else { words };
        links.push((piece.run.part, Annotation::new_link(link, Some(told))));
    }
}

fn draw_piece(surface: &mut Surface<'_>, piece: &Piece, x: f32, y: f32) {
    let run = &piece.run;
    surface.set_fill(Some(fill(run.ink)));
    surface.draw_glyphs(
        Point::from_xy(x, y),
        &run.shaped.glyphs[piece.glyphs.clone()],
        faces::font(run.face),
        &run.shaped.text,
        run.size,
        false,
    );
}

/// A box of one colour that says nothing.
fn draw_box(surface: &mut Surface<'_>, ink: Ink, x: f32, y: f32, width: f32, height: f32) {
    let Some(area) = Rect::from_xywh(x, y, width, height) else {
        return;
    };
    let mut path = PathBuilder::new();
    path.push_rect(area);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(artifact(ArtifactType::Layout));
    surface.set_fill(Some(fill(ink)));
    surface.draw_path(&path);
    surface.end_tagged();
}

fn fill(ink: Ink) -> Fill {
    Fill {
        paint: rgb::Color::new(ink.0, ink.1, ink.2).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

/// Without the space at its end.
fn visible_width(piece: &Piece) -> f32 {
    let run = &piece.run;
    let glyphs = &run.shaped.glyphs[piece.glyphs.clone()];
    let is_space = |range: &std::ops::Range<usize>| &run.shaped.text[range.clone()] == " ";
    let spaces = glyphs
        .iter()
        .rev()
        .take_while(|it| is_space(&it.text_range));
    let kept = glyphs.len() - spaces.count();
    width_of(&glyphs[..kept], run.size)
}

/// An address as PDF wants it: what is no ASCII in it is written in hexadecimal, as browsers do.
fn in_ascii(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// What stands at the foot of every page.
struct Foot {
    lines: Vec<super::lines::Line>,
    nowhere: Part,
}

impl Foot {
    fn of(paper: &Paper, tags: &mut Tags) -> Self {
        let nowhere = tags.part(None, Tag::P);
        let foot = if paper.foot.trim().is_empty() {
            &paper.title
        } else {
            &paper.foot
        };
        let words = plain(one_line(foot));
        let lines = set(tags, &words, &FOOTER, FULL - 90.0, &mut |_| nowhere);
        let lines = lines.into_iter().flatten().take(FOOT_LINES).collect();
        Self { lines, nowhere }
    }

    fn draw(&self, surface: &mut Surface<'_>, tags: &mut Tags, page: usize, pages: usize) {
        draw_box(surface, LINE, LEFT, FOOT_RULE, FULL, HAIR);
        surface.start_tagged(artifact(ArtifactType::Footer));
        let mut y = FOOT;
        for line in &self.lines {
            for piece in &line.pieces {
                draw_piece(surface, piece, LEFT + piece.x, y);
            }
            y += FOOTER.leading;
        }
        let number = plain(format!("{page} of {pages}"));
        let number = set(tags, &number, &FOOTER, FULL, &mut |_| self.nowhere);
        for line in number.iter().flatten() {
            for piece in &line.pieces {
                draw_piece(surface, piece, LEFT + FULL - line.width + piece.x, FOOT);
            }
        }
        surface.end_tagged();
    }
}

/// The bookmarks: the title, and beneath it headings as they are nested.
fn outline(bookmarks: &[Bookmark], pages: &[Vec<Placed>]) -> Outline {
    let mut outline = Outline::new();
    let mut rest = bookmarks;
    while let Some((node, after)) = node(rest, pages) {
        outline.push_child(node);
        rest = after;
    }
    outline
}

/// The first bookmark with all that are deeper behind it, and those that are left. Headings are four deep at most.
fn node<'a>(
    bookmarks: &'a [Bookmark],
    pages: &[Vec<Placed>],
) -> Option<(OutlineNode, &'a [Bookmark])> {
    let (first, mut rest) = bookmarks.split_first()?;
    let found = pages.iter().enumerate().find_map(|(page, placed)| {
        let strip = placed.iter().find(|it| it.strip == first.strip)?;
        Some((page, strip.y))
    });
    let (page, y) = found.unwrap_or((0, 0.0));
    let place = XyzDestination::new(page, Point::from_xy(LEFT, y));
    let mut out = OutlineNode::new(first.text.clone(), place).with_open(first.level == 0);
    while rest.first().is_some_and(|it| it.level > first.level) {
        let (child, after) = node(rest, pages)?;
        out.push_child(child);
        rest = after;
    }
    Some((out, rest))
}
