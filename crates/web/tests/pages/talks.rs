//! Conversations, as forms: prepare and hold one, keep and break a promise, what was said and what came of it.

use axum::http::StatusCode;
use windward_core::record::{
    Conversation, Counterpart, Evidence, Feedback, Kind, Praise, Promise, PromiseState, Rating,
    Record, TalkNote, View,
};

use crate::app::{Answer as Got, TestApp};

pub(crate) async fn senior() -> TestApp {
    TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await
}

/// A senior whose manager is Ines; answers the path of her page.
pub(crate) async fn with_ines() -> (TestApp, String) {
    let app = senior().await;
    let ines = [
        ("whom", "Ines Duarte"),
        ("relation", "manager"),
        ("every", "3"),
    ];
    assert_eq!(
        app.post("/conversations/with", &ines).await.leads_to(),
        "/conversations"
    );
    let id = record(&app)
        .await
        .all::<Counterpart>()
        .next()
        .expect("one")
        .id;
    (app, id.to_string())
}

pub(crate) async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

pub(crate) fn all<T: Kind + Clone>(record: &Record) -> Vec<T> {
    record.all::<T>().map(|of| of.it.clone()).collect()
}

pub(crate) fn only<T: Kind + Clone>(record: &Record) -> T {
    let mut all = all::<T>(record);
    assert_eq!(all.len(), 1, "one {} and no more", T::KIND);
    all.remove(0)
}

pub(crate) fn says(answer: &Got, text: &str) {
    assert!(answer.body.contains(text), "{text}: {}", answer.body);
}

#[tokio::test]
async fn a_conversation_is_prepared_worded_and_held() {
    let (app, ines) = with_ines().await;
    let list = app.get("/conversations").await;
    says(&list, "A conversation with Ines Duarte is due");
    app.post(
        "/conversations/notes",
        &[("line", "Ask about the reorganisation")],
    )
    .await;
    let sheet = format!("/conversations/prepare?with={ines}");
    let page = app.get(&sheet).await;
    for text in [
        "With Ines Duarte",
        "I want my next step to be",
        "What should I focus on now",
        "Two gaps to ask about",
        "Ask about the reorganisation",
        "Your ask",
        "aria-current=\"true\"",
    ] {
        says(&page, text);
    }
    let other = app.get(&format!("{sheet}&manner=exploratory")).await;
    says(&other, "I am drawn to what");
    let words = [
        ("manner", "exploratory"),
        ("aspiration", "I want to learn money."),
        ("question", "Who decides?"),
        ("ask", "An hour with finance."),
        ("planned", "2026-12-01"),
    ];
    let kept = app.post(&sheet, &words).await;
    let page = app.get(kept.leads_to()).await;
    says(&page, "I want to learn money.");
    says(&page, "With Ines Duarte, 1 December 2026");
    let planned = record(&app).await;
    let of = planned.all::<Conversation>().next().unwrap();
    assert!(!of.it.held);
    let id = of.id.to_string();
    let note = planned.all::<TalkNote>().next().unwrap().id.to_string();

    let opened = app.get(&format!("/conversations/record?of={id}")).await;
    let revises = opened.field("revises");
    let held = [
        ("of", id.as_str()),
        ("revises", revises.as_str()),
        ("on", "2026-11-21"),
        ("raised", note.as_str()),
        ("note", "She was open."),
        (
            "said0.words",
            "In the pricing review, send the memo a day early.",
        ),
        ("said0.sort", "criticism"),
        ("said0.skill", "communication"),
        ("said0.rating", "3"),
        ("said0.follow", "Send memos a day early"),
        ("said0.due", "2026-12-24"),
        (
            "said1.words",
            "You told the board about the holdout plainly.",
        ),
        ("said1.sort", "praise"),
        ("said1.done", "Told the board what the holdout showed"),
        ("said1.keep", "yes"),
        ("said2.words", "Be more strategic."),
        ("said2.sort", "advice"),
        ("new0.owner", "theirs"),
        ("new0.what", "Ask for the pricing lead"),
        ("next", "2027-02-01"),
    ];
    let done = app.post("/conversations/record", &held).await;
    assert_eq!(done.leads_to(), format!("/conversations/{id}"));
    let page = app.get(done.leads_to()).await;
    says(&page, "When you say ‘strategic’: what would you see me do");
    says(&page, "You will: Send memos a day early");
    says(&page, "I want to learn money.");

    let record = record(&app).await;
    let conversations = all::<Conversation>(&record);
    assert_eq!(conversations.iter().filter(|it| it.held).count(), 1);
    assert_eq!(conversations.len(), 2, "and the next one");
    assert!(only::<TalkNote>(&record).raised.is_some());
    let feedback = all::<Feedback>(&record);
    assert_eq!(feedback.len(), 3);
    let rating = only::<Rating>(&record);
    assert_eq!(
        (rating.view, rating.by.as_deref()),
        (View::Manager, Some("Ines Duarte"))
    );
    let evidence = only::<Evidence>(&record);
    assert_eq!(evidence.witnesses, ["Ines Duarte"]);
    assert!(only::<Praise>(&record).evidence.is_some());
    let promises = all::<Promise>(&record);
    assert_eq!(promises.len(), 2);
    assert!(
        promises
            .iter()
            .all(|it| it.from.is_some() && it.whom.as_deref() == Some("Ines Duarte"))
    );
    let mine = promises.iter().find(|it| it.answers.is_some()).unwrap();
    assert_eq!(mine.what, "Send memos a day early");

    // The next sheet opens with what came of it.
    let kept = record
        .all::<Promise>()
        .find(|of| of.it.answers.is_some())
        .unwrap();
    app.post(&format!("/promises/{}/end", kept.id), &[("as", "kept")])
        .await;
    let page = app.get(&sheet).await;
    says(&page, "You said, I did");
    says(&page, "I did: </strong>Send memos a day early.");
}

