//! Signing in, new passwords, single sign-on. What is of single sign-on alone stands in `web/tests/sso`.
//!
//! CVE-2025-66225, CVE-2026-28268, CVE-2023-1976, CVE-2026-26747, CVE-2025-64101, CVE-2026-24038, CVE-2025-24806.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::several::{Server, clock, path_in};

#[tokio::test]
async fn a_link_to_a_new_password_is_for_its_account_whatever_the_form_says() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (_kim, who) = server.with_kim(&ada).await;
    let token = server.instance.new_reset(who, clock()).await.expect("made");
    let path = format!("/reset/{}", token.reveal().as_str());
    let stranger = server.browser("192.0.2.9");
    let fields = [
        ("name", "ada@example.org"),
        ("username", "ada@example.org"),
        ("account", "ada@example.org"),
        ("person", "1"),
        ("password", "ganz andere worte"),
        ("again", "ganz andere worte"),
    ];
    stranger.post(&path, &fields).await;
    let other = server.browser("192.0.2.8");
    let refused = other.sign_in("ada@example.org", "ganz andere worte").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let good = other.sign_in("kim", "ganz andere worte").await;
    assert!(good.status.is_redirection());
    // It worked once.
    let fields = [
        ("password", "vier mal andere worte"),
        ("again", "vier mal andere worte"),
    ];
    stranger.post(&path, &fields).await;
    let again = other.sign_in("kim", "vier mal andere worte").await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn links_are_made_of_the_configured_address_alone() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let request = Request::post("/accounts/invite")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example;proto=http")
        .header("x-forwarded-proto", "http")
        .header("x-original-url", "https://evil.example/")
        .header("x-rewrite-url", "https://evil.example/")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let form = format!("once={}&name=kim", uuid::Uuid::now_v7());
    let page = ada.send(request, Body::from(form)).await;
    assert!(!page.body.contains("evil.example"), "{}", page.body);
    path_in(&page, "join");
    let request = Request::get("/account").header("x-original-url", "/accounts");
    let page = ada.send(request, Body::empty()).await;
    assert_eq!(page.status, StatusCode::OK, "it is of no use either");
}

#[tokio::test]
async fn an_empty_code_is_no_code() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (_kim, who) = server.with_kim(&ada).await;
    server.instance.set_second(who, true).await.expect("set");
    let browser = server.browser("192.0.2.4");
    let half = browser.sign_in("kim", "vier worte von mir").await;
    assert_eq!(half.leads_to(), "/sign-in/second");
    for fields in [
        vec![],
        vec![("code", "")],
        vec![("code", " ")],
        vec![("code", "None")],
        vec![("code", "null")],
        vec![("code", "000000")],
        vec![("code", "0")],
        vec![("code", "-1")],
        vec![("code", "１２３４５６")],
    ] {
        let answer = browser.post("/sign-in/second", &fields).await;
        assert!(answer.status.is_client_error(), "{fields:?}");
    }
    let still = browser.get("/account").await;
    assert!(still.leads_to().starts_with("/sign-in/second"));
}

#[tokio::test]
async fn one_person_is_counted_once_however_their_name_is_written() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let _kim = server.with_kim(&ada).await;
    let stranger = server.browser("192.0.2.9");
    let forms = ["kim", "KIM", " kim", "Kim ", "kIm"];
    for number in 0..10 {
        let answer = stranger.sign_in(forms[number % 5], "something else").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{number}");
    }
    for name in forms {
        let answer = stranger.sign_in(name, "something else").await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
    }
}
