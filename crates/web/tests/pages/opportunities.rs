//! Opportunities, as forms: written down, read, put right, moved on, compared, taken away, made a role.

use axum::http::StatusCode;
use windward_core::record::{Criterion, Kind, Matters, Of, Opportunity, Record, Role, Stage};

use crate::app::{Answer, TestApp};

const POSTING: &str = "What you will do\r\n- Own the P&L of <b>ticketing</b>\r\n- Mentor two product managers\r\n- Keep bees\r\nBenefits\r\n- A data budget";

async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

fn only<T: Kind>(record: &Record) -> Of<'_, T> {
    let mut all = record.all::<T>();
    let one = all.next().expect("one");
    assert!(all.next().is_none(), "one and no more");
    one
}

async fn begun() -> TestApp {
    TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await
}

async fn add(app: &TestApp, title: &str, place: &str) -> String {
    let fields = [
        ("title", title),
        ("organisation", "Fjord Rail"),
        ("place", place),
        ("source", "Ada"),
        ("link", "javascript:alert(1)"),
        ("posting", POSTING),
    ];
    app.post("/opportunities", &fields)
        .await
        .leads_to()
        .to_owned()
}

async fn send(app: &TestApp, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let revises = app.get(page).await.field("revises");
    let mut all = vec![("revises", revises.as_str())];
    all.extend(fields);
    app.post(to, &all).await
}

