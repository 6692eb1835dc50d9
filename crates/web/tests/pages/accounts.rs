//! Accounts on the pages: two people and an administrator side by side, each in a browser of their own.

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
use windward_store::{Instance, OpenOptions, Place, Role};
use windward_web::{Options, router};

use crate::app::{Answer, morning};

const HOST: &str = "windward.example.org";
const PROXY: &str = "127.0.0.1:4000";

/// A server for several people, reached over TLS through a proxy.
struct Server {
    instance: Instance,
    router: Router,
    _directory: tempfile::TempDir,
}

/// One browser: its cookies, and where it is.
struct Browser<'a> {
    server: &'a Server,
    cookies: Mutex<HashMap<String, String>>,
    address: &'static str,
}

thread_local! {
    /// What time it is; each test has a thread of its own.
    static NOW: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
}

/// The morning, and so many seconds.
fn clock() -> Timestamp {
    morning() + jiff::SignedDuration::from_secs(NOW.get())
}

fn pass(minutes: i64) {
    NOW.set(NOW.get() + minutes * 60);
}

impl Server {
    fn start() -> Self {
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
            proxies: vec!["127.0.0.1".parse().expect("a proxy")],
        };
        Self {
            router: router(instance.clone(), options),
            instance,
            _directory: directory,
        }
    }

    fn browser(&self, address: &'static str) -> Browser<'_> {
        Browser {
            server: self,
            cookies: Mutex::default(),
            address,
        }
    }

    /// A browser in which the first administrator has just joined.
    async fn with_ada(&self) -> Browser<'_> {
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

impl Browser<'_> {
    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("once", &uuid::Uuid::now_v7().to_string());
        let body = form.extend_pairs(fields).finish();
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
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

    async fn join(&self, path: &str, name: &str, password: &str) -> Answer {
        let fields = [("name", name), ("password", password), ("again", password)];
        self.post(path, &fields).await
    }

    async fn sign_in(&self, name: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("name", name), ("password", password)])
            .await
    }

    /// Shows once more who it is.
    async fn prove(&self, password: &str) {
        let proven = self.post("/prove", &[("password", password)]).await;
        assert_eq!(proven.leads_to(), "/");
    }

    /// Invites somebody, and gives the path of the link.
    async fn invite(&self, name: &str) -> String {
        let page = self.post("/accounts/invite", &[("name", name)]).await;
        path_in(&page, "join")
    }
}

/// The path of a link that a page shows.
fn path_in(page: &Answer, kind: &str) -> String {
    let start = format!("https://{HOST}/{kind}/");
    let at = page
        .body
        .find(&start)
        .unwrap_or_else(|| panic!("{}", page.body));
    let token = &page.body[at + start.len()..][..64];
    format!("/{kind}/{token}")
}

