//! One expectation of a case: its evidence as proposed or as chosen, a comment, what to do about it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    framework::{Expectation, ExpectationId},
    id::ItemId,
    record::{Case, Evidence, Of},
    views::{
        case::{Lined, Support, lines, proposal::candidates, rung},
        facts::Facts,
    },
};

use super::{family, found, one, one::waits, verdict, witnesses};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::Known,
};

/// Pieces that have to do with it and are shown to choose from, the best.
const MOST_FITTING: usize = 12;

/// Other pieces that one can be chosen from, the latest.
const MOST_OTHERS: usize = 200;

/// Characters of a piece in a list to choose from.
const IN_A_LIST: usize = 90;

pub(crate) async fn show(
    me: Me,
    Path((id, expectation)): Path<(ItemId, String)>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let lines = lines(me.book.facts(), of.it);
    let line = line(&lines, &expectation)?;
    let comment = line.said.and_then(|it| it.comment.clone());
    let mut form = Form::filled([("comment", comment.unwrap_or_default())]);
    for piece in &line.pieces {
        form.add("piece", piece.of.id.to_string());
    }
    Ok(page(&me, of, line, &form))
}

/// Keeps what was chosen and said.
pub(crate) async fn save(
    me: Me,
    Path((id, expectation)): Path<(ItemId, String)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let facts = me.book.facts();
    let lines = lines(facts, of.it);
    let line = line(&lines, &expectation)?;
    let comment = form.text("comment", Case::NOTE);
    let chosen = chosen(facts, &form);
    let by_hand = by_hand(line, &form, &chosen);
    if by_hand && chosen.len() > Case::MOST_PIECES {
        form.fault(
            "piece",
            format!(
                "{} pieces at most: a reader looks at the first. Untick some.",
                Case::MOST_PIECES
            ),
        );
    }
    if !form.is_good() {
        let page = page(&me, of, line, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut it = of.it.clone();
    let said = it.line_mut(line.line.expectation.id());
    said.evidence = by_hand.then_some(chosen);
    said.comment = comment;
    if form.ticked("settled") {
        said.waits = None;
    }
    me.act(once, |act| act.put(id, revises, it)).await?;
    me.say("Saved.");
    Ok(Redirect::to(&format!("/cases/{id}/expectations/{expectation}")).into_response())
}

fn line<'l, 'a>(lines: &'l [Lined<'a>], expectation: &str) -> Result<&'l Lined<'a>, WebError> {
    let wanted = ExpectationId::new(expectation);
    let mut asked = lines.iter().filter(|it| it.verdict.is_some());
    asked
        .find(|it| *it.line.expectation.id() == wanted)
        .ok_or(WebError::NotFound)
}

/// Whether the pieces are chosen by hand: they were, or a tick was changed; unless it is to be as proposed again.
fn by_hand(line: &Lined<'_>, form: &Form, chosen: &[ItemId]) -> bool {
    let stand: Vec<ItemId> = line.pieces.iter().map(|it| it.of.id).collect();
    let same = stand.len() == chosen.len() && stand.iter().all(|it| chosen.contains(it));
    !form.ticked("proposed") && (line.by_hand || !same)
}

/// The pieces that are ticked, in the order of the page, then the one that was added.
pub(super) fn chosen(facts: &Facts<'_>, form: &Form) -> Vec<ItemId> {
    let known = |id: &ItemId| facts.evidence.iter().any(|of| of.id == *id);
    let ticked = form.all("piece").chain(form.all("more"));
    let mut chosen: Vec<ItemId> = Vec::new();
    for id in ticked.filter_map(|it| it.parse().ok()).filter(known) {
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    chosen
}

fn page(me: &Me, of: Of<'_, Case>, line: &Lined<'_>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: line.line.name(),
        lede: html! {
            p {
                (verdict(line.verdict)) " " (line.reason(facts.framework))
                @if let Some(waits) = waits(line) { " It " (waits) "." }
            }
        },
        section: Section::Milestones,
    };
    let text = line.line.expectation.text();
    let body = html! {
        (family(of, "/matrix"))
        section {
            @match (line.line.expectation, line.line.asked()) {
                (Expectation::Ask(_), Some(asked)) => { p { "Asked: " strong { (facts.framework.word(asked)) } ". " (text) } }
                _ => { p { (text) } }
            }
            (witnesses(of.it, line))
            p.soft { a href={ "/expectations/" (line.line.expectation.id()) } { "What your record says about it" } }
        }
        form method="post" action={ "/cases/" (of.id) "/expectations/" (line.line.expectation.id()) } {
            (not_saved(form))
            (marks_again(form, Some(of.revision.entry_id)))
            (evidence(facts, of, line, form))
            (field(form, Field { name: "comment", label: "Your own comment", hint: "Stands beside it in the packet: what a reader should see in it, or what is still to come.", kind: Kind::Text }))
            @if line.waits.is_some() {
                label.check { input type="checkbox" name="settled" value="yes"; "It need not wait any longer" }
            }
            div.actions { button { "Save this line" } (go_quietly(&format!("/cases/{}/matrix", of.id), "All expectations")) }
        }
        @if line.is_thin() { section { h2 { "What you can do about it" } (one::spot(facts, of, line, &Form::default())) } }
    };
    layout::page(me, facts, &head, &body)
}

fn evidence(facts: &Facts<'_>, of: Of<'_, Case>, line: &Lined<'_>, form: &Form) -> Markup {
    let ticked: Vec<&str> = form.all("piece").collect();
    let fitting = rung(facts, of.it)
        .map(|rung| candidates(facts, rung, line.line.expectation))
        .unwrap_or_default();
    let mut shown: Vec<Support<'_>> = fitting.into_iter().take(MOST_FITTING).collect();
    // What was chosen and does not fit by itself stands there, too.
    for piece in &line.pieces {
        if !shown.iter().any(|it| it.of.id == piece.of.id) {
            shown.push(*piece);
        }
    }
    let others = facts.evidence.iter();
    let others: Vec<&Of<'_, Evidence>> = others
        .filter(|of| !shown.iter().any(|it| it.of.id == of.id))
        .take(MOST_OTHERS)
        .collect();
    let fault = form.fault_of("piece");
    html! {
        fieldset aria-describedby=[fault.map(|_| "piece-fault")] {
            legend { "Shown by" }
            @if line.by_hand { p.soft { "As you chose it." } }
            @else { p.soft { "The best of it, as proposed. Change a tick, and it is as you chose." } }
            @if shown.is_empty() { p.soft { "No piece of your evidence has to do with it. " a href="/evidence#what" { "Log one" } "." } }
            ul.ticks.one {
                @for it in &shown {
                    @let id = it.of.id.to_string();
                    li {
                        label.check {
                            input type="checkbox" name="piece" value=(id) checked[ticked.contains(&id.as_str())];
                            span {
                                (it.of.it.what) " " span.soft { (Known(it.of.it.on)) }
                                br; span.soft {
                                    (it.fit.label())
                                    @if !it.fresh { ", older than two years" }
                                    @if it.counts() && it.is_full() { ", with your part, a figure and who saw it" }
                                }
                                @if it.of.it.confidential { " " span.tag.warn { "confidential" } }
                            }
                        }
                    }
                }
            }
            @if line.by_hand { label.check { input type="checkbox" name="proposed" value="yes" checked[form.ticked("proposed")]; "As proposed again" } }
            @if let Some(fault) = fault { p.error #piece-fault { (fault) } }
            @if !others.is_empty() {
                div.field {
                    label for="more" { "Or another piece" }
                    select id="more" name="more" {
                        option value="" { "none" }
                        @for of in &others { option value=(of.id) selected[form.typed("more") == of.id.to_string()] { (short(&of.it.what)) } }
                    }
                }
            }
        }
    }
}

/// A piece in a list to choose from.
pub(super) fn short(what: &str) -> String {
    let mut short: String = what.trim().chars().take(IN_A_LIST).collect();
    if short.len() < what.trim().len() {
        short.push('…');
    }
    short
}

/// The latest pieces as options, none first.
pub(super) fn options<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (ItemId, String)> + 'f {
    let all = facts.evidence.iter().take(MOST_OTHERS);
    all.map(|of| (of.id, short(&of.it.what)))
}

/// The pieces that a page lets one tick, with the links to log another.
pub(super) fn pieces_to_tick(facts: &Facts<'_>, form: &Form) -> Markup {
    let ticked: Vec<&str> = form.all("piece").collect();
    html! {
        fieldset {
            legend { "The evidence it rests on" }
            @if facts.evidence.is_empty() { p.soft { "Nothing is logged yet. " a href="/evidence#what" { "Log what it is about" } "." } }
            ul.ticks.close {
                @for (id, what) in options(facts).filter(|(id, _)| ticked.contains(&id.to_string().as_str())) {
                    li { label.check { input type="checkbox" name="piece" value=(id) checked; span { (what) } } }
                }
            }
            @if !facts.evidence.is_empty() {
                div.field {
                    label for="more" { "Add a piece" }
                    select id="more" name="more" {
                        option value="" { "none" }
                        @for (id, what) in options(facts).filter(|(id, _)| !ticked.contains(&id.to_string().as_str())) { option value=(id) { (what) } }
                    }
                }
            }
        }
    }
}
