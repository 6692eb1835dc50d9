//! Roles as text, one a line: ‘Senior PM, Acme, 2019 to now’.

use crate::{
    date::{Order, When, range},
    error::ImportError,
    incoming::{Gathering, Importer, Incoming, Place},
    language, limits,
    role::{Dates, Words, gather},
    roles,
    text::fold,
};

/// How sure it is that the lines are roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// The person was asked for roles and pasted this.
    Asked,
    /// A file of unknown kind: a line needs dates, and half of the lines must be roles.
    Sniffed,
}

pub(crate) fn read(file: &str, text: &str, trust: Trust) -> Result<Incoming, ImportError> {
    if text.len() > limits::PASTED {
        let (file, most) = (file.to_owned(), limits::PASTED);
        return Err(ImportError::Size { file, most });
    }
    let mut gathering = Gathering::new(Importer::Text, file);
    let order = roles::order(
        &mut gathering,
        file,
        text.split_whitespace(),
        Order::MonthFirst,
    );
    let dates = Dates {
        order,
        open_ended: false,
        months: false,
    };
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let place = Place::at(file, number);
        if line.len() > limits::LINE {
            gathering.skip(
                place,
                line,
                "The line is too long to be a role; write one role a line.",
            )?;
            continue;
        }
        let parts = parts(line, order);
        if parts.period.is_none() && (parts.organisation.is_none() || trust == Trust::Sniffed) {
            gathering.skip(
                place,
                line,
                "No dates were found in it; write it as ‘Senior PM, Acme, 2019 to now’.",
            )?;
            continue;
        }
        let words = Words {
            title: Some(&parts.title),
            organisation: parts.organisation.as_deref(),
            period: parts.period,
            ..Words::default()
        };
        gather(&mut gathering, place, words, dates)?;
    }
    let incoming = gathering.finish("Write one role a line: ‘Senior PM, Acme, 2019 to now’.");
    if trust == Trust::Sniffed && incoming.found.len() * 2 < incoming.rows {
        let file = file.to_owned();
        return Err(ImportError::NoRoles { file });
    }
    Ok(incoming)
}

#[derive(Debug)]
struct Parts<'l> {
    title: String,
    organisation: Option<String>,
    period: Option<&'l str>,
}

fn parts(line: &str, order: Order) -> Parts<'_> {
    let line = without_bullet(line.trim());
    let (rest, period) = period(line, order);
    let rest = rest.trim_matches(|it: char| it.is_whitespace() || ",;:|·-–—([".contains(it));
    // ‘PM (Growth)’ keeps its closing bracket.
    let rest = if rest.contains(['(', '[']) {
        rest
    } else {
        rest.trim_end_matches([')', ']'])
    };
    let (title, organisation) = title_and_organisation(rest);
    Parts {
        title,
        organisation,
        period,
    }
}

fn without_bullet(line: &str) -> &str {
    let rest = line.trim_start_matches(['-', '*', '•', '‣', '–', '—', '·']);
    let rest = if rest.len() < line.len() && rest.starts_with(char::is_whitespace) {
        rest
    } else {
        line
    };
    let rest = rest.trim_start();
    match rest.split_once(['.', ')']) {
        // ‘1. PM’ and ‘2) PM’, but not ‘3.2019’.
        Some((number, text))
            if matches!(number.len(), 1 | 2)
                && number.bytes().all(|it| it.is_ascii_digit())
                && text.starts_with(' ') =>
        {
            text.trim_start()
        }
        _ => rest,
    }
}

/// A period has at most this many words: ‘del 4 de julio de 2019 hasta el 5 de agosto de 2021’ has twelve.
const WORDS: usize = 14;

/// The longest end of the line that is a period, or else the longest beginning; and what is left.
fn period(line: &str, order: Order) -> (&str, Option<&str>) {
    let is_period = |text: &str| {
        text.split_whitespace().nth(WORDS).is_none()
            && text.contains(|it: char| it.is_ascii_digit())
            && matches!(
                range(text, order),
                Some((When::On(_), When::On(_) | When::Now | When::Blank))
            )
    };
    let breaks = || {
        let at = line.match_indices(|it: char| it.is_whitespace() || ",;|·([:".contains(it));
        at.map(|(at, separator)| (at, at + separator.len()))
    };
    if is_period(line) {
        return ("", Some(line));
    }
    for (at, next) in breaks() {
        if is_period(&line[next..]) {
            return (&line[..at], Some(&line[next..]));
        }
    }
    let mut beginnings: Vec<_> = breaks().collect();
    beginnings.reverse();
    for (at, next) in beginnings {
        if is_period(&line[..at]) {
            return (&line[next..], Some(&line[..at]));
        }
    }
    (line, None)
}

