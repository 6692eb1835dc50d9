//! Pages that are kept: the same again, but for their marks, until something changes.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::app::{HOST, TestApp};

async fn principal() -> TestApp {
    TestApp::start()
        .await
        .with_title("Principal Product Manager", "2022")
        .await
}

/// A page without the ids in it.
fn without_ids(body: &str) -> String {
    let mut words = body.split("name=\"once\" value=\"");
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, part| all + &part[36..])
}

#[tokio::test]
async fn a_page_is_the_same_again_with_marks_of_its_own() {
    let app = principal().await;
    for path in ["/", "/skills", "/course", "/evidence", "/ladder?x=é"] {
        // Asked once before, so that nothing is left to be confirmed.
        app.get(path).await;
        let (one, two) = (app.get(path).await, app.get(path).await);
        assert_eq!(without_ids(&one.body), without_ids(&two.body), "{path}");
        assert_eq!(one.headers, two.headers, "{path}");
        if one.body.contains("name=\"once\"") {
            assert_ne!(one.field("once"), two.field("once"), "{path}");
        }
    }
}

#[tokio::test]
async fn whatever_is_written_shows_on_the_next_page_from_wherever_it_came() {
    let app = principal().await;
    for turn in ["first", "second"] {
        let line = format!("Did the {turn} thing");
        assert!(!app.get("/evidence").await.body.contains(&line));
        app.post("/evidence", &[("what", &line)]).await;
        // One page confirms, the next is kept.
        for _ in 0..3 {
            assert!(app.get("/evidence").await.body.contains(&line), "{turn}");
        }
    }
    app.post("/sample", &[]).await;
    assert!(app.get("/evidence").await.body.contains("a sample"));
    app.post("/sample/leave", &[]).await;
    assert!(!app.get("/evidence").await.body.contains("a sample"));
}

#[tokio::test]
async fn two_windows_of_one_page_both_write() {
    let app = principal().await;
    app.get("/evidence").await;
    let (one, two) = (app.get("/evidence").await, app.get("/evidence").await);
    for page in [&one, &two] {
        let form = [("what", "The same line"), ("once", &page.field("once"))];
        app.post("/evidence", &form).await;
    }
    let list = app.get("/evidence").await;
    assert_eq!(
        list.body.matches("<strong>The same line</strong>").count(),
        2
    );
}

#[tokio::test]
async fn a_session_that_ended_reads_nothing_that_was_kept() {
    let app = principal().await;
    app.get("/course").await;
    app.get("/course").await;
    app.post("/sign-out", &[]).await;
    assert_eq!(app.get("/course").await.status, 401);
}

#[tokio::test]
async fn asking_for_the_head_of_a_page_keeps_nothing_empty() {
    let app = principal().await;
    app.get("/course").await;
    let head = Request::head("/course")
        .header(header::COOKIE, &app.cookie)
        .header(header::HOST, HOST);
    let head = app.send(head.body(Body::empty()).unwrap()).await;
    assert_eq!(head.body, "");
    assert!(app.get("/course").await.body.contains("</html>"));
}
