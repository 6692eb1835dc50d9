//! The growth loop, as forms: believe, try, decide; check in; see a plateau and answer it.

use axum::http::StatusCode;
use windward_core::record::{
    Action, CheckIn, Destination, Experiment, Hypothesis, Kind, Pulse, Rating, Record, RungTime,
    Settled,
};

use crate::app::TestApp;

async fn senior() -> TestApp {
    TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await
}

async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

fn only<T: Kind + Clone>(record: &Record) -> T {
    let mut all = record.all::<T>();
    let one = all.next().expect("one").it.clone();
    assert!(all.next().is_none(), "one and no more");
    one
}

/// A hypothesis and an experiment that runs for it; answers their paths.
async fn running(app: &TestApp) -> (String, String) {
    let belief = [
        ("belief", "leading people would suit me"),
        ("know_when", "I look forward to it"),
        ("about", "role"),
        ("skill", "mentoring"),
    ];
    let belief = app.post("/hypotheses", &belief).await.leads_to().to_owned();
    let id = belief.rsplit('/').next().expect("an id");
    let page = app
        .get(&format!("/experiments/new?hypothesis={id}"))
        .await
        .body;
    assert!(
        page.contains(&format!("value=\"{id}\" selected")),
        "it knows what it is for"
    );
    let experiment = [
        ("what", "Lead the guild"),
        ("sort", "lead"),
        ("hypothesis", id),
        ("hours", "3"),
        ("first_step", "Ask Petra"),
    ];
    let experiment = app
        .post("/experiments", &experiment)
        .await
        .leads_to()
        .to_owned();
    let idea = app.get(&experiment).await.body;
    assert!(
        idea.contains("Start today") && idea.contains("low risk"),
        "{idea}"
    );
    let revises = app.get(&experiment).await.field("revises");
    let start = [("revises", revises.as_str()), ("to", "2027-01-03")];
    let started = app.post(&format!("{experiment}/start"), &start).await;
    assert_eq!(started.leads_to(), experiment);
    (belief, experiment)
}

#[tokio::test]
async fn the_picture_of_an_experiment_says_what_high_and_low_mean() {
    let app = senior().await;
    let (_, experiment) = running(&app).await;
    let said = [("energy", "4"), ("learning", "2")];
    app.post(&format!("{experiment}/pulse"), &said)
        .await
        .leads_to();
    let page = app.get(&experiment).await.body;
    let ends =
        "Energy from ‘drained’ at the bottom to ‘full’ at the top; learning from ‘nothing new’";
    assert!(
        page.contains(&format!("<p class=\"soft\">{ends}")),
        "{page}"
    );
}

