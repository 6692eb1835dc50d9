//! A table of roles, its columns recognised by their headings in any of the languages.

use std::borrow::Cow;

use crate::{
    date::{Evidence, Order, evidence},
    error::ImportError,
    incoming::{Gathering, Place, Tone},
    language::{self, Column},
    limits,
    role::{Dates, Words, gather},
    table::{Row, Table, cell},
    text::without_entities,
};

/// Whether these headings are of a table of roles: titles, and where or when.
pub(crate) fn is_heading(headings: &[String]) -> bool {
    let has = |wanted: &[Column]| {
        let named =
            |it: &String| language::column(it).is_some_and(|column| wanted.contains(&column));
        headings.iter().any(named)
    };
    has(&[Column::Title]) && has(&[Column::Organisation, Column::From, Column::Period])
}

/// What a table of roles comes from, where that says how to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// LinkedIn’s positions: months, in American order, and no end is none yet.
    LinkedIn,
    /// Anybody’s.
    Own,
}

/// Takes in all rows of a table.
pub(crate) fn gather_all(
    gathering: &mut Gathering,
    table: &Table<'_>,
    file: &str,
    source: Source,
) -> Result<(), ImportError> {
    // One more than are taken, so that there being more is noticed.
    let rows: Vec<_> = table.rows().take(limits::ROWS + 1).collect();
    let dates = dates(gathering, table, &rows, file, source);
    for row in rows {
        let place = |line| Place::at(file, line);
        match row {
            Err(bad) => gathering.skip(place(bad.line), &bad.what, &bad.reason)?,
            Ok(row) => {
                let at = |wanted| {
                    let text = cell(&table.headings, &row, |it| {
                        language::column(it) == Some(wanted)
                    })?;
                    Some(match source {
                        Source::LinkedIn => without_entities(text),
                        Source::Own => Cow::Borrowed(text),
                    })
                };
                let columns = [
                    Column::Title,
                    Column::Organisation,
                    Column::From,
                    Column::To,
                    Column::Period,
                    Column::Current,
                    Column::Note,
                ];
                let [title, organisation, from, to, period, current, note] = columns.map(at);
                let words = Words {
                    title: title.as_deref(),
                    organisation: organisation.as_deref(),
                    from: from.as_deref(),
                    to: to.as_deref(),
                    period: period.as_deref(),
                    current: current.as_deref(),
                    note: note.as_deref(),
                };
                gather(gathering, place(row.line), words, dates)?;
            }
        }
    }
    Ok(())
}

fn dates<E>(
    gathering: &mut Gathering,
    table: &Table<'_>,
    rows: &[Result<Row, E>],
    file: &str,
    source: Source,
) -> Dates {
    let columns: Vec<Column> = table
        .headings
        .iter()
        .filter_map(|it| language::column(it))
        .collect();
    let open_ended = columns.contains(&Column::To) || source == Source::LinkedIn;
    if !open_ended && !columns.contains(&Column::Period) && !columns.contains(&Column::Current) {
        let place = Place::of(file);
        let text = "There is no column for the end of a role, so the ends are not known.";
        gathering.notice(Tone::Look, Some(place), text);
    }
    let is_date =
        |heading: &String| matches!(language::column(heading), Some(Column::From | Column::To));
    let cells = rows
        .iter()
        .flatten()
        .flat_map(|row| table.headings.iter().zip(&row.cells));
    let texts = cells
        .filter(|(heading, _)| is_date(heading))
        .map(|(_, cell)| cell.as_str());
    let usual = if language::is_english(table.headings.iter().map(String::as_str)) {
        Order::MonthFirst
    } else {
        Order::DayFirst
    };
    Dates {
        order: order(gathering, file, texts, usual),
        open_ended,
        months: source == Source::LinkedIn,
    }
}

/// The order of days and months in these dates; the usual one, with a notice, where they can be read both ways.
pub(crate) fn order<'a>(
    gathering: &mut Gathering,
    file: &str,
    texts: impl IntoIterator<Item = &'a str>,
    usual: Order,
) -> Order {
    match evidence(texts) {
        Evidence::Certain(order) => order,
        Evidence::Unneeded => usual,
        Evidence::Open(example) => {
            let word = match usual {
                Order::MonthFirst => "month",
                Order::DayFirst => "day",
            };
            let place = Place::of(file);
            let text = format!(
                "Dates such as ‘{example}’ were read with the {word} first; look whether that is right."
            );
            gathering.notice(Tone::Look, Some(place), text);
            usual
        }
    }
}
