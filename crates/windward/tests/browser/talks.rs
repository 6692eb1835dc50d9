//! A conversation from the first line to the next sheet: prepare, hold, keep a promise, agree, know one's allies.

use crate::{
    browser::{DESKTOP, PHONE},
    hands::{choose, fill, senior},
};

#[tokio::test]
async fn from_a_line_to_you_said_i_did_on_a_phone() {
    let (server, browser) = senior(PHONE).await;
    browser.visit("Conversations").await;
    browser.says("Managers are not mind readers").await;
    fill(&browser, "#whom", "Ines Duarte").await;
    choose(&browser, "#every option[value='3']").await;
    browser
        .follow_at("form[action='/conversations/with'] button")
        .await;
    browser.says("A conversation with Ines Duarte is due").await;
    browser.sound().await;
    fill(&browser, "#line", "Ask about the reorganisation").await;
    browser
        .follow_at("form[action='/conversations/notes'] button")
        .await;

    browser.follow("Prepare").await;
    browser.says("Two gaps to ask about").await;
    browser.says("Ask about the reorganisation").await;
    browser.follow("Exploratory: what draws you").await;
    browser.says("I am drawn to what").await;
    browser.sound().await;
    browser.follow("Record it while you talk").await;
    choose(&browser, "input[name=raised]").await;
    fill(&browser, "[id='said0.words']", "Be more strategic.").await;
    fill(
        &browser,
        "[id='said1.words']",
        "In the pricing review, send the memo a day early.",
    )
    .await;
    choose(&browser, "[id='said0.sort'] option[value=criticism]").await;
    fill(&browser, "[id='new0.what']", "Send memos a day early").await;
    browser.sound().await;
    browser.follow("Record it").await;
    browser.says("When you say ‘strategic’").await;
    browser.sound().await;

    browser
        .follow("‘In the pricing review, send the memo a day early.’")
        .await;
    browser.says("It says enough to act on.").await;
    fill(&browser, "#follow", "Send it on Wednesdays").await;
    browser.follow("Promise it").await;
    browser.says("under way").await;
    browser.sound().await;
    browser.follow("Kept").await;
    browser.says("done").await;
    browser.goto(&server.url("/conversations/prepare")).await;
    browser.says("I did: Send it on Wednesdays").await;
    browser.close().await;
}

#[tokio::test]
async fn an_agreement_and_the_map_of_allies() {
    let (server, browser) = senior(DESKTOP).await;
    browser.goto(&server.url("/agreements")).await;
    browser.follow("Write the first").await;
    fill(&browser, "#what", "Principal by next autumn").await;
    fill(&browser, "[id='term0.what']", "A strategy that is funded").await;
    fill(&browser, "#decider0", "Sofie Maes").await;
    browser.sound().await;
    browser.follow("Save").await;
    browser.says("0 of 1 who have to agree do").await;
    choose(&browser, "#answer-0 option[value=agreed]").await;
    browser.follow("Note it").await;
    browser.says("everybody who has to agree does").await;
    browser.sound().await;

    browser.goto(&server.url("/allies")).await;
    fill(&browser, "#whom", "Sofie Maes").await;
    choose(&browser, "#knows option[value=seen]").await;
    fill(&browser, "#step", "Review the memo with her").await;
    browser.follow("Put them on the map").await;
    browser.says("has seen your work themselves").await;
    browser.sound().await;
    browser.follow("Done").await;
    browser.says("Do they know your work better now?").await;
    browser.close().await;
}
