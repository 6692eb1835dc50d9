//! LinkedIn's connections: a table below a note about missing addresses.

use windward_core::record::{Contact, Reach, ReachKind};

use super::gather;
use crate::{
    date::{Order, When},
    error::ImportError,
    incoming::{Gathering, Place, Tone},
    limits,
    name::full_name,
    role::Dates,
    roles::order,
    table::{Row, Table, cell},
    text::{quote, without_entities},
};

/// Takes in all rows of a table of connections.
pub(crate) fn gather_connections(
    gathering: &mut Gathering,
    table: &Table<'_>,
    file: &str,
) -> Result<(), ImportError> {
    let place = |line| Place::at(file, line);
    // One more than are taken, so that there being more is noticed.
    let rows: Vec<_> = table.rows().take(limits::PEOPLE + 1).collect();
    gathering.connections(rows.len());
    let texts = rows
        .iter()
        .flatten()
        .filter_map(|row| connected(table, row));
    let dates = Dates {
        order: order(gathering, file, texts, Order::MonthFirst),
        open_ended: true,
        months: false,
    };
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(bad) => {
                gathering.skip(place(bad.line), &bad.what, &bad.reason)?;
                continue;
            }
        };
        let named = |wanted: &str| {
            let text = cell(&table.headings, &row, |it| it == wanted)?;
            Some(without_entities(text.trim()).into_owned())
        };
        let (given, family) = (named("first name"), named("last name"));
        let url = named("url").map(|it| Reach::new(ReachKind::Url, it));
        let email = named("email address").map(|it| Reach::new(ReachKind::Email, it));
        let on = connected(table, &row);
        let when = dates.read(on);
        let contact = Contact {
            name: full_name(given.as_deref(), family.as_deref()).unwrap_or_default(),
            given,
            family,
            organisation: named("company"),
            title: named("position"),
            reach: url.into_iter().chain(email).collect(),
            connected_on: when.date(),
            ..Contact::default()
        };
        if when == When::Unread {
            let text = format!(
                "‘{}’ is no date that could be read, so they come without it.",
                quote(on.unwrap_or_default())
            );
            gathering.notice(Tone::Look, Some(place(row.line)), text);
        }
        gather(
            gathering,
            place(row.line),
            contact,
            "It has no name: they have left LinkedIn, or hide who they are.",
        )?;
    }
    Ok(())
}

fn connected<'r>(table: &Table<'_>, row: &'r Row) -> Option<&'r str> {
    cell(&table.headings, row, |it| it == "connected on")
}
