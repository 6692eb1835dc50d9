//! Updates, as forms: drafted, made one’s own, given to people, taken away, answered.

use axum::http::StatusCode;
use windward_core::{
    id::ItemId,
    record::{Action, Contact, Kind, Of, Outcome, Record, Touch, Update, UpdateGroup, UpdateState},
};

use crate::app::{Answer, TestApp};

async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

fn only<T: Kind>(record: &Record) -> Of<'_, T> {
    let mut all = record.all::<T>();
    let one = all.next().expect("one");
    assert!(all.next().is_none(), "one and no more");
    one
}

fn contact(record: &Record, name: &str) -> ItemId {
    let mut all = record.all::<Contact>();
    all.find(|of| of.it.name == name).expect("a contact").id
}

async fn know(app: &TestApp, name: &str, email: &str, tags: &str) {
    let fields = [
        ("name", name),
        ("reach", email),
        ("tags", tags),
        ("reach-0-kind", "email"),
        ("reach-0-value", email),
    ];
    let answer = app.post("/people/new", &fields).await;
    assert!(answer.status.is_redirection(), "{}", answer.body);
}

/// A senior product manager who shipped two things in October, one of them confidential.
async fn october() -> TestApp {
    let app = TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await;
    for (what, secret) in [("Per-seat prices", ""), ("Bought a competitor", "yes")] {
        let mut fields = vec![
            ("what", what),
            ("on", "2026-10-20"),
            ("witnesses", "Ines <b>Duarte</b>"),
        ];
        if !secret.is_empty() {
            fields.push(("confidential", secret));
        }
        let answer = app.post("/evidence", &fields).await;
        assert!(answer.status.is_redirection(), "{}", answer.body);
    }
    know(&app, "Ines Duarte", "ines@example.org", "stakeholder").await;
    know(
        &app,
        "Tom <script>alert(1)</script>",
        "tom@example.org",
        "stakeholder",
    )
    .await;
    app
}

async fn begin(app: &TestApp) -> (String, Answer) {
    let begun = app.post("/updates", &[("month", "2026-10")]).await;
    let path = begun.leads_to().to_owned();
    let page = app.get(&path).await;
    (path, page)
}

