//! A route table of handlers that are all of one type.
//!
//! axum compiles its routing again for each handler, and again what takes a request apart for it. Here a handler becomes
//! a [`Page`], for which that is compiled once, and those that ask for the same things share what finds them.

use std::{pin::Pin, sync::Arc};

use axum::{
    Router,
    extract::{FromRequest, FromRequestParts, Request},
    handler::Handler,
    response::{IntoResponse, Response},
    routing::{self, MethodRouter},
};

use crate::state::App;

/// Addresses, and what answers there.
pub(crate) struct Table {
    router: Router<Arc<App>>,
    addresses: Vec<Address>,
}

/// An address, and the methods that something answers there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The path, with its parts that vary in braces.
    pub path: String,
    /// `GET`, `POST`, or both.
    pub methods: Vec<&'static str>,
}

impl Table {
    pub(crate) fn new() -> Self {
        Self {
            router: Router::new(),
            addresses: Vec::new(),
        }
    }

    pub(crate) fn route(mut self, path: &str, ways: Ways) -> Self {
        self.addresses.push(Address {
            path: path.to_owned(),
            methods: ways.methods,
        });
        Self {
            router: self.router.route(path, ways.router),
            ..self
        }
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.addresses.extend(other.addresses);
        Self {
            router: self.router.merge(other.router),
            ..self
        }
    }

    pub(crate) fn into_router(self) -> Router<Arc<App>> {
        self.router
    }

    pub(crate) fn into_addresses(self) -> Vec<Address> {
        self.addresses
    }
}

/// What answers at one address, by method.
pub(crate) struct Ways {
    router: MethodRouter<Arc<App>>,
    methods: Vec<&'static str>,
}

impl Ways {
    pub(crate) fn post<A>(mut self, handler: impl Handles<A>) -> Self {
        self.methods.push("POST");
        Self {
            router: self.router.post(handler.page()),
            ..self
        }
    }
}

pub(crate) fn get<A>(handler: impl Handles<A>) -> Ways {
    Ways {
        router: routing::get(handler.page()),
        methods: vec!["GET"],
    }
}

pub(crate) fn post<A>(handler: impl Handles<A>) -> Ways {
    Ways {
        router: routing::post(handler.page()),
        methods: vec!["POST"],
    }
}

type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

type Given<T> = Pin<Box<dyn Future<Output = Result<T, Response>> + Send>>;

/// Any handler.
#[derive(Clone)]
pub(crate) struct Page(Arc<dyn Fn(Request, Arc<App>) -> Answering + Send + Sync>);

/// How a [`Page`] is told from the handlers of axum.
pub(crate) enum OfOurOwn {}

impl Handler<OfOurOwn, Arc<App>> for Page {
    type Future = Answering;

    fn call(self, request: Request, app: Arc<App>) -> Answering {
        (self.0)(request, app)
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
