//! Windward's pages over a real store in a temporary directory, asked as a browser would.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode, header, response::Parts},
};
use jiff::{SignedDuration, Timestamp};
use tower::ServiceExt;
use windward_post::Office;
use windward_store::{Instance, OpenOptions, PersonKey, PersonStore, Role};
use windward_web::{Options, router, sign_in_path};

use crate::sent;

/// The time at which every test happens: Sunday, 22 November 2026, the same day almost everywhere.
pub(crate) fn morning() -> Timestamp {
    "2026-11-22T11:00:00Z".parse().expect("a time")
}

pub(crate) const HOST: &str = "127.0.0.1:7878";

/// A running instance and one signed-in browser.
pub(crate) struct TestApp {
    pub(crate) instance: Instance,
    router: Router,
    pub(crate) cookie: String,
    _directory: tempfile::TempDir,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl TestApp {
    /// The record, beside the pages.
    pub(crate) fn store(&self) -> PersonStore {
        self.instance.owner().expect("one person keeps it")
    }

    /// Whose record it is.
    pub(crate) fn person(&self) -> PersonKey {
        self.store().person()
    }

    /// An empty instance, signed in.
    pub(crate) async fn start() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let options = OpenOptions {
            role: Role::Server,
            create: true,
        };
        let opened = Instance::open(&directory.path().join("data"), options).expect("opens");
        let instance = opened.instance;
        let listen = HOST.parse().expect("an address");
        let router = router(
            instance.clone(),
            Options {
                listen,
                clock: morning,
                address: None,
                accounts: false,
                proxies: Vec::new(),
                sso: None,
                keeping: windward_store::Keeping::default(),
                office: Office::open(&instance, None, format!("http://{HOST}"))
                    .map_err(|error| error.to_string()),
            },
        );
        let until = morning() + SignedDuration::from_hours(1);
        let token = instance
            .new_sign_in_link(morning(), until)
            .await
            .expect("a link");
        let mut app = Self {
            instance,
            router,
            cookie: String::new(),
            _directory: directory,
        };
        let answer = app.get(&sign_in_path(&token)).await;
        let cookie = answer.header(header::SET_COOKIE.as_str());
        cookie
            .split(';')
            .next()
            .unwrap_or_default()
            .clone_into(&mut app.cookie);
        app
    }

    /// Looks around in the sample.
    pub(crate) async fn with_sample(self) -> Self {
        self.post("/sample", &[]).await;
        self
    }

    /// Has drawn a first course from a title and a year.
    pub(crate) async fn with_title(self, title: &str, since: &str) -> Self {
        let answer = self
            .post("/welcome", &[("title", title), ("since", since)])
            .await;
        assert!(answer.status.is_redirection(), "{}", answer.body);
        self
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie);
        self.send(
            request
                .header(header::HOST, HOST)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    /// Sends a form as the page that is open would, of the sample or of the record.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let sample = self
            .get("/settings")
            .await
            .body
            .contains("Leave the sample");
        let path = if sample {
            format!("{path}?sample=yes")
        } else {
            path.to_owned()
        };
        self.send_form(&path, fields).await
    }

    /// Sends a form to an address as it is: with a fresh mark, from our own origin.
    pub(crate) async fn send_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send_body(path, sent::PLAIN, sent::plain(fields)).await
    }

    /// Uploads a file into the field `file`.
    pub(crate) async fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        self.upload_with(path, &[], name, bytes).await
    }

    /// The same with other fields beside it.
    pub(crate) async fn upload_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        bytes: &[u8],
    ) -> Answer {
        let body = sent::with_file(fields, name, bytes);
        self.send_body(path, sent::WITH_FILE, body).await
    }

    async fn send_body(&self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header(header::HOST, HOST)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(body.into()).expect("a request"))
            .await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, bytes) = self.raw(request).await;
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// The same with the body as it is, for what is no text.
    pub(crate) async fn raw(&self, request: Request<Body>) -> (Parts, Vec<u8>) {
        let response: Response<Body> = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.expect("a body");
        (parts, bytes.to_vec())
    }
}

impl Answer {
    /// A header's value; empty if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where a redirect leads.
    pub(crate) fn leads_to(&self) -> &str {
        assert!(
            self.status.is_redirection(),
            "{} {}",
            self.status,
            self.body
        );
        self.header("location")
    }

    /// The body with everything that differs at every run replaced by its name, one tag a line.
    pub(crate) fn settled(&self) -> String {
        let broken = self.body.replace("><", ">\n<");
        let mut out = String::with_capacity(broken.len());
        let mut rest = broken.as_str();
        while let Some(first) = rest.chars().next() {
            if let Some(id) = rest
                .get(..36)
                .filter(|it| uuid::Uuid::parse_str(it).is_ok())
            {
                out.push_str("[id]");
                rest = &rest[id.len()..];
            } else {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        if let Some(zone) = jiff::tz::TimeZone::system().iana_name() {
            let says = |zone| format!("that of this machine: {zone}.");
            out = out.replace(&says(zone), &says("[zone]"));
        }
        // Addresses of assets change with their content.
        let assets = ["/assets/style-", "/assets/windward-", "/assets/icon-"];
        for asset in assets {
            if let Some(at) = out.find(asset) {
                let end = at + asset.len();
                out.replace_range(end..end + 16, "[hash]");
            }
        }
        out
    }

    /// A field of the page, by its name.
    pub(crate) fn field(&self, name: &str) -> String {
        value(&self.body, name)
    }

    /// The same of the form that leads somewhere.
    pub(crate) fn field_of(&self, action: &str, name: &str) -> String {
        let action = format!("action=\"{action}\"");
        let form = self.body.split(&action).nth(1);
        value(
            form.unwrap_or_else(|| panic!("no form with {action}")),
            name,
        )
    }
}

/// The value of the first field of that name.
fn value(body: &str, name: &str) -> String {
    let at = body
        .find(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("no field {name}"));
    let value = body[at..].split("value=\"").nth(1).unwrap_or_default();
    value.split('"').next().unwrap_or_default().to_owned()
}
