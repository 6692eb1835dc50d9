//! Leaving, the door of a closed account, beginning anew, and what was done: on the pages of a server for several people.

use axum::http::StatusCode;
use windward_store::{Deed, Keeping, Shows};

use crate::{
    app::Answer,
    several::{Browser, Server, clock, code_in, pass, path_in},
};

const DAY: i64 = 24 * 60;

/// Ada, who administers, and Kim with a line of evidence; and Kim’s recovery code.
async fn two(server: &Server) -> (Browser<'_>, Browser<'_>, String) {
    let ada = server.with_ada().await;
    let link = ada.invite("kim").await;
    let kim = server.browser("192.0.2.2");
    let code = code_in(&kim.join(&link, "kim", "vier worte von mir").await);
    let fields = [("what", "Ran the pricing study"), ("on", "2026-03")];
    kim.post("/evidence", &fields).await;
    (ada, kim, code)
}

/// What a device would show that read the secret of a page.
fn code_of(page: &Answer) -> String {
    let (_, rest) = page
        .body
        .split_once("<p class=\"code\">")
        .expect("a secret");
    let by_hand = rest.split('<').next().unwrap_or_default().replace(' ', "");
    let device = totp_rs::Builder::new()
        .with_secret(totp_rs::Secret::try_from_base32(by_hand).expect("base 32"))
        .build_noncompliant();
    let seconds = u64::try_from(clock().as_second()).expect("after 1970");
    device.generate(seconds).to_string()
}

async fn number(server: &Server, name: &str) -> String {
    let account = server.instance.account_named(name).await.expect("read");
    account.expect("there").person.person().to_string()
}

async fn act(server: &Server, by: &Browser<'_>, name: &str, verb: &str) -> Answer {
    let path = format!("/accounts/{}/{verb}", number(server, name).await);
    by.post(&path, &[]).await
}

