//! The past comes in beside the roles, comes in again a year later, and what one does from then on is logged, completed,
//! found and seen where it happened: with a mouse, by keyboard, on a phone.

use thirtyfour::prelude::*;

use crate::{
    browser::{Browser, DESKTOP, Look, PHONE},
    first_hour::{apply_and_confirm, choose, linkedin, linkedin_with},
    server::Server,
};

/// A record begun from a LinkedIn export, with every title placed as proposed.
async fn begun(browser: &Browser, server: &Server) {
    browser.goto(&server.url(&server.sign_in)).await;
    browser.follow("Import a file").await;
    choose(browser, "Complete_LinkedInDataExport.zip", &linkedin()).await;
    apply_and_confirm(browser).await;
}

/// From the export to the page of what stands beside the roles, and one of it put right.
async fn background_walk(look: Look) {
    let server = Server::start();
    let browser = Browser::open(look).await;
    begun(&browser, &server).await;
    browser.visit("Background").await;
    for said in [
        "University of Bergen",
        "BA, Economics",
        "Coastal Skipper",
        "Noor asks the question before the question.",
        "Ada Brandt",
    ] {
        browser.says(said).await;
    }
    browser.sound().await;
    browser.follow("University of Bergen").await;
    let grade = browser.one("[name=grade]").await;
    grade.send_keys("with distinction").await.expect("typed");
    browser.follow("Save").await;
    browser.says("‘University of Bergen’ is saved").await;
    browser.says("with distinction").await;
    // Praise is read where praise is read, wherever it came from.
    browser.goto(&server.url("/praise")).await;
    browser
        .says("Noor asks the question before the question.")
        .await;
    browser.close().await;
}

#[tokio::test]
async fn from_a_linkedin_export_to_the_background() {
    background_walk(DESKTOP).await;
}

#[tokio::test]
async fn from_a_linkedin_export_to_the_background_on_a_phone() {
    background_walk(PHONE).await;
}

#[tokio::test]
async fn next_years_export_adds_no_double_and_asks_where_both_were_changed() {
    let server = Server::start();
    let browser = Browser::open(DESKTOP).await;
    begun(&browser, &server).await;
    browser.goto(&server.url("/background")).await;
    browser.follow("University of Bergen").await;
    let degree = browser.one("[name=degree]").await;
    degree.clear().await.expect("cleared");
    degree
        .send_keys("BA, Economics and Norwegian")
        .await
        .expect("typed");
    browser.follow("Save").await;
    browser.says("is saved").await;

    // A year later the file says something else there, and has one certificate more.
    let later = linkedin_with(&[
        ("Education.csv", "BA, Economics", "Bachelor of Economics"),
        (
            "Certifications.csv",
            "Lifeguard,,,,,",
            "Lifeguard,,,,,\nHarbour Pilot,,Harbour Guild,Mar 2026,,",
        ),
    ]);
    browser.goto(&server.url("/import")).await;
    choose(&browser, "Complete_LinkedInDataExport.zip", &later).await;
    for said in [
        "You decide",
        "BA, Economics and Norwegian",
        "Bachelor of Economics",
        "Harbour Pilot",
    ] {
        browser.says(said).await;
    }
    let preview = browser.text().await;
    assert!(preview.contains("1 new"), "{preview}");
    browser.sound().await;
    let theirs = browser.one("input[type=radio][value=file]").await;
    theirs.click().await.expect("chosen");
    browser.follow("Apply").await;
    browser.says("The import wrote two items").await;
    let page = browser.text().await;
    for once in [
        "University of Bergen",
        "Bachelor of Economics",
        "Harbour Pilot",
        "Coastal Skipper",
        "Radio Operator",
    ] {
        assert_eq!(page.matches(once).count(), 1, "{once}:\n{page}");
    }
    assert!(!page.contains("BA, Economics"), "{page}");

    browser.goto(&server.url("/import")).await;
    choose(&browser, "Complete_LinkedInDataExport.zip", &later).await;
    browser.says("There is nothing to apply").await;
    browser.close().await;
}

