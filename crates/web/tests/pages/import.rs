//! What comes from files: seen before it is written, found afterwards, edited, withdrawn, taken back.

use axum::http::StatusCode;

use crate::app::{Answer, TestApp};

const CERTIFICATES: &str = "Name,Url,Authority,Started On,Finished On,License Number\nSkipper,https://example.org/s,Guild,Jan 2022,Jan 2032,R-17\nRadio & more,,Guild,Jan 2022,,\n,,Nobody,,,\n";

impl TestApp {
    /// Reads a file and shows its preview; gives the page and its address.
    async fn preview(&self, name: &str, bytes: &[u8]) -> (Answer, String) {
        let read = self.upload("/import", name, bytes).await;
        let address = read.leads_to().to_owned();
        (self.get(&address).await, address)
    }

    /// Imports a file as it is; gives where that leads.
    async fn imported(&self, name: &str, bytes: &[u8]) -> String {
        let (shown, address) = self.preview(name, bytes).await;
        let fields = ["once", "seen"].map(|name| (name, shown.field(name)));
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, it)| (*name, it.as_str()))
            .collect();
        let applied = self.post(&address, &fields).await;
        applied.leads_to().to_owned()
    }
}

/// The id of the first item that a page links to.
fn first_item(page: &Answer) -> String {
    let rest = page.body.split("href=\"/background/").skip(1);
    let ids = rest.filter_map(|it| it.split('"').next());
    let mut ids = ids.filter(|it| it.len() == 36);
    ids.next().expect("an item is linked").to_owned()
}