#[tokio::test]
async fn forms_that_are_sent_twice_write_once() {
    let (app, ines) = with_ines().await;
    app.post("/conversations/notes", &[("line", "The budget")])
        .await;
    let sheet = format!("/conversations/prepare?with={ines}");
    let mark = uuid::Uuid::now_v7().to_string();
    let words = [
        ("once", mark.as_str()),
        ("manner", "direct"),
        ("question", "Who decides?"),
    ];
    let first = app.post(&sheet, &words).await.leads_to().to_owned();
    assert_eq!(app.post(&sheet, &words).await.leads_to(), first);
    let planned = record(&app)
        .await
        .all::<Conversation>()
        .next()
        .unwrap()
        .id
        .to_string();
    let note = record(&app)
        .await
        .all::<TalkNote>()
        .next()
        .unwrap()
        .id
        .to_string();
    let opened = format!("/conversations/record?of={planned}");
    let revises = app.get(&opened).await.field("revises");
    for (of, revises) in [(planned.as_str(), revises.as_str()), ("", "")] {
        let mark = uuid::Uuid::now_v7().to_string();
        let held = [
            ("once", mark.as_str()),
            ("with", ines.as_str()),
            ("of", of),
            ("revises", revises),
            ("on", "2026-11-20"),
            ("raised", note.as_str()),
            ("said0.words", "Be more strategic."),
            ("new0.what", "Send the memo"),
        ];
        let first = app
            .post("/conversations/record", &held)
            .await
            .leads_to()
            .to_owned();
        assert_eq!(app.get(&first).await.status, StatusCode::OK);
        assert_eq!(
            app.post("/conversations/record", &held).await.leads_to(),
            first
        );
    }
    let now = record(&app).await;
    assert_eq!(now.all::<Conversation>().count(), 2);
    assert_eq!(
        (now.all::<Feedback>().count(), now.all::<Promise>().count()),
        (2, 2)
    );
    let feedback = now.all::<Feedback>().next().unwrap().id;
    let leave = format!("/feedback/{feedback}/leave");
    let mark = uuid::Uuid::now_v7().to_string();
    for _ in 0..2 {
        assert!(
            app.post(&leave, &[("once", &mark)])
                .await
                .status
                .is_redirection()
        );
    }
    assert!(
        record(&app)
            .await
            .get::<Feedback>(feedback)
            .unwrap()
            .it
            .left
            .is_some()
    );
}

