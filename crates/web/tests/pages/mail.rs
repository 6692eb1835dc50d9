//! Mail, as forms, and an update that goes out by it.

use axum::http::StatusCode;
use windward_core::record::{Outcome, Record, Update, UpdateState};
use windward_post::{Digests as _, Office, Rhythm, Security};
use windward_web::post::Records;

use crate::{
    app::{TestApp, morning},
    smtpd::Smtpd,
};

fn office(app: &TestApp) -> Office {
    Office::open(&app.instance, None, "http://127.0.0.1:7878".to_owned()).expect("an office")
}

async fn set_up(app: &TestApp) {
    let fields = [
        ("host", "localhost"),
        ("security", "none"),
        ("port", "2525"),
        ("from", "ada@example.org"),
    ];
    let saved = app.post("/settings/mail", &fields).await;
    assert_eq!(saved.leads_to(), "/settings/mail", "{}", saved.body);
}

#[tokio::test]
async fn a_mail_server_is_kept_and_its_password_shown_to_nobody() {
    let app = TestApp::start().await;
    let page = app.get("/settings/mail").await;
    assert!(
        page.body.contains("Set the server up first"),
        "{}",
        page.body
    );
    let wrong = [
        ("host", "smtp.example.org"),
        ("security", "none"),
        ("port", "many"),
        ("user", "ada"),
        ("password", "open sesame"),
        ("from", "ada@example.org\r\nBcc: all@example.org"),
    ];
    let answer = app.post("/settings/mail", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for says in [
        "from 1 to 65535",
        "is no e-mail address",
        "smtp.example.org",
    ] {
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
    }
    assert!(!answer.body.contains("sesame"));

    let mut right = wrong;
    right[1].1 = "start-tls";
    right[2].1 = "";
    right[5].1 = "ada@example.org";
    let answer = app.post("/settings/mail", &right).await;
    assert_eq!(answer.leads_to(), "/settings/mail");
    let kept = office(&app)
        .settings()
        .await
        .expect("opens")
        .expect("kept")
        .server;
    assert_eq!((kept.port, kept.security), (587, Security::StartTls));
    let page = app.get("/settings/mail").await;
    assert!(page.body.contains("One is kept") && !page.body.contains("sesame"));

    // Saved again without the password it stays; for another server it is not taken along.
    right[4].1 = "";
    app.post("/settings/mail", &right).await.leads_to();
    right[0].1 = "smtp.evil.example";
    let answer = app.post("/settings/mail", &right).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("The user needs a password"));
    app.post("/settings/mail/forget", &[]).await.leads_to();
    assert!(office(&app).settings().await.expect("opens").is_none());
}

#[tokio::test]
async fn a_digest_is_asked_for_and_stopped_by_its_link_without_signing_in() {
    let app = TestApp::start().await;
    set_up(&app).await;
    let wish = [("rhythm", "weekly"), ("digest_to", "ada@example.org")];
    let saved = app.post("/settings/mail/digest", &wish).await;
    assert_eq!(saved.leads_to(), "/settings/mail");
    let office = office(&app);
    let kept = office
        .wish(app.person())
        .await
        .expect("opens")
        .expect("kept");
    assert_eq!((kept.rhythm, kept.words), (Rhythm::Weekly, false));

    let mut signed_out = app;
    signed_out.cookie = String::new();
    let path = format!("/digest/stop/{}", kept.stop);
    let asked = signed_out.get(&path).await;
    assert!(asked.body.contains("Stop the digest?"), "{}", asked.body);
    assert!(
        office
            .wish(signed_out.person())
            .await
            .expect("opens")
            .is_some(),
        "looking changes nothing"
    );
    let stopped = signed_out.send_form(&path, &[]).await;
    assert!(stopped.body.contains("No more digests"), "{}", stopped.body);
    assert_eq!(office.wish(signed_out.person()).await.expect("opens"), None);
    let again = signed_out.send_form(&path, &[]).await;
    assert!(again.body.contains("There is no such digest"));
    let page = signed_out.get("/settings/mail").await;
    assert!(!page.body.contains("ada@example.org"));
}

/// Two people, one of whom the mail server does not know, and a draft for both; its path.
async fn drafted(app: &TestApp) -> String {
    for (name, email) in [("Ines", "ines@example.org"), ("Tom", "nobody@example.org")] {
        let fields = [("name", name), ("tags", "stakeholder"), ("reach", email)];
        let known = app.post("/people/new", &fields).await;
        assert!(known.status.is_redirection(), "{}", known.body);
    }
    let begun = app.post("/updates", &[("month", "2026-10")]).await;
    let path = begun.leads_to().to_owned();
    let page = app.get(&path).await;
    let fields = [
        ("revises", &*page.field("revises")),
        ("subject", "October"),
        ("body", "Hello **all**"),
        ("tag", "stakeholder"),
    ];
    app.post(&path, &fields).await.leads_to();
    path
}

