//! Evidence and what stands around it: the log, the lines to complete, praise, Fridays, drafts, search.

use axum::http::StatusCode;

use crate::app::{Answer, TestApp};

async fn senior() -> TestApp {
    TestApp::start()
        .await
        .with_title("Senior Product Manager", "2022")
        .await
}

/// Logs a piece; answers the address of its page.
async fn log(app: &TestApp, fields: &[(&str, &str)]) -> String {
    let answer = app.post("/evidence", fields).await;
    if answer.leads_to() != "/evidence" {
        return answer.leads_to().to_owned();
    }
    let list = app
        .get(&format!("/search?q={}", fields[0].1.replace(' ', "+")))
        .await;
    let at = list
        .body
        .split("href=\"/evidence/")
        .nth(1)
        .expect("it is found");
    format!("/evidence/{}", at.split('"').next().expect("an address"))
}

/// What is confirmed on a page.
fn said(page: &Answer) -> Option<&str> {
    let (_, notice) = page
        .body
        .split_once("<div class=\"notice\" role=\"status\"><p>")?;
    notice.split("</p>").next()
}

#[tokio::test]
async fn what_was_done_is_confirmed_once_and_a_page_is_called_by_its_evidence() {
    let app = senior().await;
    let path = log(&app, &[("what", "Shipped annual pricing")]).await;
    let page = app.get(&path).await;
    assert!(
        said(&page).is_some_and(|says| says.starts_with("Logged")),
        "{:?}",
        said(&page)
    );
    assert!(
        page.body
            .contains("<title>Shipped annual pricing · Windward</title>")
    );
    assert_eq!(said(&app.get(&path).await), None, "said once");
    let revises = page.field("revises");
    let form = [
        ("what", "Shipped annual pricing"),
        ("skill.execution", "4"),
        ("revises", &revises),
    ];
    assert_eq!(app.post(&path, &form).await.leads_to(), "/evidence");
    assert_eq!(
        said(&app.get("/evidence").await),
        Some("Saved: Shipped annual pricing")
    );
}

#[tokio::test]
async fn figures_and_all_the_rest_come_back_as_they_were_saved() {
    let app = senior().await;
    let fields = [
        ("what", "Shipped annual pricing"),
        ("so_what", "Renewals rose"),
        ("figure.what", "Renewals"),
        ("figure.from", "71"),
        ("figure.to", "77"),
        ("figure.unit", "of 100"),
        ("my_part", "Found it in the tickets"),
        ("on", "2026-08"),
        ("to", "2026-10-08"),
        ("skill.execution", "4"),
        ("duty", "senior-mentor"),
        ("witnesses", "Tom Okafor\nInes Duarte"),
        ("links", "https://example.org/pricing"),
        ("confidential", "yes"),
    ];
    let path = log(&app, &fields).await;
    let page = app.get(&path).await;
    for (name, value) in fields.iter().filter(|(name, _)| name.starts_with("figure")) {
        assert_eq!(page.field(name), *value);
    }
    assert!(page.body.contains("backs your standing"), "{}", page.body);
    assert!(
        app.get("/evidence")
            .await
            .body
            .contains("Renewals: 71 to 77 of 100")
    );
}

#[tokio::test]
async fn filters_narrow_the_list_and_say_what_is_wrong_with_them() {
    let app = TestApp::start().await.with_sample().await;
    let list = |query: &'static str| {
        let app = &app;
        async move { app.get(&format!("/evidence?{query}")).await.body }
    };
    let found = list("q=pricing+renewing").await;
    assert!(
        found.contains("1 piece fits") && found.contains("Shipped annual pricing"),
        "{found}"
    );
    let found = list("confidential=yes").await;
    assert!(
        found.contains("1 piece fits") && found.contains("Larkfield"),
        "{found}"
    );
    assert!(list("skill=design").await.contains("1 piece fits"));
    assert!(
        list("expectation=senior-mentor")
            .await
            .contains("2 pieces fit")
    );
    assert!(list("from=2026-11").await.contains("2 pieces fit"));
    assert!(list("q=submarine").await.contains("No piece is like that"));
    let wrong = list("from=soon").await;
    assert!(
        wrong.contains("id=\"from-fault\"") && wrong.contains("value=\"soon\""),
        "{wrong}"
    );
}

