//! What stands before every page.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::app::TestApp;

/// Pages that answer with 200 when signed in, in the sample record.
pub(crate) const PAGES: &[&str] = &[
    "/",
    "/welcome",
    "/course",
    "/skills",
    "/skills/vision",
    "/ladder",
    "/ladder/principal",
    "/ladder/compare?from=senior&to=director",
    "/expectations/principal-business",
    "/expectations/principal-pnl",
    "/standing",
    "/evidence",
    "/evidence?q=prices&backs=yes",
    "/evidence/drafts",
    "/praise",
    "/friday",
    "/review",
    "/timeline",
    "/changes",
    "/search",
    "/search?q=prices",
    "/plan",
    "/destinations",
    "/roles",
    "/roles/new",
    "/background",
    "/background/new/certificate",
    "/settings",
    "/import",
    "/titles",
    "/hypotheses",
    "/experiments",
    "/experiments/new",
    "/takeaways",
    "/actions",
    "/check-in",
    "/plateau",
    "/conversations",
    "/conversations/prepare",
    "/conversations/prepare?manner=exploratory",
    "/conversations/record",
    "/promises",
    "/agreements",
    "/agreements/new",
    "/handover",
    "/allies",
    "/milestones",
    "/cases",
    "/board",
    "/board/seats/new?skill=vision",
    "/board/approaches/new",
    "/board/review",
    "/opportunities",
    "/opportunities/new",
    "/opportunities/compare",
    "/setbacks",
    "/setbacks/new",
];

#[tokio::test]
async fn nothing_is_shown_to_a_browser_that_is_not_signed_in() {
    let mut app = TestApp::start().await.with_sample().await;
    app.cookie = String::new();
    for page in PAGES {
        let answer = app.get(page).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{page}");
        assert!(!answer.body.contains("Noor"), "{page}");
    }
    assert_eq!(
        app.post("/evidence", &[("what", "x")]).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_answer_carries_every_header() {
    let app = TestApp::start().await.with_sample().await;
    for page in PAGES
        .iter()
        .chain(&["/nowhere", "/healthz", "/sign-in?token=x", "/assets/none"])
    {
        let answer = app.get(page).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{page}"
        );
        assert!(!policy.contains("unsafe"), "{page}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{page}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{page}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{page}"
        );
        assert_eq!(answer.header("cache-control"), "no-store", "{page}");
        assert!(
            !answer.body.contains(" style=\""),
            "{page} has an inline style"
        );
        assert!(
            !answer.body.contains("<script>"),
            "{page} has an inline script"
        );
    }
}

#[tokio::test]
async fn another_host_and_another_site_are_refused() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let foreign = |name: &'static str, value: &'static str, host: &'static str| {
        Request::post("/evidence")
            .header(header::COOKIE, &app.cookie)
            .header(header::HOST, host)
            .header(name, value)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!(
                "what=forged&once={}",
                uuid::Uuid::now_v7()
            )))
            .unwrap()
    };
    let here = "127.0.0.1:7878";
    for (name, value, host, status) in [
        ("sec-fetch-site", "cross-site", here, StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-site", here, StatusCode::FORBIDDEN),
        (
            "origin",
            "https://evil.example",
            here,
            StatusCode::FORBIDDEN,
        ),
        ("origin", "null", here, StatusCode::FORBIDDEN),
        (
            "sec-fetch-site",
            "same-origin",
            "evil.example:7878",
            StatusCode::MISDIRECTED_REQUEST,
        ),
    ] {
        assert_eq!(
            app.send(foreign(name, value, host)).await.status,
            status,
            "{name} {value} {host}"
        );
    }
    assert!(!app.get("/evidence").await.body.contains("forged"));
}

#[tokio::test]
async fn a_link_signs_in_once_and_a_session_ends_when_it_is_left() {
    let app = TestApp::start().await;
    let now = crate::app::morning();
    let until = now + jiff::SignedDuration::from_hours(1);
    let token = app.instance.new_sign_in_link(now, until).await.unwrap();
    let path = windward_web::sign_in_path(&token);
    let other = |cookie: &str| {
        Request::get(&path)
            .header(header::HOST, "127.0.0.1:7878")
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap()
    };
    let first = app.send(other("")).await;
    assert_eq!(first.leads_to(), "/");
    let cookie = first.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert_eq!(
        app.send(other("")).await.status,
        StatusCode::UNAUTHORIZED,
        "used already"
    );
    assert_eq!(
        app.send(other(&app.cookie)).await.leads_to(),
        "/",
        "signed in already"
    );

    assert_eq!(app.get("/welcome").await.status, StatusCode::OK);
    let out = app.post("/sign-out", &[]).await;
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        app.get("/welcome").await.status,
        StatusCode::UNAUTHORIZED,
        "the old cookie is worth nothing"
    );
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let app = TestApp::start().await;
    let answer = app
        .post("/evidence", &[("what", &"x".repeat(2 << 20))])
        .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
}
