//! What somebody tries who does not.

use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use windward_store::Accounts;
use windward_web::edge;

use crate::{
    place::{Answer, Browser, Windward},
    provider::{CLIENT, Signed, now},
};

/// An instance with Ada, whose account is linked with the provider's `ada-1815`.
async fn with_ada(sign_up: bool) -> (Windward, windward_store::PersonKey) {
    let (windward, ada) = Windward::start(sign_up).await.with("ada@example.org").await;
    let mut browser = windward.by_password("ada@example.org").await;
    let back = windward.go_from(&mut browser, "/account/sso", &[]).await;
    assert_eq!(windward.get(&mut browser, &back).await.to, "/account#sso");
    (windward, ada)
}

fn is_refused(answer: &Answer, browser: &Browser, status: StatusCode, what: &str) {
    assert_eq!(
        answer.status, status,
        "{what}: {} {}",
        answer.to, answer.body
    );
    assert!(answer.body.contains("That did not work"), "{what}");
    assert!(!browser.has_session(), "{what}");
}

#[tokio::test]
async fn an_address_never_links_verified_or_not() {
    let (windward, ada) = with_ada(true).await;
    for verified in [false, true] {
        windward.liar.vouch("mallory", "ada@example.org", verified);
        let mut mallory = Browser::default();
        assert_eq!(windward.sign_in(&mut mallory).await.to, "/sso/join");
        let phrase = "a grove of quiet birches";
        let fields = [
            ("name", "ADA@example.org"),
            ("password", phrase),
            ("again", phrase),
        ];
        let refused = windward.post(&mut mallory, "/sso/join", &fields).await;
        assert!(
            refused.body.contains("Somebody has this name"),
            "{}",
            refused.body
        );
        assert!(!mallory.has_session());
    }
    let identities = windward
        .instance
        .journal()
        .identities(ada)
        .await
        .expect("read");
    assert_eq!(identities.len(), 1);
}

#[tokio::test]
async fn without_signing_up_a_stranger_and_somebody_disabled_get_the_same() {
    let (windward, ada) = with_ada(false).await;
    windward.liar.vouch("mallory", "ada@example.org", true);
    let mut browser = Browser::default();
    let stranger = windward.sign_in(&mut browser).await;
    is_refused(&stranger, &browser, StatusCode::FORBIDDEN, "a stranger");
    windward.liar.vouch("ada-1815", "ada@example.org", true);
    assert_eq!(
        windward.sign_in(&mut Browser::default()).await.to,
        "/unlock"
    );
    windward
        .instance
        .disable(ada, edge::now())
        .await
        .expect("is disabled");
    let disabled = windward.sign_in(&mut browser).await;
    is_refused(&disabled, &browser, StatusCode::FORBIDDEN, "disabled");
    assert_eq!(disabled.body, stranger.body);
}

#[tokio::test]
async fn only_the_browser_that_began_comes_back_and_once() {
    let (windward, _) = with_ada(false).await;
    let mut ada = Browser::default();
    let back = windward.go(&mut ada).await;
    let mut other = Browser::default();
    let taken = windward.get(&mut other, &back).await;
    is_refused(&taken, &other, StatusCode::FORBIDDEN, "no ticket");
    windward.go(&mut other).await;
    let taken = windward.get(&mut other, &back).await;
    is_refused(&taken, &other, StatusCode::FORBIDDEN, "a ticket of its own");

    let before = ada.clone();
    assert_eq!(windward.get(&mut ada, &back).await.to, "/unlock");
    assert!(
        !ada.0.keys().any(|it| it.ends_with("-sso")),
        "the ticket is gone"
    );
    let mut again = before;
    let replayed = windward.get(&mut again, &back).await;
    is_refused(&replayed, &again, StatusCode::FORBIDDEN, "a second time");
}

