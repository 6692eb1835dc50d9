//! What holds for every answer, those among them that no page gives.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header, request::Builder},
};

use crate::{
    app::{Answer, HOST, TestApp},
    several::Server,
};

/// What has to be on any answer at all.
fn hardened(what: &str, answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-permitted-cross-domain-policies", "none"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    assert!(answer.header("x-robots-tag").contains("noindex"), "{what}");
    assert!(
        answer.header("permissions-policy").contains("camera=()"),
        "{what}"
    );
    let number = answer.header("x-request-id");
    assert!(
        number.len() == 16 && number.bytes().all(|it| it.is_ascii_hexdigit()),
        "{what}: {number}"
    );
    for name in [
        "server",
        "x-powered-by",
        "access-control-allow-origin",
        "access-control-allow-credentials",
    ] {
        assert_eq!(answer.header(name), "", "{what}: {name}");
    }
    let kind = answer.header("content-type");
    if kind.starts_with("text/") {
        assert!(kind.ends_with("charset=utf-8"), "{what}: {kind}");
    }
    if !answer.body.is_empty() {
        assert_ne!(kind, "", "{what} says what it is");
    }
    if kind.starts_with("text/html") {
        let page = &answer.body;
        for inline in [
            " style=\"",
            "<script>",
            "<style",
            " onclick=",
            " onload=",
            "javascript:",
        ] {
            assert!(!page.contains(inline), "{what} has {inline}");
        }
    }
    let kept = ["no-store", "public, max-age=31536000, immutable"];
    assert!(kept.contains(&answer.header("cache-control")), "{what}");
}

fn signed_in(app: &TestApp, method: Method, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::COOKIE, &app.cookie)
        .header(header::HOST, HOST)
}

