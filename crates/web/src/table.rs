//! A route table of handlers that are all of one type.
//!
//! axum compiles its routing again for each handler, and again what takes a request apart for it. Here a handler becomes
//! a [`Page`], for which that is compiled once, and those that ask for the same things share what finds them.

use std::{pin::Pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::HttpBody,
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request},
    handler::Handler,
    response::{IntoResponse, Response},
    routing::MethodRouter,
};

use crate::{kept, request, state::App};

/// Addresses, and what answers there.
pub(crate) struct Table(Vec<(String, Ways)>);

/// An address, and the methods that something answers there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The path, with its parts that vary in braces.
    pub path: String,
    /// `GET`, `POST`, or both.
    pub methods: Vec<&'static str>,
}

impl Table {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn route(mut self, path: &str, ways: Ways) -> Self {
        self.0.push((path.to_owned(), ways));
        self
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// What answers at these addresses, each request held within `bounds`.
    pub(crate) fn into_router(self, bounds: Option<Bounds>) -> Router<Arc<App>> {
        let mut router = Router::new();
        for (path, ways) in self.0 {
            let methods = ways.0.into_iter().map(|(method, page)| {
                let page = match bounds {
                    Some(bounds) => bounds.around(page),
                    None => page,
                };
                (method, page)
            });
            let at = methods.fold(MethodRouter::new(), |at, (method, page)| match method {
                Method::Get => at.get(page),
                Method::Post => at.post(page),
            });
            router = router.route(&path, at);
        }
        router
    }

    pub(crate) fn into_addresses(self) -> Vec<Address> {
        let addresses = self.0.into_iter().map(|(path, ways)| Address {
            path,
            methods: ways.0.iter().map(|(method, _)| method.word()).collect(),
        });
        addresses.collect()
    }
}

/// What a page is asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Post,
}

impl Method {
    const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// What answers at one address, by method.
pub(crate) struct Ways(Vec<(Method, Page)>);

impl Ways {
    pub(crate) fn post<A>(mut self, handler: impl Handles<A>) -> Self {
        self.0.push((Method::Post, handler.page()));
        self
    }
}

pub(crate) fn get<A>(handler: impl Handles<A>) -> Ways {
    Ways(vec![(Method::Get, handler.page())])
}

pub(crate) fn post<A>(handler: impl Handles<A>) -> Ways {
    Ways(vec![(Method::Post, handler.page())])
}

pub(crate) type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

type Given<T> = Pin<Box<dyn Future<Output = Result<T, Response>> + Send>>;

/// Any handler.
#[derive(Clone)]
pub(crate) struct Page(Arc<dyn Fn(Request, Arc<App>) -> Answering + Send + Sync>);

/// How much may be sent to a page, and how long it may take to arrive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Bytes of a body.
    pub(crate) most: usize,
    /// From the head of a request to the end of its body.
    pub(crate) within: Duration,
    /// Whether a form is held on to until it is answered: see [`kept`].
    pub(crate) holds: bool,
}

impl Bounds {
    /// A page that is asked within them.
    fn around(self, page: Page) -> Page {
        Page(Arc::new(move |mut request, app| {
            DefaultBodyLimit::max(self.most).apply(&mut request);
            if request.body().is_end_stream() {
                return page.answer(request, app);
            }
            let page = page.clone();
            Box::pin(request::in_time(self.within, request, move |request| {
                if self.holds {
                    kept::hold(app, request, page)
                } else {
                    page.answer(request, app)
                }
            }))
        }))
    }
}

impl Page {
    pub(crate) fn answer(&self, request: Request, app: Arc<App>) -> Answering {
        (self.0)(request, app)
    }
}

/// How a [`Page`] is told from the handlers of axum.
pub(crate) enum OfOurOwn {}

impl Handler<OfOurOwn, Arc<App>> for Page {
    type Future = Answering;

    fn call(self, request: Request, app: Arc<App>) -> Answering {
        self.answer(request, app)
    }
}

/// What a handler asks for, found in a request. `By` is axum's way of finding the last of them.
pub(crate) trait Arguments<By>: Sized {
    fn of(request: Request, app: Arc<App>) -> Given<Self>;
}

/// An async function from some arguments to an answer.
pub(crate) trait Handles<Arguments> {
    fn page(self) -> Page;
}

impl<F, Answer, Said> Handles<()> for F
where
    F: Fn() -> Answer + Send + Sync + 'static,
    Answer: Future<Output = Said> + Send + 'static,
    Said: IntoResponse,
{
    fn page(self) -> Page {
        Page(Arc::new(move |_, _| {
            let answer = self();
            Box::pin(async { answer.await.into_response() })
        }))
    }
}

impl<By, Last> Arguments<By> for (Last,)
where
    Last: FromRequest<Arc<App>, By> + Send + 'static,
{
    fn of(request: Request, app: Arc<App>) -> Given<Self> {
        Box::pin(async move {
            let last = Last::from_request(request, &app).await;
            last.map(|it| (it,)).map_err(IntoResponse::into_response)
        })
    }
}

macro_rules! arguments {
    ($($part:ident $name:ident)*) => {
        impl<By, $($part,)* Last> Arguments<By> for ($($part,)* Last,)
        where
            $($part: FromRequestParts<Arc<App>> + Send + 'static,)*
            Last: FromRequest<Arc<App>, By> + Send + 'static,
        {
            fn of(request: Request, app: Arc<App>) -> Given<Self> {
                Box::pin(async move {
                    let (mut parts, body) = request.into_parts();
                    $(let $name = $part::from_request_parts(&mut parts, &app)
                        .await
                        .map_err(IntoResponse::into_response)?;)*
                    let request = Request::from_parts(parts, body);
                    let last = Last::from_request(request, &app).await;
                    last.map(|last| ($($name,)* last,)).map_err(IntoResponse::into_response)
                })
            }
        }
    };
}

arguments!(A a);
arguments!(A a B b);
arguments!(A a B b C c);
arguments!(A a B b C c D d);

macro_rules! handlers {
    ($($part:ident $name:ident)*) => {
        impl<F, Answer, Said, By, $($part,)*> Handles<(By, $($part,)*)> for F
        where
            F: Fn($($part),*) -> Answer + Clone + Send + Sync + 'static,
            Answer: Future<Output = Said> + Send + 'static,
            Said: IntoResponse,
            ($($part,)*): Arguments<By> + Send + 'static,
        {
            fn page(self) -> Page {
                Page(Arc::new(move |request, app| {
                    let handler = self.clone();
                    let given = <($($part,)*)>::of(request, app);
                    Box::pin(async move {
                        match given.await {
                            Ok(($($name,)*)) => handler($($name),*).await.into_response(),
                            Err(refusal) => refusal,
                        }
                    })
                }))
            }
        }
    };
}

handlers!(A a);
handlers!(A a B b);
handlers!(A a B b C c);
handlers!(A a B b C c D d);
handlers!(A a B b C c D d E e);