#[tokio::test]
async fn a_table_of_certificates_is_read_listed_edited_and_withdrawn() {
    let app = TestApp::start().await;
    let (shown, _) = app
        .preview("Certifications.csv", CERTIFICATES.as_bytes())
        .await;
    assert!(shown.body.contains("2 new and 1 skipped"), "{}", shown.body);
    assert!(shown.body.contains("It has no name."));
    let led = app
        .imported("Certifications.csv", CERTIFICATES.as_bytes())
        .await;
    assert!(led.starts_with("/background?imported="), "{led}");

    let listed = app.get(&led).await;
    for wanted in [
        "The import wrote two items.",
        "Two certificates",
        "Radio &amp; more",
        "January 2022",
        "<a href=\"https://example.org/s\"",
        ">Background<",
    ] {
        assert!(listed.body.contains(wanted), "{wanted}: {}", listed.body);
    }
    let item = first_item(&listed);
    let sheet = app.get(&format!("/background/{item}")).await;
    assert!(sheet.body.contains("LinkedIn export"), "{}", sheet.body);

    let revises = sheet.field("revises");
    let page = format!("/background/{item}");
    let wrong = app
        .post(
            &page,
            &[("revises", &revises), ("name", ""), ("on", "soon")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("This has to be there.") && wrong.body.contains("value=\"soon\""));
    let saved = app
        .post(
            &page,
            &[("revises", &revises), ("name", "Mine"), ("on", "2021")],
        )
        .await;
    assert_eq!(saved.leads_to(), format!("/background?saved={item}"));

    // Edited here, the same there: kept.
    let (again, _) = app
        .preview("Certifications.csv", CERTIFICATES.as_bytes())
        .await;
    assert!(
        again
            .body
            .contains("1 the same, 1 kept as you have it and 1 skipped"),
        "{}",
        again.body
    );

    let revises = app.get(&page).await.field("revises");
    let gone = app
        .post(&format!("{page}/withdraw"), &[("revises", &revises)])
        .await;
    let said = app.get(gone.leads_to()).await;
    assert!(said.body.contains("is removed"), "{}", said.body);
    let (again, _) = app
        .preview("Certifications.csv", CERTIFICATES.as_bytes())
        .await;
    assert!(
        again.body.contains("Removed by you before"),
        "{}",
        again.body
    );
}

#[tokio::test]
async fn past_imports_are_listed_and_taken_back_from_where_one_looks() {
    let app = TestApp::start().await;
    assert!(!app.get("/import").await.body.contains("What came before"));
    app.imported("Certifications.csv", CERTIFICATES.as_bytes())
        .await;
    for (page, back) in [("/import", "/import"), ("/settings", "/settings#imports")] {
        let shown = app.get(page).await;
        assert!(
            shown.body.contains("2 certificates"),
            "{page}: {}",
            shown.body
        );
        let act = shown
            .body
            .split("action=\"/undo/")
            .nth(1)
            .and_then(|it| it.get(..36));
        let act = act.expect("a way to take it back").to_owned();
        let undone = app.post(&format!("/undo/{act}"), &[("back", back)]).await;
        assert!(undone.leads_to().starts_with(page), "{}", undone.leads_to());
        let after = app.get(undone.leads_to()).await;
        assert!(
            after.body.contains("Two changes were taken back."),
            "{}",
            after.body
        );
        assert!(after.body.contains("taken back</span>"), "{}", after.body);
        // The same file brings them again.
        let (again, _) = app
            .preview("Certifications.csv", CERTIFICATES.as_bytes())
            .await;
        assert!(again.body.contains("again, after an undo"));
        app.imported("Certifications.csv", CERTIFICATES.as_bytes())
            .await;
    }
}

#[tokio::test]
async fn both_sides_changed_stand_side_by_side() {
    let app = TestApp::start().await;
    let csv = |note: &str| {
        format!("Company Name,Title,Description,Started On,Finished On\nAcme,PM,{note},Jan 2020,\n")
    };
    app.imported("Positions.csv", csv("As it was").as_bytes())
        .await;
    let roles = app.get("/roles").await;
    let role = roles
        .body
        .split("href=\"/roles/")
        .skip(1)
        .filter_map(|it| it.split('"').next());
    let role = role.filter(|it| it.len() == 36).last().unwrap().to_owned();
    let sheet = app.get(&format!("/roles/{role}")).await;
    let fields = [
        ("revises", sheet.field("revises")),
        ("title", "PM".to_owned()),
        ("organisation", "Acme".to_owned()),
        ("from", "2020-01".to_owned()),
        ("end", "ongoing".to_owned()),
        ("rung", "+outside".to_owned()),
        ("note", "As I have it".to_owned()),
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    let saved = app.post(&format!("/roles/{role}"), &fields).await;
    assert!(saved.status.is_redirection(), "{}", saved.body);
    let (shown, address) = app
        .preview("Positions.csv", csv("As it is there").as_bytes())
        .await;
    for wanted in [
        "You decide",
        "As I have it",
        "As it is there",
        "1 for you to decide",
        "Keep mine",
    ] {
        assert!(shown.body.contains(wanted), "{wanted}: {}", shown.body);
    }
    // Undecided, nothing is written.
    let before = app.store().head().await.unwrap().seq;
    let (once, seen) = (shown.field("once"), shown.field("seen"));
    app.post(&address, &[("once", &once), ("seen", &seen)])
        .await;
    assert_eq!(app.store().head().await.unwrap().seq, before);
    app.post(
        &address,
        &[("once", &once), ("seen", &seen), ("line.0", "mine")],
    )
    .await;
    let (settled, _) = app
        .preview("Positions.csv", csv("As it is there").as_bytes())
        .await;
    assert!(
        settled.body.contains("nothing to apply"),
        "{}",
        settled.body
    );
}

#[tokio::test]
async fn connections_are_in_the_totals() {
    let app = TestApp::start().await;
    let csv = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAda,B,,,,,1 May 2019\nLee,C,,,,,1 May 2019\n";
    let (shown, _) = app.preview("Connections.csv", csv.as_bytes()).await;
    assert!(
        shown.body.contains("2 rows</strong>: 2 new"),
        "{}",
        shown.body
    );
    assert!(shown.body.contains("Bring them in: 2 new people"));
}

#[tokio::test]
async fn there_is_a_table_to_fill_in_and_it_is_read_back() {
    let app = TestApp::start().await;
    let page = app.get("/import").await;
    assert!(page.body.contains("href=\"/import/roles.csv\""));
    let template = app.get("/import/roles.csv").await;
    assert!(
        template
            .header("content-disposition")
            .contains("windward-roles.csv")
    );
    let filled = format!(
        "{}Leiterin Produkt,Hafenwerk,2019-03,now,\r\n",
        template.body
    );
    let (shown, _) = app.preview("windward-roles.csv", filled.as_bytes()).await;
    assert!(shown.body.contains("1 new"), "{}", shown.body);
    assert!(shown.body.contains("since March 2019"), "{}", shown.body);
}

#[tokio::test]
async fn an_archive_under_settings_is_shown_the_way_to_the_import() {
    let app = TestApp::start().await;
    let answer = app
        .upload("/settings/import", "export.zip", b"PK\x03\x04 and so on")
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.body.contains("href=\"/import\"") && answer.body.contains("‘export.zip’"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn what_files_bring_can_be_added_by_hand_and_praise_where_it_is_read() {
    let app = TestApp::start().await;
    let praise = app.get("/background/new/praise").await;
    assert!(praise.leads_to().starts_with("/praise"));
    for (kind, title) in [
        ("award", "title"),
        ("education", "school"),
        ("listed-skill", "name"),
    ] {
        let blank = app.get(&format!("/background/new/{kind}")).await;
        assert_eq!(blank.status, StatusCode::OK, "{kind}");
        let added = app
            .post(&format!("/background/new/{kind}"), &[(title, "Well done")])
            .await;
        assert!(added.leads_to().starts_with("/background?saved="), "{kind}");
    }
    for kind in ["role", "rating", "nothing"] {
        assert_eq!(
            app.get(&format!("/background/new/{kind}")).await.status,
            StatusCode::NOT_FOUND
        );
    }
    let listed = app.get("/background").await;
    assert_eq!(
        listed.body.matches(">Well done<").count(),
        3,
        "{}",
        listed.body
    );
}

#[tokio::test]
async fn a_file_that_is_refused_keeps_the_place_it_was_chosen_from() {
    let app = TestApp::start().await.with_sample().await;
    let here = "href=\"/people\" aria-current=\"page\"";
    let page = app.get("/import?of=people").await.body;
    assert!(page.contains(here), "{page}");
    assert!(page.contains("name=\"of\" value=\"people\""), "{page}");
    let refused = app.post("/import", &[("of", "people")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(here), "{}", refused.body);
}
