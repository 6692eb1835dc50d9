//! Passkeys on the pages, from a device that means well and from one that does not.

use axum::http::StatusCode;
use serde_json::Value;

use crate::{
    device::{Device, PRESENT, VERIFIED},
    several::{Browser, Server, pass},
};

const ORIGIN: &str = "https://windward.example.org";
const PARTY: &str = "windward.example.org";
const PASSWORD: &str = "four words of mine";

async fn question(browser: &Browser<'_>, path: &str) -> Value {
    let answer = browser.post(path, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).expect("a question")
}

/// Makes a passkey for whoever is signed in.
async fn make(browser: &Browser<'_>, also: &[(&str, &str)]) -> Device {
    let mut device = Device::new(ORIGIN, PARTY);
    let asked = question(browser, "/account/passkeys/ask").await;
    let answer = device.make(&asked);
    let fields = [&[("answer", &*answer), ("label", "My phone")], also].concat();
    let made = browser.post("/account/passkeys", &fields).await;
    assert!(
        made.status.is_redirection() || made.body.contains("spare codes"),
        "{}",
        made.body
    );
    device
}

/// Tries to sign in by a passkey, and says where that leads.
async fn sign_in(browser: &Browser<'_>, device: &mut Device) -> Option<String> {
    let asked = question(browser, "/sign-in/passkey/ask").await;
    let answer = device.sign(&asked);
    enter(browser, &answer).await
}

async fn enter(browser: &Browser<'_>, answer: &str) -> Option<String> {
    let entered = browser
        .post("/sign-in/passkey", &[("answer", answer)])
        .await;
    if entered.status == StatusCode::UNAUTHORIZED {
        assert!(
            entered.body.contains("That passkey did not do"),
            "{}",
            entered.body
        );
        return None;
    }
    Some(entered.leads_to().to_owned())
}

#[tokio::test]
async fn a_passkey_signs_in_and_opens_nothing() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let page = ada.get("/account/passkeys").await;
    assert_eq!(page.field("label"), "Firefox on Linux");
    let mut device = make(&ada, &[]).await;
    let page = ada.get("/account").await.body;
    assert!(
        page.contains("My phone") && page.contains("not used yet"),
        "{page}"
    );

    let other = server.browser("192.0.2.4");
    assert_eq!(
        sign_in(&other, &mut device).await.as_deref(),
        Some("/unlock")
    );
    let closed = other.get("/evidence").await;
    assert_eq!(
        closed.leads_to(),
        "/unlock?to=%2Fevidence",
        "a passkey opens no record"
    );
    let opened = other.post("/unlock", &[("remembered", PASSWORD)]).await;
    assert_eq!(opened.leads_to(), "/");
    let page = other.get("/account").await.body;
    assert!(
        page.contains("by passkey") && page.contains("last used"),
        "{page}"
    );

    // What comes after a quarter of an hour is asked once more, and a passkey answers it.
    pass(20);
    assert!(
        other
            .get("/account/passphrase")
            .await
            .leads_to()
            .starts_with("/prove")
    );
    let asked = question(&other, "/sign-in/passkey/ask?mine=true").await;
    let one = asked["publicKey"]["allowCredentials"]
        .as_array()
        .map(Vec::len);
    assert_eq!(one, Some(1), "her own is asked for");
    let answer = device.sign(&asked);
    let proven = other
        .post(
            "/prove/passkey",
            &[("answer", &answer), ("back", "/account/passphrase")],
        )
        .await;
    assert_eq!(proven.leads_to(), "/account/passphrase");
    assert_eq!(
        other.get("/account/passphrase").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn what_a_device_signed_elsewhere_or_before_is_worth_nothing() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let mut device = make(&ada, &[]).await;
    let other = server.browser("192.0.2.4");

    device.origin = "https://windward.example.net".to_owned();
    assert_eq!(sign_in(&other, &mut device).await, None, "another site");
    device.origin = "http://windward.example.org".to_owned();
    assert_eq!(sign_in(&other, &mut device).await, None, "without TLS");
    ORIGIN.clone_into(&mut device.origin);
    device.party = "example.org".to_owned();
    assert_eq!(sign_in(&other, &mut device).await, None, "another party");
    PARTY.clone_into(&mut device.party);
    device.flags = PRESENT;
    assert_eq!(sign_in(&other, &mut device).await, None, "whoever holds it");
    device.flags = VERIFIED;

    let asked = question(&other, "/sign-in/passkey/ask").await;
    let answer = device.sign(&asked);
    let stranger = server.browser("192.0.2.5");
    assert_eq!(
        enter(&stranger, &answer).await,
        None,
        "asked in another browser"
    );
    question(&stranger, "/sign-in/passkey/ask").await;
    assert_eq!(enter(&stranger, &answer).await, None, "another question");
    let mut changed: Value = serde_json::from_str(&answer).expect("an answer");
    changed["response"]["userHandle"] = Value::Null;
    assert_eq!(enter(&other, &changed.to_string()).await, None, "nobody’s");

    let asked = question(&other, "/sign-in/passkey/ask").await;
    let answer = device.sign(&asked);
    assert!(enter(&other, &answer).await.is_some());
    other.post("/sign-out", &[]).await;
    assert_eq!(enter(&other, &answer).await, None, "once");

    let asked = question(&other, "/sign-in/passkey/ask").await;
    let answer = device.sign(&asked);
    pass(6);
    assert_eq!(enter(&other, &answer).await, None, "too late");
    device.count = 1;
    assert_eq!(
        sign_in(&other, &mut device).await,
        None,
        "a copy that counts behind"
    );
    for nonsense in ["", "{}", "[]", "null", &"x".repeat(20_000)] {
        question(&other, "/sign-in/passkey/ask").await;
        assert_eq!(enter(&other, nonsense).await, None);
    }
}

