//! A monthly note: drafted, seen as it is typed, given to people, taken as a file, noted as sent, answered.

use crate::{
    browser::{DESKTOP, PHONE},
    hands::{answer, choose, fill, in_sample, link},
};

#[tokio::test]
async fn a_note_is_written_on_a_phone_and_answered() {
    let (_server, browser) = in_sample(PHONE).await;
    browser.visit("Updates").await;
    browser.says("Archive").await;
    // The next one is for those of the last, unless one says otherwise.
    choose(&browser, "#group option[value='']").await;
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
    choose(&browser, "#tag option[value='monthly update']").await;
    browser.follow("Save").await;
    browser.says("Tom Okafor").await;
    browser.says("For a mail program (.eml)").await;
    browser.sound().await;

    browser.follow("Save, and see what leaves").await;
    browser.says("This is what leaves").await;
    browser.sound().await;
    // What is still to be filled in stops it, until one says that it went all the same.
    choose(&browser, "form[action*='/taken'] input[name=anyway]").await;
    browser.follow_at("form[action*='/taken'] button").await;
    browser.says("Who got it").await;
    browser.press("Note a reply").await;
    browser.sound().await;
    browser.follow("Keep it").await;
    browser.says("Who was it?").await;
    browser.sound().await;
    browser.close().await;
}

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
    browser.follow("Save, and see what leaves").await;
    browser.says("omar@tidepool.example").await;
    choose(&browser, "form[action*='/taken'] input[name=anyway]").await;
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
