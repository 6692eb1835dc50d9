//! What binds one to whom one talks with: the planned conversation, what they said, their page.

use windward_core::record::{Contact, Conversation, Feedback, Promise};

use crate::talks::{only, record, says, with_ines};

#[tokio::test]
async fn the_planned_conversation_is_the_one_that_is_recorded_once_its_day_has_come() {
    let (app, ines) = with_ines().await;
    let prepare = format!("/conversations/prepare?with={ines}");
    app.post(
        &prepare,
        &[("planned", "2026-11-22"), ("ask", "An hour with Anders")],
    )
    .await
    .leads_to();
    let form = app.get(&format!("/conversations/record?with={ines}")).await;
    let planned = record(&app).await.all::<Conversation>().next().unwrap().id;
    assert_eq!(form.field("of"), planned.to_string());
    let held = [
        ("with", ines.as_str()),
        ("of", &form.field("of")),
        ("revises", &form.field("revises")),
        ("note", "It went well"),
    ];
    app.post("/conversations/record", &held).await.leads_to();
    let held = only::<Conversation>(&record(&app).await);
    assert!(held.held && held.prepared.is_some(), "one, and no second");
    assert!(!app.get("/").await.body.contains("Talk with Ines Duarte"));
    // What is planned for another day stays: this was one in between.
    app.post(&prepare, &[("planned", "2026-12-20")])
        .await
        .leads_to();
    let form = app.get(&format!("/conversations/record?with={ines}")).await;
    assert_eq!(form.field("of"), "");
}

#[tokio::test]
async fn vague_praise_is_called_vague_and_gets_a_question() {
    let (app, ines) = with_ines().await;
    let held = [
        ("with", ines.as_str()),
        ("said0.words", "Great job!"),
        ("said0.sort", "praise"),
    ];
    app.post("/conversations/record", &held).await.leads_to();
    let said = only::<Feedback>(&record(&app).await);
    assert_eq!(said.words, "Great job!");
    let id = record(&app).await.all::<Conversation>().next().unwrap().id;
    let page = app.get(&format!("/conversations/{id}")).await;
    says(&page, "vague");
    says(&page, "Ask: ");
}

#[tokio::test]
async fn the_page_of_a_manager_says_all_that_binds_you() {
    let (app, _) = with_ines().await;
    app.post("/people/new", &[("name", "Ines Duarte")])
        .await
        .leads_to();
    let all = record(&app).await;
    let id = all.all::<Contact>().next().unwrap().id;
    let promise = [
        ("owner", "theirs"),
        ("what", "Fifteen minutes with Anders"),
        ("whom", "Ines Duarte"),
    ];
    app.post("/promises", &promise).await.leads_to();
    let ally = [
        ("whom", "Ines Duarte"),
        ("place", "committee"),
        ("knows", "seen"),
    ];
    app.post("/allies", &ally).await.leads_to();
    let seat = [
        ("area", "Pricing"),
        ("who", "Ines Duarte"),
        ("cadence", "quarter"),
    ];
    app.post("/board/seats", &seat).await.leads_to();
    let page = app.get(&format!("/people/{id}")).await;
    for text in [
        "You talk about your career",
        "your manager",
        "/conversations/prepare?with=",
        "Fifteen minutes with Anders",
        "They have a say",
        ", by their seat",
    ] {
        says(&page, text);
    }
    let promise = record(&app).await.all::<Promise>().next().unwrap().id;
    says(
        &app.get(&format!("/promises/{promise}")).await,
        "Keep it for the next conversation with Ines Duarte",
    );
}
