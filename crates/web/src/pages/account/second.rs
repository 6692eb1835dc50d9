//! The second factor, after the password.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::html;
use windward_store::{RecoveryCode, Second, Stage};

use super::{To, entrance, let_in, onward, onward_field, passkeys, too_often};
use crate::{
    components::{Field, Kind, field},
    error::WebError,
    form::{Form, LINE},
    limits::Against,
    state::LIFETIME,
    visitor::{From, Visitor},
};

pub(crate) async fn show(
    visitor: Visitor,
    Query(To { to }): Query<To>,
) -> Result<Response, WebError> {
    if visitor.session.stage == Stage::Open {
        return Ok(Redirect::to("/").into_response());
    }
    let mut form = Form::default();
    form.set("back", to);
    Ok(page(&visitor, &form).await?.into_response())
}

/// Checks a code: of a device, or a spare one.
pub(crate) async fn check(
    visitor: Visitor,
    From(address): From,
    mut form: Form,
) -> Result<Response, WebError> {
    let app = &visitor.app;
    if visitor.session.stage == Stage::Open {
        return Ok(Redirect::to("/").into_response());
    }
    let person = visitor.session.person;
    let now = app.now();
    let against = [
        Against::address(address),
        Against::thing("second", &person.person().to_string()),
    ];
    if let Err(wait) = app.limits.count(&against, now) {
        form.fault("code", too_often(wait));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page(&visitor, &form).await?).into_response());
    }
    let Some(typed) = form.needed("code", LINE, "Type the code that your device shows.") else {
        return Ok(super::refused(page(&visitor, &form).await?));
    };
    let digits = typed.chars().filter(|it| !it.is_whitespace());
    let second = if digits.clone().count() <= 8 && digits.clone().all(|it| it.is_ascii_digit()) {
        Second::Code(typed)
    } else {
        match typed.parse::<RecoveryCode>() {
            Ok(code) => Second::Spare(code),
            Err(error) => {
                form.fault(
                    "code",
                    format!("Neither six figures nor a spare code: {error}."),
                );
                return Ok(super::refused(page(&visitor, &form).await?));
            }
        }
    };
    let passed = app
        .instance
        .pass_second(&visitor.secret, second, now, now + LIFETIME)
        .await?;
    let Some(entry) = passed else {
        tracing::info!("refused: a second factor");
        form.fault("code", "This code does not fit. A device’s code stands for half a minute and works once, and so does a spare one.");
        return Ok((StatusCode::UNAUTHORIZED, page(&visitor, &form).await?).into_response());
    };
    app.limits.forgive(&against);
    app.drawers.forget(&visitor.key);
    Ok(let_in(app, &entry, &onward(&form)))
}

/// Asks for what the account has: codes of a device, spare ones, a passkey.
pub(super) async fn page(visitor: &Visitor, form: &Form) -> Result<Html<String>, WebError> {
    let (app, person) = (&visitor.app, visitor.session.person);
    let account = app.instance.account_of(person).await?;
    let has_device = account.is_some_and(|it| it.totp.is_some());
    let has_passkey = !app.instance.passkeys_of(person).await?.is_empty();
    let (label, hint) = if has_device {
        (
            "Code",
            "The six figures that your device shows now, or one of your spare codes.",
        )
    } else {
        (
            "Spare code",
            "Without the passkey: one of the codes that you kept with your papers.",
        )
    };
    let body = html! {
        @if has_passkey { (passkeys::button(app, form, "/sign-in/second/passkey", "Use a passkey")) }
        form.card method="post" action="/sign-in/second" {
            (onward_field(form.back().unwrap_or_default()))
            (field(form, Field { name: "code", label, hint, kind: Kind::Line { autocomplete: "one-time-code" } }))
            div.actions { button { "Go on" } }
        }
        form method="post" action="/sign-out" { button.quiet { "Not now" } }
        p.soft { "Device lost, and no spare code left? Whoever runs this Windward can take the second factor away. Your record stays sealed while they do." }
    };
    Ok(entrance(
        "One more thing",
        &html! { p { "The first proof is right. This account asks for a second." } },
        &body,
    ))
}