#[tokio::test]
async fn a_note_is_drafted_sent_by_hand_and_answered() {
    let app = october().await;
    let empty = app.get("/updates").await;
    assert!(empty.body.contains("No update yet") && empty.body.contains("value=\"2026-11\""));
    let (path, page) = begin(&app).await;
    assert!(page.body.contains("Per-seat prices"), "{}", page.body);
    assert!(
        page.body
            .contains("One piece of evidence of October 2026 is confidential and left out")
    );
    let body = only::<Update>(&record(&app).await).it.body.clone();
    assert!(!body.contains("competitor"), "{body}");
    assert!(page.body.contains("Nobody gets it yet."));

    let mine = [
        ("revises", page.field("revises")),
        ("subject", "October & more".to_owned()),
        ("body", "Hello **all**\r\n\r\n- done".to_owned()),
        ("from", "me@example.org".to_owned()),
        ("tag", "stakeholder".to_owned()),
        ("who", "Ada Brandt, Fjord Rail".to_owned()),
    ];
    let mine: Vec<(&str, &str)> = mine.iter().map(|(name, it)| (*name, it.as_str())).collect();
    let saved = app.post(&path, &mine).await;
    assert_eq!(saved.leads_to(), format!("{path}#preview"));
    let page = app.get(&path).await;
    assert!(
        page.body.contains("<p>Hello <strong>all</strong></p>"),
        "the preview needs no script"
    );
    assert!(page.body.contains("<h1>October &amp; more</h1>"));
    assert!(!page.body.contains("<script>alert"), "names are escaped");
    assert!(
        page.body.contains("no e-mail address of Ada Brandt"),
        "{}",
        page.body
    );
    let now = record(&app).await;
    assert_eq!(only::<Update>(&now).it.to.len(), 3);

    let eml = app.get(&format!("{path}/file?as=eml")).await;
    assert_eq!(eml.header("content-type"), "message/rfc822");
    assert!(
        eml.header("content-disposition")
            .contains("update-2026-10.eml")
    );
    assert!(eml.body.contains("Bcc:") && eml.body.contains("tom@example.org"));
    assert!(eml.body.contains("text/plain") && eml.body.contains("text/html"));
    let text = app.get(&format!("{path}/file?as=text")).await;
    assert!(text.body.starts_with("October & more\n\nHello **all**\n"));
    let html = app.get(&format!("{path}/file?as=html")).await;
    assert!(html.body.contains("<title>October &amp; more</title>"));

    let taken = app
        .post(
            &format!("{path}/taken"),
            &[("revises", &page.field("revises"))],
        )
        .await;
    assert_eq!(taken.leads_to(), path);
    let left = app.get(&path).await;
    assert!(left.body.contains("<h1>October &amp; more</h1>"));
    let now = record(&app).await;
    let of = only::<Update>(&now);
    assert!(matches!(of.it.state, UpdateState::Taken { .. }));
    let outcomes: Vec<Outcome> = of.it.to.iter().map(|it| it.outcome).collect();
    assert_eq!(
        outcomes,
        [Outcome::Taken, Outcome::Taken, Outcome::NoAddress]
    );

    let ines = contact(&now, "Ines Duarte").to_string();
    let page = app.get(&path).await;
    let reply = [
        ("revises", page.field("revises")),
        ("person", ines.clone()),
        ("answered", "Talk to our buyers".to_owned()),
        ("next", "Ask Ines for an introduction".to_owned()),
        ("opens", "yes".to_owned()),
    ];
    let reply: Vec<(&str, &str)> = reply
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    app.post(&format!("{path}/reply"), &reply).await.leads_to();
    let now = record(&app).await;
    let touch = only::<Touch>(&now);
    assert_eq!(touch.it.answered.as_deref(), Some("Talk to our buyers"));
    assert_eq!(touch.it.with[0].to_string(), ines);
    assert!(
        only::<Update>(&now)
            .it
            .to
            .iter()
            .any(|it| it.replies == [touch.id])
    );
    assert_eq!(only::<Action>(&now).it.what, "Ask Ines for an introduction");
    assert!(app.get(&path).await.body.contains("Talk to our buyers"));
    let theirs = app.get(&format!("/people/{ines}")).await;
    assert!(theirs.body.contains("Updates they got"), "{}", theirs.body);
    let again = app.post(&path, &mine).await;
    assert_eq!(again.leads_to(), path, "what has left is not changed");
}