#[tokio::test]
async fn a_belief_is_tried_out_and_decided_with_what_changes_by_it_in_one_act() {
    let app = senior().await;
    app.post("/destinations", &[("rung", "principal")]).await;
    let (belief, experiment) = running(&app).await;
    assert!(app.get(&belief).await.body.contains("being tested"));
    let today = app.get("/").await.body;
    assert!(
        today.contains("Ask Petra"),
        "the first step stands on Today"
    );
    assert!(
        today.contains(&format!("{experiment}#pulse")),
        "a pulse is one click away"
    );
    let page = app.get(&experiment).await.body;
    assert!(page.contains("running, week 1 of 7"), "{page}");

    let pulse = format!("{experiment}/pulse");
    let first = [("energy", "4"), ("learning", "")];
    let first = app.post(&pulse, &first).await;
    assert!(first.leads_to().ends_with("#pulse"));
    let revises = app.get(&experiment).await.field_of(&pulse, "revises");
    let again = [("energy", "5"), ("line", "Stayed"), ("revises", &revises)];
    app.post(&pulse, &again).await.leads_to();
    let pulse: Pulse = only(&record(&app).await);
    assert_eq!(
        pulse.energy.unwrap().get(),
        5,
        "one a week: the later one stands"
    );
    let page = app.get(&experiment).await.body;
    assert!(
        page.contains("Energy and learning while it ran") && page.contains("Stayed"),
        "{page}"
    );
    assert!(
        !app.get("/").await.body.contains("#pulse"),
        "not asked again this week"
    );

    let decided = format!("{experiment}/decide");
    let refused = app
        .post(&decided, &[("about_work", "Listening & more")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Keep it, change it or stop it?"));
    assert!(
        refused.body.contains("Listening &amp; more"),
        "what was typed stays"
    );
    let twice = [("choice", "keep"), ("rung", "principal")];
    let twice = app.post(&decided, &twice).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.body.contains("among your destinations already"));
    let aim = record(&app)
        .await
        .all::<Destination>()
        .next()
        .unwrap()
        .id
        .to_string();
    let decision = [
        ("revises", &refused.field("revises") as &str),
        ("choice", "change"),
        ("bearing", "for"),
        ("about_self", "I need not be right"),
        ("opened", "Two people asked me"),
        ("skill", "mentoring"),
        ("proficiency", "3"),
        ("rung", "director"),
        ("let_go", &aim),
        ("next", "Lead a team for a quarter"),
        ("to_do", "Write to both"),
    ];
    assert_eq!(app.post(&decided, &decision).await.leads_to(), experiment);
    let record = record(&app).await;
    assert_eq!(
        only::<Destination>(&record).rung.unwrap().as_str(),
        "director"
    );
    let rating: Rating = only(&record);
    assert_eq!(
        (rating.skill.as_str(), rating.proficiency.get()),
        ("mentoring", 3)
    );
    let (id, thread) = record
        .threads()
        .find(|(id, _)| experiment.ends_with(&id.to_string()))
        .unwrap();
    let act = thread.last().act;
    assert_eq!(
        record.touched_by(act).count(),
        6,
        "one act, so that one undo takes all of it back"
    );
    let next = record.all::<Experiment>().find(|of| of.id != id).unwrap();
    assert_eq!(next.it.what, "Lead a team for a quarter");
    assert_eq!(
        next.it.hypothesis,
        record.get::<Experiment>(id).unwrap().it.hypothesis
    );
    let page = app.get(&belief).await.body;
    assert!(
        page.contains("holds so far") && page.contains("One experiment speaks for it"),
        "{page}"
    );
    assert!(app.get("/").await.body.contains("Write to both"));
    let page = app.get(&experiment).await.body;
    assert!(page.contains("Undo it, and what changed with it"));
    let undone = app
        .post(&format!("/undo/{act}"), &[("back", &experiment)])
        .await;
    let page = app.get(undone.leads_to()).await.body;
    assert!(page.contains("Six changes were taken back."), "{page}");
    let record = self::record(&app).await;
    assert_eq!(
        only::<Destination>(&record).rung.unwrap().as_str(),
        "principal"
    );
    assert!(only::<Experiment>(&record).decision.is_none());
}

#[tokio::test]
async fn ones_own_verdict_wants_a_reason_and_can_be_taken_back() {
    let app = senior().await;
    let (belief, _) = running(&app).await;
    let verdict = format!("{belief}/verdict");
    let bare = app.post(&verdict, &[("status", "fails")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.body.contains("In a year you will want to know"));
    let revises = app.get(&belief).await.field("revises");
    let said = [
        ("revises", &revises as &str),
        ("status", "fails"),
        ("reason", "It was a bad month"),
    ];
    app.post(&verdict, &said).await;
    let page = app.get(&belief).await.body;
    assert!(
        page.contains("does not hold")
            && page.contains("It was a bad month")
            && page.contains("being tested"),
        "{page}"
    );
    let revises = app.get(&belief).await.field("revises");
    app.post(&verdict, &[("revises", &revises), ("status", "")])
        .await;
    assert!(only::<Hypothesis>(&record(&app).await).overruled.is_none());
}

#[tokio::test]
async fn what_has_ended_is_asked_about_once() {
    let app = senior().await;
    let fields = [
        ("what", "Six Thursdays"),
        ("from", "2026-09-01"),
        ("to", "2026-10-13"),
    ];
    let experiment = app
        .post("/experiments", &fields)
        .await
        .leads_to()
        .to_owned();
    assert!(
        app.get("/")
            .await
            .body
            .contains("Decide on ‘Six Thursdays’")
    );
    let revises = app.get(&experiment).await.field("revises");
    app.post(&format!("{experiment}/leave"), &[("revises", &revises)])
        .await;
    assert!(!app.get("/").await.body.contains("Six Thursdays"));
    assert!(app.get("/experiments").await.body.contains("left open"));
}

#[tokio::test]
async fn a_large_experiment_is_kept_and_kindly_warned_about() {
    let app = senior().await;
    for (hours, from, to, says) in [
        ("three", "", "", "Write whole hours"),
        ("3", "2026-12-01", "2026-11-30", "It ends before it begins"),
        ("3", "", "2026-11-30", "when does it begin?"),
    ] {
        let answer = app
            .post(
                "/experiments",
                &[
                    ("what", "Try <it>"),
                    ("hours", hours),
                    ("from", from),
                    ("to", to),
                ],
            )
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(
            answer.body.contains(says) && answer.body.contains("Try &lt;it&gt;"),
            "{says}"
        );
    }
    let large = [
        ("what", "Leave the job"),
        ("hours", "40"),
        ("from", "2026-11-01"),
        ("to", "2027-06-01"),
        ("irreversible", "yes"),
        ("public", "yes"),
    ];
    let page = app.post("/experiments", &large).await.leads_to().to_owned();
    let page = app.get(&page).await.body;
    for says in [
        "31 weeks",
        "40 hours a week",
        "There is no way back",
        "Many would see it fail",
    ] {
        assert!(page.contains(says), "{says}: {page}");
    }
}

#[tokio::test]
async fn an_action_is_done_put_off_and_dropped_from_where_it_stands() {
    let app = senior().await;
    app.post("/actions", &[("what", "Ask Ines"), ("due", "2026-12")])
        .await;
    let id = record(&app).await.all::<Action>().next().unwrap().id;
    let later = app
        .post(
            &format!("/actions/{id}/later"),
            &[("back", "/"), ("days", "7")],
        )
        .await;
    assert_eq!(later.leads_to(), "/");
    let said = app.get("/").await.body;
    assert!(said.contains("Put off until 29 November 2026: Ask Ines."));
    assert!(!app.get("/").await.body.contains("Ask Ines"));
    assert!(
        app.get("/actions")
            .await
            .body
            .contains("from 29 November 2026")
    );
    app.post(&format!("/actions/{id}/reopen"), &[]).await;
    let listed = format!("href=\"/actions/{id}\"");
    assert!(app.get("/").await.body.contains(&listed));
    let once = uuid::Uuid::now_v7().to_string();
    let revises = app.get(&format!("/actions/{id}")).await.field("revises");
    for _ in 0..2 {
        let done = [
            ("once", once.as_str()),
            ("revises", &revises),
            ("outcome", "She said yes"),
        ];
        assert!(
            app.post(&format!("/actions/{id}/done"), &done)
                .await
                .status
                .is_redirection()
        );
    }
    let record = record(&app).await;
    assert_eq!(
        record.thread(id).unwrap().revisions().len(),
        4,
        "sent twice, written once"
    );
    assert!(app.get("/actions").await.body.contains("She said yes"));
}

#[tokio::test]
async fn a_check_in_takes_any_answer_and_a_skipped_month_is_not_asked_about() {
    let app = senior().await;
    assert!(app.get("/").await.body.contains("How was the month?"));
    let nothing = app.post("/check-in", &[("energy", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = app.post("/check-in", &[("energy", "6")]).await;
    assert!(wrong.body.contains("none of the five answers"));
    app.post("/check-in/skip", &[]).await;
    let skipped: CheckIn = only(&record(&app).await);
    assert!(skipped.is_skipped());
    assert!(!app.get("/").await.body.contains("How was the month?"));
    let revises = app.get("/check-in").await;
    let revises = revises.field_of("/check-in", "revises");
    let again = [("energy", "3"), ("line", "Quiet"), ("revises", &revises)];
    app.post("/check-in", &again).await.leads_to();
    let said: CheckIn = only(&record(&app).await);
    assert_eq!(
        said.line.as_deref(),
        Some("Quiet"),
        "what is said the same day replaces"
    );
    let page = app.get("/check-in").await.body;
    assert!(
        page.contains("No trend is claimed under six answers; there is one."),
        "{page}"
    );
}

#[tokio::test]
async fn a_plateau_is_seen_and_answered_in_each_of_its_ways() {
    let app = senior().await;
    let page = app.get("/plateau").await.body;
    assert!(
        page.contains("Too little is logged to say. That is not the same as standing still."),
        "{page}"
    );
    app.post("/plateau/time", &[("months", "24")]).await;
    assert_eq!(only::<RungTime>(&record(&app).await).months, Some(24));
    let page = app.get("/plateau").await.body;
    assert!(
        page.contains("One sign of a plateau")
            && page.contains("you wanted to be asked after 24 months"),
        "{page}"
    );
    assert!(
        app.get("/check-in")
            .await
            .body
            .contains("Long on a rung, by your own measure")
    );
    let today = app.get("/").await.body;
    let (_, main) = today.split_once("<main").expect("a page");
    let (main, _) = main.split_once("</main>").expect("it ends");
    assert!(!main.contains("plateau"), "it is no alarm");

    let ask = app.post("/plateau/take", &[("key", "ask-strength")]).await;
    assert_eq!(ask.leads_to(), "/actions");
    assert!(
        app.get("/")
            .await
            .body
            .contains("When did you see me at my best")
    );
    let play = page
        .split("name=\"key\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let taken = app.post("/plateau/take", &[("key", &play)]).await;
    assert!(taken.leads_to().starts_with("/experiments/"));
    let again = app.post("/plateau/take", &[("key", &play)]).await;
    assert_eq!(again.leads_to(), "/actions", "taken already");
    assert_eq!(record(&app).await.all::<Experiment>().count(), 1);

    let past = app.post("/plateau/settle", &[("until", "2025")]).await;
    assert!(past.body.contains("That is over already"));
    app.post(
        "/plateau/settle",
        &[("until", "2027-05"), ("why", "A small child")],
    )
    .await;
    assert_eq!(
        only::<Settled>(&record(&app).await).until.to_string(),
        "2027-05"
    );
    let page = app.get("/plateau").await.body;
    assert!(
        page.contains("The signs rest until May 2027") && page.contains("there, and resting"),
        "{page}"
    );
    app.post("/plateau/settle", &[("end", "yes")]).await;
    assert!(
        app.get("/plateau")
            .await
            .body
            .contains("One sign of a plateau")
    );
}

#[tokio::test]
async fn a_book_is_kept_with_what_was_taken_from_it() {
    let app = senior().await;
    app.post(
        "/takeaways",
        &[
            ("title", "On prices"),
            ("medium", "book"),
            ("link", "javascript:alert(1)"),
        ],
    )
    .await;
    let page = app.get("/takeaways").await.body;
    assert!(
        page.contains("Nothing taken away yet.") && !page.contains("href=\"javascript"),
        "{page}"
    );
    let id = record(&app)
        .await
        .all::<windward_core::record::Takeaway>()
        .next()
        .unwrap()
        .id;
    let path = format!("/takeaways/{id}");
    let revises = app.get(&path).await.field("revises");
    let edited = [
        ("revises", revises.as_str()),
        ("title", "On prices"),
        ("medium", "book"),
        ("took", "Ask first"),
        ("for_whom", "Jonas"),
    ];
    app.post(&path, &edited).await;
    let page = app.get("/takeaways").await.body;
    assert!(
        page.contains("Ask first") && page.contains("Something for Jonas"),
        "{page}"
    );
    let revises = app.get(&path).await.field("revises");
    app.post(&format!("{path}/withdraw"), &[("revises", &revises)])
        .await;
    assert!(!app.get("/takeaways").await.body.contains("Ask first"));
}

#[tokio::test]
async fn every_page_of_the_sample_opens() {
    let app = TestApp::start().await.with_sample().await;
    for path in [
        "/hypotheses",
        "/experiments",
        "/experiments/new",
        "/takeaways",
        "/actions",
        "/check-in",
        "/plateau",
    ] {
        let page = app.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let links = page
            .body
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let ours = [
            "/hypotheses/",
            "/experiments/",
            "/takeaways/",
            "/actions/",
            "/check-in/",
        ];
        for link in links.filter(|link| ours.iter().any(|it| link.starts_with(it))) {
            let link = link.split('#').next().unwrap();
            assert_eq!(
                app.get(link).await.status,
                StatusCode::OK,
                "{link} of {path}"
            );
        }
    }
    let page = app.get("/check-in").await.body;
    assert!(
        page.contains("I could do this for years. I wonder whether I should."),
        "a year ago: {page}"
    );
    assert!(page.contains("class=\"trend\""), "{page}");
}

#[tokio::test]
async fn a_decision_sees_the_days_and_the_pulses_of_an_experiment() {
    let app = senior().await;
    let fields = [
        ("what", "Run the guild"),
        ("from", "2026-11-02"),
        ("to", "2026-11-20"),
    ];
    app.post("/experiments", &fields).await;
    let id = record(&app)
        .await
        .all::<Experiment>()
        .next()
        .expect("it")
        .id;
    let pulse = [("energy", "4"), ("line", "Good")];
    let pulse = app.post(&format!("/experiments/{id}/pulse"), &pulse).await;
    assert!(pulse.status.is_redirection(), "{}", pulse.body);
    let page = app.get(&format!("/experiments/{id}/decide")).await.body;
    assert!(
        page.contains("From 2 November 2026 until 20 November 2026."),
        "{page}"
    );
    assert!(page.contains("You said how it went one time"), "{page}");
}