#[tokio::test]
async fn who_leaves_is_told_on_every_page_and_stays_with_one_button() {
    let server = Server::start();
    let (ada, kim, _) = two(&server).await;
    let feed = {
        let account = server.instance.account_named("kim").await.expect("read");
        let person = account.expect("there").person;
        let feed = server
            .instance
            .new_feed(person, Shows::Dates, clock())
            .await;
        format!("/calendar/{}.ics", feed.expect("made").reveal().as_str())
    };
    let page = kim.get("/account/leave").await;
    for says in [
        "First, take your record along",
        "/settings/take-away",
        "/settings/export",
        "What stays, and why",
        "Backups made before",
        "somebody else’s record",
    ] {
        assert!(page.body.contains(says), "{says}");
    }
    for typed in ["", "stay", "leave me"] {
        let refused = kim.post("/account/leave", &[("word", typed)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
    }
    assert!(!kim.get("/skills").await.body.contains("You are leaving"));
    assert_eq!(kim.get(&feed).await.status, StatusCode::OK);
    let left = kim.post("/account/leave", &[("word", " Leave ")]).await;
    assert_eq!(left.leads_to(), "/account");
    for path in [
        "/skills",
        "/account",
        "/settings",
        "/account/leave",
        "/evidence",
    ] {
        let page = kim.get(path).await;
        assert!(page.body.contains("You are leaving. On "), "{path}");
        assert!(page.body.contains("action=\"/account/stay\""), "{path}");
    }
    assert_eq!(kim.get(&feed).await.status, StatusCode::NOT_FOUND);
    assert!(!ada.get("/skills").await.body.contains("You are leaving"));

    // In again from elsewhere, nearly at its end, and back.
    pass(29 * DAY);
    let elsewhere = server.browser("192.0.2.9");
    let entered = elsewhere.sign_in("kim", "vier worte von mir").await;
    assert_eq!(entered.leads_to(), "/");
    let stayed = elsewhere.post("/account/stay", &[]).await;
    assert_eq!(stayed.leads_to(), "/");
    assert!(
        !elsewhere
            .get("/skills")
            .await
            .body
            .contains("You are leaving")
    );
    assert_eq!(elsewhere.get(&feed).await.status, StatusCode::OK);
    pass(2 * DAY);
    let passed = server.instance.keep(&Keeping::default(), 1, clock()).await;
    assert_eq!(passed.expect("kept").erased, 0);

    // For good.
    elsewhere.prove("vier worte von mir").await;
    elsewhere.post("/account/leave", &[("word", "leave")]).await;
    pass(30 * DAY);
    let passed = server.instance.keep(&Keeping::default(), 1, clock()).await;
    assert_eq!(passed.expect("kept").erased, 1);
    assert!(
        elsewhere
            .get("/skills")
            .await
            .leads_to()
            .starts_with("/sign-in")
    );
    let gone = elsewhere.sign_in("kim", "vier worte von mir").await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_matters_is_asked_for_and_the_last_administrator_makes_another() {
    let server = Server::start();
    let (ada, kim, _) = two(&server).await;
    pass(20);
    for (path, fields) in [
        ("/account/leave", [("word", "leave")]),
        ("/account/erase", [("name", "kim")]),
    ] {
        let asked = kim.post(path, &fields).await;
        assert!(asked.leads_to().starts_with("/prove"), "{path}");
    }
    assert!(
        kim.get("/account/leave")
            .await
            .leads_to()
            .starts_with("/prove")
    );
    ada.prove("four words of mine").await;
    let last = ada.post("/account/leave", &[("word", "leave")]).await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(last.body.contains("You are the last who administers"));
    let last = ada
        .post("/account/erase", &[("name", "ada@example.org")])
        .await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);

    kim.prove("vier worte von mir").await;
    let other = kim.post("/account/erase", &[("name", "ada")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    let erased = kim.post("/account/erase", &[("name", "Kim")]).await;
    assert_eq!(erased.status, StatusCode::OK, "{}", erased.body);
    assert!(erased.body.contains("It is erased"));
    assert!(kim.get("/").await.leads_to().starts_with("/sign-in"));
    let there = server.instance.account_named("kim").await.expect("read");
    assert!(there.is_none());
    let now = ada.post("/account/leave", &[("word", "leave")]).await;
    assert_eq!(now.leads_to(), "/account", "nobody else is left");
    let log = ada.get("/accounts/audit").await.body;
    assert!(log.contains("somebody who is gone") && log.contains("Erased the account"));
    assert!(!log.contains("kim"), "the log has no names");
}

#[tokio::test]
async fn who_was_shut_out_takes_the_record_along_and_nothing_else() {
    let server = Server::start();
    let (ada, kim, code) = two(&server).await;
    let stranger = server.browser("192.0.2.77");
    assert!(
        stranger
            .get("/sign-in")
            .await
            .body
            .contains("href=\"/closed\"")
    );
    let try_it = async |name: &str, code: &str| {
        let answer = stranger
            .post("/closed", &[("name", name), ("code", code)])
            .await;
        (answer.status, answer.body.replace(name, "NAME"))
    };
    let open = try_it("kim", &code).await;
    assert_eq!(open.0, StatusCode::UNAUTHORIZED, "it is not closed");
    kim.post("/sharing/managers", &[("manager", "ada@example.org")])
        .await;
    let path = format!("/of/{}/promise", number(&server, "kim").await);
    let said = ada
        .post(&path, &[("what", "Introduce you to the board")])
        .await;
    assert!(said.status.is_redirection(), "{}", said.body);
    act(&server, &ada, "kim", "disable").await;
    let listed = ada.get("/accounts").await.body;
    assert!(listed.contains("take their record along until"), "{listed}");
    assert!(
        kim.get("/settings")
            .await
            .leads_to()
            .starts_with("/sign-in")
    );

    let wrong = windward_store::RecoveryCode::random().expect("random");
    let known = try_it("kim", &wrong.reveal()).await;
    let unknown = try_it("zoe", &wrong.reveal()).await;
    assert_eq!(known.0, StatusCode::UNAUTHORIZED);
    assert_eq!(known, unknown);
    assert_eq!(known, (open.0, open.1), "whoever asks learns nothing");
    let answer = stranger
        .post("/closed", &[("name", "KIM"), ("code", &code)])
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert!(answer.header("cache-control").contains("no-store"));
    assert!(answer.header("set-cookie").is_empty(), "it signs nobody in");
    for holds in ["Ran the pricing study", "Introduce you to the board"] {
        assert!(
            answer.body.contains(holds),
            "{holds}: others wrote for her too"
        );
    }
    for path in ["/", "/evidence", "/settings/export", "/account"] {
        assert!(stranger.get(path).await.leads_to().starts_with("/sign-in"));
    }
    let log = ada.get("/accounts/audit").await.body;
    assert!(log.contains("Took the record out of the closed account"));

    // Ten tries at a name, and none more within a quarter of an hour.
    for _ in 0..12 {
        try_it("tom", &wrong.reveal()).await;
    }
    assert_eq!(
        try_it("tom", &wrong.reveal()).await.0,
        StatusCode::TOO_MANY_REQUESTS
    );
    let elsewhere = server.browser("192.0.2.78");
    let fields = [("name", "tom"), ("code", &*wrong.reveal())];
    let answer = elsewhere.post("/closed", &fields).await;
    assert_eq!(
        answer.status,
        StatusCode::UNAUTHORIZED,
        "none else is held up"
    );
    pass(30 * DAY);
    let shut = try_it("kim", &code).await;
    assert_eq!(shut.0, StatusCode::UNAUTHORIZED, "thirty days are over");
}

#[tokio::test]
async fn who_lost_every_key_begins_anew() {
    let server = Server::start();
    let (ada, kim, _) = two(&server).await;
    let at_home = kim.get("/unlock/anew").await;
    assert_eq!(at_home.leads_to(), "/", "whose record is open needs it not");
    let posted = kim
        .post(
            "/unlock/anew",
            &[("word", "anew"), ("now", "vier worte von mir")],
        )
        .await;
    assert_eq!(posted.leads_to(), "/");
    let link = act(&server, &ada, "kim", "reset").await;
    let path = path_in(&link, "reset");
    let new = "ganz andere worte";
    let reset = kim.post(&path, &[("password", new), ("again", new)]).await;
    assert_eq!(reset.leads_to(), "/unlock");
    assert!(
        kim.get("/unlock")
            .await
            .body
            .contains("href=\"/unlock/anew\"")
    );
    let said = kim.get("/unlock/anew").await.body;
    assert!(said.contains("erased by this, for good"), "said before");
    for (word, now, status) in [
        ("", new, StatusCode::UNPROCESSABLE_ENTITY),
        ("anew", "vier worte von mir", StatusCode::UNAUTHORIZED),
    ] {
        let refused = kim
            .post("/unlock/anew", &[("word", word), ("now", now)])
            .await;
        assert_eq!(refused.status, status);
        assert!(
            !refused.body.contains(now),
            "what was typed does not come back"
        );
    }
    let begun = kim
        .post("/unlock/anew", &[("word", "anew"), ("now", new)])
        .await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    let code = code_in(&begun);
    let typed = kim.post("/recovery", &[("code", &code)]).await;
    assert_eq!(typed.leads_to(), "/recovery");
    assert!(!kim.get("/evidence").await.body.contains("pricing study"));
    assert!(
        kim.get("/account")
            .await
            .body
            .contains("you gave the record up and began another")
    );
}

#[tokio::test]
async fn what_was_done_is_the_administrators_to_read_and_everybodys_about_themselves() {
    let server = Server::start();
    let (ada, kim, _) = two(&server).await;
    for path in [
        "/accounts/audit",
        "/accounts/audit/file",
        "/accounts/keeping",
    ] {
        assert_eq!(kim.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        let stranger = server.browser("192.0.2.9");
        assert!(stranger.get(path).await.leads_to().starts_with("/sign-in"));
    }
    assert_eq!(
        kim.post("/accounts/backup", &[]).await.status,
        StatusCode::FORBIDDEN
    );
    act(&server, &ada, "kim", "sign-out").await;
    kim.sign_in("kim", "vier worte von mir").await;
    kim.get("/settings/export").await;
    let mine = kim.get("/account").await.body;
    for says in [
        "you signed in",
        "<strong>an administrator</strong> signed it out everywhere",
        "you exported the record",
    ] {
        assert!(mine.contains(says), "{says}");
    }
    assert!(
        !ada.get("/account")
            .await
            .body
            .contains("exported the record")
    );
    let log = ada.get("/accounts/audit").await.body;
    for says in [
        "Invited somebody",
        "Signed it out everywhere",
        "kim",
        "Got an account",
    ] {
        assert!(log.contains(says), "{says}");
    }
    assert!(!log.contains("pricing study"));
    let file = ada.get("/accounts/audit/file").await;
    assert!(file.header("content-disposition").starts_with("attachment"));
    let rows: Vec<serde_json::Value> = file
        .body
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert!(rows.iter().any(|it| it["act"] == Deed::Exported.word()));
    assert!(!file.body.contains("kim") && !file.body.contains("ada@"));
    for (number, row) in rows.iter().enumerate() {
        assert_eq!(row["row"], number + 1);
        assert_eq!(row["hash"].as_str().expect("a text").len(), 64);
    }
    // Many rows are several pages.
    let account = server.instance.account_named("kim").await.expect("read");
    let kims = account.expect("there").person;
    for _ in 0..120 {
        let by = windward_store::Doer::Server;
        let noted = server
            .instance
            .note(Deed::SessionsEnded, by, Some(kims), clock());
        noted.await.expect("noted");
    }
    let page = ada.get("/accounts/audit").await.body;
    let (_, rest) = page.split_once("/accounts/audit?before=").expect("earlier");
    let before = rest.split('"').next().expect("a number");
    let earlier = ada
        .get(&format!("/accounts/audit?before={before}"))
        .await
        .body;
    assert!(earlier.contains("Got an account") && !page.contains("Got an account"));
    let kept = ada.get("/accounts/keeping").await.body;
    assert!(kept.contains("Rows of the audit log") && kept.contains("400 days"));
    let none = ada.post("/accounts/backup", &[]).await;
    assert_eq!(none.leads_to(), "/accounts/keeping#backups");
}

#[tokio::test]
async fn a_second_proof_that_is_wrong_is_noted_and_half_of_signing_in_ends_with_the_others() {
    let server = Server::start();
    let (_, kim, _) = two(&server).await;
    let page = kim.get("/account/second").await;
    let secret = page.field("secret");
    let digits = code_of(&page);
    let set = kim
        .post("/account/second", &[("secret", &secret), ("code", &digits)])
        .await;
    assert_eq!(set.status, StatusCode::OK, "{}", set.body);
    let half = server.browser("192.0.2.50");
    assert_eq!(
        half.sign_in("kim", "vier worte von mir").await.leads_to(),
        "/sign-in/second"
    );
    half.post("/sign-in/second", &[("code", "000000")]).await;
    let mine = kim.get("/account").await.body;
    assert!(mine.contains("a second proof was wrong"), "{mine}");
    assert_eq!(half.get("/sign-in/second").await.status, StatusCode::OK);
    kim.post("/account/sessions/others", &[]).await;
    let over = half.get("/sign-in/second").await;
    assert!(over.leads_to().starts_with("/sign-in"), "it is over too");
}

#[tokio::test]
async fn once_a_month_a_sealed_copy_is_asked_for_until_it_is_taken() {
    let server = Server::start();
    let (_, kim, _) = two(&server).await;
    let role = [
        ("title", "Product Manager"),
        ("organisation", "Ministry of Tides"),
        ("from", "2023-04"),
    ];
    kim.post("/welcome", &role).await;
    kim.post("/roles/new", &role).await;
    let asks = "Take a sealed copy to a device of your own";
    assert!(
        !kim.get("/").await.body.contains(asks),
        "of a few lines none"
    );
    for number in 0..20 {
        let what = format!("Line {number}");
        kim.post("/evidence", &[("what", &what), ("on", "2026-03")])
            .await;
    }
    assert!(kim.get("/").await.body.contains(asks));
    let aside = [("thing", "sealed-copy"), ("until", "7")];
    assert!(
        kim.post("/today/aside", &aside)
            .await
            .status
            .is_redirection()
    );
    pass(8 * DAY);
    kim.prove("vier worte von mir").await;
    assert!(kim.get("/").await.body.contains(asks), "it comes back");
    let words = "five words on a napkin";
    let file = kim
        .post(
            "/settings/take-away",
            &[("passphrase", words), ("again", words)],
        )
        .await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(!kim.get("/").await.body.contains(asks));
    pass(25 * DAY);
    kim.sign_in("kim", "vier worte von mir").await;
    assert!(!kim.get("/").await.body.contains(asks));
    pass(8 * DAY);
    assert!(kim.get("/").await.body.contains(asks));
}