#[tokio::test]
async fn a_line_from_today_to_the_timeline_by_keyboard_alone() {
    let server = Server::start();
    let browser = Browser::open(DESKTOP).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.tab_to("title").await;
    browser.keys("Senior Product Manager").await;
    browser.tab_to("since").await;
    browser.keys("2022").await;
    browser.enter().await;
    browser.says("Open to you").await;
    browser.keys("gt").await;
    browser
        .says("What did you do that someone should remember?")
        .await;
    browser.keys("e").await;
    browser.keys("Renegotiated the harbour licences").await;
    browser.enter().await;
    browser.says("Logged, and kept as it is.").await;

    browser.keys("ge").await;
    browser.says("One line wants a minute.").await;
    browser.tab_to("To complete").await;
    browser.enter().await;
    browser.tab_to("Begin with the latest").await;
    browser.enter().await;
    browser.tab_to("so_what").await;
    browser.keys("Eleven ports signed").await;
    browser.tab_to("my_part").await;
    browser.keys("Wrote the offer").await;
    browser.tab_to("Craft").await;
    browser.keys(Key::Enter).await;
    browser.tab_to("skill.execution").await;
    browser.keys("leading").await;
    browser.sound().await;
    browser.tab_to("Save it, and the next").await;
    browser.enter().await;
    browser.says("That was the last of them.").await;

    // Another form of the word finds it; from there to its page, and to the month it stands in.
    browser.keys("/").await;
    browser.one("#palette-find:focus").await;
    browser.keys("licence").await;
    browser.sound().await;
    browser.enter().await;
    browser.says("1 thing found").await;
    browser.sound().await;
    browser.tab_to("Renegotiated the harbour licences").await;
    browser.enter().await;
    browser.says("Eleven ports signed").await;
    // A page is found by a few letters of its name.
    browser.keys("/").await;
    browser.keys("time").await;
    browser.enter().await;
    browser.says("Renegotiated the harbour licences").await;
    browser.says("Eleven ports signed").await;
    // One that stands in no menu, by another word for it.
    browser.keys("/").await;
    browser.keys("import").await;
    browser.enter().await;
    browser.says("Bring the past in").await;
    // A form that comes back has the focus where something is wrong with it.
    browser.goto(&server.url("/roles/new")).await;
    browser.follow("Add this role").await;
    browser.one("#title[aria-invalid=true]:focus").await;
    browser.close().await;
}

#[tokio::test]
async fn a_line_from_today_to_the_timeline_on_a_phone() {
    let server = Server::start();
    let browser = Browser::open(PHONE).await;
    begun(&browser, &server).await;
    browser.goto(&server.url("/")).await;
    let what = browser.one("#what").await;
    what.send_keys("Moved 41 harbours to one calendar")
        .await
        .expect("typed");
    browser.follow("Log evidence").await;
    browser.says("Logged, and kept as it is.").await;
    browser.sound().await;
    browser.visit("Evidence").await;
    browser.follow("To complete").await;
    browser.follow("Complete").await;
    let so_what = browser.one("[name=so_what]").await;
    so_what
        .send_keys("No double booking since May")
        .await
        .expect("typed");
    browser.press("Craft").await;
    let skill = browser.one("[name='skill.execution']").await;
    skill.send_keys("leading").await.expect("chosen");
    browser.follow("Save it, and the next").await;
    browser.says("That was the last of them.").await;
    browser.follow_at(".find").await;
    let find = browser.one("#search").await;
    find.send_keys("booked").await.expect("typed");
    browser.follow_at("main form button").await;
    browser.says("Moved 41 harbours to one calendar").await;
    browser.visit("Timeline").await;
    browser.says("No double booking since May").await;
    browser.sound().await;
    browser.close().await;
}
