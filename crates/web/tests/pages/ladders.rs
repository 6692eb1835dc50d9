//! The ladders of a server for several people: what everybody is offered, what new people begin with, and what one brings
//! for oneself alone.

use axum::http::StatusCode;
use windward_core::framework::FrameworkHash;

use crate::several::{Browser, Server};

const SHOP: &str = include_str!("../../../windward/tests/fixtures/shop.toml");
const NAME: &str = "Product at the shop";

async fn joined<'a>(server: &'a Server, ada: &Browser<'_>, name: &str) -> Browser<'a> {
    let link = ada.invite(name).await;
    let browser = server.browser("192.0.2.7");
    let page = browser.join(&link, name, "vier worte von mir").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    browser
}

#[tokio::test]
async fn new_people_begin_with_the_ladder_of_the_house_and_stay_on_it() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (early, _) = server.with_kim(&ada).await;
    let first = [("title", "Product Manager"), ("since", "2024")];
    early.post("/welcome", &first).await.leads_to();

    let installed = ada.upload("/accounts/ladders", "shop.toml", SHOP).await;
    assert_eq!(installed.leads_to(), "/accounts/ladders");
    let hash = FrameworkHash::of(SHOP);
    let begin = format!("/accounts/ladders/{hash}/first");
    assert_eq!(ada.post(&begin, &[]).await.leads_to(), "/accounts/ladders");
    let page = ada.get("/accounts/ladders").await;
    assert_eq!(page.body.matches("new people begin with it").count(), 1);
    assert!(page.body.contains(NAME), "{}", page.body);

    let late = joined(&server, &ada, "lea").await;
    assert!(late.get("/welcome").await.body.contains(NAME));
    // The first thing written is no role, and names no ladder: the record stays on it all the same.
    let evidence = [("what", "Ran the pricing study"), ("on", "2026-03")];
    late.post("/evidence", &evidence).await.leads_to();
    assert!(
        !early.get("/ladder").await.body.contains(NAME),
        "chosen before"
    );

    let withdraw = format!("/accounts/ladders/{hash}/withdraw");
    ada.post(&withdraw, &[]).await.leads_to();
    let page = ada.get("/accounts/ladders").await.body;
    assert!(page.contains("is offered no longer"), "{page}");
    assert!(!page.contains(&hash.to_string()), "{page}");
    assert!(
        late.get("/ladder").await.body.contains(NAME),
        "its own choice"
    );
    let last = joined(&server, &ada, "mo").await;
    assert!(!last.get("/ladder").await.body.contains(NAME));
    let audit = ada.get("/accounts/audit").await.body;
    assert!(
        audit.contains("Changed which ladders are offered"),
        "{audit}"
    );
}

#[tokio::test]
async fn what_one_brings_for_oneself_is_shown_to_nobody_else() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let lea = joined(&server, &ada, "lea").await;
    let shown = kim.upload("/settings/framework", "shop.toml", SHOP).await;
    let page = kim
        .get(shown.leads_to().split('#').next().expect("a path"))
        .await;
    assert!(page.body.contains(NAME), "{}", page.body);
    for other in [&ada, &lea] {
        assert!(!other.get("/settings").await.body.contains(NAME));
    }
    assert!(!ada.get("/accounts/ladders").await.body.contains(NAME));

    ada.upload("/accounts/ladders", "shop.toml", SHOP)
        .await
        .leads_to();
    assert!(
        lea.get("/settings").await.body.contains(NAME),
        "offered now"
    );
}

#[tokio::test]
async fn ladders_offered_at_the_same_time_are_all_offered() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let texts = [1, 2, 3, 4].map(|number| format!("{SHOP}\n# {number}\n"));
    let [one, two, three, four] = texts
        .each_ref()
        .map(|text| ada.upload("/accounts/ladders", "shop.toml", text));
    let answers: [_; 4] = tokio::join!(one, two, three, four).into();
    for answer in answers {
        assert_eq!(answer.leads_to(), "/accounts/ladders");
    }
    let mut offered = server.instance.ladders().await.expect("read").offered;
    let mut hashes = texts.map(|text| FrameworkHash::of(&text));
    offered.sort_unstable();
    hashes.sort_unstable();
    assert_eq!(offered, hashes);
}

#[tokio::test]
async fn only_whoever_administers_says_so_and_faults_are_told() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let refused = kim.upload("/accounts/ladders", "shop.toml", SHOP).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        server
            .instance
            .ladders()
            .await
            .expect("read")
            .offered
            .is_empty()
    );

    let faulty = SHOP.replacen("name = ", "nmae = ", 1);
    let page = ada.upload("/accounts/ladders", "mine.toml", &faulty).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("nmae"), "{}", page.body);
    assert!(page.body.contains("href=\"/accounts/ladders\""));
    let nothing = ada.upload("/accounts/ladders", "", "").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);

    let unknown = format!("/accounts/ladders/{}/first", FrameworkHash::of("another"));
    assert_eq!(ada.post(&unknown, &[]).await.status, StatusCode::NOT_FOUND);
}
