//! What is imported, exported and backed up.
//!
//! GHSA-p68w-rgmg-3c2v, CVE-2026-86759, CVE-2024-12368, CVE-2026-45377, GHSA-88qc-6ch9-mc3j, GHSA-f3qw-qg77-hmm4.

use axum::http::StatusCode;

use super::{WORDS, fill, record_of};
use crate::{app::TestApp, several::Server};

#[tokio::test]
async fn an_export_is_in_the_session_and_no_link_to_it_is_worth_anything() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let store = record_of(&server, "kim", "vier worte von mir").await;
    fill(&store).await;
    let mine = kim.get("/settings/export").await;
    assert!(mine.body.contains(WORDS), "{}", mine.body);
    for (who, browser) in [("ada", &ada), ("a stranger", &server.browser("192.0.2.9"))] {
        for path in [
            "/settings/export",
            "/evidence/export",
            "/people/export?format=csv",
            "/resume/file",
        ] {
            let answer = browser.get(path).await;
            assert!(!answer.body.contains(WORDS), "{who} at {path}");
        }
    }
    let stranger = server.browser("192.0.2.9").get("/settings/export").await;
    assert_ne!(stranger.status, StatusCode::OK);
}

#[tokio::test]
async fn what_somebody_imports_lands_in_their_own_record_whoever_it_says_it_is_of() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let theirs = record_of(&server, "kim", "vier worte von mir").await;
    fill(&theirs).await;
    let export = kim.get("/settings/export").await.body;
    let before = theirs.head().await.expect("read");

    let app = TestApp::start().await;
    let claimed = export.replace(
        "\"author\":\"owner\"",
        "\"author\":{\"id\":\"1\",\"name\":\"The boss\"}",
    );
    app.upload("/settings/import", "record.jsonl", claimed.as_bytes())
        .await;
    let own = app.store().load().await.expect("read");
    for entry in &own.entries {
        assert!(entry.imported, "what came by a file is marked so");
    }
    assert_eq!(theirs.head().await.expect("read"), before);
}

#[tokio::test]
async fn an_export_holds_no_secret_of_the_account() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let made = app.post("/feed", &[("shows", "words")]).await.body;
    let (_, feed) = made.split_once("/calendar/").expect("an address");
    let feed = feed.split(".ics").next().expect("a secret");
    let fields = [
        ("host", "smtp.example.org"),
        ("port", "465"),
        ("security", "tls"),
        ("user", "ada"),
        ("password", "open sesame"),
        ("from", "ada@example.org"),
    ];
    app.post("/settings/mail", &fields).await;
    let export = app.get("/settings/export").await.body;
    let (_, cookie) = app.cookie.split_once('=').expect("a cookie");
    for secret in [feed, "open sesame", cookie, "smtp.example.org"] {
        assert!(!export.contains(secret), "{secret}");
    }
    // Not even those who use the program are shown the password once more.
    let page = app.get("/settings/mail").await.body;
    assert!(page.contains("smtp.example.org"), "it was saved: {page}");
    assert!(!page.contains("open sesame"));
}
