//! What was typed into a form that was not saved: it is in the page that says so.
//!
//! Where the store is at fault, the whole form is, with its own mark and the button that sends it again: it writes once,
//! whether or not the first time got there. Secrets are in no page; a form that had one is filled in anew.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use crate::{
    error::WebError,
    form::{Form, SECRETS},
    session,
    state::App,
    table::{Answering, Page},
};

/// Marks an answer that says that a form was not saved.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unsaved;

/// A form that was not saved.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    to: String,
    fields: Vec<(String, String)>,
}

/// Holds on to a form while it is answered, and hands it to the answer that says that it was not saved.
pub(crate) fn hold(app: Arc<App>, request: Request, page: Page) -> Answering {
    if is_form_of_somebody(&app, &request) {
        Box::pin(held(app, request, page))
    } else {
        page.answer(request, app)
    }
}

async fn held(app: Arc<App>, request: Request, page: Page) -> Response {
    let to = request.uri().path_and_query().map(ToString::to_string);
    let (parts, body) = request.into_parts();
    // Bounded as every form is: see `table::Bounds`.
    let arrived = arrived(Request::from_parts(parts.clone(), body)).await;
    let bytes = match arrived {
        Ok(bytes) => bytes,
        Err(refused) => return refused.into_response(),
    };
    let request = Request::from_parts(parts, Body::from(bytes.clone()));
    let mut response = page.answer(request, app).await;
    if response.extensions_mut().remove::<Unsaved>().is_some()
        && let Some(kept) = Kept::of(to.unwrap_or_default(), &bytes)
    {
        response.extensions_mut().insert(kept);
    }
    response
}

/// Whether it is a form of a page, sent by somebody with a session. Nobody else has anything to write into a record.
fn is_form_of_somebody(app: &App, request: &Request) -> bool {
    let headers = request.headers();
    let kind = headers.get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|it| it.as_bytes().starts_with(FORM.as_bytes()));
    is_form && *request.method() == Method::POST && session::cookie(headers, &app.cookie).is_some()
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The bytes of a form, all of them.
pub(crate) async fn arrived(request: Request) -> Result<Bytes, WebError> {
    let arrived = Bytes::from_request(request, &()).await;
    arrived.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::FormTooLarge,
        _ => WebError::Form("It broke off on its way.".to_owned()),
    })
}

impl Kept {
    /// A form, unless it has a secret, or no mark that makes it safe to send twice.
    fn of(to: String, bytes: &[u8]) -> Option<Self> {
        let form = Form::of(bytes);
        form.mark().ok()?;
        if form.pairs().any(|(name, _)| SECRETS.contains(&name)) {
            return None;
        }
        let fields = form.pairs();
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let fields = fields.collect();
        Some(Self { to, fields })
    }

    /// What was typed, for whoever writes it somewhere else.
    pub(crate) fn typed(&self) -> Markup {
        html! {
            @if self.words().next().is_some() {
                section.card {
                    h2 { "What you typed" }
                    @for text in self.words() { blockquote.own { (text) } }
                }
            }
        }
    }

    /// Choices and marks have no spaces in them; words that somebody thought about do.
    fn words(&self) -> impl Iterator<Item = &str> {
        let typed = self.fields.iter().map(|(_, value)| value.trim());
        typed.filter(|it| it.contains(char::is_whitespace))
    }

    /// What was typed, and the button.
    pub(crate) fn again(&self) -> Markup {
        html! {
            form.card method="post" action=(self.to) {
                @for (name, value) in &self.fields { input type="hidden" name=(name) value=(value); }
                h2 { "What you typed is in this page" }
                p { "Leave it open until this works. However often you send it, it is written once." }
                @for text in self.words() { blockquote.own { (text) } }
                div.actions { button { "Send it again" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use tower::ServiceExt;
    use windward_store::{SessionSecret, StoreError};

    use super::*;
    use crate::{
        request::{FORM_WITHIN, tests::app},
        routes::surrounded,
        table::{Bounds, Table, post},
    };

    const MARK: &str = "once=0198e8a0-0000-7000-8000-000000000001";

    async fn answer(of: fn() -> StoreError, form: &str) -> (StatusCode, String) {
        let (_directory, app) = app();
        let refuses = move || async move { WebError::Store(of()) };
        let bounds = Bounds {
            most: 1 << 20,
            within: FORM_WITHIN,
            holds: true,
        };
        let table = Table::new().route("/evidence", post(refuses));
        let router = surrounded(table.into_router(Some(bounds)), &app);
        let secret = SessionSecret::random().unwrap();
        let request = Request::post("/evidence")
            .header(header::HOST, "127.0.0.1:7878")
            .header(
                header::COOKIE,
                format!("{}={}", app.cookie, *secret.reveal()),
            )
            .header(header::CONTENT_TYPE, FORM)
            .body(Body::from(form.to_owned()));
        let answer = router.oneshot(request.unwrap()).await.unwrap();
        let status = answer.status();
        let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn what_could_not_be_saved_is_in_the_page_that_says_so() {
        let form = format!("{MARK}&what=Shipped+%3Cit%3E&skill.vision=3");
        for (of, status, says) in [
            (
                (|| StoreError::Full) as fn() -> StoreError,
                507,
                "There is no room",
            ),
            (
                || StoreError::Broken("ouch".to_owned()),
                503,
                "until Windward is started again",
            ),
            (
                || StoreError::Unreachable("ouch".to_owned()),
                503,
                "cannot be reached",
            ),
        ] {
            let (answered, page) = answer(of, &form).await;
            assert_eq!(answered.as_u16(), status);
            for part in [
                says,
                "method=\"post\" action=\"/evidence\"",
                "name=\"once\" value=\"0198e8a0-0000-7000-8000-000000000001\"",
                "name=\"what\" value=\"Shipped &lt;it&gt;\"",
                "name=\"skill.vision\" value=\"3\"",
                ">Shipped &lt;it&gt;</blockquote>",
            ] {
                assert!(page.contains(part), "{part}: {page}");
            }
            assert!(!page.contains("ouch"), "{page}");
        }
    }

    #[tokio::test]
    async fn a_secret_and_what_may_not_be_sent_twice_are_in_no_page() {
        for form in [
            format!("{MARK}&what=a+b&password=five+words"),
            "what=five+words".to_owned(),
        ] {
            let (status, page) = answer(|| StoreError::Full, &form).await;
            assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
            assert!(!page.contains("five words"), "{page}");
            assert!(!page.contains("Send it again"), "{page}");
        }
    }
}
