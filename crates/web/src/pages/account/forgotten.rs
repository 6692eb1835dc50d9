//! A password that was forgotten: asking for a link, and choosing another by it.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
};
use maud::html;
use windward_store::{AccountRow, Deed, Password, ResetToken, Way};

use super::{
    entrance, know, let_in, new_password, new_password_fields, sign_in::address_of, too_often,
};
use crate::{
    components::{Field, Kind, field},
    error::WebError,
    form::{Form, LINE},
    letters,
    limits::Against,
    path::Path,
    state::App,
    visitor::{From, new_session},
};

pub(crate) async fn show(State(app): State<Arc<App>>) -> Response {
    let sends = letters::can_be_sent(&app).await;
    asking(sends, &Form::default()).into_response()
}

/// Sends a link to whoever has an account under that address, and says the same to everybody, as quickly.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    From(address): From,
    mut form: Form,
) -> Result<Response, WebError> {
    let now = app.now();
    let sends = letters::can_be_sent(&app).await;
    let Some(typed) = form.needed("name", LINE, "Type the name that you sign in with.") else {
        return Ok(super::refused(asking(sends, &form)));
    };
    if !sends {
        return Ok((StatusCode::CONFLICT, asking(false, &form)).into_response());
    }
    if let Err(wait) = app.limits.count(&[Against::address(address)], now) {
        form.fault("name", too_often(wait));
        let page = asking(true, &form);
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    // Who was sent some letters just now needs no more of them, however often somebody asks.
    let may_be_sent = app.limits.count(&[Against::letter(&typed)], now).is_ok();
    if let Some(name) = address_of(&typed).filter(|_| may_be_sent) {
        // Apart from this answer, which comes as soon whether or not somebody has the name.
        let app = Arc::clone(&app);
        tokio::spawn(async move {
            if let Err(error) = letters::send_reset(&app, name.as_str(), now).await {
                tracing::warn!(%error, "a link to a new password could not be sent");
            }
        });
    }
    let body = html! {
        div.card {
            p { "If ‘" (typed) "’ is an e-mail address with an account here, a letter with a link is on its way to it, unless two have been sent within a quarter of an hour. The link works once, within two hours." }
            p { "No letter? Look among the unwanted ones; then ask whoever runs this Windward, who can make such a link too." }
        }
        div.actions { a.button.quiet href="/sign-in" { "Back to signing in" } }
    };
    let lede = html! { p { "What happens now is the same for any name, so that nobody learns from it who has an account." } };
    Ok(entrance("Look into your mail", &lede, &body).into_response())
}

/// Asks for the name, on a server that `sends` letters; else it says who gives a link.
fn asking(sends: bool, form: &Form) -> Html<String> {
    let body = html! {
        (before())
        @if sends {
            form.card method="post" action="/forgotten" {
                (field(form, Field { name: "name", label: "The e-mail address that you sign in with", hint: "", kind: Kind::Line { autocomplete: "username" } }))
                div.actions { button { "Send me a link" } a.button.quiet href="/sign-in" { "Back" } }
            }
        } @else {
            div.card { p { "This Windward sends no letters, so no link can come by mail. Ask whoever runs it: they can make a link to a new password, and give it to you." } }
            div.actions { a.button.quiet href="/sign-in" { "Back" } }
        }
    };
    let lede =
        html! { p { "You can get back in. Your record is another matter: read this first." } };
    entrance("A new password", &lede, &body)
}

/// What a new password does not do, said before.
fn before() -> maud::Markup {
    html! {
        div.notice.warn {
            p { strong { "A new password signs you in; it does not open your record." } " That is sealed under the old one, and nobody here can change that." }
            p { "To open it afterwards you need your recovery code, or the old password if you remember it, or your passphrase or key file if you made one. Without any of these the record stays closed for good." }
        }
    }
}

async fn whose(app: &App, token: &str) -> Result<Option<(ResetToken, AccountRow)>, WebError> {
    let Some(token) = ResetToken::parse(token) else {
        return Ok(None);
    };
    let account = app.instance.reset_of(&token, app.now()).await?;
    Ok(account.map(|account| (token, account)))
}

/// The page that a link leads to.
pub(crate) async fn choose(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    Ok(match whose(&app, &token).await? {
        Some((_, account)) => choosing(&token, &account, &Form::default()).into_response(),
        None => over(),
    })
}

/// Puts the new password in the place of the old one.
pub(crate) async fn set(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    let Some((reset, account)) = whose(&app, &token).await? else {
        return Ok(over());
    };
    let typed = form.typed("password").to_owned();
    let Some(chosen) = new_password(&mut form, &app, &account.name) else {
        return Ok(super::refused(choosing(&token, &account, &form)));
    };
    let now = app.now();
    if !app.instance.reset_password(&reset, chosen, now).await? {
        return Ok(over());
    }
    app.note(Deed::PasswordReset, account.person, Some(account.person))
        .await;
    letters::tell(
        &app,
        account.person,
        "It has a new password, by a link that was sent or given for it.",
    )
    .await;
    // As anybody signs in, so that a second factor is asked for as ever.
    let new = new_session(&app, &headers, Way::Password);
    let typed = Password::typed(typed);
    let entry = app
        .instance
        .sign_in_by_password(&account.name, typed, new)
        .await?;
    let entry = entry.ok_or(WebError::SignedOut)?;
    let mut response = let_in(&app, &entry, "/");
    know(&app, entry.person, &mut response)?;
    Ok(response)
}

fn choosing(token: &str, account: &AccountRow, form: &Form) -> Html<String> {
    let body = html! {
        (before())
        form.card method="post" action={ "/reset/" (token) } {
            input type="hidden" name="name" value=(account.name) autocomplete="username";
            (new_password_fields(form, "New password"))
            div.actions { button { "Use this password" } }
        }
        p.soft { "Every browser that is signed in to this account is signed out. A second factor is asked for as before." }
    };
    let lede = html! { p { "For the account " strong { (account.name) } "." } };
    entrance("Choose a new password", &lede, &body)
}

fn over() -> Response {
    let body = html! {
        div.actions { a.button href="/forgotten" { "Ask for another" } a.button.quiet href="/sign-in" { "Sign in" } }
    };
    let lede = html! { p { "Such a link works once, within two hours, and all of them are over once one was used. Nothing was changed." } };
    let page = entrance("This link is over", &lede, &body);
    (StatusCode::NOT_FOUND, page).into_response()
}
