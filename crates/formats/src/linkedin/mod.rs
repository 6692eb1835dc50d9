//! What LinkedIn hands out: an archive of tables, of which every one may be missing.

mod items;
mod tables;

use windward_core::record::Outline;

use self::items::{Items, of_table};
pub(crate) use self::tables::{Known, Use, known};
use crate::{
    background::{self, Said},
    date::Order,
    error::ImportError,
    incoming::{Gathering, Place, Tone, counted},
    limits,
    name::{full_name, named_profile},
    people::gather_connections,
    role::Dates,
    roles::{self, Source},
    table::{Row, Table, cell},
    text::{fold, quote, without_entities},
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
        Use::Profile | Use::Items | Use::Connections | Use::Career | Use::None => {
            Table::find(text, |it| known.heads(it))
        }
    };
    let Some(table) = found else {
        let place = Place::of(file);
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
        Use::Items => match of_table(known.name) {
            Some(items) => gather_items(gathering, items, &table, file),
            None => Ok(()),
        },
        Use::Connections => gather_connections(gathering, &table, file),
        Use::Career | Use::None => Ok(()),
    }
}

/// Takes in the rows of a table that are items of one kind.
fn gather_items(
    gathering: &mut Gathering,
    items: &Items,
    table: &Table<'_>,
    file: &str,
) -> Result<(), ImportError> {
    let outline = Outline::of(items.kind).expect("every table's kind has an outline");
    // One more than are taken, so that there being more is noticed.
    let rows = table.rows().take(limits::ROWS + 1);
    let rows: Vec<_> = rows
        .map(|row| row.map(|row| Line::of(items, table, &row)))
        .collect();
    let said = rows.iter().flatten().flat_map(|line| &line.said);
    // With a time behind it, a date is as LinkedIn wrote it, the month first; without, somebody saved the table again.
    let is_date = |name: &str, text: &str| outline.is_date(name) && !text.contains(':');
    let texts = said
        .filter(|(name, text)| is_date(name, text))
        .map(|(_, text)| text.as_str());
    let dates = Dates {
        order: roles::order(gathering, file, texts, Order::MonthFirst),
        open_ended: true,
        months: items.months,
    };
    let place = |line| Place::at(file, line);
    for row in rows {
        match row {
            Err(bad) => gathering.skip(place(bad.line), &bad.what, &bad.reason)?,
            Ok(Line {
                number,
                said,
                hidden: None,
            }) => {
                background::gather(gathering, place(number), outline, &said, dates)?;
            }
            Ok(Line {
                number,
                said,
                hidden: Some(status),
            }) => {
                let what = said.first().map_or("", |(_, text)| text.as_str());
                let reason = format!(
                    "LinkedIn has it as ‘{}’, not as visible; if you want it here, add it by hand.",
                    quote(&status)
                );
                gathering.skip(place(number), what, &reason)?;
            }
        }
    }
    Ok(())
}

/// What a row says of one item.
struct Line {
    number: u64,
    said: Said,
    /// What LinkedIn calls it, where that is not ‘visible’.
    hidden: Option<String>,
}

impl Line {
    fn of(items: &Items, table: &Table<'_>, row: &Row) -> Self {
        let mut said = Said::new();
        for column in items.columns {
            let cells = column.headings.iter();
            let cells = cells.filter_map(|heading| cell(&table.headings, row, |it| it == *heading));
            let texts: Vec<String> = cells
                .map(|it| without_entities(it.trim()).into_owned())
                .collect();
            if !texts.is_empty() {
                said.push((column.field, texts.join(column.joint)));
            }
        }
        let status = cell(&table.headings, row, |it| it == "status").map(str::trim);
        let hidden = status.filter(|it| !it.eq_ignore_ascii_case("visible"));
        Self {
            number: row.line,
            said,
            hidden: hidden.map(str::to_owned),
        }
    }
}

/// The name on the profile. What else stands there is for others to read, not for a record.
fn profile(gathering: &mut Gathering, table: &Table<'_>, file: &str) -> Result<(), ImportError> {
    for row in table.rows() {
        let place = |line| Place::at(file, line);
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
                gathering.found(place(row.line), named_profile(name))?;
            }
            None => gathering.skip(place(row.line), "", "There is no name in it.")?,
        }
    }
    Ok(())
}

/// Says how many connections there are, where they are counted and nothing else.
pub(crate) fn connections(gathering: &mut Gathering, file: &str, rows: usize) {
    gathering.connections(rows);
    gathering.ignored(file, rows);
    gathering.notice(
        Tone::Aside,
        None,
        format!(
            "{} in the file; they are counted here, and come in when you ask for people.",
            counted(rows, "connection is", "connections are"),
        ),
    );
}

/// The table that a file name stands for: ‘Positions (1).csv’ and ‘positions.csv’ are ‘Positions’.
pub(crate) fn stem(file_name: &str) -> String {
    let folded = fold(file_name).replace('_', " ");
    let stem = folded.strip_suffix(".csv").unwrap_or(&folded).trim();
    // As the British write it.
    let stem = if stem == "honours" { "honors" } else { stem };
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
}
