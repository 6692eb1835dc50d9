//! Whoever saves too late, or twice: what was typed is never lost, nothing is overwritten, and once is once.

use axum::http::StatusCode;
use windward_core::record::{CheckIn, Evidence, FridayMinute, Kind, Quiet, Record, Settled};

use crate::app::{Answer, TestApp};

async fn senior() -> TestApp {
    TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await
}

async fn all<T: Kind + Clone>(app: &TestApp) -> Vec<T> {
    let record = Record::fold(app.store().load().await.expect("a record").entries);
    record.all::<T>().map(|of| of.it.clone()).collect()
}

/// That a page has what was sent beside what stands.
fn both(answer: &Answer, sent: &str, stands: &str) {
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    let (before, after) = answer
        .body
        .split_once("What stands now")
        .expect("both stand there");
    assert!(before.contains("What you sent"), "{before}");
    assert!(
        before.contains(sent) && !before.contains(stands),
        "{before}"
    );
    assert!(after.contains(stands) && !after.contains(sent), "{after}");
}

/// Of what there is one of, two windows were opened before anything was there.
#[tokio::test]
async fn the_second_window_overwrites_nothing_of_the_first_and_shows_both() {
    for (path, field) in [
        ("/settings", "keep"),
        ("/resume", "summary"),
        ("/friday", "learned"),
        ("/check-in", "line"),
    ] {
        let app = TestApp::start().await;
        let saved = app.post(path, &[(field, "Time with customers")]).await;
        assert!(saved.status.is_redirection(), "{path} {}", saved.body);
        let late = app.post(path, &[(field, "A team of my own")]).await;
        both(&late, "A team of my own", "Time with customers");
    }
}

#[tokio::test]
async fn an_answer_from_a_page_that_knew_of_none_is_told_beside_the_one_that_stands() {
    let app = senior().await;
    let rate = |step: &'static str| [("skill", "portfolio"), ("proficiency", step)];
    app.post("/skills/rate", &rate("2")).await.leads_to();
    let late = app.post("/skills/rate", &rate("5")).await;
    both(&late, ": shaping", ": practising");
    let yes = [("expectation", "principal-pnl"), ("state", "doing")];
    app.post("/claims", &yes).await.leads_to();
    let no = [("expectation", "principal-pnl"), ("state", "not-yet")];
    let late = app.post("/claims", &no).await;
    both(&late, ": not yet", ": doing it");
}

#[tokio::test]
async fn a_title_that_was_reworded_meanwhile_keeps_its_words() {
    let app = TestApp::start().await;
    let role = [
        ("title", "Chief of something"),
        ("from", "2021"),
        ("rung", "+read"),
        ("end", "ongoing"),
    ];
    app.post("/roles/new", &role).await.leads_to();
    let asked = app.get("/titles").await.field("role");
    let (id, entry) = asked.split_once(' ').expect("a role and its entry");
    let mut again = role.to_vec();
    again[0] = ("title", "Chief of staff");
    again.push(("revises", entry));
    app.post(&format!("/roles/{id}"), &again).await.leads_to();
    let late = app
        .post("/titles", &[("role", &asked), ("rung", "+outside")])
        .await;
    both(&late, "Chief of something", "Chief of staff");
}

#[tokio::test]
async fn what_was_typed_into_something_that_is_gone_can_still_be_read() {
    let app = senior().await;
    let kept = [("words", "Clear as day"), ("from", "Petra")];
    app.post("/praise", &kept).await.leads_to();
    let list = app.get("/praise").await.body;
    let (_, rest) = list.split_once("href=\"/praise/").expect("it is listed");
    let path = format!("/praise/{}", &rest[..36]);
    let revises = app.get(&path).await.field("revises");
    app.post(&format!("{path}/withdraw"), &[("revises", &revises)])
        .await
        .leads_to();
    let late = [("revises", revises.as_str()), ("words", "Clear as <night>")];
    let late = app.post(&path, &late).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    assert!(
        late.body.contains(">Clear as &lt;night&gt;</blockquote>"),
        "{}",
        late.body
    );
}

