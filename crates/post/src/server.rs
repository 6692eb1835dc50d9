//! What is said about a mail server.

use std::{fmt, net::IpAddr, path::PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use windward_formats::mail::Mailbox;
use zeroize::Zeroizing;

/// Characters of a host, a user or a password at most: the longest host that the domain name system has.
const LONGEST: usize = 253;

/// How the way to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// TLS from the first byte, usually on port 465.
    Tls,
    /// TLS after a word in clear, usually on port 587. A server that does not offer it is refused.
    StartTls,
    /// None: for a mail server on this very machine.
    None,
}

impl Security {
    /// All of them, the best first.
    pub const ALL: [Self; 3] = [Self::Tls, Self::StartTls, Self::None];

    /// As the configuration and forms name it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "start-tls",
            Self::None => "none",
        }
    }

    /// The one of a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// The port that is usual for it.
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// A password. Wiped from memory when dropped, and shown nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// This text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

/// A mail server, and who Windward is to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailServer {
    /// Its name in the domain name system, or its address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way to it is protected.
    pub security: Security,
    /// As whom Windward signs in there; without one it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// With which password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Password>,
    /// Who letters come from.
    pub from: Mailbox,
    /// A file of certificates to trust instead of the usual authorities: an operator's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<PathBuf>,
}

/// A field of what is said about a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Where it is.
    Host,
    /// How the way to it is protected.
    Security,
    /// As whom Windward signs in.
    User,
    /// With which password.
    Password,
}

/// What is wrong with one of them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{says}")]
pub struct Bad {
    /// Which.
    pub field: Field,
    /// Why, and what to do.
    pub says: &'static str,
}

impl MailServer {
    /// What is wrong with it, before anybody tries.
    #[must_use]
    pub fn faults(&self) -> Vec<Bad> {
        let mut faults = Vec::new();
        let mut bad = |field, says| faults.push(Bad { field, says });
        let fits =
            |text: &str| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
        let host = &self.host;
        if host.is_empty()
            || !fits(host)
            || host.contains(|it: char| it.is_whitespace() || it == '/')
        {
            bad(
                Field::Host,
                "A mail server is named like smtp.example.org, without anything before or after it.",
            );
        }
        if self.security == Security::None && !self.is_here() {
            bad(
                Field::Security,
                "Without TLS, letters and the password could be read on their way. Only a mail server on this machine may be reached so.",
            );
        }
        if self
            .user
            .as_deref()
            .is_some_and(|it| it.is_empty() || !fits(it))
        {
            bad(Field::User, "A user is one line of at most 253 characters.");
        }
        match (&self.user, &self.password) {
            (Some(_), None) => bad(
                Field::Password,
                "The user needs a password. Most providers make one for a program, called an app password.",
            ),
            (None, Some(_)) => bad(Field::User, "The password needs a user."),
            (_, Some(password)) if !fits(password.reveal()) => bad(
                Field::Password,
                "A password is one line of at most 253 characters.",
            ),
            _ => {}
        }
        faults
    }

    /// Whether it is on this machine.
    fn is_here(&self) -> bool {
        let address = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host.eq_ignore_ascii_case("localhost")
            || address.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> MailServer {
        MailServer {
            host: "smtp.example.org".to_owned(),
            port: 465,
            security: Security::Tls,
            user: Some("ada".to_owned()),
            password: Some(Password::new("open sesame")),
            from: Mailbox::new(Some("Ada"), "ada@example.org").unwrap(),
            root: None,
        }
    }

    #[test]
    fn what_cannot_work_is_said_at_its_field() {
        let fields = |it: MailServer| it.faults().iter().map(|it| it.field).collect::<Vec<_>>();
        assert_eq!(fields(server()), []);
        for host in ["", "https://smtp.example.org", "smtp example", "a\r\nb"] {
            let host = host.to_owned();
            assert_eq!(fields(MailServer { host, ..server() }), [Field::Host]);
        }
        let clear = |host: &str| MailServer {
            host: host.to_owned(),
            security: Security::None,
            ..server()
        };
        assert_eq!(fields(clear("smtp.example.org")), [Field::Security]);
        assert_eq!(fields(clear("10.0.0.1")), [Field::Security]);
        for host in ["localhost", "127.0.0.1", "::1", "[::1]"] {
            assert_eq!(fields(clear(host)), [], "{host}");
        }
        let without = MailServer {
            password: None,
            ..server()
        };
        assert_eq!(fields(without), [Field::Password]);
        let nobody = MailServer {
            user: None,
            ..server()
        };
        assert_eq!(fields(nobody), [Field::User]);
    }

    #[test]
    fn a_password_is_in_no_debug_output() {
        assert!(!format!("{:?}", server()).contains("sesame"));
    }
}
