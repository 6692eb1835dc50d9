//! A hard day: what happened, going slowly, five things that may help, and leaving with one's record.

use crate::{
    browser::{DESKTOP, PHONE},
    hands::{choose, fill, senior},
};

#[tokio::test]
async fn laid_off_on_a_phone() {
    let (server, browser) = senior(PHONE).await;
    browser.goto(&server.url("/setbacks")).await;
    browser.sound().await;
    browser.follow("Something happened").await;
    browser.sound().await;
    fill(&browser, "#what", "By a call of five minutes.").await;
    browser.follow("Keep it").await;
    browser
        .says("Most people meet a layoff at some point, and it says nothing of their worth.")
        .await;
    browser.says("Slowly, until").await;
    browser.sound().await;
    let page = browser.at().await;

    browser.follow("Take your time").await;
    fill(&browser, "#words", "I keep thinking of the call.").await;
    browser.follow("Keep it").await;
    browser.says("I keep thinking of the call.").await;
    browser.sound().await;

    browser.goto(&server.url(&format!("{page}/people"))).await;
    browser.sound().await;
    fill(&browser, "#name", "My sister").await;
    browser.follow("Note them").await;
    browser
        .says("I do not need advice yet, only company.")
        .await;
    browser.sound().await;
    browser.follow("I have told them").await;
    browser.says("told today").await;

    browser
        .goto(&server.url(&format!("{page}/look-back")))
        .await;
    browser.says("What of it was not in your hands?").await;
    browser.follow("Not this one").await;
    browser.says("What did you do well, all the same?").await;
    browser.sound().await;

    browser
        .goto(&server.url(&format!("{page}/say-it-otherwise")))
        .await;
    fill(&browser, "#told_myself", "I was not good enough.").await;
    fill(&browser, "#tell_a_friend", "They closed a whole floor.").await;
    browser.follow("Keep it").await;
    browser.says("They closed a whole floor.").await;
    browser.sound().await;

    browser.goto(&server.url(&format!("{page}/do"))).await;
    browser.sound().await;
    browser
        .follow("Put it down: Bring the résumé up to date")
        .await;
    browser.says("Yours").await;

    browser.goto(&server.url(&format!("{page}/leaving"))).await;
    browser.sound().await;
    let today = jiff::Zoned::now().date();
    // ‘Health insurance ends’ is the fourth of the usual dates.
    fill(&browser, "#due3", &today.to_string()).await;
    browser.follow("Remind me").await;
    browser.says("Health insurance ends").await;
    browser.follow("Take it with me").await;
    browser.says("Without it nobody opens the file").await;
    browser.sound().await;

    browser.goto(&server.url("/")).await;
    browser.says("A slow time, until").await;
    browser.says("Health insurance ends").await;
    browser.sound().await;
    browser.goto(&server.url(&page)).await;
    browser.follow("End the slow time").await;
    browser.says("The slow time is over.").await;
    browser.close().await;
}

#[tokio::test]
async fn passed_over_leads_to_a_question_and_a_day() {
    let (server, browser) = senior(DESKTOP).await;
    browser
        .goto(&server.url("/setbacks/new?sort=passed-over"))
        .await;
    browser.follow("Keep it").await;
    browser
        .says("It was one decision, in one place, on one day.")
        .await;
    browser.follow("Write it down").await;
    fill(&browser, "#said", "‘Not yet.’").await;
    fill(
        &browser,
        "#ask",
        "Which decision would you have had to see?",
    )
    .await;
    browser.follow("Save").await;
    browser.says("Take the question along").await;
    browser.sound().await;
    let day = jiff::Zoned::now()
        .date()
        .saturating_add(jiff::Span::new().days(40));
    fill(&browser, "#decide_on", &day.to_string()).await;
    choose(&browser, "#choice option[value='']").await;
    browser.follow_at("#decide button").await;
    browser
        .says("It stands on Today then, and nowhere before")
        .await;
    browser.goto(&server.url("/board")).await;
    browser.says("Seats for a time like this").await;
    browser.goto(&server.url("/course")).await;
    browser.says("On the way").await;
    browser.sound().await;
    browser.close().await;
}
