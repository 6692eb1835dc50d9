//! Single sign-on: to the provider, and back with who somebody is. What opens their record is their own.

mod halt;
pub(crate) mod join;
pub(crate) mod link;
mod ticket;

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use windward_sso::{Failure, Provider, Somebody};
use windward_store::{Accounts, Stage, Way};

use self::{
    halt::Halt,
    ticket::{Aim, Ticket},
};
use super::{entrance, let_in, onward, onward_field};
use crate::{
    error::WebError,
    form::Form,
    limits::Against,
    state::App,
    visitor::{From, Visitor, new_session},
};

/// The longest code that a provider may send a browser back with.
const MOST_IN_A_CODE: usize = 2_048;

/// What came of it: a page to go on to, or why there is none.
type Outcome = Result<Result<Response, Halt>, WebError>;

/// The provider, where there is one.
fn provider(app: &App) -> Result<&Provider, WebError> {
    app.options.sso.as_ref().ok_or(WebError::NotFound)
}

/// Where the provider sends a browser back to.
fn back_address(app: &App) -> String {
    format!("{}/sso/back", app.address())
}

/// The way in by the provider, where there is one.
pub(super) fn way_in(app: &App, to: &str) -> Markup {
    html! {
        @if let Some(provider) = &app.options.sso {
            form method="post" action="/sso" {
                (onward_field(to))
                div.actions { button.quiet { "Sign in with " (provider.name()) } }
            }
        }
    }
}

/// The way to an account by the provider, for somebody invited.
pub(super) fn way_to_join(app: &App, token: &str) -> Markup {
    html! {
        @if let Some(provider) = &app.options.sso {
            form method="post" action="/sso" {
                input type="hidden" name="join" value=(token);
                p { "Or sign in with " (provider.name()) " from here on. Your record is then sealed under a passphrase of its own, which " (provider.name()) " never learns." }
                div.actions { button.quiet { "Join with " (provider.name()) } }
            }
        }
    }
}

/// Whether whoever the provider vouches for gets an account without an invitation: never the first, which takes over
/// what is here already.
pub(super) async fn signs_up(app: &App) -> Result<bool, WebError> {
    let open = app.options.sso.as_ref().is_some_and(Provider::signs_up);
    Ok(open && app.instance.has_accounts().await?)
}

/// Sends somebody to the provider who wants to sign in, or was invited.
pub(crate) async fn start(State(app): State<Arc<App>>, form: Form) -> Result<Response, WebError> {
    let aim = match form.typed("join") {
        "" => Aim::Enter,
        token if super::join::invited(&app, token).await?.is_some() => Aim::Join(token.to_owned()),
        _ => return Ok(super::join::over()),
    };
    go(&app, aim, &onward(&form)).await
}

/// Sends a browser to the provider, with a ticket that it alone has.
///
/// The way leads over a page of ours: a redirect after a form would be held up by our own policy, which lets forms lead
/// nowhere but here, and a provider may lead on to others.
async fn go(app: &App, aim: Aim, to: &str) -> Result<Response, WebError> {
    let provider = provider(app)?;
    let begun = match provider.begin(&back_address(app)).await {
        Ok(begun) => begun,
        Err(failure) => return Ok(halted(provider, &Halt::Provider(failure))),
    };
    let ticket = Ticket::new(app, begun.going, aim, to);
    let body =
        html! { div.actions { a.button href=(begun.address) { "Go on to " (provider.name()) } } };
    let lede = html! { p { "You sign in there, and come back." } };
    let mut page = entrance(&format!("On to {}", provider.name()), &lede, &body).into_response();
    let headers = page.headers_mut();
    headers.append(header::SET_COOKIE, ticket.cookie(app)?);
    if let Ok(at_once) = HeaderValue::from_str(&format!("0; url={}", begun.address)) {
        headers.insert(HeaderName::from_static("refresh"), at_once);
    }
    Ok(page)
}

