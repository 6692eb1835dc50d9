//! Mail on a server for several people, through a real mail server: who may set it up, what it sends about accounts, and in
//! whose name.

use axum::http::StatusCode;
use windward_outbound::Host;
use windward_post::Office;
use windward_web::post::Records;

use crate::{
    several::{Browser, Server, clock},
    smtpd::Smtpd,
};

/// A server with a mail server, and an administrator.
async fn start(smtpd: &Smtpd) -> (Server, Office) {
    let server = Server::start();
    // Whoever runs it says that the mail server on this machine may be named on a page.
    let office = Office::opening(
        &server.instance,
        None,
        "https://windward.example.org".to_owned(),
        "localhost".parse::<Host>(),
    );
    let office = office.expect("an office");
    let saved = office.put_settings(Some(&smtpd.plain()), clock()).await;
    saved.expect("saved");
    (server, office)
}

/// Sends what waits, until one more letter than before was taken; its lines put together again. A letter to somebody who
/// forgot a password is written after they are answered, so that nobody can tell by the time whether there is one.
async fn next(server: &Server, office: &Office, smtpd: &Smtpd) -> String {
    let before = smtpd.taken().len();
    let records = Records::of(server.instance.clone());
    let (_stop, going) = tokio::sync::watch::channel(false);
    for _ in 0..500 {
        let round = office.round(&records, clock, &going).await;
        round.expect("a round");
        if smtpd.taken().len() > before {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let letters = smtpd.taken();
    assert_eq!(letters.len(), before + 1, "{letters:?}");
    letters[before].replace("=\r\n", "").replace("=\n", "")
}

/// The path of a link in a letter.
fn path_in(letter: &str, kind: &str) -> String {
    let start = format!("https://windward.example.org/{kind}/");
    let (_, rest) = letter
        .split_once(&start)
        .unwrap_or_else(|| panic!("{letter}"));
    format!("/{kind}/{}", &rest[..64])
}

async fn joined<'a>(server: &'a Server, path: &str, name: &str) -> Browser<'a> {
    let browser = server.browser("192.0.2.2");
    let answer = browser.join(path, name, "vier worte von mir").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    browser
}

#[tokio::test]
async fn letters_invite_let_back_in_and_say_what_changed() {
    let smtpd = Smtpd::start(&[]);
    let (server, office) = start(&smtpd).await;
    let ada = server.with_ada().await;
    let fields = [("name", "kim@example.org"), ("mail", "yes")];
    assert_eq!(
        ada.post("/accounts/invite", &fields).await.leads_to(),
        "/accounts"
    );
    let letter = next(&server, &office, &smtpd).await;
    assert!(letter.contains("To: kim@example.org"), "{letter}");
    let kim = joined(&server, &path_in(&letter, "join"), "kim@example.org").await;

    let asked = kim.post("/forgotten", &[("name", "kim@example.org")]).await;
    assert_eq!(asked.status, StatusCode::OK);
    kim.post("/forgotten", &[("name", "nobody@example.org")])
        .await;
    let letter = next(&server, &office, &smtpd).await;
    let reset = path_in(&letter, "reset");

    let fields = [
        ("password", "ganz andere worte"),
        ("again", "ganz andere worte"),
    ];
    assert_eq!(kim.post(&reset, &fields).await.leads_to(), "/unlock");
    let letter = next(&server, &office, &smtpd).await;
    assert!(
        letter.contains("has changed") && letter.contains("It has a new password"),
        "{letter}"
    );
    let fields = [
        ("remembered", "vier worte von mir"),
        ("today", "ganz andere worte"),
    ];
    assert_eq!(kim.post("/unlock", &fields).await.leads_to(), "/");
    let fields = [
        ("password", "eine ganze zeile"),
        ("again", "eine ganze zeile"),
    ];
    assert_eq!(
        kim.post("/account/passphrase", &fields).await.leads_to(),
        "/account#keys-of"
    );
    let letter = next(&server, &office, &smtpd).await;
    assert!(
        letter.contains("A passphrase opens its record from now on."),
        "{letter}"
    );
    let to = smtpd.recipients();
    assert!(to.iter().all(|it| it == "kim@example.org"), "{to:?}");
    let all = smtpd.taken().concat();
    assert!(!all.contains("eine ganze zeile") && !all.contains("ganz andere worte"));
}

