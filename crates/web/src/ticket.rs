//! What a browser carries between two requests for the server, sealed and unread: whatever it needs on the way back, so that
//! nothing of somebody who is not signed in yet is stored here.

use axum::http::{HeaderMap, HeaderValue};
use jiff::SignedDuration;
use serde::{Serialize, de::DeserializeOwned};
use windward_store::{ServerPlace, StoreError};

use crate::{
    error::WebError,
    hex::{hex, unhex},
    session::{carried, set},
    state::App,
};

/// A cookie that carries something sealed.
pub(crate) fn seal(
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
pub(crate) fn open<T: DeserializeOwned>(
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
pub(crate) fn end(app: &App, kind: &str) -> HeaderValue {
    set(app, &app.cookie_named(kind), "", 0)
}
