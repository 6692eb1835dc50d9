//! The way to a provider is over TLS that is verified, or there is none.

use std::{path::Path, sync::Arc};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;
use windward_sso::{Failure, Provider, Settings};

const CERTIFICATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../store/tests/fixtures/tls");

/// A provider that says about itself what is needed, and has no keys.
async fn provider() -> u16 {
    let of = |name: &str| Path::new(CERTIFICATES).join(name);
    let chain = CertificateDer::pem_file_iter(of("server.pem")).expect("a file");
    let chain = chain.collect::<Result<Vec<_>, _>>().expect("certificates");
    let key = PrivateKeyDer::from_pem_file(of("server.key")).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a pair");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut asked = vec![0; 4096];
            let length = stream.read(&mut asked).await.unwrap_or(0);
            let asked = String::from_utf8_lossy(&asked[..length]);
            let issuer = format!("https://localhost:{port}");
            let body = if asked.starts_with("GET /.well-known/openid-configuration ") {
                format!(
                    r#"{{"issuer":"{issuer}","authorization_endpoint":"{issuer}/a","token_endpoint":"{issuer}/t","jwks_uri":"{issuer}/k","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}}"#
                )
            } else {
                r#"{"keys":[]}"#.to_owned()
            };
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
            let answer = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            _ = stream.write_all(answer.as_bytes()).await;
            _ = stream.shutdown().await;
        }
    });
    port
}

async fn begin(issuer: String, root: bool) -> Result<String, Failure> {
    let settings = Settings {
        issuer,
        client_id: "windward".to_owned(),
        client_secret: "open sesame".to_owned(),
        name: "Example".to_owned(),
        sign_up: false,
        root: root.then(|| Path::new(CERTIFICATES).join("root.pem")),
    };
    let provider = Provider::new(settings).expect("settings");
    let begun = provider.begin("https://windward.example.org/sso/back");
    begun.await.map(|it| it.address)
}

#[tokio::test]
async fn whom_no_certificate_that_is_trusted_vouches_for_is_not_asked() {
    let port = provider().await;
    let address = begin(format!("https://localhost:{port}"), true).await;
    let address = address.expect("it is trusted");
    assert!(
        address.starts_with(&format!("https://localhost:{port}/a?")),
        "{address}"
    );
    let unknown = begin(format!("https://localhost:{port}"), false).await;
    assert_eq!(
        unknown,
        Err(Failure::Unreachable),
        "the usual authorities do not know it"
    );
}
