//! The imports of the past: when, from where, what they brought, and how to take one back.

use maud::{Markup, html};
use windward_formats::{Past, source};

use crate::{
    edge,
    pages::undo::undo_form,
    session::Me,
    words::{self, Day, list},
};

/// Rows of the table; nobody looks at older ones, and they stay in the record all the same.
const MOST: usize = 50;

/// Past imports, the latest first. An undo leads back to the page `back`.
pub(crate) fn table(me: &Me, past: &[Past], back: &str) -> Markup {
    html! {
        div.card.flush {
            table.stack {
                thead { tr { th scope="col" { "When" } th scope="col" { "From" } th scope="col" { "What it brought" } th scope="col" { "Take it back" } } }
                tbody {
                    @for it in past.iter().take(MOST) {
                        tr {
                            th.nowrap scope="row" { (Day(edge::today(&me.book.record, it.at))) }
                            td { (source(&it.importer)) }
                            td { (brought(it)) }
                            td { @if it.undone { span.tag.quiet { "taken back" } } @else { (undo_form(it.act, back, "Take it back")) } }
                        }
                    }
                }
            }
        }
        @if past.len() > MOST { p.soft { "And " (words::thousands(past.len() - MOST)) " older." } }
    }
}

/// ‘8 roles, 3 certificates and 1 project; 2 changed’.
fn brought(past: &Past) -> String {
    let parts = past.brought.iter();
    let parts: Vec<String> = parts
        .map(|(outline, number)| outline.count(*number))
        .collect();
    match (parts.is_empty(), past.changed) {
        (true, changed) => words::count(changed, "item changed", "items changed"),
        (false, 0) => list(&parts),
        (false, changed) => format!("{}; {} changed", list(&parts), words::thousands(changed)),
    }
}
