//! An account for somebody whom the provider vouches for: they choose what they are called here, and what opens their
//! record.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};
use maud::html;
use serde::{Deserialize, Serialize};
use windward_sso::Somebody;
use windward_store::{
    AccountName, InvitationToken, Join, Joined, NewAccount, NewIdentity, Opening, Password, Stage,
    Unlocking, Way,
};

use super::{
    super::{
        entrance,
        join::{count, name, welcome, what_is_sealed},
        let_in, new_password, new_password_fields, refused, too_often,
    },
    provider, signs_up,
};
use crate::{
    components::{Field, Kind, field},
    error::WebError,
    form::Form,
    hex::hex,
    session::set_cookie,
    state::App,
    ticket,
    visitor::{From, new_session},
};

/// How long somebody may take to choose.
const WITHIN: SignedDuration = SignedDuration::from_mins(30);

/// The cookie of somebody who joins.
const KIND: &str = "sso-join";

/// Somebody who joins: whom the provider vouched for a moment ago.
#[derive(Serialize, Deserialize)]
struct Newcomer {
    hash: [u8; 32],
    issuer: String,
    /// An address that is proposed as the name.
    address: Option<String>,
    invitation: Option<String>,
    until: Timestamp,
}

impl Newcomer {
    /// Whoever joins in this browser, if they still may.
    async fn of(app: &App, headers: &HeaderMap) -> Result<Option<Self>, WebError> {
        let found: Option<Self> = ticket::open(app, KIND, headers)?;
        match found.filter(|it| app.now() < it.until) {
            Some(it) if it.invitation.is_some() || signs_up(app).await? => Ok(Some(it)),
            _ => Ok(None),
        }
    }
}

/// Leads somebody to the page on which they choose.
pub(super) fn begin(
    app: &App,
    somebody: Somebody,
    invitation: Option<String>,
) -> Result<Response, WebError> {
    let newcomer = Newcomer {
        hash: somebody.hash,
        issuer: somebody.issuer,
        address: somebody.address,
        invitation,
        until: app.now() + WITHIN,
    };
    let cookie = ticket::seal(app, KIND, &newcomer, WITHIN)?;
    let mut response = Redirect::to("/sso/join").into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// The page on which they choose.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let Some(newcomer) = Newcomer::of(&app, &headers).await? else {
        return Ok(over());
    };
    let mut form = Form::default();
    form.set("name", newcomer.address.unwrap_or_default());
    Ok(page(&app, &form)?.into_response())
}

/// Makes the account.
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    From(address): From,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    let Some(newcomer) = Newcomer::of(&app, &headers).await? else {
        return Ok(over());
    };
    if let Err(wait) = count(&app, address, &hex(&newcomer.hash)) {
        form.fault("name", too_often(wait));
        let page = page(&app, &form)?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let name = name(&mut form);
    let typed = form.typed("password").to_owned();
    let known = name.as_ref().map(AccountName::as_str).unwrap_or_default();
    let chosen = new_password(&mut form, &app, known);
    let (Some(name), Some(remembered)) = (name, chosen) else {
        return Ok(refused(page(&app, &form)?));
    };
    let invitation = match newcomer.invitation.as_deref().map(InvitationToken::parse) {
        Some(None) => return Ok(over()),
        other => other.flatten(),
    };
    let identity = NewIdentity {
        hash: newcomer.hash,
        issuer: newcomer.issuer,
    };
    let account = NewAccount {
        name,
        remembered,
        identity: Some(identity),
    };
    let joining = app.instance.join(invitation.as_ref(), account, app.now());
    match joining.await? {
        Join::No(Joined::NameTaken) => {
            form.fault("name", "Somebody has this name; choose another.");
            Ok(refused(page(&app, &form)?))
        }
        Join::No(_) => Ok(over()),
        Join::Yes(person, code) => {
            let new = new_session(&app, &headers, Way::SingleSignOn);
            let entry = app.instance.sign_in_as(person, Stage::Open, new).await?;
            let entry = entry.ok_or(WebError::SignedOut)?;
            let by = Unlocking::Remembered(Password::typed(typed));
            let opened = app.instance.unlock(&entry.secret, by, None, app.now());
            let Opening::Yes(entry) = opened.await? else {
                return Err(WebError::SignedOut);
            };
            let mut response = match code {
                Some(code) => {
                    let mut page = welcome(&code, "passphrase").into_response();
                    let cookie = set_cookie(&app, Some(&entry.secret));
                    page.headers_mut().append(header::SET_COOKIE, cookie);
                    page
                }
                None => let_in(&app, &entry, "/"),
            };
            let ended = ticket::end(&app, KIND);
            response.headers_mut().append(header::SET_COOKIE, ended);
            Ok(response)
        }
    }
}

fn page(app: &App, form: &Form) -> Result<Html<String>, WebError> {
    let provider = provider(app)?.name();
    let body = html! {
        (what_is_sealed(app, "your passphrase"))
        form.card method="post" action="/sso/join" {
            (field(form, Field { name: "name", label: "What you are called here", hint: "A name, or your e-mail address: letters, figures and . _ - @ +. Whoever administers this server sees it.", kind: Kind::Line { autocomplete: "username" } }))
            (new_password_fields(form, "A passphrase for your record"))
            p.soft { (provider) " signs you in and never learns the passphrase. You are asked for it when your record has to be opened." }
            div.actions { button { "Begin" } }
        }
    };
    let lede = html! { p { (provider) " knows you, and here you are new. Choose two things." } };
    Ok(entrance("Welcome", &lede, &body))
}

fn over() -> Response {
    let body = html! { div.actions { a.button href="/sign-in" { "To the ways in" } } };
    let lede = html! { p { "You had half an hour to choose, or the invitation was used or withdrawn meanwhile, or you have an account by now. Sign in, or open the invitation anew." } };
    let page = entrance("This is over", &lede, &body);
    (StatusCode::NOT_FOUND, page).into_response()
}
