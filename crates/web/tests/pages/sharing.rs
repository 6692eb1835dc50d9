//! Sharing as three people and a stranger see it: who reads what, what they write, and that it ends when it is ended.

use axum::http::StatusCode;
use windward_store::PersonKey;

use crate::{
    app::Answer,
    several::{Browser, Server, clock, pass, path_in},
};

/// Somebody more, whom Ada invited.
async fn with_lea<'a>(server: &'a Server, ada: &Browser<'_>) -> Browser<'a> {
    let link = ada.invite("lea").await;
    let lea = server.browser("192.0.2.3");
    let joined = lea.join(&link, "lea", "quatre mots de moi").await;
    assert_eq!(joined.status, StatusCode::OK, "{}", joined.body);
    lea
}

async fn person(server: &Server, name: &str) -> PersonKey {
    let account = server.instance.account_named(name).await.expect("read");
    account.expect("there").person
}

/// Logs a piece of evidence; the path of its page.
async fn logs(browser: &Browser<'_>, what: &str) -> String {
    let logged = browser.post("/evidence", &[("what", what)]).await;
    assert!(logged.status.is_redirection(), "{}", logged.body);
    let list = browser.get("/evidence").await.body;
    let at = list.find(what).expect("it is listed");
    let before = &list[..at];
    let href = before.rfind("/evidence/").expect("its page");
    list[href..href + "/evidence/".len() + 36].to_owned()
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// The first address in a page that begins so.
fn address(page: &Answer, start: &str) -> String {
    let at = page.body.find(start);
    let at = at.unwrap_or_else(|| panic!("no {start} in {}", page.body));
    let rest = &page.body[at..];
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The first skill that a field of a page offers.
fn skill_in(page: &Answer, field: &str) -> String {
    let field = format!("name=\"{field}\"");
    let choice = page.body.split(&field).nth(1).expect("a choice");
    let skill = choice.split("option value=\"").nth(2).expect("a skill");
    skill.split('"').next().expect("its id").to_owned()
}

async fn shares(browser: &Browser<'_>, evidence: &str, with: &[(&str, &str)]) -> Answer {
    let of = id(evidence);
    let preview = browser.get(&format!("/sharing/new?of={of}")).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    let fields: Vec<(&str, &str)> = [("of", of)].into_iter().chain(with.to_vec()).collect();
    browser.post("/sharing/new", &fields).await
}

#[tokio::test]
async fn a_copy_is_read_by_whom_it_is_for_and_by_nobody_after() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let lea = with_lea(&server, &ada).await;
    let evidence = logs(&ada, "Renewals rose to 77").await;
    logs(&ada, "Nobody knows of this").await;
    let of_ada = format!("/of/{}", person(&server, "ada@example.org").await.person());
    assert_eq!(kim.get(&of_ada).await.status, StatusCode::NOT_FOUND);

    let shared = shares(&ada, &evidence, &[("to", "account"), ("account", "KIM")]).await;
    assert_eq!(shared.leads_to(), "/sharing");
    let list = ada.get("/sharing").await;
    assert!(list.body.contains("kim can see"), "{}", list.body);
    let theirs = kim.get(&of_ada).await;
    assert!(
        theirs.body.contains("Renewals rose to 77"),
        "{}",
        theirs.body
    );
    assert!(!theirs.body.contains("Nobody knows"));
    let copy = address(&theirs, &format!("{of_ada}/"));
    let read = kim.get(&copy).await;
    assert!(read.body.contains("Renewals rose to 77"), "{}", read.body);
    let team = kim.get("/team").await;
    assert!(team.body.contains("Renewals rose to 77"));
    for (browser, path) in [(&lea, &of_ada), (&lea, &copy)] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    // Who looked stands there, without a word of it in theirs.
    let looks = ada.get("/sharing").await.body;
    assert!(looks.contains("Kim, ‘Renewals rose to 77’"), "{looks}");

    // Changed: they see what was copied, until it is brought up to date.
    let page = ada.get(&evidence).await;
    let revises = page.field("revises");
    let fields = [
        ("revises", revises.as_str()),
        ("what", "Renewals rose to 79"),
        ("on", "2026-11-01"),
    ];
    ada.post(&evidence, &fields).await;
    assert!(kim.get(&copy).await.body.contains("rose to 77"));
    let list = ada.get("/sharing").await;
    assert!(list.body.contains("changed since"));
    let renew = address(&list, "/sharing/copies/").replace("/renew", "");
    let renewed = ada.post(&format!("{renew}/renew"), &[]).await;
    assert_eq!(renewed.leads_to(), "/sharing", "{}", renewed.body);
    assert!(kim.get(&copy).await.body.contains("rose to 79"));
    let text = format!(
        "{:?}",
        server
            .instance
            .look_at(
                person(&server, "ada@example.org").await,
                windward_store::Reader::Person(person(&server, "kim").await.person()),
                clock(),
            )
            .await
    );
    assert!(
        !text.contains("rose to 77"),
        "the earlier copy says nothing"
    );

    let end = address(&ada.get("/sharing").await, "/sharing/grants/");
    assert_eq!(ada.post(&end, &[]).await.leads_to(), "/sharing");
    for path in [&of_ada, &copy] {
        assert_eq!(kim.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!kim.get("/team").await.body.contains("Renewals"));
    assert!(
        ada.get("/sharing")
            .await
            .body
            .contains("1 share that ended")
    );
}

#[tokio::test]
async fn a_link_opens_one_thing_until_it_ends() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let evidence = logs(&ada, "Renewals rose to 77").await;
    let made = shares(
        &ada,
        &evidence,
        &[("to", "link"), ("label", "Ines"), ("time", "month")],
    );
    let link = path_in(&made.await, "s");
    let stranger = server.browser("192.0.2.9");
    let read = stranger.get(&link).await;
    assert_eq!(read.status, StatusCode::OK);
    let (_, read_page) = read.body.split_once("<main").expect("a main part");
    let said = read_page.matches("Renewals rose to 77").count();
    assert_eq!(said, 1, "what it is called is said once: {read_page}");
    assert!(read.header("x-robots-tag").contains("noindex"));
    assert_eq!(read.header("cache-control"), "no-store");
    assert!(
        !read.body.contains("Ines"),
        "whom it was made for is hers to know"
    );
    let list = ada.get("/sharing").await.body;
    assert!(list.contains("It was opened."), "{list}");
    // Each changed character leads nowhere, in the same words as a link that has ended.
    let wrong = format!("{}0", &link[..link.len() - 1]);
    let wrong = if wrong == link {
        format!("{}1", &link[..link.len() - 1])
    } else {
        wrong
    };
    let nowhere = stranger.get(&wrong).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let end = address(&ada.get("/sharing").await, "/sharing/links/");
    ada.post(&end, &[]).await;
    let ended = stranger.get(&link).await;
    assert_eq!(ended.status, StatusCode::NOT_FOUND);
    assert_eq!(ended.body, nowhere.body);
    assert!(!ada.get("/sharing").await.body.contains("Made for Ines"));

    let made = shares(
        &ada,
        &evidence,
        &[("to", "link"), ("label", "Ines"), ("time", "month")],
    );
    let link = path_in(&made.await, "s");
    pass(31 * 24 * 60);
    assert_eq!(
        stranger.get(&link).await.status,
        StatusCode::NOT_FOUND,
        "its time is over"
    );
}

#[tokio::test]
async fn what_is_confidential_leaves_by_a_decision_alone() {
    let server = Server::start();
    let ada = server.with_ada().await;
    server.with_kim(&ada).await;
    let evidence = logs(&ada, "The price list").await;
    let revises = ada.get(&evidence).await.field("revises");
    let fields = [
        ("revises", revises.as_str()),
        ("what", "The price list"),
        ("on", "2026-11-01"),
        ("confidential", "yes"),
    ];
    ada.post(&evidence, &fields).await;
    let to_kim = [("to", "account"), ("account", "kim")];
    let refused = shares(&ada, &evidence, &to_kim).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Say that they may read it"));
    let nobody = shares(&ada, &evidence, &[("to", "account"), ("account", "nobody")]).await;
    assert!(nobody.body.contains("Nobody signs in here under that name"));
    let known = shares(&ada, &evidence, &[("to", "4711"), ("may_leave", "yes")]).await;
    assert_eq!(
        known.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a number that was not offered"
    );
    let allowed = [to_kim.as_slice(), &[("may_leave", "yes")]].concat();
    assert_eq!(
        shares(&ada, &evidence, &allowed).await.leads_to(),
        "/sharing"
    );
}

#[tokio::test]
async fn a_manager_gives_feedback_that_neither_changes_for_the_other() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let lea = with_lea(&server, &ada).await;
    let of_ada = format!("/of/{}", person(&server, "ada@example.org").await.person());
    ada.post("/sharing/name", &[("shown_name", "Ada Byron")])
        .await;
    kim.post("/sharing/name", &[("shown_name", "Kim Lee")])
        .await;
    let feedback = [
        (
            "words",
            "In Tuesday’s review you cut the scope; next time say why first",
        ),
        ("sort", "advice"),
        ("skill", "vision"),
        ("proficiency", "3"),
    ];
    let path = format!("{of_ada}/feedback");
    assert_eq!(
        kim.post(&path, &feedback).await.status,
        StatusCode::NOT_FOUND
    );
    let named = ada.post("/sharing/managers", &[("manager", "kim")]).await;
    assert_eq!(named.leads_to(), "/sharing#managers");
    assert!(kim.get("/team").await.body.contains("Ada Byron"));
    let skill = skill_in(&kim.get(&of_ada).await, "skill");
    let feedback: Vec<(&str, &str)> = feedback
        .iter()
        .map(|(name, value)| (*name, if *name == "skill" { &skill } else { *value }))
        .collect();
    let given = kim.post(&path, &feedback).await;
    assert_eq!(
        given.leads_to(),
        format!("{of_ada}#written"),
        "{}",
        given.body
    );
    assert_eq!(
        lea.post(&path, &feedback).await.status,
        StatusCode::NOT_FOUND
    );
    kim.post(
        &format!("{of_ada}/promise"),
        &[("what", "Introduce you to Pat")],
    )
    .await;

    ada.post("/welcome", &[("title", "Senior PM"), ("since", "2019")])
        .await;
    let today = ada.get("/").await.body;
    assert!(today.contains("Kim Lee wrote something into your record"));
    // She has it under his name, in the places where such things stand, and cannot change it.
    let written = ada.get("/written").await;
    assert!(written.body.contains("Kim Lee") && written.body.contains("given by them"));
    assert!(
        ada.get("/promises")
            .await
            .body
            .contains("Introduce you to Pat")
    );
    let skill_page = ada.get(&format!("/skills/{skill}")).await.body;
    assert!(skill_page.contains("given by them"), "{skill_page}");
    let page = address(&written, "/feedback/");
    let shown = ada.get(&page).await;
    assert!(shown.body.contains("by their own hand") && !shown.body.contains("Change it"));
    for (path, fields) in [
        (
            page.clone(),
            vec![
                ("words", "You are great"),
                ("sort", "praise"),
                ("on", "2026-11-01"),
            ],
        ),
        (format!("{page}/leave"), vec![]),
        (format!("{page}/withdraw"), vec![]),
    ] {
        let refused = ada.post(&path, &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{path}");
        assert!(refused.body.contains("Somebody else wrote this"), "{path}");
    }
    // She says what she sees otherwise, which he reads; she hides it, which he does not.
    let item = id(&page).to_owned();
    let field = format!("words-{item}");
    let against = [(field.as_str(), "I said why on Monday")];
    ada.post(&format!("/written/{item}/dispute"), &against)
        .await;
    let theirs = kim.get(&of_ada).await.body;
    assert!(theirs.contains("I said why on Monday"), "{theirs}");
    ada.post(&format!("/written/{item}/hide"), &[]).await;
    assert_eq!(ada.get(&page).await.status, StatusCode::NOT_FOUND);
    assert!(!ada.get("/timeline").await.body.contains("cut the scope"));
    assert!(ada.get("/written").await.body.contains("hidden"));
    assert!(kim.get(&of_ada).await.body.contains("cut the scope"));
    ada.post(&format!("/written/{item}/show"), &[]).await;
    assert_eq!(ada.get(&page).await.status, StatusCode::OK);
    // He keeps his promise, and takes his words back.
    let kept = address(&kim.get(&of_ada).await, &format!("{of_ada}/written/"));
    let kept = kim
        .post(&format!("{}/kept", kept.trim_end_matches("/kept")), &[])
        .await;
    assert!(kept.status.is_redirection(), "{}", kept.body);
    let taken = kim
        .post(&format!("{of_ada}/written/{item}/withdraw"), &[])
        .await;
    assert!(taken.status.is_redirection(), "{}", taken.body);
    assert!(!ada.get("/written").await.body.contains("cut the scope"));
}

#[tokio::test]
async fn a_manager_who_is_it_no_more_sees_nothing() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    let of_ada = format!("/of/{}", person(&server, "ada@example.org").await.person());
    ada.post("/sharing/managers", &[("manager", "kim")]).await;
    let path = format!("{of_ada}/promise");
    let promise = [("what", "Introduce you to Pat")];
    kim.post(&path, &promise).await;
    let evidence = logs(&ada, "Renewals rose to 77").await;
    let manager = who.person().to_string();
    let shared = shares(&ada, &evidence, &[("to", &manager)]).await;
    assert_eq!(shared.leads_to(), "/sharing", "{}", shared.body);
    assert!(kim.get(&of_ada).await.body.contains("Renewals"));
    let ended = ada
        .post(&format!("/sharing/managers/{manager}/end"), &[])
        .await;
    assert_eq!(ended.leads_to(), "/sharing#managers");
    for path in [of_ada.clone(), format!("{of_ada}/course")] {
        assert_eq!(kim.get(&path).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(
        kim.post(&path, &promise).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!kim.get("/team").await.body.contains(&of_ada));
    assert!(
        ada.get("/written")
            .await
            .body
            .contains("Introduce you to Pat"),
        "it is hers"
    );
}

#[tokio::test]
async fn whoever_is_named_by_mistake_says_so() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, _) = server.with_kim(&ada).await;
    let lea = with_lea(&server, &ada).await;
    let of_ada = format!("/of/{}", person(&server, "ada@example.org").await.person());
    ada.post("/sharing/name", &[("shown_name", "Kim’s boss")])
        .await;
    ada.post("/sharing/managers", &[("manager", "kim")]).await;
    let page = kim.get(&of_ada).await.body;
    assert!(page.contains("signs in as ada@example.org"), "{page}");
    let path = format!("{of_ada}/not-mine");
    assert_eq!(lea.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(kim.post(&path, &[]).await.leads_to(), "/team");
    assert_eq!(kim.get(&of_ada).await.status, StatusCode::NOT_FOUND);
    assert!(
        ada.get("/sharing")
            .await
            .body
            .contains("You have named nobody yet.")
    );
}

#[tokio::test]
async fn a_question_is_answered_once_in_the_name_of_whoever_answers() {
    let server = Server::start();
    let ada = server.with_ada().await;
    ada.post("/sharing/name", &[("shown_name", "Ada Byron")])
        .await;
    let fields = [
        ("whom", "Ines Duarte"),
        ("question", "How was the launch led?"),
        ("skill1", "vision"),
    ];
    let refused = ada.post("/sharing/ask", &[("whom", "Ines")]).await;
    assert!(refused.body.contains("Ask something"), "{}", refused.body);
    let skill = skill_in(&ada.get("/sharing/ask").await, "skill1");
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, if *name == "skill1" { &skill } else { *value }))
        .collect();
    let link = path_in(&ada.post("/sharing/ask", &fields).await, "s");
    let ines = server.browser("192.0.2.9");
    let asked = ines.get(&link).await;
    assert!(
        asked.body.contains("Ada Byron asks what you saw"),
        "{}",
        asked.body
    );
    assert!(asked.body.contains("How was the launch led?"));
    assert!(asked.body.contains("value=\"Ines Duarte\""));
    let empty = ines.post(&link, &[("name", "Ines Duarte")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = [
        ("name", "Ines D."),
        ("good", "She kept the date and told us what was cut"),
        ("level0", "4"),
    ];
    let thanked = ines.post(&link, &answer).await;
    assert!(thanked.body.contains("Thank you"), "{}", thanked.body);
    let again = ines
        .post(&link, &[("name", "Ines"), ("good", "Everything")])
        .await;
    assert!(again.body.contains("Thank you"));
    assert!(ines.get(&link).await.body.contains("Thank you"));
    let written = ada.get("/written").await.body;
    assert!(written.contains("Ines D.") && written.contains("given by them, by a link"));
    assert!(written.contains("told us what was cut") && !written.contains("Everything"));
    let skill_page = ada.get(&format!("/skills/{skill}")).await.body;
    assert!(skill_page.contains("Ines D."), "{skill_page}");
    // A link to read answers nothing.
    let evidence = logs(&ada, "Renewals rose to 77").await;
    let made = shares(&ada, &evidence, &[("to", "link"), ("label", "Pat")]).await;
    let reading = path_in(&made, "s");
    let refused = ines.post(&reading, &answer).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_administrator_and_a_closed_account_see_nothing() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let (kim, who) = server.with_kim(&ada).await;
    let lea = with_lea(&server, &ada).await;
    let evidence = logs(&kim, "Renewals rose to 77").await;
    let shared = shares(&kim, &evidence, &[("to", "account"), ("account", "lea")]).await;
    assert_eq!(shared.leads_to(), "/sharing");
    let made = shares(&kim, &evidence, &[("to", "link"), ("label", "Pat")]).await;
    let link = path_in(&made, "s");
    let of_kim = format!("/of/{}", who.person());
    assert_eq!(
        ada.get(&of_kim).await.status,
        StatusCode::NOT_FOUND,
        "Ada administers"
    );
    assert_eq!(lea.get(&of_kim).await.status, StatusCode::OK);
    ada.post(&format!("/accounts/{}/disable", who.person()), &[])
        .await;
    assert_eq!(lea.get(&of_kim).await.status, StatusCode::NOT_FOUND);
    assert_eq!(lea.get(&link).await.status, StatusCode::NOT_FOUND);
    ada.post(&format!("/accounts/{}/enable", who.person()), &[])
        .await;
    assert_eq!(lea.get(&of_kim).await.status, StatusCode::OK);
}
