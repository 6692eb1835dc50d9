//! A server for several people, and browsers that ask it from wherever they are.

use std::{collections::HashMap, net::SocketAddr, sync::Mutex};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use jiff::Timestamp;
use tower::ServiceExt;
use windward_post::Office;
use windward_store::{Instance, OpenOptions, PersonKey, Place, Role};
use windward_web::{Address, Options, addresses, router};

use crate::{
    app::{Answer, morning},
    sent,
};

const HOST: &str = "windward.example.org";
const PROXY: &str = "127.0.0.1:4000";

/// A server for several people, reached over TLS through a proxy.
pub(crate) struct Server {
    pub(crate) instance: Instance,
    options: Options,
    router: Router,
    _directory: tempfile::TempDir,
}

/// One browser: its cookies, and where it is.
pub(crate) struct Browser<'a> {
    server: &'a Server,
    cookies: Mutex<HashMap<String, String>>,
    address: &'static str,
}

thread_local! {
    /// What time it is; each test has a thread of its own.
    static NOW: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
}

/// The morning, and so many seconds.
pub(crate) fn clock() -> Timestamp {
    morning() + jiff::SignedDuration::from_secs(NOW.get())
}

pub(crate) fn pass(minutes: i64) {
    NOW.set(NOW.get() + minutes * 60);
}

impl Server {
    pub(crate) fn start() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let options = OpenOptions {
            role: Role::Server,
            create: true,
        };
        let data = directory.path().join("data");
        let opened = Instance::open_for_accounts(&data, &Place::File, options);
        let instance = opened.expect("opens").instance;
        let base = format!("https://{HOST}");
        let office = Office::open(&instance, None, base.clone());
        let options = Options {
            listen: "127.0.0.1:7878".parse().expect("an address"),
            address: Some(base),
            clock,
            office: office.map_err(|error| error.to_string()),
            accounts: true,
            sso: None,
            keeping: windward_store::Keeping::default(),
            proxies: vec!["127.0.0.1".parse().expect("a proxy")],
        };
        Self {
            router: router(instance.clone(), options.clone()),
            options,
            instance,
            _directory: directory,
        }
    }

    /// Every address that it has.
    pub(crate) fn addresses(&self) -> Vec<Address> {
        addresses(&self.options)
    }

    pub(crate) fn browser(&self, address: &'static str) -> Browser<'_> {
        Browser {
            server: self,
            cookies: Mutex::default(),
            address,
        }
    }

    /// A browser in which the first administrator has just joined.
    pub(crate) async fn with_ada(&self) -> Browser<'_> {
        let token = self.instance.invite_first(clock()).await.expect("invited");
        let ada = self.browser("192.0.2.1");
        let path = format!("/join/{}", token.reveal().as_str());
        let joined = ada
            .join(&path, "ada@example.org", "four words of mine")
            .await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.body);
        ada
    }
}

impl Server {
    /// A browser in which Kim has just joined, whom Ada invited; and who that is.
    pub(crate) async fn with_kim(&self, ada: &Browser<'_>) -> (Browser<'_>, PersonKey) {
        let link = ada.invite("kim").await;
        let kim = self.browser("192.0.2.2");
        let joined = kim.join(&link, "kim", "vier worte von mir").await;
        assert_eq!(joined.status, StatusCode::OK, "{}", joined.body);
        let account = self.instance.account_named("kim").await.expect("read");
        (kim, account.expect("there").person)
    }
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, sent::PLAIN);
        self.send(request, Body::from(sent::plain(fields))).await
    }

    /// Sends a file as a page with a field for one does.
    pub(crate) async fn upload(&self, path: &str, name: &str, text: &str) -> Answer {
        let body = sent::with_file(&[], name, text.as_bytes());
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, sent::WITH_FILE);
        self.send(request, Body::from(body)).await
    }

    /// The same from the page on which the form stands.
    pub(crate) async fn post_from(&self, page: &str, path: &str) -> Answer {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, format!("https://{HOST}{page}"))
            .header(header::CONTENT_TYPE, sent::PLAIN);
        self.send(request, Body::from(sent::plain(&[]))).await
    }

    pub(crate) async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = {
            let kept = self.cookies.lock().expect("nobody panics with it");
            kept.iter().map(|(a, b)| format!("{a}={b}")).collect()
        };
        let mut request = request
            .header(header::HOST, HOST)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux) Firefox/140.0")
            .header("x-forwarded-for", self.address)
            .body(body)
            .expect("a request");
        let proxy: SocketAddr = PROXY.parse().expect("an address");
        request.extensions_mut().insert(ConnectInfo(proxy));
        let answer = self.server.router.clone().oneshot(request).await;
        let (parts, body) = answer.expect("an answer").into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let set = set.to_str().expect("a text");
            assert!(set.contains("; HttpOnly; SameSite=Lax; Secure"), "{set}");
            assert!(
                set.starts_with("__Host-") && set.contains("; Path=/"),
                "{set}"
            );
            let (pair, _) = set.split_once(';').expect("its settings");
            let (name, value) = pair.split_once('=').expect("a pair");
            let mut cookies = self.cookies.lock().expect("nobody panics with it");
            cookies.insert(name.to_owned(), value.to_owned());
        }
        let bytes = to_bytes(body, 64 << 20).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub(crate) async fn join(&self, path: &str, name: &str, password: &str) -> Answer {
        let fields = [("name", name), ("password", password), ("again", password)];
        self.post(path, &fields).await
    }

    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("name", name), ("password", password)])
            .await
    }

    /// Shows once more who it is.
    pub(crate) async fn prove(&self, password: &str) {
        let proven = self.post("/prove", &[("password", password)]).await;
        assert_eq!(proven.leads_to(), "/");
    }

    /// Invites somebody, and gives the path of the link.
    pub(crate) async fn invite(&self, name: &str) -> String {
        let page = self.post("/accounts/invite", &[("name", name)]).await;
        path_in(&page, "join")
    }
}

/// The path of a link that a page shows.
pub(crate) fn path_in(page: &Answer, kind: &str) -> String {
    let start = format!("https://{HOST}/{kind}/");
    let at = page
        .body
        .find(&start)
        .unwrap_or_else(|| panic!("{}", page.body));
    let token = &page.body[at + start.len()..][..64];
    format!("/{kind}/{token}")
}

/// The recovery code that a page shows.
pub(crate) fn code_in(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("recovery-code\">").expect("a code");
    rest.split('<').next().unwrap_or_default().to_owned()
}
