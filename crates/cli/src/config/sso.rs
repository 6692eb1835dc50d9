//! The provider of single sign-on, as the configuration file says it.

use std::path::PathBuf;

use anyhow::Result;
use serde::Deserialize;
use windward_outbound::Host;
use windward_sso::{Provider, Settings};

use super::{fault::Wrong, secret};

/// The table `[sso]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sso {
    /// The address of the provider, exactly as it names itself.
    issuer: String,
    /// What the provider calls this Windward.
    client_id: String,
    /// A file whose first line is the secret that the provider gave out.
    client_secret_file: Option<PathBuf>,
    /// An environment variable that holds it.
    client_secret_env: Option<String>,
    /// What people call the provider: it stands on the button.
    name: String,
    /// Whether whoever the provider vouches for may get an account without an invitation.
    #[serde(default)]
    sign_up: bool,
    /// Certificates to trust instead of the usual authorities.
    root: Option<PathBuf>,
}

impl Sso {
    pub(super) fn provider(&self, opened: Vec<Host>) -> Result<Provider> {
        let settings = Settings {
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: self.secret()?,
            name: self.name.clone(),
            sign_up: self.sign_up,
            root: self.root.clone(),
        };
        Provider::opening(settings, opened)
            .map_err(|error| Wrong::error("sso.issuer", error.to_string()))
    }

    fn secret(&self) -> Result<String> {
        match (&self.client_secret_file, &self.client_secret_env) {
            (Some(file), None) => secret::of_file("sso.client_secret_file", file),
            (None, Some(name)) => secret::of_variable("sso.client_secret_env", name),
            _ => Err(Wrong::error(
                "sso.client_secret_env",
                "say with ‘client_secret_file’ or with ‘client_secret_env’ in [sso], and not with both, where the \
                 secret is that the provider gave out",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(text: &str) -> Result<Provider> {
        let sso = toml::from_str::<Sso>(text).expect("a table");
        sso.provider(Vec::new())
    }

    #[test]
    fn a_provider_with_its_secret_from_a_file() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("secret");
        std::fs::write(&file, "open sesame\n").expect("it is written");
        let text = format!(
            "issuer = 'https://login.example.org'\nclient_id = 'windward'\nclient_secret_file = '{}'\nname = 'Example'",
            file.display()
        );
        let provider = provider(&text).expect("a provider");
        assert_eq!(provider.name(), "Example");
        assert!(!provider.signs_up(), "unless it is said");
    }

    #[test]
    fn what_cannot_work_is_said_at_the_start() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "open sesame").expect("it is written");
        let secret = format!("client_secret_file = '{}'", file.path().display());
        for (text, says) in [
            (
                "issuer = 'http://login.example.org'\nname = 'E'",
                "‘issuer’ is the address",
            ),
            (
                "issuer = 'https://login.example.org'\nname = ''",
                "‘name’ is empty",
            ),
            (
                "issuer = 'https://login.example.org'\nname = 'E'\nroot = '/no/such/file'",
                "/no/such/file cannot be used",
            ),
            (
                "issuer = 'https://login.example.org'\nname = 'E'\nclient_secret_env = 'B'",
                "not with both",
            ),
        ] {
            let text = format!("client_id = 'windward'\n{secret}\n{text}");
            let error = provider(&text).expect_err(&text).to_string();
            assert!(error.contains(says), "{text}: {error}");
            assert!(!error.contains("sesame"), "{error}");
        }
    }
}
