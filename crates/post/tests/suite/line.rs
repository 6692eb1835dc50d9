//! One connection: what can go wrong before and while a letter goes out.

use std::sync::atomic::{AtomicUsize, Ordering};

use windward_formats::mail::Mailbox;
use windward_outbound::{Host, Named, Outbound};
use windward_post::{Answer, Line, LineError, MailServer, Password, Security};
use windward_store::StoreError;

use crate::smtpd::{Smtpd, tls};

const LETTER: &[u8] = b"Subject: Hello\r\n\r\n.\r\nA line of its own, with a dot before it\r\n";

async fn open(server: &MailServer) -> Result<Line, LineError> {
    Line::open(server, Named::OnTheMachine, &Outbound::of_one()).await
}

async fn send(line: &mut Line, to: &str) -> Answer {
    line.send(to, LETTER, async || Ok(true)).await.unwrap()
}

#[tokio::test]
async fn letters_go_over_one_connection_each_with_its_answer() {
    let smtpd = Smtpd::start(&[]);
    let mut line = open(&smtpd.plain()).await.unwrap();
    assert!(
        matches!(send(&mut line, "kim@example.org").await, Answer::Sent(said) if said.starts_with("250"))
    );
    let refused = send(&mut line, "nobody@example.org").await;
    assert!(
        matches!(&refused, Answer::Refused(said) if said.contains("No such user")),
        "{refused:?}"
    );
    let grey = send(&mut line, "grey@example.org").await;
    assert!(
        matches!(&grey, Answer::Later(said) if said.contains("Greylisted")),
        "{grey:?}"
    );
    assert!(matches!(
        send(&mut line, "spam@example.org").await,
        Answer::Refused(_)
    ));
    assert!(matches!(
        send(&mut line, "full@example.org").await,
        Answer::Later(_)
    ));
    assert!(matches!(
        send(&mut line, "grey@example.org").await,
        Answer::Sent(_)
    ));
    assert!(line.is_open(), "a refusal ends no connection");
    line.close().await;
    assert_eq!(smtpd.recipients(), ["kim@example.org", "grey@example.org"]);
    assert!(
        smtpd.taken()[0].contains("\r\n.\r\nA line of its own"),
        "nothing ends a letter but its end"
    );
}

