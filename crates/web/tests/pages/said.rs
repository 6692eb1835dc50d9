//! What a page says of what was just done, and the way back from there.

use windward_core::record::{Action, CheckIn, Counterpart, Promise, PromiseState};

use crate::{
    app::TestApp,
    talks::{all, only, record, says, senior},
};

/// Presses ‘Take it back’ on a page, and answers the page that it leads to.
async fn taken_back(app: &TestApp, page: &str) -> crate::app::Answer {
    let answer = app.get(page).await;
    let path = answer.body.split("action=\"/undo/").nth(1);
    let act = path.and_then(|it| it.split('"').next());
    let act = act.unwrap_or_else(|| panic!("nothing to take back: {}", answer.body));
    let (undo, fields) = (format!("/undo/{act}"), [("back", page), ("told", "yes")]);
    let back = app.post(&undo, &fields).await;
    assert_eq!(back.leads_to(), page);
    app.get(page).await
}

#[tokio::test]
async fn the_end_of_a_promise_is_said_and_taken_back() {
    let app = senior().await;
    for (word, said) in [("kept", "Kept"), ("broken", "Broken"), ("let-go", "Let go")] {
        let promise = [("owner", "mine"), ("what", said), ("due", "2026-11-23")];
        app.post("/promises", &promise).await;
        let kept = record(&app).await;
        let of = kept.all::<Promise>().find(|of| of.it.what == said);
        let end = format!("/promises/{}/end", of.expect("it").id);
        app.post(&end, &[("as", word), ("back", "/")]).await;
        let before = app.get("/").await;
        says(&before, &format!("{said}: {said}."));
        assert!(!app.get("/").await.body.contains("Take it back"), "once");
        app.post(&end, &[("as", "open"), ("back", "/")]).await;
        app.post(&end, &[("as", word), ("back", "/")]).await;
        let after = taken_back(&app, "/").await;
        says(&after, "Taken back. It is as it was.");
        says(&after, &format!("action=\"{end}\""));
    }
    let open = all::<Promise>(&record(&app).await);
    assert!(open.iter().all(|it| it.state == PromiseState::Open));
}

#[tokio::test]
async fn what_was_changed_since_is_not_taken_back_and_that_is_said() {
    let app = senior().await;
    let promise = [("owner", "mine"), ("what", "The memo")];
    app.post("/promises", &promise).await;
    let id = record(&app).await.all::<Promise>().next().expect("it").id;
    let end = format!("/promises/{id}/end");
    app.post(&end, &[("as", "kept")]).await;
    let page = app.get("/promises").await.body;
    let act = page.split("action=\"/undo/").nth(1).expect("the way back");
    let act = act.split('"').next().expect("its end").to_owned();
    app.post(&end, &[("as", "broken")]).await;
    let undo = format!("/undo/{act}");
    app.post(&undo, &[("back", "/promises"), ("told", "yes")])
        .await;
    let page = app.get("/promises").await;
    says(&page, "It was changed since, and is left as it is.");
    let it = only::<Promise>(&record(&app).await);
    assert!(matches!(it.state, PromiseState::Broken { .. }));
}

#[tokio::test]
async fn an_action_that_is_done_on_today_is_said_and_taken_back() {
    let app = senior().await;
    let fields = [("what", "Write to Ines"), ("due", "2026-11-22")];
    app.post("/actions", &fields).await;
    let id = record(&app).await.all::<Action>().next().expect("it").id;
    let thing = format!("act.{id}");
    app.post("/today/done", &[("thing", &thing)]).await;
    let after = taken_back(&app, "/").await;
    says(&after, "Taken back. It is as it was.");
    assert_eq!(only::<Action>(&record(&app).await).done, None);
    app.post(&format!("/actions/{id}/drop"), &[]).await;
    says(&app.get("/actions").await, "Dropped: Write to Ines.");
}

#[tokio::test]
async fn whoever_is_named_is_said() {
    let app = senior().await;
    let ines = [("whom", "Ines Duarte"), ("relation", "manager")];
    app.post("/conversations/with", &ines).await;
    let page = app.get("/conversations").await;
    says(&page, "Ines Duarte is here as your manager.");
    let again = [("whom", "Tom"), ("relation", "peer")];
    app.post("/conversations/with", &again).await;
    taken_back(&app, "/conversations").await;
    let left = only::<Counterpart>(&record(&app).await);
    assert_eq!(left.whom.as_deref(), Some("Ines Duarte"));
}

#[tokio::test]
async fn a_check_in_says_that_it_is_kept_and_shows_what_was_said() {
    let app = senior().await;
    let said = [("energy", "4"), ("line", "A month of handovers")];
    app.post("/check-in", &said).await;
    let page = app.get("/check-in").await;
    says(&page, "Kept, for the line of a year from now.");
    says(&page, "<h2>What you said</h2>");
    says(&page, "<blockquote>A month of handovers</blockquote>");
    says(&page, "Change it");
}

#[tokio::test]
async fn a_month_that_is_skipped_is_said_and_taken_back() {
    let app = senior().await;
    app.post("/check-in/skip", &[("back", "/check-in")]).await;
    let page = app.get("/check-in").await;
    says(&page, "Skipped. The next one is offered in four weeks.");
    says(&page, "You skipped this month");
    let again = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    again.post("/check-in/skip", &[("back", "/check-in")]).await;
    taken_back(&again, "/check-in").await;
    assert!(all::<CheckIn>(&record(&again).await).is_empty());
}
