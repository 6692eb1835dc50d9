//! The one way out: to the provider that is configured, and to nobody else it may be mistaken for.
//!
//! Every address is checked before it is connected to; TLS is verified; redirects are not followed; an answer is as
//! long as it may be, and comes in time.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Request, Response, Uri,
    body::Bytes,
    client::conn::http1,
    header::{HOST, HeaderValue},
};
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, url::Url};
use rustls::{ClientConfig, pki_types::ServerName};
use thiserror::Error;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::TlsConnector;

use crate::settings::is_this_machine;

/// How long one answer may take, from looking up the name to its last byte.
const WITHIN: Duration = Duration::from_secs(10);

/// The longest answer, in bytes: many times the keys of a large provider.
const MOST: usize = 256 * 1024;

/// The longest head of an answer, in bytes.
const MOST_IN_A_HEAD: usize = 32 * 1024;

/// Why there is no answer.
#[derive(Debug, Error)]
pub(crate) enum NoAnswer {
    #[error("the address is not one that the provider may name")]
    Address,
    #[error("it took longer than ten seconds")]
    Time,
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Http(#[from] hyper::Error),
    #[error("the answer is too long, or broke off")]
    Body,
}

/// What asks the provider.
#[derive(Debug)]
pub(crate) struct Client {
    issuer: Url,
    tls: Arc<ClientConfig>,
}

impl Client {
    pub(crate) const fn new(issuer: Url, tls: Arc<ClientConfig>) -> Self {
        Self { issuer, tls }
    }

    /// Whether the provider may name an address as one of its own: where it is itself, or anywhere over TLS.
    pub(crate) fn may_be_at(&self, url: &Url) -> bool {
        let plain = url.username().is_empty() && url.password().is_none();
        let own = url.origin() == self.issuer.origin();
        plain && url.host().is_some() && (own || url.scheme() == "https")
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let url: Url = request
            .uri()
            .to_string()
            .parse()
            .map_err(|_| NoAnswer::Address)?;
        if !self.may_be_at(&url) {
            return Err(NoAnswer::Address);
        }
        let stream = self.connect(&url).await?;
        if url.scheme() == "https" {
            let host = url.host_str().unwrap_or_default();
            let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned());
            let name = name.map_err(|_| NoAnswer::Address)?;
            let connector = TlsConnector::from(Arc::clone(&self.tls));
            talk(connector.connect(name, stream).await?, &url, request).await
        } else {
            talk(stream, &url, request).await
        }
    }

    async fn connect(&self, url: &Url) -> Result<TcpStream, NoAnswer> {
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let port = url.port_or_known_default().ok_or(NoAnswer::Address)?;
        let mut last = NoAnswer::Address;
        for address in lookup_host((host, port)).await? {
            if !self.may_connect(url, address) {
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error.into(),
            }
        }
        Err(last)
    }

    /// Whether to connect: without TLS to this machine alone, and to another host than the provider's own never to
    /// this machine or to what stands beside it on the same wire, such as the one that gives a cloud's secrets away.
    fn may_connect(&self, url: &Url, address: SocketAddr) -> bool {
        let ip = address.ip().to_canonical();
        if url.scheme() != "https" {
            return is_this_machine(url) && ip.is_loopback();
        }
        url.host() == self.issuer.host() || !is_near(ip)
    }
}

fn is_near(ip: IpAddr) -> bool {
    let linked = match ip {
        IpAddr::V4(four) => four.is_link_local() || four.is_broadcast(),
        IpAddr::V6(six) => six.is_unicast_link_local(),
    };
    linked || ip.is_loopback() || ip.is_unspecified() || ip.is_multicast()
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    url: &Url,
    request: HttpRequest,
) -> Result<HttpResponse, NoAnswer> {
    let mut http = http1::Builder::new();
    http.max_buf_size(MOST_IN_A_HEAD);
    let (mut sender, connection) = http.handshake(TokioIo::new(stream)).await?;
    // It ends with the answer, or with the sender that is dropped when time is up.
    let connection = tokio::spawn(connection);
    let (mut parts, body) = request.into_parts();
    let host =
        &url[openidconnect::url::Position::BeforeHost..openidconnect::url::Position::AfterPort];
    let host = HeaderValue::from_str(host).map_err(|_| NoAnswer::Address)?;
    parts.headers.insert(HOST, host);
    let path =
        &url[openidconnect::url::Position::BeforePath..openidconnect::url::Position::AfterQuery];
    parts.uri = path.parse::<Uri>().map_err(|_| NoAnswer::Address)?;
    let request = Request::from_parts(parts, Full::new(Bytes::from(body)));
    let response = sender.send_request(request).await?;
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, MOST).collect().await;
    connection.abort();
    let body = body.map_err(|_| NoAnswer::Body)?.to_bytes();
    Ok(Response::from_parts(parts, body.to_vec()))
}

impl<'c> AsyncHttpClient<'c> for Client {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answer = timeout(WITHIN, self.ask(request)).await;
            answer.unwrap_or(Err(NoAnswer::Time))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    fn client(issuer: &str) -> Client {
        let settings = Settings {
            issuer: issuer.to_owned(),
            client_id: "windward".to_owned(),
            client_secret: "open sesame".to_owned(),
            name: "Example".to_owned(),
            sign_up: false,
            root: None,
        };
        Client::new(settings.check().unwrap(), settings.tls().unwrap())
    }

    #[test]
    fn a_provider_names_its_own_addresses_and_others_over_tls() {
        let here = client("http://127.0.0.1:4000");
        let may = |url: &str| here.may_be_at(&url.parse().unwrap());
        assert!(may("http://127.0.0.1:4000/token"));
        assert!(may("https://keys.example.org/jwks"));
        for wrong in [
            "http://127.0.0.1:4001/token",
            "http://keys.example.org/jwks",
            "https://ada:secret@keys.example.org/jwks",
            "file:///etc/passwd",
        ] {
            assert!(!may(wrong), "{wrong}");
        }
        assert!(
            !client("https://login.example.org")
                .may_be_at(&"http://login.example.org/token".parse().unwrap())
        );
    }

    #[test]
    fn another_host_is_never_this_machine_nor_what_stands_beside_it() {
        let client = client("https://login.example.org");
        let may = |url: &str, address: &str| {
            let address = SocketAddr::new(address.parse().unwrap(), 443);
            client.may_connect(&url.parse().unwrap(), address)
        };
        assert!(
            may("https://login.example.org/token", "127.0.0.1"),
            "as it is configured"
        );
        assert!(may("https://keys.example.org", "192.0.2.1"));
        assert!(
            may("https://keys.example.org", "10.1.2.3"),
            "a network of one's own"
        );
        for near in [
            "127.0.0.1",
            "::1",
            "::ffff:127.0.0.1",
            "169.254.169.254",
            "fe80::1",
            "0.0.0.0",
        ] {
            assert!(!may("https://keys.example.org", near), "{near}");
        }
        assert!(!may("http://localhost:4000", "192.0.2.1"));
    }
}
