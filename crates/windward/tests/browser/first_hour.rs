//! From a file to one's own course, as a new user goes: with a mouse, on a phone, without script, by keyboard.

use std::{
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    browser::{Browser, DESKTOP, Look, PHONE},
    postgres,
    server::{Server, file},
};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../formats/tests/fixtures")
}

/// A LinkedIn export as downloaded, packed from the tables of the fixtures.
pub(crate) fn linkedin() -> Vec<u8> {
    linkedin_with(&[])
}

/// The same export after somebody edited their profile: in the tables named, one text stands instead of another.
pub(crate) fn linkedin_with(edits: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut open = vec![fixtures().join("linkedin/full")];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(&directory).expect("the fixtures are there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path
                .strip_prefix(fixtures().join("linkedin/full"))
                .expect("below it");
            zip.start_file(name.to_string_lossy(), SimpleFileOptions::default())
                .expect("a file");
            let mut table = fs::read(&path).expect("readable");
            for (_, before, after) in edits.iter().filter(|(table, ..)| name.ends_with(table)) {
                let text = String::from_utf8(table).expect("UTF-8");
                assert!(text.contains(before), "{before} is in {}", name.display());
                table = text.replace(before, after).into_bytes();
            }
            zip.write_all(&table).expect("written");
        }
    }
    zip.finish().expect("a whole archive").into_inner()
}

/// Chooses a file on the import page and has it read.
pub(crate) async fn choose(browser: &Browser, name: &str, bytes: &[u8]) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = file(directory.path(), name, bytes);
    browser
        .one("input[type=file]")
        .await
        .send_keys(&path)
        .await
        .expect("a file is chosen");
    browser.follow("Read this file").await;
    browser.says("What this would do").await;
}

/// Applies what the preview shows, people too where the file has some, and has every title placed as proposed.
pub(crate) async fn apply_and_confirm(browser: &Browser) {
    if let Some(people) = browser.there("input[name=people]").await {
        people.click().await.expect("chosen");
    }
    browser.follow("Apply").await;
    browser.one("button[name=accept][value=all]").await;
    browser.follow("as proposed").await;
    browser.says("Open to you").await;
}

/// Answers the first open questions of the skills page by pressing buttons, and confirms the rest.
async fn assess(browser: &Browser, server: &Server) {
    browser.goto(&server.url("/skills")).await;
    for _ in 0..3 {
        let answer =
            "[data-question] .answers:not(:has([aria-pressed=true])) button:nth-of-type(4)";
        browser.follow_at(answer).await;
    }
    browser.follow("assumed as they stand").await;
    browser.goto(&server.url("/")).await;
    browser.says("met for").await;
}

/// The whole way with a LinkedIn export.
async fn walk(look: Look) {
    walk_on(&Server::start(), look).await;
}

async fn walk_on(server: &Server, look: Look) {
    let browser = Browser::open(look).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.says("Welcome").await;
    browser.follow("Import a file").await;
    choose(&browser, "Complete_LinkedInDataExport.zip", &linkedin()).await;
    let preview = browser.text().await;
    assert!(preview.contains("Senior Product Manager"), "{preview}");
    assert!(
        preview.contains("Skipped") && preview.contains("It has no title."),
        "{preview}"
    );
    assert!(preview.contains("Bring them in: 3 new people"), "{preview}");
    if look.script {
        let faults = browser.faults().await;
        assert!(faults.is_empty(), "{faults:?}");
        assert!(
            !browser.overflows().await,
            "the preview is wider than its window"
        );
    }
    apply_and_confirm(&browser).await;
    assert_eq!(browser.at().await, "/course");
    browser.says("as Senior Product Manager").await;
    assess(&browser, server).await;

    // The same file again changes nothing.
    browser.goto(&server.url("/import")).await;
    choose(&browser, "Complete_LinkedInDataExport.zip", &linkedin()).await;
    let again = browser.text().await;
    assert!(
        !again.contains("Apply") && again.contains("the same"),
        "{again}"
    );
    browser.close().await;
}

#[tokio::test]
async fn from_a_linkedin_export_to_a_course() {
    walk(DESKTOP).await;
}

#[tokio::test]
async fn from_a_linkedin_export_to_a_course_on_postgres() {
    let store = postgres::Server::shared().database();
    walk_on(&Server::start_on(&store), DESKTOP).await;
}

#[tokio::test]
async fn from_a_json_resume_to_a_course_and_back_through_a_pooler() {
    let store = postgres::pooled(&postgres::Server::shared().database());
    resume_walk_on(&Server::start_on(&store), PHONE).await;
}

#[tokio::test]
async fn from_a_linkedin_export_to_a_course_on_a_phone() {
    walk(PHONE).await;
}

