//! Opening a record that is closed to a session: after single sign-on, a passkey, or a password that was reset.

use axum::{
    extract::{Multipart, Query},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::html;
use windward_store::{Keys, Opening, Password, RecoveryCode, Unlocking};
use zeroize::Zeroizing;

use super::{To, entrance, let_in, onward, onward_field, secret_field, too_often};
use crate::{
    components::{Field, Kind, field},
    error::WebError,
    form::Form,
    limits::Against,
    visitor::{From, Visitor},
};

pub(crate) async fn show(
    visitor: Visitor,
    Query(To { to }): Query<To>,
) -> Result<Response, WebError> {
    let keys = visitor.app.instance.keys_of(visitor.person()?).await?;
    if visitor.session.store.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    let mut form = Form::default();
    form.set("back", to);
    let notice = crate::pages::law::leave::notice(&visitor).await?;
    Ok(page_with(&notice, &form, keys).into_response())
}

/// Whether the password that they sign in with opens nothing yet.
const fn has_stale_password(keys: Keys) -> bool {
    keys.password.is_none() && keys.earlier_password.is_some()
}

/// Opens it by what is remembered, or by the recovery code.
pub(crate) async fn open(
    visitor: Visitor,
    From(address): From,
    mut form: Form,
) -> Result<Response, WebError> {
    let app = &visitor.app;
    let keys = app.instance.keys_of(visitor.person()?).await?;
    let (remembered, today) = (form.secret("remembered"), form.secret("today"));
    let code = form.secret("code");
    let by = if !remembered.is_empty() {
        Unlocking::Remembered(Password::typed(remembered))
    } else if code.trim().is_empty() {
        form.fault("remembered", "Type one of the two.");
        return Ok(super::refused(page(&form, keys)));
    } else {
        match code.parse::<RecoveryCode>() {
            Ok(code) => Unlocking::Recovery(code),
            Err(error) => {
                form.fault("code", crate::form::sentence(&error));
                return Ok(super::refused(page(&form, keys)));
            }
        }
    };
    let today = (!today.is_empty()).then(|| Password::typed(today));
    if has_stale_password(keys) && today.is_none() {
        form.fault("today", "Type the password that you sign in with now, so that it opens your record from here on.");
        return Ok(super::refused(page(&form, keys)));
    }
    unlock(&visitor, address, form, keys, by, today).await
}

/// Opens it by a key file.
pub(crate) async fn by_file(
    visitor: Visitor,
    From(address): From,
    mut parts: Multipart,
) -> Result<Response, WebError> {
    /// A key file has 32 bytes.
    const MOST: usize = 64;
    let keys = visitor.app.instance.keys_of(visitor.person()?).await?;
    let (mut bytes, mut today) = (Vec::new(), Zeroizing::default());
    while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
        match part.name() {
            Some("file") => {
                let read = part.bytes().await.map_err(|_| broken())?;
                bytes = read[..read.len().min(MOST)].to_vec();
            }
            Some("today") => today = Zeroizing::new(part.text().await.map_err(|_| broken())?),
            _ => {}
        }
    }
    let mut form = Form::default();
    let today = (!today.is_empty()).then(|| Password::typed(today));
    if has_stale_password(keys) && today.is_none() {
        form.fault(
            "file",
            "Type the password that you sign in with now too, and choose the file again.",
        );
        return Ok(super::refused(page(&form, keys)));
    }
    unlock(
        &visitor,
        address,
        form,
        keys,
        Unlocking::KeyFile(bytes),
        today,
    )
    .await
}

fn broken() -> WebError {
    WebError::Form("It broke off on its way.".to_owned())
}

