//! Signing in by the link that the terminal printed, and out again.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use windward_store::{SignInToken, Way};

use crate::{
    error::WebError,
    session::{self, set_cookie},
    state::{App, IDLE},
    visitor::{Visitor, new_session},
};

/// What the link carries.
#[derive(Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    token: String,
}

/// Exchanges the link's token for a session, and the address for one without the token.
pub(crate) async fn by_link(
    State(app): State<Arc<App>>,
    Query(link): Query<Link>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let now = app.now();
    let token = SignInToken::parse(&link.token);
    let Some(token) = token else {
        return Err(WebError::SignedOut);
    };
    let new = new_session(&app, &headers, Way::Link);
    if let Some(secret) = app.instance.sign_in(&token, new).await? {
        tracing::info!("somebody signed in by a link");
        let cookie = [(header::SET_COOKIE, set_cookie(&app, Some(&secret)))];
        return Ok((cookie, Redirect::to("/")).into_response());
    }
    // A used link in a browser that is signed in already: a reload, or a tab restored.
    if let Some(secret) = session::cookie(&headers, &app.cookie)
        && app.instance.session(&secret, now, IDLE).await?.is_some()
    {
        return Ok(Redirect::to("/").into_response());
    }
    Err(WebError::SignedOut)
}

/// Ends every session, this one among them.
pub(crate) async fn out_everywhere(visitor: Visitor) -> Result<Response, WebError> {
    let (instance, person) = (&visitor.app.instance, visitor.person()?);
    instance.end_all_sessions(person).await?;
    out(visitor).await
}

/// Ends the session, at whatever stage it is.
pub(crate) async fn out(visitor: Visitor) -> Result<Response, WebError> {
    let app = &visitor.app;
    app.instance.end_session(&visitor.secret).await?;
    app.drawers.forget(&visitor.key);
    tracing::info!("somebody signed out");
    let headers = [
        (header::SET_COOKIE, set_cookie(app, None)),
        (
            axum::http::HeaderName::from_static("clear-site-data"),
            axum::http::HeaderValue::from_static("\"cache\", \"storage\""),
        ),
    ];
    Ok((headers, Redirect::to("/signed-out")).into_response())
}