#[tokio::test]
async fn one_person_s_passkey_is_nobody_else_s() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let hers = make(&ada, &[]).await;
    let mut his = make(&kim, &[("second", "yes")]).await;

    // Signed with his key in her name.
    let other = server.browser("192.0.2.4");
    his.pretend(&hers);
    assert_eq!(sign_in(&other, &mut his).await, None);

    // Hers is no second proof of his.
    let mut hers = hers;
    let asked = other.sign_in("kim", "vier worte von mir").await;
    assert_eq!(asked.leads_to(), "/sign-in/second");
    assert!(
        other
            .get("/sign-in/second")
            .await
            .body
            .contains("Use a passkey")
    );
    let asked = question(&other, "/sign-in/passkey/ask?mine=true").await;
    let answer = hers.sign(&asked);
    let refused = other
        .post("/sign-in/second/passkey", &[("answer", &answer)])
        .await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(
        other
            .get("/evidence")
            .await
            .leads_to()
            .starts_with("/sign-in/second")
    );

    // And hers is not taken away by him.
    let page = ada.get("/account").await.body;
    let id = page
        .split("/account/passkeys/")
        .find_map(|it| it.split_once("/drop"))
        .expect("hers")
        .0
        .to_owned();
    kim.post(&format!("/account/passkeys/{id}/drop"), &[]).await;
    assert!(ada.get("/account").await.body.contains("My phone"));
    ada.post(&format!("/account/passkeys/{id}/drop"), &[]).await;
    assert!(!ada.get("/account").await.body.contains("My phone"));
    let third = server.browser("192.0.2.6");
    assert_eq!(sign_in(&third, &mut hers).await, None, "taken away");
}

