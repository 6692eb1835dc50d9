//! What whoever runs Windward says about the provider.

use std::{
    fmt, fs,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use openidconnect::url::{Host, Url};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use thiserror::Error;

/// The longest file of certificates that is read.
const MOST_CERTIFICATES: u64 = 1 << 20;

/// The longest of each text.
const MOST: usize = 512;

/// The longest name of a provider: it stands on a button.
const MOST_IN_A_NAME: usize = 40;

/// What whoever runs Windward says about the provider.
#[derive(Clone)]
pub struct Settings {
    /// Its address, exactly as it signs it.
    pub issuer: String,
    /// What it calls this Windward.
    pub client_id: String,
    /// What this Windward shows it.
    pub client_secret: String,
    /// What people call it.
    pub name: String,
    /// Whether whoever it vouches for may get an account without an invitation.
    pub sign_up: bool,
    /// A file of certificates that are trusted instead of the usual authorities.
    pub root: Option<PathBuf>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Settings");
        shown.field("issuer", &self.issuer);
        shown.finish_non_exhaustive()
    }
}

/// Why the settings cannot work.
#[derive(Debug, Error)]
pub enum BadSettings {
    /// The address of the provider.
    #[error(
        "‘issuer’ is the address of the provider as it names itself, like https://login.example.org and nothing behind \
         a ‘?’; http:// goes to this machine only"
    )]
    Issuer,
    /// One of the texts.
    #[error("‘{0}’ is empty, or longer than {1} characters")]
    Text(&'static str, usize),
    /// The certificates.
    #[error("the certificates in {0} cannot be used: {1}")]
    Root(String, String),
}

impl Settings {
    pub(crate) fn check(&self) -> Result<Url, BadSettings> {
        let texts = [
            ("client_id", &self.client_id, MOST),
            ("client_secret", &self.client_secret, MOST),
            ("name", &self.name, MOST_IN_A_NAME),
        ];
        for (name, text, most) in texts {
            if text.trim().is_empty() || text.chars().count() > most {
                return Err(BadSettings::Text(name, most));
            }
        }
        let url: Url = self.issuer.parse().map_err(|_| BadSettings::Issuer)?;
        let plain = url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let safe = match url.scheme() {
            "https" => url.host().is_some(),
            "http" => is_this_machine(&url),
            _ => false,
        };
        let short = self.issuer.len() <= MOST;
        (plain && safe && short)
            .then_some(url)
            .ok_or(BadSettings::Issuer)
    }

    pub(crate) fn tls(&self) -> Result<Arc<ClientConfig>, BadSettings> {
        let mut roots = RootCertStore::empty();
        match &self.root {
            None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Some(file) => {
                let bad = |why: String| BadSettings::Root(file.display().to_string(), why);
                for certificate in certificates(file).map_err(bad)? {
                    roots
                        .add(certificate)
                        .map_err(|error| bad(error.to_string()))?;
                }
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring speaks the versions of TLS that are safe")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Arc::new(config))
    }
}

/// Whether an address leads nowhere but to this machine, without a name being looked up.
pub(crate) fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let length = fs::metadata(file).map_err(|it| it.to_string())?.len();
    if length > MOST_CERTIFICATES {
        return Err("it is longer than 1 MiB".to_owned());
    }
    let pem = fs::read(file).map_err(|it| it.to_string())?;
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let read = read.map_err(|_| "it is no file of certificates (PEM)".to_owned())?;
    if read.is_empty() {
        return Err("it holds no certificate".to_owned());
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(issuer: &str) -> Settings {
        Settings {
            issuer: issuer.to_owned(),
            client_id: "windward".to_owned(),
            client_secret: "open sesame".to_owned(),
            name: "Example".to_owned(),
            sign_up: false,
            root: None,
        }
    }

    #[test]
    fn a_provider_is_reached_over_tls_or_on_this_machine() {
        for good in [
            "https://login.example.org",
            "https://login.example.org/realms/one",
            "http://127.0.0.1:4000",
            "http://localhost:4000",
            "http://[::1]:4000",
        ] {
            assert!(of(good).check().is_ok(), "{good}");
        }
        for wrong in [
            "",
            "login.example.org",
            "http://login.example.org",
            "http://localhost.example.org",
            "https://login.example.org?realm=one",
            "https://ada@login.example.org",
            "https://login.example.org#here",
            "file:///etc/passwd",
        ] {
            assert!(of(wrong).check().is_err(), "{wrong}");
        }
        let nameless = Settings {
            name: " ".to_owned(),
            ..of("https://login.example.org")
        };
        assert!(matches!(
            nameless.check(),
            Err(BadSettings::Text("name", _))
        ));
        assert!(!format!("{:?}", of("https://login.example.org")).contains("sesame"));
    }

    #[test]
    fn what_is_no_certificate_is_not_trusted() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "no certificate").unwrap();
        let settings = Settings {
            root: Some(file.path().to_owned()),
            ..of("https://login.example.org")
        };
        let error = settings.tls().unwrap_err().to_string();
        assert!(error.contains("holds no certificate"), "{error}");
        assert!(of("https://login.example.org").tls().is_ok());
    }
}
