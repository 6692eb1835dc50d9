//! The file: pages, what they share, and what is said about them.

use std::{fmt::Write as _, io::Write as _};

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{
    Content, Date, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{ActionType, AnnotationFlags, AnnotationType, TabOrder},
};

use super::{
    PdfError,
    draw::Canvas,
    fonts::Fonts,
    lines::{Line, set},
    look::{FOOT, FOOT_RULE, FOOTER, FULL, HAIR, LEFT, LINE, PAGE_HEIGHT, PAGE_WIDTH},
    outline,
    pages::Placed,
    strips::Laid,
    tags::{Role, Tags},
};
use crate::{
    paper::{Paper, plain},
    text::one_line,
};

/// The language that Windward speaks.
const LANGUAGE: &str = "en-GB";

/// Lines of a foot; it is ours to say and short.
const FOOT_LINES: usize = 2;

/// A place on a page that leads somewhere.
struct Link {
    page: usize,
    id: Ref,
    element: Ref,
    area: Rect,
    to: String,
    words: String,
}

/// Places that lead somewhere, on all pages.
#[derive(Default)]
pub(super) struct Links(Vec<Link>);

impl Links {
    pub(super) fn add(
        &mut self,
        page: usize,
        id: Ref,
        element: Ref,
        area: Rect,
        to: &str,
        words: &str,
    ) {
        let words = if words.is_empty() { to } else { words };
        self.0.push(Link {
            page,
            id,
            element,
            area,
            to: in_ascii(to),
            words: words.to_owned(),
        });
    }
}

/// What has an object of its own and is named before it is written.
struct Objects {
    catalog: Ref,
    tree: Ref,
    root: Ref,
    document: Ref,
    outline: Ref,
    metadata: Ref,
    info: Ref,
    pages: Vec<Ref>,
}

pub(super) fn write(
    paper: &Paper,
    laid: &Laid,
    pages: &[Vec<Placed>],
    mut tags: Tags,
) -> Result<Vec<u8>, PdfError> {
    let mut refs = Ref::new(1);
    let [catalog, tree, root, document, outline, metadata, info] = [(); 7].map(|()| refs.bump());
    let objects = Objects {
        catalog,
        tree,
        root,
        document,
        outline,
        metadata,
        info,
        pages: pages.iter().map(|_| refs.bump()).collect(),
    };
    let mut pdf = Pdf::new();
    let (mut fonts, mut links) = (Fonts::default(), Links::default());
    let foot = foot(paper, &mut tags);
    let mut drawn = Vec::with_capacity(pages.len());
    for (page, placed) in pages.iter().enumerate() {
        let number = number(&mut tags, page + 1, pages.len());
        let mut canvas = Canvas {
            content: Content::new(),
            fonts: &mut fonts,
            tags: &mut tags,
            links: &mut links,
            refs: &mut refs,
            page,
            parts: Vec::new(),
        };
        for it in placed {
            canvas.strip(&laid.strips[it.strip], it);
        }
        canvas.fill(LINE, (LEFT, FOOT_RULE, FULL, HAIR));
        let mut y = FOOT;
        let mut below = Vec::new();
        for line in &foot {
            below.push((LEFT, y, line));
            y += FOOTER.leading;
        }
        below.push((LEFT + FULL - number.width, FOOT, &number));
        canvas.foot(&below);
        let (content, parts) = (canvas.content, canvas.parts);
        let id = refs.bump();
        put_packed(&mut pdf, id, &content.finish());
        drawn.push((id, parts));
    }
    let fonts = fonts.write(&mut pdf, &mut refs)?;
    write_pages(&mut pdf, &objects, &drawn, &links, &fonts);
    write_links(&mut pdf, &links, pages.len());
    tags.write(&mut pdf, objects.root, objects.document, &objects.pages);
    write_root(&mut pdf, &mut refs, &objects, &drawn, &links);
    let items = outline::items(&laid.bookmarks, pages);
    outline::write(&mut pdf, &mut refs, objects.outline, &items, &objects.pages);
    write_about(&mut pdf, &objects, paper);
    Ok(pdf.finish())
}

/// The foot of every page.
fn foot(paper: &Paper, tags: &mut Tags) -> Vec<Line> {
    let nowhere = tags.part(None, Role::Paragraph);
    let foot = if paper.foot.trim().is_empty() {
        &paper.title
    } else {
        &paper.foot
    };
    let words = plain(one_line(foot));
    let lines = set(tags, &words, &FOOTER, FULL - 90.0, &mut |_| nowhere);
    lines.into_iter().flatten().take(FOOT_LINES).collect()
}

/// ‘2 of 12’.
fn number(tags: &mut Tags, page: usize, pages: usize) -> Line {
    let nowhere = tags.part(None, Role::Paragraph);
    let words = plain(format!("{page} of {pages}"));
    let lines = set(tags, &words, &FOOTER, FULL, &mut |_| nowhere);
    lines.into_iter().flatten().next().unwrap_or_default()
}

