//! What a person wrote in Markdown, as HTML and as text.
//!
//! HTML in it is shown as it was typed and never becomes part of the page, pictures become links to them (a mail that
//! loads a picture tells its sender who opened it), and what comes out goes through a second sieve that knows only the
//! few elements a note needs.

use std::{collections::HashSet, sync::LazyLock};

use ammonia::Builder;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd, html::push_html};

use super::mailbox::line;

/// Bytes that are read; what comes after is left out. A note has at most 20,000 characters.
const MOST: usize = 100_000;

/// The elements that a note consists of.
const ELEMENTS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Where a link may lead.
const SCHEMES: &[&str] = &["http", "https", "mailto"];

static SIEVE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut sieve = Builder::empty();
    sieve
        .tags(ELEMENTS.iter().copied().collect())
        .url_schemes(SCHEMES.iter().copied().collect::<HashSet<_>>())
        .add_tag_attributes("a", &["href"])
        .add_tag_attributes("ol", &["start"])
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"));
    sieve
});

/// Markdown as the inside of a page.
#[must_use]
pub fn html(markdown: &str) -> String {
    let mut end = markdown.len().min(MOST);
    while !markdown.is_char_boundary(end) {
        end -= 1;
    }
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let events = Parser::new_ext(&markdown[..end], options).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Image {
            dest_url,
            title,
            id,
            ..
        }) => Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url,
            title,
            id,
        }),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        event => event,
    });
    let mut out = String::with_capacity(end * 3 / 2);
    push_html(&mut out, events);
    SIEVE.clean(&out).to_string()
}

/// Markdown as a page of its own, as the HTML part of a mail or as a file.
#[must_use]
pub fn page(subject: &str, markdown: &str) -> String {
    let mut title = String::new();
    escape_into(&line(subject, 300), &mut title);
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>\n{}</body>\n</html>\n",
        html(markdown)
    )
}

/// Markdown as text for a mail: as it was written, since it was made to be read that way, without control characters.
#[must_use]
pub fn text(markdown: &str) -> String {
    let plain = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let keep = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    let mut text: String = plain.chars().filter(keep).collect();
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Says a text so that Markdown takes no letter of it for a sign: for names and lines put into a draft.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text, text.len()).chars() {
        if "\\`*_[]<>|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn escape_into(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
