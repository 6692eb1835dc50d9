//! One page, one file.

pub(crate) mod account;
pub(crate) mod actions;
pub(crate) mod background;
pub(crate) mod board;
pub(crate) mod cases;
pub(crate) mod changes;
pub(crate) mod check_in;
mod choices;
pub(crate) mod communities;
pub(crate) mod compare;
pub(crate) mod course;
pub(crate) mod destinations;
pub(crate) mod evidence;
pub(crate) mod expectation;
pub(crate) mod experiments;
pub(crate) mod feed;
pub(crate) mod friday;
pub(crate) mod hypotheses;
pub(crate) mod import;
pub(crate) mod ladder;
pub(crate) mod law;
pub(crate) mod mail;
pub(crate) mod milestones;
pub(crate) mod opportunities;
pub(crate) mod others;
pub(crate) mod people;
pub(crate) mod plan;
pub(crate) mod plateau;
pub(crate) mod praise;
pub(crate) mod record;
pub(crate) mod recovery;
pub(crate) mod resume;
pub(crate) mod review;
pub(crate) mod roles;
pub(crate) mod sample;
pub(crate) mod search;
pub(crate) mod setbacks;
pub(crate) mod settings;
pub(crate) mod sharing;
pub(crate) mod sign_in;
pub(crate) mod skill;
pub(crate) mod skills;
pub(crate) mod standing;
pub(crate) mod take_away;
pub(crate) mod takeaways;
pub(crate) mod talks;
pub(crate) mod timeline;
pub(crate) mod titles;
pub(crate) mod today;
pub(crate) mod undo;
pub(crate) mod updates;
pub(crate) mod welcome;

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use windward_core::{
    id::{EntryId, ItemId},
    record::{Author, Hand, Kind, Revision},
};

use crate::{
    components::{hand, marks},
    error::WebError,
    form::Form,
    session::Me,
};

/// Whether another wrote it: it is theirs to word.
const fn is_given(revision: &Revision) -> bool {
    matches!(revision.author, Author::Other { .. })
}

/// Says whose an item is that another wrote, and where to say something to it.
fn given_by(revision: &Revision, id: ItemId) -> Markup {
    html! {
        @if let Author::Other { name, .. } = &revision.author {
            p { (hand(revision.hand())) " " (name) @if revision.hand() == Hand::Claimed { " is said to have written it. " } @else { " wrote it, and it is theirs to word. " } a href={ "/written#w-" (id) } { "Say what you see otherwise, or hide it" } }
        }
    }
}

/// Withdraws an item of a kind, and leads on to a page that says so, where there is something to say.
async fn withdraw<T: Kind>(
    me: &Me,
    id: ItemId,
    form: &Form,
    to: &str,
    said: impl FnOnce(&T) -> Option<String>,
) -> Result<Response, WebError> {
    let Some(of) = me.book.record.get::<T>(id) else {
        // A second click finds it gone already; what never was is not found.
        let was = me.book.record.thread(id).ok_or(WebError::NotFound);
        return was.map(|_| Redirect::to(to).into_response());
    };
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    me.act(form.once()?, |act| act.withdraw(id, revises))
        .await?;
    if let Some(said) = said(of.it) {
        me.say(said);
    }
    Ok(Redirect::to(to).into_response())
}

/// The item of a kind that a field names, if there is such.
fn named<T: Kind>(me: &Me, typed: &str) -> Option<ItemId> {
    let id = typed.parse().ok()?;
    me.book.record.get::<T>(id).map(|of| of.id)
}

/// The fold at the end of an item's page that removes it.
fn remove(path: &str, revises: EntryId) -> Markup {
    html! {
        section {
            details {
                summary { "Remove it" }
                form method="post" action=(path) {
                    (marks(Some(revises)))
                    p { "It is in no list any more. What it said stays in the history of your record." }
                    button.danger { "Remove it" }
                }
            }
        }
    }
}
