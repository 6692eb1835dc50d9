//! One piece of evidence: what it says, what it carries, and how to say more.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Evidence, Of},
    views::{
        drafts::{drafts, missing},
        evidence::{Carries, Piece, piece},
        facts::Facts,
    },
};

use super::{answers, carries};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::people,
    path::Path,
    session::Me,
    words::{self, Known, near},
};

/// Characters of a piece that its page is called by.
const IN_A_TITLE: usize = 80;

/// Whether the page is one of a row.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    queue: String,
}

pub(crate) async fn show(
    me: Me,
    Path(id): Path<ItemId>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let mut form = answers::filled(of.it);
    if asked.queue == "yes" {
        form.set("queue", "yes");
    }
    Ok(page(&me, of, &form))
}

/// Puts a piece of evidence again, more complete.
pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let revises = form.revises()?;
    let Some(mut evidence) = answers::read(&me, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let facts = me.book.facts();
    answers::carry_over(of.it, &mut evidence, facts);
    let says = format!("Saved: {}", short(&evidence.what));
    let bare = evidence.is_bare();
    me.act(once, |act| act.put(id, revises, evidence)).await?;
    if form.typed("queue") != "yes" {
        me.say(says);
        return Ok(Redirect::to("/evidence").into_response());
    }
    let to = if let Some(next) = after(facts, id) {
        me.say("Saved. The next one:");
        format!("/evidence/{next}?queue=yes")
    } else if bare {
        me.say("Saved. It waits on until it says which skill or duty it shows.");
        "/evidence/drafts".to_owned()
    } else {
        me.say("Saved. That was the last of them.");
        "/evidence/drafts".to_owned()
    };
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw(&me, id, &form, "/evidence", |it: &Evidence| {
        Some(format!("Removed: {}", short(&it.what)))
    })
    .await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Evidence>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

/// The line to complete after this one.
fn after(facts: &Facts<'_>, id: ItemId) -> Option<ItemId> {
    let mut waiting = drafts(facts).into_iter().map(|draft| draft.of.id);
    waiting.find(|it| *it == id)?;
    waiting.next()
}

/// A piece by the beginning of what it says.
fn short(what: &str) -> String {
    let mut short: String = what.chars().take(IN_A_TITLE).collect();
    if short.len() < what.len() {
        short.push('…');
    }
    short
}

fn page(me: &Me, of: Of<'_, Evidence>, form: &Form) -> Response {
    let facts = me.book.facts();
    let queue = form.typed("queue") == "yes";
    let piece = piece(facts, of.id);
    let title = short(&of.it.what);
    let head = Head {
        title: &title,
        lede: html! {
            p {
                @if let Some(piece) = &piece { (carries(piece.carries)) " " }
                @if of.it.is_bare() { "Say which skill or duty it shows, and it backs your standing." }
                @else { "The more of it others could check, the more it carries." }
            }
        },
        section: Section::Evidence,
    };
    let next = after(facts, of.id).map_or_else(
        || "/evidence/drafts".to_owned(),
        |next| format!("/evidence/{next}?queue=yes"),
    );
    let body = html! {
        (not_saved(form))
        (lacks(of.it))
        form method="post" action={ "/evidence/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            @if queue { input type="hidden" name="queue" value="yes"; }
            (field(form, Field { name: "what", label: "What", hint: "One line.", kind: Kind::Text }))
            (field(form, Field { name: "so_what", label: "So what", hint: "What came of it, and for whom.", kind: Kind::Text }))
            (answers::figures(form))
            (field(form, Field { name: "my_part", label: "My part", hint: "What would not have happened without you?", kind: Kind::Text }))
            div.pair {
                (field(form, Field { name: "on", label: "When", hint: "", kind: Kind::Date }))
                (field(form, Field { name: "to", label: "Until, if it took longer", hint: "", kind: Kind::Date }))
            }
            (answers::skills(facts.framework, form))
            (answers::duties(facts, form))
            (field(form, Field { name: "witnesses", label: "Who saw it", hint: "People who can vouch for it, one a line.", kind: Kind::Text }))
            (people::one_more(me, form, "witness", "Or somebody you know"))
            (field(form, Field { name: "links", label: "Where to see it", hint: "Addresses, one a line.", kind: Kind::Text }))
            label.check { input type="checkbox" name="confidential" value="yes" checked[form.ticked("confidential")]; "Confidential: not for everybody" }
            p.soft { "What is confidential stays here and counts. It is left out of whatever you make for others, unless you choose it." }
            div.actions {
                button { (if queue { "Save it, and the next" } else { "Save the evidence" }) }
                @if queue { (go_quietly(&next, "Not this one")) }
                (go_quietly("/evidence", "Back"))
            }
        }
        @if let Some(piece) = &piece { (backs(piece)) }
        (praise(facts, of.id))
        section {
            h2 { "What else you can do with it" }
            div.actions {
                (go_quietly(&format!("/praise?evidence={}", of.id), "Save what somebody said"))
                (crate::pages::talks::for_the_next(facts, &of.it.what, Some(of.id), &format!("/evidence/{}", of.id)))
                (crate::pages::sharing::status(me, of.id))
            }
            details {
                summary { "Remove it" }
                form method="post" action={ "/evidence/" (of.id) "/withdraw" } {
                    (marks(Some(of.revision.entry_id)))
                    p { "It no longer counts and is in no list. What it said stays in the history of your record." }
                    button.danger { "Remove this evidence" }
                }
            }
        }
        section {
            h2 { "History" }
            @let revisions = me.book.record.thread(of.id).map_or(&[][..], |thread| thread.revisions());
            p.soft { (words::count(revisions.len(), "revision", "revisions")) ", happened " (Known(of.it.on)) ", first written down " (near(PartialDate::day(revisions.first().map_or(facts.day, |it| it.recorded_at.to_zoned(TimeZone::UTC).date())), facts.day)) "." }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// What would make it carry more, and why.
fn lacks(it: &Evidence) -> Markup {
    let missing = missing(it);
    html! {
        @if !missing.is_empty() {
            section {
                details open[it.is_bare()] {
                    summary { "What would make it carry more" }
                    ul.steps { @for what in missing { li { strong { (words::capital(what.label())) } ". " (what.why()) } } }
                }
            }
        }
    }
}

/// The expectations that it backs.
fn backs(piece: &Piece<'_>) -> Markup {
    html! {
        section {
            h2 { "What it backs" }
            @match piece.carries {
                Carries::Bare => { p { "Nothing yet: it names no skill and no duty." } }
                Carries::Aged => { p { "Nothing any more: it is older than two years. It stays in your history, and shows where you come from. " a.how href="/standing" { "How it counts" } } }
                Carries::Beside => { p { "Nothing that your rung or the next ask: they ask for other things, or for more than it shows. " a.how href="/standing" { "How it counts" } } }
                Carries::Backs => {
                    ul.plain {
                        @for backed in &piece.backs {
                            li { a href={ "/expectations/" (backed.expectation.id()) } { (backed.name) } " " span.soft { (backed.rung.name) } }
                        }
                    }
                }
            }
        }
    }
}

/// Praise that was saved about it.
fn praise(facts: &Facts<'_>, id: ItemId) -> Markup {
    let about = facts.praise.iter().filter(|of| of.it.evidence == Some(id));
    let about: Vec<_> = about.collect();
    html! {
        @if !about.is_empty() {
            section {
                h2 { "What others said of it" }
                @for of in about { (crate::pages::praise::quote(facts, *of)) }
            }
        }
    }
}
