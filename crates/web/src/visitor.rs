//! Who asks: somebody with a session, whether or not their vault is open; and from where.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use jiff::SignedDuration;
use windward_store::{NewSession, PersonKey, SessionSecret, SignedIn, Stage, Way};

use crate::{
    error::WebError,
    session,
    state::{App, IDLE, LIFETIME, SessionKey},
};

/// For how long it is believed who somebody is before they change what matters.
const PROVEN: SignedDuration = SignedDuration::from_mins(15);

/// Work that an extractor does. Boxed, so that each of some hundred handlers does not hold a copy of its code.
pub(crate) type Extracting<'a, T> = Pin<Box<dyn Future<Output = Result<T, WebError>> + Send + 'a>>;

/// Somebody with a session, at whatever stage of signing in.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) app: Arc<App>,
    pub(crate) secret: SessionSecret,
    pub(crate) key: SessionKey,
    pub(crate) session: SignedIn,
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, WebError> {
        let found: Extracting<'_, Self> = Box::pin(Self::of(&parts.headers, app));
        found.await
    }
}

impl Visitor {
    pub(crate) async fn of(headers: &HeaderMap, app: &Arc<App>) -> Result<Self, WebError> {
        let secret = session::cookie(headers, &app.cookie).ok_or(WebError::SignedOut)?;
        let key = session::key(&secret);
        let known = app.drawers.whose(&key);
        let session = app.instance.session_of(&secret, known, app.now(), IDLE);
        let Some(session) = session.await? else {
            // It ended elsewhere, or by itself: nothing of it stays in memory.
            app.drawers.forget(&key);
            return Err(WebError::SignedOut);
        };
        Ok(Self {
            app: Arc::clone(app),
            secret,
            key,
            session,
        })
    }

    /// Whether they have shown who they are a short while ago.
    pub(crate) fn has_proved(&self) -> bool {
        let since = self.app.now().duration_since(self.session.proved_at);
        since < PROVEN && !since.is_negative()
    }

    /// Who they are, once they have signed in wholly.
    pub(crate) fn person(&self) -> Result<PersonKey, WebError> {
        match self.session.stage {
            Stage::Open => Ok(self.session.person),
            Stage::Second => Err(WebError::SecondFactor),
        }
    }
}

/// From where a request comes, as far as that is known: behind a proxy that is trusted, what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct From(pub(crate) IpAddr);

impl FromRequestParts<Arc<App>> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &Arc<App>,
    ) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |it| it.0.ip());
        Ok(Self(from(&parts.headers, peer, |it| {
            app.options.trusts(it)
        })))
    }
}

/// The last address in the chain of proxies that is none of ours. Only what a trusted one wrote is believed: whatever
/// stands before it in the header, anybody may have written.
fn from(headers: &HeaderMap, peer: IpAddr, is_ours: impl Fn(IpAddr) -> bool) -> IpAddr {
    let peer = peer.to_canonical();
    if !is_ours(peer) {
        return peer;
    }
    let chain = headers.get_all("x-forwarded-for").iter();
    let chain: Vec<&str> = chain
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(','))
        .collect();
    let mut found = peer;
    for hop in chain.into_iter().rev() {
        let Ok(address) = hop.trim().parse::<IpAddr>() else {
            break;
        };
        found = address.to_canonical();
        if !is_ours(found) {
            break;
        }
    }
    found
}

/// A session that begins at a request.
pub(crate) fn new_session(app: &App, headers: &HeaderMap, way: Way) -> NewSession {
    let now = app.now();
    NewSession {
        way,
        browser: browser(headers),
        now,
        expires_at: now + LIFETIME,
    }
}

/// The browser and its system, in two words by which their owner knows them. Nothing else of the header is kept.
pub(crate) fn browser(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT);
    let agent = agent.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let of = |names: &[(&'static str, &'static str)]| {
        let found = names.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    let program = of(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = of(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "An unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_what_a_trusted_proxy_wrote_is_believed() {
        let ours = |it: IpAddr| it == "127.0.0.1".parse::<IpAddr>().unwrap();
        let told = |peer: &str, chain: &'static [&'static str]| {
            let mut headers = HeaderMap::new();
            for hop in chain {
                headers.append("x-forwarded-for", HeaderValue::from_static(hop));
            }
            from(&headers, peer.parse().unwrap(), ours).to_string()
        };
        assert_eq!(
            told("192.0.2.7", &["203.0.113.9"]),
            "192.0.2.7",
            "no proxy of ours"
        );
        assert_eq!(told("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(told("127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(
            told("127.0.0.1", &["198.51.100.1, 203.0.113.9"]),
            "203.0.113.9"
        );
        assert_eq!(
            told("127.0.0.1", &["198.51.100.1", "203.0.113.9"]),
            "203.0.113.9"
        );
        assert_eq!(
            told("127.0.0.1", &["203.0.113.9, 127.0.0.1"]),
            "203.0.113.9"
        );
        assert_eq!(told("127.0.0.1", &["::ffff:203.0.113.9"]), "203.0.113.9");
        assert_eq!(told("127.0.0.1", &["203.0.113.9, nonsense"]), "127.0.0.1");
    }

    #[test]
    fn a_browser_is_told_in_two_words_and_in_no_words_of_its_own() {
        let told = |agent: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
            browser(&headers)
        };
        assert_eq!(
            told("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            "Firefox on Linux"
        );
        assert_eq!(
            told(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
            ),
            "Safari on iPhone"
        );
        assert_eq!(told("<script>alert(1)</script>"), "An unknown browser");
    }
}
