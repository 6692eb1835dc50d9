//! Getting an account by an invitation.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use jiff::SignedDuration;
use maud::{Markup, html};
use windward_store::{
    AccountName, AccountRole, InvitationRow, InvitationToken, Join, Joined, NewAccount, Password,
    RecoveryCode, Way,
};

use super::{entrance, know, let_in, new_password, new_password_fields, shown_once, too_often};
use crate::{
    components::{Field, Kind, field},
    error::WebError,
    form::{Form, LINE, sentence},
    limits::Against,
    path::Path,
    session::set_cookie,
    state::App,
    visitor::{From, new_session},
};

pub(super) async fn invited(
    app: &App,
    token: &str,
) -> Result<Option<(InvitationToken, InvitationRow)>, WebError> {
    let Some(token) = InvitationToken::parse(token) else {
        return Ok(None);
    };
    let row = app.instance.invitation(&token, app.now()).await?;
    Ok(row.map(|row| (token, row)))
}

/// The page that an invitation leads to.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    let Some((_, row)) = invited(&app, &token).await? else {
        return Ok(over());
    };
    let mut form = Form::default();
    form.set("name", row.name);
    Ok(page(&app, &token, row.role, &form).into_response())
}

/// Makes the account.
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    From(address): From,
    headers: HeaderMap,
    mut form: Form,
) -> Result<Response, WebError> {
    let Some((invitation, row)) = invited(&app, &token).await? else {
        return Ok(over());
    };
    if let Err(wait) = count(&app, address, &token) {
        form.fault("name", too_often(wait));
        let page = page(&app, &token, row.role, &form);
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let name = name(&mut form);
    let typed = form.typed("password").to_owned();
    let known = name.as_ref().map(AccountName::as_str).unwrap_or_default();
    let chosen = new_password(&mut form, &app, known);
    let (Some(name), Some(remembered)) = (name, chosen) else {
        return Ok(super::refused(page(&app, &token, row.role, &form)));
    };
    let account = NewAccount {
        name: name.clone(),
        remembered,
        identity: None,
    };
    let joined = app.instance.join(Some(&invitation), account, app.now());
    match joined.await? {
        Join::No(Joined::NameTaken) => {
            form.fault("name", "Somebody has this name; choose another.");
            Ok(super::refused(page(&app, &token, row.role, &form)))
        }
        Join::No(_) => Ok(over()),
        Join::Yes(_, code) => {
            tracing::info!("somebody joined");
            let new = new_session(&app, &headers, Way::Password);
            let entry = app
                .instance
                .sign_in_by_password(name.as_str(), Password::typed(typed), new)
                .await?;
            let entry = entry.ok_or(WebError::SignedOut)?;
            let mut response = match code {
                Some(code) => {
                    let mut page = welcome(&code, "password").into_response();
                    let cookie = set_cookie(&app, Some(&entry.secret));
                    page.headers_mut().append(header::SET_COOKIE, cookie);
                    page
                }
                None => let_in(&app, &entry, "/"),
            };
            know(&app, entry.person, &mut response)?;
            Ok(response)
        }
    }
}

/// Counts somebody who chooses a name: whoever was invited does not find out by it who else is here.
pub(super) fn count(app: &App, address: IpAddr, by: &str) -> Result<(), SignedDuration> {
    let against = [Against::address(address), Against::thing("join", by)];
    app.limits.count(&against, app.now())
}

pub(super) fn name(form: &mut Form) -> Option<AccountName> {
    let typed = form.needed("name", LINE, "Choose what you sign in with.")?;
    let name = typed.parse();
    name.map_err(|error| form.fault("name", sentence(&error)))
        .ok()
}

/// What is sealed, and what losing everything means: said at the beginning.
pub(super) fn what_is_sealed(app: &App, what: &str) -> Markup {
    if app.instance.owner().is_some() {
        return html! {
            div.notice {
                p { "A record is here already: it becomes the record of this account, with all that is in it. From then on " (what) " opens it, and the key file in the data directory is removed." }
                p { "Its recovery code stays as it is. Make sure that you have it: lose it and " (what) ", and the record is lost." }
            }
        };
    }
    html! {
        div.notice {
            p { "Your record will be sealed under " (what) ". Whoever runs this server cannot read it, and cannot open it for you either." }
            p { "Next you are shown a recovery code. It is the way back in when " (what) " is forgotten. Lose both, and the record is lost." }
        }
    }
}

fn page(app: &App, token: &str, role: AccountRole, form: &Form) -> Html<String> {
    let body = html! {
        (what_is_sealed(app, "your password"))
        @if role == AccountRole::Administrator {
            div.notice { p { strong { "You will administer this Windward." } " You invite people, give them a way back in, close accounts, and set up its mail and its ladders. Nobody’s record opens to you." } }
        }
        form.card method="post" action={ "/join/" (token) } {
            (field(form, Field { name: "name", label: "What you will sign in with", hint: "A name, or your e-mail address: letters, figures and . _ - @ +. Whoever administers this server sees it.", kind: Kind::Line { autocomplete: "username" } }))
            (new_password_fields(form, "A password"))
            div.actions { button { "Begin" } }
        }
        (super::sso::way_to_join(app, token))
    };
    let lede =
        html! { p { "You are invited to keep your career here: a record that is yours alone." } };
    entrance("Welcome", &lede, &body)
}

/// The recovery code, shown this once.
pub(crate) fn welcome(code: &RecoveryCode, what: &str) -> Html<String> {
    let body = html! {
        section.card {
            (shown_once(&code.reveal()))
            p.soft { "Write it down, print this page, or put it into a password manager that is not only on this computer." }
        }
        div.notice.warn {
            p { strong { "It is shown this once and stored nowhere." } " Without your " (what) " and without this code, nobody can open your record: there is no other way in, for anybody." }
        }
        div.actions { a.button href="/recovery" { "I have it: type it back" } a.button.quiet href="/" { "Later" } }
        p.soft { "Until you have typed it back, Today reminds you." }
    };
    let lede = html! { p { "Your account is there. This is the other key to your record." } };
    entrance("Your recovery code", &lede, &body)
}

pub(super) fn over() -> Response {
    let body = html! {
        div.actions { a.button href="/sign-in" { "Sign in" } }
        p.soft { "Ask whoever invited you for another." }
    };
    let lede = html! { p { "An invitation works once, within a week, and can be withdrawn. If you have used it, you have an account: sign in." } };
    let page = entrance("This invitation is over", &lede, &body);
    (StatusCode::NOT_FOUND, page).into_response()
}
