//! Accounts on the pages: two people and an administrator side by side, each in a browser of their own.

use axum::http::StatusCode;

use crate::several::{Server, clock, code_in, pass, path_in};

#[tokio::test]
async fn a_newcomer_joins_by_an_invitation_and_nobody_without() {
    let server = Server::start();
    let stranger = server.browser("192.0.2.9");
    for path in [
        "/",
        "/course",
        "/account",
        "/accounts",
        "/unlock",
        "/prove",
        "/settings",
    ] {
        let answer = stranger.get(path).await;
        assert!(answer.leads_to().starts_with("/sign-in"), "{path}");
    }
    assert_eq!(
        stranger.get("/course?as_of=2022").await.leads_to(),
        "/sign-in?to=%2Fcourse%3Fas_of%3D2022"
    );
    let no = format!("/join/{}", "0".repeat(64));
    assert_eq!(stranger.get(&no).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        stranger.get("/join/nonsense").await.status,
        StatusCode::NOT_FOUND
    );

    let ada = server.with_ada().await;
    let path = ada.invite("kim@example.org").await;
    let kim = server.browser("192.0.2.2");
    let page = kim.get(&path).await;
    assert_eq!(page.field("name"), "kim@example.org");
    for (name, password, again, says) in [
        ("kim", "short", "short", "At least 12 characters"),
        ("kim", "password2024", "password2024", "choose something"),
        (
            "kim.k",
            "windward kim.k",
            "windward kim.k",
            "the name of this place",
        ),
        ("kim", "vier worte von mir", "vier worte", "not the same"),
        (
            "k m",
            "vier worte von mir",
            "vier worte von mir",
            "cannot be part of a name",
        ),
        (
            "ada@example.org",
            "vier worte von mir",
            "vier worte von mir",
            "Somebody has this name",
        ),
    ] {
        let fields = [("name", name), ("password", password), ("again", again)];
        let refused = kim.post(&path, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
        assert!(
            !refused.body.contains(password),
            "what was typed does not come back"
        );
    }
    let joined = kim.join(&path, "kim", "vier worte von mir").await;
    let code = code_in(&joined);
    assert_eq!(
        kim.join(&path, "tom", "vier worte von mir").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(kim.get("/recovery").await.body.contains("not yet shown"));
    assert!(kim.get("/settings").await.body.contains("not confirmed"));
    let typed = kim.post("/recovery", &[("code", &code)]).await;
    assert_eq!(typed.leads_to(), "/recovery");
    // At once, although whether it was kept is believed for a while.
    let settings = kim.get("/settings").await.body;
    assert!(settings.contains("You have said that it is safe"));
    // Each sees their own record and nothing of the other's.
    kim.post(
        "/evidence",
        &[("what", "Ran the pricing study"), ("on", "2026-03")],
    )
    .await;
    assert!(
        kim.get("/evidence")
            .await
            .body
            .contains("Ran the pricing study")
    );
    assert!(
        !ada.get("/evidence")
            .await
            .body
            .contains("Ran the pricing study")
    );
    assert_eq!(kim.get("/accounts").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        kim.post("/accounts/invite", &[("name", "tom")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let settings = kim.get("/settings").await.body;
    assert!(settings.contains("href=\"/account\"") && !settings.contains("href=\"/accounts\""));
    assert!(
        !settings.contains("Where it lies"),
        "where the data lies is the administrator’s"
    );
}

#[tokio::test]
async fn without_a_mail_server_no_letter_is_offered_and_none_is_promised() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let page = ada.get("/accounts").await.body;
    assert!(!page.contains("name=\"mail\""), "{page}");
    assert!(page.contains("href=\"/settings/mail\""));
    // The page of before may still be open in a window.
    let fields = [("name", "kim@example.org"), ("mail", "yes")];
    let refused = ada.post("/accounts/invite", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("sends no letters yet"),
        "{}",
        refused.body
    );
    assert_eq!(refused.field("name"), "kim@example.org");
    assert!(!refused.body.contains("Invited</h2>"), "nobody was invited");
    let stranger = server.browser("192.0.2.9");
    let asking = stranger.get("/forgotten").await.body;
    assert!(asking.contains("sends no letters"), "{asking}");
    assert!(!asking.contains("name=\"name\""), "{asking}");
    let asked = stranger
        .post("/forgotten", &[("name", "ada@example.org")])
        .await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(!asked.body.contains("on its way"), "{}", asked.body);
}

#[tokio::test]
async fn whoever_will_administer_is_told_so_before() {
    let server = Server::start();
    let token = server
        .instance
        .invite_first(clock())
        .await
        .expect("invited");
    let stranger = server.browser("192.0.2.1");
    let path = format!("/join/{}", token.reveal().as_str());
    let says = "You will administer this Windward.";
    assert!(stranger.get(&path).await.body.contains(says));
    let ada = stranger;
    ada.join(&path, "ada@example.org", "four words of mine")
        .await;
    let member = ada.invite("kim@example.org").await;
    assert!(
        !server
            .browser("192.0.2.2")
            .get(&member)
            .await
            .body
            .contains(says)
    );
}

#[tokio::test]
async fn who_asks_learns_nothing_of_who_has_an_account() {
    let server = Server::start();
    server.with_ada().await;
    let stranger = server.browser("192.0.2.9");
    let page = async |name: &str| {
        let answer = stranger.sign_in(name, "wrong wrong wrong").await;
        (answer.status, answer.body.replace(name, "NAME"))
    };
    let (known, unknown) = (page("ada@example.org").await, page("eve@example.org").await);
    assert_eq!(known.0, StatusCode::UNAUTHORIZED);
    assert_eq!(known, unknown);
    let page = async |name: &str| {
        let answer = stranger.post("/forgotten", &[("name", name)]).await;
        (answer.status, answer.body.replace(name, "NAME"))
    };
    let (known, unknown) = (page("ada@example.org").await, page("eve@example.org").await);
    assert_eq!(known, unknown);
    // And nothing was stored for somebody who is not signed in.
    let sessions = server.instance.accounts(0, 9).await.expect("accounts");
    let sessions = server
        .instance
        .sessions_of(sessions[0].person, clock())
        .await;
    assert_eq!(sessions.expect("sessions").len(), 1, "hers alone");
}

#[tokio::test]
async fn who_guesses_is_held_up_and_who_is_guessed_at_is_not() {
    let server = Server::start();
    let ada = server.with_ada().await;
    ada.post("/sign-out", &[]).await;
    let stranger = server.browser("192.0.2.9");
    for _ in 0..10 {
        let wrong = stranger
            .sign_in("ada@example.org", "wrong wrong wrong")
            .await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    }
    let held = stranger
        .sign_in("ADA@example.org", "four words of mine")
        .await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(held.body.contains("tried too often"), "{}", held.body);
    // Whatever a header claims before the proxy’s own word.
    let elsewhere = server.browser("203.0.113.77, 192.0.2.9");
    let held = elsewhere
        .sign_in("ada@example.org", "four words of mine")
        .await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
    let hers = ada.sign_in("ada@example.org", "four words of mine").await;
    assert_eq!(hers.leads_to(), "/", "from a browser that is known");
    pass(15);
    let later = stranger
        .sign_in("ada@example.org", "four words of mine")
        .await;
    assert_eq!(later.leads_to(), "/");
}

#[tokio::test]
async fn a_new_password_lets_in_and_the_recovery_code_opens() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let kim = server.browser("192.0.2.2");
    let path = ada.invite("kim").await;
    let code = code_in(&kim.join(&path, "kim", "vier worte von mir").await);
    kim.post(
        "/evidence",
        &[("what", "Ran the pricing study"), ("on", "2026-03")],
    )
    .await;

    let accounts = ada.get("/accounts").await;
    let at = accounts.body.find("/reset\"").expect("a way to reset");
    let start = accounts.body[..at].rfind("/accounts/").expect("an address");
    let link = ada.post(&accounts.body[start..at + 6], &[]).await;
    let path = path_in(&link, "reset");
    let page = kim.get(&path).await;
    assert!(
        page.body.contains("it does not open your record"),
        "said before"
    );
    let fields = [
        ("password", "ganz andere worte"),
        ("again", "ganz andere worte"),
    ];
    let reset = kim.post(&path, &fields).await;
    assert_eq!(reset.leads_to(), "/unlock");
    assert_eq!(
        kim.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "it works once"
    );
    for closed in [
        "/evidence",
        "/settings",
        "/account",
        "/settings/export",
        "/recovery",
    ] {
        let answer = kim.get(closed).await;
        assert!(answer.leads_to().starts_with("/unlock"), "{closed}");
    }
    let wrong = kim
        .post(
            "/unlock",
            &[
                ("remembered", "ganz andere worte"),
                ("today", "ganz andere worte"),
            ],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let without = kim.post("/unlock", &[("code", &code)]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opened = kim
        .post(
            "/unlock",
            &[("code", &code), ("today", "ganz andere worte")],
        )
        .await;
    assert_eq!(opened.leads_to(), "/");
    assert!(
        kim.get("/evidence")
            .await
            .body
            .contains("Ran the pricing study")
    );
    kim.post("/sign-out", &[]).await;
    assert_eq!(
        kim.sign_in("kim", "vier worte von mir").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        kim.sign_in("kim", "ganz andere worte").await.leads_to(),
        "/"
    );
}

#[tokio::test]
async fn what_matters_asks_once_more_who_it_is_and_ends_every_session() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let phone = server.browser("192.0.2.3");
    phone.sign_in("ada@example.org", "four words of mine").await;
    pass(20);
    for path in ["/account/second", "/account/passphrase"] {
        let answer = ada.get(path).await;
        assert!(answer.leads_to().starts_with("/prove?to="), "{path}");
    }
    for path in [
        "/account/second/off",
        "/account/spare",
        "/account/key-file",
        "/accounts/invite",
    ] {
        assert_eq!(
            ada.post(path, &[("name", "tom")]).await.leads_to(),
            "/prove",
            "{path}"
        );
    }
    let wrong = ada
        .post("/prove", &[("password", "wrong wrong wrong")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    ada.prove("four words of mine").await;
    assert_eq!(ada.get("/account/second").await.status, StatusCode::OK);

    let account = ada.get("/account").await.body;
    assert_eq!(
        account.matches("Firefox on Linux").count(),
        3,
        "two sessions, and a button"
    );
    let fields = |now| {
        [
            ("now", now),
            ("password", "ganz andere worte"),
            ("again", "ganz andere worte"),
        ]
    };
    let refused = ada
        .post("/account/password", &fields("wrong wrong wrong"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(phone.get("/account").await.status, StatusCode::OK);
    let changed = ada
        .post("/account/password", &fields("four words of mine"))
        .await;
    assert_eq!(changed.leads_to(), "/account");
    assert!(
        phone
            .get("/account")
            .await
            .leads_to()
            .starts_with("/sign-in"),
        "at once"
    );
    assert!(
        ada.get("/account")
            .await
            .body
            .contains("The password is changed")
    );
}

#[tokio::test]
async fn a_device_is_asked_for_and_a_spare_code_stands_in() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let page = ada.get("/account/second").await;
    let sealed = page.field("secret");
    let (_, rest) = page
        .body
        .split_once("<p class=\"code\">")
        .expect("the secret by hand");
    let by_hand: String = rest
        .split('<')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let device = totp_rs::Builder::new()
        .with_secret(totp_rs::Secret::try_from_base32(by_hand).expect("base 32"))
        .build_noncompliant();
    let shows = || {
        device
            .generate(clock().as_second().try_into().expect("after 1970"))
            .to_string()
    };
    let wrong = ada
        .post(
            "/account/second",
            &[("secret", &sealed), ("code", "000000")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let on = ada
        .post(
            "/account/second",
            &[("secret", &sealed), ("code", &shows())],
        )
        .await;
    let spare: Vec<&str> = on.body.split("<li class=\"code\">").skip(1).collect();
    let spare: Vec<&str> = spare.iter().filter_map(|it| it.split('<').next()).collect();
    assert_eq!(spare.len(), 8);
    ada.post("/sign-out", &[]).await;

    pass(1);
    let half = ada.sign_in("ada@example.org", "four words of mine").await;
    assert_eq!(half.leads_to(), "/sign-in/second");
    for path in [
        "/",
        "/account",
        "/accounts",
        "/unlock",
        "/prove",
        "/settings/export",
    ] {
        let answer = ada.get(path).await;
        assert!(answer.leads_to().starts_with("/sign-in/second"), "{path}");
    }
    let wrong = ada.post("/sign-in/second", &[("code", "12345")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let whole = ada.post("/sign-in/second", &[("code", &shows())]).await;
    assert_eq!(whole.leads_to(), "/");
    assert_eq!(ada.get("/account").await.status, StatusCode::OK);

    let other = server.browser("192.0.2.4");
    other.sign_in("ada@example.org", "four words of mine").await;
    let again = other.post("/sign-in/second", &[("code", &shows())]).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED, "that one was used");
    let by_spare = other.post("/sign-in/second", &[("code", spare[0])]).await;
    assert_eq!(by_spare.leads_to(), "/");
    assert!(other.get("/account").await.body.contains("7 codes"));
}

#[tokio::test]
async fn every_answer_of_an_entrance_has_its_headers_and_none_is_kept() {
    let server = Server::start();
    let stranger = server.browser("192.0.2.9");
    for path in [
        "/sign-in",
        "/forgotten",
        "/join/x",
        "/reset/x",
        "/unlock",
        "/signed-out",
    ] {
        let answer = stranger.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'")
        );
        assert!(
            answer
                .header("strict-transport-security")
                .contains("max-age=31536000"),
            "{path}"
        );
    }
    let elsewhere = stranger
        .post("/sign-in", &[("name", "a"), ("back", "//evil.example")])
        .await;
    assert!(!elsewhere.body.contains("evil.example"));
}
