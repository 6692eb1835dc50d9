//! A role considered from its posting to the offer, and two offers side by side.

use crate::{
    browser::{DESKTOP, PHONE},
    hands::{choose, fill, in_sample, senior},
};

#[tokio::test]
async fn a_posting_is_read_on_a_phone_and_put_right() {
    let (server, browser) = senior(PHONE).await;
    browser.goto(&server.url("/opportunities")).await;
    browser.says("Nothing is considered yet").await;
    browser.sound().await;
    browser.follow("Write one down").await;
    browser.sound().await;
    fill(&browser, "#title", "Principal Product Manager").await;
    fill(&browser, "#organisation", "Fjord Rail").await;
    fill(
        &browser,
        "#posting",
        "What you will do\n- Own the P&L of ticketing\n- Mentor product managers\n- Keep bees\n",
    )
    .await;
    browser.follow("Keep it").await;
    browser.says("You lack").await;
    browser.says("‘P&L’ in").await;
    browser.sound().await;

    browser.follow("The posting, line by line").await;
    browser.sound().await;
    browser.follow_at("a[href$='/posting/3']").await;
    browser.says("Keep bees").await;
    choose(&browser, "#target option[value='skill.product-sense']").await;
    browser.follow("It asks for this").await;
    browser.says("as you say").await;
    browser.sound().await;
    browser.follow("Back to the posting").await;

    browser.follow_at("main .actions a").await;
    choose(&browser, "#stage option[value=interviewing]").await;
    fill(&browser, "#next", "Ask who had the role before").await;
    browser.follow("Save").await;
    browser.says("Next: Ask who had the role before").await;
    browser.sound().await;
    browser.goto(&server.url("/")).await;
    browser.says("Ask who had the role before").await;
    browser.close().await;
}

#[tokio::test]
async fn two_offers_lie_side_by_side() {
    let (server, browser) = in_sample(DESKTOP).await;
    browser.goto(&server.url("/opportunities")).await;
    browser.says("Two offers").await;
    browser.sound().await;
    browser.follow("Put two side by side").await;
    browser.says("It hangs on").await;
    browser.sound().await;
    // What matters is one’s own to say: without the two that weigh most, the other one is spoken for.
    for line in 0..2 {
        choose(&browser, &format!("#matters{line} option[value=little]")).await;
    }
    browser.follow("Save").await;
    browser.says("matters a little").await;
    browser.sound().await;
    browser.goto(&server.url("/opportunities")).await;
    browser.follow("Principal Product Manager, Fares").await;
    browser.press("Say where it stands").await;
    choose(&browser, "#stage option[value=accepted]").await;
    browser.follow("Save").await;
    browser.says("When do you begin?").await;
    fill(&browser, "#from", "2027-02").await;
    browser.follow("Make it a role").await;
    browser.says("It became your role").await;
    browser.sound().await;
    browser.close().await;
}