#[tokio::test]
async fn from_a_linkedin_export_to_a_course_without_script() {
    walk(Look {
        script: false,
        ..PHONE
    })
    .await;
}

/// The sample of JSON Resume's kind in the fixtures.
fn json_resume() -> Vec<u8> {
    fs::read(fixtures().join("json-resume/head.json")).expect("readable")
}

/// The whole way with a JSON Resume; before that, the same file taken in and taken back by one button.
async fn resume_walk(look: Look) {
    resume_walk_on(&Server::start(), look).await;
}

async fn resume_walk_on(server: &Server, look: Look) {
    let browser = Browser::open(look).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.follow("Import a file").await;
    choose(&browser, "resume.json", &json_resume()).await;
    browser.follow("Apply").await;
    browser.says("The import is in your record").await;
    browser.follow("Take the import back").await;
    browser.goto(&server.url("/roles")).await;
    browser.says("No role yet").await;

    browser.goto(&server.url("/import")).await;
    choose(&browser, "resume.json", &json_resume()).await;
    apply_and_confirm(&browser).await;
    assert_eq!(browser.at().await, "/course");
    assess(&browser, server).await;
    browser.close().await;
}

#[tokio::test]
async fn from_a_json_resume_to_a_course_and_back() {
    resume_walk(PHONE).await;
}

#[tokio::test]
async fn from_a_json_resume_to_a_course_and_back_without_script() {
    resume_walk(Look {
        script: false,
        ..PHONE
    })
    .await;
}

#[tokio::test]
async fn from_a_json_resume_to_a_course_by_keyboard_alone() {
    let server = Server::start();
    let browser = Browser::open(DESKTOP).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.tab_to("Import a file").await;
    browser.enter().await;
    // Choosing in the system's own dialogue is not the page's; the file is handed to the field that has the focus.
    let directory = tempfile::tempdir().expect("a directory");
    let path = file(directory.path(), "resume.json", &json_resume());
    let field = browser.tab_to("file").await;
    field.send_keys(&path).await.expect("a file is chosen");
    browser.tab_to("Read this file").await;
    browser.enter().await;
    browser.says("What this would do").await;
    browser.tab_to("Apply").await;
    browser.enter().await;
    browser.tab_to("as proposed").await;
    browser.enter().await;
    assert_eq!(browser.at().await, "/course");
    browser.tab_to("Skills").await;
    browser.enter().await;
    browser.keys("j").await;
    for answered in 1..=3 {
        browser.keys("4").await;
        browser.says(&format!("{answered} of")).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn a_first_course_by_keyboard_alone() {
    let server = Server::start();
    let browser = Browser::open(DESKTOP).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.tab_to("title").await;
    browser.keys("Senior Product Manager").await;
    browser.tab_to("since").await;
    browser.keys("2022").await;
    browser.enter().await;
    browser.says("Open to you").await;
    browser.tab_to("Skills").await;
    browser.enter().await;
    browser.says("confirmed").await;
    // A row of digits answers a row of questions, from the one that has the focus.
    browser.keys("j").await;
    for (digit, answered) in [("4", 1), ("3", 2), ("4", 3)] {
        browser.keys(digit).await;
        browser.says(&format!("{answered} of")).await;
    }
    browser.keys("gt").await;
    browser
        .says("What did you do that someone should remember?")
        .await;
    browser.keys("e").await;
    browser.keys("Shipped annual pricing").await;
    browser.enter().await;
    browser.says("Say which skill or duty it shows").await;
    browser.close().await;
}

#[tokio::test]
async fn what_is_no_export_is_said_and_changes_nothing() {
    let server = Server::start();
    let browser = Browser::open(DESKTOP).await;
    browser.goto(&server.url(&server.sign_in)).await;
    let whole = linkedin();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (name, bytes) in [
        ("photo.zip", &b"\x89PNG\r\n\x1a\n and so on"[..]),
        ("truncated.zip", &whole[..whole.len() / 2]),
        ("deep.json", deep.as_bytes()),
        ("empty.csv", b""),
    ] {
        browser.goto(&server.url("/import")).await;
        let directory = tempfile::tempdir().expect("a directory");
        let path = file(directory.path(), name, bytes);
        browser
            .one("input[type=file]")
            .await
            .send_keys(&path)
            .await
            .expect("a file is chosen");
        browser.follow("Read this file").await;
        let said = browser
            .one(".error")
            .await
            .text()
            .await
            .expect("a sentence");
        assert!(said.len() > 20 && said.ends_with('.'), "{name}: {said}");
    }
    browser.goto(&server.url("/")).await;
    assert_eq!(browser.at().await, "/welcome", "nothing was written");
    browser.close().await;
}
