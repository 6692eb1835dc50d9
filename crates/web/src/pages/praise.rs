//! Praise: what others said in one's favour, kept to be read again.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    id::ItemId,
    record::{Evidence, Of, Praise},
    views::facts::Facts,
};

use super::evidence::switch;
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, near},
};

/// Pieces of praise on the page; those saved last come first.
const AT_ONCE: usize = 200;

/// The evidence that the praise is about, if the page was asked for from there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct About {
    evidence: String,
}

pub(crate) async fn list(me: Me, Query(about): Query<About>) -> Response {
    let mut form = Form::default();
    if let Some(of) = evidence(&me, &about.evidence) {
        form.set("evidence", of.id.to_string());
        form.set("for_what", of.it.what.clone());
    }
    listing(&me, &form)
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(praise) = read(&me, &mut form, None) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    me.act(once, |act| {
        act.add(praise);
    })
    .await?;
    me.say("Saved. It is here for the day on which you need it.");
    Ok(Redirect::to("/praise").into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let form = Form::filled([
        ("words", of.it.words.clone()),
        ("from", text(&of.it.from)),
        ("from_role", text(&of.it.from_role)),
        ("for_what", text(&of.it.for_what)),
        ("on", of.it.on.map(|on| on.to_string()).unwrap_or_default()),
        (
            "evidence",
            of.it.evidence.map(|id| id.to_string()).unwrap_or_default(),
        ),
    ]);
    Ok(one(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(praise) = read(&me, &mut form, Some(of.it)) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, praise)).await?;
    me.say("Saved.");
    Ok(Redirect::to("/praise").into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw(&me, id, &form, "/praise", |_: &Praise| {
        Some("Removed.".to_owned())
    })
    .await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Praise>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

fn evidence<'a>(me: &'a Me, id: &str) -> Option<Of<'a, Evidence>> {
    me.book.record.get(id.parse().ok()?)
}

fn read(me: &Me, form: &mut Form, before: Option<&Praise>) -> Option<Praise> {
    let words = form.needed(
        "words",
        TEXT,
        "What did they say? Their own words are best.",
    );
    let on = form.date("on");
    if on.is_some_and(|on| on.is_after(me.book.today)) {
        form.fault("on", "That lies ahead; save what was said.");
    }
    let about = form.text("evidence", LINE);
    let praise = Praise {
        words: words.unwrap_or_default(),
        from: form.text("from", LINE),
        from_role: form.text("from_role", LINE),
        for_what: form.text("for_what", TEXT),
        evidence: about.and_then(|id| evidence(me, &id)).map(|of| of.id),
        on,
        origin: before.and_then(|it| it.origin.clone()),
        unknown: before.map(|it| it.unknown.clone()).unwrap_or_default(),
    };
    form.is_good().then_some(praise)
}

fn fields(form: &Form) -> Markup {
    let line = Kind::Line {
        autocomplete: "off",
    };
    let about = form.typed("evidence");
    html! {
        (field(form, Field { name: "words", label: "What they said", hint: "Their own words, as far as you have them.", kind: Kind::Text }))
        div.pair {
            (field(form, Field { name: "from", label: "Who", hint: "", kind: line }))
            (field(form, Field { name: "from_role", label: "What they are to you", hint: "Your manager, a customer, their title.", kind: line }))
        }
        (field(form, Field { name: "for_what", label: "For what", hint: "", kind: Kind::Text }))
        (field(form, Field { name: "on", label: "When", hint: "A day, a month or a year.", kind: Kind::Date }))
        @if !about.is_empty() { input type="hidden" name="evidence" value=(about); }
    }
}

fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let all = &facts.praise;
    let head = Head {
        title: "Praise",
        lede: html! {
            p {
                @if all.is_empty() { "What others said in your favour, in their words. It is easily forgotten, and good to have on a bad day." }
                @else { (words::capital(&words::several(all.len(), "word of praise", "words of praise"))) ", to be read again whenever you like." }
            }
        },
        section: Section::Evidence,
    };
    let body = html! {
        (switch(facts, "/praise"))
        (not_saved(form))
        @if !all.is_empty() {
            section {
                @for of in all.iter().take(AT_ONCE) { (quote(facts, *of)) }
                @if all.len() > AT_ONCE { p.soft { "These are the latest " (AT_ONCE) "; " a href="/timeline?kind=praise" { "the timeline has all of them" } "." } }
            }
        }
        section.card {
            h2 { "Save what somebody said" }
            form method="post" action="/praise" {
                (marks(None))
                (fields(form))
                div.actions { button { "Save it" } }
            }
            p.soft { "It stays with you. It backs nothing by itself: what somebody says of you, as you noted it, is not their own word." }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// What somebody said, as a quotation.
pub(super) fn quote(facts: &Facts<'_>, of: Of<'_, Praise>) -> Markup {
    let it = of.it;
    let about = it
        .evidence
        .and_then(|id| facts.evidence.iter().find(|of| of.id == id));
    html! {
        figure.said {
            blockquote { (it.words) }
            figcaption {
                span {
                    (it.from.as_deref().unwrap_or("Somebody"))
                    @if let Some(role) = &it.from_role { ", " (role) }
                    @if let Some(on) = it.on { ", " (near(on, facts.day)) }
                }
                @match about {
                    Some(about) => { a href={ "/evidence/" (about.id) } { "For: " (about.it.what) } }
                    None => { @if let Some(what) = &it.for_what { span { "For: " (what) } } }
                }
                a.how href={ "/praise/" (of.id) } { "Change it" span.seen-not { ": " (it.words.chars().take(40).collect::<String>()) } }
            }
        }
    }
}

fn one(me: &Me, of: Of<'_, Praise>, form: &Form) -> Response {
    let facts = me.book.facts();
    let title = of
        .it
        .from
        .as_deref()
        .map_or_else(|| "Praise".to_owned(), |from| format!("Praise from {from}"));
    let head = Head {
        title: &title,
        lede: html! { p { "As you noted it." } },
        section: Section::Evidence,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action={ "/praise/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            (fields(form))
            div.actions { button { "Save the praise" } (go_quietly("/praise", "Back")) }
        }
        section {
            details {
                summary { "Remove it" }
                form method="post" action={ "/praise/" (of.id) "/withdraw" } {
                    (marks(Some(of.revision.entry_id)))
                    p { "It is in no list any more. What it said stays in the history of your record." }
                    button.danger { "Remove this praise" }
                }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}
