//! What a browser carries on its way to the provider and back, sealed and unread.

use axum::http::{HeaderMap, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use windward_sso::Going;
use windward_store::{PersonKey, ServerPlace, StoreError};

use super::super::{hex, unhex};
use crate::{
    error::WebError,
    session::{carried, set},
    state::App,
};

/// How long a way to the provider and back may take.
const WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// The longest address of a page that somebody is led back to.
const MOST_IN_TO: usize = 300;

/// The cookie of somebody on the way.
const KIND: &str = "sso";

/// Somebody on the way to the provider.
#[derive(Serialize, Deserialize)]
pub(super) struct Ticket {
    state: String,
    nonce: String,
    verifier: String,
    pub(super) aim: Aim,
    /// The page that was asked for.
    pub(super) to: String,
    pub(super) until: Timestamp,
}

/// What they go there for.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub(super) enum Aim {
    /// To sign in.
    Enter,
    /// To get an account by the invitation of this link.
    Join(String),
    /// To have this person sign in so too.
    Link(i64, i64),
}

impl Aim {
    pub(super) const fn link(person: PersonKey) -> Self {
        Self::Link(person.tenant().get(), person.person().get())
    }
}

impl Ticket {
    pub(super) fn new(app: &App, going: Going, aim: Aim, to: &str) -> Self {
        let to = if to.len() <= MOST_IN_TO { to } else { "/" };
        Self {
            state: going.state,
            nonce: going.nonce,
            verifier: going.verifier,
            aim,
            to: to.to_owned(),
            until: app.now() + WITHIN,
        }
    }

    /// The ticket of a browser, if it is the one that was sent to the provider with this state, and not too late.
    pub(super) fn of(
        app: &App,
        headers: &HeaderMap,
        state: &str,
    ) -> Result<Option<Self>, WebError> {
        let found: Option<Self> = open(app, KIND, headers)?;
        let fits = |it: &Self| app.now() < it.until && super::super::same(&it.state, state);
        Ok(found.filter(fits))
    }

    pub(super) fn cookie(&self, app: &App) -> Result<HeaderValue, WebError> {
        seal(app, KIND, self, WITHIN)
    }

    pub(super) fn going(&self) -> Going {
        Going {
            state: self.state.clone(),
            nonce: self.nonce.clone(),
            verifier: self.verifier.clone(),
        }
    }
}

/// A cookie that ends the ticket of a browser.
pub(super) fn forget(app: &App) -> HeaderValue {
    end(app, KIND)
}

/// A cookie that carries something sealed.
pub(super) fn seal(
    app: &App,
    kind: &'static str,
    what: &impl Serialize,
    lasts: SignedDuration,
) -> Result<HeaderValue, WebError> {
    let bytes = serde_json::to_vec(what).expect("texts and numbers");
    let sealed = app.server_key()?.seal(ServerPlace::Ticket(kind), &bytes);
    let sealed = sealed.map_err(StoreError::from)?;
    let name = app.cookie_named(kind);
    Ok(set(app, &name, &hex(&sealed), lasts.as_secs()))
}

/// What such a cookie carries, if this server sealed it.
pub(super) fn open<T: DeserializeOwned>(
    app: &App,
    kind: &'static str,
    headers: &HeaderMap,
) -> Result<Option<T>, WebError> {
    let Some(sealed) = carried(headers, &app.cookie_named(kind)).and_then(unhex) else {
        return Ok(None);
    };
    let opened = app.server_key()?.open(ServerPlace::Ticket(kind), &sealed);
    Ok(opened.ok().and_then(|it| serde_json::from_slice(&it).ok()))
}

/// A cookie that ends such a one.
pub(super) fn end(app: &App, kind: &str) -> HeaderValue {
    set(app, &app.cookie_named(kind), "", 0)
}
