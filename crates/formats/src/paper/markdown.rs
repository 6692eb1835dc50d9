//! A paper as Markdown. What a person wrote is escaped where Markdown would take it for markup, and stays readable as
//! it stands.

use std::fmt::Write as _;

use super::{Block, Level, Paper, QuoteKind, Span, Spans, columns, leads_out};
use crate::text::one_line;

pub(super) fn write(paper: &Paper) -> String {
    let mut out = format!("# {}\n", line(&paper.title));
    if let Some(subtitle) = &paper.subtitle {
        _ = write!(out, "\n{}\n", line(subtitle));
    }
    if let Some(byline) = paper.byline() {
        _ = write!(out, "\n*{}*\n", line(&byline));
    }
    for it in &paper.blocks {
        block(&mut out, it);
    }
    if !paper.foot.trim().is_empty() {
        _ = write!(out, "\n---\n\n{}\n", line(&paper.foot));
    }
    out
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Heading { level, text } => {
            let marks = match level {
                Level::One => "##",
                Level::Two => "###",
                Level::Three => "####",
            };
            _ = write!(out, "\n{marks} {}\n", line(text));
        }
        Block::Text(text) => {
            let text = flow(text);
            if !text.is_empty() {
                _ = write!(out, "\n{text}\n");
            }
        }
        Block::List(points) => {
            out.push('\n');
            for point in points {
                _ = writeln!(out, "- {}", before(&flow(point), "  "));
            }
        }
        Block::Quote {
            words,
            by,
            on,
            kind,
        } => quote(out, words, &kind.told(by, on.as_deref()), *kind),
        Block::Whole(blocks) => blocks.iter().for_each(|it| self::block(out, it)),
        Block::Table {
            caption,
            head,
            rows,
            ..
        } => table(out, caption, head, rows),
        Block::Facts(facts) => {
            out.push('\n');
            for (name, what) in facts {
                _ = writeln!(out, "- **{}**: {}", line(name), before(&flow(what), "  "));
            }
        }
        Block::NewPage => out.push_str("\n---\n"),
    }
}

/// Only words that were given stand as a quotation.
fn quote(out: &mut String, words: &Spans, told: &str, kind: QuoteKind) {
    let told = line(told);
    let words = flow(words);
    match kind {
        QuoteKind::Given => {
            let words = before(&words, "> ");
            _ = write!(out, "\n> {words}\n>\n> — {told}\n");
        }
        QuoteKind::NotedByMe => {
            _ = write!(out, "\n*{told}:* {words}\n");
        }
    }
}

fn table(out: &mut String, caption: &str, head: &[String], rows: &[Vec<Spans>]) {
    let columns = columns(head, rows);
    if columns == 0 {
        return;
    }
    if !caption.trim().is_empty() {
        _ = write!(out, "\n**{}**\n", line(caption));
    }
    out.push('\n');
    let mut row = |cells: &mut dyn Iterator<Item = String>| {
        for index in 0..columns {
            let cell = cells.next().unwrap_or_default();
            out.push_str(if index == 0 { "| " } else { " | " });
            out.push_str(&cell);
        }
        out.push_str(" |\n");
    };
    row(&mut head.iter().map(|it| line(it)));
    row(&mut std::iter::repeat_n("---".to_owned(), columns));
    for cells in rows {
        row(&mut cells.iter().map(|it| inline(it).replace('\n', " ")));
    }
}

/// Text over as many lines as it has, without empty ones at its ends. A line break stays one.
fn flow(spans: &Spans) -> String {
    let whole = inline(spans);
    let mut out = String::with_capacity(whole.len());
    let mut empty = false;
    for it in whole.trim().lines() {
        let it = it.trim();
        if it.is_empty() {
            empty = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty { "\n\n" } else { "\\\n" });
        }
        empty = false;
        out.push_str(&start(it));
    }
    out
}

/// Pieces one after the other, escaped; the breaks between lines as they were.
fn inline(spans: &Spans) -> String {
    let mut out = String::new();
    for span in spans {
        let text = escaped(span.text());
        match span {
            Span::Plain(_) => out.push_str(&text),
            Span::Strong(_) => stressed(&mut out, &text, "**"),
            Span::Emphasis(_) => stressed(&mut out, &text, "*"),
            Span::Link { to, .. } if leads_out(to) => {
                let to = to.trim().replace('<', "%3C").replace('>', "%3E");
                let to = to.replace('\\', "%5C").replace('|', "%7C");
                _ = write!(out, "[{}](<{to}>)", text.replace('\n', " "));
            }
            Span::Link { text: said, to } => {
                out.push_str(&text);
                if said.trim() != to.trim() {
                    _ = write!(out, " ({})", escaped(to));
                }
            }
        }
    }
    out
}

