//! Two people, their manager and an administrator, side by side: what is shared is seen by whom it is for, what is written
//! stands under its author’s name, and what is ended is gone at the next click. On both stores.

use crate::{
    accounts::{join, link_shown},
    browser::{Browser, DESKTOP, LOOKS, PHONE},
    hands::fill,
    postgres,
    server::Server,
};

/// Logs a piece of evidence, which leads to its page.
async fn logs(server: &Server, browser: &Browser, what: &str) {
    browser.goto(&server.url("/evidence")).await;
    fill(browser, "#what", what).await;
    browser.enter().await;
    browser.says("Share a copy").await;
}

/// Gives the name that others see.
async fn is_called(server: &Server, browser: &Browser, name: &str) {
    browser.goto(&server.url("/sharing")).await;
    let field = browser.one("#shown_name").await;
    field.clear().await.expect("can be emptied");
    fill(browser, "#shown_name", name).await;
    browser.enter().await;
    browser.says("Saved.").await;
}

async fn side_by_side(store: &str) {
    let server = Server::with_accounts_on(store);
    let ada = Browser::open(DESKTOP).await;
    let noor = Browser::open(DESKTOP).await;
    let kim = Browser::open(PHONE).await;
    let lea = Browser::open(PHONE).await;
    join(&server, &ada, &server.sign_in, "ada", "four words of mine").await;
    for (browser, name) in [(&noor, "noor"), (&kim, "kim"), (&lea, "lea")] {
        ada.goto(&server.url("/accounts")).await;
        fill(&ada, "#name", name).await;
        ada.follow("Make an invitation").await;
        let invited = link_shown(&server, &ada).await;
        join(&server, browser, &invited, name, "quatre mots de moi").await;
    }
    is_called(&server, &noor, "Noor Haddad").await;
    is_called(&server, &kim, "Kim Lee").await;
    noor.goto(&server.url("/sharing")).await;
    noor.says("Nothing is shared").await;
    noor.sound().await;
    fill(&noor, "#manager", "kim").await;
    noor.enter().await;
    noor.says("They are named.").await;

    // One piece is shared with the manager; the other is nobody's business.
    logs(&server, &noor, "Ran the pricing study alone").await;
    logs(&server, &noor, "Led the renewal launch").await;
    noor.follow("Share a copy").await;
    noor.says("This is all that they would see.").await;
    noor.sound().await;
    noor.follow("Share it").await;
    noor.says("It is shared.").await;
    noor.says("Kim Lee can see").await;
    noor.sound().await;
    kim.goto(&server.url("/team")).await;
    kim.says("Noor Haddad").await;
    kim.sound().await;
    kim.follow("Noor Haddad").await;
    let of_noor = kim.at().await;
    kim.says("Led the renewal launch").await;
    let theirs = kim.text().await;
    assert!(!theirs.contains("pricing study"), "{theirs}");
    kim.sound().await;
    for browser in [&ada, &lea] {
        browser.goto(&server.url(&of_noor)).await;
        browser.says("Nothing is here").await;
        browser.goto(&server.url("/team")).await;
        browser.says("Nobody shares anything with you yet").await;
    }

    // He says something, which she has under his name and answers; he reads that.
    kim.goto(&server.url(&of_noor)).await;
    fill(
        &kim,
        "#words",
        "In Tuesday’s review you cut the scope; next time say why first",
    )
    .await;
    kim.follow("Give it").await;
    kim.says("under your name").await;
    noor.goto(&server.url("/written")).await;
    noor.says("Kim Lee").await;
    noor.says("given by them").await;
    noor.press("Say what you see otherwise").await;
    noor.sound().await;
    fill(&noor, "main textarea", "I said why on Monday").await;
    noor.follow("Save").await;
    noor.says("It stands beside what they wrote.").await;
    kim.goto(&server.url(&of_noor)).await;
    kim.says("I said why on Monday").await;
    noor.goto(&server.url("/sharing")).await;
    noor.says("the list of what you share with them").await;

    // A peer without an account answers a question by a link.
    noor.goto(&server.url("/sharing/ask")).await;
    noor.sound().await;
    fill(&noor, "#whom", "Ines Duarte").await;
    fill(&noor, "#question", "How was the launch led?").await;
    noor.follow("Make the link").await;
    let asked = link_shown(&server, &noor).await;
    let ines = Browser::open(PHONE).await;
    ines.goto(&server.url(&asked)).await;
    ines.says("Noor Haddad asks what you saw").await;
    ines.sound().await;
    fill(&ines, "#good", "She told us what was cut, and why").await;
    ines.follow("Send it").await;
    ines.says("Thank you").await;
    ines.sound().await;
    noor.goto(&server.url("/written")).await;
    noor.says("given by them, by a link").await;
    noor.says("She told us what was cut, and why").await;

    // The administrator sees accounts and no word of it.
    for path in ["/accounts", "/settings", "/settings/mail", "/written"] {
        ada.goto(&server.url(path)).await;
        let page = ada.text().await;
        for word in ["renewal", "pricing study", "cut the scope", "what was cut"] {
            assert!(!page.contains(word), "{path}: {word}");
        }
    }

    // Another manager: the one of before sees nothing at the next click.
    noor.goto(&server.url("/sharing")).await;
    noor.follow("They are not my manager any more").await;
    noor.says("From now on they see nothing of yours.").await;
    kim.goto(&server.url(&of_noor)).await;
    kim.says("Nothing is here").await;
    kim.goto(&server.url("/team")).await;
    kim.says("Nobody shares anything with you yet").await;
    noor.goto(&server.url("/written")).await;
    noor.says("Kim Lee").await;
    for look in LOOKS {
        noor.look(look).await;
        for path in ["/sharing", "/written", "/sharing/ask", "/team"] {
            noor.goto(&server.url(path)).await;
            noor.sound().await;
        }
    }
    for browser in [ada, noor, kim, lea, ines] {
        browser.close().await;
    }
}

#[tokio::test]
async fn two_people_their_manager_and_an_administrator() {
    side_by_side("sqlite").await;
}

#[tokio::test]
async fn two_people_their_manager_and_an_administrator_on_postgres() {
    side_by_side(&postgres::Server::shared().database()).await;
}