/// The address of somebody is put right, and their copy of an update sent there.
async fn put_right(app: &TestApp, path: &str, tom: &str) {
    let back = app.get(path).await;
    assert!(back.body.contains("put the address right"), "{}", back.body);
    let person = app.get(&format!("/people/{tom}/edit")).await;
    let fields = [
        ("revises", &*person.field("revises")),
        ("name", "Tom"),
        ("reach", "tom@example.org"),
    ];
    app.post(&format!("/people/{tom}/edit"), &fields)
        .await
        .leads_to();
    let page = app.get(path).await;
    assert!(
        page.body.contains("Send it to tom@example.org"),
        "{}",
        page.body
    );
    let fields = [("revises", &*page.field("revises"))];
    app.post(&format!("{path}/send"), &fields).await.leads_to();
}

#[tokio::test]
async fn an_update_goes_to_each_once_and_what_became_of_it_is_in_the_record() {
    let smtpd = Smtpd::start(&[]);
    let app = TestApp::start().await;
    let server = smtpd.plain();
    let office = office(&app);
    let saved = office.put_settings(Some(&server), morning()).await;
    saved.expect("saved");
    let path = drafted(&app).await;
    // The button keeps what stands in the form, and shows what leaves; nothing has gone by then.
    let page = app.get(&path).await;
    assert!(page.body.contains(&format!("formaction=\"{path}/ready\"")));
    // Where no address is said, it comes from that of the mail server, as a file too.
    let eml = app.get(&format!("{path}/file?as=eml")).await;
    assert!(eml.body.contains("ada@example.org"), "{}", eml.body);
    let ids: Vec<String> = page
        .body
        .split("name=\"to\" value=\"")
        .skip(1)
        .map(|it| it.split('"').next().unwrap_or_default().to_owned())
        .collect();
    let typed = [
        ("revises", &*page.field("revises")),
        ("subject", "October"),
        ("body", "Hello **everybody** [your name]"),
        ("to", &*ids[0]),
        ("to", &*ids[1]),
    ];
    let kept = app.post(&format!("{path}/ready"), &typed).await;
    assert_eq!(kept.leads_to(), format!("{path}/send"));
    let page = app.get(kept.leads_to()).await;
    for says in [
        "Send it to 2 people",
        "<strong>everybody</strong>",
        "nobody@example.org",
        "From: ada@example.org",
        "‘[your name]’ is still to be written",
    ] {
        assert!(page.body.contains(says), "{says}: {}", page.body);
    }
    let mut fields = vec![
        ("revises", page.field("revises")),
        ("once", page.field("once")),
    ];
    let press = async |fields: &[(&'static str, String)]| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, it)| (*name, it.as_str()))
            .collect();
        app.post(&format!("{path}/send"), &fields).await
    };
    let stopped = press(&fields).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        stopped.body.contains("say that it goes all the same"),
        "{}",
        stopped.body
    );
    assert!(office.letters(app.person()).await.expect("open").is_empty());
    fields.push(("anyway", "yes".to_owned()));
    for _ in 0..2 {
        let sent = press(&fields).await;
        assert!(sent.status.is_redirection() || sent.status == StatusCode::CONFLICT);
    }
    assert_eq!(office.letters(app.person()).await.expect("open").len(), 2);
    let records = Records::of(app.instance.clone());
    let (_stop, going) = tokio::sync::watch::channel(false);
    let round = office
        .round(&records, morning, &going)
        .await
        .expect("a round");
    assert_eq!((round.sent, round.refused, round.fault), (1, 1, None));
    assert_eq!(smtpd.recipients(), ["ines@example.org"]);

    let entries = app.store().load().await.expect("a record").entries;
    let record = Record::fold(entries);
    let update = record.all::<Update>().next().expect("one").it.clone();
    assert!(matches!(update.state, UpdateState::Sent { .. }));
    let outcomes: Vec<Outcome> = update.to.iter().map(|it| it.outcome).collect();
    assert_eq!(outcomes, [Outcome::Sent, Outcome::Refused]);
    let said = update.to[1].said.as_deref().unwrap_or_default();
    assert!(said.contains("No such user"), "{said}");
    let page = app.get("/settings/mail").await;
    assert!(page.body.contains("No such user"), "{}", page.body);
    let tom = update.to[1].contact;
    put_right(&app, &path, &tom.to_string()).await;
    let round = office
        .round(&records, morning, &going)
        .await
        .expect("a round");
    assert_eq!((round.sent, round.refused), (1, 0));
    // In these tests it is always the same minute, in which something was noted already.
    let noted = records.settled(&office, morning()).await;
    noted.expect("noted");
    assert_eq!(smtpd.recipients(), ["ines@example.org", "tom@example.org"]);
    let entries = app.store().load().await.expect("a record").entries;
    let record = Record::fold(entries);
    let update = record.all::<Update>().next().expect("one").it;
    assert!(
        update.to.iter().all(|it| it.outcome == Outcome::Sent),
        "{:?}",
        update.to
    );
}