/// What a browser brings back from the provider. What else it brings, such as the provider's own words, is not read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answered {
    state: String,
    code: String,
    iss: String,
}

/// Where the provider sends a browser back to.
pub(crate) async fn back(
    State(app): State<Arc<App>>,
    From(address): From,
    headers: HeaderMap,
    answered: Result<Query<Answered>, QueryRejection>,
) -> Result<Response, WebError> {
    let provider = provider(&app)?;
    let answered = answered.map(|Query(it)| it).unwrap_or_default();
    let mut response = match come_back(&app, provider, address, &headers, answered).await? {
        Ok(response) => response,
        Err(halt) => halted(provider, &halt),
    };
    let forgotten = ticket::forget(&app);
    response.headers_mut().append(header::SET_COOKIE, forgotten);
    Ok(response)
}

fn halted(provider: &Provider, halt: &Halt) -> Response {
    if let Halt::Provider(failure) = halt {
        tracing::warn!(%failure, "single sign-on");
    }
    halt.page(provider.name())
}

async fn come_back(
    app: &Arc<App>,
    provider: &Provider,
    address: IpAddr,
    headers: &HeaderMap,
    answered: Answered,
) -> Outcome {
    let now = app.now();
    let against = [Against::address(address)];
    if let Err(wait) = app.limits.count(&against, now) {
        return Ok(Err(Halt::TooOften(wait)));
    }
    let Some(ticket) = Ticket::of(app, headers, &answered.state)? else {
        return Ok(Err(Halt::Elsewhere));
    };
    let once = Sha256::new()
        .chain_update(b"windward sso")
        .chain_update(&answered.state)
        .finalize();
    let journal = app.instance.journal();
    if !journal.spend(once.into(), now, ticket.until).await? {
        return Ok(Err(Halt::Elsewhere));
    }
    if !answered.iss.is_empty() && answered.iss != provider.issuer() {
        let failure = Failure::Token("it comes from another provider");
        return Ok(Err(Halt::Provider(failure)));
    }
    if answered.code.is_empty() || answered.code.len() > MOST_IN_A_CODE {
        return Ok(Err(Halt::Declined));
    }
    let back = back_address(app);
    let told = provider.finish(&back, ticket.going(), &answered.code).await;
    let somebody = match told {
        Ok(somebody) => somebody,
        Err(failure) => return Ok(Err(Halt::Provider(failure))),
    };
    app.limits.forgive(&against);
    match ticket.aim {
        Aim::Enter => enter(app, headers, somebody, None, &ticket.to).await,
        Aim::Join(token) => enter(app, headers, somebody, Some(token), &ticket.to).await,
        aim @ Aim::Link(..) => {
            let visitor = Visitor::of(headers, app).await;
            link::link(visitor.ok(), &aim, somebody).await
        }
    }
}

/// Signs somebody in who is known, or leads somebody to an account who may have one. Their record stays closed: the
/// provider opens nothing.
async fn enter(
    app: &App,
    headers: &HeaderMap,
    somebody: Somebody,
    invitation: Option<String>,
    to: &str,
) -> Outcome {
    let Some(known) = app.instance.journal().identity(somebody.hash).await? else {
        return if invitation.is_some() || signs_up(app).await? {
            join::begin(app, somebody, invitation).map(Ok)
        } else {
            Ok(Err(Halt::Nobody))
        };
    };
    let account = app.instance.account_of(known.person).await?;
    let Some(account) = account else {
        return Ok(Err(Halt::Nobody));
    };
    let stage = if account.second {
        Stage::Second
    } else {
        Stage::Open
    };
    let new = new_session(app, headers, Way::SingleSignOn);
    let entry = app.instance.sign_in_as(known.person, stage, new).await?;
    Ok(entry.map_or(Err(Halt::Nobody), |entry| Ok(let_in(app, &entry, to))))
}
