//! Papers as PDF, read back by other programs: poppler's, which `cargo xtask test` brings.

mod packet;
mod poppler;

use jiff::civil::date;
use proptest::prelude::*;
use windward_formats::paper::{Block, Level, Paper, PdfError, QuoteKind, Span, plain};

use self::{
    packet::packet,
    poppler::{read, squeezed},
};

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "Ada Holm".to_owned(),
        subtitle: None,
        author: "Ada Holm".to_owned(),
        day: date(2026, 11, 26),
        foot: String::new(),
        blocks,
    }
}

fn pdf(blocks: Vec<Block>) -> Vec<u8> {
    paper(blocks).to_pdf().expect("a PDF")
}

#[test]
fn a_packet_says_what_it_is() {
    let info = read("pdfinfo", &[], &packet().to_pdf().unwrap());
    let says = |name: &str| {
        let mut lines = info.lines().filter_map(|it| it.split_once(':'));
        let found = lines.find(|it| it.0 == name);
        found.map(|it| it.1.trim().to_owned()).unwrap_or_default()
    };
    assert_eq!(says("Title"), "Case for Principal Product Manager");
    assert_eq!(says("Author"), "Ada Holm");
    assert_eq!(says("Tagged"), "yes");
    assert_eq!(says("Pages"), "13");
    assert!(says("Page size").contains("A4"), "{info}");
    assert!(says("CreationDate").contains("2026"), "{info}");
}

#[test]
fn every_page_has_its_number_and_every_page_of_a_table_its_head() {
    let text = read("pdftotext", &["-layout"], &packet().to_pdf().unwrap());
    let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
    assert_eq!(pages.len(), 13);
    for (number, page) in (1..).zip(&pages) {
        let foot = page.trim_end().lines().last().unwrap_or_default();
        let whole =
            foot.starts_with("Ada Holm · Case for") && foot.ends_with("fingerprint 5f3a 90c1");
        assert!(
            foot.trim().ends_with(&format!("{number} of 13")) || whole,
            "{foot}"
        );
    }
    for page in &pages[1..4] {
        assert!(page.contains("Best evidence"), "{page}");
    }
    assert!(!pages[4].contains("Best evidence"));
}

#[test]
fn what_is_read_is_what_was_written_in_its_order() {
    let whole = packet();
    let text = squeezed(&read("pdftotext", &[], &whole.to_pdf().unwrap()));
    let mut at = 0;
    for block in &whole.blocks {
        let words = match block {
            Block::Heading { text, .. } => text.clone(),
            Block::Text(spans) => spans.iter().map(said).collect(),
            _ => continue,
        };
        // A page ends within some paragraphs, so their beginnings are looked for.
        let words: String = squeezed(&words).chars().take(24).collect();
        let found = text[at..].find(&words);
        at += found.unwrap_or_else(|| panic!("no ‘{words}’ after {at}"));
    }
}

fn said(span: &Span) -> &str {
    match span {
        Span::Plain(text) | Span::Strong(text) | Span::Emphasis(text) | Span::Link { text, .. } => {
            text
        }
    }
}

#[test]
fn a_screen_reader_is_told_what_each_part_is() {
    let quote = |kind| Block::Quote {
        words: plain("She asked first."),
        by: "Bo".to_owned(),
        on: None,
        kind,
    };
    let bytes = pdf(vec![
        Block::Heading {
            level: Level::One,
            text: "Work".to_owned(),
        },
        // A level that is left out is taken back.
        Block::Heading {
            level: Level::Three,
            text: "Detail".to_owned(),
        },
        Block::Text(vec![
            Span::Plain("See ".to_owned()),
            Span::Link {
                text: "here".to_owned(),
                to: "https://example.org/å".to_owned(),
            },
        ]),
        Block::List(vec![plain("First"), plain("Second")]),
        quote(QuoteKind::Given),
        quote(QuoteKind::NotedByMe),
        Block::Table {
            caption: "What for".to_owned(),
            head: vec!["A".to_owned(), "B".to_owned()],
            shares: Vec::new(),
            rows: vec![vec![plain("1")], vec![plain("2"), plain("3"), plain("4")]],
        },
        Block::Facts(vec![("Why".to_owned(), plain("Because"))]),
    ]);
    insta::assert_snapshot!(structure(&bytes));
    let links = read("pdfinfo", &["-url"], &bytes);
    assert!(links.contains("https://example.org/%C3%A5"), "{links}");
}

