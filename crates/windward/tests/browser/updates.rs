//! A monthly note: drafted, seen as it is typed, given to people, noted as sent, answered.

use crate::{
    browser::{Browser, PHONE},
    server::Server,
};

/// Writes into a field.
async fn fill(browser: &Browser, css: &str, text: &str) {
    let field = browser.one(css).await;
    field.send_keys(text).await.expect("takes text");
}

/// Chooses what a list calls by a word.
async fn choose(browser: &Browser, css: &str, word: &str) {
    let option = format!("{css} option[value^=\"{word}\"]");
    browser.one(&option).await.click().await.expect("chosen");
}

#[tokio::test]
async fn a_note_is_written_on_a_phone_and_answered() {
    let server = Server::start();
    let browser = Browser::open(PHONE).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.follow("Open the sample").await;
    browser.says("Noor Haddad").await;
    browser.visit("Updates").await;
    browser.says("Archive").await;
    browser.follow("Draft it").await;
    browser.says("How it will look").await;
    browser.says("Nobody gets it yet.").await;
    browser.sound().await;

    // The preview follows the text, in the sample too; what is no Markdown is shown as it was typed.
    fill(&browser, "#body", "\n\n~~old~~ <b>new</b>").await;
    assert_eq!(
        browser
            .one("#shown del")
            .await
            .text()
            .await
            .expect("a text"),
        "old"
    );
    browser.says("<b>new</b>").await;
    fill(&browser, "#from", "noor@tidepool.example").await;
    choose(&browser, "#tag", "monthly update").await;
    browser.follow("Save").await;
    browser.says("Tom Okafor").await;
    browser.says("For a mail program (.eml)").await;
    browser.sound().await;

    browser.follow_at("form[action*='/taken'] button").await;
    browser.says("Who got it").await;
    browser.press("Note a reply").await;
    browser.sound().await;
    browser.follow("Keep it").await;
    browser.says("Who was it?").await;
    browser.sound().await;
    browser.close().await;
}
