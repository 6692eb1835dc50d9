//! Everything the rung expects, with what shows it and an honest verdict.

use axum::response::Response;
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Case, Of},
    views::case::{Coverage, Lined, lines, rung_name},
};

use super::{family, found, one::waits, verdict, witnesses};
use crate::{
    error::WebError,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
};

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let facts = me.book.facts();
    let lines = lines(facts, of.it);
    let (asks, handed_on): (Vec<&Lined<'_>>, Vec<&Lined<'_>>) =
        lines.iter().partition(|it| it.verdict.is_some());
    let title = format!("What {} expects", rung_name(facts, of.it));
    let head = Head {
        title: &title,
        lede: html! { p { (Coverage::of(&lines).says()) } },
        section: Section::Milestones,
    };
    let body = html! {
        (family(of, "/matrix"))
        @if asks.is_empty() { p { "Your ladder has no such rung any more, so there is nothing to show against." } }
        @else {
            div.card.flush {
                table.stack {
                    caption { "The evidence is proposed by what it shows, how recent it is, what came of it and who saw it; open an expectation to choose otherwise." }
                    thead { tr { th scope="col" { "Expected" } th scope="col" { "Shown by" } th scope="col" { "Verdict" } } }
                    tbody { @for line in &asks { (row(&me, of, line)) } }
                }
            }
        }
        @if !handed_on.is_empty() {
            section {
                h2 { "Handed on" }
                p.soft { "From this rung on it is done through others; a case has nothing to show for it." }
                p { @for (at, line) in handed_on.iter().enumerate() { @if at > 0 { ", " } (line.line.name()) } "." }
            }
        }
        (rule())
    };
    Ok(layout::page(&me, facts, &head, &body))
}

fn row(me: &Me, of: Of<'_, Case>, line: &Lined<'_>) -> Markup {
    let framework = &me.book.framework;
    html! {
        tr {
            th scope="row" {
                a href={ "/cases/" (of.id) "/expectations/" (line.line.expectation.id()) } { (line.line.name()) }
                @if let Some(asked) = line.line.asked() { " " span.soft { (framework.word(asked)) } }
            }
            td data-label="Shown by" {
                @if line.pieces.is_empty() { span.soft { "nothing yet" } }
                @for (at, it) in line.pieces.iter().enumerate() {
                    @if at > 0 { "; " }
                    (it.of.it.what)
                    @if it.of.it.confidential { " " span.tag.warn { "confidential" } }
                }
                @if line.by_hand { " " span.tag.quiet { "chosen" } }
                (witnesses(of.it, line))
                @if let Some(comment) = line.said.and_then(|it| it.comment.as_ref()) { p.soft { (comment) } }
            }
            td data-label="Verdict" {
                (verdict(line.verdict))
                @if let Some(waits) = waits(line) { " " span.soft { (waits) } }
            }
        }
    }
}

/// The rule of the verdicts, in a few lines.
fn rule() -> Markup {
    html! {
        section #rule {
            h2 { "The rule" }
            p { "A piece " strong { "counts" } " if it shows what is asked and is of the last two years. It is " strong { "full" } " if it says your part, what came of it with a figure, and who saw it." }
            dl {
                dt { "strong" } dd { "Two pieces count and one of them is full; or one does and is full, and somebody else said so themselves." }
                dt { "enough" } dd { "A piece counts." }
                dt { "thin" } dd { "There are pieces, and none of them counts." }
                dt { "missing" } dd { "No piece has to do with it." }
            }
            p.soft { "A piece that you put beside a responsibility counts as showing it. How well a skill is shown, the piece itself has to say." }
        }
    }
}
