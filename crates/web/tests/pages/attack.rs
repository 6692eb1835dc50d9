//! What an outsider may have written into a record, by an import, a name or a reply: every page shows it, and nothing
//! of it does anything.

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use serde_json::Value;
use windward_core::{
    framework::{FrameworkHash, PRODUCT},
    id::CountedIds,
    record::Entry,
    sample,
};
use windward_post::{Office, Rhythm};
use windward_store::{FeedToken, StopToken};

use crate::app::{TestApp, morning};

/// Behind every text of the sample: markup that would run, a header, the end of what it stands in.
const EVIL: &str =
    "\"'></textarea><img src=x onerror=alert(1)>\r\nBcc: all@example.org\r\nEND:VEVENT\r\n=1+1";

/// The sample record with that behind everything that somebody wrote.
async fn spoiled() -> TestApp {
    let app = TestApp::start().await;
    let hash = FrameworkHash::of(PRODUCT);
    let today = morning().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut ids = CountedIds::from(1 << 70);
    let entries = sample::entries(hash, today, morning(), &mut ids);
    let spoiled = entries.iter().map(|entry| {
        let mut it: Value = serde_json::from_str(&entry.to_json()).expect("JSON");
        spoil(&mut it);
        Entry::from_json(&it.to_string()).expect("an entry")
    });
    let store = app.store();
    store.append(spoiled.collect(), None).await.expect("stored");
    app
}

/// What has a space in it was written by somebody.
fn spoil(value: &mut Value) {
    match value {
        Value::String(text) if text.contains(' ') => text.push_str(EVIL),
        Value::Array(all) => all.iter_mut().for_each(spoil),
        Value::Object(fields) => fields.values_mut().for_each(spoil),
        _ => {}
    }
}

#[tokio::test]
async fn nothing_that_was_written_becomes_part_of_a_page() {
    let app = spoiled().await;
    let mut known = vec!["/".to_owned()];
    let (mut at, mut kinds) = (0, BTreeSet::new());
    while at < known.len() && at < 2_000 {
        let here = known[at].clone();
        at += 1;
        let answer = app.get(&here).await;
        assert!(
            !answer.status.is_server_error(),
            "{here}: {}",
            answer.status
        );
        assert!(
            answer.headers.get_all("bcc").iter().next().is_none(),
            "{here}"
        );
        let kind = answer.header(header::CONTENT_TYPE.as_str()).to_owned();
        if !kind.is_empty() && !kind.starts_with("text/html") {
            let policy = answer.header("content-security-policy");
            let how = answer.header("content-disposition");
            assert!(
                how.starts_with("attachment") && policy.contains("sandbox")
                    || here.starts_with("/assets/"),
                "{here} is no file: {how} {policy}"
            );
            kinds.insert(kind);
            continue;
        }
        if answer.body.contains("<img") {
            let found = answer.body.find("<img").unwrap_or_default();
            let from = answer.body.floor_char_boundary(found.saturating_sub(200));
            panic!("{here}: {}", &answer.body[from..=found]);
        }
        let links = answer.body.split("href=\"").skip(1);
        for link in links.filter_map(|it| it.split('"').next()) {
            let leads = link.starts_with(['/', '#', '?'])
                || ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|it| link.starts_with(it));
            assert!(leads, "{here} leads to {link}");
            let link = link
                .split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&");
            if link.starts_with('/') && !known.contains(&link) {
                known.push(link);
            }
        }
    }
    assert!(known.len() > 250, "only {} addresses", known.len());
    assert!(kinds.len() >= 2, "{kinds:?}");
}