#[tokio::test]
async fn a_state_or_a_ticket_that_was_changed_leads_nowhere() {
    let (windward, _) = with_ada(false).await;
    let fresh = || async {
        let mut browser = Browser::default();
        let back = windward.go(&mut browser).await;
        (browser, back)
    };
    for change in [
        |back: &str| back.replace("state=", "state=x"),
        |back: &str| back[..back.len() - 1].to_owned(),
        |back: &str| back.split("&state").next().unwrap_or_default().to_owned(),
        |back: &str| format!("{back}&state=x"),
        |back: &str| back.split("state=").next().unwrap_or_default().to_owned() + "state=",
    ] {
        let (mut browser, back) = fresh().await;
        let changed = change(&back);
        let refused = windward.get(&mut browser, &changed).await;
        is_refused(&refused, &browser, StatusCode::FORBIDDEN, &changed);
    }
    for place in [0, 40, 300] {
        let (mut browser, back) = fresh().await;
        let cookie = browser
            .0
            .iter_mut()
            .find(|(name, _)| name.ends_with("-sso"));
        let (_, value) = cookie.expect("a ticket");
        let digit = if &value[place..=place] == "0" {
            "1"
        } else {
            "0"
        };
        value.replace_range(place..=place, digit);
        let refused = windward.get(&mut browser, &back).await;
        is_refused(
            &refused,
            &browser,
            StatusCode::FORBIDDEN,
            "a changed ticket",
        );
    }
}

#[tokio::test]
async fn a_ticket_stands_for_ten_minutes() {
    static AHEAD: AtomicI64 = AtomicI64::new(0);
    fn clock() -> Timestamp {
        edge::now() + SignedDuration::from_secs(AHEAD.load(Ordering::SeqCst))
    }
    let (windward, _) = Windward::at(true, clock).await.with("ada").await;
    let mut browser = Browser::default();
    let back = windward.go(&mut browser).await;
    AHEAD.store(601, Ordering::SeqCst);
    let late = windward.get(&mut browser, &back).await;
    is_refused(&late, &browser, StatusCode::FORBIDDEN, "late");
    assert_eq!(windward.sign_in(&mut browser).await.to, "/sso/join");
    AHEAD.store(601 + 1801, Ordering::SeqCst);
    let late = windward.get(&mut browser, "/sso/join").await;
    assert_eq!(late.status, StatusCode::NOT_FOUND, "half an hour to choose");
}

#[tokio::test]
async fn a_token_that_lies_counts_for_nothing() {
    let (windward, _) = with_ada(true).await;
    let lies: [(&str, Signed, Value); 17] = [
        (
            "another audience",
            Signed::Rightly,
            json!({ "aud": "another" }),
        ),
        (
            "one more audience",
            Signed::Rightly,
            json!({ "aud": [CLIENT, "another"] }),
        ),
        ("no audience", Signed::Rightly, json!({ "aud": null })),
        (
            "another party",
            Signed::Rightly,
            json!({ "azp": "another" }),
        ),
        (
            "another issuer",
            Signed::Rightly,
            json!({ "iss": "https://login.example.org" }),
        ),
        (
            "a slash more",
            Signed::Rightly,
            json!({ "iss": format!("{}/", windward.liar.issuer) }),
        ),
        ("no issuer", Signed::Rightly, json!({ "iss": null })),
        ("expired", Signed::Rightly, json!({ "exp": now() - 5 })),
        ("never expires", Signed::Rightly, json!({ "exp": null })),
        (
            "made long ago",
            Signed::Rightly,
            json!({ "iat": now() - 3_600 }),
        ),
        (
            "made tomorrow",
            Signed::Rightly,
            json!({ "iat": now() + 86_400, "exp": now() + 90_000 }),
        ),
        (
            "another nonce",
            Signed::Rightly,
            json!({ "nonce": "another" }),
        ),
        ("no nonce", Signed::Rightly, json!({ "nonce": null })),
        ("nobody", Signed::Rightly, json!({ "sub": "" })),
        ("another key", Signed::ByAnother, json!({})),
        ("the secret as a key", Signed::ByTheSecret, json!({})),
        ("alg none", Signed::Not, json!({})),
    ];
    for (what, signed, claims) in lies {
        windward.liar.tell(|says| {
            says.signed = signed;
            says.claims = claims;
        });
        let mut browser = Browser::default();
        let refused = windward.sign_in(&mut browser).await;
        is_refused(&refused, &browser, StatusCode::BAD_GATEWAY, what);
    }
    windward.liar.tell(|says| {
        says.signed = Signed::Rightly;
        says.claims = json!({ "azp": CLIENT, "aud": [CLIENT] });
    });
    let honest = windward.sign_in(&mut Browser::default()).await;
    assert_eq!(honest.to, "/unlock", "{}", honest.body);
}

