//! From nothing to one's own course, as forms.

use axum::http::StatusCode;

use windward_core::framework::{FrameworkHash, PRODUCT};

use crate::app::TestApp;

#[tokio::test]
async fn a_title_and_a_year_give_a_first_course_at_once() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/").await.leads_to(), "/welcome");
    let answer = app
        .post(
            "/welcome",
            &[("title", "Senior Product Manager"), ("since", "2023")],
        )
        .await;
    assert_eq!(answer.leads_to(), "/course");
    let course = app.get("/course").await;
    assert!(
        course
            .body
            .contains("as <a href=\"/ladder/senior\">Senior Product Manager</a>"),
        "{}",
        course.settled()
    );
    assert!(
        course
            .body
            .contains("About 3 years in product, all of it as"),
        "a year cannot carry more: {}",
        course.settled()
    );
    assert!(course.body.contains("you, about 3 years"));
    assert!(course.body.contains("been, known only by the year"));
    assert!(
        !course.body.contains("class=\"k\""),
        "no solid line is drawn"
    );
    let kept = app.instance.framework_hashes().await.unwrap();
    assert_eq!(
        kept,
        [FrameworkHash::of(PRODUCT)],
        "the ladder that the role names is kept"
    );
    let today = app.get("/").await;
    assert!(today.body.contains("Sunday, 22 November"));
    assert!(today.body.contains("Keep your recovery code"));
}

#[tokio::test]
async fn an_empty_record_is_told_what_comes_first_and_nothing_is_assumed_of_it() {
    let app = TestApp::start().await;
    let skills = app.get("/skills").await.body;
    assert!(skills.contains("once a role of yours is known"), "{skills}");
    assert!(!skills.contains("#skill-") && !skills.contains("#deciding"));
    let plan = app.get("/plan").await.body;
    assert!(plan.contains("No role yet"), "{plan}");
    assert!(!plan.contains("You said") && !plan.contains("id=\"play-"));
    for manner in ["direct", "exploratory"] {
        let sheet = format!("/conversations/prepare?manner={manner}");
        let sheet = app.get(&sheet).await.body;
        assert!(sheet.contains("No rung of yours is known yet"), "{sheet}");
        assert!(!sheet.contains("Associate Product Manager"), "{sheet}");
    }
    let course = app.get("/course").await.body;
    assert!(!course.contains("ways on are open"), "{course}");
}

#[tokio::test]
async fn a_plan_that_nobody_asked_for_says_what_it_assumes() {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2023")
        .await;
    let plan = app.get("/plan").await.body;
    assert!(plan.contains("It assumes 4 hours a week"), "{plan}");
    let lede = plan.split("<h2").next().unwrap_or_default();
    assert!(lede.contains("the nearest rung stands in"), "{lede}");
}

#[tokio::test]
async fn a_title_that_is_unsure_is_asked_about() {
    let app = TestApp::start().await;
    let answer = app
        .post("/welcome", &[("title", "Product Owner"), ("since", "2023")])
        .await;
    assert_eq!(answer.leads_to(), "/titles");
    assert!(app.get("/titles").await.body.contains("Product Owner"));
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    for (since, says) in [
        ("soon", "write a year"),
        ("", "A year is enough"),
        ("2031", "lies ahead"),
    ] {
        let answer = app
            .post("/welcome", &[("title", "PM <b>"), ("since", since)])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{since}");
        assert!(answer.body.contains(says), "{since}");
        assert!(
            answer.body.contains("value=\"PM &lt;b&gt;\""),
            "{since}: typed text is kept and escaped"
        );
    }
    assert_eq!(
        app.get("/").await.leads_to(),
        "/welcome",
        "nothing was written"
    );
}

#[tokio::test]
async fn a_new_recovery_code_is_made_once_however_often_its_page_is_loaded() {
    let app = TestApp::start().await;
    let mark = app.get("/recovery").await.field("once");
    let made = app.send_form("/recovery/new", &[("once", &mark)]).await;
    assert_eq!(made.status, StatusCode::OK);
    assert!(made.body.contains("shown this once"), "{}", made.body);
    let again = app.send_form("/recovery/new", &[("once", &mark)]).await;
    assert_eq!(again.leads_to(), "/recovery?made=yes");
    let says = app.get("/recovery?made=yes").await.body;
    assert!(says.contains("A new code was made already"), "{says}");
}