fn write_pages(
    pdf: &mut Pdf,
    objects: &Objects,
    drawn: &[(Ref, Vec<Ref>)],
    links: &Links,
    fonts: &[(Name<'_>, Ref)],
) {
    pdf.pages(objects.tree)
        .kids(objects.pages.iter().copied())
        .count(index(objects.pages.len()));
    for (number, (id, (content, _))) in objects.pages.iter().zip(drawn).enumerate() {
        let mut page = pdf.page(*id);
        page.parent(objects.tree)
            .media_box(Rect::new(0.0, 0.0, PAGE_WIDTH, PAGE_HEIGHT))
            .contents(*content)
            .struct_parents(index(number))
            .tab_order(TabOrder::StructureOrder);
        let here = links.0.iter().filter(|it| it.page == number);
        let here: Vec<Ref> = here.map(|it| it.id).collect();
        if !here.is_empty() {
            page.annotations(here);
        }
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (name, font) in fonts {
            named.pair(*name, *font);
        }
    }
}

fn write_links(pdf: &mut Pdf, links: &Links, pages: usize) {
    for (number, link) in links.0.iter().enumerate() {
        let mut annotation = pdf.annotation(link.id);
        annotation
            .subtype(AnnotationType::Link)
            .rect(link.area)
            .border(0.0, 0.0, 0.0, None)
            .flags(AnnotationFlags::PRINT)
            .contents(TextStr(&link.words))
            .struct_parent(index(pages + number));
        let mut action = annotation.action();
        action.action_type(ActionType::Uri);
        action.uri(Str(link.to.as_bytes()));
    }
}

/// The root of what a screen reader is told: from what was drawn back to the parts it belongs to.
fn write_root(
    pdf: &mut Pdf,
    refs: &mut Ref,
    objects: &Objects,
    drawn: &[(Ref, Vec<Ref>)],
    links: &Links,
) {
    let mut lists = Vec::with_capacity(drawn.len());
    for (_, parts) in drawn {
        let id = refs.bump();
        pdf.indirect(id).array().items(parts.iter().copied());
        lists.push(id);
    }
    let links = links.0.iter().map(|it| it.element);
    let all: Vec<Ref> = lists.into_iter().chain(links).collect();
    let tree = refs.bump();
    let mut parents = pdf.indirect(tree).dict();
    let mut numbers = parents.insert(Name(b"Nums")).array();
    for (number, id) in all.iter().enumerate() {
        numbers.item(index(number)).item(*id);
    }
    numbers.finish();
    parents.finish();
    let mut root = pdf.indirect(objects.root).dict();
    root.pair(Name(b"Type"), Name(b"StructTreeRoot"));
    root.pair(Name(b"K"), objects.document);
    root.pair(Name(b"ParentTree"), tree);
    root.pair(Name(b"ParentTreeNextKey"), index(all.len()));
}

fn write_about(pdf: &mut Pdf, objects: &Objects, paper: &Paper) {
    let title = one_line(&paper.title);
    let title = if title.is_empty() {
        "Untitled".to_owned()
    } else {
        title
    };
    let author = one_line(&paper.author);
    let part = |number: i8| number.unsigned_abs();
    let day = Date::new(paper.day.year().unsigned_abs())
        .month(part(paper.day.month()))
        .day(part(paper.day.day()));
    let mut info = pdf.document_info(objects.info);
    info.title(TextStr(&title))
        .creator(TextStr("Windward"))
        .creation_date(day);
    if !author.is_empty() {
        info.author(TextStr(&author));
    }
    info.finish();
    pdf.stream(objects.metadata, xmp(&title, &author, paper).as_bytes())
        .pair(Name(b"Type"), Name(b"Metadata"))
        .pair(Name(b"Subtype"), Name(b"XML"));
    let mut catalog = pdf.catalog(objects.catalog);
    catalog
        .pages(objects.tree)
        .outlines(objects.outline)
        .metadata(objects.metadata)
        .lang(TextStr(LANGUAGE));
    catalog.mark_info().marked(true);
    catalog.viewer_preferences().display_doc_title(true);
    catalog.pair(Name(b"StructTreeRoot"), objects.root);
}

/// What programs are told that look for no more than that: whose it is, and that it is PDF/UA-1.
fn xmp(title: &str, author: &str, paper: &Paper) -> String {
    let (title, author) = (in_xml(title), in_xml(author));
    let mut out = String::from(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">",
    );
    _ = write!(
        out,
        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>\
         <xmp:CreatorTool>Windward</xmp:CreatorTool><xmp:CreateDate>{}</xmp:CreateDate>\
         <pdfuaid:part>1</pdfuaid:part>",
        paper.day
    );
    if !author.is_empty() {
        _ = write!(
            out,
            "<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        );
    }
    out.push_str("</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>");
    out
}

fn in_xml(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control()).collect();
    let kept = kept.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    kept.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
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

/// Numbers of pages and of links, which are bounded by the text of a paper.
fn index(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

pub(super) fn put_packed(pdf: &mut Pdf, id: Ref, bytes: &[u8]) {
    let packed = packed(bytes);
    pdf.stream(id, &packed).filter(Filter::FlateDecode);
}

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .expect("memory takes what is written to it")
}