/// Marks stand at the words themselves: beside a space they would be no marks, and over a line break they end.
fn stressed(out: &mut String, text: &str, marks: &str) {
    for (index, it) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let words = it.trim();
        if words.is_empty() {
            out.push_str(it);
            continue;
        }
        let (lead, rest) = it.split_at(it.len() - it.trim_start().len());
        let (_, tail) = rest.split_at(words.len());
        _ = write!(out, "{lead}{marks}{words}{marks}{tail}");
    }
}

/// One line, escaped.
fn line(text: &str) -> String {
    start(&escaped(&one_line(text)))
}

/// What would be markup anywhere in a line. Ends of lines become `\n`, other control characters go.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            // An entity such as ‘&amp;’ would be read as its character.
            '&' if chars
                .peek()
                .is_some_and(|it| it.is_alphanumeric() || *it == '#') =>
            {
                out.push_str("\\&");
            }
            c => out.push(c),
        }
    }
    out
}

/// What would be markup at the start of a line: a heading, a point, a number of a list, a rule.
fn start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{}\\{rest}", &line[..digits]);
    }
    if digits == 0 && line.starts_with(['#', '+', '-', '=']) {
        return format!("\\{line}");
    }
    line.to_owned()
}

/// The same with every line after the first behind a mark.
fn before(text: &str, mark: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .enumerate()
        .map(|(index, line)| {
            if index == 0 {
                line.to_owned()
            } else {
                format!("{mark}{line}").trim_end().to_owned()
            }
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::{
        super::{Block, Level, Paper, QuoteKind, Span, plain},
        *,
    };

    fn paper(blocks: Vec<Block>) -> Paper {
        Paper {
            title: "Case for Principal".to_owned(),
            subtitle: Some("From Senior to Principal".to_owned()),
            author: "Ada Holm".to_owned(),
            day: date(2026, 11, 26),
            foot: "Frozen 26 November 2026".to_owned(),
            blocks,
        }
    }

    #[test]
    fn every_block_has_its_markdown() {
        let given = |kind| Block::Quote {
            words: plain("She asked first.\nThen she cut."),
            by: "Bo Lind".to_owned(),
            on: None,
            kind,
        };
        let paper = paper(vec![
            Block::Heading {
                level: Level::One,
                text: "Summary".to_owned(),
            },
            Block::Text(vec![
                Span::Plain("I cut ".to_owned()),
                Span::Strong("churn".to_owned()),
                Span::Plain(" by a third, see ".to_owned()),
                Span::Link {
                    text: "the review".to_owned(),
                    to: "https://example.org/a?b=1".to_owned(),
                },
                Span::Plain(".\nTwo lines.\n\nTwo paragraphs.".to_owned()),
            ]),
            Block::List(vec![plain("One"), plain("Two\nlines")]),
            given(QuoteKind::Given),
            given(QuoteKind::NotedByMe),
            Block::NewPage,
            Block::Table {
                caption: "What the rung asks".to_owned(),
                head: vec!["Asked".to_owned(), "Shown".to_owned()],
                shares: vec![1, 2],
                rows: vec![
                    vec![plain("Vision"), plain("A | B")],
                    vec![plain("Only one")],
                ],
            },
            Block::Facts(vec![("Decision".to_owned(), plain("Promotion in January"))]),
        ]);
        insta::assert_snapshot!(paper.to_markdown());
    }

    #[test]
    fn links_lead_out_or_nowhere() {
        for to in ["javascript:alert(1)", "/record", "https://a b", "data:x,y"] {
            let text = inline(&vec![Span::Link {
                text: "here".to_owned(),
                to: to.to_owned(),
            }]);
            assert!(!text.contains("]("), "{text}");
        }
    }

    proptest::proptest! {
        /// What a person wrote is read back as words alone, whatever they wrote.
        #[test]
        fn no_text_becomes_markup(text in "[ -~\\n]{0,60}") {
            let whole = paper(vec![Block::Text(plain(text.clone())), Block::List(vec![plain(text.clone())])]);
            let markdown = whole.to_markdown();
            let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
            let mut words = String::new();
            for event in Parser::new_ext(&markdown, options) {
                match event {
                    Event::Text(it) => words.push_str(&it),
                    Event::Start(tag) => {
                        let known = matches!(tag, Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::Heading { .. } | Tag::Emphasis);
                        assert!(known, "{tag:?} in {markdown}");
                    }
                    Event::Html(it) | Event::InlineHtml(it) | Event::Code(it) => panic!("{it} in {markdown}"),
                    Event::SoftBreak | Event::HardBreak => words.push(' '),
                    _ => {}
                }
            }
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let twice = squeezed(&text).repeat(2);
            assert!(squeezed(&words).contains(&twice), "{text:?} in {markdown}");
        }
    }
}
