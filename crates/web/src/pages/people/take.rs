//! People as a file: an address book, a table.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::record::Contact;
use windward_formats::{people::to_csv, vcard::to_vcard};

use crate::session::Me;

/// What file is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    format: String,
    notes: String,
}

pub(crate) async fn out(me: Me, Query(asked): Query<Asked>) -> Response {
    let everybody = me.book.people().people().iter();
    let all: Vec<_> = everybody
        .filter_map(|it| me.book.record.get::<Contact>(it.id))
        .collect();
    let notes = asked.notes == "yes";
    let (kind, end, text) = if asked.format == "csv" {
        let people: Vec<&Contact> = all.iter().map(|of| of.it).collect();
        // What spreadsheets know UTF-8 by.
        (
            "text/csv",
            "csv",
            format!("\u{feff}{}", to_csv(&people, notes)),
        )
    } else {
        let people: Vec<_> = all.iter().map(|of| (of.id, of.it)).collect();
        ("text/vcard", "vcf", to_vcard(&people, notes))
    };
    let headers = [
        (header::CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename=\"windward-people-{}.{end}\"",
                me.book.today
            ),
        ),
    ];
    (headers, text).into_response()
}

/// The way in and out, below the list.
pub(super) fn section() -> Markup {
    html! {
        section {
            h2 { "In and out" }
            p { "Connections, an address book (vCard) or a table of contacts come in by " a href="/import" { "Import" } "; who is here already is proposed as the same person, and nothing is written twice." }
            form.row method="get" action="/people/export" {
                label for="format" { "Take everybody away as" }
                select id="format" name="format" { option value="vcard" { "an address book (vCard 4.0)" } option value="csv" { "a table (CSV)" } }
                label.check { input type="checkbox" name="notes" value="yes"; "with your notes about them" }
                button.quiet { "Download" }
            }
            p.soft { "Touches, rhythms and what they asked you to leave be never go into these files: an address book is soon shared with a phone. Your whole record, complete, is under " a href="/settings#data" { "Settings" } "." }
        }
    }
}