#[tokio::test]
async fn lines_are_completed_one_after_another() {
    let app = senior().await;
    let first = log(&app, &[("what", "Answered the auditors")]).await;
    let second = log(&app, &[("what", "Wrote the launch plan")]).await;
    let queue = app.get("/evidence/drafts").await;
    assert!(
        queue.body.contains("Two lines want a minute."),
        "{}",
        queue.body
    );
    assert!(app.get("/").await.body.contains("Two lines want a minute"));
    let page = app.get(&format!("{second}?queue=yes")).await;
    assert!(page.body.contains("Save it, and the next"));
    let revises = page.field("revises");
    let form = [
        ("what", "Wrote the launch plan"),
        ("skill.execution", "4"),
        ("so_what", "Out on the day"),
        ("revises", &revises),
        ("queue", "yes"),
    ];
    let next = app.post(&second, &form).await;
    assert_eq!(next.leads_to(), format!("{first}?queue=yes"));
    assert!(
        app.get("/evidence/drafts")
            .await
            .body
            .contains("One line wants a minute.")
    );
}

#[tokio::test]
async fn praise_is_saved_read_again_and_put_right() {
    let app = senior().await;
    let piece = log(&app, &[("what", "Board paper on pricing")]).await;
    let id = piece.trim_start_matches("/evidence/").to_owned();
    let nothing = app
        .post("/praise", &[("words", " "), ("from", "Petra")])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        nothing.body.contains("What did they say?") && nothing.body.contains("value=\"Petra\"")
    );
    let fields = [
        ("words", "Clear as <glass>"),
        ("from", "Petra"),
        ("on", "2026-11"),
        ("evidence", &id),
    ];
    assert_eq!(app.post("/praise", &fields).await.leads_to(), "/praise");
    let list = app.get("/praise").await;
    assert!(
        list.body.contains("Clear as &lt;glass&gt;")
            && list.body.contains("Board paper on pricing")
    );
    assert!(
        app.get(&piece)
            .await
            .body
            .contains("Clear as &lt;glass&gt;"),
        "on the page of what it is about"
    );
    let path = list
        .body
        .split("href=\"/praise/")
        .nth(1)
        .and_then(|it| it.split('"').next());
    let path = format!("/praise/{}", path.expect("an address"));
    let page = app.get(&path).await;
    let revises = page.field("revises");
    app.post(
        &path,
        &[
            ("words", "Clear as day"),
            ("evidence", &id),
            ("revises", &revises),
        ],
    )
    .await;
    assert!(app.get("/praise").await.body.contains("Clear as day"));
    let revises = app.get(&path).await.field("revises");
    app.post(&format!("{path}/withdraw"), &[("revises", &revises)])
        .await;
    assert!(!app.get("/praise").await.body.contains("Clear as day"));
}

