//! Things done twice at once.
//!
//! `BetterVoting` PR 1257, CVE-2023-0739.

use crate::{
    app::TestApp,
    several::{Server, clock},
};

#[tokio::test]
async fn a_form_that_is_sent_twenty_times_at_once_writes_once() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2021")
        .await;
    for round in 0..10 {
        let once = uuid::Uuid::now_v7().to_string();
        let what = format!("Round {round}");
        let fields = [("once", &*once), ("what", &*what), ("on", "2026-03")];
        let before = app.store().head().await.expect("read").seq;
        let sending = (0..20).map(|_| app.send_form("/evidence", &fields));
        for answer in all(sending).await {
            assert!(answer.status.is_redirection(), "{}", answer.body);
        }
        let after = app.store().head().await.expect("read").seq;
        assert_eq!(after - before, 1, "round {round}");
    }
}

#[tokio::test]
async fn an_invitation_that_is_used_many_times_at_once_makes_one_account() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let link = ada.invite("kim").await;
    let browsers: Vec<_> = (0..6).map(|_| server.browser("192.0.2.7")).collect();
    let joining = browsers
        .iter()
        .map(|it| it.join(&link, "kim", "vier worte von mir"));
    let mut joined = 0;
    for answer in all(joining).await {
        joined += u32::from(answer.body.contains("Your recovery code"));
    }
    assert_eq!(joined, 1);
    let account = server.instance.account_named("kim").await.expect("read");
    let person = account.expect("made").person;
    let sessions = server.instance.sessions_of(person, clock()).await;
    assert_eq!(sessions.expect("read").len(), 1);
}

/// Waits for all of them at once.
async fn all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = futures.map(|it| (Box::pin(it), None)).collect();
    std::future::poll_fn(|context| {
        let mut open = false;
        for (future, done) in &mut waiting {
            if done.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(it) => *done = Some(it),
                    std::task::Poll::Pending => open = true,
                }
            }
        }
        if open {
            std::task::Poll::Pending
        } else {
            std::task::Poll::Ready(())
        }
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}
