//! A Windward with accounts and a provider, and browsers that keep their cookies.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use jiff::Timestamp;
use tower::ServiceExt;
use windward_store::{Chosen, Instance, Join, NewAccount, OpenOptions, PersonKey, Place, Role};
use windward_web::{Options, edge, router};

use crate::provider::Liar;

const HOST: &str = "127.0.0.1:7878";

pub(crate) const PASSWORD: &str = "four words of mine";

pub(crate) struct Windward {
    pub(crate) instance: Instance,
    pub(crate) liar: Arc<Liar>,
    router: Router,
    _directory: tempfile::TempDir,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) to: String,
    pub(crate) refresh: String,
    pub(crate) body: String,
}

/// A browser: its cookies.
#[derive(Debug, Default, Clone)]
pub(crate) struct Browser(pub(crate) BTreeMap<String, String>);

impl Windward {
    pub(crate) async fn start(sign_up: bool) -> Self {
        Self::at(sign_up, edge::now).await
    }

    pub(crate) async fn at(sign_up: bool, clock: fn() -> Timestamp) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let options = OpenOptions {
            role: Role::Server,
            create: true,
        };
        let data = directory.path().join("data");
        let opened = Instance::open_for_accounts(&data, &Place::File, options).expect("opens");
        let (instance, liar) = (opened.instance, Liar::start().await);
        let options = Options {
            listen: HOST.parse().expect("an address"),
            address: None,
            clock,
            office: Err("there is no mail".to_owned()),
            accounts: true,
            proxies: Vec::new(),
            sso: Some(liar.provider(sign_up)),
            keeping: windward_store::Keeping::default(),
        };
        Self {
            router: router(instance.clone(), options),
            instance,
            liar,
            _directory: directory,
        }
    }

    /// The same with somebody who has an account by a password.
    pub(crate) async fn with(self, name: &str) -> (Self, PersonKey) {
        let invitation = self.instance.invite_first(edge::now()).await;
        let invitation = invitation.expect("an invitation");
        let account = NewAccount {
            name: name.parse().expect("a name"),
            remembered: Chosen::new(PASSWORD.to_owned(), &[]).expect("a password"),
            identity: None,
        };
        let joined = self.instance.join(Some(&invitation), account, edge::now());
        let Join::Yes(person, _) = joined.await.expect("joins") else {
            panic!("they do not join");
        };
        (self, person)
    }

    pub(crate) async fn get(&self, browser: &mut Browser, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty());
        self.send(browser, request.expect("a request")).await
    }

    pub(crate) async fn post(
        &self,
        browser: &mut Browser,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.extend_pairs(fields).finish()));
        self.send(browser, request.expect("a request")).await
    }

    async fn send(&self, browser: &mut Browser, mut request: Request<Body>) -> Answer {
        let cookies = browser
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        let headers = request.headers_mut();
        headers.insert(header::HOST, HOST.parse().expect("a value"));
        headers.insert(header::COOKIE, cookies.parse().expect("a value"));
        let answer = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a text");
            assert!(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
                "{cookie}"
            );
            let (name, rest) = cookie.split_once('=').expect("a name");
            let value = rest.split(';').next().unwrap_or_default();
            if cookie.contains("Max-Age=0") {
                browser.0.remove(name);
            } else {
                browser.0.insert(name.to_owned(), value.to_owned());
            }
        }
        let of = |name: &str| {
            let value = parts.headers.get(name).and_then(|it| it.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let bytes = to_bytes(body, 1 << 20).await.expect("a body");
        Answer {
            status: parts.status,
            to: of("location"),
            refresh: of("refresh"),
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Goes to the provider and is given a code there: the address that leads back.
    pub(crate) async fn go(&self, browser: &mut Browser) -> String {
        self.go_from(browser, "/sso", &[]).await
    }

    pub(crate) async fn go_from(
        &self,
        browser: &mut Browser,
        path: &str,
        fields: &[(&str, &str)],
    ) -> String {
        let going = self.post(browser, path, fields).await;
        assert_eq!(going.status, StatusCode::OK, "{} {}", going.to, going.body);
        let address = going.refresh.strip_prefix("0; url=").expect("leads on");
        let (code, state) = self.liar.authorize(address);
        format!("/sso/back?code={code}&state={state}")
    }

    /// There and back.
    pub(crate) async fn sign_in(&self, browser: &mut Browser) -> Answer {
        let back = self.go(browser).await;
        self.get(browser, &back).await
    }

    /// Signs in by a password.
    pub(crate) async fn by_password(&self, name: &str) -> Browser {
        let mut browser = Browser::default();
        let fields = [("name", name), ("password", PASSWORD)];
        let entered = self.post(&mut browser, "/sign-in", &fields).await;
        assert_eq!(entered.to, "/", "{}", entered.body);
        browser
    }
}

impl Browser {
    /// Whether it has a session: a cookie that is neither of the way nor of who was here before.
    pub(crate) fn has_session(&self) -> bool {
        let beside = ["-sso", "-sso-join", "-known"];
        self.0
            .keys()
            .any(|name| !beside.iter().any(|it| name.ends_with(it)))
    }
}
