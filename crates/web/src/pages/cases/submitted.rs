//! What was handed in: as it was, for good, and as files.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use maud::html;
use windward_core::{
    id::ItemId,
    record::{Case, Of, Submission},
    views::case::{changes, lines, packet},
};
use windward_formats::paper::Paper;

use super::{
    packet::{Asked, files},
    paper,
};
use crate::{
    components::go_quietly,
    error::WebError,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::Known,
};

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Submission>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let facts = me.book.facts();
    let case = me.book.record.get::<Case>(of.it.case);
    let since = case.map(|case| {
        let now = packet(facts, case.it, &lines(facts, case.it));
        changes(&of.it.packet, &now)
    });
    let earlier = facts.cases.of(of.it.case);
    let earlier = earlier
        .iter()
        .find(|it| (it.it.on, it.revision.seq) < (of.it.on, of.revision.seq));
    let title = format!("Handed in: {}", of.it.packet.rung);
    let head = Head {
        title: &title,
        lede: html! {
            p {
                (Known(of.it.on)) @if let Some(to) = &of.it.to { ", to " (to) } ". It stays as it was, whatever changes in your record."
            }
        },
        section: Section::Milestones,
    };
    let body = html! {
        div.actions.screen-only { (go_quietly(&format!("/cases/{}", of.it.case), "The case")) (crate::pages::sharing::status(&me, of.id)) }
        section {
            @if of.it.is_whole() { p { span.tag.good { "whole" } " Its content and its day are those that the hash was made of." } }
            @else { div.notice.alarm role="alert" { p { "The content and the hash do not belong together: something was changed after it was handed in." } } }
            p.soft { "SHA-256 of content and day:" }
            p { code.code { (of.it.hash) } }
            p.soft { "It stands at the foot of the files, too. " a.how href="#since" { "What changed since" } }
        }
        (files(&format!("/cases/submitted/{id}/file")))
        section { h2 { "As it was" } (paper::packet(&of.it.packet)) }
        @if let Some(earlier) = earlier {
            section {
                h2 { "Against the one before" }
                p { a href={ "/cases/submitted/" (earlier.id) } { "Handed in " (Known(earlier.it.on)) } @if let Some(to) = &earlier.it.to { " to " (to) } }
                @let changed = changes(&earlier.it.packet, &of.it.packet);
                @if changed.is_empty() { p.soft { "It reads the same." } }
                (paper::changed(&changed))
            }
        }
        section #since {
            h2 { "What changed since" }
            @match since {
                None => { p.soft { "The case it is of was removed." } }
                Some(changes) if changes.is_empty() => { p.soft { "Nothing. Handed in today it would read the same." } }
                Some(changes) => { (paper::changed(&changes)) }
            }
        }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

/// What was handed in, as a file.
pub(crate) async fn file(
    me: Me,
    Path(id): Path<ItemId>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let day = of.it.on.last_day().min(me.book.today);
    let paper = windward_formats::packet::paper(&of.it.packet, day, Some(&of.it.hash));
    answer(&paper, &asked.r#as)
}

/// A paper as the file that was asked for.
pub(super) fn answer(paper: &Paper, form: &str) -> Result<Response, WebError> {
    let (kind, end, bytes) = match form {
        "md" => (
            "text/markdown; charset=utf-8",
            "md",
            paper.to_markdown().into_bytes(),
        ),
        "pdf" => {
            let bytes = paper
                .to_pdf()
                .map_err(|error| WebError::File(error.to_string()))?;
            ("application/pdf", "pdf", bytes)
        }
        _ => return Err(WebError::NotFound),
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"packet-{}.{end}\"", paper.day),
        ),
    ];
    Ok((headers, bytes).into_response())
}
