//! What is not there, and so opens nothing; and that what is dear is not to be had without end.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};

use crate::several::{Server, pass};

#[tokio::test]
async fn no_program_has_a_token_and_nobody_signs_in_by_a_header() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let program = server.browser("192.0.2.9");
    for says in [
        "Bearer 0000000000000000000000000000000000000000000",
        "Basic YWRhQGV4YW1wbGUub3JnOmZvdXIgd29yZHMgb2YgbWluZQ==",
        "Negotiate YIIB",
    ] {
        for path in ["/", "/settings/export", "/accounts"] {
            let asked = Request::get(path).header("authorization", says);
            let answer = program.send(asked, Body::empty()).await;
            assert!(answer.leads_to().starts_with("/sign-in"), "{path}: {says}");
        }
    }
    for path in ["/api/v1", "/api/v1/record", "/token", "/oauth/token"] {
        assert_eq!(ada.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_export_is_made_ten_times_and_then_after_a_while() {
    let server = Server::start();
    let ada = server.with_ada().await;
    let kim = server.with_kim(&ada).await.0;
    for _ in 0..10 {
        assert_eq!(ada.get("/settings/export").await.status, StatusCode::OK);
    }
    let refused = ada.get("/settings/export").await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(
        refused.body.contains("quarter of an hour"),
        "{}",
        refused.body
    );
    assert_eq!(kim.get("/settings/export").await.status, StatusCode::OK);
    assert_eq!(ada.get("/timeline").await.status, StatusCode::OK);
    pass(16);
    ada.prove("four words of mine").await;
    assert_eq!(ada.get("/settings/export").await.status, StatusCode::OK);
}
