//! Single sign-on by a real provider: somebody invited joins by it, leaves, and comes back.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use crate::{
    browser::{Browser, PHONE},
    hands::fill,
    server::{Server, file},
};

const PHRASE: &str = "a grove of quiet birches";

/// A provider on this machine, which signs in whatever name is typed; stopped when dropped.
struct Provider {
    child: Child,
    issuer: String,
}

impl Provider {
    fn start() -> Self {
        let directory = env::var("WINDWARD_OIDC_PROVIDER").expect(
            "WINDWARD_OIDC_PROVIDER names where npm put oidc-provider; `cargo xtask test` sets it",
        );
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/provider.mjs");
        let mut child = Command::new("node")
            .args([script, &directory])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts");
        let told = BufReader::new(child.stdout.take().expect("piped"));
        let issuer = told.lines().map_while(Result::ok).next();
        Self {
            child,
            issuer: issuer.expect("it prints its address"),
        }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[tokio::test]
async fn somebody_invited_joins_by_a_provider_leaves_and_comes_back() {
    let provider = Provider::start();
    let directory = tempfile::tempdir().expect("a directory");
    let secret = file(directory.path(), "secret", b"open sesame\n");
    let server = Server::with_accounts(&format!(
        "[sso]\nissuer = '{}'\nclient_id = 'windward'\nclient_secret_file = '{secret}'\nname = 'Lighthouse'\n",
        provider.issuer
    ));
    let browser = Browser::open(PHONE).await;
    browser.goto(&server.url(&server.sign_in)).await;
    browser.says("Or sign in with Lighthouse").await;
    browser.sound().await;
    browser.follow("Join with Lighthouse").await;
    fill(&browser, "input[name=login]", "noor").await;
    fill(&browser, "input[name=password]", "whatever").await;
    browser.follow("Sign-in").await;
    browser.follow("Continue").await;

    browser.says("Lighthouse knows you").await;
    browser.sound().await;
    let name = browser.one("#name").await;
    let proposed = name.prop("value").await.expect("readable");
    assert_eq!(proposed.as_deref(), Some("noor@example.org"));
    fill(&browser, "#password", PHRASE).await;
    fill(&browser, "#again", PHRASE).await;
    browser.follow("Begin").await;
    browser.says("Your recovery code").await;
    browser.sound().await;
    browser.goto(&server.url("/account")).await;
    browser.says("You can sign in with Lighthouse").await;
    browser.says("by single sign-on").await;
    browser.says("Your passphrase").await;
    browser.sound().await;
    browser.goto(&server.url("/settings")).await;
    browser.follow_at("form[action='/sign-out'] button").await;

    browser.goto(&server.url("/skills")).await;
    browser.says("Sign in with Lighthouse").await;
    browser.sound().await;
    browser.follow("Sign in with Lighthouse").await;
    // The provider knows the browser still, and asks for no name.
    browser.follow("Continue").await;
    browser.says("Open your record").await;
    browser.sound().await;
    fill(&browser, "#remembered", PHRASE).await;
    browser.follow("Open my record").await;
    assert!(browser.at().await.ends_with("/skills"));
    browser.close().await;
}