#[tokio::test]
async fn a_line_alone_backs_nothing_at_the_step_that_a_rung_asks() {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    let page = app.get("/expectations/principal-vision").await;
    // Nothing is chosen for whoever only types.
    assert!(
        page.body.contains("<option value=\"\" selected>"),
        "{}",
        page.body
    );
    let sent = [
        ("what", "Did a thing"),
        ("skill.vision", ""),
        ("back", "/expectations/principal-vision"),
    ];
    let answer = app.post("/evidence", &sent).await;
    assert!(
        answer.leads_to().starts_with("/evidence/"),
        "its page asks what it shows"
    );
    let page = app.get("/expectations/principal-vision").await;
    assert!(!page.body.contains("met and backed"), "{}", page.body);
}

#[tokio::test]
async fn a_day_that_is_none_or_lies_ahead_is_said_and_one_before_all_leads_back() {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    for (typed, says) in [("banana", "That is no date"), ("2090", "That lies ahead")] {
        let page = app.get(&format!("/course?as_of={typed}")).await.body;
        assert!(page.contains(says) && page.contains(typed), "{page}");
    }
    let before = app.get("/course?as_of=1990").await.body;
    assert!(
        before.contains("Before your first role") && before.contains("Back to today"),
        "{before}"
    );
}

#[tokio::test]
async fn a_form_sent_twice_writes_once() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let once = uuid::Uuid::now_v7().to_string();
    let form = [
        ("once", once.as_str()),
        ("what", "Shipped the new onboarding"),
    ];
    let (first, second) = (
        app.post("/evidence", &form).await,
        app.post("/evidence", &form).await,
    );
    assert!(first.status.is_redirection() && second.status.is_redirection());
    let listed = app
        .get("/evidence")
        .await
        .body
        .matches("Shipped the new onboarding")
        .count();
    assert_eq!(listed, 1);
}

