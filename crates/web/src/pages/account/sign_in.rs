//! Signing in by a name and a password, and the other ways beside it.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::html;
use windward_store::{AccountName, Password, Way};

use super::{To, entrance, know, known, let_in, onward, onward_field, secret_field, too_often};
use crate::{
    components::{Field, Kind, field},
    error::WebError,
    form::Form,
    limits::Against,
    state::App,
    visitor::{From, Visitor, new_session},
};

/// The same for a wrong password, a name that nobody has and an account that is disabled.
const WRONG: &str = "The name or the password is wrong, or the account is closed. Capitals count in the password, and nowhere else.";

pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Query(To { to }): Query<To>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    if Visitor::of(&headers, &app)
        .await
        .is_ok_and(|it| it.person().is_ok())
    {
        return Ok(Redirect::to("/").into_response());
    }
    let mut form = Form::default();
    form.set("back", to);
    Ok(page(&app, &form).into_response())
}

/// Signs somebody in.
pub(crate) async fn enter(
    State(app): State<Arc<App>>,
    From(address): From,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    let name = form.typed("name").to_owned();
    let typed = form.secret("password");
    if name.trim().is_empty() || typed.is_empty() {
        form.fault("password", "Type your name and your password.");
        return Ok(super::refused(page(&app, &form)));
    }
    let now = app.now();
    let account = app.instance.account_named(&name).await?;
    let browser = match &account {
        Some(account) => known(&app, account.person, &headers)?,
        None => None,
    };
    let against = [
        Against::address(address),
        browser.map_or_else(|| Against::name(&name), Against::Browser),
    ];
    if let Err(wait) = app.limits.count(&against, now) {
        form.fault("password", too_often(wait));
        let page = page(&app, &form);
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let new = new_session(&app, &headers, Way::Password);
    let entry = app
        .instance
        .sign_in_by_password(&name, Password::typed(typed), new)
        .await?;
    let Some(entry) = entry else {
        tracing::info!("refused: a name and a password");
        form.fault("password", WRONG);
        return Ok((StatusCode::UNAUTHORIZED, page(&app, &form)).into_response());
    };
    app.limits.forgive(&against);
    let mut response = let_in(&app, &entry, &onward(&form));
    know(&app, entry.person, &mut response)?;
    Ok(response)
}

pub(super) fn page(app: &App, form: &Form) -> Html<String> {
    let to = form.back().unwrap_or_default();
    let by_mail = app.options.office.is_ok();
    let body = html! {
        form.card method="post" action="/sign-in" {
            (onward_field(to))
            (field(form, Field { name: "name", label: "Name", hint: "As you chose it, often an e-mail address.", kind: Kind::Line { autocomplete: "username" } }))
            (secret_field(form, "password", "Password", "", "current-password"))
            div.actions { button { "Sign in" } }
        }
        (super::passkeys::button(app, form, "/sign-in/passkey", "Sign in with a passkey"))
        (super::sso::way_in(app, to))
        p {
            a href="/forgotten" { "Forgotten your password?" }
            @if !by_mail { " Whoever runs this Windward can give you a way back in." }
            " · "
            a href="/closed" { "Your account was closed?" }
        }
        @if let Some(provider) = app.options.sso.as_ref().filter(|it| it.signs_up()) {
            p.soft { "No account? Sign in with " (provider.name()) ": you choose what opens your record, and have one." }
        } @else {
        p.soft { "No account? On this server one begins with an invitation: a link that you get from whoever runs it." }
        }
    };
    entrance(
        "Sign in",
        &html! { p { "Your record is sealed, and your password opens it. Nobody who runs this server can." } },
        &body,
    )
}

/// Whether a name is one that mail can be sent to.
pub(super) fn address_of(name: &str) -> Option<AccountName> {
    name.parse::<AccountName>()
        .ok()
        .filter(AccountName::is_address)
}
