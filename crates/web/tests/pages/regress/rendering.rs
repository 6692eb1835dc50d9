//! What somebody wrote becomes part of a page, of a mail, of a statement, of a way elsewhere; and what another site asks
//! for.
//!
//! GHSA-gpxg-fx2g-qxj2, CVE-2025-58430, CVE-2022-4849, CVE-2024-41659, CVE-2025-67713, CVE-2026-55185. The stored markup of
//! CVE-2025-59832, CVE-2026-23891 and CVE-2024-54996 is in `windward/tests/browser/corpus.rs`, in a real browser.

use std::{
    fs,
    path::{Path, PathBuf},
};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};

use super::routes;
use crate::app::{HOST, TestApp};

/// Crates that are no part of the program: they try it from outside.
const BESIDE: [&str; 2] = ["fuzz", "torture"];

/// Every file of the sources of the crates that the program is made of.
pub(super) fn sources() -> Vec<(PathBuf, String)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let all = fs::read_dir(crates).expect("crates");
    let all = all.map(|it| it.expect("one").path());
    let inside = all.filter(|it| !BESIDE.iter().any(|name| it.ends_with(name)));
    let mut waiting: Vec<PathBuf> = inside.map(|it| it.join("src")).collect();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = fs::read_dir(&path).expect("a directory");
            waiting.extend(inside.map(|it| it.expect("a file").path()));
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            files.push((path, text));
        }
    }
    assert!(files.len() > 200, "only {} files", files.len());
    files
}

#[test]
fn nothing_but_checked_markdown_is_put_into_a_page_as_it_is() {
    let mut found = 0;
    for (path, text) in sources() {
        for line in text.lines().filter(|it| it.contains("PreEscaped(")) {
            found += 1;
            let is_checked = line.contains("PreEscaped(markdown::html(")
                || line.contains("PreEscaped(assets::style_text())");
            assert!(is_checked, "{}: {line}", path.display());
        }
    }
    assert!(found > 0, "the test looks for what is not there");
}

#[tokio::test]
async fn no_change_is_made_at_the_bidding_of_another_site() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let before = app.store().head().await.expect("read");
    let mut asked = 0;
    for route in routes().iter().filter(|it| it.posts) {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "none"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "https://127.0.0.1:7878"),
            ("origin", "http://127.0.0.1:7878.evil.example"),
        ] {
            let request = Request::post(&route.path)
                .header(header::COOKIE, &app.cookie)
                .header(header::HOST, HOST)
                .header(name, value)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let form = format!("once={}&what=forged", uuid::Uuid::now_v7());
            let answer = app.send(request.body(Body::from(form)).unwrap()).await;
            let path = &route.path;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {value}");
            asked += 1;
        }
    }
    assert!(asked > 1_000, "{asked}");
    assert_eq!(app.store().head().await.expect("read"), before);
}

#[tokio::test]
async fn nothing_changes_by_looking() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let before = app.store().head().await.expect("read");
    for route in routes() {
        for method in [Method::GET, Method::HEAD] {
            let request = Request::builder()
                .method(&method)
                .uri(format!("{}?what=forged&done=yes", route.path))
                .header(header::COOKIE, &app.cookie)
                .header(header::HOST, HOST);
            app.send(request.body(Body::empty()).unwrap()).await;
        }
    }
    assert_eq!(app.store().head().await.expect("read"), before);
}

#[tokio::test]
async fn no_other_site_may_read_an_answer() {
    let app = TestApp::start().await.with_sample().await;
    for route in routes() {
        for method in [Method::GET, Method::OPTIONS] {
            let request = Request::builder()
                .method(&method)
                .uri(&route.path)
                .header(header::COOKIE, &app.cookie)
                .header(header::HOST, HOST)
                .header(header::ORIGIN, "https://evil.example")
                .header("access-control-request-method", "POST");
            let answer = app.send(request.body(Body::empty()).unwrap()).await;
            for (name, _) in &answer.headers {
                let allows = name.as_str().starts_with("access-control-");
                assert!(!allows, "{}: {name}", route.path);
            }
        }
    }
}
