//! What surrounds every request: the number that it has in the log, how long its body may take, and what is left of it
//! after a panic.

use std::{
    fmt,
    future::{self, Future},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
    time::Duration,
};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, Uri},
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use tokio::{sync::oneshot, time::timeout};
use tracing::Instrument;

use crate::{error::WebError, hex::hex, table::Answering};

/// In which header an answer says its number.
const NUMBER: HeaderName = HeaderName::from_static("x-request-id");

/// Bytes of an address, its query among them. The longest that a page of ours asks for is a search of 300 characters.
pub(crate) const MOST_IN_AN_ADDRESS: usize = 8 * 1024;

/// How long a form may take to arrive: a million letters over the slowest telephone line there still is.
pub(crate) const FORM_WITHIN: Duration = Duration::from_mins(2);

/// How long a file may take to arrive: 64 MB at 75 kB a second.
pub(crate) const FILE_WITHIN: Duration = Duration::from_mins(15);

tokio::task_local! {
    static THIS: Number;
}

/// What a request is called in the log, and by whoever asks about it. Random: it says nothing and counts nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Number([u8; 8]);

impl Number {
    fn random() -> Self {
        let mut bytes = [0; 8];
        // Without randomness nothing that matters works, and what asked for it says so; a number of zeros does no harm.
        _ = getrandom::fill(&mut bytes);
        Self(bytes)
    }

    /// That of the request under way, if one is.
    pub(crate) fn this() -> Option<Self> {
        THIS.try_with(|it| *it).ok()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// Gives a request its number: in the answer's header, and in every line that is logged on its way. One that comes along
/// is not believed: it may hold anything.
pub(crate) async fn numbered(answer: impl Future<Output = Response>) -> Response {
    let number = Number::random();
    // An error's span is there whatever is logged. Neither method nor address is in it: an address may hold a secret.
    let span = tracing::error_span!("request", %number);
    let mut response = THIS.scope(number, answer).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&number.to_string()) {
        response.headers_mut().insert(NUMBER, value);
    }
    response
}

/// Answers where whatever answers panicked. What requests share stays whole, since each part of it is replaced in one go.
pub(crate) async fn caught(answer: impl Future<Output = Response>) -> Response {
    let mut answering = pin!(answer);
    let answered = future::poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(context)));
        polled.map_or(Poll::Ready(None), |it| it.map(Some))
    });
    answered
        .await
        .unwrap_or_else(|| WebError::Broken.into_response())
}

/// Whether an address is too long to be one of ours.
pub(crate) fn is_too_long(uri: &Uri) -> bool {
    let address = uri.path_and_query();
    address.is_some_and(|it| it.as_str().len() > MOST_IN_AN_ADDRESS)
}

/// Gives up on a body that does not arrive in time. How long the answer then takes is not looked at.
pub(crate) async fn in_time(
    within: Duration,
    request: Request,
    answering: impl FnOnce(Request) -> Answering,
) -> Response {
    let (reading, read) = oneshot::channel::<()>();
    let request = request.map(|body| {
        // It is dropped with the body, once that was read or will not be.
        Body::new(body.map_frame(move |frame| {
            let _: &oneshot::Sender<()> = &reading;
            frame
        }))
    });
    let too_slow = async {
        if timeout(within, read).await.is_ok() {
            future::pending::<()>().await;
        }
    };
    tokio::select! {
        answer = answering(request) => answer,
        () = too_slow => {
            tracing::warn!("given up: a body did not arrive in time");
            WebError::TooSlow.into_response()
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::{io, pin::Pin, sync::Arc, task::Context};

    use axum::{
        Router,
        body::{Bytes, HttpBody, to_bytes},
        http::{Request, StatusCode, header},
        routing::get,
    };
    use tower::ServiceExt;
    use windward_store::{Instance, OpenOptions, Role};

    use super::*;
    use crate::{
        Options, edge,
        routes::surrounded,
        state::App,
        table::{Bounds, Table, post},
    };

    pub(crate) fn app() -> (tempfile::TempDir, Arc<App>) {
        let directory = tempfile::tempdir().unwrap();
        let how = OpenOptions {
            role: Role::Server,
            create: true,
        };
        let opened = Instance::open(&directory.path().join("data"), how).unwrap();
        let options = Options {
            listen: "127.0.0.1:7878".parse().unwrap(),
            address: None,
            clock: edge::now,
            office: Err("none".to_owned()),
            accounts: false,
            proxies: Vec::new(),
            sso: None,
            keeping: windward_store::Keeping::default(),
        };
        (directory, App::new(opened.instance, options))
    }

    fn asked(path: &str) -> Request<Body> {
        let request = Request::get(path).header(header::HOST, "127.0.0.1:7878");
        request.body(Body::empty()).unwrap()
    }

    async fn breaks() -> &'static str {
        tokio::task::yield_now().await;
        panic!("words of somebody")
    }

    #[tokio::test]
    async fn a_panic_is_a_plain_page_with_a_number_and_disturbs_nobody() {
        let (_directory, app) = app();
        let router = Router::new()
            .route("/breaks", get(breaks))
            .route("/well", get(async || "well"));
        let router = surrounded(router, &app);
        let under_way = tokio::spawn(router.clone().oneshot(asked("/well")));
        let answer = router.clone().oneshot(asked("/breaks")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let headers = answer.headers().clone();
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(headers.contains_key("content-security-policy"));
        let number = headers[NUMBER].to_str().unwrap();
        assert_eq!(number.len(), 16);
        let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains(number), "a person can name it: {body}");
        assert!(!body.contains("words of somebody"), "{body}");
        assert_eq!(under_way.await.unwrap().unwrap().status(), StatusCode::OK);
        let after = router.oneshot(asked("/well")).await.unwrap();
        assert_eq!(after.status(), StatusCode::OK);
        assert_ne!(after.headers()[NUMBER], headers[NUMBER]);
    }

    #[tokio::test]
    async fn a_number_that_comes_along_is_not_believed() {
        let (_directory, app) = app();
        let router = Router::new().route("/well", get(async || "well"));
        let router = surrounded(router, &app);
        let mut request = asked("/well");
        let theirs = HeaderValue::from_static("words of somebody");
        request.headers_mut().insert(NUMBER, theirs);
        let answer = router.oneshot(request).await.unwrap();
        let number = answer.headers()[NUMBER].to_str().unwrap();
        assert!(number.bytes().all(|it| it.is_ascii_hexdigit()), "{number}");
    }

    /// A body whose end never comes.
    struct Endless;

    impl HttpBody for Endless {
        type Data = Bytes;
        type Error = io::Error;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, io::Error>>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_given_up_and_one_that_was_read_has_its_time() {
        let (_directory, app) = app();
        let short = Bounds {
            most: 1 << 20,
            within: Duration::from_millis(20),
            holds: false,
        };
        let router: Router = Table::new()
            .route("/read", post(async |body: Bytes| format!("{}", body.len())))
            .route(
                "/think",
                post(async |_: Bytes| {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    "thought"
                }),
            )
            .into_router(Some(short))
            .with_state(app);
        let endless = Request::post("/read").body(Body::new(Endless)).unwrap();
        let answer = router.clone().oneshot(endless).await.unwrap();
        assert_eq!(answer.status(), StatusCode::REQUEST_TIMEOUT);
        let whole = Request::post("/think").body(Body::from("all")).unwrap();
        let answer = router.oneshot(whole).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "work takes what it takes");
    }
}
