//! How a case stands: at a glance, what to do about what is thin, what a reader would ask, who can vouch.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::ExpectationId,
    id::ItemId,
    record::{Case, Of, Vouch, Voucher},
    views::{
        case::{
            self, Coverage, Lined, Makes, Stage, Vouching, flags, lines, rung_name, stage,
            vouch::folded, vouching, ways,
        },
        facts::Facts,
    },
};

use super::{coverage, family, found, verdict};
use crate::{
    components::{DATE, go, go_quietly, marks},
    error::WebError,
    form::{Form, LINE},
    layout::{self, Head, Section},
    pages::talks::for_the_next,
    path::Path,
    session::Me,
    words::{Day, Known, capital, near, several},
};

/// Thin spots that are shown with what to do about them; the others stand among the expectations.
const MOST_THIN: usize = 4;

/// Months for which a thin spot waits, unless another day is said.
const WAITS_MONTHS: i64 = 3;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &Form::default()))
}

/// Does something about a thin spot: a thing to do, or a wait.
pub(crate) async fn act(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let facts = me.book.facts();
    let expectation = ExpectationId::new(form.typed("expectation"));
    let lines = lines(facts, of.it);
    let line = lines
        .iter()
        .find(|it| *it.line.expectation.id() == expectation)
        .ok_or(WebError::NotFound)?;
    let back = form
        .back()
        .map_or_else(|| format!("/cases/{id}"), str::to_owned);
    let today = PartialDate::day(me.book.today);
    if form.typed("way") == "wait" {
        let until = form.date("until");
        if until.is_some_and(|it| it.last_day() <= me.book.today) {
            form.fault("until", "That is over already.");
        }
        if !form.is_good() {
            let page = page(&me, of, &form);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        let later = me
            .book
            .today
            .saturating_add(jiff::Span::new().months(WAITS_MONTHS));
        let mut it = of.it.clone();
        it.line_mut(&expectation).waits = Some(until.unwrap_or(PartialDate::day(later)));
        me.act(once, |act| act.put(id, revises, it)).await?;
        return Ok(Redirect::to(&back).into_response());
    }
    let ways = ways(facts, line);
    let way = ways.iter().find(|it| it.key == form.typed("way"));
    // A second click finds it taken already.
    if let Some(way) = way.filter(|it| !it.taken) {
        let framework = me.book.framework.hash;
        me.act(once, |act| way.take(act, today, framework)).await?;
        me.say(format!("It is among your things to do: {}", way.what));
    }
    Ok(Redirect::to(&back).into_response())
}

/// Notes whether somebody was asked to vouch, and what they said.
pub(crate) async fn vouch(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let whom = form.needed("whom", LINE, "Who is it?");
    let whom = whom.ok_or_else(|| WebError::Form("It names nobody.".to_owned()))?;
    let answer = Vouch::named(form.typed("answer")).unwrap_or(Vouch::NotAsked);
    let mut it = of.it.clone();
    let on = (answer != Vouch::NotAsked).then_some(PartialDate::day(me.book.today));
    let mut all = it.vouchers.iter();
    let known = all.position(|it| folded(&it.whom) == folded(&whom));
    match known.and_then(|at| it.vouchers.get_mut(at)) {
        Some(known) => (known.answer, known.on) = (answer, on),
        None if of.it.vouchers.len() >= Case::MOST_VOUCHERS => {
            return Err(WebError::Form(format!(
                "A case keeps that of {} people at most.",
                Case::MOST_VOUCHERS
            )));
        }
        None => it.vouchers.push(Voucher {
            whom,
            answer,
            on,
            unknown: Map::new(),
        }),
    }
    me.act(once, |act| act.put(id, revises, it)).await?;
    Ok(Redirect::to(&format!("/cases/{id}#vouch")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw::<Case>(&me, id, &form, "/cases", |_| None).await
}

fn page(me: &Me, of: Of<'_, Case>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = of.it;
    let lines = lines(facts, it);
    let cover = Coverage::of(&lines);
    let name = rung_name(facts, it);
    let title = format!("The case for {name}");
    let stage = stage(facts, of);
    let head = Head {
        title: &title,
        lede: html! {
            p {
                @match &it.outcome {
                    Some(outcome) => { "It is over: " (outcome.decision.label()) ", " (near(outcome.on, facts.day)) "." }
                    None => { (cover.says()) }
                }
            }
        },
        section: Section::Milestones,
    };
    let flags = flags(facts, it, &lines);
    let body = html! {
        (family(of, ""))
        @if case::rung(facts, it).is_none() {
            div.notice.warn { p { "Your ladder has no rung ‘" (it.rung) "’ any more. What you wrote is kept; the expectations come back with the ladder that has it." } }
        }
        (manager(facts, it))
        div.cols {
            div {
                section {
                    h2 { "At a glance" }
                    (coverage(of, &lines))
                    @if cover.handed_on > 0 { p.soft { (capital(&several(cover.handed_on, "thing is", "things are"))) " handed on from this rung on, and not asked." } }
                }
                @if stage != Stage::Over { (thin(facts, of, &lines, form)) }
                (super::flags::section(of.id, &flags))
            }
            div {
                (next(facts, of, stage))
                (handed_in(facts, of))
                (vouchers(of, &vouching(facts, it, &lines)))
            }
        }
        @if stage != Stage::Over { section { (for_the_next(facts, &format!("{title}: what you still miss in it"), Some(of.id), &format!("/cases/{}", of.id))) } }
        (crate::pages::remove(&format!("/cases/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

/// A new manager since it was begun: the case goes on, and what was agreed is told.
fn manager(facts: &Facts<'_>, it: &Case) -> Markup {
    let came = case::new_manager(facts, it).filter(|_| it.outcome.is_none());
    html! {
        @if let Some(of) = came {
            div.notice {
                p { (facts.talks.who(of.it).or("Somebody else")) " is your manager now, and this case was begun before. Nothing in it hangs on who that is. " a href="/handover" { "Hand over what was agreed" } ", and say what you are about to ask for, before they hear it from others." }
            }
        }
    }
}

/// What is thin, and what can be done about it.
fn thin(facts: &Facts<'_>, of: Of<'_, Case>, lines: &[Lined<'_>], form: &Form) -> Markup {
    let thin: Vec<&Lined<'_>> = lines.iter().filter(|it| it.is_thin()).collect();
    let waiting = lines.iter().filter(|it| it.waits.is_some()).count();
    html! {
        section #thin {
            h2 { "Thin spots" @if !thin.is_empty() { " " small { (thin.len()) } } }
            @if thin.is_empty() { p.soft { "Nothing asks for more." } }
            @for line in thin.iter().take(MOST_THIN) { (spot(facts, of, line, form)) }
            @if thin.len() > MOST_THIN { p { a href={ "/cases/" (of.id) "/matrix" } { "And " (thin.len() - MOST_THIN) " more" } } }
            @if waiting > 0 { p.soft { (capital(&several(waiting, "thin spot waits", "thin spots wait"))) " until the day you said." } }
        }
    }
}

/// One of them, with the ways.
pub(super) fn spot(facts: &Facts<'_>, of: Of<'_, Case>, line: &Lined<'_>, form: &Form) -> Markup {
    let id = line.line.expectation.id();
    let asked = form.typed("expectation") == id.as_str();
    let fault = form.fault_of("until").filter(|_| asked);
    let path = format!("/cases/{}/act", of.id);
    html! {
        div.card {
            h3 { a href={ "/cases/" (of.id) "/expectations/" (id) } { (line.line.name()) } " " (verdict(line.verdict)) }
            p.soft { (line.reason(facts.framework)) }
            ul.plain.close {
                @for way in ways(facts, line) {
                    li.with-act {
                        div {
                            (way.what)
                            @if let Makes::Play(play) = way.makes { " " span.tag.quiet { (play.kind.label()) } }
                            @if way.taken { " " span.soft { "is among your things to do" } }
                        }
                        @if !way.taken {
                            form method="post" action=(path) {
                                (marks(None))
                                input type="hidden" name="expectation" value=(id);
                                button.quiet name="way" value=(way.key) { "Take it on" span.seen-not { ": " (way.what) } }
                            }
                        }
                    }
                }
            }
            form.row method="post" action=(path) {
                (marks(Some(of.revision.entry_id)))
                input type="hidden" name="expectation" value=(id);
                label for={ "until-" (id) } { "Wait until" }
                input.short id={ "until-" (id) } name="until" value=(if asked { form.typed("until") } else { "" }) placeholder=(DATE) autocomplete="off"
                    aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "until-fault")];
                button.quiet name="way" value="wait" { "Wait" span.seen-not { ": " (line.line.name()) } }
            }
            @if let Some(fault) = fault { p.error #until-fault { (fault) } }
        }
    }
}

fn next(facts: &Facts<'_>, of: Of<'_, Case>, stage: Stage) -> Markup {
    let it = of.it;
    html! {
        section {
            h2 { "Its days" }
            dl {
                dt { "Begun" } dd { (near(it.on, facts.day)) }
                @if let Some(by) = it.by { dt { "To be handed in" } dd { (near(by, facts.day)) } }
                @if let Some(decided) = it.decided { dt { "Decided" } dd { (near(decided, facts.day)) } }
            }
            div.actions {
                @match stage {
                    Stage::Made => { (go(&format!("/cases/{}/packet", of.id), "To the packet")) }
                    Stage::HandedIn => { (go(&format!("/cases/{}/outcome", of.id), "What came of it")) }
                    Stage::Over => { (go_quietly(&format!("/cases/{}/outcome", of.id), "What came of it")) }
                }
            }
        }
    }
}

fn handed_in(facts: &Facts<'_>, of: Of<'_, Case>) -> Markup {
    let all = facts.cases.of(of.id);
    html! {
        @if !all.is_empty() {
            section {
                h2 { "Handed in" }
                ul.plain.close {
                    @for it in &all {
                        li { a href={ "/cases/submitted/" (it.id) } { (Known(it.it.on)) } @if let Some(to) = &it.it.to { " to " (to) } }
                    }
                }
            }
        }
    }
}

/// Who can vouch for it, and whether they were asked.
fn vouchers(of: Of<'_, Case>, all: &[Vouching<'_>]) -> Markup {
    html! {
        section #vouch {
            h2 { "Who can vouch" }
            @if all.is_empty() { p.soft { "No piece of it names who saw it. A witness is worth more than an adjective: say who saw what, on the page of each piece." } }
            ul.plain {
                @for (place, it) in all.iter().enumerate() {
                    li {
                        @match it.contact {
                            Some(contact) => { a href={ "/people/" (contact) } { strong { (it.name) } } }
                            None => { strong { (it.name) } }
                        }
                        @if let Some(on) = it.said.and_then(|it| it.on) { " " span.soft { (Known(on)) } }
                        p.soft { "Saw " (several(it.pieces, "piece", "pieces")) ", for " (several(it.expectations, "expectation", "expectations")) "." }
                        form.row method="post" action={ "/cases/" (of.id) "/vouch" } {
                            (marks(Some(of.revision.entry_id)))
                            input type="hidden" name="whom" value=(it.name);
                            label.seen-not for={ "vouch-" (place) } { "What " (it.name) " says" }
                            select id={ "vouch-" (place) } name="answer" {
                                @for (word, answer) in Vouch::WORDS { option value=(word) selected[*answer == it.answer()] { (answer.label()) } }
                            }
                            button.quiet { "Note it" span.seen-not { ": " (it.name) } }
                        }
                    }
                }
            }
        }
    }
}

/// The day until which a thin spot waits, in words.
pub(super) fn waits(line: &Lined<'_>) -> Option<String> {
    line.waits
        .map(|until| format!("waits until {}", Day(until)))
}
