//! Ways to reach somebody as a person writes them: one a line, what it is for in brackets.

use windward_core::record::{Contact, Reach, ReachKind};

/// The ways of a contact as text, as [`read`] reads it.
pub(super) fn written(it: &Contact) -> String {
    let lines = it.reach.iter().map(|way| {
        let label = way
            .label
            .as_ref()
            .map(|it| format!(" ({it})"))
            .unwrap_or_default();
        // Said where it would not be guessed.
        let plain = format!("{}{label}", way.value);
        if guessed(&way.value) == way.kind
            && read_line(&plain).is_some_and(|it| it.value == way.value)
        {
            plain
        } else {
            format!("{}: {plain}", way.kind.word())
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Ways from text, one a line. What else is known of one that stands is kept.
pub(super) fn read(text: &str, before: &[Reach]) -> Vec<Reach> {
    let lines = text.lines().filter_map(read_line);
    let known = |way: Reach| {
        let same = |it: &&Reach| it.kind == way.kind && it.value == way.value;
        let known = before.iter().find(same);
        Reach {
            parts: known.map(|it| it.parts.clone()).unwrap_or_default(),
            unknown: known.map(|it| it.unknown.clone()).unwrap_or_default(),
            ..way
        }
    };
    lines.map(known).collect()
}

fn read_line(line: &str) -> Option<Reach> {
    let line = line.trim();
    let said = line
        .split_once(':')
        .and_then(|(kind, rest)| Some((ReachKind::named(kind.trim())?, rest)));
    let (kind, rest) = said.map_or((None, line), |(kind, rest)| (Some(kind), rest.trim()));
    let (value, label) = match rest.strip_suffix(')').and_then(|it| it.rsplit_once(" (")) {
        Some((value, label)) if !value.trim().is_empty() => {
            (value.trim(), Some(label.trim().to_owned()))
        }
        _ => (rest, None),
    };
    let kind = kind.unwrap_or_else(|| guessed(value));
    (!value.is_empty()).then(|| Reach {
        label: label.filter(|it| !it.is_empty()),
        ..Reach::new(kind, value)
    })
}

/// What kind of way a text is, by how it looks.
fn guessed(value: &str) -> ReachKind {
    let lower = value.to_lowercase();
    let spaced = value.contains(' ');
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let dialled = value
        .chars()
        .all(|it| it.is_ascii_digit() || "+-/(). ".contains(it));
    if lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("www.") {
        ReachKind::Url
    } else if value.starts_with('@') {
        ReachKind::Handle
    } else if value.contains('@') && !spaced {
        ReachKind::Email
    } else if dialled && digits >= 3 {
        ReachKind::Phone
    } else if !spaced && value.contains('/') && value.contains('.') {
        ReachKind::Url
    } else if spaced {
        ReachKind::Address
    } else {
        ReachKind::Handle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_told_by_how_they_look() {
        for (line, kind, value) in [
            (
                "ines@example.org (work)",
                ReachKind::Email,
                "ines@example.org",
            ),
            ("+47 55 12 34 56", ReachKind::Phone, "+47 55 12 34 56"),
            (
                "linkedin.com/in/ines",
                ReachKind::Url,
                "linkedin.com/in/ines",
            ),
            (
                "https://example.org/a (b)",
                ReachKind::Url,
                "https://example.org/a",
            ),
            (
                "@ines@example.social",
                ReachKind::Handle,
                "@ines@example.social",
            ),
            ("Kaia 1, Bergen", ReachKind::Address, "Kaia 1, Bergen"),
            (
                "phone: ask at the desk",
                ReachKind::Phone,
                "ask at the desk",
            ),
        ] {
            let way = read_line(line).unwrap();
            assert_eq!((way.kind, way.value.as_str()), (kind, value), "{line}");
        }
        assert_eq!(read_line(" (work)").unwrap().value, "(work)");
        assert!(read_line("email:  ").is_none());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let odd = |kind, value: &str, label: Option<&str>| Reach {
            label: label.map(str::to_owned),
            ..Reach::new(kind, value)
        };
        let reach = vec![
            odd(ReachKind::Email, "ines@example.org", Some("work")),
            odd(ReachKind::Phone, "extension 12", None),
            odd(ReachKind::Handle, "a/b.c", Some("old")),
            odd(ReachKind::Address, "Bergen", None),
            odd(ReachKind::Url, "phone: x", None),
        ];
        let it = Contact {
            reach: reach.clone(),
            ..Contact::named("x")
        };
        assert_eq!(read(&written(&it), &[]), reach);
    }
}
