//! The one way out: to the provider that is configured, and to nobody else it may be mistaken for.
//!
//! Every address is checked before it is connected to; TLS is verified; redirects are not followed; an answer is as
//! long as it may be, and comes in time.

use std::{io, pin::Pin, sync::Arc, time::Duration};

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
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use windward_outbound::{Named, NoWay, Outbound, WEB, Wanted};

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
    Way(#[from] NoWay),
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
    outbound: Outbound,
}

impl Client {
    pub(crate) const fn new(issuer: Url, tls: Arc<ClientConfig>, outbound: Outbound) -> Self {
        Self {
            issuer,
            tls,
            outbound,
        }
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

    /// Connects to one of the addresses that a host may be connected to at. The provider itself is named by whoever
    /// runs this; every other host by the provider, who then gets to nothing beside this machine.
    async fn connect(&self, url: &Url) -> Result<TcpStream, NoAnswer> {
        let own = url.origin() == self.issuer.origin();
        let in_clear = url.scheme() != "https";
        if in_clear && !is_this_machine(url) {
            return Err(NoAnswer::Address);
        }
        let wanted = Wanted {
            host: url.host_str().unwrap_or_default(),
            port: url.port_or_known_default().ok_or(NoAnswer::Address)?,
            usual: WEB,
            named: if own {
                Named::OnTheMachine
            } else {
                Named::FromOutside
            },
            in_clear,
        };
        Ok(self.outbound.connect(wanted).await?)
    }
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
        let outbound = Outbound::of_several();
        Client::new(settings.check().unwrap(), settings.tls().unwrap(), outbound)
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

    #[tokio::test]
    async fn another_host_is_never_this_machine_nor_what_stands_beside_it() {
        let client = client("https://login.example.org");
        for near in [
            "https://127.0.0.1/keys",
            "https://localhost/keys",
            "https://[::1]/keys",
            "https://[::ffff:127.0.0.1]/keys",
            "https://2130706433/keys",
            "https://0x7f.1/keys",
            "https://169.254.169.254/keys",
            "https://[fe80::1]/keys",
            "https://0.0.0.0/keys",
            "https://10.1.2.3/keys",
            "https://192.0.2.1:8080/keys",
        ] {
            let told = client.connect(&near.parse().unwrap()).await;
            assert!(matches!(told, Err(NoAnswer::Way(_))), "{near}: {told:?}");
        }
        let clear = "http://localhost.example.org:4000".parse().unwrap();
        let told = client.connect(&clear).await;
        assert!(matches!(told, Err(NoAnswer::Address)));
    }

    #[tokio::test]
    async fn the_provider_itself_may_be_on_this_machine() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let told = client(&issuer).connect(&issuer.parse().unwrap()).await;
        assert!(told.is_ok(), "{told:?}");
    }
}
