//! Showing once more who one is, before what matters is changed.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use maud::html;
use windward_store::{Password, Unlocking};

use super::{To, entrance, let_in, onward, onward_field, passkeys, secret_field, too_often};
use crate::{
    error::WebError,
    form::Form,
    limits::Against,
    visitor::{From, Visitor},
};

pub(crate) async fn show(
    visitor: Visitor,
    Query(To { to }): Query<To>,
) -> Result<Response, WebError> {
    let mut form = Form::default();
    form.set("back", to);
    Ok(page(&visitor, &form).await?.into_response())
}

async fn has_password(visitor: &Visitor) -> Result<bool, WebError> {
    let account = visitor.app.instance.account_of(visitor.person()?).await?;
    Ok(account.is_some_and(|it| it.verifier.is_some()))
}

/// Checks the password, or the passphrase of somebody who has none.
pub(crate) async fn check(
    visitor: Visitor,
    From(address): From,
    mut form: Form,
) -> Result<Response, WebError> {
    let (app, person) = (&visitor.app, visitor.person()?);
    let typed = Password::typed(form.secret("password"));
    let against = [
        Against::address(address),
        Against::thing("proof", &person.person().to_string()),
    ];
    if let Err(wait) = app.limits.count(&against, app.now()) {
        form.fault("password", too_often(wait));
        let page = page(&visitor, &form).await?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let instance = &app.instance;
    let right = if has_password(&visitor).await? {
        instance.is_password(person, typed).await?
    } else {
        instance.opens(person, Unlocking::Remembered(typed)).await?
    };
    if !right {
        tracing::info!("refused: a password, asked for once more");
        form.fault("password", "This is another one.");
        let page = page(&visitor, &form).await?;
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    }
    app.limits.forgive(&against);
    proved(&visitor, &form).await
}

/// Lets somebody go on who has shown who they are.
pub(super) async fn proved(visitor: &Visitor, form: &Form) -> Result<Response, WebError> {
    let (app, now) = (&visitor.app, visitor.app.now());
    let proved = app
        .instance
        .prove(&visitor.secret, now, visitor.session.expires_at);
    let entry = proved.await?.ok_or(WebError::SignedOut)?;
    app.drawers.forget(&visitor.key);
    Ok(let_in(app, &entry, &onward(form)))
}

pub(super) async fn page(visitor: &Visitor, form: &Form) -> Result<Html<String>, WebError> {
    let what = if has_password(visitor).await? {
        "Password"
    } else {
        "Passphrase"
    };
    let there = visitor.app.instance.passkeys_of(visitor.person()?).await?;
    let body = html! {
        form.card method="post" action="/prove" {
            (onward_field(form.back().unwrap_or_default()))
            (secret_field(form, "password", what, "", "current-password"))
            div.actions { button { "Go on" } a.button.quiet href="/account" { "Back" } }
        }
        @if !there.is_empty() { (passkeys::button(&visitor.app, form, "/prove/passkey", "Use a passkey instead")) }
    };
    Ok(entrance(
        "Is it you?",
        &html! { p { "What comes next matters, so it is asked once more. It holds for a quarter of an hour." } },
        &body,
    ))
}
