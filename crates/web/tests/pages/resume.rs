//! The résumé, as a form: chosen, worded, kept, taken away.

use axum::http::StatusCode;
use windward_core::{
    id::ItemId,
    record::{Evidence, Record, Resume, Role},
};

use crate::app::TestApp;

async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

/// A senior product manager with two pieces of evidence, one of them confidential.
async fn senior() -> TestApp {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    for (what, secret) in [("Per-seat prices", ""), ("Bought a competitor", "yes")] {
        let mut fields = vec![("what", what), ("on", "2026-10-20")];
        if !secret.is_empty() {
            fields.push(("confidential", secret));
        }
        let answer = app.post("/evidence", &fields).await;
        assert!(answer.status.is_redirection(), "{}", answer.body);
    }
    app
}

fn evidence(record: &Record, what: &str) -> String {
    let mut all = record.all::<Evidence>();
    let of = all.find(|of| of.it.what == what).expect("evidence");
    of.id.to_string()
}

#[tokio::test]
async fn the_form_says_days_and_names_as_the_résumé_does() {
    let app = senior().await;
    let role = [
        ("title", "Product Manager"),
        ("organisation", "Halden Systems"),
        ("from", "2019-10"),
        ("to", "2021-04"),
    ];
    app.post("/roles/new", &role).await.leads_to();
    let praise = [
        ("words", "You asked, and you write it down."),
        ("from", "Tom Okafor"),
    ];
    app.post("/praise", &praise).await.leads_to();
    let page = app.get("/resume").await.body;
    let form = page.split("What stands in it").nth(1).expect("the form");
    let form = form.split("How it reads").next().expect("the form");
    assert!(form.contains("October 2019 to April 2021"), "{form}");
    assert!(!form.contains("2019-10"), "{form}");
    assert!(
        form.contains("write it down. <span class=\"soft\">Tom Okafor"),
        "{form}"
    );
}

#[tokio::test]
async fn what_is_chosen_is_kept_and_stands_in_every_file() {
    let app = senior().await;
    let page = app.get("/resume").await;
    assert!(page.body.contains("Senior Product Manager"));
    assert!(page.body.contains("What stands in it"));
    let before = record(&app).await;
    let (open, secret) = (
        evidence(&before, "Per-seat prices"),
        evidence(&before, "Bought a competitor"),
    );
    let role = before.all::<Role>().next().expect("a role").id.to_string();
    let words = format!("words-{open}");
    let fields = [
        ("headline", "Principal & <b>more</b>"),
        ("email", "ada@example.org"),
        ("links", "https://example.org/ada\n"),
        ("usual", role.as_str()),
        ("in", &role),
        ("choosable", &open),
        ("choosable", &secret),
        ("in", &open),
        ("in", &secret),
        (&words, "Prices by the seat, renewals up"),
    ];
    let answer = app.post("/resume", &fields).await;
    assert!(answer.status.is_redirection(), "{}", answer.body);

    let page = app.get("/resume").await.body;
    assert!(page.contains("confidential and stays out"), "{page}");
    assert!(page.contains("Prices by the seat") && !page.contains("<b>more</b>"));
    let text = app.get("/resume/file?as=markdown").await.body;
    assert!(text.contains("- Prices by the seat, renewals up"), "{text}");
    assert!(!text.contains("Bought a competitor"), "{text}");
    let json = app.get("/resume/file?as=json").await.body;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["basics"]["label"], "Principal & <b>more</b>");
    assert_eq!(
        json["work"][0]["highlights"][0],
        "Prices by the seat, renewals up"
    );
    let pdf = app.get("/resume/file?as=pdf").await;
    assert!(pdf.status.is_success() && pdf.body.starts_with("%PDF-1.7"));
    let nothing = app.get("/resume/file?as=doc").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);

    // The next one begins there, and a role can be left out.
    let revises = {
        let record = record(&app).await;
        let of = record.all::<Resume>().next().expect("it was kept");
        assert_eq!(of.it.chosen.len(), 2);
        of.revision.entry_id.to_string()
    };
    let fields = [("revises", revises.as_str()), ("usual", &role)];
    app.post("/resume", &fields).await;
    let after = record(&app).await;
    let of = after.all::<Resume>().next().expect("one");
    assert_eq!(of.it.left_out, [role.parse::<ItemId>().unwrap()]);
    assert_eq!(
        of.it.chosen.len(),
        2,
        "what a form did not show is left as it was"
    );
    assert_eq!(after.all::<Resume>().count(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_it_and_nothing_is_lost() {
    let app = senior().await;
    let fields = [
        ("email", "ada at example"),
        ("links", "javascript:alert(1)"),
        ("summary", "Ten years"),
    ];
    let answer = app.post("/resume", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("That is no e-mail address"));
    assert!(answer.body.contains("leads nowhere as it stands"));
    assert!(answer.body.contains("Ten years"));
    assert_eq!(record(&app).await.all::<Resume>().count(), 0);
}

#[tokio::test]
async fn an_empty_record_says_how_to_begin() {
    let app = TestApp::start().await;
    let page = app.get("/resume").await;
    assert!(page.body.contains("Nothing to write one from yet"));
}

#[tokio::test]
async fn the_note_on_a_role_stays_ones_own_until_it_is_ticked() {
    let app = senior().await;
    let role = record(&app).await.all::<Role>().next().expect("a role").id;
    let role = role.to_string();
    let path = format!("/roles/{role}");
    let form = app.get(&path).await;
    assert!(
        form.body.contains("only where you tick it there"),
        "{}",
        form.body
    );
    let fields = [
        ("title", "Senior Product Manager"),
        ("rung", "+later"),
        ("end", "ongoing"),
        ("note", "My sister’s bakery"),
        ("revises", &form.field("revises")),
    ];
    app.post(&path, &fields).await.leads_to();
    let file = "/resume/file?as=markdown";
    assert!(!app.get(file).await.body.contains("bakery"));
    let keep = [
        ("usual", role.as_str()),
        ("in", role.as_str()),
        ("notable", role.as_str()),
        ("note", role.as_str()),
    ];
    app.post("/resume", &keep).await.leads_to();
    assert!(app.get(file).await.body.contains("bakery"));
    let revises = app.get("/resume").await.field("revises");
    let keep = [&keep[..3], &[("revises", revises.as_str())]].concat();
    app.post("/resume", &keep).await.leads_to();
    assert!(!app.get(file).await.body.contains("bakery"));
}
