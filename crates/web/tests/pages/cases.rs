//! A case, as forms: begun, shown, told, chosen, handed in, and answered.

use axum::http::StatusCode;
use windward_core::record::{
    Action, Case, CaseDecision, Disclosed, Evidence, Feedback, Kind, Of, Promise, Record, Role,
    RoleEnd, Submission, Vouch,
};

use crate::app::{Answer, TestApp};

async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

fn only<T: Kind>(record: &Record) -> Of<'_, T> {
    let mut all = record.all::<T>();
    let one = all.next().expect("one");
    assert!(all.next().is_none(), "one {} and no more", T::KIND);
    one
}

fn says(answer: &Answer, text: &str) {
    assert!(answer.body.contains(text), "{text}: {}", answer.body);
}

fn says_not(answer: &Answer, text: &str) {
    assert!(!answer.body.contains(text), "{text}: {}", answer.body);
}

/// A senior with two pieces, one of them confidential, and a case for Principal; answers its path.
async fn begun() -> (TestApp, String) {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    for (what, secret) in [
        ("Per-seat <b>prices</b>", ""),
        ("Bought a competitor", "yes"),
    ] {
        let mut fields = vec![
            ("what", what),
            ("so_what", "Renewals up 6 points"),
            ("on", "2026-10-20"),
            ("witnesses", "Ines Duarte, finance"),
            ("skill.business", "4"),
        ];
        if !secret.is_empty() {
            fields.push(("confidential", secret));
        }
        app.post("/evidence", &fields).await.leads_to();
    }
    let made = app
        .post("/cases", &[("rung", "principal"), ("by", "2026-12-01")])
        .await;
    let path = made.leads_to().to_owned();
    (app, path)
}

/// The page and its answers, with the mark of what it revises.
async fn send(app: &TestApp, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let revises = app.get(page).await.field("revises");
    let mut all = vec![("revises", revises.as_str())];
    all.extend(fields);
    app.post(to, &all).await
}

fn piece(record: &Record, what: &str) -> String {
    let mut all = record.all::<Evidence>();
    all.find(|of| of.it.what.contains(what))
        .expect("a piece")
        .id
        .to_string()
}

