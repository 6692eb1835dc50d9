//! Where the server can be made to reach, and how much it can be made to do.
//!
//! CVE-2026-21885, GHSA-72vh-x5jq-m82g, GHSA-hw4g-2v3f-74x5, CVE-2026-40168, CVE-2026-33679, CVE-2026-33675,
//! CVE-2026-22247, CVE-2026-46689, GHSA-84jc-3hj2-hwc7, CVE-2026-33474, CVE-2026-35599. What is an address that may be
//! connected to is tested in `outbound/src/lib.rs`.

use axum::http::StatusCode;

use super::rendering::sources;
use crate::app::TestApp;

/// What connects out, and the files that may: the one way out, what speaks SMTP over an address that it checked, the
/// database that whoever has the machine names, and a command that looks for the server beside it.
const CONNECTS: &[(&str, &[&str])] = &[
    (
        "TcpStream::connect",
        &["outbound/src/lib.rs", "cli/src/commands/serve.rs"],
    ),
    ("lookup_host", &["outbound/src/lib.rs"]),
    ("to_socket_addrs", &[]),
    ("connect_tokio1", &["post/src/smtp.rs"]),
    ("AsyncSmtpTransport", &[]),
    ("SmtpTransport", &[]),
    ("SendmailTransport", &[]),
    ("reqwest", &[]),
    ("hyper_util::client", &[]),
    ("UdpSocket", &[]),
];

#[test]
fn one_way_leads_out() {
    let mut found = 0;
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (what, may) in CONNECTS {
            if code.contains(what) {
                let may = may.iter().any(|it| path.ends_with(it));
                assert!(may, "{} connects by {what}", path.display());
                found += 1;
            }
        }
    }
    assert!(found >= 3, "the test looks for what is not there");
}

#[tokio::test]
async fn nesting_of_any_depth_is_refused_and_takes_nothing_down() {
    let app = TestApp::start().await;
    for depth in [200, 20_000, 400_000] {
        let nested = [
            "[".repeat(depth),
            "{\"a\":".repeat(depth),
            format!("{{\"work\":{}", "[".repeat(depth)),
            format!("x = {}", "[".repeat(depth)),
            format!("x = {}1{}", "[".repeat(depth), "]".repeat(depth)),
            format!("[{}]", "a.".repeat(depth)),
            "> ".repeat(depth),
            "*".repeat(depth),
            "(".repeat(depth),
        ];
        for text in nested {
            for (path, name) in [
                ("/import", "resume.json"),
                ("/import", "wins.md"),
                ("/import", "Positions.csv"),
                ("/settings/import", "record.jsonl"),
                ("/settings/framework", "ladder.toml"),
            ] {
                let answer = app.upload(path, name, text.as_bytes()).await;
                let start = &text[..4];
                assert!(
                    !answer.status.is_server_error(),
                    "{path} {start} {depth}: {}",
                    answer.body
                );
            }
        }
    }
    let search = format!("/search?q={}", "(".repeat(6_000));
    assert!(!app.get(&search).await.status.is_server_error());
    assert_eq!(app.get("/welcome").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_date_at_the_end_of_time_costs_no_more_than_another() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    for day in [
        "0001-01-01",
        "9999-12-31",
        "-9999-01",
        "2026-02-30",
        "99999",
    ] {
        for (path, field) in [
            ("/evidence", "on"),
            ("/promises", "due"),
            ("/actions", "due"),
            ("/today/quiet", "until"),
        ] {
            let fields = [("what", "x"), (field, day), ("every", "1")];
            let answer = app.post(path, &fields).await;
            assert!(!answer.status.is_server_error(), "{path} {day}");
        }
        for page in [
            format!("/course?as_of={day}"),
            "/".to_owned(),
            "/timeline".to_owned(),
        ] {
            let answer = app.get(&page).await;
            assert!(!answer.status.is_server_error(), "{page}");
        }
    }
}