#[tokio::test]
async fn the_mail_server_is_the_administrators_and_nobody_writes_in_another_s_name() {
    let smtpd = Smtpd::start(&[]);
    let (server, office) = start(&smtpd).await;
    let ada = server.with_ada().await;
    let kim = joined(&server, &ada.invite("kim").await, "kim@example.org").await;
    let page = kim.get("/settings/mail").await.body;
    assert!(
        page.contains("Whoever administers this Windward sees to it"),
        "{page}"
    );
    assert!(
        !page.contains("name=\"host\"") && !page.contains("name=\"test_to\""),
        "{page}"
    );
    assert!(
        ada.get("/settings/mail")
            .await
            .body
            .contains("name=\"host\"")
    );
    let mine = [
        ("host", "smtp.evil.example"),
        ("security", "tls"),
        ("from", "kim@example.org"),
        ("test_to", "all@example.org"),
    ];
    for path in ["", "/test", "/forget", "/anew"] {
        let refused = kim.post(&format!("/settings/mail{path}"), &mine).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    let kept = office.settings().await.expect("opens").expect("there");
    assert_eq!(kept.server.host, "localhost");

    // In her own name, from the address of the server, whatever address she gives.
    let fields = [
        ("name", "Ines"),
        ("tags", "team"),
        ("reach", "ines@example.org"),
    ];
    assert!(
        kim.post("/people/new", &fields)
            .await
            .status
            .is_redirection()
    );
    let begun = kim.post("/updates", &[("month", "2026-10")]).await;
    let path = begun.leads_to().to_owned();
    let page = kim.get(&path).await;
    assert_eq!(page.field("from"), "kim@example.org", "her account’s");
    let fields = [
        ("revises", &*page.field("revises")),
        ("subject", "October"),
        ("body", "Hello all"),
        ("from", "boss@example.org"),
        ("tag", "team"),
    ];
    kim.post(&path, &fields).await.leads_to();
    let page = kim.get(&format!("{path}/send")).await;
    assert!(
        page.body.contains("Answers go to boss@example.org"),
        "{}",
        page.body
    );
    let fields = [("revises", &*page.field("revises")), ("anyway", "yes")];
    assert_eq!(
        kim.post(&format!("{path}/send"), &fields).await.leads_to(),
        path
    );
    let letter = next(&server, &office, &smtpd).await;
    let head = letter.split("\r\n\r\n").next().expect("a head");
    assert!(head.contains("From: Ada <ada@example.org>"), "{head}");
    assert!(head.contains("Reply-To: boss@example.org"), "{head}");

    // What became of it is noted when she looks, since nothing else opens her record.
    let led = kim.get(&path).await;
    assert_eq!(led.leads_to(), path);
    assert!(kim.get(&path).await.body.contains("ines@example.org"));
    assert_eq!(kim.get("/updates").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_closed_account_is_told_of_its_door_and_who_leaves_has_one_letter_more() {
    let smtpd = Smtpd::start(&[]);
    let (server, office) = start(&smtpd).await;
    let ada = server.with_ada().await;
    let fields = [("name", "kim@example.org"), ("mail", "yes")];
    ada.post("/accounts/invite", &fields).await;
    let letter = next(&server, &office, &smtpd).await;
    let kim = joined(&server, &path_in(&letter, "join"), "kim@example.org").await;
    let account = server.instance.account_named("kim@example.org").await;
    let account = account.expect("read").expect("there");
    let act = async |verb: &str| {
        let path = format!("/accounts/{}/{verb}", account.person.person());
        assert_eq!(ada.post(&path, &[]).await.leads_to(), "/accounts");
    };
    act("disable").await;
    let letter = next(&server, &office, &smtpd).await;
    for says in [
        "To: kim@example.org",
        "has closed your account",
        "Until 22 December 2026",
        "https://windward.example.org/closed",
        "your recovery code",
    ] {
        assert!(letter.contains(says), "{says}: {letter}");
    }
    act("enable").await;
    next(&server, &office, &smtpd).await;

    kim.sign_in("kim@example.org", "vier worte von mir").await;
    kim.post("/account/leave", &[("word", "leave")]).await;
    let letter = next(&server, &office, &smtpd).await;
    assert!(
        letter.contains("account and record are erased on 22 December 2026"),
        "{letter}"
    );
    // Nothing more while they leave; and as ever once they stay.
    let before = smtpd.taken().len();
    act("sign-out").await;
    let records = Records::of(server.instance.clone());
    let (_stop, going) = tokio::sync::watch::channel(false);
    office
        .round(&records, clock, &going)
        .await
        .expect("a round");
    assert_eq!(smtpd.taken().len(), before);
    kim.sign_in("kim@example.org", "vier worte von mir").await;
    kim.post("/account/stay", &[]).await;
    act("sign-out").await;
    next(&server, &office, &smtpd).await;
}
