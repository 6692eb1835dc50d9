//! What goes wrong on the way to a page, as the page that says so.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Method, StatusCode, Uri, header, request::Parts, uri::PathAndQuery},
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use thiserror::Error;
use windward_core::record::Change;
use windward_post::PostError;
use windward_store::StoreError;

use crate::{
    book::BookError,
    clash,
    form::sentence,
    kept::{Kept, Unsaved},
    layout::{self, Head, Section},
    request::Number,
    session::Me,
    state::App,
};

/// Why there is no page.
#[derive(Debug, Error)]
pub(crate) enum WebError {
    #[error("no session")]
    SignedOut,
    #[error("a second factor is still to be shown")]
    SecondFactor,
    #[error("the vault is closed")]
    Locked,
    #[error("who it is must be shown once more")]
    Unproven,
    #[error("not for this account")]
    NotAllowed,
    #[error("nothing is at this address")]
    NotFound,
    #[error("the form was not understood: {0}")]
    Form(String),
    #[error("the form is too large")]
    FormTooLarge,
    #[error("the address is too long")]
    AddressTooLong,
    #[error("the body did not arrive in time")]
    TooSlow,
    #[error("whatever answered panicked")]
    Broken,
    #[error("the file is larger than {0} MB")]
    TooLarge(u64),
    #[error("what it revises was changed meanwhile")]
    Stale {
        /// What came too late, where it is known.
        sent: Option<Box<Change>>,
    },
    #[error("another wrote it")]
    OfAnother,
    #[error("the sample was left")]
    SampleLeft,
    #[error("the sample is full")]
    SampleFull,
    #[error(transparent)]
    Book(#[from] BookError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Post(#[from] PostError),
    #[error("{0}")]
    NoPost(String),
    #[error("{0}")]
    File(String),
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (status, title, says) = match &self {
            Self::SignedOut => return signed_out(),
            Self::SecondFactor => return on_the_way(Way::Second),
            Self::Locked => return on_the_way(Way::Unlock),
            Self::Unproven => return on_the_way(Way::Prove),
            Self::NotAllowed => {
                tracing::warn!("refused: not for this account");
                (
                    StatusCode::FORBIDDEN,
                    "This is for administrators",
                    "Your account may not do this. Whoever administers this Windward can.".to_owned(),
                )
            }
            Self::OfAnother => (
                StatusCode::CONFLICT,
                "Somebody else wrote this",
                "It stands in your record under their name, and it is theirs to word. Under ‘What others wrote’ you can say what you see otherwise, or hide it. Nothing was changed.".to_owned(),
            ),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Nothing is here",
                "The address may be mistyped, or what it named was removed.".to_owned(),
            ),
            Self::Form(what) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "The form was not understood",
                format!("{what} Go back, and send it again; nothing was written."),
            ),
            Self::FormTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is too long",
                "A form takes about a million letters. Nothing was written: go back to read what you typed, and shorten it; a long document goes better as a link.".to_owned(),
            ),
            Self::AddressTooLong => (
                StatusCode::URI_TOO_LONG,
                "That address is too long",
                "No page of Windward has an address of more than 8,000 letters. Search for less at once.".to_owned(),
            ),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                "That took too long to arrive",
                "The connection is too slow, or broke. Nothing was written: go back to read what you typed, and send it again.".to_owned(),
            ),
            Self::Broken => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something broke here",
                "That is a fault of Windward, not of what you did. What was saved is saved: go back, and try again.".to_owned(),
            ),
            Self::TooLarge(megabytes) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "That is too large",
                format!("At most {megabytes} MB fit through here. ‘windward import FILE’ on the command line takes larger files. Nothing was written."),
            ),
            Self::Stale { sent: Some(_) } => (
                StatusCode::CONFLICT,
                MEANWHILE,
                "Another window or command changed it after you opened this page. Nothing was overwritten. What you sent stands below, beside what stands now: open the page anew, and write into it what is to stand.".to_owned(),
            ),
            Self::Stale { sent: None } => (
                StatusCode::CONFLICT,
                MEANWHILE,
                "Another window or command changed it after you opened this page. Nothing was overwritten: go back to read what you typed, open the page anew to see what stands now, and decide.".to_owned(),
            ),
            Self::SampleLeft => (
                StatusCode::CONFLICT,
                "That was another record’s page",
                "The sample was entered or left in another window after this page was opened, so what you sent was for the other record. Nothing was written: go back to read what you typed, and open the page anew.".to_owned(),
            ),
            Self::SampleFull => (
                StatusCode::CONFLICT,
                "The sample is full",
                "The sample record takes no more. Leave it and enter it anew.".to_owned(),
            ),
            Self::Post(PostError::Store(error))
            | Self::Book(BookError::Store(error))
            | Self::Store(error) => {
                tracing::error!(%error, "store");
                stored(error)
            }
            Self::Post(error) => (
                StatusCode::CONFLICT,
                "Mail does not work yet",
                sentence(error),
            ),
            Self::NoPost(why) => (StatusCode::CONFLICT, "Mail does not work yet", why.clone()),
            Self::File(why) => (StatusCode::CONFLICT, "There is no file", why.clone()),
            Self::Book(error) => {
                tracing::error!(%error, "framework");
                (StatusCode::INTERNAL_SERVER_ERROR, "The ladder could not be read", error.to_string())
            }
        };
        let says = match Number::this().filter(|_| status.is_server_error()) {
            Some(number) => format!(
                "{says} If it happens again, whoever runs this Windward finds it in its log under {number}."
            ),
            None => says,
        };
        let body = html! {
            h1 { (title) }
            p.lede { (says) }
            (way_on())
        };
        let mut response = (status, layout::bare(title, &body)).into_response();
        let again = self.is_of_the_store();
        let late = match self {
            Self::Stale { sent } => sent.map(Arc::from),
            _ => None,
        };
        let said = Said {
            title,
            says,
            again,
            late,
        };
        response.extensions_mut().insert(said);
        response.extensions_mut().insert(Unsaved);
        response
    }
}

