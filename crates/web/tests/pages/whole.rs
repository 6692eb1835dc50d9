//! Whole pages of the sample record, as they are sent.

use std::{collections::HashSet, io::Write as _};

use axum::http::{StatusCode, header};
use flate2::{Compression, write::GzEncoder};

use crate::{
    app::{Answer, TestApp},
    guard::PAGES,
};

#[tokio::test]
async fn every_page_of_the_sample() {
    let app = TestApp::start().await.with_sample().await;
    for page in PAGES {
        let answer = app.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.body);
        let name = page
            .trim_start_matches('/')
            .replace(['/', '?', '&', '='], "_");
        let name = if name.is_empty() {
            "today".to_owned()
        } else {
            name
        };
        let settled = answer.settled();
        // What is the same around every page is looked at once.
        let shown = if name == "today" {
            settled
        } else {
            unframed(&settled)
        };
        insta::assert_snapshot!(name, shown);
    }
}

/// A page without its head, rail and list of keys.
fn unframed(page: &str) -> String {
    let (_, main) = page
        .split_once("<main")
        .expect("every page has a main part");
    let (main, _) = main.split_once("</main>").expect("it ends");
    format!("<main{main}</main>\n")
}

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere() {
    let app = TestApp::start().await.with_sample().await;
    let mut known: Vec<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    let mut at = 0;
    // The sample has a few hundred addresses; the bound is against a page that makes new ones for ever.
    while at < known.len() && at < 2_000 {
        let answer = app.get(&known[at]).await;
        assert!(
            answer.status.is_success() || answer.status.is_redirection(),
            "{}: {}",
            known[at],
            answer.status
        );
        assert_light(&known[at], &answer);
        assert_ids(&known[at], &answer);
        let links = answer
            .body
            .split("href=\"")
            .skip(1)
            .filter_map(|it| it.split('"').next());
        for link in links.filter(|link| link.starts_with('/')) {
            let link = link
                .split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&");
            if !known.contains(&link) {
                known.push(link);
            }
        }
        at += 1;
    }
    assert!(
        known.len() > 150,
        "only {} addresses were found",
        known.len()
    );
}

/// An id stands once on a page, or a label and a link of it lead to the wrong place.
fn assert_ids(path: &str, answer: &Answer) {
    let kind = answer.headers.get(header::CONTENT_TYPE);
    if !kind.is_some_and(|it| it.as_bytes().starts_with(b"text/html")) {
        return;
    }
    let mut seen = HashSet::new();
    let ids = answer.body.split(" id=\"").skip(1);
    for id in ids.filter_map(|it| it.split('"').next()) {
        assert!(seen.insert(id), "{path} has the id {id} twice");
    }
}

/// The most that a page may have once it is compressed, in bytes.
const MOST_COMPRESSED: usize = 60_000;

/// A page is small on its way, and what a browser fetches for it comes from here.
fn assert_light(path: &str, answer: &Answer) {
    let kind = answer.headers.get(header::CONTENT_TYPE);
    if !kind.is_some_and(|it| it.as_bytes().starts_with(b"text/html")) {
        return;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(answer.body.as_bytes()).expect("written");
    let bytes = encoder.finish().expect("written").len();
    assert!(bytes < MOST_COMPRESSED, "{path}: {bytes} bytes compressed");
    let fetched = answer.body.split(" src=\"").skip(1);
    let fetched = fetched.chain(
        answer
            .body
            .split("<link rel=\"stylesheet\" href=\"")
            .skip(1),
    );
    for address in fetched.filter_map(|it| it.split('"').next()) {
        let is_ours = address.starts_with("/assets/") || address.starts_with("data:image/");
        assert!(is_ours, "{path} fetches {address}");
    }
}

#[tokio::test]
async fn an_error_keeps_the_navigation_of_whoever_is_signed_in() {
    let app = TestApp::start().await.with_sample().await;
    for page in [
        "/nowhere",
        "/skills/nothing-of-this-name",
        "/evidence/no-id",
        "/people/1",
        "/setbacks/x/write",
    ] {
        let answer = app.get(page).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
        assert!(answer.body.contains("Nothing is here"), "{page}");
        assert!(answer.body.contains("href=\"/ladder\""), "{page}");
    }
}
