//! What is wrong with a configuration, told with the line and a caret under it, and never with a secret on that line.

use std::{fmt::Write as _, ops::Range, path::Path};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use thiserror::Error;

/// Something that a key says and that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{why}")]
pub(crate) struct Wrong {
    /// Which key.
    pub(crate) key: &'static str,
    /// What to do about it, in a sentence without a full stop.
    pub(crate) why: String,
}

impl Wrong {
    pub(crate) fn error(key: &'static str, why: impl Into<String>) -> anyhow::Error {
        let why = why.into();
        Self { key, why }.into()
    }
}

/// A fault, at a place of the file if it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) place: Option<Place>,
}

/// A place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// What the caret stands under.
    pub(super) at: Range<usize>,
    /// What of the text may be seen up to here; nothing of a value else.
    pub(super) seen_to: Option<usize>,
}

/// How many faults are told at most: whoever mends them comes again.
const MOST: usize = 8;

/// What stands for what is not shown.
const HIDDEN: &str = "…";

/// All of them, one below another, as they are printed.
pub(super) fn draw(path: &Path, text: &str, faults: &[Fault]) -> String {
    let renderer = Renderer::plain();
    let mut told = String::new();
    for fault in faults.iter().take(MOST) {
        let Some(place) = &fault.place else {
            _ = write!(told, "\nerror: {}\n", fault.message);
            continue;
        };
        let line = line_of(text, place);
        let snippet = Snippet::source(line.shown)
            .path(path.to_string_lossy())
            .line_start(line.number)
            .annotation(AnnotationKind::Primary.span(line.caret));
        let title = Level::ERROR.primary_title(fault.message.as_str());
        let mut group = title.element(snippet);
        if let Some(help) = &fault.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        _ = write!(told, "\n{}\n", renderer.render(&[group]).trim_end());
    }
    if faults.len() > MOST {
        _ = write!(told, "\nand {} more\n", faults.len() - MOST);
    }
    told.trim_end().to_owned()
}

/// A line as it may be seen.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    number: usize,
    shown: String,
    caret: Range<usize>,
}

fn line_of(text: &str, place: &Place) -> Line {
    let start = text.floor_char_boundary(place.at.start.min(text.len()));
    let begin = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let whole = text[begin..end].trim_end_matches('\r');
    let (name, value) = match whole.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (whole, None),
    };
    let is_header = whole.trim_start().starts_with('[') && value.is_none();
    let bare = |c: char| {
        c.is_ascii_alphanumeric() || "_-. \t".contains(c) || is_header && "[]".contains(c)
    };
    // Within a text of several lines nothing is a name.
    let before = &text[..begin];
    let within = ["\"\"\"", "'''"].map(|it| before.matches(it).count() % 2 == 1);
    let is_name = within == [false; 2] && name.chars().all(bare);
    let known = if (value.is_some() || is_header) && is_name {
        name.len() + usize::from(value.is_some())
    } else {
        0
    };
    // A value is seen where it is known to be none of the secret ones, and begins behind a plain name.
    let seen = match place.seen_to {
        Some(to) if known > 0 => text.ceil_char_boundary(to).clamp(begin, end) - begin,
        _ => known,
    };
    let seen = whole.floor_char_boundary(seen.min(whole.len()));
    let mut shown = whole[..seen].to_owned();
    if !whole[seen..].trim().is_empty() {
        if !shown.is_empty() && !shown.ends_with(' ') {
            shown.push(' ');
        }
        shown.push_str(HIDDEN);
    }
    let last = shown.len();
    let from = start - begin;
    let caret = if from < seen {
        from..(place.at.end.saturating_sub(begin)).clamp(from, seen)
    } else {
        last.saturating_sub(HIDDEN.len()).max(seen.min(last))..last
    };
    Line {
        number: text[..start].matches('\n').count() + 1,
        caret: shown.ceil_char_boundary(caret.start)..shown.ceil_char_boundary(caret.end),
        shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, at: Range<usize>, seen_to: Option<usize>) -> Line {
        line_of(text, &Place { at, seen_to })
    }

    #[test]
    fn a_value_is_seen_only_where_it_may_be() {
        let text = "# it\nstore = 'postgres://a:secret@b' # secret\n";
        let seen = line(text, 5..10, None);
        assert_eq!(
            (seen.number, seen.shown.as_str(), seen.caret),
            (2, "store = …", 0..5)
        );
        let value = line(text, 13..37, None);
        assert_eq!((value.shown.as_str(), value.caret), ("store = …", 8..11));
        let port = line("[mail]\nport = 'secret' # b\n", 14..22, Some(22));
        assert_eq!(
            (port.shown.as_str(), port.caret),
            ("port = 'secret' …", 7..15)
        );
        for text in [
            "mail = { host = 'h', pass = 'secret' }",
            "'a = secret",
            "secret",
            "port = 5, 'secret'",
            "\"secret\" = 4",
            "store = '''\nsecret=4",
        ] {
            for at in 0..=text.len() {
                let seen = line(text, at..text.len(), None);
                assert!(!seen.shown.contains("secret"), "{text}: {seen:?}");
                assert!(seen.caret.end <= seen.shown.len(), "{seen:?}");
            }
        }
    }

    #[test]
    fn a_header_is_seen() {
        let header = line("[mial]\n", 1..5, None);
        assert_eq!((header.shown.as_str(), header.caret), ("[mial]", 1..5));
        let end = line("[mail\n", 6..6, None);
        assert_eq!((end.number, end.shown.as_str()), (2, ""));
    }
}
