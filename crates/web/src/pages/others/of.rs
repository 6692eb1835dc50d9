//! One person's page: what they share with me, and what I wrote to them.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    framework::Framework,
    id::ItemId,
    record::{Content, Of, Promise, SharedCopy, Shows},
    views::{
        facts::Facts,
        sharing::{Theirs, theirs},
    },
};
use windward_store::{Looked, PersonId};

use super::{prepare, reader, write};
use crate::{
    components::{empty, go_quietly, marks},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::sharing::{
        copy::{self, Reading},
        written::says,
    },
    path::Path,
    session::Me,
    words::near,
};

/// What I may see of somebody; whoever they are, nothing is there where that is nothing.
pub(super) async fn looked(me: &Me, id: PersonId) -> Result<Looked, WebError> {
    if me.sample || !me.app.options.accounts {
        return Err(WebError::NotFound);
    }
    let (instance, now) = (&me.app.instance, me.app.now());
    let person = instance.key_of(id).await?;
    let looked = instance.look_at(person, reader(me)?, now).await?;
    looked.ok_or(WebError::NotFound)
}

pub(crate) async fn show(me: Me, Path(id): Path<PersonId>) -> Result<Response, WebError> {
    let it = looked(&me, id).await?;
    let (instance, now) = (&me.app.instance, me.app.now());
    instance
        .note_look(it.person, reader(&me)?, None, now)
        .await?;
    Ok(page(
        &me,
        &it,
        &*write::ladder(&me).await?,
        &Form::default(),
    ))
}

pub(super) fn page(me: &Me, it: &Looked, ladder: &Framework, form: &Form) -> Response {
    let copies: Vec<Of<'_, SharedCopy>> = it.record.all::<SharedCopy>().collect();
    let facts = Facts::of(&it.record, ladder, me.book.today);
    let head = Head {
        title: &it.name,
        lede: html! {
            p {
                @if it.writes { (it.name) " names you as their manager. You see what they share with you and what you wrote; they see that you looked." }
                @else { "What " (it.name) " lets you see. They see that you looked." }
                (super::signs_in_as(it))
            }
        },
        section: Section::Team,
    };
    let body = html! {
        section {
            h2 { "What they share with you" }
            @if copies.is_empty() {
                (empty("Nothing is shared yet", "What they want you to see they share from their own pages. Ask for what you need: a piece of evidence, what you agreed, their course.", &go_quietly("/team", "Everybody")))
            }
            @for of in copies.iter().rev() { (line(it, of, me)) }
        }
        @if it.writes { (prepare::section(me, it, &copies)) }
        @if it.writes { (write::forms(ladder, it, form)) }
        (mine(&facts, it))
        @if it.writes {
            section {
                details {
                    summary { "You are not their manager?" }
                    form method="post" action={ "/of/" (it.person.person()) "/not-mine" } {
                        (marks(None))
                        p { "Then say so: you see nothing of theirs any more, and they see that you are not named any more. What you wrote stays with them." }
                        button.quiet { "I am not their manager" }
                    }
                }
            }
        }
    };
    let mut page = layout::page(me, me.book.facts(), &head, &body);
    if !form.is_good() {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    page
}

fn line(it: &Looked, of: &Of<'_, SharedCopy>, me: &Me) -> Markup {
    html! {
        div.card {
            h3 { a href={ "/of/" (it.person.person()) "/" (of.id) } { (copy::name(of.it)) } }
            p.soft { "As of " (near(of.it.on, me.book.today)) }
        }
    }
}

/// What I wrote into their record, and what they say to it.
fn mine(facts: &Facts<'_>, it: &Looked) -> Markup {
    let written = theirs(&it.record);
    html! {
        @if it.writes && !written.is_empty() {
            section #written {
                h2 { "What you wrote" }
                @for said in &written { (one(facts, it, said)) }
            }
        }
    }
}

fn one(facts: &Facts<'_>, it: &Looked, said: &Theirs<'_>) -> Markup {
    let to = format!("/of/{}/written/{}", it.person.person(), said.id);
    let open = matches!(said.content, Content::Promise(Promise { state, .. }) if state.is_open());
    html! {
        div.card {
            @if let Some(on) = said.content.happened() { p.soft { (near(on, facts.day)) } }
            (says(facts, said.content))
            @if let Some(dispute) = said.dispute { p { span.tag.warn { "seen otherwise" } " " (it.name) ": " (dispute.it.words) } }
            div.actions {
                @if open { form method="post" action={ (to) "/kept" } { (marks(Some(said.revision.entry_id))) button.quiet { "Kept" } } }
                form method="post" action={ (to) "/withdraw" } { (marks(Some(said.revision.entry_id))) button.quiet { "Take it back" } }
            }
        }
    }
}

/// Says that one is not the manager of somebody who named one so.
pub(crate) async fn not_mine(me: Me, Path(id): Path<PersonId>) -> Result<Response, WebError> {
    let it = looked(&me, id).await?;
    if !it.writes {
        return Err(WebError::NotFound);
    }
    let (instance, now) = (&me.app.instance, me.app.now());
    let mine = me.visitor.person()?.person();
    instance.end_line(it.person, mine, now).await?;
    instance.close_copies(it.person, now).await?;
    me.say("You see nothing of theirs any more.");
    Ok(Redirect::to("/team").into_response())
}

/// Their course, where they share it.
pub(crate) async fn course(me: Me, Path(id): Path<PersonId>) -> Result<Response, WebError> {
    let it = looked(&me, id).await?;
    let mut copies = it.record.all::<SharedCopy>();
    let found = copies.find(|of| of.it.shows == Shows::Course);
    let found = found.ok_or(WebError::NotFound)?;
    Ok(Redirect::to(&format!("/of/{id}/{}", found.id)).into_response())
}

/// One thing that they share.
pub(crate) async fn copy(
    me: Me,
    Path((id, copy)): Path<(PersonId, ItemId)>,
) -> Result<Response, WebError> {
    let it = looked(&me, id).await?;
    let of = it.record.get::<SharedCopy>(copy);
    let of = of.ok_or(WebError::NotFound)?;
    let (instance, now) = (&me.app.instance, me.app.now());
    instance
        .note_look(it.person, reader(&me)?, Some(copy), now)
        .await?;
    let framework = me.app.frameworks.get(instance, of.it.framework).await?;
    let reading = Reading {
        framework: &framework,
        day: me.book.today,
        owner: &it.name,
    };
    let head = Head {
        title: &of.it.title,
        lede: html! { p { "Shared by " a href={ "/of/" (id) } { (it.name) } ", as of " (near(of.it.on, me.book.today)) ". They see that you looked." } },
        section: Section::Team,
    };
    Ok(layout::page(
        &me,
        me.book.facts(),
        &head,
        &copy::card(of.it, reading),
    ))
}