#[tokio::test]
async fn a_stale_form_is_noticed_and_overwrites_nothing() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let logged = app.post("/evidence", &[("what", "First")]).await;
    let path = logged.leads_to().to_owned();
    let page = app.get(&path).await;
    let revises = page.field("revises");
    let saved = app
        .post(&path, &[("revises", &revises), ("what", "Second")])
        .await;
    assert!(saved.status.is_redirection());
    let stale = app
        .post(&path, &[("revises", &revises), ("what", "Third")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    // Both are there to read: what was typed, and what it was not written over.
    let (sent, stands) = stale.body.split_once("What stands now").unwrap();
    assert!(sent.contains("What you sent") && sent.contains("Third"));
    assert!(stands.contains("Second") && !stands.contains("Third"));
    let now = app.get(&path).await;
    assert!(now.body.contains("Second") && !now.body.contains("Third"));
    // Taking it back is noticed too, and one that was taken back is said to be.
    let withdraw = format!("{path}/withdraw");
    let late = app.post(&withdraw, &[("revises", &revises)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Taken back") && late.body.contains("Second"));
}

#[tokio::test]
async fn the_sample_leaves_no_trace() {
    let app = TestApp::start().await;
    app.post("/sample", &[]).await;
    let today = app.get("/").await;
    assert!(today.body.contains("does not exist") && today.body.contains("Noor Haddad"));
    app.post("/evidence", &[("what", "Written into the sample")])
        .await;
    assert!(
        app.get("/evidence")
            .await
            .body
            .contains("Written into the sample")
    );
    app.post("/sample/leave", &[]).await;
    assert_eq!(app.get("/").await.leads_to(), "/welcome");
    let head = app.store().head().await.unwrap();
    assert_eq!(head.seq, 0, "nothing reached the store");
}

#[tokio::test]
async fn evidence_backs_what_it_shows() {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2023")
        .await;
    let before = app.get("/expectations/senior-vision").await.body;
    assert!(before.contains("met, assumed"));
    app.post(
        "/evidence",
        &[
            ("what", "Wrote the strategy"),
            ("skill.vision", "5"),
            ("back", "/expectations/senior-vision"),
        ],
    )
    .await;
    let after = app.get("/expectations/senior-vision").await.body;
    assert!(after.contains("met and backed") && after.contains("Wrote the strategy"));
}

#[tokio::test]
async fn a_refused_form_still_replaces_what_it_was_opened_from() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let logged = app.post("/evidence", &[("what", "First")]).await;
    let path = logged.leads_to().to_owned();
    let opened = app.get(&path).await.field("revises");
    app.post(&path, &[("revises", &opened), ("what", "Second")])
        .await;
    let refused = app
        .post(
            &path,
            &[("revises", &opened), ("what", "Third"), ("on", "soon")],
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = refused.field("revises");
    let mended = app
        .post(
            &path,
            &[("revises", &again), ("what", "Third"), ("on", "2026")],
        )
        .await;
    assert_eq!(mended.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_form_of_the_sample_never_reaches_the_record_nor_the_other_way_round() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    let before = app.store().head().await.unwrap().seq;
    app.post("/sample", &[]).await;
    let own = app
        .send_form("/evidence", &[("what", "Mine, from a tab left open")])
        .await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    app.post("/sample/leave", &[]).await;
    let of_the_sample = app
        .send_form("/evidence?sample=yes", &[("what", "Of the sample")])
        .await;
    assert_eq!(of_the_sample.status, StatusCode::CONFLICT);
    assert_eq!(app.store().head().await.unwrap().seq, before);
}

#[tokio::test]
async fn evidence_keeps_what_its_page_has_no_box_for() {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2023")
        .await;
    let logged = app
        .post(
            "/evidence",
            &[
                ("what", "Row"),
                ("duty", "executive-strategy"),
                ("duty", "pm-vision"),
            ],
        )
        .await;
    assert_eq!(logged.leads_to(), "/evidence");
    let list = app.get("/evidence").await;
    let path = list
        .body
        .split("href=\"/evidence/")
        .filter_map(|link| link.split('"').next())
        .find(|id| uuid::Uuid::parse_str(id).is_ok())
        .unwrap();
    let path = format!("/evidence/{path}");
    let revises = app.get(&path).await.field("revises");
    app.post(&path, &[("revises", &revises), ("what", "Rowed")])
        .await;
    let shown = app.get("/expectations/pm-vision").await.body;
    assert!(
        shown.contains("Rowed"),
        "the duty of a rung below is still shown by it"
    );
}

#[tokio::test]
async fn going_back_leads_to_our_own_pages_only() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    for back in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil",
    ] {
        let answer = app
            .post(
                "/evidence",
                &[("what", "x"), ("skill.data", "2"), ("back", back)],
            )
            .await;
        assert_eq!(answer.leads_to(), "/evidence", "{back}");
    }
}

const RESUME: &str = include_str!("../../../formats/tests/fixtures/json-resume/head.json");

#[tokio::test]
async fn an_import_is_previewed_applied_once_and_taken_back() {
    let app = TestApp::start().await;
    let read = app
        .upload("/import", "resume.json", RESUME.as_bytes())
        .await;
    let preview = read.leads_to().to_owned();
    let shown = app.get(&preview).await;
    assert!(
        shown
            .body
            .contains("Nothing is written before you apply it")
    );
    assert_eq!(app.store().head().await.unwrap().seq, 0);

    let mut fields: Vec<(String, String)> = Vec::new();
    for name in ["once", "seen"] {
        fields.push((name.to_owned(), shown.field(name)));
    }
    for line in shown.body.split("type=\"checkbox\" ").skip(1) {
        let name = line
            .split("name=\"")
            .nth(1)
            .and_then(|it| it.split('"').next());
        let value = line
            .split("value=\"")
            .nth(1)
            .and_then(|it| it.split('"').next());
        fields.push((name.unwrap().to_owned(), value.unwrap().to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let applied = app.post(&preview, &fields).await;
    let act = applied.leads_to().split("act=").nth(1).unwrap().to_owned();
    let written = app.store().head().await.unwrap().seq;
    assert_eq!(
        written, 12,
        "four roles, a name, the top of a résumé, and six beside them"
    );
    app.post(&preview, &fields).await;
    assert_eq!(
        app.store().head().await.unwrap().seq,
        written,
        "a second click writes nothing"
    );

    let again = app
        .upload("/import", "resume.json", RESUME.as_bytes())
        .await;
    let again = app.get(again.leads_to()).await;
    assert!(
        !again.body.contains(">Apply<"),
        "the same file twice has nothing to do"
    );

    app.post(&format!("/import/undo/{act}"), &[]).await;
    assert_eq!(
        app.get("/").await.leads_to(),
        "/welcome",
        "taken back whole"
    );
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_with_a_way_out() {
    let app = TestApp::start().await;
    let answer = app.upload("/import", "huge.zip", &vec![0; 65 << 20]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("class=\"error\"") && answer.body.contains("64 MB"),
        "{}",
        answer.settled()
    );
}
