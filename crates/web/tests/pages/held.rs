//! What an attack on accounts found, and what holds since.

use axum::http::StatusCode;
use windward_store::Sharing;

use crate::several::{Server, clock, pass};

#[tokio::test]
async fn what_matters_is_asked_for_once_more_and_leads_back_to_its_button() {
    let server = Server::start();
    let ada = server.with_ada().await;
    pass(20);
    for (page, path) in [
        ("/recovery", "/recovery/new"),
        ("/account", "/account/spare"),
        ("/settings/take-away", "/settings/take-away"),
        ("/settings/mail", "/settings/mail"),
        ("/settings/mail", "/settings/mail/forget"),
        ("/accounts", "/accounts/invitations/5/end"),
    ] {
        let asked = ada.post_from(page, path).await;
        let back = format!("/prove?to={}", page.replace('/', "%2F"));
        assert_eq!(asked.leads_to(), back, "{path}");
    }
    let export = ada.get("/settings/export").await;
    assert_eq!(export.leads_to(), "/prove?to=%2Fsettings%2Fexport");
    let page = ada.get("/settings/mail").await.body;
    assert!(
        !page.contains("name=\"host\""),
        "nothing to type that would be lost"
    );
    assert!(page.contains("/prove?to=/settings/mail"), "{page}");
    ada.prove("four words of mine").await;
    assert!(
        ada.get("/settings/mail")
            .await
            .body
            .contains("name=\"host\"")
    );
    assert_eq!(ada.get("/settings/export").await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_works_at_every_stage() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    let sessions = async || {
        let all = server.instance.sessions_of(who, clock()).await;
        all.expect("read").len()
    };
    // With the record closed, after a password that somebody else gave back.
    let token = server.instance.new_reset(who, clock()).await.expect("made");
    let path = format!("/reset/{}", token.reveal().as_str());
    let fields = [
        ("password", "ganz andere worte"),
        ("again", "ganz andere worte"),
    ];
    assert_eq!(kim.post(&path, &fields).await.leads_to(), "/unlock");
    assert_eq!(sessions().await, 1);
    assert_eq!(kim.post("/sign-out", &[]).await.leads_to(), "/signed-out");
    assert_eq!(sessions().await, 0);
    // And before the second proof.
    server.instance.set_second(who, true).await.expect("set");
    let half = kim.sign_in("kim", "ganz andere worte").await;
    assert_eq!(half.leads_to(), "/sign-in/second");
    assert_eq!(kim.post("/sign-out", &[]).await.leads_to(), "/signed-out");
    let out = kim.get("/sign-in/second").await;
    assert!(out.leads_to().starts_with("/sign-in?"), "it is over");
}

#[tokio::test]
async fn whatever_opens_a_record_after_a_reset_has_the_new_password_open_it_too() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let key = ada.post("/account/key-file", &[]).await;
    assert_eq!(key.status, StatusCode::OK);
    let who = server.instance.account_named("ada@example.org").await;
    let who = who.expect("read").expect("there").person;
    let token = server.instance.new_reset(who, clock()).await.expect("made");
    let path = format!("/reset/{}", token.reveal().as_str());
    let fields = [
        ("password", "ganz andere worte"),
        ("again", "ganz andere worte"),
    ];
    assert_eq!(ada.post(&path, &fields).await.leads_to(), "/unlock");
    let page = ada.get("/unlock").await.body;
    assert!(
        page.contains("today-too"),
        "the form of the key file asks for it as well: {page}"
    );
    let fields = [
        ("remembered", "four words of mine"),
        ("today", "ganz andere worte"),
    ];
    assert_eq!(ada.post("/unlock", &fields).await.leads_to(), "/");
    let other = server.browser("192.0.2.4");
    let opened = other.sign_in("ada@example.org", "ganz andere worte").await;
    assert_eq!(opened.leads_to(), "/");
    let before = server.browser("192.0.2.5");
    let refused = before
        .sign_in("ada@example.org", "four words of mine")
        .await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_closed_account_answers_no_calendar() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (_kim, who) = server.with_kim(&ada).await;
    let shows = windward_store::Shows::Dates;
    let token = server
        .instance
        .new_feed(who, shows, clock())
        .await
        .expect("made");
    let path = format!("/calendar/{}.ics", token.reveal().as_str());
    let program = server.browser("192.0.2.7");
    assert_ne!(program.get(&path).await.status, StatusCode::NOT_FOUND);
    ada.post(&format!("/accounts/{}/disable", who.person()), &[])
        .await;
    assert_eq!(program.get(&path).await.status, StatusCode::NOT_FOUND);
    ada.post(&format!("/accounts/{}/enable", who.person()), &[])
        .await;
    assert_ne!(program.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_invitation_does_not_find_out_who_is_here() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let link = ada.invite("kim").await;
    let stranger = server.browser("192.0.2.9");
    let mut refused = 0;
    for number in 0..12 {
        let name = format!("ada{number}@example.org");
        let fields = [("name", &*name), ("password", "short"), ("again", "short")];
        let answer = stranger.post(&link, &fields).await;
        refused += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(refused, 2, "ten tries");
}

#[tokio::test]
async fn an_administrator_sees_where_somebody_is_signed_in_and_a_member_does_not() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    let path = format!("/accounts/{}/sessions", who.person());
    let page = ada.get(&path).await.body;
    assert!(
        page.contains("Firefox on Linux") && page.contains("by password"),
        "{page}"
    );
    assert_eq!(kim.get(&path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_name_of_another_is_not_taken_and_whose_account_it_is_stands_beside_it() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    for (taken, says) in [
        ("ADA@example.org", "Somebody else here goes by that name"),
        ("Windward administrator", "what the program is called"),
        ("Ad\u{200b}a", "cannot be seen"),
        ("\u{202e}adA", "cannot be seen"),
    ] {
        let refused = kim.post("/sharing/name", &[("shown_name", taken)]).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{taken:?}"
        );
        assert!(refused.body.contains(says), "{taken:?}: {}", refused.body);
    }
    ada.post("/sharing/name", &[("shown_name", "Ada Byron")])
        .await;
    let refused = kim.post("/sharing/name", &[("shown_name", "ada  BYRON")]);
    assert_eq!(refused.await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = kim
        .post("/sharing/name", &[("shown_name", "Kim Lee")])
        .await;
    assert_eq!(saved.leads_to(), "/sharing#name");

    ada.post("/sharing/managers", &[("manager", "kim")]).await;
    let of_ada = server.instance.account_named("ada@example.org").await;
    let of_ada = of_ada.expect("read").expect("there").person.person();
    let promise = [("what", "Introduce you to Pat")];
    kim.post(&format!("/of/{of_ada}/promise"), &promise).await;
    let new = "/sharing/new?of=course";
    ada.post("/welcome", &[("title", "Senior PM"), ("since", "2019")])
        .await;
    for (path, says) in [
        ("/sharing", "signs in as kim"),
        ("/written", "signs in as kim"),
        (new, "Kim Lee (signs in as kim), your manager"),
    ] {
        let page = ada.get(path).await.body;
        assert!(page.contains(says), "{path}: {page}");
    }
    // A name that was hers first is not theirs, whenever they took it.
    let put = Sharing::put_shown_name(server.instance.journal(), who, "ada byron".to_owned());
    let put = put.await;
    put.expect("put");
    kim.post(
        &format!("/of/{of_ada}/promise"),
        &[("what", "A second one")],
    )
    .await;
    let written = ada.get("/written").await.body;
    let (second, _) = written.split_once("A second one").expect("it is there");
    let by = second.rsplit("<strong>").nth(1).expect("whose");
    assert!(by.starts_with("kim<"), "{by}");
}

#[tokio::test]
async fn a_share_that_is_refused_leaves_no_copy() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let who = server.instance.account_named("ada@example.org").await;
    let who = who.expect("read").expect("there").person;
    ada.post("/welcome", &[("title", "Senior PM"), ("since", "2019")])
        .await;
    for _ in 0..windward_store::MAX_SHARE_LINKS {
        let new = windward_store::NewLink {
            is_for: windward_store::LinkFor::Reading,
            label: "Pat".to_owned(),
            items: Vec::new(),
            expires_at: clock() + jiff::SignedDuration::from_hours(1),
        };
        let made = server.instance.new_share_link(who, new, clock()).await;
        made.expect("made");
    }
    for (path, fields) in [
        (
            "/sharing/new",
            [("of", "course"), ("to", "link"), ("label", "Ines")],
        ),
        (
            "/sharing/ask",
            [("whom", "Ines"), ("question", "How was it?"), ("x", "")],
        ),
    ] {
        let refused = ada.post(path, &fields).await;
        assert_eq!(refused.leads_to(), "/sharing", "{}", refused.body);
        let page = ada.get("/sharing").await.body;
        assert!(page.contains("At most 100 links"), "{page}");
    }
    let rows = Sharing::shared_rows(server.instance.journal(), who).await;
    assert_eq!(rows.expect("read").len(), 0, "nothing was written");
}
