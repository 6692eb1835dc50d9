//! The digest: whether one wants it, and stopping it by its link.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use windward_post::{Rhythm, Wish};

use super::{Forms, back, ours, page, server::mailbox};
use crate::{
    components::{Field, Kind, field, marks},
    edge,
    error::WebError,
    form::{Form, LINE},
    layout,
    path::Path,
    session::Me,
    state::App,
};

/// The form about it.
pub(super) fn section(
    me: &Me,
    own: Option<String>,
    has_server: bool,
    wish: Option<&Wish>,
    sent: Option<Form>,
) -> Markup {
    let form = sent.unwrap_or_else(|| filled(own, wish));
    let rhythm = form.typed("rhythm");
    let chosen = |word: &str| rhythm == word;
    html! {
        section #digest {
            h2 { "A digest of Today" }
            @if !has_server && wish.is_none() {
                p { "With a mail server, Today can come to you by mail, daily or weekly, and only when there is something. " @if me.app.options.accounts { "Whoever administers this Windward sets one up." } @else { "Set the server up first." } }
            } @else {
                p { "It comes at seven in the morning where you are, only when there is something, and not while it is quiet. Each has a link that stops it." }
                form method="post" action="/settings/mail/digest" {
                    (marks(None))
                    fieldset {
                        legend { "How often" }
                        label.check { input type="radio" name="rhythm" value="never" checked[chosen("never")]; span { "Never" } }
                        label.check { input type="radio" name="rhythm" value="daily" checked[chosen("daily")]; span { "Every morning" } }
                        label.check { input type="radio" name="rhythm" value="weekly" checked[chosen("weekly")]; span { "On Monday mornings, for the week" } }
                    }
                    (field(&form, Field { name: "digest_to", label: "To", hint: "", kind: Kind::Line { autocomplete: "email" } }))
                    @if me.app.options.accounts {
                        p.soft { "It says ‘a private reminder’ and the day, and no more: your record is closed to the server that sends it." }
                    } @else {
                    label.check { input type="checkbox" name="words" value="yes" checked[form.ticked("words")] aria-describedby="words-hint"; span { "Say what it is" } }
                    p.soft #words-hint { "Without this it says ‘a private reminder’ and the day. What belongs to your board stays private in any case." }
                    }
                    div.actions { button { "Save the digest" } }
                }
                @if let (Some(wish), Some(zone)) = (wish, me.book.record.profile().and_then(|of| of.it.time_zone.as_deref())) {
                    @if wish.zone != zone { p.soft { "Your time zone has changed since; save once more to have it come at seven there." } }
                }
            }
        }
    }
}

fn filled(own: Option<String>, wish: Option<&Wish>) -> Form {
    let mut values = vec![
        (
            "rhythm",
            wish.map_or("never", |it| it.rhythm.word()).to_owned(),
        ),
        (
            "digest_to",
            wish.map(|it| it.to.address().to_owned())
                .or(own)
                .unwrap_or_default(),
        ),
    ];
    if wish.is_some_and(|it| it.words) {
        values.push(("words", "yes".to_owned()));
    }
    Form::filled(values)
}

/// Notes it.
pub(crate) async fn save(me: Me, mut form: Form) -> Result<Response, WebError> {
    let office = ours(&me)?;
    form.mark()?;
    let now = me.app.now();
    let Some(rhythm) = Rhythm::named(form.typed("rhythm")) else {
        office.put_wish(me.store().person(), None, now).await?;
        me.say("No digest will come.");
        return Ok(back());
    };
    let to = form.needed("digest_to", LINE, "Where should it come to?");
    let to = to.and_then(|it| mailbox(&mut form, "digest_to", None, &it));
    let Some(to) = to else {
        let forms = Forms {
            digest: Some(form),
            ..Forms::default()
        };
        let page = page(&me, forms).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let zone = edge::zone(&me.book.record);
    let wish = Wish {
        rhythm,
        to,
        words: form.ticked("words") && !me.app.options.accounts,
        zone: zone.iana_name().unwrap_or_default().to_owned(),
        stop: String::new(),
    };
    office
        .put_wish(me.store().person(), Some(wish), now)
        .await?;
    me.say(match rhythm {
        Rhythm::Daily => "A digest comes every morning when there is something.",
        Rhythm::Weekly => "A digest comes on Monday mornings when there is something.",
    });
    Ok(back())
}

/// What the link in a digest opens. Programs that look at links before people do change nothing by it.
pub(crate) async fn asked_to_stop(Path(secret): Path<String>) -> Response {
    let body = html! {
        h1 { "Stop the digest?" }
        p.lede { "No more of them will come. Nothing else changes." }
        form method="post" action={ "/digest/stop/" (secret) } {
            div.actions { button { "Stop the digest" } }
        }
    };
    layout::bare("Stop the digest", &body).into_response()
}

/// Stops it.
pub(crate) async fn stop(
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
) -> Result<Response, WebError> {
    let stopped = app.office()?.stop_digest(&secret).await?;
    let body = html! {
        @if stopped {
            h1 { "No more digests" }
            p.lede { "If you want them again, they are under Settings, Mail." }
        } @else {
            h1 { "There is no such digest" }
            p.lede { "It was stopped before, or a newer one has another link." }
        }
        div.actions { a.button href="/" { "Go to Today" } }
    };
    Ok(layout::bare("The digest", &body).into_response())
}