#[tokio::test]
async fn a_week_has_one_friday_minute() {
    let app = senior().await;
    let nothing = app.post("/friday", &[("did", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.post("/friday", &[("did", "Closed the pilot"), ("log", "yes")])
        .await;
    assert!(
        app.get("/evidence").await.body.contains("Closed the pilot"),
        "logged too"
    );
    let page = app.get("/friday").await;
    let revises = page.field("revises");
    app.post(
        "/friday",
        &[
            ("did", "Closed the pilot"),
            ("learned", "Ask finance first"),
            ("revises", &revises),
        ],
    )
    .await;
    let minutes = app.get("/timeline?kind=friday-minute").await.body;
    assert!(
        minutes.contains("Friday minutes (1)") && minutes.contains("Ask finance first"),
        "{minutes}"
    );
}

#[tokio::test]
async fn a_review_has_the_forms_own_headings_and_leaves_out_what_is_confidential() {
    let app = TestApp::start().await.with_sample().await;
    let page = app
        .get("/review?from=2026-06&to=2026-11&headings=1.+Mentoring+others%3A%0A2.+Your+prices")
        .await
        .body;
    assert!(
        page.contains("## Mentoring others") && page.contains("## Your prices"),
        "{page}"
    );
    assert!(
        page.contains("One confidential piece is left out"),
        "{page}"
    );
    assert!(!page.contains("Larkfield"));
    let page = app
        .get("/review?from=2026-06&to=2026-11&confidential=yes")
        .await
        .body;
    assert!(page.contains("Larkfield"));
    let wrong = app.get("/review?from=2026-06&to=2025").await.body;
    assert!(wrong.contains("ends before it begins") && !wrong.contains("id=\"draft\""));
}

#[tokio::test]
async fn the_timeline_and_two_days_say_what_happened_and_what_changed() {
    let app = TestApp::start().await.with_sample().await;
    let all = app.get("/timeline").await.body;
    assert!(all.contains("October 2026"), "{all}");
    let first = app.get("/timeline?until=2018").await.body;
    assert!(
        first.contains("Began: Customer Support Engineer"),
        "{first}"
    );
    let roles = app.get("/timeline?kind=role").await.body;
    assert!(
        roles.contains("Left: Product Manager, Brightwater") && !roles.contains("Shipped annual")
    );
    let early = app.get("/timeline?until=2020-01").await.body;
    assert!(!early.contains("October 2026") && early.contains("From the latest"));
    let changes = app.get("/changes?from=2026-01-01&to=2026-11-22").await.body;
    assert!(
        changes.contains("New evidence") && changes.contains("Shipped annual pricing"),
        "{changes}"
    );
    let wrong = app.get("/changes?from=2026-11&to=2026-01").await.body;
    assert!(wrong.contains("lies before the first"));
    assert!(
        app.get("/changes?from=2099")
            .await
            .body
            .contains("lies ahead")
    );
}

#[tokio::test]
async fn every_row_of_the_timeline_is_a_link_and_names_whom_it_is_about() {
    let app = TestApp::start().await.with_sample().await;
    let all = app.get("/timeline").await.body;
    let kinds = all.split("<option value=\"").skip(1);
    let kinds: Vec<&str> = kinds.filter_map(|it| it.split('"').next()).collect();
    assert!(
        kinds.contains(&"opportunity") && kinds.contains(&"update"),
        "{kinds:?}"
    );
    for kind in kinds {
        let page = app.get(&format!("/timeline?kind={kind}")).await.body;
        let (_, rows) = page.split_once("<ul class=\"plain\">").expect(kind);
        let (rows, _) = rows.split_once("</ul>").expect(kind);
        for row in rows.split("<li>").skip(1) {
            assert!(row.contains("<br><a href=\"/"), "{kind}: {row}");
        }
    }
    let talks = app.get("/timeline?kind=conversation").await.body;
    assert!(talks.contains("Talked with Petra Lindqvist"), "{talks}");
    let touches = app.get("/timeline?kind=touch").await.body;
    let (_, touch) = touches.split_once("<br><a href=\"/touches/").expect("one");
    assert!(touch.contains(": "), "{touches}");
}

#[tokio::test]
async fn a_search_shows_the_words_where_they_stand() {
    let app = TestApp::start().await.with_sample().await;
    let found = app.get("/search?q=prices").await.body;
    assert!(found.contains("<mark>pricing</mark>"), "{found}");
    // Where the line does not say it, a passage does.
    let rows = found
        .split("<li>")
        .skip(1)
        .map(|row| row.split("</li>").next().unwrap_or(row));
    for row in rows.filter(|row| row.contains("tag quiet")) {
        assert!(row.contains("<mark>"), "{row}");
    }
    app.post("/evidence", &[("what", "Read <b>tides</b> & winds")])
        .await;
    let odd = app.get("/search?q=tides").await.body;
    assert!(
        odd.contains("&lt;b&gt;<mark>tides</mark>&lt;/b&gt; &amp; winds"),
        "{odd}"
    );
}

#[tokio::test]
async fn a_search_goes_through_the_whole_record_and_is_escaped() {
    let app = TestApp::start().await.with_sample().await;
    let found = app.get("/search?q=voted").await.body;
    assert!(
        found.contains("1 thing found") && found.contains("Ines Duarte"),
        "{found}"
    );
    assert!(
        app.get("/search?q=submarine")
            .await
            .body
            .contains("Nothing found")
    );
    let odd = app.get("/search?q=%3Cb%3E").await.body;
    assert!(odd.contains("value=\"&lt;b&gt;\""));
    assert!(
        app.get("/search?q=%3F%3F")
            .await
            .body
            .contains("There is no word in that")
    );
}

#[tokio::test]
async fn what_is_taken_away_leaves_out_what_is_confidential_unless_chosen() {
    let app = TestApp::start().await.with_sample().await;
    let table = app.get("/evidence/export?format=csv").await;
    assert!(table.header("content-disposition").ends_with(".csv\""));
    assert!(table.body.starts_with("what,so what,") && !table.body.contains("Larkfield"));
    let text = app
        .get("/evidence/export?format=markdown&confidential=yes")
        .await
        .body;
    assert!(
        text.contains("- Shipped annual pricing\n") && text.contains("Larkfield"),
        "{text}"
    );
}

#[tokio::test]
async fn a_brag_document_is_previewed_comes_in_once_and_is_taken_back() {
    let app = senior().await;
    let document = "# 2026\n\n## October\n\n- Opened the second shop\n  - Impact: renewals up\n";
    let preview = app.upload("/import", "brag.md", document.as_bytes()).await;
    let path = preview.leads_to().to_owned();
    let page = app.get(&path).await;
    assert!(
        page.body.contains("Opened the second shop"),
        "{}",
        page.body
    );
    assert!(
        !app.get("/evidence")
            .await
            .body
            .contains("Opened the second shop"),
        "not yet"
    );
    let once = page.field("once");
    let done = app
        .send_form(&path, &[("once", &once), ("seen", &page.field("seen"))])
        .await;
    assert!(done.leads_to().starts_with("/evidence?imported="));
    let list = app.get(done.leads_to()).await;
    assert_eq!(said(&list), Some("One piece of evidence came in."));
    assert!(list.body.contains("Take the import back"), "{}", list.body);
    let again = app.upload("/import", "brag.md", document.as_bytes()).await;
    let again = app.get(again.leads_to()).await.body;
    assert!(again.contains("same"), "{again}");
    let past = app.get("/import").await.body;
    let act = past
        .split("action=\"/undo/")
        .nth(1)
        .and_then(|it| it.split('"').next());
    let act = act.unwrap_or_else(|| panic!("no way back: {past}"));
    let back = app.post(&format!("/import/undo/{act}"), &[]).await;
    assert!(
        back.leads_to().starts_with("/import?undone="),
        "where it came in"
    );
    assert!(
        !app.get("/evidence")
            .await
            .body
            .contains("Opened the second shop"),
        "taken back"
    );
}

#[tokio::test]
async fn a_line_completed_without_a_skill_waits_on_and_says_so() {
    let app = senior().await;
    let path = log(&app, &[("what", "Opened the second shop")]).await;
    let revises = app.get(&path).await.field("revises");
    let saved = app
        .post(
            &path,
            &[
                ("revises", &revises),
                ("what", "Opened the second shop"),
                ("so_what", "Renewals up"),
                ("queue", "yes"),
            ],
        )
        .await;
    assert_eq!(saved.leads_to(), "/evidence/drafts");
    let page = app.get(saved.leads_to()).await;
    assert_eq!(
        said(&page),
        Some("Saved. It waits on until it says which skill or duty it shows.")
    );
    assert!(page.body.contains("Begin with the latest"));
}

#[tokio::test]
async fn whoever_has_only_logged_finds_the_way_to_what_they_logged() {
    let app = TestApp::start().await;
    // Before the end of the navigation; the list of keys has all pages.
    let nav = |page: String| page.split("</nav>").next().map(str::to_owned).unwrap();
    let before = nav(app.get("/welcome").await.body);
    assert!(!before.contains("href=\"/evidence\""), "nothing is there");
    log(&app, &[("what", "Opened the second shop")]).await;
    let after = nav(app.get("/welcome").await.body);
    for page in ["/evidence", "/timeline", "/background", "/search"] {
        assert!(after.contains(&format!("href=\"{page}\"")), "{page}");
    }
}
