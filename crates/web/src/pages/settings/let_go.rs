//! Letting go of a ladder that one brought and does not need any more.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use windward_core::{
    framework::{Framework, FrameworkHash},
    record::{Entry, export::frameworks_named},
};

use super::ladder::refuse;
use crate::{components::marks, error::WebError, form::Form, session::Me};

const NAMED: &str = "Something in your record was read against that ladder, so it stays: without it nobody could say what was meant. \
                     Once whoever administers the server offers it to everybody, you can let go of it.";

/// Takes it away from the person, unless it is needed to read their record.
pub(super) async fn let_go(me: &Me, form: &Form) -> Result<Response, WebError> {
    let hash = form.typed("let_go").parse();
    let hash: FrameworkHash = hash.map_err(|_| WebError::NotFound)?;
    let (instance, person) = (&me.app.instance, me.store().person());
    let brought = instance.brought_by(person).await?;
    if !brought.iter().any(|it| it.hash == hash) {
        return Err(WebError::NotFound);
    }
    if is_needed(me, hash).await? {
        return refuse(me, NAMED).await;
    }
    instance.let_go_of(person, hash).await?;
    me.say(
        "That ladder is not among yours any more. Bring its file again whenever you want it back.",
    );
    Ok(Redirect::to("/settings#framework").into_response())
}

/// Whether the record names a ladder that would be gone: one that everybody has stays where it is.
async fn is_needed(me: &Me, hash: FrameworkHash) -> Result<bool, WebError> {
    let offered = me.app.instance.ladders().await?.offered;
    if offered.contains(&hash) {
        return Ok(false);
    }
    if me.book.framework.hash == hash {
        return Ok(true);
    }
    let entries = me.store().load().await?.entries;
    let entries: Vec<Entry> = entries.into_iter().map(|it| it.entry).collect();
    Ok(frameworks_named(&entries).contains(&hash))
}

/// The button, beside a ladder that one brought.
pub(super) fn button(it: &Framework) -> Markup {
    html! {
        form method="post" action="/settings/framework" {
            (marks(None))
            input type="hidden" name="let_go" value=(it.hash);
            button.quiet { "Let go of it" span.seen-not { ": " (it.name) " " (it.version) } }
        }
    }
}
