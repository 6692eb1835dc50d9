//! A week later, and every week after: believe, try, decide; plan, take, do; check in; answer a plateau.

use thirtyfour::prelude::*;

use crate::{
    browser::{Browser, DESKTOP, PHONE},
    hands::{choose, fill, senior},
    server::Server,
};

/// Goes on with the tab key until the field of this name has the focus.
async fn tab_to_field(browser: &Browser, name: &str) {
    for _ in 0..120 {
        browser.keys(Key::Tab).await;
        let focused = browser.driver.active_element().await.expect("a focus");
        if focused.attr("name").await.ok().flatten().as_deref() == Some(name) {
            return;
        }
    }
    panic!("the tab key never reaches ‘{name}’");
}

#[tokio::test]
async fn from_a_belief_to_a_decision_on_a_phone() {
    let (server, browser) = senior(PHONE).await;
    browser.visit("Experiments").await;
    browser.follow("Begin with a hypothesis").await;
    fill(&browser, "#belief", "leading people would suit me").await;
    fill(&browser, "#know_when", "I look forward to Thursdays").await;
    choose(&browser, "#skill option[value=mentoring]").await;
    browser.follow("Keep it").await;
    browser.says("There is no experiment for it yet.").await;
    let belief = browser.at().await;

    browser.follow("Design an experiment").await;
    fill(&browser, "#what", "Lead the guild").await;
    fill(&browser, "#hours", "3").await;
    fill(&browser, "#first_step", "Ask Petra").await;
    browser.follow("Keep it").await;
    browser.says("low risk").await;
    browser.follow("Start today").await;
    browser.says("running, week 1 of 7").await;
    browser.sound().await;

    browser.follow_at(".narrow .now").await;
    browser.says("For ‘Lead the guild’.").await;
    browser.follow("How is ‘Lead the guild’ going?").await;
    choose(&browser, "input[name=energy][value='4']").await;
    choose(&browser, "input[name=learning][value='5']").await;
    fill(&browser, "#line", "They stayed after the hour.").await;
    browser.follow("Say it").await;
    browser.says("You said so today").await;

    browser.follow("Decide now").await;
    choose(&browser, "#choice option[value=keep]").await;
    choose(&browser, "#bearing option[value=for]").await;
    fill(
        &browser,
        "#about_self",
        "I need not be the one who is right",
    )
    .await;
    choose(&browser, "#skill option[value=mentoring]").await;
    choose(&browser, "#proficiency option[value='4']").await;
    browser.sound().await;
    browser.follow("Decide").await;
    browser.says("decided today").await;
    browser.sound().await;

    browser.goto(&server.url(&belief)).await;
    browser.says("holds so far").await;
    browser.goto(&server.url("/skills/mentoring")).await;
    browser.says("After ‘Lead the guild’").await;
    browser.close().await;
}

#[tokio::test]
async fn a_quarter_is_planned_and_a_play_taken_and_done_by_keyboard_alone() {
    let (_server, browser) = senior(DESKTOP).await;
    browser.keys("gp").await;
    browser.says("How far this goes").await;
    tab_to_field(&browser, "hours").await;
    browser.keys(Key::Control + "a").await;
    browser.keys("5").await;
    browser.enter().await;
    browser.says("You said 5 hours a week for a quarter").await;
    browser.sound().await;

    browser.tab_to("Take it as an action").await;
    browser.enter().await;
    browser.says("Something to do").await;
    let first = browser.one("#first_step").await;
    let first = first.value().await.expect("a value").expect("a first step");
    assert!(!first.is_empty());
    browser.keys("gt").await;
    browser.says(&first).await;
    browser.tab_to("Done").await;
    browser.enter().await;
    assert_eq!(browser.at().await, "/");
    browser.keys("ga").await;
    browser.says("done today").await;

    // The words of an answer are gone through with the arrows, from the one that skips it.
    browser.keys("gk").await;
    browser.says("How much is left at the end of a day?").await;
    tab_to_field(&browser, "energy").await;
    browser.keys(Key::Left).await;
    browser.keys(Key::Left).await;
    browser.tab_to("line").await;
    browser.keys("Pricing is mine").await;
    browser.tab_to("Check in").await;
    browser.enter().await;
    browser.says("All check-ins").await;
    let said = browser.one("main table tbody tr").await;
    let said = said.text().await.expect("a row");
    assert!(
        said.contains("good") && said.contains("Pricing is mine"),
        "{said}"
    );
    browser.keys("gm").await;
    browser.says("Too little is logged to say").await;
    browser.close().await;
}

#[tokio::test]
async fn a_plateau_is_seen_and_answered() {
    let server = Server::start();
    let browser = Browser::open(PHONE).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.follow("Open the sample").await;
    browser.goto(&server.url("/check-in")).await;
    browser.says("I could do this for years.").await;
    browser.says("signs of a plateau").await;
    browser.follow("See what they rest on").await;
    browser.says("Learning has been falling").await;
    browser
        .press("What it rests on: Energy or learning falling")
        .await;
    browser.says("95 % interval").await;
    browser.sound().await;

    browser.press("This is where I want to be").await;
    browser.follow("Let the signs rest").await;
    browser.says("Until when?").await;
    fill(&browser, "#until", "2099").await;
    browser.follow("Let the signs rest").await;
    browser.says("The signs rest until 2099").await;
    browser.sound().await;
    browser.follow("No longer").await;
    browser.says("signs of a plateau").await;
    browser.follow("Put it on Today").await;
    assert_eq!(browser.at().await, "/actions");
    browser.close().await;
}
