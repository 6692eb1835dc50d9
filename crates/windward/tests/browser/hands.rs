//! What one does in a form, and how somebody begins who has a role to say.

use crate::{
    browser::{Browser, Look},
    server::Server,
};

/// Signs in, and says in the form of the first page what one is.
pub(crate) async fn senior(look: Look) -> (Server, Browser) {
    let server = Server::start();
    let browser = Browser::open(look).await;
    browser.goto(&server.url(&server.sign_in)).await;
    fill(&browser, "#title", "Senior Product Manager").await;
    fill(&browser, "#since", "2022").await;
    browser.enter().await;
    browser.says("Open to you").await;
    (server, browser)
}

/// Signs in and goes into the sample.
pub(crate) async fn in_sample(look: Look) -> (Server, Browser) {
    let server = Server::start();
    let browser = Browser::open(look).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.follow("Open the sample").await;
    browser.says("Needs you").await;
    (server, browser)
}

/// Writes into a field, where the focus then is.
pub(crate) async fn fill(browser: &Browser, css: &str, text: &str) {
    let field = browser.one(css).await;
    field.send_keys(text).await.expect("takes text");
}

/// Chooses from a list, or an answer.
pub(crate) async fn choose(browser: &Browser, css: &str) {
    let choice = browser.one(css).await;
    choice.scroll_into_view().await.expect("is there");
    choice.click().await.expect("can be chosen");
}

/// What an address of this server answers, asked from the page that is open; an empty text where it refuses.
pub(crate) async fn answer(browser: &Browser, path: &str) -> String {
    let script = "const done = arguments[arguments.length - 1]; fetch(arguments[0]).then(it => it.text()).then(done, () => done(''));";
    let answer = browser.driver.execute_async(script, vec![path.into()]);
    answer.await.expect("runs").convert().expect("a text")
}

/// The address that the first link of this kind leads to.
pub(crate) async fn link(browser: &Browser, css: &str) -> String {
    let link = browser.one(css).await.attr("href").await;
    link.expect("readable").expect("a link has an address")
}