/// The tree that a screen reader goes through. Numbers of objects say nothing.
fn structure(pdf: &[u8]) -> String {
    let text = read("pdfinfo", &["-struct-text"], pdf);
    let lines = text.lines().map(|line| match line.split_once("Object ") {
        Some((before, _)) => format!("{before}Object"),
        None => line.trim_end().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn bookmarks_are_nested_as_headings_are() {
    let xml = read(
        "pdftohtml",
        &["-xml", "-i", "-stdout"],
        &packet().to_pdf().unwrap(),
    );
    let (_, outline) = xml.split_once("<outline>").expect("bookmarks");
    let flat: String = outline.lines().map(str::trim).collect();
    assert!(
        flat.starts_with("<item page=\"1\">Case for Principal Product Manager</item><outline><item page=\"1\">Summary</item><outline><item page=\"1\">Likely objections</item></outline><item page=\"2\">What the rung asks</item>"),
        "{flat}"
    );
}

#[test]
fn what_has_no_letter_is_told_and_still_found() {
    let paper = paper(vec![Block::Text(plain("Thanks 🙂 from 東京 and שלום."))]);
    assert_eq!(paper.missing(), ['ו', 'ל', 'ם', 'ש', '京', '東', '🙂']);
    let text = read("pdftotext", &[], &paper.to_pdf().unwrap());
    assert!(text.contains("Thanks 🙂 from 東京"), "{text}");
    assert!(packet().missing().is_empty());
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    assert_eq!(packet().to_pdf(), packet().to_pdf());
}

#[test]
fn a_heading_never_stands_alone_at_the_foot() {
    // Whatever stands before it, something stands behind it on its page.
    for lines in 30..60 {
        let bytes = pdf(vec![
            Block::Text(plain("a line\n".repeat(lines))),
            Block::Heading {
                level: Level::One,
                text: "Heading".to_owned(),
            },
            Block::Text(plain("Behind it")),
        ]);
        let text = read("pdftotext", &[], &bytes);
        let page = text.split('\u{c}').find(|it| it.contains("Heading"));
        assert!(page.is_some_and(|it| it.contains("Behind it")), "{lines}");
    }
}

#[test]
fn what_nobody_reads_is_refused() {
    let long = paper(vec![Block::Text(plain("word ".repeat(300_000)))]);
    assert_eq!(long.to_pdf(), Err(PdfError::TooLong));
    let many = paper(vec![Block::NewPage; 60_000]);
    assert_eq!(many.to_pdf(), Err(PdfError::TooLong));
    let said = PdfError::TooLong.to_string();
    assert!(said.contains("Markdown"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_was_typed_becomes_a_pdf(text in "\\PC{0,60}", more in "(?s).{0,40}", share in 0_u8..9) {
        let bytes = paper(vec![
            Block::Heading { level: Level::Two, text: text.clone() },
            Block::Text(vec![Span::Strong(more.clone()), Span::Link { text: text.clone(), to: format!("https://a/{more}") }]),
            Block::Quote { words: plain(more.clone()), by: text.clone(), on: Some(more.clone()), kind: QuoteKind::Given },
            Block::Whole(vec![Block::Text(plain(more.clone())), Block::Heading { level: Level::One, text: text.clone() }]),
            Block::Table { caption: text.clone(), head: vec![more.clone()], shares: vec![share], rows: vec![vec![plain(text.clone()), plain(more.clone())]] },
            Block::List(vec![plain(text.clone()), plain("")]),
            Block::Facts(vec![(more, plain(text))]),
        ]).to_pdf();
        prop_assert!(bytes.is_ok(), "{:?}", bytes.err());
    }
}
