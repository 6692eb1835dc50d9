//! What a browser sends, worn down: addresses that lead on, cookies, forms.

use axum::http::{HeaderMap, HeaderValue, header};
use webauthn_rs::prelude::Url;
use windward_fuzz::wear_down;

use crate::{form::Form, session};

#[test]
fn where_one_goes_on_to() {
    let here = Url::parse("https://windward.example.org/sign-in").expect("an address");
    wear_down("to", |input| {
        let typed = String::from_utf8_lossy(input).into_owned();
        let form = Form::filled([("back", typed)]);
        if let Some(back) = form.back() {
            let leads = here.join(back).expect("a browser understands it");
            assert_eq!(leads.origin(), here.origin(), "{back:?}");
            assert!(HeaderValue::from_str(back).is_ok() || !back.is_ascii());
        }
    });
}

#[test]
fn cookies() {
    wear_down("cookies", |input| {
        let Ok(value) = HeaderValue::from_bytes(input) else {
            return;
        };
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, value);
        if let Some(secret) = session::cookie(&headers, "windward-5") {
            let carried = session::carried(&headers, "windward-5");
            assert_eq!(carried, Some(secret.reveal().as_str()), "it has one form");
        }
    });
}

#[test]
fn forms() {
    wear_down("forms", |input| {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(input).into_owned().collect();
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()));
        let mut form = Form::filled(pairs);
        for name in ["what", "on", "a"] {
            if let Some(text) = form.text(name, 300) {
                assert!(text.chars().count() <= 300);
            }
            _ = form.date(name);
        }
        _ = form.once();
        _ = form.revises();
        _ = form.secret("password");
        assert_eq!(form.typed("password"), "");
    });
}
