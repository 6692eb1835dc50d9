//! A layoff and what comes after, as forms; and the record taken away and brought in again.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use windward_core::{
    record::{
        Action, Evidence, Hypothesis, Promise, PromiseState, Quiet, Record, Reflection, Reframe,
        Setback, SetbackNote, StayGo, Support, Touch,
    },
    views::setback::RUNNING_DATES,
};

use crate::app::{HOST, TestApp};

const WORDS: &str = "five words on a napkin";

async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

/// A senior product manager to whom something happened; answers the path of its page.
async fn after(kind: &str, slow_until: &str) -> (TestApp, String) {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    let role = app.get("/setbacks/new").await.field("sort");
    assert!(role.is_empty() || !role.contains('<'));
    let said = [
        ("sort", kind),
        ("on", "2026-11-20"),
        ("what", "By a call of five minutes.\nThe whole floor."),
        ("slow_until", slow_until),
    ];
    let page = app.post("/setbacks", &said).await.leads_to().to_owned();
    (app, page)
}

#[tokio::test]
async fn a_layoff_slows_everything_down_until_it_is_enough() {
    let (app, page) = after("laid-off", "2026-12-06").await;
    let it = app.get(&page).await.body;
    assert!(it.contains("By a call of five minutes."), "{it}");
    assert_eq!(
        it.matches("Most people meet a layoff at some point")
            .count(),
        1,
        "said once"
    );
    assert!(it.contains("Slowly, until 6 December 2026"));
    let today = app.get("/").await.body;
    assert!(
        today.contains("A slow time, until 6 December 2026"),
        "{today}"
    );
    for demand in [
        "What did you do that someone should remember?",
        "You aim for",
        "Needs you",
    ] {
        assert!(!today.contains(demand), "{demand}");
    }
    assert!(
        today.contains("What rests</summary>"),
        "it waits, and can be looked at"
    );
    assert!(
        app.get("/plateau")
            .await
            .body
            .contains("The signs rest, because it is a slow time")
    );

    let slow = format!("{page}/slow");
    let revises = app.get(&page).await.field_of(&slow, "revises");
    app.post(&slow, &[("week", "yes"), ("revises", &revises)])
        .await
        .leads_to();
    assert!(
        app.get(&page)
            .await
            .body
            .contains("Slowly, until 13 December 2026")
    );
    let refused = app
        .post(&format!("{page}/slow"), &[("slow_until", "2026-11-01")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("That day is over"),
        "{}",
        refused.body
    );
    app.post(&format!("{page}/slow/over"), &[]).await;
    assert!(!app.get("/").await.body.contains("A slow time"));
    let quiet = record(&app).await;
    let quiet = quiet.all::<Quiet>().next().expect("it is kept that it was");
    assert_eq!(quiet.it.until.to_string(), "2026-11-22");
}

#[tokio::test]
async fn each_step_keeps_what_was_written_and_asks_for_nothing() {
    let (app, page) = after("failed-launch", "").await;
    let empty = app.post(&format!("{page}/write"), &[("words", " ")]).await;
    assert_eq!(
        empty.leads_to(),
        format!("{page}/write"),
        "nothing is asked"
    );
    app.post(&format!("{page}/write"), &[("words", "It was a bad week.")])
        .await;
    let pair = [
        ("told_myself", "I failed"),
        ("tell_a_friend", "The market did"),
        ("learned", ""),
    ];
    app.post(&format!("{page}/say-it-otherwise"), &pair).await;
    let answer = [("question", "skills"), ("answer", "Finance")];
    let answered = app.post(&format!("{page}/look-back"), &answer).await;
    let answered = answered.leads_to().to_owned();
    let one = app.get(&answered).await.body;
    assert!(
        one.contains("it would make a difference to be better at this: finance"),
        "{one}"
    );
    let belief = [("belief", "finance is what I lack"), ("know_when", "")];
    let hypothesis = app.post(&format!("{answered}/hypothesis"), &belief).await;
    assert!(hypothesis.leads_to().starts_with("/hypotheses/"));
    let left = [("question", "priorities"), ("answer", "")];
    let next = app.post(&format!("{page}/look-back"), &left).await;
    assert_eq!(next.leads_to(), format!("{page}/look-back?q=next"));
    let act = [("key", "thank"), ("due", "2026-11-30")];
    app.post(&format!("{page}/do"), &act).await;
    app.post(&format!("{page}/do"), &act).await;
    let refused = app
        .post(&format!("{page}/do"), &[("what", "x"), ("due", "2025")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    let it = record(&app).await;
    let note = it.all::<SetbackNote>().next().expect("a note");
    assert_eq!(note.it.words, "It was a bad week.");
    assert_eq!(it.all::<SetbackNote>().count(), 1);
    assert!(
        it.all::<Reframe>()
            .next()
            .expect("a pair")
            .it
            .learned
            .is_none()
    );
    let reflection = it.all::<Reflection>().next().expect("an answer");
    let hypothesis = it.all::<Hypothesis>().next().expect("a hypothesis");
    assert_eq!(reflection.it.hypothesis, Some(hypothesis.id));
    let acts: Vec<_> = it.all::<Action>().collect();
    assert_eq!(acts.len(), 1, "a second click takes it once");
    assert_eq!(acts[0].it.what, "Thank those who worked on it");
}

#[tokio::test]
async fn somebody_is_noted_with_lines_and_told_once() {
    let (app, page) = after("laid-off", "").await;
    let made = app.post("/people/new", &[("name", "Ines Duarte")]).await;
    assert!(made.status.is_redirection(), "{}", made.body);
    let refused = app
        .post(&format!("{page}/people"), &[("name", ""), ("sort", "tell")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let named = [("name", "ines duarte"), ("sort", "tell")];
    let one = app.post(&format!("{page}/people"), &named).await;
    let one = one.leads_to().to_owned();
    let lines = app.get(&one).await.body;
    assert!(
        lines.contains("Hi Ines,") && lines.contains("I was laid off."),
        "{lines}"
    );
    app.post(&format!("{one}/told"), &[]).await;
    let it = record(&app).await;
    let support = it.all::<Support>().next().expect("somebody").it;
    assert_eq!(support.whom.as_deref(), Some("Ines Duarte"));
    assert!(support.contact.is_some() && support.told.is_some());
    assert_eq!(it.all::<Touch>().count(), 1);
}

#[tokio::test]
async fn leaving_keeps_dates_and_notes_and_lets_promises_go() {
    let (app, page) = after("laid-off", "2026-12-06").await;
    let (leaving, role) = (format!("{page}/leaving"), record(&app).await);
    let role = role
        .all::<windward_core::record::Role>()
        .next()
        .expect("a role")
        .id
        .to_string();
    let said = [("sort", "laid-off"), ("on", "2026-11-20"), ("role", &role)];
    let revises = app.get(&page).await.field_of(&page, "revises");
    app.post(&page, &[&said[..], &[("revises", &revises)]].concat())
        .await;
    app.post(
        &format!("{leaving}/dates"),
        &[("what", "Health insurance ends"), ("due", "2026-11-22")],
    )
    .await;
    let today = app.get("/").await.body;
    assert!(
        today.contains("Health insurance ends"),
        "one’s own dates stay: {today}"
    );
    app.post("/evidence", &[("what", "The figures of the pilot")])
        .await;
    let evidence = record(&app)
        .await
        .all::<Evidence>()
        .next()
        .expect("evidence")
        .id;
    let path = format!("/evidence/{evidence}");
    let form = app.get(&path).await;
    let secret = [
        ("what", "The figures of the pilot"),
        ("on", "2026-11-22"),
        ("confidential", "yes"),
        ("revises", &form.field("revises")),
    ];
    app.post(&path, &secret).await;
    let list = app.get(&leaving).await;
    assert!(
        list.body
            .contains("it does not know who owns what, and it does not rule on it"),
        "{}",
        list.body
    );
    let (evidence, revises) = (evidence.to_string(), list.field("revises"));
    let note = [
        (evidence.as_str(), "The works council answers in writing."),
        ("revises", revises.as_str()),
    ];
    app.post(&format!("{leaving}/asked"), &note).await;
    app.post(&format!("{leaving}/taken"), &[]).await;
    let it = record(&app).await;
    let setback = it.all::<Setback>().next().expect("it").it.clone();
    assert_eq!(setback.asked[0].note, note[0].1);
    assert_eq!(
        setback.taken_away.map(|on| on.to_string()).as_deref(),
        Some("2026-11-22")
    );
    assert!(
        app.get(&leaving)
            .await
            .body
            .contains("The works council answers in writing.")
    );

    app.post(
        "/conversations/with",
        &[("whom", "Petra Lindqvist"), ("relation", "manager")],
    )
    .await;
    app.post(
        "/promises",
        &[
            ("what", "The memo"),
            ("owner", "mine"),
            ("whom", "Petra Lindqvist"),
        ],
    )
    .await;
    let promise = record(&app)
        .await
        .all::<Promise>()
        .next()
        .expect("a promise")
        .id
        .to_string();
    let list = app.get(&leaving).await.body;
    assert!(list.contains(&promise), "it is offered for closing: {list}");
    app.post(
        "/promises",
        &[
            ("what", "The figures"),
            ("owner", "mine"),
            ("whom", "Petra Lindqvist"),
            ("due", "2026-11-22"),
        ],
    )
    .await;
    let today = app.get("/").await.body;
    let (you, dated) = (today.find("For you"), today.find("What you dated yourself"));
    assert!(you.is_some() && you < dated, "oneself first: {today}");
    assert!(today.contains("let go of what nobody needs"), "{today}");
    app.post(&format!("{leaving}/promises"), &[("end", &promise)])
        .await;
    let it = record(&app).await;
    let mut all = it.all::<Promise>();
    let state = &all
        .find(|of| of.it.what == "The memo")
        .expect("it")
        .it
        .state;
    assert!(matches!(state, PromiseState::LetGo { .. }), "{state:?}");
}

#[tokio::test]
async fn what_happens_next_does_not_shorten_a_slow_time() {
    let (app, _) = after("laid-off", "2026-12-20").await;
    let new = app.get("/setbacks/new").await;
    assert_eq!(new.field("slow_until"), "2026-12-20");
    assert!(
        new.body
            .contains("It is a slow time already, until 20 December 2026"),
        "{}",
        new.body
    );
    let (app, _) = after("laid-off", "2026-11-24").await;
    assert_eq!(
        app.get("/setbacks/new").await.field("slow_until"),
        "2026-12-06"
    );
}

#[tokio::test]
async fn each_date_that_runs_has_its_row_and_is_no_small_thing() {
    let (app, page) = after("laid-off", "").await;
    let leaving = format!("{page}/leaving");
    let list = app.get(&leaving).await.body;
    for what in RUNNING_DATES {
        assert!(list.contains(&format!(">{what}</label>")), "{what}: {list}");
    }
    let dates = format!("{leaving}/dates");
    for (fields, says) in [
        (
            vec![("due3", "2026-11-01"), ("what", "")],
            "That day is over",
        ),
        (vec![("what", "")], "Type a day beside one of these"),
        (
            vec![("what", ""), ("due", "2026-12-01")],
            "What happens on that day?",
        ),
    ] {
        let refused = app.post(&dates, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
    }
    let typed = [
        ("due0", "2026-12-31"),
        ("due3", "2027-01-31"),
        ("what", "Return the car"),
        ("due", "2026-12-20"),
    ];
    app.post(&dates, &typed).await.leads_to();
    let it = record(&app).await;
    let all: Vec<_> = it.all::<Action>().collect();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|of| of.it.runs));
    let list = app.get(&leaving).await.body;
    assert!(
        list.contains("Return the car") && !list.contains("name=\"due3\""),
        "{list}"
    );
    let small = app.get(&format!("{page}/do")).await.body;
    assert!(!small.contains("Health insurance ends"), "{small}");
}

#[tokio::test]
async fn whoever_takes_the_record_along_can_say_so_and_go_back() {
    let (app, page) = after("laid-off", "").await;
    let away = app.get("/settings/take-away").await.body;
    assert!(away.contains(&format!("{page}/leaving/taken")), "{away}");
    assert!(away.contains("Back to the list"), "{away}");
    app.post(&format!("{page}/leaving/taken"), &[])
        .await
        .leads_to();
    let away = app.get("/settings/take-away").await.body;
    assert!(!away.contains("Back to the list"), "{away}");
    let fresh = TestApp::start().await;
    let welcome = fresh.get("/welcome").await.body;
    assert!(welcome.contains("href=\"/settings#data\""), "{welcome}");
}

#[tokio::test]
async fn what_was_said_leads_to_a_question_and_a_day() {
    let (app, page) = after("passed-over", "").await;
    let judged = format!("{page}/judged");
    let revises = app.get(&judged).await.field("revises");
    let said = [
        ("revises", revises.as_str()),
        ("said", "‘Not yet.’"),
        ("meant", "The figures"),
        ("ask", "Which one?"),
    ];
    app.post(&judged, &said).await;
    let it = app.get(&judged).await.body;
    assert!(
        it.contains("href=\"/cases\"") && it.contains("/conversations/prepare"),
        "{it}"
    );
    assert!(it.contains("name=\"line\" value=\"Which one?\""), "{it}");
    let revises = app.get(&judged).await.field("revises");
    let day = [
        ("revises", revises.as_str()),
        ("decide_on", "2026-11-22"),
        ("choice", ""),
    ];
    app.post(&format!("{judged}/decide"), &day).await;
    assert!(app.get("/").await.body.contains("Stay or go?"));
    let it = app.get(&judged).await.body;
    assert!(it.contains("The day on which you decide"), "{it}");
    assert!(it.contains(&format!("href=\"{page}/look-back\"")), "{it}");
    let over = app
        .post(
            &format!("{judged}/decide"),
            &[("decide_on", "2026-01-01"), ("choice", "")],
        )
        .await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        over.body.contains("Not yet."),
        "what was said is still there"
    );
    let revises = app.get(&judged).await.field("revises");
    let decision = [
        ("revises", revises.as_str()),
        ("decide_on", "2026-11-22"),
        ("choice", "go"),
        ("why", "The room"),
    ];
    app.post(&format!("{judged}/decide"), &decision).await;
    let it = app.get(&judged).await.body;
    assert!(it.contains("The day you had set for it"), "{it}");
    assert!(!app.get("/").await.body.contains("Stay or go?"));
    let it = record(&app).await;
    let decided = it.all::<Setback>().next().expect("it").it.decided.clone();
    assert_eq!(decided.expect("a decision").choice, StayGo::Go);
    assert!(
        app.get("/board/seats/new?after=committee")
            .await
            .body
            .contains("How such decisions are made")
    );
}

/// The file, as a browser gets it.
async fn take_away(app: &TestApp) -> Vec<u8> {
    let once = uuid::Uuid::now_v7();
    let words = WORDS.replace(' ', "+");
    let request = Request::post("/settings/take-away")
        .header(header::COOKIE, &app.cookie)
        .header(header::HOST, HOST)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let form = format!("once={once}&passphrase={words}&again={words}");
    let (parts, file) = app
        .raw(request.body(Body::from(form)).expect("a request"))
        .await;
    assert_eq!(parts.status, StatusCode::OK);
    let disposition = parts.headers[header::CONTENT_DISPOSITION]
        .to_str()
        .expect("text");
    assert!(disposition.ends_with(".jsonl.age\""), "{disposition}");
    file
}

/// Uploads a file with its passphrase beside it.
async fn bring_in(app: &TestApp, file: &[u8], words: &str) -> crate::app::Answer {
    let fields = [("passphrase", words)];
    app.upload_with("/settings/import", &fields, "record.jsonl.age", file)
        .await
}

#[tokio::test]
async fn the_record_goes_away_under_a_passphrase_and_comes_back_to_the_byte() {
    let (app, page) = after("laid-off", "2026-12-06").await;
    app.post(&format!("{page}/write"), &[("words", "Nobody reads this.")])
        .await;
    let path = "/settings/take-away";
    for (one, other, says) in [
        ("too short", "too short", "at least 12 characters"),
        (WORDS, "something else now", "This is not the same as above"),
    ] {
        let refused = app
            .post(path, &[("passphrase", one), ("again", other)])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(says), "{}", refused.body);
        assert!(!refused.body.contains(one), "a passphrase is in no page");
    }
    let before = app.get("/settings/export").await.body;
    let file = take_away(&app).await;
    assert!(file.starts_with(b"age-encryption.org/v1\n"));
    assert!(!file.windows(6).any(|it| it == b"Nobody"));
    assert_eq!(
        app.get("/settings/export").await.body,
        before,
        "it writes nothing"
    );

    let other = TestApp::start().await;
    let wrong = bring_in(&other, &file, "five words on a napkim").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong
            .body
            .contains("This passphrase does not open the file"),
        "{}",
        wrong.body
    );
    let none = bring_in(&other, &file, "").await;
    assert!(
        none.body.contains("type its passphrase beside it"),
        "{}",
        none.body
    );
    let half = bring_in(&other, &file[..file.len() / 2], WORDS).await;
    assert!(half.body.contains("damaged"), "{}", half.body);
    assert!(bring_in(&other, &file, WORDS).await.status.is_redirection());
    assert_eq!(other.get("/settings/export").await.body, before);
}

#[tokio::test]
async fn nothing_of_the_record_is_taken_away_from_the_sample() {
    let app = TestApp::start().await.with_sample().await;
    assert_eq!(
        app.get("/settings/take-away").await.status,
        StatusCode::CONFLICT
    );
    let refused = app
        .post(
            "/settings/take-away",
            &[("passphrase", WORDS), ("again", WORDS)],
        )
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}
