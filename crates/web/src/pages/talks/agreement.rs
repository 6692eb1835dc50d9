//! One agreement: its terms, who has agreed, its versions; a page both can keep.

use axum::{
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Agreement, Answer, Of},
    views::{
        facts::Facts,
        talks::{
            agreement::{Agreed, agreed, answered, changes},
            paper,
        },
    },
};

use super::{agreements::found, for_the_next, is_again};
use crate::{
    components::{go, go_quietly, marks},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{Known, capital, near},
};

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of))
}

/// The agreement as a text that both can keep.
pub(crate) async fn text(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let facts = me.book.facts();
    let it = agreed(&me.book.record, facts, of);
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/markdown; charset=utf-8".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!(
                "attachment; filename=\"agreement-version-{}.md\"",
                it.version()
            ),
        ),
    ];
    Ok((headers, paper::agreement(facts, &it)).into_response())
}

/// Says that a term has been shown, or what somebody who has to agree said, or that it ended.
pub(crate) async fn mark(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    if is_again(&me, &form)? {
        return Ok(Redirect::to(&format!("/agreements/{id}")).into_response());
    }
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let today = PartialDate::day(me.book.today);
    let place: Option<usize> = form.typed("place").parse().ok();
    let mut again: Agreement = of.it.clone();
    let note = form.text("note", TEXT);
    form.sound()?;
    match form.typed("of") {
        "term" => {
            let term = place.and_then(|place| again.terms.get_mut(place));
            let term = term.ok_or(WebError::NotFound)?;
            term.shown = term.shown.is_none().then_some(today);
        }
        "decider" => {
            let it = agreed(&me.book.record, me.book.facts(), of);
            let answer = Answer::named(form.typed("answer")).unwrap_or(Answer::NotAsked);
            let place = place.ok_or(WebError::NotFound)?;
            again = answered(&it, place, answer, today).ok_or(WebError::NotFound)?;
        }
        "end" => {
            again.ended = again.ended.is_none().then_some(today);
            again.note = note.or(again.note);
        }
        _ => return Err(WebError::Form("It does not say what to mark.".to_owned())),
    }
    me.act(form.once()?, |act| act.put(id, Some(revises), again))
        .await?;
    Ok(Redirect::to(&format!("/agreements/{id}")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw::<Agreement>(&me, id, &form, "/agreements", |_| None).await
}

fn page(me: &Me, of: Of<'_, Agreement>) -> Response {
    let facts = me.book.facts();
    let it = agreed(&me.book.record, facts, of);
    let head = Head {
        title: &of.it.what,
        lede: html! {
            p {
                @if let Some(name) = facts.talks.who(of.it).name { "With " (name) ". " }
                "Version " (it.version()) ", of " (Known(of.it.on)) ". " (it.says())
            }
        },
        section: Section::Conversations,
    };
    let body = html! {
        div.actions {
            (go(&format!("/agreements/{}/edit", of.id), "Change it"))
            (go_quietly(&format!("/agreements/{}/text", of.id), "Take it away as a text"))
            (go_quietly("/agreements", "All agreements"))
            (crate::pages::sharing::status(me, of.id))
        }
        p.soft.screen-only { "Printed, this page has only what both of you keep." }
        (facts_of(facts, of))
        (terms(of, facts))
        (deciders(facts, of, &it))
        @if let Some(note) = &of.it.note { section { h2 { "Anything else" } p { (note) } } }
        (versions(&it))
        section.screen-only { (for_the_next(facts, &of.it.what, Some(of.id), &format!("/agreements/{}", of.id))) }
        section.screen-only {
            h2 { (if it.goes_on { "When it is over" } else { "It is over" }) }
            form method="post" action={ "/agreements/" (of.id) "/mark" } {
                (marks(Some(of.revision.entry_id)))
                input type="hidden" name="of" value="end";
                @if it.goes_on {
                    label for="note" { "How it ended" }
                    div.row { input id="note" name="note" autocomplete="off"; button.quiet { "It is over" } }
                } @else { button.quiet { "It goes on after all" } }
            }
        }
        div.screen-only { (crate::pages::remove(&format!("/agreements/{}/withdraw", of.id), of.revision.entry_id)) }
    };
    layout::page(me, facts, &head, &body)
}

fn facts_of(facts: &Facts<'_>, of: Of<'_, Agreement>) -> Markup {
    let rung = of.it.rung.as_ref().and_then(|id| facts.framework.rung(id));
    html! {
        section {
            dl {
                @if let Some(by) = of.it.by { dt { "By" } dd { (Known(by)) } }
                @if let Some(rung) = rung { dt { "Rung" } dd { a href={ "/ladder/" (rung.id) } { (rung.name) } } }
                @if let Some(from) = of.it.from { dt { "Made in" } dd { a href={ "/conversations/" (from) } { "a conversation" } } }
                @if let Some(ended) = of.it.ended { dt { "Ended" } dd { (near(ended, facts.day)) } }
            }
        }
    }
}

fn terms(of: Of<'_, Agreement>, facts: &Facts<'_>) -> Markup {
    html! {
        section {
            h2 { "What must be shown" }
            @if of.it.terms.is_empty() { p.soft { "Nothing is written down yet. " a href={ "/agreements/" (of.id) "/edit" } { "Write the first" } } }
            ol.terms {
                @for (place, term) in of.it.terms.iter().enumerate() {
                    li {
                        strong { (term.what) }
                        @if let Some(on) = term.shown { " " span.tag.good { "shown " (near(on, facts.day)) } }
                        @if let Some(known_by) = &term.known_by { p { "Both will know it by: " (crate::words::sentence(known_by)) } }
                        form method="post" action={ "/agreements/" (of.id) "/mark" } {
                            (marks(Some(of.revision.entry_id)))
                            input type="hidden" name="of" value="term";
                            input type="hidden" name="place" value=(place);
                            button.quiet { (if term.shown.is_some() { "Not shown after all" } else { "It has been shown" }) span.seen-not { ": " (term.what) } }
                        }
                    }
                }
            }
        }
    }
}

fn deciders(facts: &Facts<'_>, of: Of<'_, Agreement>, it: &Agreed<'_>) -> Markup {
    html! {
        section {
            h2 { "Who has to agree" }
            @if it.deciders.is_empty() { p.soft { "Nobody is named. ‘Besides you, who needs to agree?’ is a good question for the next conversation." } }
            ul.plain {
                @for (place, deciding) in it.deciders.iter().enumerate() {
                    @let decider = deciding.it;
                    @let name = facts.talks.who(decider).or("Somebody");
                    li.with-act {
                        div {
                            strong { (name) } " "
                            @if deciding.outdated { span.tag.warn { "agreed to version " (deciding.to) } }
                            @else { (answer(decider.answer)) }
                            @if let Some(on) = decider.on { " " span.soft { (near(on, facts.day)) } }
                            @if deciding.outdated { p.soft { "The terms have changed since. Ask again." } }
                        }
                        form.row method="post" action={ "/agreements/" (of.id) "/mark" } {
                            (marks(Some(of.revision.entry_id)))
                            input type="hidden" name="of" value="decider";
                            input type="hidden" name="place" value=(place);
                            label.seen-not for={ "answer-" (place) } { "What " (name) " says" }
                            select id={ "answer-" (place) } name="answer" {
                                @for (word, it) in Answer::WORDS { option value=(word) selected[*it == decider.answer] { (it.label()) } }
                            }
                            button.quiet { "Note it" span.seen-not { ": " (name) } }
                        }
                    }
                }
            }
        }
    }
}

fn answer(answer: Answer) -> Markup {
    let class = match answer {
        Answer::Agreed => "tag good",
        Answer::Asked => "tag course",
        Answer::Declined => "tag warn",
        Answer::NotAsked => "tag quiet",
    };
    html! { span class=(class) { (answer.label()) } }
}

fn versions(it: &Agreed<'_>) -> Markup {
    html! {
        @if it.versions.len() > 1 {
            section {
                h2 { "Versions" }
                ol.plain reversed {
                    @for pair in it.versions.windows(2).rev() {
                        li {
                            strong { "Version " (pair[1].number) } ", of " (Known(pair[1].on))
                            ul.steps { @for change in changes(pair[0].it, pair[1].it) { li { (capital(&change)) } } }
                        }
                    }
                    @if let Some(first) = it.versions.first() { li { strong { "Version 1" } ", of " (Known(first.on)) } }
                }
            }
        }
    }
}
