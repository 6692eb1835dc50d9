//! Lines for the next conversation.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Counterpart, Of, Relation, TalkNote},
    views::{
        facts::Facts,
        talks::{partners::Partner, who::unnamed},
    },
};

use super::conversations;
use crate::{
    components::marks,
    error::WebError,
    form::{Form, TEXT},
    path::Path,
    session::Me,
    words::near,
};

/// Keeps a line.
pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let line = form.needed("line", TEXT, "What do you want to bring up?");
    let with: Option<ItemId> = form.typed("note_with").parse().ok();
    let with = with.and_then(|id| me.book.record.get::<Counterpart>(id));
    // What is for the manager names nobody: it waits for whoever that is by then.
    let with = with.filter(|of| of.it.relation != Relation::Manager);
    let about: Option<ItemId> = form.typed("about").parse().ok();
    let Some(line) = line.filter(|_| form.is_good()) else {
        let page = conversations::listing(&me, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let note = TalkNote {
        contact: with.and_then(|of| of.it.contact),
        whom: with.and_then(|of| of.it.whom.clone()),
        about: about.filter(|id| me.book.record.thread(*id).is_some()),
        ..TalkNote::new(line, PartialDate::day(me.book.today))
    };
    let back = form.back().unwrap_or("/conversations#notes").to_owned();
    me.act(once, |act| {
        act.add(note);
    })
    .await?;
    me.say("Kept for the next conversation.");
    Ok(Redirect::to(&back).into_response())
}

/// It need not be brought up any more.
pub(crate) async fn drop(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    let of = me
        .book
        .record
        .get::<TalkNote>(id)
        .ok_or(WebError::NotFound)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let dropped = TalkNote {
        dropped: Some(PartialDate::day(me.book.today)),
        ..of.it.clone()
    };
    let back = form.back().unwrap_or("/conversations#notes").to_owned();
    me.act(form.once()?, |act| act.put(id, Some(revises), dropped))
        .await?;
    Ok(Redirect::to(&back).into_response())
}

/// The lines that wait, each with its way out.
pub(super) fn list(facts: &Facts<'_>, notes: &[Of<'_, TalkNote>]) -> Markup {
    html! {
        ul.plain {
            @for of in notes {
                li.with-act {
                    div {
                        (of.it.line)
                        " " span.soft { @if let Some(name) = facts.talks.who(of.it).name { "with " (name) ", " } (near(of.it.on, facts.day)) }
                    }
                    form method="post" action={ "/conversations/notes/" (of.id) "/drop" } {
                        (marks(Some(of.revision.entry_id)))
                        button.quiet { "Drop" span.seen-not { ": " (of.it.line) } }
                    }
                }
            }
        }
    }
}

/// The form that keeps one: for the manager, unless somebody else is chosen.
pub(super) fn add_form(facts: &Facts<'_>, form: &Form, partners: &[Partner<'_>]) -> Markup {
    let fault = form.fault_of("line");
    html! {
        form method="post" action="/conversations/notes" {
            (marks(None))
            label for="line" { "What do you want to bring up?" }
            div.row {
                input id="line" name="line" value=(form.typed("line")) autocomplete="off"
                    aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| "line-fault")];
                @if partners.len() > 1 {
                    label.seen-not for="note_with" { "With" }
                    select id="note_with" name="note_with" {
                        @for it in partners {
                            option value=(it.of.id) selected[form.typed("note_with") == it.of.id.to_string()] { "with " (facts.talks.who(it.of.it).or(unnamed(it.of.it.relation))) }
                        }
                    }
                }
                button { "Keep it" }
            }
            @if let Some(fault) = fault { p.error #line-fault { (fault) } }
        }
    }
}