#[tokio::test]
async fn what_was_written_ends_no_event_of_a_calendar_and_no_row_of_a_table() {
    let app = spoiled().await;
    let made = app.post("/feed", &[("shows", "words")]).await.body;
    let (_, path) = made.split_once("/calendar/").expect("an address");
    let path = format!("/calendar/{}", path.split('"').next().expect("its end"));
    let text = app.get(&path).await.body;
    let lines = || text.split("\r\n");
    let count = |wanted: &str| lines().filter(|line| *line == wanted).count();
    assert!(count("BEGIN:VEVENT") > 10, "{text}");
    assert_eq!(count("BEGIN:VEVENT"), count("END:VEVENT"));
    assert!(lines().all(|line| line.len() <= 75 && !line.starts_with("Bcc")));
    assert!(text.contains("onerror"), "it says what was written");

    for address in [
        "/people/export?format=csv&notes=yes",
        "/evidence/export?format=csv",
    ] {
        let table = app.get(address).await.body;
        let mut quoted = false;
        let mut begins = true;
        let mut formulas = 0;
        // A cell by its marks: within them, two are one.
        for letter in table.trim_start_matches('\u{feff}').chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' | '\n' if !quoted => begins = true,
                '\r' if !quoted => {}
                letter => {
                    formulas += usize::from(begins && "=+-@\t\r".contains(letter));
                    begins = false;
                }
            }
        }
        assert!(!quoted, "{address} ends within a cell");
        assert_eq!(formulas, 0, "{address}");
        assert!(table.contains("onerror"), "{address}");
    }
}

#[tokio::test]
async fn a_secret_opens_what_it_was_made_for_and_nothing_else() {
    let app = TestApp::start().await;
    let office = Office::open(&app.instance, None, "http://127.0.0.1:7878".to_owned()).expect("it");
    let wish = windward_post::Wish {
        rhythm: Rhythm::Daily,
        to: windward_formats::mail::Mailbox::new(None, "ada@example.org").expect("an address"),
        words: false,
        zone: "UTC".to_owned(),
        stop: String::new(),
    };
    office
        .put_wish(app.person(), Some(wish), morning())
        .await
        .expect("kept");
    let stop = office
        .wish(app.person())
        .await
        .expect("opens")
        .expect("kept")
        .stop;
    let made = app.post("/feed", &[("shows", "words")]).await.body;
    let (_, feed) = made.split_once("/calendar/").expect("an address");
    let feed = feed.split(".ics").next().expect("a secret").to_owned();

    let mut outside = app;
    outside.cookie = String::new();
    for address in [
        format!("/calendar/{stop}.ics"),
        format!("/calendar/{feed}"),
        format!("/calendar/{}.ics", &feed[..feed.len() - 1]),
        format!("/calendar/{feed}%00.ics"),
        format!("/calendar/..%2F{feed}.ics"),
        format!(
            "/calendar/{}.ics",
            *FeedToken::random().expect("dice").reveal()
        ),
        format!("/sign-in?token={stop}"),
        format!("/sign-in?token={feed}"),
    ] {
        let answer = outside.get(&address).await;
        assert!(
            !answer.status.is_success() && !answer.status.is_redirection(),
            "{address}"
        );
        assert!(!answer.body.contains("BEGIN:VCALENDAR"), "{address}");
        assert_eq!(answer.header("set-cookie"), "", "{address}");
    }
    for wrong in [
        &*feed,
        "",
        "x",
        &*StopToken::random().expect("dice").reveal(),
    ] {
        let answer = outside
            .send_form(&format!("/digest/stop/{wrong}"), &[])
            .await;
        assert!(!answer.body.contains("No more digests"), "{wrong}");
    }
    assert!(
        office
            .wish(outside.person())
            .await
            .expect("opens")
            .is_some()
    );
    // A mail provider has no cookie and no form of ours; it stops the digest and gets nowhere else.
    let one_click = [("List-Unsubscribe", "One-Click")];
    let answer = outside
        .send_form(&format!("/digest/stop/{stop}"), &one_click)
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("set-cookie"), "");
    assert!(
        office
            .wish(outside.person())
            .await
            .expect("opens")
            .is_none()
    );
    assert_eq!(
        outside.get("/settings/mail").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_form_leads_back_to_our_own_pages_alone() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2022")
        .await;
    for back in [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/x\r\nLocation: https://evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
    ] {
        let fields = [("line", "Ask about it"), ("back", back)];
        let answer = app.post("/conversations/notes", &fields).await;
        let to = answer.header(header::LOCATION.as_str());
        assert!(
            !to.contains("evil") && !to.contains("alert"),
            "{back}: {to}"
        );
    }
}
