//! A case from its first page to a file one would hand in, and to its answer; in the sample and on a phone.

use crate::{
    browser::{DESKTOP, PHONE},
    hands::{answer, choose, fill, in_sample, link, senior},
};

#[tokio::test]
async fn the_case_of_the_sample_becomes_a_packet() {
    let (server, browser) = in_sample(DESKTOP).await;
    browser.visit("Milestones").await;
    browser.says("Promotion case").await;
    browser.sound().await;
    browser.goto(&server.url("/cases")).await;
    let case = link(&browser, "main h2 a[href^='/cases/']").await;
    browser.goto(&server.url(&case)).await;
    browser.says("Thin spots").await;
    browser.says("What a reader would ask").await;
    browser.says("Tom Okafor").await;
    browser.sound().await;

    // Something is done about the first thin spot.
    browser
        .follow_at(&format!("form[action^='{case}/act'] button[value=log]"))
        .await;
    browser.says("It is among your things to do").await;

    browser.follow("Expectations").await;
    browser.says("The rule").await;
    browser.sound().await;
    browser
        .goto(&server.url(&format!("{case}/expectations/principal-pnl")))
        .await;
    browser.says("Own the product’s profit and loss").await;
    fill(&browser, "#comment", " The quarter is explained by me.").await;
    browser.sound().await;
    browser.follow("Save").await;
    browser.says("Saved.").await;

    browser.follow("Summary").await;
    browser.says("to read").await;
    browser.says("For you alone").await;
    browser.sound().await;
    browser.follow("Who decides").await;
    browser.says("are still to hear something").await;
    browser.follow("I said it").await;
    browser.says("said").await;
    browser.sound().await;

    browser.follow("Packet").await;
    browser.says("How it reads").await;
    browser.says("As I noted it").await;
    assert!(
        !browser.text().await.contains("Larkfield"),
        "it is confidential"
    );
    browser.press("What goes in").await;
    browser.says("What is confidential").await;
    browser.sound().await;
    let text = answer(&browser, &format!("{case}/file?as=md")).await;
    assert!(text.starts_with("# The case for Lead"), "{text}");
    assert!(!text.contains("Larkfield"), "{text}");
    let pdf = answer(&browser, &format!("{case}/file?as=pdf")).await;
    assert!(pdf.starts_with("%PDF-"));
    browser.press("Hand it in").await;
    fill(&browser, "#to", "The spring committee").await;
    browser.follow("Freeze and hand in").await;
    browser
        .says("Its content and its day are those that the hash was made of")
        .await;
    browser.sound().await;
    browser.close().await;
}

#[tokio::test]
async fn a_case_is_begun_told_and_answered_on_a_phone() {
    let (server, browser) = senior(PHONE).await;
    browser.visit("Milestones").await;
    browser.follow("Promotion case").await;
    browser.says("No case yet").await;
    browser.sound().await;
    choose(&browser, "#rung option[value=principal]").await;
    browser.follow_at("form[action='/cases'] button").await;
    browser
        .says("The case for Lead / Principal Product Manager")
        .await;
    browser.sound().await;

    browser.follow("Stories").await;
    browser.follow("Tell the first").await;
    fill(&browser, "#title", "One date").await;
    fill(&browser, "#did", "We met every week.").await;
    fill(&browser, "#changed", "Nobody was told two prices.").await;
    browser.sound().await;
    browser.follow("Save").await;
    browser.says("says ‘we’ and never ‘I’").await;
    browser.sound().await;

    browser.follow("Outcome").await;
    choose(&browser, "#decision option[value=not-now]").await;
    fill(&browser, "#reason0", "No line of your own.").await;
    fill(&browser, "#whom0", "Sofie Maes").await;
    fill(&browser, "#follow0", "Ask for one").await;
    browser.sound().await;
    browser.follow("Note it").await;
    browser.says("What you have shown stays shown").await;
    browser.says("Ask for one").await;
    browser.sound().await;
    browser.follow("Begin again from this one").await;
    browser.says("At a glance").await;
    browser.goto(&server.url("/")).await;
    browser.says("Ask for one").await;
    browser.close().await;
}
