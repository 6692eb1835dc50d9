//! What stands before every page: whom a request may come from, and the headers of every answer.

use std::net::SocketAddr;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header, uri::Authority},
    response::{IntoResponse, Response},
};

use crate::state::App;

/// Refuses requests for another host (a page elsewhere whose name was pointed at this machine) and changes
/// asked for by another site.
pub(crate) fn refused(app: &App, request: &Request) -> Option<Response> {
    if !is_ours(request.headers(), request.uri().authority(), &app.hosts) {
        // The name that was asked for is no part of the log: whoever asks chooses it.
        tracing::info!("refused: asked for under another name");
        let hint = format!(
            "This Windward answers under {} only. Open that address instead.\n",
            app.address()
        );
        return Some((StatusCode::MISDIRECTED_REQUEST, hint).into_response());
    }
    if !request.method().is_safe() && is_foreign(request.headers(), app.elsewhere.as_ref()) {
        tracing::warn!("refused: a change that another site asked for");
        let hint =
            "This change was asked for by another site, so it was refused. Nothing was written.\n";
        return Some((StatusCode::FORBIDDEN, hint).into_response());
    }
    let traced = *request.method() == Method::TRACE;
    traced.then(|| StatusCode::METHOD_NOT_ALLOWED.into_response())
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

/// The hosts that are this one, whatever a name is pointed at.
pub(crate) fn hosts(listen: SocketAddr, elsewhere: Option<&Elsewhere>) -> Vec<String> {
    let port = listen.port();
    let loopback = ["127.0.0.1", "localhost", "[::1]"];
    let mut hosts = loopback.map(|name| format!("{name}:{port}")).to_vec();
    hosts.push(listen.to_string());
    if port == 80 {
        hosts.extend(loopback.map(str::to_owned));
    }
    hosts.extend(elsewhere.map(|it| it.host.clone()));
    hosts
}

/// Whether the host asked for is this one: DNS rebinding brings other names.
fn is_ours(headers: &HeaderMap, authority: Option<&Authority>, hosts: &[String]) -> bool {
    let named = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let asked = authority.map(Authority::as_str).or(named);
    asked.is_some_and(|asked| hosts.iter().any(|it| it.eq_ignore_ascii_case(asked)))
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

/// What every answer carries, whatever it is.
const ALWAYS: [(HeaderName, HeaderValue); 8] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    // `no-referrer` would turn the Origin of our own forms into `null`.
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        HeaderValue::from_static("none"),
    ),
    (
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow, noarchive"),
    ),
];

/// Adds the headers that every answer carries.
pub(crate) fn headers(app: &App, response: &mut Response) {
    const POLICY_OF_PAGES: HeaderValue = HeaderValue::from_static(POLICY);
    let headers = response.headers_mut();
    headers.reserve(ALWAYS.len() + 4);
    if app.is_over_tls() {
        let value = HeaderValue::from_static(OVER_TLS_ALONE);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    let policy = if headers.contains_key(header::CONTENT_DISPOSITION) {
        HeaderValue::from_static(POLICY_OF_FILES)
    } else {
        POLICY_OF_PAGES
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
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
                is_ours(&headers(&[("host", host)]), None, &hosts(listen, None)),
                ours,
                "{host}"
            );
        }
        assert!(!is_ours(&HeaderMap::new(), None, &hosts(listen, None)));
    }

    #[test]
    fn a_proxy_may_keep_the_name_that_the_configuration_says_and_no_other() {
        let listen = "127.0.0.1:7878".parse().unwrap();
        let elsewhere = Elsewhere::of("https://windward.example.org").unwrap();
        let hosts = hosts(listen, Some(&elsewhere));
        let ours = |host| is_ours(&headers(&[("host", host)]), None, &hosts);
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