#[tokio::test]
async fn what_cannot_be_is_said_beside_the_field_and_nothing_typed_is_lost() {
    let app = october().await;
    for (month, says) in [
        ("2026", "Write a year and a month"),
        ("2027-03", "lies ahead"),
        ("", "Which month"),
        ("soon", "Write a year and a month"),
    ] {
        let answer = app.post("/updates", &[("month", month)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{month}");
        assert!(answer.body.contains(says), "{month}: {}", answer.body);
    }
    let (path, page) = begin(&app).await;
    let revises = page.field("revises");
    for evil in [
        "me@example.org\r\nBcc: all@example.org",
        "me",
        "Me <me@example.org>",
    ] {
        let fields = [
            ("revises", revises.as_str()),
            ("subject", ""),
            ("body", "Typed & kept"),
            ("from", evil),
            ("tag", "nobody has it"),
        ];
        let answer = app.post(&path, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for says in [
            "is no e-mail address",
            "Give it a subject.",
            "Nobody has this tag.",
            "Typed &amp; kept",
        ] {
            assert!(answer.body.contains(says), "{says}: {}", answer.body);
        }
    }
    let eml = app.get(&format!("{path}/file?as=eml")).await;
    assert_eq!(eml.leads_to(), path);
    assert!(
        app.get(&path)
            .await
            .body
            .contains("There is no file yet. Say from which address you write.")
    );
    let long = "x".repeat(Update::BODY + 1);
    let answer = app
        .post(
            &path,
            &[
                ("revises", revises.as_str()),
                ("subject", "x"),
                ("body", &long),
            ],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_preview_is_what_would_be_kept_and_never_runs() {
    let app = october().await;
    let body = "*a* <img src=x onerror=alert(1)> [b](javascript:alert(1))";
    let answer = app.post("/updates/preview", &[("body", body)]).await;
    assert!(answer.body.contains("<em>a</em>"));
    assert!(
        !answer.body.contains("<img") && !answer.body.contains("href"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_group_grows_by_its_tags_and_leaves_out_whom_one_unticks() {
    let app = october().await;
    let group = app.post("/updates/groups", &[("name", "Friends")]).await;
    let path = group.leads_to().to_owned();
    let again = app.post("/updates/groups", &[("name", "friends")]).await;
    assert!(again.body.contains("a group of this name already"));
    let page = app.get(&path).await;
    let tags = [
        ("revises", page.field("revises")),
        ("name", "Friends".to_owned()),
        ("tags", "stakeholder, Stakeholder".to_owned()),
    ];
    let tags: Vec<(&str, &str)> = tags.iter().map(|(name, it)| (*name, it.as_str())).collect();
    app.post(&path, &tags).await.leads_to();
    let page = app.get(&path).await;
    assert!(page.body.contains("two people"), "{}", page.body);
    let now = record(&app).await;
    let (ines, tom) = (
        contact(&now, "Ines Duarte").to_string(),
        contact(&now, "Tom <script>alert(1)</script>").to_string(),
    );
    let out = [
        ("revises", page.field("revises")),
        ("name", "Friends".to_owned()),
        ("tags", "stakeholder".to_owned()),
        ("shown", ines.clone()),
        ("shown", tom.clone()),
        ("member", ines.clone()),
    ];
    let out: Vec<(&str, &str)> = out.iter().map(|(name, it)| (*name, it.as_str())).collect();
    app.post(&path, &out).await.leads_to();
    let now = record(&app).await;
    let group = only::<UpdateGroup>(&now);
    assert_eq!(group.it.tags, ["stakeholder"]);
    let except: Vec<String> = group.it.except.iter().map(ToString::to_string).collect();
    assert_eq!(except, [tom]);
    let id = group.id.to_string();
    app.post("/updates", &[("month", "2026-10"), ("group", &id)])
        .await
        .leads_to();
    let next = app.get("/updates").await;
    let chosen = format!("value=\"{id}\" selected");
    assert!(next.body.contains(&chosen), "the next is for them, too");
    let now = record(&app).await;
    let to: Vec<String> = only::<Update>(&now)
        .it
        .to
        .iter()
        .map(|it| it.contact.to_string())
        .collect();
    assert_eq!(to, [ines]);
}

#[tokio::test]
async fn in_the_sample_the_text_is_kept_and_what_leaves_is_shown() {
    let app = TestApp::start().await.with_sample().await;
    let begun = app.post("/updates", &[("month", "2026-10")]).await;
    let path = begun.leads_to().to_owned();
    let page = app.get(&path).await;
    let ready = format!("{path}/ready?sample=yes");
    assert!(
        page.body.contains(&format!("formaction=\"{ready}\"")),
        "{}",
        page.body
    );
    let revises = page.field("revises");
    let mine = [
        ("revises", revises.as_str()),
        ("subject", "October"),
        ("body", "Hello"),
    ];
    let kept = app.send_form(&ready, &mine).await;
    assert_eq!(kept.leads_to(), format!("{path}/send"));
    let shown = app.get(kept.leads_to()).await;
    assert!(shown.body.contains("This is what leaves"), "{}", shown.body);
}