#[tokio::test]
async fn a_sheet_can_be_worded_before_anybody_is_named() {
    let app = senior().await;
    let words = [
        ("manner", "direct"),
        ("aspiration", "I want the pricing lead."),
    ];
    let kept = app.post("/conversations/prepare", &words).await;
    says(&app.get(kept.leads_to()).await, "I want the pricing lead.");
}

#[tokio::test]
async fn what_is_wrong_with_a_recorded_conversation_is_said_and_nothing_is_lost() {
    let app = senior().await;
    let wrong = [
        ("on", "2027-01-01"),
        ("note", "A long note"),
        ("said0.rating", "3"),
        ("said0.follow", "Something"),
        ("next", "2020"),
    ];
    let answer = app.post("/conversations/record", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "That lies ahead; record what was said.",
        "With whom? A first name is enough.",
        "A rating needs the skill that it is of.",
        "What was said?",
        "That is over",
        "A long note",
        "Nothing is saved yet",
    ] {
        says(&answer, text);
    }
    assert!(record(&app).await.all::<Conversation>().next().is_none());
}

#[tokio::test]
async fn a_promise_is_kept_broken_with_its_reason_and_opened_again() {
    let (app, _) = with_ines().await;
    let promise = [
        ("owner", "mine"),
        ("what", "Write the memo"),
        ("whom", "Ines Duarte"),
        ("due", "2026-11-01"),
    ];
    assert_eq!(
        app.post("/promises", &promise).await.leads_to(),
        "/promises"
    );
    let page = app.get("/promises").await;
    says(&page, "One of yours is late");
    let id = record(&app).await.all::<Promise>().next().unwrap().id;
    let end = format!("/promises/{id}/end");
    app.post(&end, &[("as", "broken"), ("why", "The budget went")])
        .await;
    match only::<Promise>(&record(&app).await).state {
        PromiseState::Broken { why, .. } => assert_eq!(why.as_deref(), Some("The budget went")),
        other => panic!("{other:?}"),
    }
    says(&app.get("/promises").await, "The budget went.");
    let theirs = [
        ("owner", "theirs"),
        ("what", "An hour"),
        ("whom", "Ines Duarte"),
    ];
    app.post("/promises", &theirs).await.leads_to();
    says(
        &app.get("/promises").await,
        "None of yours is open, and one of others.",
    );
    let all = record(&app).await;
    let it = all.all::<Promise>().find(|of| of.it.what == "An hour");
    let (it, entry) = it.map(|of| (of.id, of.revision.entry_id)).unwrap();
    let away = [("revises", entry.to_string())];
    let away = away.each_ref().map(|(name, it)| (*name, it.as_str()));
    app.post(&format!("/promises/{it}/withdraw"), &away)
        .await
        .leads_to();
    app.post(&end, &[("as", "open")]).await;
    app.post(&end, &[("as", "kept")]).await;
    assert_eq!(
        only::<Promise>(&record(&app).await).state.ended(),
        Some("2026-11-22".parse().unwrap())
    );
    let strange = app.post(&end, &[("as", "eaten")]).await;
    assert!(strange.status.is_client_error(), "{}", strange.status);
}

