//! What LinkedIn hands out: an archive of tables, of which every one may be missing.

mod tables;

use windward_core::record::{Content, Profile};

pub(crate) use self::tables::{Known, Use, known};
use crate::{
    error::ImportError,
    incoming::{Gathering, Place, Tone, counted},
    limits,
    roles::{self, Source},
    table::{Row, Table, cell},
    text::{clean_line, fold},
};

/// Takes in one table of an export that Windward has a use for.
pub(crate) fn gather(
    gathering: &mut Gathering,
    known: &'static Known,
    file: &str,
    text: &str,
) -> Result<(), ImportError> {
    let found = match known.used {
        Use::Roles => Table::find(text, roles::is_heading),
        Use::Profile | Use::Connections | Use::Career | Use::None => {
            Table::find(text, |it| known.share(it) >= 0.5)
        }
    };
    let Some(table) = found else {
        let place = Place {
            file: file.to_owned(),
            line: None,
        };
        let text = format!(
            "Its headings were not found in the first {} lines, so nothing was read from it.",
            limits::HEADING_LINES
        );
        gathering.notice(Tone::Alarm, Some(place), text);
        return Ok(());
    };
    match known.used {
        Use::Roles => roles::gather_all(gathering, &table, file, Source::LinkedIn),
        Use::Profile => profile(gathering, &table, file),
        Use::Connections => {
            connections(gathering, &table);
            Ok(())
        }
        Use::Career | Use::None => Ok(()),
    }
}

/// The name on the profile. What else stands there is for others to read, not for a record.
fn profile(gathering: &mut Gathering, table: &Table<'_>, file: &str) -> Result<(), ImportError> {
    for row in table.rows() {
        let place = |line| Place {
            file: file.to_owned(),
            line: Some(line),
        };
        let row = match row {
            Ok(row) => row,
            Err(bad) => {
                gathering.skip(place(bad.line), &bad.what, &bad.reason)?;
                continue;
            }
        };
        let named = |wanted: &str| cell(&table.headings, &row, |it| it == wanted);
        let name = full_name(named("first name"), named("last name"));
        match name {
            Some(name) => {
                gathering.found(place(row.line), NAME_KEY, named_profile(name))?;
            }
            None => gathering.skip(place(row.line), "", "There is no name in it.")?,
        }
    }
    Ok(())
}

/// What a profile is known by: there is one.
pub(crate) const NAME_KEY: &str = "name";

pub(crate) fn named_profile(name: String) -> Content {
    Content::from(Profile {
        name: Some(name),
        ..Profile::default()
    })
}

/// A first and a last name as one; `None` when both are empty.
pub(crate) fn full_name(first: Option<&str>, last: Option<&str>) -> Option<String> {
    let both = [first.unwrap_or_default(), last.unwrap_or_default()].join(" ");
    clean_line(&both, limits::WORDS).0
}

fn connections(gathering: &mut Gathering, table: &Table<'_>) {
    let (mut count, mut nameless) = (0, 0);
    for row in table.rows() {
        count += 1;
        let says_nothing = |row: &Row| {
            cell(&table.headings, row, |it| {
                matches!(it, "first name" | "last name" | "url")
            })
            .is_none()
        };
        nameless += usize::from(row.as_ref().is_ok_and(says_nothing));
    }
    gathering.connections(count);
    let gone = match nameless {
        0 => String::new(),
        _ => format!(" ({nameless} of them without a name: they have left LinkedIn)"),
    };
    gathering.notice(
        Tone::Aside,
        None,
        format!(
            "{} in the file{gone}; connections are counted here and left for the network.",
            counted(count, "connection is", "connections are"),
        ),
    );
}

/// The table that a file name stands for: ‘Positions (1).csv’ and ‘positions.csv’ are ‘Positions’.
pub(crate) fn stem(file_name: &str) -> String {
    let folded = fold(file_name).replace('_', " ");
    let stem = folded.strip_suffix(".csv").unwrap_or(&folded).trim();
    let stem = stem.strip_prefix("copy of ").unwrap_or(stem);
    let stem = match stem.rsplit_once(" (") {
        Some((name, number))
            if number
                .trim_end_matches(')')
                .bytes()
                .all(|it| it.is_ascii_digit()) =>
        {
            name
        }
        _ => stem
            .strip_suffix(" - copy")
            .or(stem.strip_suffix(" copy"))
            .unwrap_or(stem),
    };
    stem.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_a_file_are_known_by_its_name() {
        for name in [
            "Positions.csv",
            "positions.CSV",
            "Positions (1).csv",
            "Copy of Positions.csv",
            "Positions - Copy.csv",
            "Positions copy.csv",
        ] {
            assert_eq!(stem(name), "positions", "{name}");
        }
        assert_eq!(stem("Email Addresses.csv"), "email addresses");
    }

    #[test]
    fn half_a_name_is_a_name() {
        assert_eq!(full_name(Some(" Ada "), None).as_deref(), Some("Ada"));
        assert_eq!(full_name(Some(" "), Some("")), None);
    }
}
