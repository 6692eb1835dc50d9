//! The board: a seat, somebody noticed for it, one small question, the answer, and what came of it.

use thirtyfour::prelude::*;

use crate::{
    browser::{Browser, DESKTOP, PHONE},
    hands::{choose, fill, in_sample, senior},
};

/// Goes on with the tab key until a field of this name has the focus.
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
async fn from_an_open_seat_to_thanks_on_a_phone() {
    let (_server, browser) = senior(PHONE).await;

    browser.visit("Board").await;
    browser.says("Nobody sits here yet").await;
    browser.sound().await;
    browser.follow("Set up this seat").await;
    fill(&browser, "#looking_for", "Somebody who has set prices").await;
    browser.follow("Set it up").await;
    browser
        .says("You are looking for: Somebody who has set prices")
        .await;
    browser.sound().await;

    browser.follow("I noticed somebody").await;
    fill(&browser, "#who", "Agnes Mbeki, The Price Page").await;
    fill(&browser, "#note", "your talk on fences").await;
    browser.follow("Note it").await;
    browser.says("Agnes Mbeki is among your people now.").await;
    browser.says("still waits for your words").await;
    browser.follow("Before and after a touch").await;
    browser.press("No question yet?").await;
    browser.follow("Take it").await;
    browser.follow("the approach: noticed").await;
    browser.says("two lines are plenty: When you look at").await;
    browser.sound().await;
    browser.follow("I sent it").await;
    browser.says("There is nothing for you to do.").await;
    fill(&browser, "#note", "Ask who would explain it to a friend").await;
    browser.follow("An answer came").await;
    browser
        .says("You told me: Ask who would explain it to a friend.")
        .await;
    browser.sound().await;

    browser.visit("Board").await;
    browser.says("One seat is taken").await;
    browser.says("Agnes Mbeki").await;
    browser.sound().await;
    browser.close().await;
}

#[tokio::test]
async fn a_touch_is_prepared_and_logged_by_keyboard() {
    let (_server, browser) = in_sample(DESKTOP).await;
    browser.keys("gb").await;
    browser.says("Four of five are past colleagues.").await;
    browser.sound().await;
    browser.tab_to("Prepare").await;
    browser.enter().await;
    browser.says("carried over").await;
    browser.says("They asked you: No calls.").await;
    browser.sound().await;
    tab_to_field(&browser, "asked_of").await;
    browser.keys(" ").await;
    browser.tab_to("learned").await;
    browser.keys("Leave a tenth unsaid").await;
    browser.tab_to("Log the touch").await;
    browser.enter().await;
    browser
        .says("Kept: you were in touch with Marit Solberg.")
        .await;
    browser
        .says("What became of it: ‘Leave a tenth unsaid’")
        .await;
    browser.sound().await;
    browser.close().await;
}

#[tokio::test]
async fn a_board_of_five_is_built_and_looked_through() {
    let (server, browser) = senior(DESKTOP).await;
    for (area, who, view) in [
        ("Pricing", "Agnes Mbeki, The Price Page", "author"),
        (
            "Owning a budget",
            "Marit Solberg, Nordlys Rail",
            "past-colleague",
        ),
        ("Letting go", "Rafael Ortega, Lumio", "one-step-ahead"),
        (
            "A head of sales who says no",
            "Henk Visser",
            "other-function",
        ),
        ("Standing before a board", "", ""),
    ] {
        browser.goto(&server.url("/board/seats/new")).await;
        fill(&browser, "#area", area).await;
        if !who.is_empty() {
            fill(&browser, "#who", who).await;
            let view = format!("input[name=perspective][value={view}]");
            choose(&browser, &view).await;
        }
        browser.follow("Set it up").await;
        browser.says(area).await;
    }
    browser.goto(&server.url("/board")).await;
    browser.says("Four seats are taken, one is open").await;
    browser.says("Henk Visser").await;
    browser.sound().await;
    browser.goto(&server.url("/board/review")).await;
    browser.says("Owning a budget").await;
    browser.sound().await;
    // Who sits there is among the people one knows.
    browser.goto(&server.url("/people")).await;
    browser.says("Everybody 4").await;
    browser.close().await;
}