/// What is asked, and how it is answered.
type Asked = (&'static str, Request<Body>, StatusCode);

/// Requests that no page is for.
fn astray(app: &TestApp) -> Vec<Asked> {
    let get = |path: &str| signed_in(app, Method::GET, path);
    let empty = Body::empty;
    let elsewhere = Request::get("/").header(header::HOST, "evil.example");
    vec![
        (
            "another host",
            elsewhere.body(empty()).expect("a request"),
            StatusCode::MISDIRECTED_REQUEST,
        ),
        (
            "no host",
            Request::get("/").body(empty()).expect("a request"),
            StatusCode::MISDIRECTED_REQUEST,
        ),
        (
            "another site",
            signed_in(app, Method::POST, "/evidence")
                .header("sec-fetch-site", "cross-site")
                .body(empty())
                .expect("a request"),
            StatusCode::FORBIDDEN,
        ),
        (
            "trace",
            signed_in(app, Method::TRACE, "/")
                .body(empty())
                .expect("a request"),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            "options",
            signed_in(app, Method::OPTIONS, "/")
                .body(empty())
                .expect("a request"),
            StatusCode::NOT_FOUND,
        ),
        (
            "another method",
            signed_in(app, Method::DELETE, "/evidence")
                .body(empty())
                .expect("a request"),
            StatusCode::NOT_FOUND,
        ),
        (
            "a get where only posts are",
            get("/sign-out").body(empty()).expect("a request"),
            StatusCode::NOT_FOUND,
        ),
        (
            "nothing",
            get("/nowhere").body(empty()).expect("a request"),
            StatusCode::NOT_FOUND,
        ),
        (
            "climbing",
            get("/assets/..%2F..%2Fetc%2Fpasswd")
                .body(empty())
                .expect("a request"),
            StatusCode::NOT_FOUND,
        ),
        (
            "no text",
            get("/roles/%FF").body(empty()).expect("a request"),
            StatusCode::NOT_FOUND,
        ),
    ]
}

/// Requests that are too large, or broken, or for what is no page.
fn broken(app: &TestApp) -> Vec<Asked> {
    let get = |path: &str| signed_in(app, Method::GET, path);
    let post = |path: &str| {
        signed_in(app, Method::POST, path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    };
    let empty = Body::empty;
    let long = format!("/search?q={}", "x".repeat(10_000));
    let large = "x".repeat(2 << 20);
    let multipart = |body: &'static str, how: &'static str| {
        let mut request = post("/import").body(Body::from(body)).expect("a request");
        let how = header::HeaderValue::from_static(how);
        request.headers_mut().insert(header::CONTENT_TYPE, how);
        request
    };
    vec![
        (
            "a long address",
            get(&long).body(empty()).expect("a request"),
            StatusCode::URI_TOO_LONG,
        ),
        (
            "a large form",
            post("/evidence")
                .body(Body::from(large))
                .expect("a request"),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (
            "a form without a mark",
            post("/evidence")
                .body(Body::from("what=x"))
                .expect("a request"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "parts without an edge",
            multipart("x", "multipart/form-data"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "parts that break off",
            multipart("--e\r\nContent-", "multipart/form-data; boundary=e"),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            "no session",
            Request::get("/")
                .header(header::HOST, HOST)
                .body(empty())
                .expect("a request"),
            StatusCode::UNAUTHORIZED,
        ),
        (
            "head",
            signed_in(app, Method::HEAD, "/")
                .body(empty())
                .expect("a request"),
            StatusCode::OK,
        ),
        (
            "robots",
            get("/robots.txt").body(empty()).expect("a request"),
            StatusCode::OK,
        ),
        (
            "health",
            get("/healthz").body(empty()).expect("a request"),
            StatusCode::OK,
        ),
    ]
}

#[tokio::test]
async fn answers_that_no_page_gives_are_hardened_too() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let asked = astray(&app).into_iter().chain(broken(&app));
    for (what, request, status) in asked {
        let answer = app.send(request).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
        hardened(what, &answer);
    }
}

#[tokio::test]
async fn what_pages_load_is_hardened_and_nothing_is_for_search_engines() {
    let app = TestApp::start().await;
    let robots = app.get("/robots.txt").await.body;
    assert_eq!(robots, "User-agent: *\nDisallow: /\n");
    let assets = app.get("/welcome").await.body;
    for asset in assets.split('"').filter(|it| it.starts_with("/assets/")) {
        let answer = app.get(asset).await;
        assert_eq!(answer.status, StatusCode::OK);
        hardened(asset, &answer);
        assert!(answer.header("content-type").ends_with("charset=utf-8"));
    }
}

#[tokio::test]
async fn what_is_taken_away_is_a_file_that_does_nothing() {
    let app = TestApp::start().await.with_sample().await;
    let mut files = 0;
    for path in [
        "/evidence/export",
        "/evidence/export?format=csv",
        "/people/export?format=csv",
        "/people/export",
        "/opportunities/export",
        "/import/roles.csv",
        "/handover/text",
        "/settings/export",
        "/resume/file",
        "/resume/file?format=json",
    ] {
        let answer = app.get(path).await;
        hardened(path, &answer);
        if answer.status != StatusCode::OK {
            continue;
        }
        files += 1;
        let how = answer.header("content-disposition");
        assert!(how.starts_with("attachment; filename=\""), "{path}: {how}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("sandbox"), "{path}: {policy}");
        assert!(!policy.contains("'self'"), "{path}: {policy}");
    }
    assert!(files >= 7, "only {files} files");
}

#[tokio::test]
async fn signing_out_clears_what_the_browser_kept_of_us_and_of_nobody_else() {
    let app = TestApp::start().await;
    let out = app.post("/sign-out", &[]).await;
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    hardened("signing out", &out);
}

#[tokio::test]
async fn over_tls_nothing_else_is_spoken_for_a_year() {
    let server = Server::start();
    let ada = server.with_ada().await;
    for path in [
        "/",
        "/account",
        "/nowhere",
        "/healthz",
        "/robots.txt",
        "/sign-in",
    ] {
        let answer = ada.get(path).await;
        let told = answer.header("strict-transport-security");
        assert_eq!(told, "max-age=31536000; includeSubDomains", "{path}");
        hardened(path, &answer);
    }
    let stranger = server.browser("192.0.2.8");
    for path in ["/", "/join/none", "/reset/none", "/sso/back", "/prove"] {
        hardened(path, &stranger.get(path).await);
    }
}
