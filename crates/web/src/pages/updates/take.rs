//! Taking an update away: as a draft for a mail program, as text, as a page.

use axum::{
    extract::Query,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Of, Update},
    views::updates::{self, Copy, Doubt},
};
use windward_formats::mail::{Stamp, markdown, note};

use super::{copies, found, send, server};
use crate::{
    components::{Field, Kind, field, marks},
    error::WebError,
    form::{Form, sentence},
    path::Path,
    session::Me,
    words::count,
};

/// Which file is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    r#as: String,
}

/// The update as a file.
pub(crate) async fn file(
    me: Me,
    Path(id): Path<ItemId>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let it = of.it;
    let (kind, end, bytes) = match asked.r#as.as_str() {
        "text" => (
            "text/plain; charset=utf-8",
            "txt",
            format!("{}\n\n{}", it.subject, markdown::text(&it.body)).into_bytes(),
        ),
        "html" => (
            "text/html; charset=utf-8",
            "html",
            markdown::page(&it.subject, &it.body).into_bytes(),
        ),
        "eml" => {
            let stamp = Stamp {
                at: me.app.now(),
                id: of.revision.entry_id.0,
            };
            let name = me.book.facts().profile;
            let name = name.and_then(|of| of.it.name.as_deref());
            let copies = copies(&me, me.book.people(), it);
            let written = match (&it.from, server(&me).await) {
                (None, Some(server)) => Ok(server.from),
                _ => note::sender(it, name),
            };
            match written.and_then(|from| note::eml(it, &from, &copies, stamp)) {
                Ok(bytes) => ("message/rfc822", "eml", bytes),
                Err(error) => {
                    me.say(format!("There is no file yet. {}", sentence(&error)));
                    return Ok(Redirect::to(&format!("/updates/{id}")).into_response());
                }
            }
        }
        _ => return Err(WebError::NotFound),
    };
    let name = format!("attachment; filename=\"update-{}.{end}\"", it.month);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let name = HeaderValue::from_str(&name).expect("a month is plain text");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok((headers, bytes).into_response())
}

/// It went out by one's own mail program: who got it is noted.
pub(crate) async fn taken(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let to = format!("/updates/{id}");
    let on = form.date("on");
    let on = on.unwrap_or(PartialDate::day(me.book.today));
    if on.is_after(me.book.today) {
        form.fault("on", "That lies ahead; note it when it was.");
    }
    if let Some(fault) = form.fault_of("on") {
        me.say(format!("It is not noted. {fault}"));
        return Ok(Redirect::to(&to).into_response());
    }
    if of.it.state.is_draft() {
        let copies = copies(&me, me.book.people(), of.it);
        if !send::may_leave(&me, of, &copies, &mut form) {
            me.say("It is not noted yet: something in it is still to be filled in, or confidential. Tick that it went all the same.");
            return Ok(Redirect::to(&format!("{to}/send")).into_response());
        }
        let update = updates::taken(of.it, &copies, on);
        me.act(once, |act| act.put(id, revises, update)).await?;
    }
    Ok(Redirect::to(&to).into_response())
}

/// The ways to take a draft away.
pub(super) fn section(of: Of<'_, Update>, copies: &[Copy<'_>], has_sender: bool) -> Markup {
    let going = updates::ready(copies).count();
    html! {
        section {
            h2 { "Take it away" }
            p { "For your own mail program. Save first: a file has what was saved last." }
            (files(of, going, has_sender))
            @if going > 0 && !has_sender { p.soft { "A file for a mail program needs your address: say it on the left." } }
            p.soft { "When it has gone, say so under ‘Save, and see what leaves’: then it is in the archive, with who got it." }
        }
    }
}

/// The note that it went by one's own mail program.
pub(super) fn by_hand(
    of: Of<'_, Update>,
    going: usize,
    doubts: &[Doubt<'_>],
    form: &Form,
) -> Markup {
    let blank = Form::default();
    html! {
        section #taken {
            h2 { "You sent it yourself" }
            p { "By your own mail program: then it goes into the archive, with who got it." }
            form method="post" action={ "/updates/" (of.id) "/taken" } {
                (marks(Some(of.revision.entry_id)))
                (field(&blank, Field { name: "on", label: "Sent on", hint: "Empty is today.", kind: Kind::Date }))
                (send::anyway(doubts, form))
                div.actions { button.quiet { "I sent it to " (count(going, "person", "people")) } }
            }
        }
    }
}

/// Links to the files.
pub(super) fn files(of: Of<'_, Update>, going: usize, has_sender: bool) -> Markup {
    let path = |kind: &str| format!("/updates/{}/file?as={kind}", of.id);
    html! {
        ul.plain.close {
            @if going > 0 && has_sender {
                li { a href=(path("eml")) { "For a mail program (.eml)" } br; span.soft { "A draft to yourself, with everybody in Bcc." } }
            }
            li { a href=(path("text")) { "Text" } }
            li { a href=(path("html")) { "A page (HTML)" } }
        }
    }
}
