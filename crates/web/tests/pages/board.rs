//! The board by its pages: seats, approaches, what waits for a touch, what comes of it, and reviews.

use axum::http::StatusCode;
use windward_core::record::{
    Approach, BoardReview, Contact, Gift, Lesson, Question, Record, Seat, StepKind, Touch,
};

use crate::app::TestApp;

async fn product_person() -> TestApp {
    TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await
}

/// The record as it stands in the store.
async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

#[tokio::test]
async fn an_empty_board_says_what_it_is_and_the_gaps_propose_seats() {
    let app = product_person().await;
    let page = app.get("/board").await;
    assert!(page.body.contains("Nobody sits here yet"), "{}", page.body);
    assert!(page.body.contains("Seats that your gaps propose"));
    assert!(page.body.contains("/board/seats/new?skill="));
    let form = app.get("/board/seats/new?skill=business").await;
    assert_eq!(form.field("area"), "Business and finance");
}

#[tokio::test]
async fn a_seat_is_set_up_with_somebody_new_who_is_then_known() {
    let app = product_person().await;
    let wrong = app.post("/board/seats", &[("who", "Ines")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Say what you want guidance in"));
    assert_eq!(wrong.field("who"), "Ines");

    let seat = [
        ("skill", "business"),
        ("who", "Ines Dahl, Fjord Rail"),
        ("perspective", "past-colleague"),
        ("perspective", "other-industry"),
        ("cadence", "quarter"),
        ("once", "01900000-0000-7000-8000-000000000001"),
    ];
    let to = app.post("/board/seats", &seat).await;
    let again = app.post("/board/seats", &seat).await;
    assert!(
        again.status.is_redirection(),
        "a double click is no fault: {}",
        again.body
    );
    let page = app.get(to.leads_to()).await;
    assert!(page.body.contains("Ines Dahl") && page.body.contains("Business and finance"));
    // The same name in another seat means the same person.
    app.post(
        "/board/seats",
        &[("area", "A difficult launch"), ("who", "ines dahl")],
    )
    .await;
    let record = record(&app).await;
    assert_eq!(record.all::<Contact>().count(), 1);
    let seats: Vec<_> = record.all::<Seat>().collect();
    assert_eq!(seats.len(), 2);
    assert!(
        seats
            .iter()
            .all(|of| of.it.person == Some(record.all::<Contact>().next().unwrap().id))
    );
    let contact = record.all::<Contact>().next().unwrap();
    assert_eq!(contact.it.organisation.as_deref(), Some("Fjord Rail"));
    let board = app.get("/board").await;
    assert!(
        board.body.contains("<svg class=\"chart board wide\""),
        "{}",
        board.body
    );
}

#[tokio::test]
async fn two_of_one_name_are_told_apart_by_where_they_work() {
    let app = product_person().await;
    for who in ["Ines Dahl, Fjord Rail", "Ines Dahl, Lumio"] {
        app.post("/board/approaches", &[("who", who)]).await;
    }
    let asked = app
        .post("/board/seats", &[("area", "Prices"), ("who", "Ines Dahl")])
        .await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.body.contains("two people of this name"),
        "{}",
        asked.body
    );
    app.post(
        "/board/seats",
        &[("area", "Prices"), ("who", "Ines Dahl, Lumio")],
    )
    .await;
    let record = record(&app).await;
    assert_eq!(record.all::<Contact>().count(), 2);
    assert_eq!(record.all::<Seat>().count(), 1);
}

#[tokio::test]
async fn an_approach_goes_from_a_glance_to_thanks_and_logs_the_touches() {
    let app = product_person().await;
    app.post("/board/seats", &[("area", "Prices"), ("skill", "market")])
        .await;
    let seat = record(&app)
        .await
        .all::<Seat>()
        .next()
        .unwrap()
        .id
        .to_string();
    let nobody = app
        .post("/board/approaches", &[("note", "your talk")])
        .await;
    assert!(nobody.body.contains("Whom did you notice?"));
    let to = app
        .post(
            "/board/approaches",
            &[
                ("who", "Agnes <b>Mbeki</b>"),
                ("note", "your talk on fences"),
                ("seat", &seat),
            ],
        )
        .await;
    let path = to.leads_to().to_owned();
    let page = app.get(&path).await;
    assert!(
        page.body
            .contains("I still think about your talk on fences."),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("<b>Mbeki"),
        "a name is text and no markup"
    );
    assert!(
        page.body.contains("still waits for your words"),
        "the question is missing"
    );

    // A question on the list goes into the letter, and is asked with it.
    let person = record(&app).await.all::<Contact>().next().unwrap().id;
    app.post(
        &format!("/board/with/{person}/questions"),
        &[("ask", "Why per seat?")],
    )
    .await;
    let page = app.get(&path).await;
    assert!(page.body.contains("two lines are plenty: Why per seat?"));
    let revises = page.field("revises");
    let letter = [
        ("step", "asked"),
        ("subject", "One small question"),
        ("text", "Hello Agnes,\r\nWhy per seat?"),
        ("revises", &revises),
    ];
    app.post(&format!("{path}/step"), &letter).await;
    let page = app.get(&path).await;
    assert!(page.body.contains("asked, and the word is theirs"));
    assert!(!page.body.contains("I sent it"), "nobody is asked twice");
    let now = record(&app).await;
    assert!(now.all::<Question>().next().unwrap().it.asked.is_some());
    let touch = now.all::<Touch>().next().unwrap();
    assert_eq!(
        touch.it.asked.as_deref(),
        Some("Hello Agnes,\nWhy per seat?")
    );
    assert_eq!(touch.it.seat, Some(now.all::<Seat>().next().unwrap().id));

    let answered = [
        ("step", "answered"),
        ("note", "Everybody counts chairs"),
        ("revises", &page.field("revises")),
    ];
    app.post(&format!("{path}/step"), &answered).await;
    let page = app.get(&path).await;
    assert!(
        page.body.contains("You told me: Everybody counts chairs."),
        "{}",
        page.body
    );
    let steps = record(&app)
        .await
        .all::<Approach>()
        .next()
        .unwrap()
        .it
        .steps
        .len();
    assert_eq!(steps, 3);
    let ahead = app
        .post(
            &format!("{path}/step"),
            &[("step", "thanked"), ("on", "2030-01-01")],
        )
        .await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ahead.body.contains("That lies ahead"));
}

