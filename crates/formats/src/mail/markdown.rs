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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_note_needs_is_drawn() {
        insta::assert_snapshot!(html(
            "# October\n\nHello *all*, **thanks**.\n\n- Renewals: ~~71~~ 77 %\n- [The page](https://example.org/a?b=1&c=2)\n\n3. third\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n\n`code` & more"
        ));
    }

    #[test]
    fn html_is_shown_as_it_was_typed() {
        for evil in [
            "<script>alert(1)</script>",
            "a <b onclick=alert(1)>b</b>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=alert(1)>",
            "<math><mi xlink:href=\"javascript:alert(1)\">",
            "<style>*{display:none}</style>",
            "<iframe src=//evil.example></iframe>",
            "<!-- --><form action=//evil.example><input name=once>",
            "`<script>`",
            "```\n<script>\n```",
            "| <script> | b |\n|---|---|\n| <img src=x> | 2 |",
        ] {
            let html = html(evil);
            let mut tags = html.split('<').skip(1);
            let known = |tag: &str| {
                let name = tag.trim_start_matches('/');
                ELEMENTS.iter().any(|it| {
                    let rest = name.strip_prefix(it);
                    rest.is_some_and(|rest| rest.starts_with('>'))
                })
            };
            assert!(tags.all(known), "{evil}: {html}");
            assert!(html.contains("&lt;"), "{evil}: {html}");
        }
    }

    #[test]
    fn links_lead_to_the_web_or_to_a_mailbox_and_pictures_are_links() {
        for evil in [
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:alert(1))",
            "[a](data:text/html,x)",
            "[a](vbscript:x)",
            "[a](/record)",
            "[a](//evil.example)",
            "<javascript:alert(1)>",
            "[a][x]\n\n[x]: javascript:alert(1)",
            "![a](javascript:alert(1))",
            "[a](java&#10;script:alert(1))",
        ] {
            let html = html(evil);
            assert!(!html.contains("href"), "{evil}: {html}");
        }
        let html = html("![a picture](https://example.org/spy.png)");
        assert!(!html.contains("<img") && html.contains("href=\"https://example.org/spy.png\""));
    }

    #[test]
    fn text_is_what_was_written_and_ends_in_one_line() {
        assert_eq!(text("a\r\nb\rc\0\u{1b}[31m\n\n"), "a\nb\nc[31m\n");
    }

    #[test]
    fn a_page_escapes_its_title() {
        let page = page("</title><script>\r\n", "x");
        assert!(
            page.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"),
            "{page}"
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_holds_no_element_but_those_of_a_note(noise in ".{0,200}", tail in "[<>a-z\"'= \\[\\]()!`*_#|\\-:/&;]{0,200}") {
            let html = html(&format!("{noise}\n{tail}"));
            for tag in html.split('<').skip(1) {
                let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                proptest::prop_assert!(ELEMENTS.contains(&name.as_str()), "{html}");
            }
        }
    }
}
