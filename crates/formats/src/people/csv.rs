//! Contacts as a table, under headings that Google and Outlook read, and that come back by import.

use windward_core::record::{Contact, Reach, ReachKind};

use crate::table::write_row;

/// Columns for each kind of way; who has more has the rest in the last of them, as Google writes it.
const WAYS: usize = 3;

/// A table (CSV with CRLF, as RFC 4180 has it). A cell that a table program would take for a formula begins with an
/// apostrophe, which the import takes off again. `notes` brings along what one wrote about people.
#[must_use]
pub fn to_csv(people: &[&Contact], notes: bool) -> String {
    let mut headings: Vec<String> = [
        "Name",
        "First Name",
        "Middle Name",
        "Last Name",
        "Name Prefix",
        "Name Suffix",
        "Nickname",
        "Company",
        "Job Title",
        "Birthday",
        "Labels",
        "Connected On",
    ]
    .map(str::to_owned)
    .to_vec();
    for (kind, _) in KINDS {
        for number in 1..=WAYS {
            headings.push(format!("{kind} {number} - Label"));
            headings.push(format!("{kind} {number} - Value"));
        }
    }
    headings.push("Address 1 - Formatted".to_owned());
    if notes {
        headings.push("How I know them".to_owned());
        headings.push("Notes".to_owned());
    }
    let mut out = String::new();
    write_row(&mut out, &headings);
    for it in people {
        write_row(&mut out, &cells(it, notes));
    }
    out
}

const KINDS: [(&str, ReachKind); 4] = [
    ("E-mail", ReachKind::Email),
    ("Phone", ReachKind::Phone),
    ("Website", ReachKind::Url),
    ("Handle", ReachKind::Handle),
];

fn cells(it: &Contact, notes: bool) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut cells = vec![
        it.name.clone(),
        text(&it.given),
        text(&it.additional),
        text(&it.family),
        text(&it.prefix),
        text(&it.suffix),
        text(&it.nickname),
        text(&it.organisation),
        text(&it.title),
        text(&it.birthday),
        it.tags.join("; "),
        it.connected_on.map(|it| it.to_string()).unwrap_or_default(),
    ];
    for (_, kind) in KINDS {
        let ways: Vec<&Reach> = it.reach.iter().filter(|it| it.kind == kind).collect();
        for number in 0..WAYS {
            let of_this = if number + 1 == WAYS {
                ways.get(number..)
            } else {
                ways.get(number..=number)
            };
            let of_this = of_this.unwrap_or_default();
            let label = of_this.first().and_then(|it| it.label.clone());
            let values: Vec<&str> = of_this.iter().map(|it| it.value.as_str()).collect();
            cells.push(label.unwrap_or_default());
            cells.push(values.join(" ::: "));
        }
    }
    let addresses: Vec<&str> = it.ways(ReachKind::Address).collect();
    cells.push(addresses.join(" ::: "));
    if notes {
        cells.push(text(&it.how_known));
        cells.push(text(&it.notes));
    }
    cells
}
