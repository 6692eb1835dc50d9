//! Why somebody comes back from the provider and is not signed in, in words of our own.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use maud::html;
use windward_sso::Failure;

use super::super::{entrance, too_often};

/// Why it goes no further.
#[derive(Debug)]
pub(super) enum Halt {
    /// It was begun in another browser, too long ago, or has been used.
    Elsewhere,
    /// The provider sent them back without a code.
    Declined,
    /// Nobody here is known by it, or their account is closed: nobody can tell these apart.
    Nobody,
    /// Whoever wanted to link it is not signed in here any more.
    SignedOut,
    /// It signs in to another account here.
    Taken,
    /// Too many attempts.
    TooOften(SignedDuration),
    /// The provider does not answer, or not as it should.
    Provider(Failure),
}

impl Halt {
    /// The page that says so; `name` is what people call the provider.
    pub(super) fn page(&self, name: &str) -> Response {
        let (status, says) = match self {
            Self::Elsewhere => (
                StatusCode::FORBIDDEN,
                format!("You came back from {name} by a way that was not begun in this browser, was begun more than ten minutes ago, or has been used. Begin anew."),
            ),
            Self::Declined => (
                StatusCode::UNAUTHORIZED,
                format!("{name} sent you back without saying who you are. Nothing was changed here."),
            ),
            Self::Nobody => (
                StatusCode::FORBIDDEN,
                format!("Nobody signs in here by this account at {name}, or theirs is closed. If you have an account here, sign in as you do otherwise and link the two under Account. If you were invited, open the invitation and join from there."),
            ),
            Self::SignedOut => (
                StatusCode::FORBIDDEN,
                "You are not signed in here any more, so nothing was linked. Sign in, and begin anew.".to_owned(),
            ),
            Self::Taken => (
                StatusCode::CONFLICT,
                format!("This account at {name} signs in to another account here already. Nothing was linked."),
            ),
            Self::TooOften(wait) => (StatusCode::TOO_MANY_REQUESTS, too_often(*wait)),
            Self::Provider(Failure::Unreachable) => (
                StatusCode::BAD_GATEWAY,
                format!("{name} could not be reached. Try again in a minute, or sign in another way."),
            ),
            Self::Provider(_) => (
                StatusCode::BAD_GATEWAY,
                format!("What {name} answered cannot be relied on, so it counts for nothing here. If it stays so, tell whoever runs this Windward: the log says why."),
            ),
        };
        let (way, label) = match self {
            Self::Taken => ("/account", "Your account"),
            _ => ("/sign-in", "To the ways in"),
        };
        let body = html! { div.actions { a.button href=(way) { (label) } } };
        let title = "That did not work";
        (status, entrance(title, &html! { p { (says) } }, &body)).into_response()
    }
}