impl WebError {
    /// Whether the store did not take what it was given, which may be another matter in a moment.
    const fn is_of_the_store(&self) -> bool {
        matches!(
            self,
            Self::Store(_) | Self::Book(BookError::Store(_)) | Self::Post(PostError::Store(_))
        )
    }
}

/// What is said of a store that did not do what it was asked: what is wrong, whether anything is lost, what to do.
fn stored(error: &StoreError) -> (StatusCode, &'static str, String) {
    match error {
        StoreError::Full => (
            StatusCode::INSUFFICIENT_STORAGE,
            "There is no room to save this",
            "The disk that your record is on is full, so this was not saved. What was saved before is there, and can be read. Whoever runs this Windward has to free some space; then send it again, without starting anything anew.".to_owned(),
        ),
        StoreError::Broken(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Nothing can be saved until Windward is started again",
            "The disk failed in the middle of writing, and nobody can tell whether the next change would be safe on it. What was saved before is there, and can be read. Whoever runs this Windward has to look at the disk and start it again; then send this again.".to_owned(),
        ),
        StoreError::Unreachable(_) | StoreError::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The record cannot be reached at the moment",
            "Its database does not answer, or is busy with something else. What was saved is there. Try again in a moment; if it lasts, ‘windward doctor’ says more.".to_owned(),
        ),
        StoreError::Closed => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Windward is stopping",
            "This came too late to be saved. Send it again once Windward is back.".to_owned(),
        ),
        error => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "The record could not be reached",
            format!("{error}. What you see is not lost: go back, and try again. ‘windward doctor’ says more."),
        ),
    }
}

fn way_on() -> Markup {
    html! { div.actions { a.button href="/" { "Go to Today" } } }
}

const MEANWHILE: &str = "This was changed meanwhile";

/// What an error page says, to be said again within the frame.
#[derive(Debug, Clone)]
struct Said {
    title: &'static str,
    says: String,
    /// Whether the very same form may be saved in a moment.
    again: bool,
    /// What was sent and came too late.
    late: Option<Arc<Change>>,
}

impl Said {
    /// What was typed into the form that was not saved.
    fn kept(&self, kept: &Kept) -> Markup {
        if self.again {
            return kept.again();
        }
        html! { (kept.typed()) (way_on()) }
    }
}

/// What somebody has to do before they get to a page.
#[derive(Debug, Clone, Copy)]
enum Way {
    SignIn,
    Second,
    Unlock,
    Prove,
}

impl Way {
    const fn page(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::Second => "/sign-in/second",
            Self::Unlock => "/unlock",
            Self::Prove => "/prove",
        }
    }
}

