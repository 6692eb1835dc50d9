//! Every parser of what others wrote, and what must hold of its answer.

use windward_core::{
    framework::{Framework, PRODUCT},
    record::{Entry, export::RecordExport},
    title,
    views::search::Query,
};
use windward_formats::{Incoming, mail::markdown, read, read_brag, read_text};
use windward_fuzz::wear_down;
use windward_store::{Passphrase, Unlocked};
use zeroize::Zeroizing;

fn text(input: &[u8]) -> String {
    String::from_utf8_lossy(input).into_owned()
}

/// What an import reads adds up, and is bounded.
fn adds_up(incoming: &Incoming) {
    assert_eq!(incoming.rows, incoming.found.len() + incoming.skipped.len());
}

fn file(name: &'static str) -> impl Fn(&[u8]) {
    move |input| {
        if let Ok(incoming) = read(name, input) {
            adds_up(&incoming);
        }
    }
}

#[test]
fn csv() {
    wear_down("csv", file("Positions.csv"));
}

#[test]
fn json_resume() {
    wear_down("json-resume", file("resume.json"));
}

#[test]
fn linkedin() {
    wear_down("linkedin", file("export.zip"));
}

#[test]
fn address_book() {
    wear_down("vcard", file("people.vcf"));
}

#[test]
fn roles_as_text() {
    wear_down("roles", |input| {
        if let Ok(incoming) = read_text(&text(input)) {
            adds_up(&incoming);
        }
    });
}

#[test]
fn wins_as_text() {
    wear_down("wins", |input| {
        if let Ok(incoming) = read_brag("wins.md", input) {
            adds_up(&incoming);
        }
    });
}

#[test]
fn record_export() {
    wear_down("export", |input| {
        _ = RecordExport::read(input);
        for line in text(input).lines().take(50) {
            if let Ok(entry) = Entry::from_json(line) {
                // What was read once is written and read the same for ever.
                let written = entry.to_json();
                let again = Entry::from_json(&written).expect("what was written is read");
                assert_eq!(again.to_json(), written);
            }
        }
    });
}

#[test]
fn age_header() {
    wear_down("age", |input| {
        let words = Zeroizing::new("no words of anybody".to_owned());
        let passphrase = Passphrase::new(words).expect("long enough");
        // Stretching as dear as a real file asks for is not what is worn down here.
        let cheap = !text(input).lines().any(|it| {
            let mut words = it.split(' ').skip(3);
            it.starts_with("-> scrypt") && words.next().is_some_and(|it| it.len() > 1 || it > "6")
        });
        if cheap && let Ok(mut opened) = Unlocked::begin(&passphrase, Box::new(input)) {
            _ = opened.all(1 << 20);
        }
    });
}

#[test]
fn markdown_as_html() {
    wear_down("markdown", |input| {
        // As much as a field takes.
        let text: String = text(input).chars().take(20_000).collect();
        let html = markdown::html(&text);
        let lower = html.to_lowercase();
        for element in lower.split('<').skip(1) {
            let name: String = element
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            let known = [
                "p",
                "a",
                "em",
                "strong",
                "del",
                "code",
                "pre",
                "ul",
                "ol",
                "li",
                "blockquote",
                "br",
                "hr",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "s",
            ];
            assert!(known.contains(&&*name), "<{name}> of {html}");
            let tag = element.split('>').next().unwrap_or_default();
            assert!(!tag.contains(" on") || tag.contains('"'), "{tag}");
            if let Some(href) = tag.split("href=\"").nth(1) {
                let leads = ["http:", "https:", "mailto:"]
                    .iter()
                    .any(|it| href.starts_with(it));
                assert!(leads, "{href}");
            }
        }
        _ = markdown::text(&text);
    });
}

#[test]
fn titles() {
    let ladder = Framework::parse(PRODUCT).expect("the shipped ladder is sound");
    let reader = title::Reader::new(&ladder);
    wear_down("titles", |input| {
        _ = reader.read(&text(input));
    });
}

#[test]
fn framework() {
    wear_down("framework", |input| {
        _ = Framework::parse(&text(input));
    });
}

#[test]
fn search() {
    wear_down("search", |input| {
        _ = Query::parse(&text(input));
    });
}
