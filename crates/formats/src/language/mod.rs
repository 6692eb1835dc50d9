//! The words that files of roles are written with, one language a file: data, no code.
//!
//! All words are written as [`fold`](crate::text::fold) leaves them: lower case, without accents. To add a
//! language, add a file and name it in [`ALL`].

mod dutch;
mod english;
mod french;
mod german;
mod italian;
mod portuguese;
mod spanish;

use std::{collections::HashMap, sync::LazyLock};

/// What a column of a table of roles holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Column {
    Title,
    Organisation,
    From,
    To,
    /// Both dates in one cell.
    Period,
    /// Whether the role goes on, as yes or no.
    Current,
    Note,
}

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Language {
    /// The months in order, each in full and in its abbreviations.
    pub(crate) months: [&'static [&'static str]; 12],
    /// What stands for 'until today'.
    pub(crate) now: &'static [&'static str],
    /// What stands before a beginning.
    pub(crate) since: &'static [&'static str],
    /// What stands between a beginning and an end.
    pub(crate) until: &'static [&'static str],
    /// What stands between a title and an organisation.
    pub(crate) at: &'static [&'static str],
    /// A cell that says yes.
    pub(crate) yes: &'static [&'static str],
    /// How columns are headed.
    pub(crate) headings: &'static [(Column, &'static [&'static str])],
}

/// English first: where a heading is of several languages, it is taken for English.
pub(crate) const ALL: [&Language; 7] = [
    &english::WORDS,
    &german::WORDS,
    &french::WORDS,
    &spanish::WORDS,
    &portuguese::WORDS,
    &italian::WORDS,
    &dutch::WORDS,
];

static MONTHS: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let named = |language: &'static Language| (1i8..).zip(language.months);
    ALL.into_iter()
        .flat_map(named)
        .flat_map(|(number, names)| names.iter().map(move |name| (*name, number)))
        .collect()
});

static HEADINGS: LazyLock<HashMap<&str, Column>> = LazyLock::new(|| {
    let mut headings = HashMap::new();
    for language in ALL {
        for (column, names) in language.headings {
            for name in *names {
                headings.entry(*name).or_insert(*column);
            }
        }
    }
    headings
});

/// The month that a folded word names, from 1.
pub(crate) fn month(word: &str) -> Option<i8> {
    MONTHS.get(word).copied()
}

/// The column that a folded heading names.
pub(crate) fn column(heading: &str) -> Option<Column> {
    HEADINGS.get(heading).copied()
}

/// Whether a folded text says 'until today'.
pub(crate) fn is_now(text: &str) -> bool {
    ALL.iter().any(|language| language.now.contains(&text))
}

/// Whether a folded word stands between a title and an organisation.
pub(crate) fn is_at(word: &str) -> bool {
    ALL.iter().any(|language| language.at.contains(&word))
}

/// Whether a folded text says yes.
pub(crate) fn is_yes(text: &str) -> bool {
    ALL.iter().any(|language| language.yes.contains(&text))
}

/// Whether every one of these folded headings that names a column does so in English.
pub(crate) fn is_english<'a>(headings: impl IntoIterator<Item = &'a str>) -> bool {
    let in_english = |heading: &str| {
        let of = |(_, names): &(Column, &[&str])| names.contains(&heading);
        english::WORDS.headings.iter().any(of)
    };
    headings
        .into_iter()
        .filter(|heading| column(heading).is_some())
        .all(in_english)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn words_are_written_as_they_are_looked_up() {
        for language in ALL {
            let months = language.months.into_iter().flatten();
            let headings = language.headings.iter().flat_map(|(_, names)| *names);
            let rest = [
                language.now,
                language.since,
                language.until,
                language.at,
                language.yes,
            ];
            for word in months.chain(headings).chain(rest.into_iter().flatten()) {
                assert_eq!(fold(word), **word);
            }
        }
    }

    #[test]
    fn a_word_names_one_month_in_all_languages() {
        for language in ALL {
            for (number, names) in (1i8..).zip(language.months) {
                for name in names {
                    assert_eq!(month(name), Some(number), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_heading_names_one_column_in_all_languages() {
        for language in ALL {
            for (named, names) in language.headings {
                for name in *names {
                    assert_eq!(column(name), Some(*named), "{name}");
                }
            }
        }
    }

    #[test]
    fn every_language_heads_the_columns_that_a_role_needs() {
        for language in ALL {
            for needed in [
                Column::Title,
                Column::Organisation,
                Column::From,
                Column::To,
                Column::Note,
            ] {
                assert!(
                    language
                        .headings
                        .iter()
                        .any(|(column, _)| *column == needed)
                );
            }
        }
    }
}
