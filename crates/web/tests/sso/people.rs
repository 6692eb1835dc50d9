//! What somebody does who means well.

use axum::http::StatusCode;
use windward_store::{AccountRole, Accounts, PersonKey};
use windward_web::edge;

use crate::place::{Browser, PASSWORD, Windward};

const PHRASE: &str = "a grove of quiet birches";

async fn join(windward: &Windward, browser: &mut Browser, name: &str) {
    let fields = [("name", name), ("password", PHRASE), ("again", PHRASE)];
    let joined = windward.post(browser, "/sso/join", &fields).await;
    assert!(
        joined.body.contains("Your recovery code"),
        "{}",
        joined.body
    );
    assert!(joined.body.contains("Without your passphrase"));
}

#[tokio::test]
async fn a_newcomer_signs_up_leaves_and_comes_back_to_a_closed_record() {
    let (windward, _) = Windward::start(true).await.with("admin").await;
    windward.liar.vouch("noor-7", "noor@example.org", true);
    let mut browser = Browser::default();
    let page = windward.get(&mut browser, "/sign-in").await.body;
    assert!(page.contains("Sign in with Example"), "{page}");
    assert_eq!(windward.sign_in(&mut browser).await.to, "/sso/join");
    assert!(!browser.has_session());
    let page = windward.get(&mut browser, "/sso/join").await.body;
    assert!(page.contains("value=\"noor@example.org\""), "{page}");
    let wrong = [("name", "noor"), ("password", "short"), ("again", "short")];
    let refused = windward.post(&mut browser, "/sso/join", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("value=\"noor\""),
        "what was typed stays"
    );
    join(&windward, &mut browser, "noor").await;
    let today = windward.get(&mut browser, "/").await;
    assert_ne!(today.to, "/unlock", "the record is open");
    let replayed = windward.get(&mut browser, "/sso/join").await;
    assert_eq!(replayed.status, StatusCode::NOT_FOUND);
    windward.post(&mut browser, "/sign-out", &[]).await;
    assert!(!browser.has_session());

    let mut other = Browser::default();
    let back = windward
        .go_from(&mut other, "/sso", &[("back", "/skills")])
        .await;
    let entered = windward.get(&mut other, &back).await;
    assert_eq!(entered.to, "/unlock?to=%2Fskills");
    assert_eq!(
        windward.get(&mut other, "/skills").await.to,
        "/unlock?to=%2Fskills"
    );
    let fields = [("remembered", PHRASE), ("back", "/skills")];
    let opened = windward.post(&mut other, "/unlock", &fields).await;
    assert_eq!(opened.to, "/skills", "{}", opened.body);
}

#[tokio::test]
async fn an_unverified_address_is_not_even_proposed() {
    let (windward, _) = Windward::start(true).await.with("admin").await;
    windward.liar.vouch("noor-7", "noor@example.org", false);
    let mut browser = Browser::default();
    windward.sign_in(&mut browser).await;
    let page = windward.get(&mut browser, "/sso/join").await.body;
    assert!(page.contains("A passphrase for your record"), "{page}");
    assert!(!page.contains("noor@example.org"));
}

#[tokio::test]
async fn the_first_comes_by_an_invitation_and_administers() {
    let windward = Windward::start(true).await;
    let mut browser = Browser::default();
    let refused = windward.sign_in(&mut browser).await;
    assert_eq!(
        refused.status,
        StatusCode::FORBIDDEN,
        "signing up makes no first account"
    );
    let token = windward
        .instance
        .invite_first(edge::now())
        .await
        .expect("a link");
    let token = token.reveal();
    let page = windward
        .get(&mut browser, &format!("/join/{}", token.as_str()))
        .await
        .body;
    assert!(page.contains("Join with Example"), "{page}");
    let back = windward
        .go_from(&mut browser, "/sso", &[("join", token.as_str())])
        .await;
    assert_eq!(windward.get(&mut browser, &back).await.to, "/sso/join");
    join(&windward, &mut browser, "ada").await;
    let ada = windward
        .instance
        .account_named("ada")
        .await
        .expect("read")
        .expect("there");
    assert_eq!(ada.role, AccountRole::Administrator);
    assert!(ada.verifier.is_none(), "no password");
    let over = windward
        .post(&mut browser, "/sso", &[("join", token.as_str())])
        .await;
    assert_eq!(over.status, StatusCode::NOT_FOUND, "it works once");
}

async fn is_linked(windward: &Windward, person: PersonKey) -> bool {
    let found = windward.instance.journal().identities(person).await;
    !found.expect("read").is_empty()
}

#[tokio::test]
async fn linking_is_asked_for_and_undone_where_another_way_in_remains() {
    let (windward, ada) = Windward::start(false).await.with("ada").await;
    let mut browser = windward.by_password("ada").await;
    let page = windward.get(&mut browser, "/account").await.body;
    assert!(page.contains("Link Example"), "{page}");
    let back = windward.go_from(&mut browser, "/account/sso", &[]).await;
    let linked = windward.get(&mut browser, &back).await;
    assert_eq!(linked.to, "/account#sso", "{}", linked.body);
    assert!(is_linked(&windward, ada).await);
    let page = windward.get(&mut browser, "/account").await.body;
    assert!(
        page.contains("From now on you can sign in with Example."),
        "{page}"
    );

    let mut other = Browser::default();
    assert_eq!(windward.sign_in(&mut other).await.to, "/unlock");
    let fields = [("remembered", PASSWORD)];
    assert_eq!(windward.post(&mut other, "/unlock", &fields).await.to, "/");

    windward.post(&mut browser, "/account/sso/drop", &[]).await;
    assert!(!is_linked(&windward, ada).await);
    let refused = windward.sign_in(&mut Browser::default()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_only_way_in_stays() {
    let (windward, _) = Windward::start(true).await.with("admin").await;
    let mut browser = Browser::default();
    windward.sign_in(&mut browser).await;
    join(&windward, &mut browser, "noor").await;
    windward.post(&mut browser, "/account/sso/drop", &[]).await;
    let noor = windward
        .instance
        .account_named("noor")
        .await
        .expect("read")
        .expect("there");
    assert!(is_linked(&windward, noor.person).await);
    let page = windward.get(&mut browser, "/account").await.body;
    assert!(page.contains("the only way in"), "{page}");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_as_after_a_password() {
    let (windward, ada) = Windward::start(false).await.with("ada").await;
    let mut browser = windward.by_password("ada").await;
    let back = windward.go_from(&mut browser, "/account/sso", &[]).await;
    windward.get(&mut browser, &back).await;
    windward
        .instance
        .set_second(ada, true)
        .await
        .expect("is set");
    let mut other = Browser::default();
    assert_eq!(windward.sign_in(&mut other).await.to, "/sign-in/second");
    for path in ["/", "/unlock", "/account", "/prove"] {
        let held = windward.get(&mut other, path).await;
        assert!(
            held.to.starts_with("/sign-in/second"),
            "{path}: {}",
            held.to
        );
    }
}
