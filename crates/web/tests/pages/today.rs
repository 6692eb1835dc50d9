//! Today: done, later and not for me where a thing stands, quiet, and the calendar at a secret address.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use windward_core::record::{Action, Kind, Promise, Quiet, Record, Snooze};
use windward_store::FeedToken;

use crate::app::{HOST, TestApp};

/// Somebody with a role and one thing to do; its id on Today.
async fn busy() -> (TestApp, String) {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    let fields = [("what", "Write to Ines"), ("due", "2026-11-24")];
    app.post("/actions", &fields).await;
    let id = record(&app).await.all::<Action>().next().expect("it").id;
    (app, format!("act.{id}"))
}

async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

async fn count<T: Kind>(app: &TestApp) -> usize {
    record(app).await.all::<T>().count()
}

/// What a calendar program gets, which has no cookie.
async fn calendar(app: &TestApp, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).header(header::HOST, HOST);
    let answer = app.send(request.body(Body::empty()).expect("a request"));
    let answer = answer.await;
    (answer.status, answer.body)
}

/// The path of the address that a page shows.
fn address(page: &str) -> String {
    let start = page.find("/calendar/").expect("an address");
    let end = page[start..].find('"').expect("its end");
    page[start..start + end].to_owned()
}

#[tokio::test]
async fn a_thing_is_done_where_it_stands_and_once() {
    let (app, id) = busy().await;
    assert!(app.get("/").await.body.contains("Write to Ines"));
    let once = uuid::Uuid::now_v7().to_string();
    let form = [("once", once.as_str()), ("thing", id.as_str())];
    for _ in 0..2 {
        assert_eq!(app.post("/today/done", &form).await.leads_to(), "/");
    }
    let record = record(&app).await;
    let thread = record.threads().find(|(_, it)| it.revisions().len() > 1);
    assert_eq!(thread.expect("the action").1.revisions().len(), 2);
    assert!(!app.get("/").await.body.contains("Write to Ines"));
    let unknown = app.post("/today/done", &[("thing", "nothing")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let more = app
        .post("/today/done", &[("thing", "choose-destination")])
        .await;
    assert_eq!(more.leads_to(), "/destinations");
}

#[tokio::test]
async fn a_promise_is_broken_or_let_go_where_it_stands() {
    let (app, _) = busy().await;
    for (what, word, label) in [
        ("Write the memo", "broken", "broken"),
        ("Call the desk", "let-go", "let go"),
    ] {
        let promise = [("owner", "mine"), ("what", what), ("due", "2026-11-23")];
        app.post("/promises", &promise).await.leads_to();
        let all = record(&app).await;
        let of = all.all::<Promise>().find(|of| of.it.what == what);
        let end = format!("/promises/{}/end", of.expect("it").id);
        let today = app.get("/").await.body;
        assert!(today.contains(&format!("action=\"{end}\"")), "{today}");
        let ended = app.post(&end, &[("as", word), ("back", "/")]).await;
        assert_eq!(ended.leads_to(), "/");
        assert!(!app.get("/").await.body.contains(&end));
        let all = record(&app).await;
        let of = all.all::<Promise>().find(|of| of.it.what == what);
        assert_eq!(of.expect("it").it.state.label(), label);
    }
}

#[tokio::test]
async fn what_is_put_aside_is_gone_and_can_be_brought_back() {
    let (app, _) = busy().await;
    let says = "Choose where you want to go";
    let aside = |until: &'static str| [("thing", "choose-destination"), ("until", until)];
    app.post("/today/aside", &aside("7")).await;
    let today = app.get("/").await.body;
    assert!(
        today.contains("Put aside until 29 November 2026."),
        "{today}"
    );
    assert!(today.contains("Put aside: 1 thing") && today.contains(says));
    app.post("/today/aside", &aside("never")).await;
    assert_eq!(count::<Snooze>(&app).await, 1, "the one is revised");
    assert!(app.get("/").await.body.contains("Not for you"));
    let item = record(&app).await.all::<Snooze>().next().expect("it").id;
    let back = app
        .post("/today/back", &[("item", &item.to_string())])
        .await;
    assert_eq!(back.leads_to(), "/");
    assert_eq!(count::<Snooze>(&app).await, 0);
    assert!(!app.get("/").await.body.contains("Put aside: "));
}

#[tokio::test]
async fn a_day_that_is_over_is_said_beside_the_field_and_kept() {
    let (app, id) = busy().await;
    for (day, says) in [
        ("2026-11-22", "That day is over"),
        ("2029-01-01", "more than a year away"),
        ("soon", "write a year"),
        ("", "Until which day?"),
    ] {
        let refused = app
            .post("/today/aside", &[("thing", id.as_str()), ("day", day)])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(refused.body.contains(says), "{day}: {}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{day}\"")), "{day}");
    }
    let record = record(&app).await;
    assert_eq!(record.all::<Action>().next().expect("it").it.put_off, None);
    app.post(
        "/today/aside",
        &[("thing", id.as_str()), ("day", "2026-12-01")],
    )
    .await;
    assert!(!app.get("/").await.body.contains("Write to Ines"));
}

