//! What was agreed, handed over, and who has a say, as forms.

use axum::http::StatusCode;
use windward_core::record::{Agreement, Ally, Answer, Counterpart, Evidence};

use crate::talks::{only, record, says, senior, with_ines};

#[tokio::test]
async fn an_agreement_has_versions_and_whoever_agreed_to_an_older_one_is_asked_again() {
    let (app, _) = with_ines().await;
    let terms = [
        ("what", "Principal by next autumn"),
        ("whom", "Ines Duarte"),
        ("by", "2027-09"),
        ("rung", "principal"),
        ("term0.what", "A strategy that is funded"),
        ("term0.known", "It is in the budget"),
        ("decider0", "Sofie Maes"),
    ];
    let path = app.post("/agreements", &terms).await.leads_to().to_owned();
    let mark = format!("{path}/mark");
    app.post(
        &mark,
        &[("of", "decider"), ("place", "0"), ("answer", "agreed")],
    )
    .await;
    says(&app.get(&path).await, "everybody who has to agree does");
    let page = app.get(&format!("{path}/edit")).await;
    let revises = page.field("revises");
    let harder = [
        &terms[..],
        &[
            ("term1.what", "Mentor two seniors"),
            ("revises", revises.as_str()),
        ],
    ]
    .concat();
    app.post(&format!("{path}/edit"), &harder).await;
    let page = app.get(&path).await;
    says(&page, "Saved as a new version.");
    says(&page, "agreed to version 1");
    says(&page, "New: Mentor two seniors.");
    app.post(
        &mark,
        &[("of", "decider"), ("place", "0"), ("answer", "agreed")],
    )
    .await;
    app.post(&mark, &[("of", "term"), ("place", "0")]).await;
    let page = app.get(&path).await;
    says(
        &page,
        "1 of 2 things shown; everybody who has to agree does.",
    );
    let it = only::<Agreement>(&record(&app).await);
    assert_eq!(
        (it.deciders[0].answer, it.deciders[0].version),
        (Answer::Agreed, Some(2))
    );
    assert_eq!(
        app.post(&mark, &[("of", "term"), ("place", "7")])
            .await
            .status,
        StatusCode::NOT_FOUND
    );

    let text = app.get(&format!("{path}/text")).await;
    assert!(
        text.header("content-disposition")
            .contains("agreement-version-2.md")
    );
    insta::assert_snapshot!("agreement_as_text", text.body);
    let handed = app.get("/handover/text").await;
    insta::assert_snapshot!("handover_as_text", handed.body);
}

#[tokio::test]
async fn a_manager_who_leaves_leads_to_the_handover() {
    let (app, ines) = with_ines().await;
    let page = format!("/conversations/with/{ines}");
    let revises = app.get(&page).await.field("revises");
    let goes = [
        ("whom", "Ines Duarte"),
        ("relation", "manager"),
        ("to", "2026-10-31"),
        ("goal.0", "Double the mid market"),
        ("part.0", "The pricing half"),
        ("revises", revises.as_str()),
    ];
    let to = app.post(&page, &goes).await;
    assert_eq!(to.leads_to(), format!("/handover?with={ines}"));
    says(&app.get(to.leads_to()).await, "promised with Ines Duarte");
    let it = only::<Counterpart>(&record(&app).await);
    assert_eq!(it.goals[0].my_part.as_deref(), Some("The pricing half"));
    assert!(!app.get("/conversations").await.body.contains("is due"));
}

#[tokio::test]
async fn what_is_handed_over_is_ticked_and_what_is_confidential_is_not_until_somebody_does() {
    let (app, ines) = with_ines().await;
    app.post(
        "/evidence",
        &[("what", "Shipped pricing"), ("on", "2026-11-02")],
    )
    .await;
    let secret = [
        ("what", "The takeover"),
        ("on", "2026-11-02"),
        ("confidential", "yes"),
    ];
    app.post("/evidence", &secret).await;
    let choice = async |query: &str| {
        let page = app.get(&format!("/handover{query}")).await;
        let choice = page.body.split_once("id=\"choose\"").expect("a choice").1;
        choice.to_owned()
    };
    let ticked = |choice: &str, what: &str| {
        let at = choice.find(what).expect("it is offered");
        let tick = choice[..at].rsplit("<input").next().expect("a tick");
        tick.contains("checked")
    };
    let usual = choice("").await;
    assert!(ticked(&usual, "Shipped pricing"));
    assert!(!ticked(&usual, "The takeover"));
    let all = record(&app).await;
    let secret = all
        .all::<Evidence>()
        .find(|of| of.it.confidential)
        .expect("it")
        .id;
    let query = format!("?with={ines}&chosen=yes&piece={secret}");
    let page = app.get(&format!("/handover{query}")).await;
    says(
        &page,
        "Whether it may go to whoever reads this is for you to find out",
    );
    let chosen = choice(&query).await;
    assert!(ticked(&chosen, "The takeover") && !ticked(&chosen, "Shipped pricing"));
    let text = app.get(&format!("/handover/text{query}")).await;
    assert!(text.body.contains("The takeover") && !text.body.contains("Shipped pricing"));
    let odd = app.get("/handover?chosen=yes&piece=x&piece=").await;
    says(&odd, "Nothing of it is in here.");
}

#[tokio::test]
async fn allies_stand_on_the_map_with_one_step_each() {
    let app = senior().await;
    let sofie = [
        ("whom", "Sofie Maes"),
        ("place", "committee"),
        ("knows", "hearsay"),
        ("step", "Send her the memo"),
        ("sort", "share-work"),
    ];
    assert_eq!(app.post("/allies", &sofie).await.leads_to(), "/allies");
    let page = app.get("/allies").await;
    says(&page, "has not seen your work themselves");
    says(&page, "By hearsay · 1");
    says(&page, "Next: Send her the memo.");
    let id = record(&app).await.all::<Ally>().next().unwrap().id;
    let done = app.post(&format!("/allies/{id}/step"), &[]).await;
    says(
        &app.get(done.leads_to()).await,
        "Do they know your work better now?",
    );
    says(&app.get("/allies").await, "No step is set.");
    // What is no group is no update that they get.
    let none = [("whom", "Sofie"), ("update", "monthly update")];
    let none = app.post(&format!("/allies/{id}"), &none).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&none, "There is no such group");
    says(&none, "monthly update (no group of yours)");
    let nobody = app.post("/allies", &[("whom", " ")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&nobody, "Who is it?");
}