#[tokio::test]
async fn a_case_is_begun_and_says_what_is_thin() {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    let empty = app.get("/cases").await;
    says(&empty, "No case yet");
    says(&app.get("/milestones").await, "Promotion case");
    let wrong = app
        .post("/cases", &[("rung", "wizard"), ("by", "soon")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&wrong, "This ladder has no such rung.");
    says(&wrong, "value=\"soon\"");

    let (app, path) = begun().await;
    let page = app.get(&path).await;
    says(&page, "The case for Lead / Principal Product Manager");
    says(&page, "Thin spots");
    says(&page, "Ines Duarte");
    says(&page, "What a reader would ask");
    says_not(&page, "<b>prices</b>");
    says(&page, "Keep it for the next conversation");
    says(&page, "Product Manager: what you still miss in it");
    says(&app.get("/").await, "Hand in your case for Lead");

    let matrix = app.get(&format!("{path}/matrix")).await;
    says(&matrix, "Per-seat &lt;b&gt;prices");
    let missing = "principal-pnl";
    let took = app
        .post(
            &format!("{path}/act"),
            &[("expectation", missing), ("way", "log")],
        )
        .await;
    assert_eq!(took.leads_to(), path);
    let again = app
        .post(
            &format!("{path}/act"),
            &[("expectation", missing), ("way", "log")],
        )
        .await;
    assert_eq!(again.leads_to(), path);
    assert!(
        only::<Action>(&record(&app).await)
            .it
            .what
            .starts_with("Log what shows")
    );
    let past = send(
        &app,
        &path,
        &format!("{path}/act"),
        &[("expectation", missing), ("way", "wait"), ("until", "2020")],
    )
    .await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    let waits = send(
        &app,
        &path,
        &format!("{path}/act"),
        &[("expectation", missing), ("way", "wait")],
    )
    .await;
    waits.leads_to();
    says(
        &app.get(&format!("{path}/expectations/{missing}")).await,
        "waits until 22 February 2027",
    );
    let asked = send(
        &app,
        &path,
        &format!("{path}/vouch"),
        &[("whom", "Ines Duarte, finance"), ("answer", "asked")],
    )
    .await;
    asked.leads_to();
    let now = record(&app).await;
    assert_eq!(only::<Case>(&now).it.vouchers[0].answer, Vouch::Asked);
    let nowhere = app.get(&format!("{path}/expectations/nothing")).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn evidence_is_chosen_and_commented_by_hand() {
    let (app, path) = begun().await;
    let prices = piece(&record(&app).await, "prices");
    let page = format!("{path}/expectations/principal-pnl");
    let fields = [
        ("more", prices.as_str()),
        ("comment", "Not <i>mine</i> yet."),
    ];
    send(&app, &page, &page, &fields).await.leads_to();
    let shown = app.get(&page).await;
    says(&shown, "Not &lt;i&gt;mine&lt;/i&gt; yet.");
    says(&shown, "enough");
    says(&shown, "As you chose it.");
    // What stands ticked is not changed, and stays as chosen by hand.
    let same = [("piece", prices.as_str()), ("comment", "")];
    send(&app, &page, &page, &same).await.leads_to();
    let now = record(&app).await;
    assert_eq!(
        only::<Case>(&now).it.lines[0]
            .evidence
            .as_ref()
            .map(Vec::len),
        Some(1)
    );
    let back = [
        ("piece", prices.as_str()),
        ("proposed", "yes"),
        ("comment", ""),
    ];
    send(&app, &page, &page, &back).await.leads_to();
    let now = record(&app).await;
    let line = &only::<Case>(&now).it.lines[0];
    assert!(line.evidence.is_none() && line.comment.is_none());
    let long = "x".repeat(Case::NOTE + 1);
    let refused = send(&app, &page, &page, &[("comment", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, &long);

    // Unticking what was proposed is choosing, and choosing nothing is a choice.
    let skill = format!("{path}/expectations/principal-business");
    let proposed = app.get(&skill).await;
    says(&proposed, "The best of it, as proposed");
    says(&proposed, "checked");
    send(&app, &skill, &skill, &[("comment", "")])
        .await
        .leads_to();
    says(&app.get(&skill).await, "As you chose it.");
}

#[tokio::test]
async fn the_argument_is_written_timed_and_its_stories_are_told() {
    let (app, path) = begun().await;
    let argument = format!("{path}/argument");
    let long = "word ".repeat(500);
    let fields = [
        ("ask", "Promotion to Principal."),
        ("why_now", "Scope, not time."),
        ("summary", long.as_str()),
        ("by", "2026-12-01"),
        ("against0", "Too early"),
        ("answer0", "Two years of it"),
        ("answer1", "to nothing"),
    ];
    let refused = send(&app, &argument, &argument, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, "An answer to what?");
    says(&refused, "Two years of it");
    send(&app, &argument, &argument, &fields[..6])
        .await
        .leads_to();
    let page = app.get(&argument).await;
    says(&page, "500 words");
    says(&page, "24 words too many for two minutes");

    let prices = piece(&record(&app).await, "prices");
    let story = format!("{path}/stories/1");
    let begins = app.get(&format!("{story}?of={prices}")).await;
    says(&begins, "Per-seat");
    let untold = send(&app, &story, &story, &[("title", "")]).await;
    assert_eq!(untold.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("title", "One price"),
        ("did", "We wrote it."),
        ("changed", "It went well."),
        ("seen_by", "Ines Duarte\nTom Okafor"),
        ("more", &prices),
    ];
    send(&app, &story, &story, &fields).await.leads_to();
    let told = app.get(&format!("{path}/stories")).await;
    says(&told, "says ‘we’ and never ‘I’");
    says(&told, "and what would not have happened without you");
    assert_eq!(
        app.get(&format!("{path}/stories/3")).await.status,
        StatusCode::NOT_FOUND,
        "one after the other"
    );
    send(&app, &story, &story, &[("remove", "yes")])
        .await
        .leads_to();
    assert!(only::<Case>(&record(&app).await).it.stories.is_empty());
}

#[tokio::test]
async fn those_who_decide_are_named_and_spoken_with() {
    let (app, path) = begun().await;
    let ally = [
        ("whom", "Omar"),
        ("place", "other"),
        ("knows", "would-speak"),
    ];
    app.post("/allies", &ally).await.leads_to();
    let page = format!("{path}/deciders");
    says(&app.get(&page).await, "Not in this case");
    let manager = [("whom", "Petra Lindqvist"), ("relation", "manager")];
    app.post("/conversations/with", &manager).await;
    says(&app.get(&page).await, "your manager");
    let fields = [
        ("who0", "Anders Holm"),
        ("say0", "The quarter"),
        ("by0", "2026-11-24"),
        ("say1", "To nobody"),
    ];
    let refused = send(&app, &page, &page, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, "To whom?");
    send(&app, &page, &page, &fields[..3]).await.leads_to();
    says(
        &app.get("/").await,
        "Speak with Anders Holm about your case",
    );
    let omar = record(&app)
        .await
        .all::<windward_core::record::Ally>()
        .next()
        .unwrap()
        .id;
    send(
        &app,
        &page,
        &format!("{page}/add"),
        &[("ally", &omar.to_string())],
    )
    .await
    .leads_to();
    send(&app, &page, &format!("{page}/add"), &[("manager", "yes")])
        .await
        .leads_to();
    send(&app, &page, &format!("{page}/said"), &[("place", "0")])
        .await
        .leads_to();
    let now = record(&app).await;
    let it = only::<Case>(&now).it.clone();
    let named: Vec<_> = it.deciders.iter().map(|it| it.whom.as_deref()).collect();
    assert_eq!(
        named,
        [Some("Anders Holm"), Some("Omar"), Some("Petra Lindqvist")]
    );
    assert!(it.deciders[0].said.is_some());
    says_not(&app.get("/").await, "Speak with Anders Holm");
}

#[tokio::test]
async fn a_packet_keeps_secrets_is_frozen_and_compared() {
    let (app, path) = begun().await;
    let secret = piece(&record(&app).await, "competitor");
    let page = format!("{path}/packet");
    let file = |form: &str| format!("{path}/file?as={form}");
    let before = app.get(&file("md")).await;
    assert_eq!(
        before.header("content-type"),
        "text/markdown; charset=utf-8"
    );
    says_not(&before, "competitor");
    says(&before, "draft");
    let (choice, summary) = (format!("choice-{secret}"), format!("summary-{secret}"));
    let silent = send(
        &app,
        &page,
        &page,
        &[("of", "choices"), (&choice, "summarised")],
    )
    .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&silent, "Say in your own words");
    let fields = [
        ("of", "choices"),
        (choice.as_str(), "summarised"),
        (summary.as_str(), "A purchase, priced."),
        ("verdicts", "yes"),
    ];
    send(&app, &page, &page, &fields).await.leads_to();
    let now = record(&app).await;
    let it = only::<Case>(&now).it.clone();
    assert_eq!(it.disclosures[0].choice, Disclosed::Summarised);
    assert!(it.verdicts);
    let shown = app.get(&file("md")).await;
    says_not(&shown, "competitor");
    says(&shown, "A purchase, priced.");
    let pdf = app.get(&file("pdf")).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.body.starts_with("%PDF-"));
    assert_eq!(app.get(&file("doc")).await.status, StatusCode::NOT_FOUND);

    let ahead = app.post(&format!("{path}/submit"), &[("on", "2027")]).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&ahead, "That lies ahead");
    let frozen = app
        .post(
            &format!("{path}/submit"),
            &[("to", "The <i>spring</i> committee")],
        )
        .await;
    let at = frozen.leads_to().to_owned();
    let again = [("to", "The <i>spring</i> committee")];
    let again = app.post(&format!("{path}/submit"), &again).await;
    assert_eq!(again.leads_to(), at, "nothing has changed");
    let hash = only::<Submission>(&record(&app).await).it.hash.clone();
    let handed_in = app.get(&at).await;
    says(&handed_in, &hash);
    says(&handed_in, "The &lt;i&gt;spring&lt;/i&gt; committee");
    says(
        &handed_in,
        "Nothing. Handed in today it would read the same.",
    );
    says(&app.get(&format!("{at}/file?as=md")).await, &hash);

    let argument = format!("{path}/argument");
    let fields = [("ask", "Promotion."), ("summary", "New.")];
    send(&app, &argument, &argument, &fields).await.leads_to();
    says(&app.get(&page).await, "The summary is new.");
    says_not(&app.get(&format!("{at}/file?as=md")).await, "New.");
    says(&app.get(&path).await, "Handed in");
}

#[tokio::test]
async fn a_promotion_goes_on_the_course_and_not_now_becomes_feedback() {
    let (app, path) = begun().await;
    let page = format!("{path}/outcome");
    let ahead = app
        .post(&page, &[("decision", "promoted"), ("on", "2027-01-01")])
        .await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    let untold = [("decision", "promoted"), ("title", "Principal PM")];
    let untold = app.post(&page, &untold).await;
    assert_eq!(untold.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&untold, "tick the box below, or leave it empty");
    let fields = [
        ("decision", "promoted"),
        ("on", "2026-11-20"),
        ("from", "2026-11-21"),
        ("role", "yes"),
        ("title", "Principal PM"),
    ];
    app.post(&page, &fields).await.leads_to();
    let now = record(&app).await;
    let roles: Vec<_> = now.all::<Role>().map(|of| of.it.clone()).collect();
    assert_eq!(roles.len(), 2);
    assert!(
        roles
            .iter()
            .any(|it| it.title == "Principal PM" && it.to == RoleEnd::Ongoing)
    );
    says(&app.get(&page).await, "Promoted");
    says(&app.get("/course").await, "Principal");

    // The day is kept without a role, too.
    let (app, path) = begun().await;
    let page = format!("{path}/outcome");
    let fields = [("decision", "promoted"), ("from", "2026-12-01")];
    app.post(&page, &fields).await.leads_to();
    let now = record(&app).await;
    let outcome = only::<Case>(&now).it.outcome.clone().expect("an outcome");
    assert_eq!(
        outcome.from.map(|it| it.to_string()).as_deref(),
        Some("2026-12-01")
    );
    assert_eq!((outcome.role, now.all::<Role>().count()), (None, 1));

    let (app, path) = begun().await;
    let page = format!("{path}/outcome");
    let fields = [
        ("decision", "not-now"),
        ("reason0", "No line of <i>yours</i>."),
        ("whom0", "Anders"),
        ("follow0", "Ask for the add-on line"),
        ("due0", "2027-01-15"),
        ("follow1", "To what?"),
    ];
    let refused = app.post(&page, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, "What was said?");
    app.post(&page, &fields[..5]).await.leads_to();
    let now = record(&app).await;
    assert_eq!(only::<Feedback>(&now).it.whom.as_deref(), Some("Anders"));
    assert_eq!(only::<Promise>(&now).it.what, "Ask for the add-on line");
    let outcome = only::<Case>(&now).it.outcome.clone().expect("an outcome");
    assert_eq!(outcome.decision, CaseDecision::NotNow);
    let over = app.get(&page).await;
    says(&over, "No line of &lt;i&gt;yours&lt;/i&gt;.");
    let case = only::<Case>(&now).id.to_string();
    let again = app.post("/cases", &[("from", &case)]).await;
    assert_ne!(again.leads_to(), path);
    assert_eq!(record(&app).await.all::<Case>().count(), 2);
}

#[tokio::test]
async fn the_reasons_of_a_case_are_there_when_one_was_passed_over() {
    let (app, path) = begun().await;
    let page = format!("{path}/outcome");
    let mut fields = vec![
        ("decision", "not-now"),
        ("reason0", "No line of your own"),
        ("whom0", "Anders Holm"),
        ("follow0", "Ask for one"),
        ("due0", "2026-11-01"),
    ];
    let refused = app.post(&page, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, "That day is over");
    fields[4].1 = "2027-02-01";
    app.post(&page, &fields).await.leads_to();
    let over = app.get(&page).await;
    assert_eq!(over.body.matches("If it weighs on you").count(), 1);
    let id = path.trim_start_matches("/cases/").to_owned();
    let said = [
        ("sort", "passed-over"),
        ("on", "2026-11-20"),
        ("slow_until", ""),
        ("case", id.as_str()),
    ];
    let setback = app.post("/setbacks", &said).await.leads_to().to_owned();
    let judged = format!("{setback}/judged");
    says(&app.get(&judged).await, "Anders Holm: No line of your own");
    send(
        &app,
        &judged,
        &judged,
        &[("said", "‘Not yet.’"), ("meant", ""), ("ask", "")],
    )
    .await
    .leads_to();
    let again = app.get(&judged).await;
    says(&again, "‘Not yet.’");
    says_not(&again, "Anders Holm: No line of your own");
    says(&app.get(&setback).await, "You wrote it down.");
    // One mark on the course for the two of them.
    let course = app.get("/course").await;
    says_not(&course, "Not now: ");
    says(&course, "Passed over");
}
