//! Evidence as a file: Markdown to read, a table to work with.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_formats::brag;

use crate::session::Me;

/// What file is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    format: String,
    confidential: String,
}

pub(crate) async fn out(me: Me, Query(asked): Query<Asked>) -> Response {
    let facts = me.book.facts();
    let all = facts.evidence.iter().map(|of| of.it);
    let chosen = all.filter(|it| asked.confidential == "yes" || !it.confidential);
    let chosen: Vec<_> = chosen.collect();
    let (kind, end, text) = match asked.format.as_str() {
        "csv" => ("text/csv", "csv", brag::to_csv(&chosen)),
        _ => (
            "text/markdown",
            "md",
            brag::to_markdown(facts.framework, &chosen),
        ),
    };
    let headers = [
        (header::CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename=\"windward-evidence-{}.{end}\"",
                me.book.today
            ),
        ),
    ];
    (headers, text).into_response()
}

/// The way to the files, below the list.
pub(super) fn section(pieces: usize) -> Markup {
    html! {
        section {
            h2 { "In and out" }
            p { "A brag document that you kept elsewhere comes in by " a href="/import" { "Import" } ": Markdown with a bullet for each thing, or a table." }
            @if pieces > 0 {
                form.row method="get" action="/evidence/export" {
                    label for="format" { "Take it away as" }
                    select id="format" name="format" { option value="markdown" { "Markdown" } option value="csv" { "a table (CSV)" } }
                    label.check { input type="checkbox" name="confidential" value="yes"; "with what is confidential" }
                    button.quiet { "Download" }
                }
                p.soft { "Without the tick, what is marked as confidential is left out. Your whole record, complete, is under " a href="/settings#data" { "Settings" } "." }
            }
        }
    }
}
