//! What stands before every page: whom a request may come from, and the headers of every answer.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::state::App;

/// Refuses requests for another host (a page elsewhere whose name was pointed at this machine) and changes
/// asked for by another site.
pub(crate) async fn admit(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let elsewhere = app.elsewhere.as_ref();
    if !is_ours(
        request.headers(),
        request.uri().authority(),
        app.options.listen,
        elsewhere,
    ) {
        // The name that was asked for is no part of the log: whoever asks chooses it.
        tracing::info!("refused: asked for under another name");
        let hint = format!(
            "This Windward answers under {} only. Open that address instead.\n",
            app.address()
        );
        return (StatusCode::MISDIRECTED_REQUEST, hint).into_response();
    }
    if !request.method().is_safe() && is_foreign(request.headers(), elsewhere) {
        tracing::warn!("refused: a change that another site asked for");
        let hint =
            "This change was asked for by another site, so it was refused. Nothing was written.\n";
        return (StatusCode::FORBIDDEN, hint).into_response();
    }
    if *request.method() == Method::TRACE {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    next.run(request).await
}

/// Where the pages are reached from other machines, as whoever runs this says: through a proxy that keeps the name.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    origin: String,
    host: String,
}

impl Elsewhere {
    /// Reads an address; `None` where it names no host.
    pub(crate) fn of(address: &str) -> Option<Self> {
        let uri: Uri = address.parse().ok()?;
        let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
        Some(Self {
            origin: format!("{scheme}://{authority}"),
            host: authority.to_string(),
        })
    }
}

/// Whether the host asked for is this one: DNS rebinding brings other names.
fn is_ours(
    headers: &HeaderMap,
    authority: Option<&Authority>,
    listen: SocketAddr,
    elsewhere: Option<&Elsewhere>,
) -> bool {
    let named = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let Some(host) = authority.map(Authority::as_str).or(named) else {
        return false;
    };
    let port = listen.port();
    let loopback = ["127.0.0.1", "localhost", "[::1]"];
    let mut answers_to = loopback.map(|name| format!("{name}:{port}")).to_vec();
    answers_to.push(listen.to_string());
    if port == 80 {
        answers_to.extend(loopback.map(str::to_owned));
    }
    answers_to.extend(elsewhere.map(|it| it.host.clone()));
    answers_to
        .iter()
        .any(|name| name.eq_ignore_ascii_case(host))
}

/// Whether a browser says that the request was made by another site.
///
/// `Sec-Fetch-Site` decides where it is sent; older browsers name the `Origin` of every change. A request with
/// neither comes from no browser, and so not from a page that borrows the cookie.
fn is_foreign(headers: &HeaderMap, elsewhere: Option<&Elsewhere>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin";
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return false;
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let elsewhere =
        elsewhere.filter(|it| host.is_some_and(|host| host.eq_ignore_ascii_case(&it.host)));
    let same = elsewhere.map(|it| it.origin.clone());
    let same = same.or_else(|| host.map(|host| format!("http://{host}")));
    !same.is_some_and(|same| origin.as_bytes().eq_ignore_ascii_case(same.as_bytes()))
}

/// Nothing from anywhere else, no inline script or style, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// What is taken away as a file does nothing at all, should a browser show it.
const POLICY_OF_FILES: &str =
    "default-src 'none'; sandbox; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// A year, the names below ours among it: whoever came over TLS once, comes over nothing else.
const OVER_TLS_ALONE: &str = "max-age=31536000; includeSubDomains";

/// Adds the headers that every answer carries.
pub(crate) async fn headers(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if app.is_over_tls() {
        let value = HeaderValue::from_static(OVER_TLS_ALONE);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    let policy = if headers.contains_key(header::CONTENT_DISPOSITION) {
        POLICY_OF_FILES
    } else {
        POLICY
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // `no-referrer` would turn the Origin of our own forms into `null`.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
        ("x-permitted-cross-domain-policies", "none"),
        ("x-robots-tag", "noindex, nofollow, noarchive"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        pairs.collect()
    }

    #[test]
    fn only_this_host_is_ours() {
        let listen = "127.0.0.1:7878".parse().unwrap();
        for (host, ours) in [
            ("127.0.0.1:7878", true),
            ("localhost:7878", true),
            ("LOCALHOST:7878", true),
            ("[::1]:7878", true),
            ("localhost", false),
            ("localhost:80", false),
            ("evil.example:7878", false),
            ("localhost.evil.example:7878", false),
            ("127.0.0.1.nip.io:7878", false),
        ] {
            assert_eq!(
                is_ours(&headers(&[("host", host)]), None, listen, None),
                ours,
                "{host}"
            );
        }
        assert!(!is_ours(&HeaderMap::new(), None, listen, None));
    }

    #[test]
    fn a_proxy_may_keep_the_name_that_the_configuration_says_and_no_other() {
        let listen = "127.0.0.1:7878".parse().unwrap();
        let elsewhere = Elsewhere::of("https://windward.example.org").unwrap();
        let ours = |host| is_ours(&headers(&[("host", host)]), None, listen, Some(&elsewhere));
        assert!(ours("windward.example.org") && ours("127.0.0.1:7878"));
        assert!(!ours("windward.example.org:8080") && !ours("evil.windward.example.org"));
        for (host, origin, foreign) in [
            (
                "windward.example.org",
                "https://windward.example.org",
                false,
            ),
            ("windward.example.org", "http://windward.example.org", true),
            ("windward.example.org", "https://evil.example", true),
            ("127.0.0.1:7878", "http://127.0.0.1:7878", false),
            ("127.0.0.1:7878", "https://windward.example.org", true),
        ] {
            let pairs = [("host", host), ("origin", origin)];
            let told = is_foreign(&headers(&pairs), Some(&elsewhere));
            assert_eq!(told, foreign, "{pairs:?}");
        }
        assert!(Elsewhere::of("windward").is_none());
    }

    #[test]
    fn changes_asked_for_elsewhere_are_foreign() {
        let host = ("host", "127.0.0.1:7878");
        for (pairs, foreign) in [
            (vec![host, ("sec-fetch-site", "same-origin")], false),
            (vec![host, ("sec-fetch-site", "cross-site")], true),
            (vec![host, ("sec-fetch-site", "same-site")], true),
            (vec![host, ("sec-fetch-site", "none")], true),
            (vec![host, ("origin", "http://127.0.0.1:7878")], false),
            (vec![host, ("origin", "http://127.0.0.1:9999")], true),
            (vec![host, ("origin", "null")], true),
            // What the browser says of the site outranks what an origin claims.
            (
                vec![
                    host,
                    ("origin", "http://127.0.0.1:7878"),
                    ("sec-fetch-site", "cross-site"),
                ],
                true,
            ),
            (vec![host], false),
        ] {
            assert_eq!(is_foreign(&headers(&pairs), None), foreign, "{pairs:?}");
        }
    }
}