/// How strongly or how lately somebody signed in there counts for nothing here, in either way: a record opens by what its owner
/// has, a second factor is asked for where it is set, and what matters is asked for once more.
#[tokio::test]
async fn what_a_provider_says_of_strength_opens_nothing_and_it_ends_nothing() {
    let (windward, ada) = with_ada(false).await;
    for claims in [
        json!({ "acr": "phrh", "amr": ["hwk", "user", "mfa"], "auth_time": now() }),
        json!({ "acr": "0", "amr": ["pwd"], "auth_time": now() - 86_400 * 30 }),
    ] {
        windward.liar.tell(|says| says.claims = claims.clone());
        let mut browser = Browser::default();
        let came = windward.sign_in(&mut browser).await;
        assert_eq!(came.to, "/unlock", "{claims}");
        for path in ["/", "/settings/export"] {
            let kept = windward.get(&mut browser, path).await;
            assert_ne!(kept.status, StatusCode::OK, "{claims}: {path}");
        }
    }
    // What is not even of the form that it has to have is no sign-in at all.
    let odd = json!({ "acr": { "odd": [1] }, "amr": 7, "auth_time": "never" });
    windward.liar.tell(|says| says.claims = odd);
    let mut browser = Browser::default();
    let refused = windward.sign_in(&mut browser).await;
    is_refused(&refused, &browser, StatusCode::BAD_GATEWAY, "odd claims");

    // There is no place at which a provider ends a session.
    let mut here = windward.by_password("ada@example.org").await;
    for path in ["/sso/logout", "/sso/sign-out", "/sso/backchannel"] {
        let fields = [("logout_token", "e30.e30.")];
        let asked = windward.post(&mut Browser::default(), path, &fields).await;
        assert_eq!(asked.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(here.has_session());
    let still = windward.get(&mut here, "/settings").await;
    assert_eq!(still.status, StatusCode::OK, "{}", still.to);

    let set = windward.instance.set_second(ada, true).await;
    set.expect("is set");
    let strong = json!({ "acr": "phrh", "amr": ["hwk", "mfa"], "auth_time": now() });
    windward.liar.tell(|says| says.claims = strong);
    let mut browser = Browser::default();
    assert_eq!(windward.sign_in(&mut browser).await.to, "/sign-in/second");
}

#[tokio::test]
async fn a_provider_that_answers_otherwise_is_not_followed_and_not_quoted() {
    let (windward, _) = with_ada(false).await;
    let long = "x".repeat(300_000);
    for (what, status, body) in [
        ("led elsewhere", 302, String::new()),
        (
            "words",
            400,
            "{\"error\":\"<script>alert(1)</script>\"}".to_owned(),
        ),
        ("no JSON", 200, "<script>alert(1)</script>".to_owned()),
        (
            "too long",
            200,
            format!("{{\"access_token\":\"{long}\",\"token_type\":\"Bearer\"}}"),
        ),
        (
            "no token",
            200,
            "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}".to_owned(),
        ),
    ] {
        windward
            .liar
            .tell(|says| says.instead = Some((status, body)));
        let mut browser = Browser::default();
        let refused = windward.sign_in(&mut browser).await;
        is_refused(&refused, &browser, StatusCode::BAD_GATEWAY, what);
        assert!(!refused.body.contains("alert(1)"), "{what}");
    }
    windward.liar.tell(|says| says.instead = None);
    let mut browser = Browser::default();
    let back = windward.go(&mut browser).await;
    let state = back.split("state=").nth(1).expect("a state");
    let back =
        format!("/sso/back?error=access_denied&error_description=%3Cb%3Ewords&state={state}");
    let declined = windward.get(&mut browser, &back).await;
    is_refused(&declined, &browser, StatusCode::UNAUTHORIZED, "declined");
    assert!(!declined.body.contains("words") && !declined.body.contains("access_denied"));

    let mut browser = Browser::default();
    let back = windward.go(&mut browser).await + "&iss=https%3A%2F%2Flogin.example.org";
    let mixed = windward.get(&mut browser, &back).await;
    is_refused(&mixed, &browser, StatusCode::BAD_GATEWAY, "mixed up");

    let mut browser = Browser::default();
    let back = windward.go(&mut browser).await;
    let back = back.replace("code=", "code=0");
    let refused = windward.get(&mut browser, &back).await;
    is_refused(
        &refused,
        &browser,
        StatusCode::BAD_GATEWAY,
        "a code of nobody",
    );
}

#[tokio::test]
async fn what_a_provider_says_about_itself_has_to_fit() {
    for about in [
        json!({ "issuer": "https://login.example.org" }),
        json!({ "token_endpoint": "http://127.0.0.1:9/token" }),
        json!({ "token_endpoint": null }),
        json!({ "jwks_uri": "http://169.254.169.254/jwks" }),
        json!({ "authorization_endpoint": "http://login.example.org/authorize" }),
        json!({ "authorization_endpoint": "javascript:alert(1)" }),
    ] {
        let windward = Windward::start(true).await;
        windward.liar.tell(|says| says.about = about.clone());
        let mut browser = Browser::default();
        let refused = windward.post(&mut browser, "/sso", &[]).await;
        is_refused(
            &refused,
            &browser,
            StatusCode::BAD_GATEWAY,
            &about.to_string(),
        );
        assert!(
            refused.refresh.is_empty() && browser.0.is_empty(),
            "{about}"
        );
    }
}

#[tokio::test]
async fn nobody_links_for_another() {
    let (windward, _) = with_ada(true).await;
    windward.liar.vouch("noor-7", "noor@example.org", true);
    let mut noor = Browser::default();
    windward.sign_in(&mut noor).await;
    let phrase = "a grove of quiet birches";
    let fields = [("name", "noor"), ("password", phrase), ("again", phrase)];
    windward.post(&mut noor, "/sso/join", &fields).await;
    // Noor's own identity is taken off behind her back, so that there is something to link.
    let account = windward.instance.account_named("noor").await.expect("read");
    let person = account.expect("there").person;
    let journal = windward.instance.journal();
    for identity in journal.identities(person).await.expect("read") {
        journal
            .drop_identity(person, identity.hash)
            .await
            .expect("dropped");
    }
    windward.liar.vouch("ada-1815", "ada@example.org", true);
    let back = windward.go_from(&mut noor, "/account/sso", &[]).await;
    let taken = windward.get(&mut noor, &back).await;
    assert_eq!(taken.status, StatusCode::CONFLICT, "{}", taken.body);

    windward.liar.vouch("mallory", "", false);
    let back = windward.go_from(&mut noor, "/account/sso", &[]).await;
    windward.post(&mut noor, "/sign-out", &[]).await;
    let gone = windward.get(&mut noor, &back).await;
    is_refused(&gone, &noor, StatusCode::FORBIDDEN, "signed out meanwhile");
    let stranger = windward
        .post(&mut Browser::default(), "/account/sso", &[])
        .await;
    assert!(stranger.to.starts_with("/sign-in"), "{}", stranger.to);
    assert!(journal.identities(person).await.expect("read").is_empty());
}

#[tokio::test]
async fn guessing_at_codes_ends_soon() {
    let (windward, _) = with_ada(false).await;
    let mut browser = Browser::default();
    for _ in 0..60 {
        let wrong = windward.get(&mut browser, "/sso/back?code=1&state=2").await;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    }
    let held = windward.get(&mut browser, "/sso/back?code=1&state=2").await;
    assert_eq!(held.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_provider_that_is_away_is_said_to_be() {
    let windward = Windward::start(true).await;
    windward
        .liar
        .tell(|says| says.about = json!({ "jwks_uri": "https://127.0.0.1:1/jwks" }));
    let mut browser = Browser::default();
    let away = windward.post(&mut browser, "/sso", &[]).await;
    is_refused(&away, &browser, StatusCode::BAD_GATEWAY, "away");
    assert!(
        away.body.contains("Example could not be reached"),
        "{}",
        away.body
    );
}
