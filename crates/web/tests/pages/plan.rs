//! Planning a quarter on the page: asking, pinning, refusing, taking.

use axum::http::StatusCode;

use crate::app::{Answer, TestApp};

async fn planned() -> TestApp {
    TestApp::start().await.with_sample().await
}

/// The ids of the plays that are planned, in the order of the page.
fn plays(answer: &Answer) -> Vec<String> {
    let ids = answer.body.split("id=\"play-").skip(1);
    let ids = ids.filter_map(|it| it.split('"').next());
    ids.map(str::to_owned).collect()
}

/// What the fields of a name hold, in the order of the page.
fn values(answer: &Answer, name: &str) -> Vec<String> {
    let before = format!("name=\"{name}\" value=\"");
    let fields = answer.body.split(&before);
    let values = fields.skip(1).filter_map(|it| it.split('"').next());
    values.map(str::to_owned).collect()
}

/// The entry that the forms of the page revise, if any.
fn revises(answer: &Answer) -> Option<String> {
    values(answer, "revises").into_iter().next()
}

#[tokio::test]
async fn the_page_says_what_how_far_and_why() {
    let app = planned().await;
    let answer = app.get("/plan").await;
    assert_eq!(answer.status, StatusCode::OK);
    for text in [
        "You said 5 hours a week for a quarter.",
        "Chosen because it serves ",
        "First step: ",
        "How far this goes",
        "it is proven that no choice within the model takes more",
        "The same as a table",
        "Hours week by week: ",
        "not in it, and why",
    ] {
        assert!(answer.body.contains(text), "{text}: {}", answer.body);
    }
    assert!(!plays(&answer).is_empty());
}

#[tokio::test]
async fn what_runs_already_ends_on_its_own_day() {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    let fields = [
        ("what", "Run the guild"),
        ("kind", "help"),
        ("hours", "1"),
        ("from", "2026-11-16"),
        ("to", "2027-01-08"),
    ];
    let made = app.post("/experiments", &fields).await;
    assert!(made.status.is_redirection(), "{}", made.body);
    let plan = app.get("/plan").await.body;
    assert!(plan.contains("until 8 January 2027"), "{plan}");
    assert!(!plan.contains("until 10 January 2027"));
}

#[tokio::test]
async fn asking_again_says_what_changed() {
    let app = planned().await;
    let first = app.get("/plan").await;
    let before = plays(&first);
    let aims = values(&first, "destination");
    let ask = |hours: &'static str| -> Vec<(&str, &str)> {
        let fields = [
            ("hours", hours),
            ("weeks", "13"),
            ("setting", "in-the-job"),
            ("setting", "beside-it"),
            ("setting", "outside"),
        ];
        let aims = aims.iter().map(|id| ("destination", id.as_str()));
        fields.into_iter().chain(aims).collect()
    };
    let opened = revises(&first).expect("it was kept before");
    let fields = [ask("5").as_slice(), &[("revises", opened.as_str())]].concat();
    assert!(app.post("/plan", &fields).await.status.is_redirection());
    let same = app.get("/plan").await;
    assert_eq!(plays(&same), before);
    let revises = revises(&same).expect("it was kept");
    let fields = [ask("1").as_slice(), &[("revises", revises.as_str())]].concat();
    assert!(app.post("/plan", &fields).await.status.is_redirection());
    let fewer = app.get("/plan").await;
    assert!(
        fewer.body.contains("You said 1 hour a week"),
        "{}",
        fewer.body
    );
    assert!(
        fewer.body.contains("What changed") && fewer.body.contains("Gone: "),
        "{}",
        fewer.body
    );
    let stale = app.post("/plan", &fields).await;
    assert_eq!(
        stale.status,
        StatusCode::CONFLICT,
        "what it revises stands no more"
    );
}

#[tokio::test]
async fn what_is_refused_goes_and_what_is_pinned_comes() {
    let app = planned().await;
    let first = plays(&app.get("/plan").await).swap_remove(0);
    for (as_what, there) in [("refuse", false), ("pin", true)] {
        let revises = revises(&app.get("/plan").await).unwrap_or_default();
        let fields = [
            ("as", as_what),
            ("play", first.as_str()),
            ("revises", revises.as_str()),
        ];
        assert!(
            app.post("/plan/plays", &fields)
                .await
                .status
                .is_redirection()
        );
        let answer = app.get("/plan").await;
        assert_eq!(
            plays(&answer).contains(&first),
            there,
            "{as_what}: {}",
            answer.body
        );
    }
    let none = app
        .post("/plan/plays", &[("as", "pin"), ("play", "none")])
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_play_taken_runs_and_keeps_its_hours() {
    let app = planned().await;
    for as_what in ["experiment", "action"] {
        let first = plays(&app.get("/plan").await).swap_remove(0);
        let taken = app
            .post("/plan/take", &[("as", as_what), ("play", &first)])
            .await;
        assert!(taken.leads_to().starts_with(&format!("/{as_what}s/")));
        let shown = app.get(taken.leads_to()).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(taken.status.is_redirection(), "{}", taken.body);
        let answer = app.get("/plan").await;
        assert!(!plays(&answer).contains(&first));
        assert!(
            answer.body.contains("Runs already") && answer.body.contains(&format!("an {as_what}")),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_said_beside_the_field() {
    let app = planned().await;
    let answer = app
        .post("/plan", &[("hours", "ninety"), ("weeks", "13")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "value=\"ninety\"",
        "Write a whole number of hours from 1 to 60.",
        "Tick at least one place",
    ] {
        assert!(answer.body.contains(text), "{text}: {}", answer.body);
    }
}