#[tokio::test]
async fn what_breaks_before_the_end_may_be_sent_again_and_what_breaks_after_it_not() {
    let smtpd = Smtpd::start(&[]);
    let mut line = open(&smtpd.plain()).await.unwrap();
    let long = [LETTER, &b"A line of a long letter.\r\n".repeat(500_000)].concat();
    let times = AtomicUsize::new(0);
    let begin = || {
        times.fetch_add(1, Ordering::Relaxed);
        async { Ok::<_, StoreError>(true) }
    };
    let cut = line.send("cut@example.org", &long, begin).await.unwrap();
    assert!(matches!(cut, Answer::Later(_)), "{cut:?}");
    assert!(!line.is_open());
    let mut line = open(&smtpd.plain()).await.unwrap();
    let silent = send(&mut line, "silent@example.org").await;
    assert!(matches!(silent, Answer::Unclear(_)), "{silent:?}");
    assert!(!line.is_open());
    let mut line = open(&smtpd.plain()).await.unwrap();
    let busy = send(&mut line, "busy@example.org").await;
    assert!(matches!(busy, Answer::Later(_)), "{busy:?}");
    assert!(!line.is_open(), "421 ends the connection");
    assert_eq!(smtpd.recipients(), ["silent@example.org"]);
    assert_eq!(times.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn words_go_out_only_when_it_may_begin() {
    let smtpd = Smtpd::start(&[]);
    let mut line = open(&smtpd.plain()).await.unwrap();
    let answer = line
        .send("kim@example.org", LETTER, async || Ok(false))
        .await;
    assert_eq!(answer.unwrap(), Answer::NotMine);
    let broken = line
        .send("kim@example.org", LETTER, async || Err(StoreError::Busy))
        .await;
    assert!(broken.is_err());
    let never = async || -> Result<bool, StoreError> { panic!("nobody is there to begin for") };
    let refused = line
        .send("nobody@example.org", LETTER, never)
        .await
        .unwrap();
    assert!(matches!(refused, Answer::Refused(_)));
    for evil in [
        "kim@example.org\r\nDATA",
        "kim@example.org>\r\nRCPT TO:<eve@example.org",
        "kim",
    ] {
        let never = async || -> Result<bool, StoreError> { panic!("no address") };
        let refused = line.send(evil, LETTER, never).await.unwrap();
        assert!(matches!(refused, Answer::Refused(_)), "{evil:?}");
    }
    let beyond = send(&mut line, "kïm@example.org").await;
    assert!(
        matches!(&beyond, Answer::Refused(said) if said.contains("letters beyond")),
        "{beyond:?}"
    );
    assert_eq!(smtpd.taken(), [""; 0]);
}

#[tokio::test]
async fn a_sender_that_is_not_wanted_stops_the_round() {
    let smtpd = Smtpd::start(&[]);
    let barred = MailServer {
        from: Mailbox::new(None, "barred@example.org").unwrap(),
        ..smtpd.plain()
    };
    let mut line = open(&barred).await.unwrap();
    let stopped = send(&mut line, "kim@example.org").await;
    assert!(
        matches!(&stopped, Answer::Stopped(said) if said.contains("barred")),
        "{stopped:?}"
    );
}

#[tokio::test]
async fn the_way_is_protected_or_nothing_is_sent() {
    for security in [Security::Tls, Security::StartTls] {
        let smtpd = Smtpd::start(&["--tls", security.word()]);
        let protected = MailServer {
            security,
            root: Some(tls("root.pem")),
            ..smtpd.plain()
        };
        let mut line = open(&protected).await.unwrap();
        assert!(matches!(
            send(&mut line, "kim@example.org").await,
            Answer::Sent(_)
        ));
        line.close().await;
        // Of nobody that the world knows.
        let unknown = MailServer {
            root: None,
            ..protected
        };
        let error = open(&unknown).await.unwrap_err();
        assert!(matches!(error, LineError::Tls { .. }), "{error:?}");
        assert_eq!(smtpd.taken().len(), 1);
    }
    // One that does not offer it gets no letter and no password.
    let smtpd = Smtpd::start(&["--auth"]);
    let wanted = MailServer {
        security: Security::StartTls,
        user: Some("ada".to_owned()),
        password: Some(Password::new("open sesame")),
        root: Some(tls("root.pem")),
        ..smtpd.plain()
    };
    let error = open(&wanted).await.unwrap_err();
    assert!(matches!(error, LineError::Tls { .. }), "{error}");
}

#[tokio::test]
async fn a_user_is_let_in_with_their_password_alone() {
    let smtpd = Smtpd::start(&["--auth"]);
    let with = |password: &str| MailServer {
        user: Some("ada".to_owned()),
        password: Some(Password::new(password)),
        ..smtpd.plain()
    };
    let mut line = open(&with("open sesame")).await.unwrap();
    assert!(matches!(
        send(&mut line, "kim@example.org").await,
        Answer::Sent(_)
    ));
    let error = open(&with("guess")).await.unwrap_err();
    assert!(matches!(error, LineError::NotLetIn { .. }), "{error}");
    assert!(!error.to_string().contains("guess"));
    let port = smtpd.port;
    drop(smtpd);
    let error = open(&nobody(port)).await.unwrap_err();
    assert!(matches!(error, LineError::Unreachable { .. }), "{error}");
}

fn nobody(port: u16) -> MailServer {
    MailServer {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        user: None,
        password: None,
        from: Mailbox::new(None, "ada@example.org").unwrap(),
        root: None,
    }
}

#[tokio::test]
async fn who_types_into_a_page_of_a_server_gets_to_no_machine_beside_it() {
    let smtpd = Smtpd::start(&[]);
    let several = Outbound::of_several();
    let error = Line::open(&smtpd.plain(), Named::FromOutside, &several).await;
    let error = error.unwrap_err();
    assert!(matches!(error, LineError::Barred { .. }), "{error}");
    let opened = several.opening("localhost".parse::<Host>());
    let line = Line::open(&smtpd.plain(), Named::FromOutside, &opened).await;
    assert!(line.unwrap().is_open(), "whoever runs it opened the host");
    let elsewhere = MailServer {
        host: "169.254.169.254".to_owned(),
        security: Security::Tls,
        ..smtpd.plain()
    };
    let error = open(&elsewhere).await.unwrap_err();
    assert!(matches!(error, LineError::Barred { .. }), "{error}");
}
