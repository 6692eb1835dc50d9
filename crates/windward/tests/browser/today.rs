//! Today: what is done in place, put aside, brought back; quiet; and the same in a calendar.

use crate::{
    browser::{Browser, DESKTOP, PHONE},
    hands::{answer, choose, fill, in_sample, senior},
};

/// How many things wait, as the list says.
async fn waiting(browser: &Browser) -> usize {
    let heading = browser.one("main h2 small").await;
    let says = heading.text().await.expect("readable");
    let number = says.rsplit(' ').next().and_then(|it| it.parse().ok());
    number.unwrap_or_else(|| panic!("‘{says}’ ends in a number"))
}

#[tokio::test]
async fn a_thing_is_put_aside_brought_back_and_done_on_a_phone() {
    let (_server, browser) = in_sample(PHONE).await;
    let before = waiting(&browser).await;
    assert!(before > 3, "the sample has more than is shown at once");
    browser.press("Later").await;
    browser.sound().await;
    browser
        .follow_at("ul.todo > li:first-child form[action^='/today/aside'] button[value='7']")
        .await;
    browser.says("Put aside until").await;
    assert_eq!(waiting(&browser).await, before - 1);
    browser.press("Put aside: ").await;
    browser.sound().await;
    browser.follow("Bring it back").await;
    assert_eq!(waiting(&browser).await, before);

    browser
        .follow_at("ul.todo > li:first-child form[action^='/today/done'] button")
        .await;
    browser.says("Needs you").await;
    assert_eq!(waiting(&browser).await, before - 1);

    browser.press("Leave me be for a while").await;
    fill(&browser, "#why", "A week at the sea").await;
    browser
        .follow_at("form[action^='/today/quiet'] button[value='7']")
        .await;
    browser.says("Quiet until").await;
    browser.says("A week at the sea").await;
    browser.sound().await;
    browser.follow("End the quiet").await;
    browser.says("Needs you").await;
    browser.close().await;
}

#[tokio::test]
async fn a_promise_is_broken_another_kept_and_both_are_remembered() {
    let (server, browser) = senior(DESKTOP).await;
    browser.goto(&server.url("/promises")).await;
    for (owner, what) in [("mine", "Send the memo"), ("theirs", "Ask the committee")] {
        if owner == "theirs" {
            browser.press("Write a promise down").await;
        }
        choose(&browser, &format!("#owner option[value={owner}]")).await;
        fill(&browser, "#what", what).await;
        fill(&browser, "#due", "2024-01-31").await;
        fill(&browser, "#whom", "Ines Duarte").await;
        browser.follow("Keep it").await;
        browser.says(what).await;
    }
    browser.says("One of yours is late").await;
    browser.sound().await;

    browser.goto(&server.url("/")).await;
    browser.says("You promised it to Ines Duarte").await;
    browser.follow("Send the memo").await;
    fill(&browser, "#why", "The numbers changed under it").await;
    browser.sound().await;
    browser.follow("It is broken").await;
    browser.says("broken today").await;
    browser.says("The numbers changed under it.").await;
    browser.follow("Kept: Ask the committee").await;
    browser.says("kept today").await;
    browser.says("No promise is open, on either side.").await;
    browser.goto(&server.url("/")).await;
    let today = browser.text().await;
    assert!(!today.contains("Send the memo"), "{today}");
    browser.close().await;
}

#[tokio::test]
async fn a_calendar_reads_the_days_until_its_address_is_ended() {
    let (server, browser) = senior(DESKTOP).await;
    let tomorrow = "return new Date(Date.now() + 864e5).toISOString().slice(0, 10);";
    let tomorrow = browser
        .driver
        .execute(tomorrow, vec![])
        .await
        .expect("runs");
    let tomorrow: String = tomorrow.convert().expect("a day");
    browser.goto(&server.url("/promises")).await;
    fill(&browser, "#what", "Send the memo").await;
    fill(&browser, "#due", &tomorrow).await;
    browser.follow("Keep it").await;

    browser.goto(&server.url("/feed")).await;
    browser.sound().await;
    browser.follow("Make the address").await;
    browser.sound().await;
    let address = browser.one("#address").await;
    let address = address.value().await.expect("readable");
    let address = address.expect("an address");
    let path = address.strip_prefix(&server.origin);
    let path = path.unwrap_or_else(|| panic!("{address} is of {}", server.origin));
    let calendar = answer(&browser, path).await;
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n"), "{calendar}");
    let day = format!("DTSTART;VALUE=DATE:{}", tomorrow.replace('-', ""));
    assert!(calendar.contains(&day), "{calendar}");
    assert!(calendar.contains("private reminder"), "{calendar}");
    assert!(!calendar.contains("memo"), "days alone: {calendar}");

    browser.follow("I have it").await;
    browser.says("One calendar reads it").await;
    browser.sound().await;
    browser.follow("End this address").await;
    browser.says("The address is ended.").await;
    let ended = answer(&browser, path).await;
    assert!(ended.contains("no calendar at this address"), "{ended}");
    browser.close().await;
}
