//! The ladders of a server for several people: what everybody is offered, what new people begin with, and what one brings
//! for oneself alone.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use windward_core::{
    framework::FrameworkHash,
    id::CountedIds,
    record::{Act, Profile, export::RecordExport},
};
use windward_store::{Ladder, MAX_BROUGHT};

use crate::several::{Browser, Server, clock};

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

#[tokio::test]
async fn so_many_are_brought_and_one_lets_go_of_what_the_record_does_not_name() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    let mut ladders: Vec<Ladder> = (1..MAX_BROUGHT)
        .map(|number| Ladder::of(format!("{SHOP}\n# {number}\n")))
        .collect();
    let brought = server.instance.bring(who, ladders.clone(), clock()).await;
    brought.expect("brought");
    kim.upload("/settings/framework", "shop.toml", SHOP)
        .await
        .leads_to();
    let uses = [("use", FrameworkHash::of(SHOP).to_string())];
    let uses = uses.each_ref().map(|(name, value)| (*name, &**value));
    kim.post("/settings/framework", &uses).await.leads_to();

    let more = format!("{SHOP}\n# one more\n");
    let full = kim.upload("/settings/framework", "more.toml", &more).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.body.contains("more than 20 ladders"), "{}", full.body);
    assert!(full.body.contains("Let go of one"), "{}", full.body);
    let export = kim.get("/settings/export").await.body;
    assert!(export.contains(NAME));
    let file = RecordExport {
        frameworks: [(FrameworkHash::of(&more), more.clone())].into(),
        entries: Vec::new(),
    };
    let full = kim
        .upload("/settings/import", "all.jsonl", &file.to_text())
        .await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.body.contains("more than 20 ladders"), "{}", full.body);

    // Not of one that the record is read against, nor of one that is nobody's.
    let let_go = async |hash: FrameworkHash| {
        let hash = hash.to_string();
        kim.post("/settings/framework", &[("let_go", &*hash)]).await
    };
    let named = let_go(FrameworkHash::of(SHOP)).await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(named.body.contains("so it stays"), "{}", named.body);
    let strange = let_go(FrameworkHash::of(&more)).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    let first = ladders.remove(0);
    assert!(kim.get("/settings").await.body.contains("Let go of it"));
    assert_eq!(let_go(first.hash).await.leads_to(), "/settings#framework");
    let text = server.instance.framework(first.hash).await;
    assert_eq!(text.expect("read"), None);
    kim.upload("/settings/framework", "more.toml", &more)
        .await
        .leads_to();

    // Offered to everybody, the one in use does not count any more.
    ada.upload("/accounts/ladders", "shop.toml", SHOP)
        .await
        .leads_to();
    let_go(FrameworkHash::of(SHOP)).await.leads_to();
    assert!(kim.get("/ladder").await.body.contains(NAME));
    let brought = server.instance.brought_by(who).await.expect("read");
    assert_eq!(brought.len(), MAX_BROUGHT - 1);
}

#[tokio::test]
async fn a_record_that_names_a_ladder_of_another_is_not_read_against_it() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    let hash = FrameworkHash::of(SHOP);
    ada.upload("/settings/framework", "shop.toml", SHOP)
        .await
        .leads_to();
    let profile = Profile {
        framework: Some(hash),
        ..Profile::default()
    };
    let mut ids = CountedIds::default();
    let mut act = Act::new(&mut ids, clock());
    act.add(profile);
    let file = RecordExport {
        frameworks: BTreeMap::new(),
        entries: act.into_entries(),
    };
    let text = file.to_text();
    let came = kim.upload("/settings/import", "all.jsonl", &text).await;
    assert!(came.leads_to().contains("added=1"), "{}", came.leads_to());
    assert!(!kim.get("/ladder").await.body.contains(NAME));
    assert!(!kim.get("/settings").await.body.contains(NAME));
    assert!(!kim.get("/settings/export").await.body.contains(NAME));
    // With the file itself it is theirs too, and stays so when she goes.
    kim.upload("/settings/framework", "shop.toml", SHOP)
        .await
        .leads_to();
    assert!(kim.get("/ladder").await.body.contains(NAME));
    assert!(kim.get("/settings/export").await.body.contains(NAME));
    assert_eq!(
        server.instance.brought_by(who).await.expect("read").len(),
        1
    );
}
