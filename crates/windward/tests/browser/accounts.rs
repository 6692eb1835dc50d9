//! Two people on one server, each in a browser of their own: in by an invitation, out and in again, a lost phone, a forgotten
//! password, and nothing of the other's.

use crate::{
    browser::{Browser, DESKTOP, LOOKS, PHONE},
    hands::fill,
    server::Server,
};

/// Makes an account by a link, and answers its recovery code.
pub(crate) async fn join(
    server: &Server,
    browser: &Browser,
    link: &str,
    name: &str,
    password: &str,
) -> String {
    browser.goto(&server.url(link)).await;
    browser.sound().await;
    let field = browser.one("#name").await;
    field.clear().await.expect("can be emptied");
    fill(browser, "#name", name).await;
    fill(browser, "#password", password).await;
    fill(browser, "#again", password).await;
    browser.follow("Begin").await;
    browser
        .says("It is shown this once and stored nowhere.")
        .await;
    browser.sound().await;
    let code = browser.one(".recovery-code").await;
    code.text().await.expect("a text")
}

async fn sign_in(server: &Server, browser: &Browser, name: &str, password: &str) {
    browser.goto(&server.url("/sign-in")).await;
    fill(browser, "#name", name).await;
    fill(browser, "#password", password).await;
    browser.follow("Sign in").await;
}

/// The path of the link that a page shows once.
pub(crate) async fn link_shown(server: &Server, browser: &Browser) -> String {
    let link = browser.one("#link").await.prop("value").await;
    let link = link.expect("readable").expect("a link");
    link.strip_prefix(&server.origin)
        .expect("of this server")
        .to_owned()
}

/// What a device shows that was told the secret by hand.
async fn device(browser: &Browser) -> totp_rs::Totp {
    let by_hand = browser
        .one("main p.code")
        .await
        .text()
        .await
        .expect("a text");
    let by_hand: String = by_hand.split_whitespace().collect();
    totp_rs::Builder::new()
        .with_secret(totp_rs::Secret::try_from_base32(by_hand).expect("base 32"))
        .build_noncompliant()
}

/// The code of half a minute from now, so that it is not the one that was used a moment ago.
fn next_code(device: &totp_rs::Totp) -> String {
    let now = jiff::Timestamp::now().as_second();
    let later = u64::try_from(now).expect("after 1970") + 30;
    device.generate(later).to_string()
}