async fn unlock(
    visitor: &Visitor,
    address: std::net::IpAddr,
    mut form: Form,
    keys: Keys,
    by: Unlocking,
    today: Option<Password>,
) -> Result<Response, WebError> {
    let (app, person) = (&visitor.app, visitor.person()?);
    let now = app.now();
    let against = [
        Against::address(address),
        Against::thing("vault", &person.person().to_string()),
    ];
    let field = match &by {
        Unlocking::Recovery(_) => "code",
        Unlocking::Remembered(_) => "remembered",
        Unlocking::KeyFile(_) => "file",
    };
    if let Err(wait) = app.limits.count(&against, now) {
        form.fault(field, too_often(wait));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page(&form, keys)).into_response());
    }
    match app.instance.unlock(&visitor.secret, by, today, now).await? {
        Opening::Yes(entry) => {
            app.limits.forgive(&against);
            app.drawers.forget(&visitor.key);
            Ok(let_in(app, &entry, &onward(&form)))
        }
        Opening::No => {
            tracing::info!("refused: what was to open a record");
            form.fault(field, "This does not open your record.");
            Ok((StatusCode::UNAUTHORIZED, page(&form, keys)).into_response())
        }
        Opening::OtherPassword => {
            form.fault(
                "today",
                "This is not the password that you sign in with now.",
            );
            Ok((StatusCode::UNAUTHORIZED, page(&form, keys)).into_response())
        }
    }
}

fn page(form: &Form, keys: Keys) -> Html<String> {
    page_with(&html! {}, form, keys)
}

fn page_with(notice: &maud::Markup, form: &Form, keys: Keys) -> Html<String> {
    let stale = has_stale_password(keys);
    let what = match (stale, keys.passphrase.is_some()) {
        (true, true) => "The password of before, or your passphrase",
        (true, false) => "The password of before",
        (false, true) if keys.password.is_none() => "Your passphrase",
        (false, true) => "Your password or passphrase",
        (false, false) => "Your password",
    };
    let remembers = stale || keys.password.is_some() || keys.passphrase.is_some();
    let body = html! {
        (notice)
        form.card method="post" action="/unlock" {
            (onward_field(form.back().unwrap_or_default()))
            @if remembers {
                div.field {
                    label for="remembered" { (what) }
                    input id="remembered" type="password" name="remembered" autocomplete="current-password" spellcheck="false"
                        aria-invalid=[form.fault_of("remembered").map(|_| "true")] aria-describedby=[form.fault_of("remembered").map(|_| "remembered-fault")];
                    @if let Some(fault) = form.fault_of("remembered") { p.error #remembered-fault { (fault) } }
                }
                p { "or" }
            }
            (field(form, Field { name: "code", label: "Recovery code", hint: "Eight groups of four, and one more.", kind: Kind::Line { autocomplete: "off" } }))
            @if stale {
                (secret_field(form, "today", "The password that you sign in with now", "From here on it opens your record as well.", "current-password"))
            }
            div.actions { button { "Open my record" } }
        }
        @if keys.key_file.is_some() {
            form.card method="post" action="/unlock/file" enctype="multipart/form-data" {
                label for="file" { "Or a key file" }
                input #file type="file" name="file" aria-describedby=[form.fault_of("file").map(|_| "file-fault")];
                @if let Some(fault) = form.fault_of("file") { p.error #file-fault { (fault) } }
                @if stale {
                    label for="today-too" { "The password that you sign in with now" }
                    input #today-too type="password" name="today" autocomplete="current-password" spellcheck="false" required;
                }
                div.actions { button.quiet { "Open it by this file" } }
            }
        }
        form method="post" action="/sign-out" { button.quiet { "Sign out" } }
        p.soft { "If none of these is left, nobody can open the record: not you, and not whoever runs this server. That is what keeps it private. Then you can " a href="/unlock/anew" { "begin anew" } ", with an empty record." }
    };
    let lede = html! {
        p {
            @if stale { "You are signed in by a new password. Your record is still sealed under what you had before: open it once, and the new password will do." }
            @else { "You are signed in. Your record is sealed, and opens by something that only you have." }
        }
    };
    entrance("Open your record", &lede, &body)
}
