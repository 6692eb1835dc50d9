//! Destinations: rungs or kinds of role one aims for, several at once if one likes.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use windward_core::{
    framework::RungId,
    id::ItemId,
    record::Destination,
    views::{routes::destinations, today::destination_name},
};

use super::choices::{self, or_none};
use crate::{
    components::{Field, Kind, field, marks},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, Known},
};

pub(crate) async fn show(me: Me) -> Response {
    page(&me, &Form::default())
}

/// Adds a destination: a rung, or a kind of role in words, or both.
pub(crate) async fn choose(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let (rung, role) = aim(&me, &mut form);
    if rung.is_none() && role.is_none() {
        form.fault(
            "rung",
            "Choose a rung, or say below what kind of role it is.",
        );
    }
    let by = form.date("by");
    let why = form.text("why", TEXT);
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    }
    let destination = Destination {
        rung,
        role,
        by,
        why,
        on: windward_core::date::PartialDate::day(me.book.today),
        framework: me.book.framework.hash,
        unknown: serde_json::Map::new(),
    };
    me.act(once, |act| {
        act.add(destination);
    })
    .await?;
    Ok(Redirect::to("/course").into_response())
}

/// The rung and the kind of role that a form names, either of which may be left out; nobody aims for the same twice.
pub(super) fn aim(me: &Me, form: &mut Form) -> (Option<RungId>, Option<String>) {
    let rung = choices::rung(form, &me.book.framework, "rung");
    let role = form.text("role", LINE);
    let mut standing = me.book.record.all::<Destination>();
    let is_some = rung.is_some() || role.is_some();
    if is_some && standing.any(|of| of.it.rung == rung && of.it.role == role) {
        let field = if role.is_some() { "role" } else { "rung" };
        form.fault(field, "This is among your destinations already.");
    }
    (rung, role)
}

/// Lets a destination go. Its history stays.
pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw(&me, id, &form, "/destinations", |_: &Destination| None).await
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let chosen = destinations(facts);
    let rungs = choices::rungs(facts.framework).rev();
    let rungs = or_none("no rung in particular", rungs);
    let head = Head {
        title: "Destinations",
        lede: html! {
            p {
                @match chosen.len() {
                    0 => { "Where you want to go. Nothing is chosen yet; with a destination your course shows the ways there, and the nearest gaps first." }
                    chosen => { "You aim for " (words::several(chosen, "destination", "destinations")) ". The one next door decides which gaps come first." }
                }
            }
        },
        section: Section::Course,
    };
    let body = html! {
        @if !chosen.is_empty() {
            section {
                h2 { "Chosen" }
                ul.plain {
                    @for destined in &chosen {
                        @let of = destined.destination;
                        li.with-act {
                            div {
                                strong { (destination_name(facts, of.it)) }
                                @if let Some(by) = of.it.by { " " span.soft { "by " (Known(by)) } }
                                @if destined.reached { " " span.tag.course { "you are there" } }
                                @if let Some(why) = &of.it.why { p.soft { (why) } }
                            }
                            div.row {
                                form method="post" action={ "/destinations/" (of.id) "/withdraw" } {
                                    (marks(Some(of.revision.entry_id)))
                                    button.quiet { "Let it go" span.seen-not { ": " (destination_name(facts, of.it)) } }
                                }
                                @if !me.sample { (super::sharing::status(me, of.id)) }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(keep) = facts.profile.and_then(|of| of.it.keep.as_deref()) {
            section { h2 { "What you want to keep" } blockquote { (keep) } }
        }
        section.card {
            h2 { "Add a destination" }
            form method="post" action="/destinations" {
                (marks(None))
                (field(form, Field { name: "rung", label: "A rung", hint: "", kind: Kind::One(&rungs) }))
                (field(form, Field { name: "role", label: "Or a kind of role, in your words", hint: "For instance: first product person in a young company; a product in health.", kind: Kind::Line { autocomplete: "off" } }))
                (field(form, Field { name: "by", label: "By when", hint: "A year or a month, or nothing: a destination needs no date.", kind: Kind::Rough }))
                (field(form, Field { name: "why", label: "Why", hint: "For yourself, to read again at a fork.", kind: Kind::Text }))
                button { "Add this destination" }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}
