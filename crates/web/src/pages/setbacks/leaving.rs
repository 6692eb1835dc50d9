//! What there is to see to when one leaves, while it can still be reached.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{AskedAbout, Of, RoleEnd, Setback, SupportKind},
    views::{
        board::Circle,
        setback::{Leaving, QUESTIONS, leaving, title},
    },
};

use super::{SECTION, address, dates, ends, found, people};
use crate::{
    components::{go, go_quietly, marks, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head},
    path::Path,
    session::Me,
    words::{capital, it_or_them, near, several},
};

/// Confidential pieces that the page lists, the latest.
const MOST: usize = 200;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &Form::default()))
}

/// The record is somewhere safe, or it is not after all.
pub(crate) async fn taken(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let taken_away = (!form.ticked("not")).then(|| PartialDate::day(me.book.today));
    me.act(form.once()?, |act| {
        let changed = Setback {
            taken_away,
            ..of.it.clone()
        };
        act.put(id, Some(revises), changed);
    })
    .await?;
    Ok(Redirect::to(&path(id)).into_response())
}

/// What was asked about confidential items.
pub(crate) async fn asked(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let circle = Circle::of(&me.book.record, me.book.people());
    let it = leaving(me.book.facts(), circle, of);
    let shown: Vec<ItemId> = it
        .confidential
        .iter()
        .take(MOST)
        .map(|(of, _)| of.id)
        .collect();
    // What the page did not show keeps its note.
    let kept = of
        .it
        .asked
        .iter()
        .filter(|it| !shown.contains(&it.evidence));
    let mut notes: Vec<AskedAbout> = kept.cloned().collect();
    for evidence in shown {
        let before = of.it.asked.iter().find(|it| it.evidence == evidence);
        if let Some(note) = form.text(&evidence.to_string(), TEXT) {
            notes.push(AskedAbout {
                evidence,
                note,
                unknown: before.map(|it| it.unknown.clone()).unwrap_or_default(),
            });
        }
    }
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    }
    let changed = Setback {
        asked: notes,
        ..of.it.clone()
    };
    me.act(once, |act| act.put(id, revises, changed)).await?;
    me.say("Your notes are kept.");
    Ok(Redirect::to(&format!("{}#confidential", path(id))).into_response())
}

pub(super) fn path(id: ItemId) -> String {
    format!("{}/leaving", address(id))
}

pub(super) fn page(me: &Me, of: Of<'_, Setback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let circle = Circle::of(&me.book.record, me.book.people());
    let it = leaving(facts, circle, of);
    let head = Head {
        title: "While you can still reach it",
        lede: html! {
            p {
                a href=(address(of.id)) { (title(facts, of.it)) } ". "
                "The first two are better done soon. The others have time."
            }
        },
        section: SECTION,
    };
    let body = html! {
        (not_saved(form))
        (record(me, of, &it))
        (dates::section(me, of, form))
        section { (people::group(me, of, SupportKind::Reference, "References, while people remember", "Ask whether they would say a few words one day. It is easier to say yes now than in a year.")) }
        (confidential(of, &it, form))
        (ends::section(me, of, &it.ends))
        section {
            h2 { "Later" }
            ul.plain {
                @if let Some(role) = it.role.filter(|role| role.it.to == RoleEnd::Ongoing) {
                    li { a href={ "/roles/" (role.id) } { "Set the last day of " (role.it.title) } p.soft { "Your course then shows it as it was." } }
                }
                li { a href="/praise" { "Save what people say to you these days" } p.soft { "Some of it is said only now." } }
                li { a href="/opportunities" { "Roles that you consider" } p.soft { "When you want to look. There is a place for each, inside and outside." } }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

fn record(me: &Me, of: Of<'_, Setback>, it: &Leaving<'_>) -> Markup {
    html! {
        section.card {
            h2 { "Take your record with you" }
            @match of.it.taken_away {
                Some(on) => {
                    p { "You took it with you " (near(on, me.book.today)) ". What you wrote since is not in that file." }
                    div.row {
                        (go_quietly("/settings/take-away", "Take it again"))
                        form method="post" action={ (path(of.id)) "/taken" } {
                            (marks(Some(of.revision.entry_id)))
                            input type="hidden" name="not" value="yes";
                            button.quiet { "I do not have it after all" }
                        }
                    }
                }
                None => {
                    p { "One file with everything in it, encrypted under a passphrase, that opens in any other Windward. If this machine, or the server, belongs to your employer, do it today." }
                    @if !it.confidential.is_empty() {
                        p.soft {
                            (capital(&several(it.confidential.len(), "piece of this role is", "pieces of this role are"))) " marked as confidential, and in the file as well. Whether you may take " (it_or_them(it.confidential.len())) " is for you to find out; Windward does not know and does not say. "
                            a href="#confidential" { "Questions to ask before" } "."
                        }
                    }
                    div.row {
                        (go("/settings/take-away", "Take it with me"))
                        form method="post" action={ (path(of.id)) "/taken" } {
                            (marks(Some(of.revision.entry_id)))
                            button.quiet { "It is somewhere safe" }
                        }
                    }
                }
            }
        }
    }
}

fn confidential(of: Of<'_, Setback>, it: &Leaving<'_>, form: &Form) -> Markup {
    html! {
        section #confidential {
            h2 { "What is marked as confidential" }
            @if it.confidential.is_empty() {
                p { "Nothing of this role is marked as confidential in your record." }
            } @else {
                p { "Whether you may take these along is not for Windward to say: it does not know who owns what, and it does not rule on it. Questions to ask somebody who does:" }
                ul { @for question in QUESTIONS { li { (question) } } }
                form method="post" action={ (path(of.id)) "/asked" } {
                    (marks(Some(of.revision.entry_id)))
                    @for (evidence, asked) in it.confidential.iter().take(MOST) {
                        @let name = evidence.id.to_string();
                        @let note = asked.map_or("", |it| it.note.as_str());
                        @let typed = if form.ticked(&name) { form.typed(&name) } else { note };
                        div.field {
                            label for=(name) { (evidence.it.what) }
                            textarea id=(name) name=(name) rows="2" placeholder="Whom I asked, and what they said" aria-describedby={ (name) "-link" } { (typed) }
                            p.hint id={ (name) "-link" } { a href={ "/evidence/" (evidence.id) } { "What it says" } }
                            @if let Some(fault) = form.fault_of(&name) { p.error { (fault) } }
                        }
                    }
                    div.actions { button.quiet { "Keep my notes" } }
                }
                @if it.confidential.len() > MOST { p.soft { "These are the latest " (MOST) ". " a href="/evidence" { "The log has all of them" } "." } }
            }
        }
    }
}
