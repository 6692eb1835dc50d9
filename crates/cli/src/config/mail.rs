//! The mail server as the configuration file says it.

use std::path::PathBuf;

use anyhow::Result;
use serde::Deserialize;
use windward_formats::mail::{Mailbox, StopLink};
use windward_post::{Field, MailServer, Password, Security};

use super::{fault::Wrong, secret};

/// The table `[mail]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    /// The mail server; without it, it is set on the page.
    host: Option<String>,
    port: Option<u16>,
    security: Option<Security>,
    user: Option<String>,
    /// A file whose first line is the password.
    password_file: Option<PathBuf>,
    /// An environment variable that holds it.
    password_env: Option<String>,
    /// The address that letters come from.
    from: Option<String>,
    /// The name that they come from.
    from_name: Option<String>,
    /// Certificates to trust instead of the usual authorities.
    root: Option<PathBuf>,
    /// Where the pages are reached from other machines: what links in letters begin with.
    address: Option<String>,
}

impl Mail {
    /// The mail server, if one is named.
    pub(super) fn server(&self) -> Result<Option<MailServer>> {
        let Some(host) = self.host.clone() else {
            return Ok(None);
        };
        let from = self.from.as_deref();
        let from = from.ok_or_else(|| {
            Wrong::error(
                "mail.from",
                "say with ‘from’ in [mail] which address letters come from",
            )
        })?;
        let from = Mailbox::new(self.from_name.as_deref(), from);
        let security = self.security.unwrap_or(Security::Tls);
        let server = MailServer {
            host,
            port: self.port.unwrap_or(security.port()),
            security,
            user: self.user.clone(),
            password: self.password()?,
            from: from.map_err(|error| Wrong::error("mail.from", error.to_string()))?,
            root: self.root.clone(),
        };
        match server.faults().first() {
            Some(fault) => {
                let key = match fault.field {
                    Field::Security => "mail.security",
                    Field::Password if self.password_file.is_some() => "mail.password_file",
                    Field::Password if self.password_env.is_some() => "mail.password_env",
                    Field::User | Field::Password => "mail.user",
                    Field::Host => "mail.host",
                };
                Err(Wrong::error(key, fault.says))
            }
            None => Ok(Some(server)),
        }
    }

    /// The address of the pages, without a slash at its end.
    pub(super) fn address(&self) -> Result<Option<String>> {
        let Some(address) = self.address.as_deref() else {
            return Ok(None);
        };
        let address = address.trim().trim_end_matches('/').to_owned();
        let host = address.split_once("://").map_or("", |(_, host)| host);
        if host.contains(['/', '?', '#', '@']) || StopLink::try_from(address.clone()).is_err() {
            return Err(Wrong::error(
                "mail.address",
                "‘address’ is where the pages are reached, like https://windward.example.org and nothing behind it",
            ));
        }
        Ok(Some(address))
    }

    fn password(&self) -> Result<Option<Password>> {
        let text = match (&self.password_file, &self.password_env) {
            (Some(_), Some(_)) => {
                return Err(Wrong::error(
                    "mail.password_env",
                    "‘password_file’ and ‘password_env’ exclude each other",
                ));
            }
            (Some(file), None) => secret::of_file("mail.password_file", file)?,
            (None, Some(name)) => secret::of_variable("mail.password_env", name)?,
            (None, None) => return Ok(None),
        };
        Ok(Some(Password::new(&text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> Result<Option<MailServer>> {
        toml::from_str::<Mail>(text).expect("a table").server()
    }

    #[test]
    fn a_server_with_its_password_from_a_file() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("password");
        std::fs::write(&file, "open sesame\n").expect("it is written");
        let text = format!(
            "host = 'smtp.example.org'\nuser = 'ada'\npassword_file = '{}'\nfrom = 'ada@example.org'\nfrom_name = 'Ada'",
            file.display()
        );
        let server = server(&text).expect("a table").expect("a server");
        assert_eq!((server.port, server.security), (465, Security::Tls));
        assert_eq!(server.password, Some(Password::new("open sesame")));
        assert_eq!(server.from.to_string(), "Ada <ada@example.org>");
    }

    #[test]
    fn what_cannot_work_is_said_before_anybody_tries() {
        for (text, says) in [
            ("host = 'smtp.example.org'", "‘from’"),
            ("host = 'h'\nfrom = 'nobody'", "no e-mail address"),
            (
                "host = 'smtp.example.org'\nsecurity = 'none'\nfrom = 'a@example.org'",
                "Without TLS",
            ),
            (
                "host = 'h'\nuser = 'ada'\nfrom = 'a@example.org'",
                "needs a password",
            ),
            (
                "host = 'h'\nuser = 'ada'\npassword_env = 'WINDWARD_NO_SUCH'\nfrom = 'a@example.org'",
                "no variable WINDWARD_NO_SUCH",
            ),
        ] {
            let error = server(text).expect_err(text).to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
        assert!(matches!(server("address = 'https://h.example'"), Ok(None)));
        let address = |text: &str| {
            let mail = toml::from_str::<Mail>(&format!("address = {text:?}"));
            mail.expect("a table").address()
        };
        let good = address("https://h.example/").expect("an address");
        assert_eq!(good.as_deref(), Some("https://h.example"));
        for wrong in [
            "",
            "h.example",
            "https://",
            "https://h.example/below",
            "https://h.example\r\nBcc: a",
        ] {
            assert!(address(wrong).is_err(), "{wrong:?}");
        }
    }
}