#[tokio::test]
async fn a_stale_promise_overwrites_nothing() {
    let app = senior().await;
    app.post(
        "/promises",
        &[("owner", "mine"), ("what", "Write the memo")],
    )
    .await;
    let before = record(&app).await;
    let of = before.all::<Promise>().next().unwrap();
    let revises = of.revision.entry_id.to_string();
    let end = format!("/promises/{}/end", of.id);
    let kept = [("as", "kept"), ("revises", revises.as_str())];
    assert!(app.post(&end, &kept).await.status.is_redirection());
    let broken = [("as", "broken"), ("revises", revises.as_str())];
    assert_eq!(app.post(&end, &broken).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn feedback_is_overruled_sharpened_answered_and_left() {
    let (app, ines) = with_ines().await;
    let said = [
        ("with", ines.as_str()),
        ("on", "2026-11-20"),
        ("said0.words", "Be more strategic."),
        ("said0.sort", "criticism"),
    ];
    app.post("/conversations/record", &said).await;
    let id = record(&app).await.all::<Feedback>().next().unwrap().id;
    let here = format!("/feedback/{id}");
    let page = app.get(&here).await;
    says(&page, "It is vague.");
    says(&page, "‘strategic’ may mean many things");
    app.post(&format!("{here}/overrule"), &[("as", "actionable")])
        .await;
    let page = app.get(&here).await;
    says(&page, "You say that you can.");
    assert!(!page.body.contains("When you say"), "no question then");
    app.post(&format!("{here}/overrule"), &[("as", "")]).await;
    let revises = app.get(&here).await.field("revises");
    let sharper = [
        ("words", "Be more strategic."),
        (
            "sharpened",
            "In the roadmap review, say what we will not do.",
        ),
        ("sort", "criticism"),
        ("whom", "Ines Duarte"),
        ("on", "2026-11-20"),
        ("revises", revises.as_str()),
    ];
    assert_eq!(app.post(&here, &sharper).await.leads_to(), here);
    says(&app.get(&here).await, "It says enough to act on.");
    let nothing = app
        .post(
            &format!("{here}/follow"),
            &[("follow", " "), ("due", "soon")],
        )
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&nothing, "What will you do about it?");
    says(&nothing, "soon");
    app.post(
        &format!("{here}/follow"),
        &[("follow", "Say no in the review")],
    )
    .await;
    says(&app.get(&here).await, "under way");
    app.post(&format!("{here}/leave"), &[]).await;
    assert!(only::<Feedback>(&record(&app).await).left.is_some());
    says(&app.get(&here).await, "Take it up again");
}

#[tokio::test]
async fn what_was_said_about_a_skill_stands_on_its_page_with_who_and_when() {
    let (app, ines) = with_ines().await;
    assert!(
        !app.get("/skills/vision")
            .await
            .body
            .contains("What was said about it")
    );
    let said = [
        ("with", ines.as_str()),
        ("on", "2025-03-20"),
        ("said0.words", "The number came on page three."),
        ("said0.sort", "criticism"),
        ("said0.skill", "vision"),
    ];
    app.post("/conversations/record", &said).await;
    let page = app.get("/skills/vision").await;
    for text in [
        "What was said about it",
        "‘The number came on page three.’",
        "Ines Duarte, 20 March 2025",
    ] {
        says(&page, text);
    }
    assert!(
        !app.get("/skills/business")
            .await
            .body
            .contains("page three")
    );
}

#[tokio::test]
async fn a_line_is_kept_from_the_page_that_it_is_about() {
    let (app, _) = with_ines().await;
    app.post("/evidence", &[("what", "Shipped <b>annual</b> pricing")])
        .await;
    let id = record(&app)
        .await
        .all::<Evidence>()
        .next()
        .unwrap()
        .id
        .to_string();
    let here = format!("/evidence/{id}");
    says(
        &app.get(&here).await,
        "Keep it for the next conversation with Ines Duarte",
    );
    let line = [
        ("line", "Shipped <b>annual</b> pricing"),
        ("about", id.as_str()),
        ("back", here.as_str()),
    ];
    assert_eq!(
        app.post("/conversations/notes", &line).await.leads_to(),
        here
    );
    let page = app.get(&here).await;
    says(&page, "It waits for ");
    assert!(only::<TalkNote>(&record(&app).await).about.is_some());
    let list = app.get("/conversations").await;
    assert!(!list.body.contains("<b>annual"), "it is no markup");
    let note = record(&app).await.all::<TalkNote>().next().unwrap().id;
    app.post(&format!("/conversations/notes/{note}/drop"), &[])
        .await;
    assert!(!app.get("/conversations").await.body.contains("annual"));
    let empty = app.post("/conversations/notes", &[("line", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&empty, "What do you want to bring up?");
}

#[tokio::test]
async fn names_and_words_of_others_are_never_markup() {
    let evil = "<script>alert(1)</script>\"'&";
    let app = senior().await;
    app.post(
        "/conversations/with",
        &[("whom", evil), ("relation", "manager"), ("every", "3")],
    )
    .await;
    let with = record(&app)
        .await
        .all::<Counterpart>()
        .next()
        .unwrap()
        .id
        .to_string();
    let said = [
        ("with", with.as_str()),
        ("on", "2026-11-20"),
        ("note", evil),
        ("said0.words", evil),
        ("said0.sort", "criticism"),
        ("new0.what", evil),
    ];
    let conversation = app
        .post("/conversations/record", &said)
        .await
        .leads_to()
        .to_owned();
    let agreement = [
        ("what", evil),
        ("whom", evil),
        ("term0.what", evil),
        ("decider0", evil),
    ];
    let agreement = app
        .post("/agreements", &agreement)
        .await
        .leads_to()
        .to_owned();
    app.post(
        "/allies",
        &[("whom", evil), ("step", evil), ("knows", "seen")],
    )
    .await;
    let feedback = record(&app).await.all::<Feedback>().next().unwrap().id;
    for page in [
        "/conversations",
        "/conversations/prepare",
        "/conversations/record",
        "/promises",
        "/agreements",
        "/handover",
        "/allies",
        &conversation,
        &agreement,
        &format!("{agreement}/edit"),
        &format!("/feedback/{feedback}"),
        &format!("/conversations/with/{with}"),
        "/timeline",
        "/search?q=alert",
    ] {
        let answer = app.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!answer.body.contains("<script>alert"), "{page}");
    }
}

#[tokio::test]
async fn two_gaps_that_were_prepared_stand_apart() {
    let (app, _) = with_ines().await;
    let words = [
        ("gap0", "vision"),
        ("gap1", "roadmaps"),
        ("manner", "direct"),
        ("aspiration", "More"),
    ];
    let sheet = app.get("/conversations/prepare").await.body;
    let skills = sheet.split("<option value=\"").skip(1);
    let mut skills = skills.filter_map(|it| it.split('"').next());
    let (one, other) = (skills.next().expect("one"), skills.next().expect("another"));
    let mut words = words;
    words[0].1 = one;
    words[1].1 = other;
    app.post("/conversations/prepare", &words).await;
    let id = record(&app)
        .await
        .all::<Conversation>()
        .next()
        .expect("it")
        .id;
    let page = app.get(&format!("/conversations/{id}")).await.body;
    let gaps = page
        .split("<dt>Two gaps</dt><dd>")
        .nth(1)
        .expect("two gaps");
    let gaps = gaps.split("</dd>").next().expect("their end");
    assert_eq!(gaps.split("; ").count(), 2, "{gaps}");
}

#[tokio::test]
async fn a_promise_asks_once_whether_it_is_broken_and_shows_all_it_says() {
    let (app, _) = with_ines().await;
    let what = "Speak of the figures of the rail desk in the first meeting of the quarter";
    app.post("/promises", &[("owner", "mine"), ("what", what)])
        .await;
    let id = record(&app).await.all::<Promise>().next().expect("it").id;
    let page = app.get(&format!("/promises/{id}")).await.body;
    assert_eq!(page.matches("value=\"broken\"").count(), 1, "{page}");
    assert!(page.contains("<textarea id=\"what\""), "{page}");
}
