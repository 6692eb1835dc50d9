//! A host as somebody writes it: a name, or an address in its one usual form.

use std::{fmt, net::IpAddr, str::FromStr};

use thiserror::Error;

/// Letters of a name: the longest that the domain name system has.
const LONGEST: usize = 253;

/// A host, in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host(String);

/// Why a text is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "a host is a name like mail.example.org, or an address like 192.0.2.1, without anything before or after it"
)]
pub struct NotAHost;

impl Host {
    /// As it is looked up.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Host {
    type Err = NotAHost;

    fn from_str(text: &str) -> Result<Self, NotAHost> {
        let inner = text
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(']'))
            .unwrap_or(text);
        if let Ok(address) = inner.parse::<IpAddr>() {
            return Ok(Self(address.to_canonical().to_string()));
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
        let labels = || name.split('.');
        let last = labels().next_back().unwrap_or_default();
        // Systems read 127.1, 0177.0.0.1 and 2130706433 as addresses: a name never ends in a number.
        let is_number = last.starts_with("0x") || last.bytes().all(|it| it.is_ascii_digit());
        let is_name = name.len() <= LONGEST
            && name.chars().all(plain)
            && labels().all(|it| !it.is_empty() && it.len() <= 63);
        if is_number || !is_name {
            return Err(NotAHost);
        }
        Ok(Self(name))
    }
}
