//! Beginning anew, for whoever has lost every key: an empty record under the same account, in the place of one that nothing
//! opens.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::html;
use windward_store::{AccountRow, Anew, Password};

use crate::{
    components::{Field, Kind, field, marks},
    error::WebError,
    form::Form,
    letters,
    limits::Against,
    pages::account::{
        entrance, join, new_password, new_password_fields, proven, refused, secret_field, too_often,
    },
    session::set_cookie,
    visitor::{From, Visitor, new_session},
};

/// What is typed by whoever means it.
const WORD: &str = "anew";

async fn whose(visitor: &Visitor) -> Result<Option<AccountRow>, WebError> {
    let account = visitor.app.instance.account_of(visitor.person()?).await?;
    // Whoever has their record open has no need of it, and loses it by nothing typed here.
    Ok(account.filter(|_| visitor.session.store.is_none()))
}

pub(crate) async fn show(visitor: Visitor) -> Result<Response, WebError> {
    let Some(account) = whose(&visitor).await? else {
        return Ok(Redirect::to("/").into_response());
    };
    if account.verifier.is_none() {
        proven(&visitor)?;
    }
    Ok(page(&account, &Form::default()).into_response())
}

/// Erases the old record and begins the new one.
pub(crate) async fn begin(
    visitor: Visitor,
    From(address): From,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    let Some(account) = whose(&visitor).await? else {
        return Ok(Redirect::to("/").into_response());
    };
    let (app, person) = (&visitor.app, account.person);
    let by_password = account.verifier.is_some();
    if !by_password {
        proven(&visitor)?;
    }
    if !form.typed("word").trim().eq_ignore_ascii_case(WORD) {
        form.fault("word", "Type the word ‘anew’, if you mean it.");
    }
    let by = if by_password {
        Some(Anew::Password(Password::typed(form.secret("now"))))
    } else {
        new_password(&mut form, app, &account.name).map(Anew::Passphrase)
    };
    let Some(by) = by.filter(|_| form.is_good()) else {
        return Ok(refused(page(&account, &form)));
    };
    let against = [
        Against::address(address),
        Against::thing("proof", &person.person().to_string()),
    ];
    if let Err(wait) = app.limits.count(&against, app.now()) {
        form.fault("now", too_often(wait));
        let page = page(&account, &form);
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let new = new_session(app, &headers, visitor.session.way);
    let Some((entry, code)) = app.instance.begin_anew(person, by, new).await? else {
        form.fault("now", "This is not the password that you sign in with.");
        return Ok((StatusCode::UNAUTHORIZED, page(&account, &form)).into_response());
    };
    app.limits.forgive(&against);
    app.drawers.forget(&visitor.key);
    let what = "Its record, which nothing opened any more, was given up, and an empty one begun.";
    letters::tell(app, person, what).await;
    let what = if by_password {
        "password"
    } else {
        "passphrase"
    };
    let mut shown = join::welcome(&code, what).into_response();
    let cookie = set_cookie(app, Some(&entry.secret));
    shown.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(shown)
}

fn page(account: &AccountRow, form: &Form) -> Html<String> {
    let body = html! {
        div.notice.warn {
            p { strong { "The record that is closed is erased by this, for good." } " What you shared of it ends, your calendars and digests too. Your account stays, with its name, its second factor, its passkeys and the ladders that you brought." }
            p { "A key may turn up yet: a recovery code among your papers, a password in another browser. As long as you do not begin anew, it opens the record." }
        }
        form.card method="post" action="/unlock/anew" {
            (marks(None))
            (field(form, Field { name: "word", label: "Type ‘anew’", hint: "So that it is no slip of the hand.", kind: Kind::Line { autocomplete: "off" } }))
            @if account.verifier.is_some() { (secret_field(form, "now", "The password that you sign in with", "It opens the new record.", "current-password")) }
            @else { (new_password_fields(form, "A passphrase that opens the new record")) }
            div.actions { button { "Erase it and begin anew" } a.button.quiet href="/unlock" { "Back" } }
        }
    };
    let lede = html! { p { "For whoever has lost the password of before, the recovery code and every other key: an empty record in the place of the one that nobody can open." } };
    entrance("Begin anew", &lede, &body)
}
