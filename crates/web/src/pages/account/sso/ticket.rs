//! What a browser carries on its way to the provider and back, sealed and unread.

use axum::http::{HeaderMap, HeaderValue};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use windward_sso::Going;
use windward_store::PersonKey;

use crate::{
    error::WebError,
    state::App,
    ticket::{end, open, seal},
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
