//! What one tells oneself, beside what one would tell a friend.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Of, Reframe, Setback},
    views::setback::{Step, story},
};

use super::{SECTION, found, part, removal, step_address, step_page, withdrawn};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
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
    let blank = Reframe {
        setback: id,
        told_myself: String::new(),
        tell_a_friend: None,
        learned: None,
        on: PartialDate::day(me.book.today),
        unknown: Map::new(),
    };
    let Some(pair) = read(&mut form, &blank) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    me.act(once, |act| {
        act.add(pair);
    })
    .await?;
    Ok(Redirect::to(&path(id)).into_response())
}

pub(crate) async fn one(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = part::<Reframe>(&me, id)?;
    let form = Form::filled([
        ("told_myself", of.it.told_myself.clone()),
        (
            "tell_a_friend",
            of.it.tell_a_friend.clone().unwrap_or_default(),
        ),
        ("learned", of.it.learned.clone().unwrap_or_default()),
    ]);
    Ok(single(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = part::<Reframe>(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(changed) = read(&mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, single(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, changed)).await?;
    Ok(Redirect::to(&path(of.it.setback)).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    withdrawn(&me, id, &form, Step::Reframe, |it: &Reframe| it.setback).await
}

fn path(setback: ItemId) -> String {
    step_address(setback, Step::Reframe)
}

fn read(form: &mut Form, before: &Reframe) -> Option<Reframe> {
    let told_myself = form.needed(
        "told_myself",
        TEXT,
        "What do you hear yourself say? The other two can stay empty.",
    );
    let pair = Reframe {
        tell_a_friend: form.text("tell_a_friend", TEXT),
        learned: form.text("learned", TEXT),
        ..before.clone()
    };
    let told_myself = told_myself.filter(|_| form.is_good())?;
    Some(Reframe {
        told_myself,
        ..pair
    })
}

fn fields(form: &Form) -> Markup {
    html! {
        (field(form, Field { name: "told_myself", label: "What I tell myself", hint: "As it sounds in your head: ‘I failed’.", kind: Kind::Text }))
        (field(form, Field { name: "tell_a_friend", label: "What I would tell a friend", hint: "If the same had happened to somebody you like.", kind: Kind::Text }))
        (field(form, Field { name: "learned", label: "What I learned", hint: "If there is something. It can come later.", kind: Kind::Text }))
    }
}

fn page(me: &Me, of: Of<'_, Setback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = story(facts, of);
    let inside = html! {
        (not_saved(form))
        section {
            form method="post" action=(path(of.id)) {
                (marks_again(form, None))
                (fields(form))
                div.actions { button { "Keep it" } }
            }
        }
        @for of in &it.reframes {
            section.card {
                dl {
                    dt { "What I tell myself" } dd.lines { (of.it.told_myself) }
                    @if let Some(words) = &of.it.tell_a_friend { dt { "What I would tell a friend" } dd.lines { (words) } }
                    @if let Some(words) = &of.it.learned { dt { "What I learned" } dd.lines { (words) } }
                }
                p.soft { (capital(&near(of.it.on, facts.day))) " " a.how href={ "/setbacks/pairs/" (of.id) } { "Change it" } }
            }
        }
    };
    step_page(
        me,
        of,
        Step::Reframe,
        "People are often harder on themselves than on anybody else. Write both down, and look at them side by side.",
        &inside,
    )
}

fn single(me: &Me, of: Of<'_, Reframe>, form: &Form) -> Response {
    let head = Head {
        title: "Said otherwise",
        lede: html! { p { (capital(&near(of.it.on, me.book.today))) "." } },
        section: SECTION,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action={ "/setbacks/pairs/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            (fields(form))
            div.actions { button { "Save the pair" } (go_quietly(&path(of.it.setback), "Back")) }
        }
        (removal(&format!("/setbacks/pairs/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, me.book.facts(), &head, &body)
}
