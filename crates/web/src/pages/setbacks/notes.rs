//! A place to write. Nothing is asked of it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Of, Setback, SetbackNote},
    views::setback::{Step, story},
};

use super::{SECTION, found, part, removal, step_address, step_page, withdrawn};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head},
    path::Path,
    session::Me,
    words::{capital, near},
};

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &Form::default()))
}

pub(crate) async fn add(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let to = step_address(id, Step::Process);
    let words = form.text("words", TEXT);
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    }
    // Nothing is asked: whoever saves an empty page has been here.
    let Some(words) = words else {
        return Ok(Redirect::to(&to).into_response());
    };
    me.act(once, |act| {
        act.add(SetbackNote {
            setback: id,
            words,
            on: PartialDate::day(me.book.today),
            unknown: Map::new(),
        });
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn one(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = part::<SetbackNote>(&me, id)?;
    let form = Form::filled([("words", of.it.words.clone())]);
    Ok(single(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = part::<SetbackNote>(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let words = form.needed("words", TEXT, "Write something, or remove it below.");
    let Some(words) = words else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, single(&me, of, &form)).into_response());
    };
    let to = step_address(of.it.setback, Step::Process);
    let changed = SetbackNote {
        words,
        ..of.it.clone()
    };
    me.act(once, |act| act.put(id, revises, changed)).await?;
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    withdrawn(&me, id, &form, Step::Process, |it: &SetbackNote| it.setback).await
}

fn page(me: &Me, of: Of<'_, Setback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = story(facts, of);
    let inside = html! {
        section {
            form method="post" action=(step_address(of.id, Step::Process)) {
                (marks_again(form, None))
                (field(form, Field { name: "words", label: "Whatever is there", hint: "Nobody reads it but you, and Windward does nothing with it.", kind: Kind::Text }))
                div.actions { button { "Keep it" } }
            }
        }
        @if !it.notes.is_empty() {
            section {
                @for note in &it.notes {
                    article.note {
                        p.soft { (capital(&near(note.it.on, facts.day))) " " a.how href={ "/setbacks/notes/" (note.id) } { "Change it" } }
                        p.lines { (note.it.words) }
                    }
                }
            }
        }
    };
    step_page(
        me,
        of,
        Step::Process,
        "There is no need to understand it yet, or to do anything. If it helps to write, write here.",
        &inside,
    )
}

fn single(me: &Me, of: Of<'_, SetbackNote>, form: &Form) -> Response {
    let back = step_address(of.it.setback, Step::Process);
    let head = Head {
        title: "What you wrote",
        lede: html! { p { (capital(&near(of.it.on, me.book.today))) "." } },
        section: SECTION,
    };
    let body = html! {
        form method="post" action={ "/setbacks/notes/" (of.id) } {
            (marks(Some(of.revision.entry_id)))
            (field(form, Field { name: "words", label: "Your words", hint: "", kind: Kind::Text }))
            div.actions { button { "Save the note" } (go_quietly(&back, "Back")) }
        }
        (removal(&format!("/setbacks/notes/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, me.book.facts(), &head, &body)
}