/// A second click sends the very same form, mark and all.
#[tokio::test]
async fn what_is_sent_twice_before_the_first_page_came_back_is_written_once() {
    let app = TestApp::start().await;
    let once = uuid::Uuid::now_v7().to_string();
    for path in ["/settings", "/resume"] {
        let form = [
            ("once", once.as_str()),
            ("keep", "Time with customers"),
            ("summary", "Time with customers"),
        ];
        app.post(path, &form).await.leads_to();
        let head = app.store().head().await.expect("a head");
        app.post(path, &form).await.leads_to();
        assert_eq!(app.store().head().await.expect("a head"), head, "{path}");
    }
    let friday = [
        ("once", once.as_str()),
        ("did", "Closed the pilot"),
        ("log", "yes"),
    ];
    app.post("/friday", &friday).await.leads_to();
    app.post("/friday", &friday).await.leads_to();
    assert_eq!(all::<FridayMinute>(&app).await.len(), 1);
    assert_eq!(all::<Evidence>(&app).await.len(), 1);
}

#[tokio::test]
async fn a_slow_time_becomes_a_week_longer_with_each_press_and_not_with_each_click() {
    let app = senior().await;
    let laid_off = [("sort", "laid-off"), ("on", "2026-11-20")];
    let page = app.post("/setbacks", &laid_off).await.leads_to().to_owned();
    let page = page.split(['?', '#']).next().expect("a path").to_owned();
    let once = uuid::Uuid::now_v7().to_string();
    let week = [("once", once.as_str()), ("week", "yes")];
    for _ in 0..2 {
        app.post(&format!("{page}/slow"), &week).await.leads_to();
    }
    let until: Vec<String> = all::<Quiet>(&app)
        .await
        .iter()
        .map(|it| it.until.to_string())
        .collect();
    assert_eq!(until, ["2026-11-29"]);
}

#[tokio::test]
async fn a_second_check_in_of_a_day_begins_with_what_was_said_and_replaces_that() {
    let app = senior().await;
    let said = [("energy", "2"), ("line", "Third release of the same kind")];
    app.post("/check-in", &said).await.leads_to();
    let page = app.get("/check-in").await;
    assert!(
        page.body
            .contains(">Third release of the same kind</textarea>"),
        "{}",
        page.body
    );
    let (once, revises) = (page.field("once"), page.field("revises"));
    let again = [
        ("once", once.as_str()),
        ("revises", revises.as_str()),
        ("energy", "2"),
        ("line", "Third release, and the last of its kind"),
    ];
    app.post("/check-in", &again).await.leads_to();
    let kept = all::<CheckIn>(&app).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        kept[0].line.as_deref(),
        Some("Third release, and the last of its kind")
    );
}

#[tokio::test]
async fn whoever_wants_to_be_here_says_so_once_in_two_windows() {
    let app = senior().await;
    let settle = |why: &'static str| [("until", "2027-06"), ("why", why)];
    let first = settle("Time with customers");
    app.post("/plateau/settle", &first).await.leads_to();
    let second = settle("A team of my own");
    let late = app.post("/plateau/settle", &second).await;
    both(&late, "A team of my own", "Time with customers");
    let revises = app.get("/plateau").await.field("revises");
    let end = [("end", "yes"), ("revises", revises.as_str())];
    app.post("/plateau/settle", &end).await.leads_to();
    assert_eq!(all::<Settled>(&app).await, []);
}

#[tokio::test]
async fn what_is_too_long_is_told_and_not_left_out() {
    let app = senior().await;
    let promise = [("what", "Send the memo"), ("owner", "mine")];
    app.post("/promises", &promise).await.leads_to();
    let list = app.get("/promises").await.body;
    let (_, rest) = list
        .split_once("action=\"/promises/")
        .expect("it is listed");
    let why = "so ".repeat(7_000);
    let end = [("as", "broken"), ("why", why.as_str())];
    let told = app
        .post(&format!("/promises/{}/end", &rest[..36]), &end)
        .await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        told.body.contains("longer than 20000 characters"),
        "{}",
        told.body
    );
}