/// What stands behind a comma and still belongs to the name before it.
const LEGAL_FORMS: [&str; 20] = [
    "inc", "ltd", "llc", "llp", "plc", "corp", "co", "limited", "gmbh", "ag", "kg", "se", "sa",
    "sas", "sarl", "sl", "spa", "srl", "bv", "nv",
];

fn title_and_organisation(text: &str) -> (String, Option<String>) {
    // ‘Head of Product at Acme’, in any of the languages.
    for (at, word) in text
        .match_indices(char::is_whitespace)
        .map(|(at, space)| (at, at + space.len()))
    {
        let rest = &text[word..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let folded = fold(&rest[..end]);
        let title = text[..at].trim();
        let organisation = rest[end..].trim();
        if language::is_at(&folded) && !title.is_empty() && !organisation.is_empty() {
            return (title.to_owned(), Some(organisation.to_owned()));
        }
    }
    // The outermost separator first: commas may stand within what bars separate.
    for separator in ["\t", "|", "·", ";", ",", " — ", " – ", " - "] {
        let parts: Vec<&str> = text
            .split(separator)
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .collect();
        let Some(last) = parts.last().filter(|_| parts.len() > 1) else {
            continue;
        };
        let form = fold(last);
        let is_form = LEGAL_FORMS.contains(&form.replace('.', "").as_str());
        let of_name = if is_form && parts.len() > 2 { 2 } else { 1 };
        let (title, organisation) = parts.split_at(parts.len() - of_name);
        return (title.join(", "), Some(organisation.join(", ")));
    }
    (text.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::incoming::describe;

    fn said(line: &str) -> String {
        let incoming = read("pasted text", line, Trust::Asked).unwrap();
        match (&incoming.found[..], &incoming.skipped[..]) {
            ([found], []) => describe(&found.content),
            (_, [skipped, ..]) => skipped.reason.clone(),
            _ => panic!("one line, one role"),
        }
    }

    #[test]
    fn reads_roles_as_people_write_them() {
        for (line, wanted) in [
            (
                "Senior PM, Acme, 2019 to now",
                "Senior PM, Acme, 2019 to now",
            ),
            (
                "- Senior PM at Acme, 2019–2021",
                "Senior PM, Acme, 2019 to 2021",
            ),
            (
                "1. Head of Product @ Acme (Jan 2019 – Present)",
                "Head of Product, Acme, 2019-01 to now",
            ),
            (
                "VP, Product, Acme, 2019 to 2021",
                "VP, Product, Acme, 2019 to 2021",
            ),
            (
                "PM, Acme, Inc., since March 2019",
                "PM, Acme, Inc., 2019-03 to now",
            ),
            ("2019-2021: PM, Acme", "PM, Acme, 2019 to 2021"),
            (
                "2019 – heute Produktmanagerin bei Acme GmbH",
                "Produktmanagerin, Acme GmbH, 2019 to now",
            ),
            (
                "Cheffe de produit chez Acme, de mars 2019 à aujourd’hui",
                "Cheffe de produit, Acme, 2019-03 to now",
            ),
            (
                "PM | Acme | 03/2019 - 04/2021",
                "PM, Acme, 2019-03 to 2021-04",
            ),
            ("PM\tAcme\t2019-03\t", "PM, Acme, 2019-03 to ?"),
            ("PM (Growth), Acme, 2019", "PM (Growth), Acme, 2019 to ?"),
            ("PM 3, Acme, 2019 to 2020", "PM 3, Acme, 2019 to 2020"),
            (
                "Jefa de producto, Muelle, del 4 de julio de 2019 hasta el 5 de agosto de 2021",
                "Jefa de producto, Muelle, 2019-07-04 to 2021-08-05",
            ),
            ("PM, Acme", "PM, Acme"),
            ("Product Manager 2019-2021", "Product Manager, 2019 to 2021"),
            (
                "Product Manager",
                "No dates were found in it; write it as ‘Senior PM, Acme, 2019 to now’.",
            ),
            ("2019 to now", "It has no title."),
        ] {
            assert_eq!(said(line), wanted, "{line}");
        }
    }

    #[test]
    fn prose_in_a_file_is_no_list_of_roles() {
        let prose = "Dear Sir,\nplease find attached\nmy letter of May 2019\nYours, Kim\n";
        assert!(matches!(
            read("letter.txt", prose, Trust::Sniffed),
            Err(ImportError::NoRoles { .. })
        ));
        let roles = "My roles\nPM, Acme, 2019 to now\nAnalyst, Acme, 2015 - 2019\n";
        assert_eq!(
            read("roles.txt", roles, Trust::Sniffed)
                .unwrap()
                .found
                .len(),
            2
        );
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".*", line in "[a-z0-9 ,;|·()–@\t-]{0,60}") {
            for text in [&text, &line] {
                let incoming = read("t", text, Trust::Asked).unwrap();
                prop_assert_eq!(incoming.rows, incoming.found.len() + incoming.skipped.len());
            }
        }
    }
}
