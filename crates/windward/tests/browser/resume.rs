//! A résumé from the sample: chosen on a phone, read through, taken away.

use crate::{
    browser::{DESKTOP, PHONE},
    hands::{answer, fill, in_sample},
};

#[tokio::test]
async fn a_resume_is_chosen_kept_and_taken_away() {
    for look in [DESKTOP, PHONE] {
        let (server, browser) = in_sample(look).await;
        browser.goto(&server.url("/roles")).await;
        browser.follow("Your résumé").await;
        browser.says("What stands in it").await;
        browser.says("How it reads").await;
        browser.sound().await;
        fill(&browser, "#headline", "Principal Product Manager, pricing").await;
        fill(&browser, "#email", "noor at tidepool").await;
        browser.follow("Keep it so").await;
        browser.says("That is no e-mail address").await;
        browser.sound().await;
        let email = browser.one("#email").await;
        email.clear().await.expect("can be emptied");
        fill(&browser, "#email", "noor@tidepool.example").await;
        browser.follow("Keep it so").await;
        browser.says("Kept. The next résumé begins here.").await;
        browser.says("Principal Product Manager, pricing").await;
        browser.sound().await;
        let text = answer(&browser, &server.url("/resume/file?as=markdown")).await;
        assert!(
            text.contains("Principal Product Manager, pricing"),
            "{text}"
        );
        let json = answer(&browser, &server.url("/resume/file?as=json")).await;
        assert!(json.contains("noor@tidepool.example"), "{json}");
        browser.close().await;
    }
}
