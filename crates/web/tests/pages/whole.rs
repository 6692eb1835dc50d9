//! Whole pages of the sample record, as they are sent.

use axum::http::StatusCode;

use crate::{app::TestApp, guard::PAGES};

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

#[tokio::test]
async fn an_error_keeps_the_navigation_of_whoever_is_signed_in() {
    let app = TestApp::start().await.with_sample().await;
    for page in ["/nowhere", "/skills/nothing-of-this-name"] {
        let answer = app.get(page).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
        assert!(answer.body.contains("Nothing is here"), "{page}");
        assert!(answer.body.contains("href=\"/ladder\""), "{page}");
    }
}
