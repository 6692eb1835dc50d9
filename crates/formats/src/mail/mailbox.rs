//! A name and an address, safe in the header of a mail.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use windward_core::unseen::misleads;

/// Why a mail cannot be made as asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MailError {
    /// The address is none. Write it as `name@example.org`, and nothing else beside it.
    #[error("‘{0}’ is no e-mail address; write it as name@example.org, and nothing else beside it")]
    Address(String),
    /// The address of a page is none. Write it as `https://windward.example.org`.
    #[error("‘{0}’ is no address of a page; write it as https://windward.example.org")]
    Link(String),
    /// The library that writes mails refused what it was given; it says why.
    #[error("this cannot be written as a mail: {0}")]
    Written(String),
    /// It is not said whom the mail comes from. Say the address that you write from.
    #[error("say from which address you write")]
    NoSender,
    /// There is nobody to write to. Choose at least one person with an e-mail address.
    #[error("there is nobody to write to; choose at least one person with an e-mail address")]
    Nobody,
}

/// Somebody by name and e-mail address.
///
/// The name is one line without control characters, whatever it was made from, and the address holds nothing but an
/// address: neither can end a header and begin another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Mailbox {
    name: Option<String>,
    address: String,
}

#[derive(Deserialize)]
struct Stored {
    name: Option<String>,
    address: String,
}

impl TryFrom<Stored> for Mailbox {
    type Error = MailError;

    fn try_from(it: Stored) -> Result<Self, MailError> {
        Self::new(it.name.as_deref(), &it.address)
    }
}

/// Characters of a name in a header; RFC 5322 asks for lines below 998, and no name of a person needs more.
const NAME: usize = 200;

/// Bytes of an address: the path of RFC 5321 without its brackets.
const ADDRESS: usize = 254;

impl Mailbox {
    /// A name, if there is one, and an address.
    pub fn new(name: Option<&str>, address: &str) -> Result<Self, MailError> {
        let name = name.map(|it| line(it, NAME)).filter(|it| !it.is_empty());
        let address = address.trim();
        let wrong = || MailError::Address(line(address, NAME));
        let foreign = |c: char| c.is_whitespace() || c.is_control() || "<>(),;:\\\"[]".contains(c);
        if address.len() > ADDRESS || address.contains(foreign) {
            return Err(wrong());
        }
        let parsed: lettre::Address = address.parse().map_err(|_| wrong())?;
        Ok(Self {
            name,
            address: parsed.to_string(),
        })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What stands behind the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.address.rsplit('@').next().unwrap_or_default()
    }

    /// Whether two of them are one mailbox: no server in use tells addresses apart by capitals.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.address.to_lowercase() == other.address.to_lowercase()
    }

    pub(super) fn written(&self) -> Result<lettre::message::Mailbox, MailError> {
        let address = self.address.parse();
        let address = address.map_err(|_| MailError::Address(self.address.clone()))?;
        Ok(lettre::message::Mailbox::new(self.name.clone(), address))
    }
}

/// ‘Ines Duarte &lt;ines@example.org&gt;’, for people to read.
impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}

/// A text as one line: what ends a line, and every other control character, is a space, and spaces stand alone.
///
/// Marks that turn the direction of a text, or that nobody sees, go too: in a name or a subject they only serve to mislead.
pub(super) fn line(text: &str, most: usize) -> String {
    let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let plain: String = text
        .chars()
        .filter(|c| ends(*c) || !misleads(*c))
        .map(|c| if ends(c) { ' ' } else { c })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_an_address_and_nothing_beside_it() {
        for good in [
            "ines@example.org",
            " Ines.Duarte+work@mail.example.org ",
            "ines@exämple.org",
        ] {
            let it = Mailbox::new(None, good);
            assert!(it.is_ok(), "{good:?}: {it:?}");
        }
        for evil in [
            "",
            "ines",
            "ines@",
            "@example.org",
            "a@b@example.org",
            "ines@example.org\r\nBcc: all@example.org",
            "ines@example.org\nBcc: all@example.org",
            "ines@example.org\0",
            "ines@example.org,tom@example.org",
            "Ines <ines@example.org>",
            "\"a\r\nb\"@example.org",
            "\"a b\"@example.org",
            "ines@example.org\u{2028}x",
            "ines@[127.0.0.1]",
        ] {
            assert!(Mailbox::new(None, evil).is_err(), "{evil:?}");
        }
        let long = format!("{}@example.org", "a".repeat(300));
        assert!(Mailbox::new(None, &long).is_err());
    }

    #[test]
    fn a_name_is_one_line() {
        let it = Mailbox::new(
            Some(" Ines\r\nBcc:\tall@exam\u{200b}ple.org\u{202e} "),
            "i@example.org",
        );
        assert_eq!(it.unwrap().name(), Some("Ines Bcc: all@example.org"));
        let it = Mailbox::new(Some("\r\n\0"), "i@example.org").unwrap();
        assert_eq!(it.name(), None);
    }

    #[test]
    fn what_was_stored_is_checked_again() {
        let it = Mailbox::new(Some("Ines"), "ines@example.org").unwrap();
        let text = serde_json::to_string(&it).unwrap();
        assert_eq!(serde_json::from_str::<Mailbox>(&text).unwrap(), it);
        let evil = r#"{"name":null,"address":"a@example.org\r\nBcc: b@example.org"}"#;
        assert!(serde_json::from_str::<Mailbox>(evil).is_err());
    }
}