#[tokio::test]
async fn quiet_shows_nothing_as_now_until_it_is_ended() {
    let (app, _) = busy().await;
    let refused = app
        .post(
            "/today/quiet",
            &[("why", "A layoff"), ("day", "2020-01-01")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"A layoff\""));
    app.post(
        "/today/quiet",
        &[("why", "A layoff"), ("day", "2026-12-07")],
    )
    .await;
    let today = app.get("/").await.body;
    assert!(today.contains("Quiet until 7 December 2026"), "{today}");
    assert!(today.contains("A layoff") && today.contains("What waits: "));
    assert!(!today.contains("Needs you"));
    let item = record(&app).await.all::<Quiet>().next().expect("it").id;
    app.post("/today/quiet/over", &[("item", &item.to_string())])
        .await;
    assert!(app.get("/").await.body.contains("Needs you"));
}

#[tokio::test]
async fn a_calendar_reads_days_at_its_address_until_it_is_ended() {
    let (app, _) = busy().await;
    let made = app.post("/feed", &[("shows", "dates")]).await.body;
    let path = address(&made);
    let (status, days) = calendar(&app, &path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(days.contains("DTSTART;VALUE=DATE:20261124"), "{days}");
    assert!(days.contains("SUMMARY:A private reminder"));
    assert!(!days.contains("Ines"), "nothing but the day");
    let words_page = app.post("/feed", &[("shows", "words")]).await.body;
    // The board has no words outside the record, whatever the calendar may say.
    let seat = [
        ("area", "A difficult launch"),
        ("who", "Marit Solberg"),
        ("cadence", "month"),
    ];
    app.post("/board/seats", &seat).await.leads_to();
    let (_, words) = calendar(&app, &address(&words_page)).await;
    assert!(
        words.contains("SUMMARY:Write to Ines") && words.contains("SUMMARY:A private reminder"),
        "{words}"
    );
    assert!(!words.contains("Marit") && !words.contains("difficult launch"));
    let uid = |text: &str| {
        let event = text
            .split("BEGIN:VEVENT")
            .find(|it| it.contains("20261124"));
        let mut lines = event.expect("the day").lines();
        lines.find(|it| it.starts_with("UID:")).map(str::to_owned)
    };
    assert_eq!(uid(&days), uid(&words), "it is the same reminder");

    // It follows what is appended, on a page or beside it.
    app.post("/today/quiet", &[("day", "2026-12-07")]).await;
    let (_, quiet) = calendar(&app, &path).await;
    assert!(quiet.contains("DTSTART;VALUE=DATE:20261207"), "{quiet}");
    assert!(!quiet.contains("20261124"));

    let feeds = app.instance.feeds(app.person()).await.expect("feeds");
    assert!(
        app.get("/feed")
            .await
            .body
            .contains("Two calendars read it")
    );
    for feed in feeds {
        app.post(&format!("/feed/{}/end", feed.id), &[]).await;
    }
    assert_eq!(calendar(&app, &path).await.0, StatusCode::NOT_FOUND);
    let never = FeedToken::random().expect("randomness");
    for path in [
        format!("/calendar/{}.ics", *never.reveal()),
        "/calendar/x.ics".to_owned(),
        "/calendar/".to_owned(),
    ] {
        assert_eq!(
            calendar(&app, &path).await.0,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_is_due_is_stored_with_each_append_and_again_when_another_wrote() {
    let (app, _) = busy().await;
    let store = app.store();
    let due = store.due().await.expect("due").expect("worked out");
    assert_eq!(due.seq, store.head().await.expect("a head").seq);
    assert_eq!(due.rows.len(), 1);
    // Another program appends without.
    let entries = store.load().await.expect("a record").entries;
    let mut entry = entries.last().expect("an entry").entry.clone();
    entry.entry_id = windward_core::id::EntryId(uuid::Uuid::now_v7());
    entry.revises = None;
    store.append(vec![entry], None).await.expect("appended");
    let head = store.head().await.expect("a head").seq;
    assert_ne!(store.due().await.expect("due").expect("some").seq, head);
    app.get("/").await;
    assert_eq!(store.due().await.expect("due").expect("some").seq, head);
}

#[tokio::test]
async fn what_came_of_a_thing_is_asked_once_and_kept_by_a_change() {
    let (app, id) = busy().await;
    let page = format!("/actions/{}", id.trim_start_matches("act."));
    let open = app.get(&page).await.body;
    assert_eq!(open.matches("What came of it").count(), 1, "{open}");
    let done = format!("{page}/done");
    app.post(&done, &[("outcome", "She said yes")]).await;
    let over = app.get(&page).await.body;
    assert_eq!(over.matches("What came of it").count(), 1, "{over}");
    app.post(&format!("{page}/reopen"), &[]).await;
    let open = app.get(&page).await.body;
    assert_eq!(open.matches("What came of it").count(), 1, "{open}");
    assert!(
        open.contains("type=\"hidden\" name=\"outcome\" value=\"She said yes\""),
        "{open}"
    );
}

#[tokio::test]
async fn a_skill_in_focus_says_how_much_backs_what_is_asked() {
    let app = TestApp::start().await.with_sample().await;
    let today = app.get("/").await.body;
    assert!(
        today.contains("1 piece of evidence, none that backs ‘leading’"),
        "{today}"
    );
}
