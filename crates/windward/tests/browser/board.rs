//! The board: a seat, somebody noticed for it, one small question, the answer, and what came of it.

use thirtyfour::prelude::*;

use crate::{
    browser::{Browser, DESKTOP, PHONE},
    server::Server,
};

/// Writes into a field.
async fn fill(browser: &Browser, css: &str, text: &str) {
    let field = browser.one(css).await;
    field.send_keys(text).await.expect("takes text");
}

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
    let server = Server::start();
    let browser = Browser::open(PHONE).await;
    browser.goto(&server.url(&server.sign_in)).await;
    fill(&browser, "#title", "Senior Product Manager").await;
    fill(&browser, "#since", "2022").await;
    browser.enter().await;
    browser.says("Open to you").await;

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
    browser.follow("The approach: noticed").await;
    browser.says("Short, about one thing").await;
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
    let server = Server::start();
    let browser = Browser::open(DESKTOP).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.follow("Open the sample").await;
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