/// The recovery code that a page shows.
fn code_in(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("recovery-code\">").expect("a code");
    rest.split('<').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_newcomer_joins_by_an_invitation_and_nobody_without() {
    let server = Server::start();
    let stranger = server.browser("192.0.2.9");
    for path in [
        "/",
        "/course",
        "/account",
        "/accounts",
        "/unlock",
        "/prove",
        "/settings",
    ] {
        let answer = stranger.get(path).await;
        assert!(answer.leads_to().starts_with("/sign-in"), "{path}");
    }
    assert_eq!(
        stranger.get("/course?as_of=2022").await.leads_to(),
        "/sign-in?to=%2Fcourse%3Fas_of%3D2022"
    );
    let no = format!("/join/{}", "0".repeat(64));
    assert_eq!(stranger.get(&no).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        stranger.get("/join/nonsense").await.status,
        StatusCode::NOT_FOUND
    );

    let ada = server.with_ada().await;
    let path = ada.invite("kim@example.org").await;
    let kim = server.browser("192.0.2.2");
    let page = kim.get(&path).await;
    assert_eq!(page.field("name"), "kim@example.org");
    for (name, password, again, says) in [
        ("kim", "short", "short", "At least 12 characters"),
        ("kim", "password2024", "password2024", "choose something"),
        (
            "kim.k",
            "windward kim.k",
            "windward kim.k",
            "the name of this place",
        ),
        ("kim", "vier worte von mir", "vier worte", "not the same"),
        (
            "k m",
            "vier worte von mir",
            "vier worte von mir",
            "cannot be part of a name",
        ),
        (
            "ada@example.org",
            "vier worte von mir",
            "vier worte von mir",
            "Somebody has this name",
        ),
    ] {
        let fields = [("name", name), ("password", password), ("again", again)];
        let refused = kim.post(&path, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
        assert!(
            !refused.body.contains(password),
            "what was typed does not come back"
        );
    }
    let joined = kim.join(&path, "kim", "vier worte von mir").await;
    let code = code_in(&joined);
    assert_eq!(
        kim.join(&path, "tom", "vier worte von mir").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(kim.get("/recovery").await.body.contains("not yet shown"));
    let typed = kim.post("/recovery", &[("code", &code)]).await;
    assert_eq!(typed.leads_to(), "/recovery");
    // Each sees their own record and nothing of the other's.
    kim.post(
        "/evidence",
        &[("what", "Ran the pricing study"), ("on", "2026-03")],
    )
    .await;
    assert!(
        kim.get("/evidence")
            .await
            .body
            .contains("Ran the pricing study")
    );
    assert!(
        !ada.get("/evidence")
            .await
            .body
            .contains("Ran the pricing study")
    );
    assert_eq!(kim.get("/accounts").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        kim.post("/accounts/invite", &[("name", "tom")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let settings = kim.get("/settings").await.body;
    assert!(settings.contains("href=\"/account\"") && !settings.contains("href=\"/accounts\""));
    assert!(
        !settings.contains("Where it lies"),
        "where the data lies is the administrator’s"
    );
}

#[tokio::test]
async fn who_asks_learns_nothing_of_who_has_an_account() {
    let server = Server::start();
    server.with_ada().await;
    let stranger = server.browser("192.0.2.9");
    let page = async |name: &str| {
        let answer = stranger.sign_in(name, "wrong wrong wrong").await;
        (answer.status, answer.body.replace(name, "NAME"))
    };
    let (known, unknown) = (page("ada@example.org").await, page("eve@example.org").await);
    assert_eq!(known.0, StatusCode::UNAUTHORIZED);
    assert_eq!(known, unknown);
    let page = async |name: &str| {
        let answer = stranger.post("/forgotten", &[("name", name)]).await;
        (answer.status, answer.body.replace(name, "NAME"))
    };
    let (known, unknown) = (page("ada@example.org").await, page("eve@example.org").await);
    assert_eq!(known, unknown);
    // And nothing was stored for somebody who is not signed in.
    let sessions = server.instance.accounts(0, 9).await.expect("accounts");
    let sessions = server
        .instance
        .sessions_of(sessions[0].person, clock())
        .await;
    assert_eq!(sessions.expect("sessions").len(), 1, "hers alone");
}

#[tokio::test]
async fn who_guesses_is_held_up_and_who_is_guessed_at_is_not() {
    let server = Server::start();
    let ada = server.with_ada().await;
    ada.post("/sign-out", &[]).await;
    let stranger = server.browser("192.0.2.9");
    for _ in 0..10 {
        let wrong = stranger
            .sign_in("ada@example.org", "wrong wrong wrong")
            .await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    }
    let held = stranger
        .sign_in("ADA@example.org", "four words of mine")
        .await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(held.body.contains("tried too often"), "{}", held.body);
    // Whatever a header claims before the proxy’s own word.
    let elsewhere = server.browser("203.0.113.77, 192.0.2.9");
    let held = elsewhere
        .sign_in("ada@example.org", "four words of mine")
        .await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    let hers = ada.sign_in("ada@example.org", "four words of mine").await;
    assert_eq!(hers.leads_to(), "/", "from a browser that is known");
    pass(15);
    let later = stranger
        .sign_in("ada@example.org", "four words of mine")
        .await;
    assert_eq!(later.leads_to(), "/");
}

#[tokio::test]
async fn a_new_password_lets_in_and_the_recovery_code_opens() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let kim = server.browser("192.0.2.2");
    let path = ada.invite("kim").await;
    let code = code_in(&kim.join(&path, "kim", "vier worte von mir").await);
    kim.post(
        "/evidence",
        &[("what", "Ran the pricing study"), ("on", "2026-03")],
    )
    .await;

    let accounts = ada.get("/accounts").await;
    let at = accounts.body.find("/reset\"").expect("a way to reset");
    let start = accounts.body[..at].rfind("/accounts/").expect("an address");
    let link = ada.post(&accounts.body[start..at + 6], &[]).await;
    let path = path_in(&link, "reset");
    let page = kim.get(&path).await;
    assert!(
        page.body.contains("it does not open your record"),
        "said before"
    );
    let fields = [
        ("password", "ganz andere worte"),
        ("again", "ganz andere worte"),
    ];
    let reset = kim.post(&path, &fields).await;
    assert_eq!(reset.leads_to(), "/unlock");
    assert_eq!(
        kim.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "it works once"
    );
    for closed in [
        "/evidence",
        "/settings",
        "/account",
        "/settings/export",
        "/recovery",
    ] {
        let answer = kim.get(closed).await;
        assert!(answer.leads_to().starts_with("/unlock"), "{closed}");
    }
    let wrong = kim
        .post(
            "/unlock",
            &[
                ("remembered", "ganz andere worte"),
                ("today", "ganz andere worte"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let without = kim.post("/unlock", &[("code", &code)]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opened = kim
        .post(
            "/unlock",
            &[("code", &code), ("today", "ganz andere worte")],
        )
        .await;
    assert_eq!(opened.leads_to(), "/");
    assert!(
        kim.get("/evidence")
            .await
            .body
            .contains("Ran the pricing study")
    );
    kim.post("/sign-out", &[]).await;
    assert_eq!(
        kim.sign_in("kim", "vier worte von mir").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        kim.sign_in("kim", "ganz andere worte").await.leads_to(),
        "/"
    );
}

#[tokio::test]
async fn what_matters_asks_once_more_who_it_is_and_ends_every_session() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let phone = server.browser("192.0.2.3");
    phone.sign_in("ada@example.org", "four words of mine").await;
    pass(20);
    for path in ["/account/second", "/account/passphrase"] {
        let answer = ada.get(path).await;
        assert!(answer.leads_to().starts_with("/prove?to="), "{path}");
    }
    for path in [
        "/account/second/off",
        "/account/spare",
        "/account/key-file",
        "/accounts/invite",
    ] {
        assert_eq!(
            ada.post(path, &[("name", "tom")]).await.leads_to(),
            "/prove",
            "{path}"
        );
    }
    let wrong = ada
        .post("/prove", &[("password", "wrong wrong wrong")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    ada.prove("four words of mine").await;
    assert_eq!(ada.get("/account/second").await.status, StatusCode::OK);

    let account = ada.get("/account").await.body;
    assert_eq!(
        account.matches("Firefox on Linux").count(),
        3,
        "two sessions, and a button"
    );
    let fields = |now| {
        [
            ("now", now),
            ("password", "ganz andere worte"),
            ("again", "ganz andere worte"),
        ]
    };
    let refused = ada
        .post("/account/password", &fields("wrong wrong wrong"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(phone.get("/account").await.status, StatusCode::OK);
    let changed = ada
        .post("/account/password", &fields("four words of mine"))
        .await;
    assert_eq!(changed.leads_to(), "/account");
    assert!(
        phone
            .get("/account")
            .await
            .leads_to()
            .starts_with("/sign-in"),
        "at once"
    );
    assert!(
        ada.get("/account")
            .await
            .body
            .contains("The password is changed")
    );
}

#[tokio::test]
async fn a_device_is_asked_for_and_a_spare_code_stands_in() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let page = ada.get("/account/second").await;
    let sealed = page.field("secret");
    let (_, rest) = page
        .body
        .split_once("<p class=\"code\">")
        .expect("the secret by hand");
    let by_hand: String = rest
        .split('<')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let device = totp_rs::Builder::new()
        .with_secret(totp_rs::Secret::try_from_base32(by_hand).expect("base 32"))
        .build_noncompliant();
    let shows = || {
        device
            .generate(clock().as_second().try_into().expect("after 1970"))
            .to_string()
    };
    let wrong = ada
        .post(
            "/account/second",
            &[("secret", &sealed), ("code", "000000")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let on = ada
        .post(
            "/account/second",
            &[("secret", &sealed), ("code", &shows())],
        )
        .await;
    let spare: Vec<&str> = on.body.split("<li class=\"code\">").skip(1).collect();
    let spare: Vec<&str> = spare.iter().filter_map(|it| it.split('<').next()).collect();
    assert_eq!(spare.len(), 8);
    ada.post("/sign-out", &[]).await;

    pass(1);
    let half = ada.sign_in("ada@example.org", "four words of mine").await;
    assert_eq!(half.leads_to(), "/sign-in/second");
    for path in [
        "/",
        "/account",
        "/accounts",
        "/unlock",
        "/prove",
        "/settings/export",
    ] {
        let answer = ada.get(path).await;
        assert!(answer.leads_to().starts_with("/sign-in/second"), "{path}");
    }
    let wrong = ada.post("/sign-in/second", &[("code", "12345")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let whole = ada.post("/sign-in/second", &[("code", &shows())]).await;
    assert_eq!(whole.leads_to(), "/");
    assert_eq!(ada.get("/account").await.status, StatusCode::OK);

    let other = server.browser("192.0.2.4");
    other.sign_in("ada@example.org", "four words of mine").await;
    let again = other.post("/sign-in/second", &[("code", &shows())]).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED, "that one was used");
    let by_spare = other.post("/sign-in/second", &[("code", spare[0])]).await;
    assert_eq!(by_spare.leads_to(), "/");
    assert!(other.get("/account").await.body.contains("7 codes"));
}

#[tokio::test]
async fn every_answer_of_an_entrance_has_its_headers_and_none_is_kept() {
    let server = Server::start();
    let stranger = server.browser("192.0.2.9");
    for path in [
        "/sign-in",
        "/forgotten",
        "/join/x",
        "/reset/x",
        "/unlock",
        "/signed-out",
    ] {
        let answer = stranger.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
        assert!(
            answer
                .header("strict-transport-security")
                .contains("max-age=31536000"),
            "{path}"
        );
    }
    let elsewhere = stranger
        .post("/sign-in", &[("name", "a"), ("back", "//evil.example")])
        .await;
    assert!(!elsewhere.body.contains("evil.example"));
}