#[tokio::test]
async fn a_draft_is_kept_and_one_that_asks_too_much_is_told_so() {
    let app = product_person().await;
    let to = app.post("/board/approaches", &[("who", "Agnes")]).await;
    let path = to.leads_to().to_owned();
    let text = "Will you be my mentor? Or shall we have a coffee?";
    let page = app.get(&path).await;
    let fields = [
        ("step", "asked"),
        ("text", text),
        ("revises", &page.field("revises")),
    ];
    app.post(&format!("{path}/draft"), &fields).await;
    let page = app.get(&path).await;
    assert!(page.body.contains(text));
    assert!(
        page.body.contains("It speaks of mentoring")
            && page.body.contains("It asks for time (‘coffee’)")
    );
    // A stale form overwrites nothing.
    let stale = app.post(&format!("{path}/draft"), &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_touch_uses_up_what_waited_and_keeps_what_was_learned() {
    let app = product_person().await;
    app.post(
        "/board/seats",
        &[("skill", "business"), ("who", "Marit Solberg")],
    )
    .await;
    let person = record(&app).await.all::<Contact>().next().unwrap().id;
    let path = format!("/board/with/{person}");
    for ask in ["Where do I begin?", "Who decides?"] {
        app.post(&format!("{path}/questions"), &[("ask", ask)])
            .await;
    }
    app.post(
        &format!("{path}/gifts"),
        &[("what", "The teardown"), ("kind", "article")],
    )
    .await;
    let before = record(&app).await;
    let first = before.all::<Question>().next().unwrap().id.to_string();
    let gift = before.all::<Gift>().next().unwrap().id.to_string();
    let fields = [
        ("channel", "call"),
        ("on", "2026-11-20"),
        ("asked_of", &*first),
        ("given_of", &*gift),
        ("answered", "With the line that moved most"),
        ("learned", "Look at what moved"),
        ("skill", "business"),
        ("once", "01900000-0000-7000-8000-000000000003"),
    ];
    let to = app.post(&path, &fields).await;
    let again = app.post(&path, &fields).await;
    assert!(
        again.status.is_redirection(),
        "a double click is no fault: {}",
        again.body
    );
    let page = app.get(to.leads_to()).await;
    assert!(
        page.body
            .contains("Kept: you were in touch with Marit Solberg.")
    );
    assert!(
        page.body
            .contains("What became of it: ‘Look at what moved’"),
        "{}",
        page.body
    );
    let now = record(&app).await;
    assert_eq!(now.all::<Touch>().count(), 1);
    let touch = now.all::<Touch>().next().unwrap();
    assert_eq!(touch.it.asked.as_deref(), Some("Where do I begin?"));
    assert_eq!(touch.it.gave.as_deref(), Some("The teardown"));
    assert!(touch.it.seat.is_some());
    let waiting: Vec<_> = now.all::<Question>().filter(|of| of.it.waits()).collect();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].it.ask, "Who decides?");
    assert!(now.all::<Gift>().all(|of| !of.it.waits()));
    let lesson = now.all::<Lesson>().next().unwrap();
    assert_eq!(lesson.it.touch, Some(touch.id));

    let outcome = [
        ("outcome", "It was the add-on line"),
        ("revises", &*lesson.revision.entry_id.to_string()),
    ];
    app.post(&format!("/board/lessons/{}", lesson.id), &outcome)
        .await;
    let skill = app.get("/skills/business").await;
    assert!(
        skill.body.contains("It was the add-on line"),
        "what was learned stands at the skill"
    );
    let wrong = app.post(&path, &[("on", "2027-01-01")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_answer_in_a_touch_is_a_step_of_the_approach() {
    let app = product_person().await;
    let to = app.post("/board/approaches", &[("who", "Agnes")]).await;
    let path = to.leads_to().to_owned();
    let page = app.get(&path).await;
    app.post(
        &format!("{path}/step"),
        &[
            ("step", "asked"),
            ("text", "Why?"),
            ("revises", &page.field("revises")),
        ],
    )
    .await;
    let person = record(&app).await.all::<Contact>().next().unwrap().id;
    app.post(&format!("/board/with/{person}"), &[("answered", "Because")])
        .await;
    let record = record(&app).await;
    let approach = record.all::<Approach>().next().unwrap();
    assert_eq!(approach.it.steps.last().unwrap().kind, StepKind::Answered);
}

#[tokio::test]
async fn a_review_thanks_wakes_and_puts_on_the_list() {
    let app = product_person().await;
    app.post("/board/seats", &[("area", "Prices"), ("who", "Agnes")])
        .await;
    app.post("/board/seats", &[("area", "Board papers")]).await;
    let seats: Vec<String> = record(&app)
        .await
        .all::<Seat>()
        .map(|of| of.id.to_string())
        .collect();
    let (taken, open) = (
        format!("choice-{}", seats[0]),
        format!("choice-{}", seats[1]),
    );
    let fields = [
        (&*taken, "rest"),
        (&*open, "invite"),
        ("note", "Enough of prices"),
        ("once", "01900000-0000-7000-8000-000000000002"),
    ];
    app.post("/board/review", &fields).await;
    let again = app.post("/board/review", &fields).await;
    assert!(again.status.is_redirection(), "{}", again.body);
    let now = record(&app).await;
    assert_eq!(now.all::<BoardReview>().count(), 1);
    let resting: Vec<bool> = now
        .all::<Seat>()
        .map(|of| of.it.resting.is_some())
        .collect();
    assert_eq!(resting, [true, false]);
    let to_do = app.get("/actions").await;
    assert!(
        to_do
            .body
            .contains("Find somebody for the seat: Board papers")
    );
    let page = app.get("/board/review").await;
    assert!(page.body.contains("Enough of prices"));
}

#[tokio::test]
async fn a_seat_rests_and_wakes_and_a_double_click_does_it_once() {
    let app = product_person().await;
    let to = app
        .post("/board/seats", &[("area", "Prices"), ("who", "Agnes")])
        .await;
    let path = to.leads_to().to_owned();
    let resting = |record: &Record| record.all::<Seat>().next().unwrap().it.resting.is_some();
    let form = app.get(&path).await;
    let fields = [
        ("revises", &*form.field("revises")),
        ("once", "01900000-0000-7000-8000-000000000004"),
    ];
    for _ in 0..2 {
        let answer = app.post(&format!("{path}/rest"), &fields).await;
        assert!(answer.status.is_redirection(), "{}", answer.body);
        assert!(resting(&record(&app).await));
    }
    let form = app.get(&path).await;
    assert!(form.body.contains("Take it up again"));
    app.post(
        &format!("{path}/rest"),
        &[("revises", &*form.field("revises"))],
    )
    .await;
    assert!(!resting(&record(&app).await));
    let form = app.get(&path).await;
    app.post(
        &format!("{path}/withdraw"),
        &[("revises", &*form.field("revises"))],
    )
    .await;
    assert_eq!(record(&app).await.all::<Seat>().count(), 0);
}

#[tokio::test]
async fn pages_of_what_never_was_are_not_found() {
    let app = product_person().await;
    let id = "01900000-0000-7000-8000-000000000009";
    for path in ["seats", "approaches", "with"] {
        let page = app.get(&format!("/board/{path}/{id}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = app
        .get("/board/seats/new?skill=nothing&person=nobody")
        .await;
    assert_eq!(page.status, StatusCode::OK);
}
