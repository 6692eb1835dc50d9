//! Authorisation of each object and each state.
//!
//! CVE-2026-27638, CVE-2026-23878, CVE-2026-45081, CVE-2026-40889, CVE-2026-24035, CVE-2025-48869, CVE-2026-24036,
//! CVE-2024-27090, CVE-2026-43913, CVE-2026-47765, CVE-2026-62315, CVE-2026-48507, CVE-2026-55843, CVE-2026-86746.

use axum::http::StatusCode;
use windward_core::record::{Audience, Author};

use super::{WORDS, fill, found, names_something, record_of, routes};
use crate::{
    app::{TestApp, morning},
    several::{Server, clock},
};

/// Addresses that answer whoever asks, and say nothing of anybody.
const OPEN: &[&str] = &[
    "/signed-out",
    "/sign-in",
    "/forgotten",
    "/closed",
    "/healthz",
    "/robots.txt",
    "/assets/",
    "/join/",
    "/reset/",
    "/calendar/",
    "/digest/stop/",
    "/import/roles.csv",
    "/sso",
    "/s/",
    "/closed",
];

#[tokio::test]
async fn nobody_reaches_what_is_another_s_by_its_id() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let store = record_of(&server, "kim", "vier worte von mir").await;
    fill(&store).await;
    let link = ada.invite("lou").await;
    let lou = server.browser("192.0.2.3");
    lou.join(&link, "lou", "quattro parole mie qui").await;
    let stranger = server.browser("192.0.2.9");

    let (addresses, forms) = found(&kim, 400).await;
    let theirs = |all: Vec<String>| all.into_iter().filter(|it| names_something(it));
    let addresses: Vec<String> = theirs(addresses).collect();
    let forms: Vec<String> = theirs(forms).collect();
    assert!(
        addresses.len() > 100 && forms.len() > 100,
        "{} and {}",
        addresses.len(),
        forms.len()
    );
    let before = store.head().await.expect("read");
    // An administrator, another member, somebody with no account at all.
    for (who, browser) in [("ada", &ada), ("lou", &lou), ("a stranger", &stranger)] {
        for address in &addresses {
            let answer = browser.get(address).await;
            assert!(!answer.body.contains(WORDS), "{who} reads {address}");
            let beside_the_point = address.contains('?');
            assert!(
                !answer.status.is_success() || beside_the_point,
                "{who} at {address}: {}",
                answer.status
            );
        }
        for address in &forms {
            let answer = browser.post(address, &[("what", "theirs")]).await;
            assert!(!answer.body.contains(WORDS), "{who} reads {address}");
        }
    }
    let after = store.head().await.expect("read");
    assert_eq!(before, after, "nothing was written, undone or taken back");
}

#[tokio::test]
async fn whoever_administers_reads_no_record_on_any_page() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (_kim, _) = server.with_kim(&ada).await;
    let store = record_of(&server, "kim", "vier worte von mir").await;
    fill(&store).await;
    let (addresses, _) = found(&ada, 150).await;
    assert!(
        addresses.iter().any(|it| it == "/accounts"),
        "{addresses:?}"
    );
    for address in addresses {
        let answer = ada.get(&address).await;
        assert!(!answer.body.contains(WORDS), "{address}");
    }
    for route in routes().iter().filter(|it| it.gets) {
        let answer = ada.get(&route.path).await;
        assert!(!answer.body.contains(WORDS), "{}", route.path);
    }
}

#[tokio::test]
async fn no_state_but_wholly_signed_in_opens_or_changes_anything() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (_kim, who) = server.with_kim(&ada).await;
    let store = record_of(&server, "kim", "vier worte von mir").await;
    fill(&store).await;
    let before = store.head().await.expect("read");

    // After the first of two proofs.
    server.instance.set_second(who, true).await.expect("set");
    let half = server.browser("192.0.2.4");
    let entered = half.sign_in("kim", "vier worte von mir").await;
    assert_eq!(entered.leads_to(), "/sign-in/second");
    // Signed in, and the record closed.
    server.instance.set_second(who, false).await.expect("set");
    let token = server.instance.new_reset(who, clock()).await.expect("made");
    let closed = server.browser("192.0.2.5");
    let fields = [
        ("password", "ganz andere worte"),
        ("again", "ganz andere worte"),
    ];
    let path = format!("/reset/{}", token.reveal().as_str());
    assert_eq!(closed.post(&path, &fields).await.leads_to(), "/unlock");
    let stranger = server.browser("192.0.2.6");

    for (state, browser) in [("half", &half), ("closed", &closed), ("out", &stranger)] {
        for route in routes() {
            let path = &route.path;
            let is_open = OPEN.iter().any(|it| path.starts_with(it));
            if route.gets {
                let answer = browser.get(path).await;
                assert!(!answer.body.contains(WORDS), "{state}: {path}");
                let is_of_account = ["/account", "/unlock", "/prove"]
                    .iter()
                    .any(|it| path.starts_with(it));
                assert!(
                    is_open || is_of_account || !answer.status.is_success(),
                    "{state}: {path} is {}",
                    answer.status
                );
            }
            if route.posts && !path.starts_with("/sign-out") {
                let answer = browser.post(path, &[("what", "theirs")]).await;
                assert!(!answer.body.contains(WORDS), "{state}: {path}");
            }
        }
    }
    assert_eq!(store.head().await.expect("read"), before);
}

#[tokio::test]
async fn a_field_that_a_form_has_not_is_not_read() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let answer = app
        .post(
            "/evidence",
            &[
                ("what", "Asked before building"),
                ("on", "2026-03"),
                ("author", "boss"),
                ("author_id", "1"),
                ("audience", "shared"),
                ("shared", "yes"),
                ("person", "2"),
                ("person_id", "2"),
                ("tenant_id", "2"),
                ("employee_id", "2"),
                ("seq", "1"),
                ("entry_id", "01890a5d-ac96-774b-bcce-b302099a8057"),
                ("item_id", "01890a5d-ac96-774b-bcce-b302099a8057"),
                ("recorded_at", "2001-01-01T00:00:00Z"),
                ("origin", "linkedin"),
            ],
        )
        .await;
    assert!(answer.status.is_redirection(), "{}", answer.body);
    let loaded = app.store().load().await.expect("read");
    let written = loaded.entries.last().expect("an entry");
    let text = written.entry.to_json();
    assert!(text.contains("Asked before building"), "{text}");
    assert_eq!(written.entry.author, Author::Owner);
    assert_eq!(written.entry.audience, Audience::Owner);
    assert_eq!(written.entry.recorded_at, morning());
    assert!(
        !text.contains("01890a5d") && !text.contains("linkedin"),
        "{text}"
    );
}

#[tokio::test]
async fn who_a_form_says_one_is_counts_for_nothing() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    let forged = [
        ("role", "administrator"),
        ("person", "1"),
        ("name", "ada@example.org"),
        ("account", "ada@example.org"),
    ];
    for path in [
        format!("/accounts/{}/administrator", who.person()),
        format!("/accounts/{}/enable", who.person()),
        "/accounts/invite".to_owned(),
        "/account/password".to_owned(),
        "/settings".to_owned(),
    ] {
        kim.post(&path, &forged).await;
    }
    let refused = kim.get("/accounts").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
