//! What an import claims that another wrote is never taken for what they wrote, and a ladder that one brought for oneself
//! leaves with nobody else.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::several::{Browser, Server, path_in};

const SHOP: &str = include_str!("../../../windward/tests/fixtures/shop.toml");

/// Ada is Kim’s manager here, and wrote feedback into Kim’s record.
async fn with_feedback(server: &Server, ada: &Browser<'_>, kim: &Browser<'_>) {
    let named = kim
        .post("/sharing/managers", &[("manager", "ada@example.org")])
        .await;
    assert!(named.status.is_redirection(), "{}", named.body);
    let account = server.instance.account_named("kim").await.expect("read");
    let kims = account.expect("there").person.person();
    let said = [("words", "Your briefs are short"), ("sort", "advice")];
    let given = ada.post(&format!("/of/{kims}/feedback"), &said).await;
    assert!(given.status.is_redirection(), "{}", given.body);
}

/// The lines of the record export.
async fn lines(browser: &Browser<'_>) -> Vec<Value> {
    browser.prove("vier worte von mir").await;
    let export = browser.get("/settings/export").await;
    assert_eq!(export.status, StatusCode::OK, "{}", export.body);
    let lines = export.body.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn fresh() -> Value {
    json!(uuid::Uuid::now_v7().to_string())
}

#[tokio::test]
async fn an_import_puts_no_words_into_anybodys_mouth() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    with_feedback(&server, &ada, &kim).await;

    let mut all = lines(&kim).await;
    let hers = all
        .iter()
        .find(|it| it["put"]["words"] == "Your briefs are short")
        .expect("what Ada wrote")
        .clone();
    // Another of hers, and hers in other words.
    let mut forged = hers.clone();
    forged["entry_id"] = fresh();
    forged["act"] = fresh();
    forged["put"]["id"] = fresh();
    forged["put"]["words"] = json!("Ready for promotion");
    let mut reworded = hers.clone();
    reworded["entry_id"] = fresh();
    reworded["act"] = fresh();
    reworded["revises"] = hers["entry_id"].clone();
    reworded["put"]["words"] = json!("Your briefs are brilliant");
    let announced = all[0]["entries"].as_u64().expect("how many there are");
    all[0]["entries"] = json!(announced + 2);
    all.extend([forged.clone(), reworded]);
    let text: Vec<String> = all.iter().map(Value::to_string).collect();
    let imported = kim
        .upload("/settings/import", "record.jsonl", &text.join("\n"))
        .await;
    assert!(
        imported.leads_to().contains("added=2"),
        "{}",
        imported.leads_to()
    );

    let of = |it: &Value| format!("/feedback/{}", it["put"]["id"].as_str().expect("an id"));
    let real = kim.get(&of(&hers)).await.body;
    assert!(real.contains("Your briefs are short"), "{real}");
    assert!(!real.contains("brilliant"), "{real}");
    assert!(real.contains("given by them"), "{real}");
    let claimed = kim.get(&of(&forged)).await.body;
    assert!(claimed.contains("Ready for promotion"), "{claimed}");
    assert!(claimed.contains("imported, author claimed"), "{claimed}");
    assert!(!claimed.contains("given by them"), "{claimed}");
    for page in ["/search?q=promotion", "/timeline", "/written"] {
        let body = kim.get(page).await.body;
        let body = body.replace("<mark>", "").replace("</mark>", "");
        let at = body.find("Ready for promotion");
        let around = at.map(|at| {
            let (from, to) = (body.floor_char_boundary(at.saturating_sub(600)), at + 400);
            &body[from..body.floor_char_boundary(to)]
        });
        let around = around.unwrap_or_else(|| panic!("not on {page}: {body}"));
        assert!(
            around.contains("imported, author claimed"),
            "{page}: {around}"
        );
    }
}

#[tokio::test]
async fn a_ladder_of_ones_own_leaves_with_nobody_else() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let secret = format!("# Bands: from 123456\n{SHOP}");
    let brought = ada
        .upload("/settings/framework", "ours.toml", &secret)
        .await;
    let to = brought.leads_to();
    let hash = to.split('=').nth(1).and_then(|it| it.split('#').next());
    let hash = hash.expect("its hash").to_owned();
    let uses = [("use", hash.as_str())];
    ada.post("/settings/framework", &uses).await.leads_to();
    with_feedback(&server, &ada, &kim).await;

    let all = lines(&kim).await;
    let text: String = all.iter().map(Value::to_string).collect();
    assert!(text.contains("Your briefs are short"));
    assert!(!text.contains("123456") && !text.contains(&hash), "{text}");
    // Who knows its hash has not its file.
    let page = kim.get(&format!("/settings?framework={hash}")).await.body;
    assert!(!page.contains("Product at the shop"), "{page}");
    let taken = kim.post("/settings/framework", &uses).await;
    assert_eq!(taken.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_with_an_account_is_written_for_by_a_link() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    kim.post("/sharing/name", &[("shown_name", "Kim Lee")])
        .await
        .leads_to();
    let asked = [("whom", "Ines"), ("question", "How was it?")];
    let link = path_in(&ada.post("/sharing/ask", &asked).await, "s");
    let stranger = server.browser("192.0.2.9");
    for (taken, says) in [
        ("kim LEE", "Somebody here goes by that name"),
        ("KIM", "Somebody here goes by that name"),
        ("ada@example.org", "Somebody here goes by that name"),
        ("Windward", "what the program is called"),
        ("Ine\u{200b}s", "cannot be seen"),
    ] {
        let answer = [("name", taken), ("good", "The pricing study")];
        let refused = stranger.post(&link, &answer).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{taken}");
        assert!(refused.body.contains(says), "{taken}: {}", refused.body);
        assert!(
            refused.body.contains("The pricing study"),
            "what was typed stays"
        );
    }
    assert!(!ada.get("/written").await.body.contains("The pricing study"));
    let answer = [("name", "Ines"), ("good", "The pricing study")];
    let taken = stranger.post(&link, &answer).await;
    assert!(taken.body.contains("Thank you"), "{}", taken.body);
    assert!(ada.get("/written").await.body.contains("The pricing study"));
    // Whoever tries names finds out about ten of them.
    let link = path_in(&ada.post("/sharing/ask", &asked).await, "s");
    for number in 0..11 {
        let tries = [("name", "kim"), ("good", "x")];
        let refused = stranger.post(&link, &tries).await.body;
        assert_eq!(
            refused.contains("many names"),
            number == 10,
            "{number}: {refused}"
        );
    }
}
