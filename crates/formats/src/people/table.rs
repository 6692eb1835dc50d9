//! A table of contacts, as Outlook, Google and spreadsheets write it.

use std::collections::BTreeMap;

use windward_core::record::{Contact, Reach, ReachKind};

use super::{
    birthday, gather,
    headings::{Column, column, label},
};
use crate::{
    date::Order,
    error::ImportError,
    incoming::{Gathering, Place, Tone},
    limits,
    role::Dates,
    table::{Row, Table, as_it_was},
    text::quote,
};

/// What Google puts between several values of one cell.
const BETWEEN: &str = " ::: ";

/// Whether these headings are of a table of contacts: a name in one column or two, and a way to reach people.
pub(crate) fn is_heading(headings: &[String]) -> bool {
    let columns = columns(headings);
    let has = |wanted: Column| columns.contains(&Some(wanted));
    let named = has(Column::Name) || (has(Column::Given) && has(Column::Family));
    let reached = [Column::Email, Column::Phone].into_iter().any(has);
    // Two columns for a name are of people, even where nothing but their organisation is beside them.
    named && (reached || (has(Column::Given) && has(Column::Organisation)))
}

fn columns(headings: &[String]) -> Vec<Option<Column>> {
    let job = headings.iter().any(|it| it == "job title");
    headings.iter().map(|it| column(it, job)).collect()
}

/// Takes in all rows of a table.
pub(crate) fn gather_table(
    gathering: &mut Gathering,
    table: &Table<'_>,
    file: &str,
) -> Result<(), ImportError> {
    let place = |line| Place::at(file, line);
    let columns = columns(&table.headings);
    // One more than are taken, so that there being more is noticed.
    for row in table.rows().take(limits::PEOPLE + 1) {
        match row {
            Err(bad) => gathering.skip(place(bad.line), &bad.what, &bad.reason)?,
            Ok(row) => {
                let (contact, odd) = contact(&table.headings, &columns, &row);
                for text in odd {
                    gathering.notice(Tone::Look, Some(place(row.line)), text);
                }
                gather(gathering, place(row.line), contact, "")?;
            }
        }
    }
    Ok(())
}

fn contact(headings: &[String], columns: &[Option<Column>], row: &Row) -> (Contact, Vec<String>) {
    let mut it = Contact::default();
    let mut odd = Vec::new();
    let mut addresses: BTreeMap<String, BTreeMap<u8, String>> = BTreeMap::new();
    let mut said = None;
    for ((heading, column), cell) in headings.iter().zip(columns).zip(&row.cells) {
        let text = as_it_was(cell.trim()).trim();
        let (Some(column), false) = (column, text.is_empty()) else {
            continue;
        };
        let one = || Some(text.to_owned());
        match column {
            Column::Name => text.clone_into(&mut it.name),
            Column::Given => it.given = one(),
            Column::Additional => it.additional = one(),
            Column::Family => it.family = one(),
            Column::Prefix => it.prefix = one(),
            Column::Suffix => it.suffix = one(),
            Column::Nickname => it.nickname = one(),
            Column::Organisation => it.organisation = one(),
            Column::Title => it.title = one(),
            Column::HowKnown => it.how_known = one(),
            Column::Notes => it.notes = one(),
            Column::Department => {
                it.notes = Some(join(it.notes.take(), &format!("Department: {text}")));
            }
            Column::Birthday => match birthday(text) {
                Some(day) => it.birthday = Some(day),
                // What Outlook writes where there is none.
                None if text.starts_with('0') => {}
                None => odd.push(format!(
                    "‘{}’ is no birthday that could be read: write it as 1980-04-12.",
                    quote(text)
                )),
            },
            Column::Connected => {
                let dates = Dates {
                    order: Order::DayFirst,
                    open_ended: true,
                    months: false,
                };
                it.connected_on = dates.read(Some(text)).date();
            }
            Column::Tags => it.tags.extend(tags(text)),
            // Outlook says by which protocol, and that behind the address.
            Column::Label => said = one().filter(|it| !["SMTP", "EX"].contains(&it.as_str())),
            Column::Email | Column::Phone | Column::Url | Column::Handle => {
                let kind = match column {
                    Column::Email => ReachKind::Email,
                    Column::Phone => ReachKind::Phone,
                    Column::Url => ReachKind::Url,
                    _ => ReachKind::Handle,
                };
                let label = said
                    .take()
                    .map(|it| it.trim_start_matches("* ").to_lowercase());
                let label = label
                    .or_else(|| label_of(heading))
                    .filter(|it| !it.is_empty());
                let ways = text.split(BETWEEN).map(|value| Reach {
                    label: label.clone(),
                    ..Reach::new(kind, value)
                });
                it.reach.extend(ways);
            }
            Column::Address(part) => {
                // ‘Business Street’ and ‘Business City’ are of one address, ‘Home Street’ of another.
                let numbered = heading.split_once(" - ").map(|(of, _)| of);
                let of = numbered
                    .or_else(|| label(heading))
                    .unwrap_or_default()
                    .to_owned();
                addresses
                    .entry(of)
                    .or_default()
                    .insert(*part, text.to_owned());
            }
        }
    }
    for (of, parts) in addresses {
        // Formatted, it has all the others in it.
        let whole = parts.get(&0).cloned();
        let value = whole.unwrap_or_else(|| parts.into_values().collect::<Vec<_>>().join(", "));
        let each = value.split(BETWEEN).map(|it| Reach {
            label: label_of(&of),
            ..Reach::new(ReachKind::Address, it.replace('\n', ", "))
        });
        it.reach.extend(each);
    }
    (it, odd)
}

fn label_of(heading: &str) -> Option<String> {
    label(heading).map(str::to_owned)
}

fn join(above: Option<String>, text: &str) -> String {
    match above {
        Some(above) => format!("{above}\n{text}"),
        None => text.to_owned(),
    }
}

/// Tags of a cell. Google's own group of all contacts says nothing.
fn tags(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(BETWEEN).flat_map(|it| it.split([';', ',']));
    let parts = parts.map(|it| it.trim().trim_start_matches("* ").to_owned());
    parts.filter(|it| !it.is_empty() && !it.eq_ignore_ascii_case("myContacts"))
}