#[tokio::test]
async fn two_people_side_by_side() {
    let server = Server::with_accounts("");
    let ada = Browser::open(DESKTOP).await;
    let kim = Browser::open(PHONE).await;
    let password = "four words of mine";
    let code = join(&server, &ada, &server.sign_in, "ada@example.org", password).await;
    ada.follow("I have it: type it back").await;
    fill(&ada, "#code", &code).await;
    ada.follow("Check this code").await;
    ada.says("You have shown that you kept it").await;

    ada.goto(&server.url("/accounts")).await;
    ada.sound().await;
    fill(&ada, "#name", "kim@example.org").await;
    ada.follow("Make an invitation").await;
    ada.sound().await;
    let invited = link_shown(&server, &ada).await;
    let kims = join(&server, &kim, &invited, "kim", "vier worte von mir").await;
    kim.goto(&server.url("/evidence")).await;
    fill(&kim, "#what", "Ran the pricing study alone").await;
    kim.enter().await;
    kim.says("Ran the pricing study alone").await;
    ada.goto(&server.url("/evidence")).await;
    let hers = ada.text().await;
    assert!(!hers.contains("pricing study"), "{hers}");
    kim.goto(&server.url("/accounts")).await;
    kim.says("This is for administrators").await;

    // Kim has codes of a device asked for, and then loses the phone.
    kim.goto(&server.url("/account/second")).await;
    kim.sound().await;
    let device = device(&kim).await;
    let now = u64::try_from(jiff::Timestamp::now().as_second()).expect("after 1970");
    fill(&kim, "#code", &device.generate(now).to_string()).await;
    kim.follow("Ask for them from now on").await;
    kim.sound().await;
    let spare = kim.one("ol.codes li").await.text().await.expect("a text");
    kim.goto(&server.url("/settings")).await;
    kim.follow("Sign out of this browser").await;
    sign_in(&server, &kim, "kim", "vier worte von mir").await;
    kim.says("One more thing").await;
    kim.sound().await;
    fill(&kim, "#code", &next_code(&device)).await;
    kim.follow("Go on").await;
    kim.goto(&server.url("/account")).await;
    kim.says("8 codes left").await;
    kim.goto(&server.url("/settings")).await;
    kim.follow("Sign out of every browser").await;
    sign_in(&server, &kim, "kim", "vier worte von mir").await;
    fill(&kim, "#code", &spare).await;
    kim.follow("Go on").await;
    kim.goto(&server.url("/account")).await;
    kim.says("7 codes left").await;
    kim.sound().await;

    // And forgets the password: the link lets in, the code opens.
    ada.goto(&server.url("/accounts")).await;
    ada.press("Change something about kim").await;
    ada.follow("Make a link to a new password").await;
    let reset = link_shown(&server, &ada).await;
    kim.goto(&server.url(&reset)).await;
    kim.says("A new password signs you in; it does not open your record.")
        .await;
    kim.sound().await;
    fill(&kim, "#password", "ganz andere worte").await;
    fill(&kim, "#again", "ganz andere worte").await;
    kim.follow("Use this password").await;
    let another = kim.one("#code").await;
    drop(another);
    kim.says("One more thing").await;
    kim.close().await;
    let kim = Browser::open(PHONE).await;
    ada.goto(&server.url("/accounts")).await;
    ada.press("Change something about kim").await;
    ada.follow("Take the second factor away").await;
    ada.says("is asked for no second factor any more").await;
    sign_in(&server, &kim, "kim", "ganz andere worte").await;
    kim.says("Open your record").await;
    kim.sound().await;
    fill(&kim, "#code", &kims).await;
    fill(&kim, "#today", "ganz andere worte").await;
    kim.follow("Open my record").await;
    kim.goto(&server.url("/evidence")).await;
    kim.says("Ran the pricing study alone").await;

    // Closed, it is out at the next click; and each page is sound in every look.
    for look in LOOKS {
        ada.look(look).await;
        for path in [
            "/account",
            "/account/leave",
            "/accounts",
            "/accounts/audit",
            "/accounts/keeping",
            "/account/passphrase",
            "/account/second",
            "/prove",
            "/settings",
        ] {
            ada.goto(&server.url(path)).await;
            ada.sound().await;
        }
    }
    ada.look(DESKTOP).await;
    ada.goto(&server.url("/accounts")).await;
    ada.press("Change something about kim").await;
    ada.follow("Close the account").await;
    ada.says("is closed, and signed out everywhere").await;
    kim.goto(&server.url("/evidence")).await;
    kim.says("Your record is sealed, and your password opens it.")
        .await;
    for look in LOOKS {
        kim.look(look).await;
        for path in [
            "/sign-in",
            "/closed",
            "/forgotten",
            "/signed-out",
            "/join/x",
            "/reset/x",
        ] {
            kim.goto(&server.url(path)).await;
            kim.sound().await;
        }
    }
    ada.close().await;
    kim.close().await;
}

#[tokio::test]
async fn a_passkey_signs_in_alone_and_as_a_second_proof() {
    let server = Server::with_passkeys();
    let ada = Browser::open(DESKTOP).await;
    let password = "four words of mine";
    join(&server, &ada, &server.sign_in, "ada", password).await;
    ada.has_a_device().await;
    ada.goto(&server.url("/account")).await;
    ada.follow("Make a passkey").await;
    ada.sound().await;
    let second = ada.one("input[name=second]").await;
    second.click().await.expect("can be ticked");
    ada.follow("Make it").await;
    ada.says("From now on a passkey is asked for").await;
    ada.sound().await;
    ada.goto(&server.url("/account")).await;
    ada.says("not used yet").await;
    ada.sound().await;

    ada.goto(&server.url("/settings")).await;
    ada.follow("Sign out of this browser").await;
    ada.goto(&server.url("/sign-in")).await;
    ada.sound().await;
    ada.follow("Sign in with a passkey").await;
    ada.says("Open your record").await;
    fill(&ada, "#remembered", password).await;
    ada.follow("Open my record").await;

    ada.goto(&server.url("/settings")).await;
    ada.follow("Sign out of this browser").await;
    sign_in(&server, &ada, "ada", password).await;
    ada.says("One more thing").await;
    ada.sound().await;
    ada.follow("Use a passkey").await;
    ada.goto(&server.url("/account")).await;
    ada.says("last used").await;

    // The device is lost: what it keeps is worth nothing once its owner has said so.
    ada.goto(&server.url("/account")).await;
    ada.follow("Take it away").await;
    ada.says("so it stays").await;
    ada.follow("Ask for no second proof").await;
    ada.follow("Take it away").await;
    ada.says("signs nobody in any more").await;
    ada.goto(&server.url("/settings")).await;
    ada.follow("Sign out of this browser").await;
    ada.goto(&server.url("/sign-in")).await;
    ada.follow("Sign in with a passkey").await;
    ada.says("That passkey did not do").await;
    ada.sound().await;
    ada.close().await;
}