#[tokio::test]
async fn a_posting_is_kept_read_and_put_right() {
    let app = begun().await;
    let empty = app.get("/opportunities").await;
    assert!(empty.body.contains("Nothing is considered yet"));
    let refused = app
        .post("/opportunities", &[("title", " "), ("posting", "Kept")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("What is the role called?") && refused.body.contains("Kept"));

    let path = add(&app, "Lead Product Manager", "outside").await;
    let page = app.get(&path).await;
    assert!(
        !page.body.contains("(0.") && !page.body.contains("(1."),
        "words, no decimals"
    );
    assert!(page.body.contains(">Why</a>. From Ada."), "{}", page.body);
    assert!(
        page.body.contains("you have not looked at"),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("Lead / Principal Product Manager"),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains("‘P&amp;L’ in <q>Own the P&amp;L of &lt;b&gt;ticketing&lt;/b&gt;</q>"),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("href=\"javascript:"),
        "no link of another scheme"
    );
    assert!(!page.body.contains('%'), "no percentage");

    let posting = app.get(&format!("{path}/posting")).await;
    assert!(posting.body.contains("About the employer, so not read."));
    let line = format!("{path}/posting/3");
    let bees = app.get(&line).await;
    assert!(bees.body.contains("<q>Keep bees</q>"), "{}", bees.body);
    let refused = app
        .post(&line, &[("words", "Keep bees"), ("target", "")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = [
        ("words", "Keep bees"),
        ("target", "skill.product-sense"),
        ("asks", "yes"),
    ];
    assert_eq!(send(&app, &line, &line, &said).await.leads_to(), line);
    let line = format!("{path}/posting/1");
    let not = [
        ("words", "Own the P&L of <b>ticketing</b>"),
        ("target", "skill.business"),
        ("asks", "no"),
    ];
    send(&app, &line, &line, &not).await;
    assert!(app.get(&line).await.body.contains("Not, as you say"));
    let now = record(&app).await;
    assert_eq!(only::<Opportunity>(&now).it.corrections.len(), 2);
    let page = app.get(&path).await;
    assert!(
        page.body.contains("<q>Keep bees</q>, as you say"),
        "{}",
        page.body
    );
    assert_eq!(
        app.get(&format!("{path}/posting/99")).await.status,
        StatusCode::NOT_FOUND
    );

    let inside = [("title", "Head of Pricing"), ("place", "inside")];
    let inside = app
        .post("/opportunities", &inside)
        .await
        .leads_to()
        .to_owned();
    let inside = app.get(&inside).await.body;
    assert!(inside.contains("<p>With your employer. "), "{inside}");
}

#[tokio::test]
async fn stages_and_next_steps_are_kept_with_their_days_and_it_becomes_a_role() {
    let app = begun().await;
    let path = add(&app, "Lead Product Manager", "outside").await;
    let stage = format!("{path}/stage");
    let ahead = send(&app, &path, &stage, &[("stage", "applied"), ("on", "2031")]).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ahead.body.contains("put it under what comes next"));
    let fields = [
        ("stage", "offer"),
        ("on", "2026-11-01"),
        ("note", "By phone"),
        ("next", "Ask about the team"),
        ("by", "2026-11-02"),
        ("terms", "Four days"),
        ("answer_by", "2026-11-03"),
    ];
    assert_eq!(send(&app, &path, &stage, &fields).await.leads_to(), path);
    let today = app.get("/").await;
    for due in [
        "Ask about the team",
        "Answer the offer: Lead Product Manager, Fjord Rail",
    ] {
        assert!(today.body.contains(due), "{due}: {}", today.body);
    }
    // Nothing said anew changes nothing; the step stays until it is done.
    let same = [
        ("stage", "offer"),
        ("next", "Ask about the team"),
        ("by", "2026-11-02"),
        ("terms", "Four days"),
        ("answer_by", "2026-11-03"),
    ];
    send(&app, &path, &stage, &same).await;
    let now = record(&app).await;
    assert_eq!(only::<Opportunity>(&now).it.stages.len(), 2);
    send(&app, &path, &format!("{path}/stepped"), &[]).await;
    assert!(!app.get("/").await.body.contains("Ask about the team"));

    send(
        &app,
        &path,
        &stage,
        &[("stage", "accepted"), ("terms", "Four days")],
    )
    .await;
    let role = format!("{path}/role");
    let refused = send(&app, &path, &role, &[]).await;
    assert!(
        refused.body.contains("A month is enough."),
        "{}",
        refused.body
    );
    send(&app, &path, &role, &[("from", "2027-02")]).await;
    send(&app, &path, &role, &[("from", "2027-03")]).await;
    let now = record(&app).await;
    let it = only::<Opportunity>(&now).it;
    let stages: Vec<Stage> = it.stages.iter().map(|it| it.stage).collect();
    assert_eq!(stages, [Stage::Seen, Stage::Offer, Stage::Accepted]);
    assert_eq!(
        now.all::<Role>().count(),
        2,
        "once, however often it is sent"
    );
    let role = now
        .get::<Role>(it.role.expect("a role"))
        .expect("it is there");
    assert_eq!(
        role.it
            .placement
            .rung()
            .map(windward_core::framework::RungId::as_str),
        Some("principal")
    );
    assert!(!app.get("/").await.body.contains("Answer the offer"));
}

#[tokio::test]
async fn two_are_compared_by_ones_own_weights() {
    let app = begun().await;
    let alone = app.get("/opportunities/compare").await;
    assert!(alone.body.contains("It takes two"));
    let one = add(&app, "Lead Product Manager", "outside").await;
    let other = add(&app, "Head of Pricing", "inside").await;
    let id = |path: &str| path.rsplit('/').next().expect("an id").to_owned();
    let page = format!(
        "/opportunities/compare?one={}&other={}",
        id(&one),
        id(&other)
    );
    let first = app.get(&page).await;
    assert!(
        first.body.contains("value=\"The work itself\""),
        "{}",
        first.body
    );
    let (one_id, other_id) = (id(&one), id(&other));
    let seen = [first.field("one-seen"), first.field("other-seen")];
    let fields = [
        ("one", one_id.as_str()),
        ("other", other_id.as_str()),
        ("one-seen", seen[0].as_str()),
        ("other-seen", seen[1].as_str()),
        ("what0", "Mornings <free>"),
        ("matters0", "most"),
        ("one0", "4"),
        ("one-says0", "They said so"),
        ("other0", "2"),
        ("what1", "Pay"),
        ("matters1", "little"),
        ("one1", "2"),
        ("other1", "5"),
        ("what2", ""),
    ];
    let saved = app.post("/opportunities/compare", &fields).await;
    assert_eq!(saved.leads_to(), format!("{page}#lines"));
    let page_now = app.get(&page).await;
    assert!(page_now.body.contains("Mornings &lt;free&gt;"));
    assert!(
        page_now.body.contains("It hangs on ‘Mornings"),
        "{}",
        page_now.body
    );
    assert!(page_now.body.contains("6 points") && page_now.body.contains("3 points"));
    let now = record(&app).await;
    let named = |what: &str| {
        let mut all = now.all::<Criterion>();
        let of = all.find(|of| of.it.what == what).expect("a criterion");
        (of.id, of.revision.entry_id.to_string())
    };
    let criteria = [named("Mornings <free>"), named("Pay")];
    // A line without words does not matter any more, and one that changed is put again.
    let (a, b) = (criteria[0].0.to_string(), criteria[1].0.to_string());
    let seen = [page_now.field("one-seen"), page_now.field("other-seen")];
    let again = [
        ("one", one_id.as_str()),
        ("other", other_id.as_str()),
        ("one-seen", seen[0].as_str()),
        ("other-seen", seen[1].as_str()),
        ("criterion0", a.as_str()),
        ("seen0", criteria[0].1.as_str()),
        ("what0", "Free mornings"),
        ("matters0", "much"),
        ("one0", "4"),
        ("criterion1", b.as_str()),
        ("seen1", criteria[1].1.as_str()),
        ("what1", " "),
    ];
    app.post("/opportunities/compare", &again).await;
    let now = record(&app).await;
    let left = only::<Criterion>(&now);
    assert_eq!(
        (left.it.what.as_str(), left.it.matters),
        ("Free mornings", Matters::Much)
    );
    let stale = app.post("/opportunities/compare", &again[..8]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
}

#[tokio::test]
async fn the_history_is_a_table_without_formulas() {
    let app = begun().await;
    add(&app, "=1+1", "outside").await;
    let table = app.get("/opportunities/export").await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        table.body.contains("'=1+1,Fjord Rail,outside"),
        "{}",
        table.body
    );
    assert!(!table.body.contains("Keep bees"), "postings stay");
}

#[tokio::test]
async fn one_is_kept_for_the_next_conversation_without_the_name_of_another_employer() {
    let app = begun().await;
    let inside = add(&app, "Group Product Manager", "inside").await;
    let page = app.get(&inside).await;
    assert!(page.body.contains("Keep it for the next conversation"));
    assert!(
        page.body
            .contains("name=\"line\" value=\"Group Product Manager, Fjord Rail\"")
    );
    let elsewhere = add(&app, "Head of Product", "outside").await;
    let page = app.get(&elsewhere).await;
    let line = "What I would like to do next, and whether I could do it here";
    assert!(
        page.body
            .contains(&format!("name=\"line\" value=\"{line}\""))
    );
    assert!(page.body.contains("does not name it: ‘What I would like"));
    let about = elsewhere.rsplit('/').next().unwrap();
    let fields = [
        ("line", line),
        ("about", about),
        ("back", elsewhere.as_str()),
    ];
    assert_eq!(
        app.post("/conversations/notes", &fields).await.leads_to(),
        elsewhere
    );
    assert!(app.get(&elsewhere).await.body.contains("It waits for "));
    let sheet = app.get("/conversations").await;
    assert!(sheet.body.contains(line) && !sheet.body.contains("Head of Product"));
}