/// Leads to what has to be done first.
fn on_the_way(way: Way) -> Response {
    let mut response = Redirect::to(way.page()).into_response();
    response.extensions_mut().insert(way);
    response
}

/// Where to go first, and back to the page that was asked for after it. What a form carried is lost on the way, which is
/// why what may take long is saved while it is written.
fn led(way: Way, asked: &Parts) -> Response {
    let to = match asked.method {
        Method::GET => asked.uri.path_and_query().map(PathAndQuery::to_string),
        _ => page_of_form(asked),
    };
    let to = to.as_deref().unwrap_or("/");
    if to == "/" {
        return Redirect::to(way.page()).into_response();
    }
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("to", to)
        .finish();
    Redirect::to(&format!("{}?{query}", way.page())).into_response()
}

/// The page on which a form stands, as far as the browser says, where it is one of ours: there its button is pressed again.
fn page_of_form(asked: &Parts) -> Option<String> {
    let from = asked.headers.get(header::REFERER)?.to_str().ok()?;
    let from: Uri = from.parse().ok()?;
    let host = asked.headers.get(header::HOST)?.to_str().ok()?;
    let is_ours = from.authority().is_some_and(|it| it.as_str() == host);
    is_ours.then(|| from.path_and_query().map(PathAndQuery::to_string))?
}

/// What has to be known of a request once it is answered.
pub(crate) fn asked(request: &Request) -> Parts {
    let (mut asked, ()) = Request::new(()).into_parts();
    asked.method = request.method().clone();
    asked.uri = request.uri().clone();
    asked.headers = request.headers().clone();
    asked
}

/// Gives error pages the frame of the other pages, with its navigation, for whoever is signed in.
pub(crate) async fn framed(app: &Arc<App>, mut asked: Parts, mut response: Response) -> Response {
    if let Some(way) = response.extensions_mut().remove::<Way>() {
        return match way {
            Way::SignIn if !app.options.accounts => response,
            way => led(way, &asked),
        };
    }
    let Some(said) = response.extensions_mut().remove::<Said>() else {
        return response;
    };
    let kept = response.extensions_mut().remove::<Kept>();
    let kept = kept.map(|it| said.kept(&it));
    // Whoever is not signed in, or whose record cannot be read, gets the page as it is.
    let Ok(me) = Me::from_request_parts(&mut asked, app).await else {
        let Some(kept) = kept else {
            return response;
        };
        let page = html! { h1 { (said.title) } p.lede { (said.says) } (kept) };
        return (response.status(), layout::bare(said.title, &page)).into_response();
    };
    let head = Head {
        title: said.title,
        lede: html! { p { (said.says) } },
        section: Section::None,
    };
    let body = match said.late {
        Some(late) => html! {
            (clash::versions(&me, &late))
            div.actions {
                @if let Some(page) = page_of_form(&asked) { a.button href=(page) { "Open the page anew" } }
                a.button.quiet href="/" { "Go to Today" }
            }
        },
        None => kept.unwrap_or_else(way_on),
    };
    let mut page = layout::page(&me, me.book.facts(), &head, &body);
    *page.status_mut() = response.status();
    page
}

fn signed_out() -> Response {
    let page = entrance(
        "You are not signed in here",
        "This Windward opens by a link that only this machine prints. The link works once; after that this browser stays signed in.",
    );
    let mut response = (StatusCode::UNAUTHORIZED, page).into_response();
    response.extensions_mut().insert(Way::SignIn);
    response
}

/// The page after signing out.
pub(crate) async fn good_bye(State(app): State<Arc<App>>) -> Html<String> {
    if app.options.accounts {
        let body = html! {
            h1 { "You are signed out" }
            p.lede { "This browser has forgotten your record." }
            div.actions { a.button href="/sign-in" { "Sign in" } }
        };
        return layout::bare("You are signed out", &body);
    }
    entrance(
        "You are signed out",
        "This browser has forgotten the record. It opens again by a link that only this machine prints.",
    )
}

fn entrance(title: &str, says: &str) -> Html<String> {
    let body = html! {
        h1 { (title) }
        p.lede { (says) }
        ol.steps {
            li { "In the terminal where Windward runs, open the link it printed at its start." }
            li { "If that link was used already, type ‘windward’ in another terminal, with the same ‘--data’ if you gave one: it finds the running one and prints a fresh link." }
        }
    };
    layout::bare(title, &body)
}