#[tokio::test]
async fn a_passkey_is_a_second_proof_and_stays_while_it_is_the_only_one() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let mut device = make(&ada, &[("second", "yes")]).await;
    let page = ada.get("/account").await.body;
    assert!(page.contains("8 codes"), "{page}");
    let id = page
        .split("/account/passkeys/")
        .find_map(|it| it.split_once("/drop"))
        .expect("one")
        .0
        .to_owned();
    ada.post(&format!("/account/passkeys/{id}/drop"), &[]).await;
    assert!(ada.get("/account").await.body.contains("so it stays"));

    let other = server.browser("192.0.2.4");
    assert_eq!(
        other.sign_in("ada@example.org", PASSWORD).await.leads_to(),
        "/sign-in/second"
    );
    let asked = question(&other, "/sign-in/passkey/ask?mine=true").await;
    let answer = device.sign(&asked);
    let passed = other
        .post("/sign-in/second/passkey", &[("answer", &answer)])
        .await;
    assert_eq!(passed.leads_to(), "/", "the password opened the record");
    assert_eq!(other.get("/evidence").await.status, StatusCode::OK);

    ada.post("/account/second/off", &[]).await;
    ada.post(&format!("/account/passkeys/{id}/drop"), &[]).await;
    assert!(!ada.get("/account").await.body.contains("My phone"));
}

#[tokio::test]
async fn a_passkey_is_made_by_whoever_has_just_shown_who_they_are() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let stranger = server.browser("192.0.2.9");
    assert!(
        stranger
            .post("/account/passkeys/ask", &[])
            .await
            .leads_to()
            .starts_with("/sign-in")
    );
    let asked = question(&ada, "/account/passkeys/ask").await;
    let mut device = Device::new(ORIGIN, PARTY);
    let answer = device.make(&asked);
    pass(20);
    let fields = [("answer", &*answer), ("label", "A phone")];
    assert!(
        ada.post("/account/passkeys", &fields)
            .await
            .leads_to()
            .starts_with("/prove")
    );
    ada.prove(PASSWORD).await;
    let late = ada.post("/account/passkeys", &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(late.field("label"), "A phone", "what was typed stays");

    // Made for another site, or twice.
    let asked = question(&ada, "/account/passkeys/ask").await;
    let mut elsewhere = Device::new("https://windward.example.net", PARTY);
    let answer = elsewhere.make(&asked);
    let refused = ada
        .post(
            "/account/passkeys",
            &[("answer", &answer), ("label", "A phone")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut device = make(&ada, &[]).await;
    let asked = question(&ada, "/account/passkeys/ask").await;
    let excluded = asked["publicKey"]["excludeCredentials"]
        .as_array()
        .map(Vec::len);
    assert_eq!(excluded, Some(1));
    let again = device.make(&asked);
    let refused = ada
        .post(
            "/account/passkeys",
            &[("answer", &again), ("label", "A phone")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_passkey_stands_in_for_a_password_that_was_forgotten_once_the_record_is_open() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let mut device = make(&ada, &[]).await;
    let other = server.browser("192.0.2.4");
    sign_in(&other, &mut device).await;
    let new = [
        ("password", "eine ganze zeile"),
        ("again", "eine ganze zeile"),
    ];
    let closed = other.post("/account/password", &new).await;
    assert!(
        closed.leads_to().starts_with("/unlock"),
        "the record is closed"
    );
    other.post("/unlock", &[("remembered", PASSWORD)]).await;
    let refused = ada.post("/account/password", &new).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "signed in by password"
    );
    let page = other.get("/account").await.body;
    assert!(
        page.contains("You have shown your passkey just now"),
        "{page}"
    );
    pass(20);
    let page = other.get("/account").await.body;
    assert!(page.contains("Show your passkey instead"), "{page}");
    let late = other.post("/account/password", &new).await;
    assert_eq!(
        late.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "shown too long ago"
    );
    let asked = question(&other, "/sign-in/passkey/ask").await;
    let answer = device.sign(&asked);
    let proved = other.post("/prove/passkey", &[("answer", &answer)]).await;
    assert_eq!(proved.leads_to(), "/");
    let changed = other.post("/account/password", &new).await;
    assert_eq!(changed.leads_to(), "/account");
    let stale = ada.sign_in("ada@example.org", PASSWORD).await;
    assert_eq!(stale.status, StatusCode::UNAUTHORIZED);
    let entered = ada.sign_in("ada@example.org", "eine ganze zeile").await;
    assert_eq!(entered.leads_to(), "/", "and it opens the record");
}
