//! Sessions and secrets that outlive what they were for.
//!
//! CVE-2025-66289, CVE-2026-43911, CVE-2026-33668, CVE-2026-43983, CVE-2026-25476, CVE-2026-43002, CVE-2026-27840.

use axum::http::{Request, StatusCode, header};
use rusqlite::Connection;

use super::routes;
use crate::{
    app::{HOST, TestApp},
    several::{Server, clock, pass},
};

/// Everything that a secret could be mistaken for: changed, cut, lengthened, written otherwise.
fn altered(secret: &str) -> Vec<String> {
    let mut all = vec![
        String::new(),
        secret.to_uppercase(),
        format!("{secret}0"),
        format!("0{secret}"),
        format!(" {secret}"),
        format!("{secret}%00"),
        secret[1..].to_owned(),
        secret.repeat(2),
        "0".repeat(secret.len()),
    ];
    for at in 0..secret.len() {
        all.push(secret[..at].to_owned());
        let other = if &secret[at..=at] == "0" { "1" } else { "0" };
        all.push(format!("{}{other}{}", &secret[..at], &secret[at + 1..]));
    }
    all.retain(|it| it != secret);
    all
}

#[tokio::test]
async fn an_altered_session_is_no_session() {
    let app = TestApp::start().await;
    let (name, secret) = app.cookie.split_once('=').expect("a cookie");
    for wrong in altered(secret) {
        let request = Request::get("/welcome")
            .header(header::HOST, HOST)
            .header(header::COOKIE, format!("{name}={wrong}"));
        let Ok(request) = request.body(axum::body::Body::empty()) else {
            continue;
        };
        let answer = app.send(request).await;
        // A browser takes the space before a value away, and so is it read.
        if wrong.trim() != secret {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{wrong:?}");
        }
    }
    assert_eq!(app.get("/welcome").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_altered_link_makes_no_account_and_no_password() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let link = ada.invite("kim").await;
    let (_, secret) = link.rsplit_once('/').expect("a secret");
    let stranger = server.browser("192.0.2.9");
    for wrong in altered(secret).into_iter().filter(|it| !it.contains(' ')) {
        let path = format!("/join/{wrong}");
        stranger.join(&path, "kim", "vier worte von mir").await;
        let path = format!("/reset/{wrong}");
        let fields = [
            ("password", "vier worte von mir"),
            ("again", "vier worte von mir"),
        ];
        stranger.post(&path, &fields).await;
    }
    let kim = server.instance.account_named("kim").await.expect("read");
    assert!(kim.is_none());
}

#[tokio::test]
async fn no_part_of_a_request_keeps_a_session_that_is_over() {
    let server = Server::start();
    let ada = server.with_ada().await;
    assert_eq!(ada.get("/account").await.status, StatusCode::OK);
    pass(60 * 24 * 15);
    for path in [
        "/account",
        "/account?skip_timeout_reset=1",
        "/account?keep=yes&remember=1",
        "/?session=new",
        "/settings?to=/",
    ] {
        let answer = ada.get(path).await;
        assert!(answer.leads_to().starts_with("/sign-in"), "{path}");
    }
    let request = Request::get("/account")
        .header("x-skip-timeout", "1")
        .header("x-requested-with", "XMLHttpRequest")
        .header("authorization", "Bearer x");
    let answer = ada.send(request, axum::body::Body::empty()).await;
    assert!(answer.leads_to().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_session_ends_at_its_latest_however_much_it_is_used() {
    let server = Server::start();
    let ada = server.with_ada().await;
    for _ in 0..9 {
        assert_eq!(ada.get("/account").await.status, StatusCode::OK);
        pass(60 * 24 * 10);
    }
    let answer = ada.get("/account").await;
    assert!(answer.leads_to().starts_with("/sign-in"), "ninety days");
}

/// The rows of every table, counted.
fn rows(server: &Server) -> Vec<(String, i64)> {
    let file = server.instance.data_dir().join("windward.db");
    let database = Connection::open(file).expect("opens");
    let mut tables = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .expect("a statement");
    let names = tables.query_map([], |row| row.get(0)).expect("names");
    let names: Vec<String> = names.map(|it| it.expect("a name")).collect();
    let count = |name: &String| {
        let counted = database.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| {
            row.get(0)
        });
        (name.clone(), counted.expect("a number"))
    };
    names.iter().map(count).collect()
}

#[tokio::test]
async fn strangers_leave_no_row_behind() {
    let server = Server::start();
    let _ada = server.with_ada().await;
    let before = rows(&server);
    assert!(before.iter().any(|(_, rows)| *rows > 0), "{before:?}");
    let stranger = server.browser("192.0.2.9");
    for _ in 0..3 {
        for route in routes() {
            if route.gets {
                stranger.get(&route.path).await;
            }
            if route.posts {
                let fields = [("name", "nobody"), ("password", "four words of his")];
                stranger.post(&route.path, &fields).await;
            }
        }
    }
    assert_eq!(rows(&server), before);
}

#[tokio::test]
async fn every_door_closes_with_the_account() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    let shows = windward_store::Shows::Dates;
    let feed = server.instance.new_feed(who, shows, clock()).await;
    let feed = format!("/calendar/{}.ics", feed.expect("made").reveal().as_str());
    let reset = server.instance.new_reset(who, clock()).await.expect("made");
    let reset = format!("/reset/{}", reset.reveal().as_str());
    assert_eq!(kim.get("/account").await.status, StatusCode::OK);
    let close = format!("/accounts/{}/disable", who.person());
    ada.post(&close, &[]).await;
    assert!(kim.get("/account").await.leads_to().starts_with("/sign-in"));
    assert_eq!(kim.get(&feed).await.status, StatusCode::NOT_FOUND);
    let again = kim.sign_in("kim", "vier worte von mir").await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    let fields = [
        ("password", "ganz andere worte"),
        ("again", "ganz andere worte"),
    ];
    kim.post(&reset, &fields).await;
    let after = kim.sign_in("kim", "ganz andere worte").await;
    assert_eq!(
        after.status,
        StatusCode::UNAUTHORIZED,
        "nor by a new password"
    );
}
