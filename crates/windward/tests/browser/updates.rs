//! A monthly note: drafted, written, taken as a file for one's own mail program, and answered.

use crate::{
    browser::DESKTOP,
    hands::{answer, choose, fill, in_sample, link},
};

#[tokio::test]
async fn an_update_is_drafted_taken_as_a_file_and_answered() {
    let (server, browser) = in_sample(DESKTOP).await;
    browser.visit("Updates").await;
    browser.sound().await;
    browser.follow("Draft it").await;
    browser.says("It is a draft").await;
    browser.sound().await;
    choose(&browser, "#tag option[value='monthly update']").await;
    let from = browser.one("#from").await;
    from.clear().await.expect("can be emptied");
    fill(&browser, "#from", "noor@tidepool.example").await;
    fill(&browser, "#body", "\n\nAnd **thank you** for reading.\n").await;
    browser.one("#shown strong").await;
    browser.follow("Save").await;
    browser.says("omar@tidepool.example").await;
    browser.sound().await;

    let file = link(&browser, "a[href$='as=eml']").await;
    let letter = answer(&browser, &file).await;
    for part in ["X-Unsent: 1", "Bcc: ", "multipart/alternative"] {
        assert!(letter.contains(part), "{part} is in {letter}");
    }
    let page = answer(&browser, &file.replace("as=eml", "as=html")).await;
    assert!(page.contains("<strong>thank you</strong>"), "{page}");
    browser.follow("I sent it to").await;
    browser.sound().await;
    browser.press("Note a reply").await;
    choose(&browser, "#person option:nth-child(2)").await;
    fill(&browser, "#answered", "Come and tell my team").await;
    browser.follow("Keep it").await;
    browser.says("Come and tell my team").await;
    browser.goto(&server.url("/updates")).await;
    browser.says("Archive").await;
    browser.close().await;
}
