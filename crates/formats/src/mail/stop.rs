//! The address at which letters of a kind are stopped, safe in the header of a mail.

use lettre::message::header::{Header, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

use super::MailError;

/// Bytes of an address in a header: RFC 5322 asks for lines below 998, and this one stands on a line.
const LONGEST: usize = 900;

/// An address at which whoever gets a letter stops all of its kind. Behind `https` a mail provider does so itself, with
/// one POST and without asking, as RFC 8058 has it.
///
/// It holds nothing but the characters of an address: it cannot end its header and begin another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StopLink(String);

impl TryFrom<String> for StopLink {
    type Error = MailError;

    fn try_from(address: String) -> Result<Self, MailError> {
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"));
        let plain = |it: u8| it.is_ascii_graphic() && !b"<>,;\"\\".contains(&it);
        let good = rest.is_some_and(|it| !it.is_empty() && it.bytes().all(plain));
        if !good || address.len() > LONGEST {
            return Err(MailError::Link(super::mailbox::line(&address, 200)));
        }
        Ok(Self(address))
    }
}

impl From<StopLink> for String {
    fn from(link: StopLink) -> Self {
        link.0
    }
}

impl StopLink {
    /// Whether a mail provider may use it by itself: RFC 8058 wants `https`.
    pub(super) fn is_one_click(&self) -> bool {
        self.0.starts_with("https://")
    }
}

/// `List-Unsubscribe`, RFC 2369.
#[derive(Clone)]
pub(super) struct ListUnsubscribe(pub(super) StopLink);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let link = text.trim_start_matches('<').trim_end_matches('>');
        Ok(Self(link.to_owned().try_into()?))
    }

    fn display(&self) -> HeaderValue {
        let value = format!("<{}>", self.0.0);
        HeaderValue::dangerous_new_pre_encoded(Self::name(), value.clone(), value)
    }
}

/// `List-Unsubscribe-Post`, RFC 8058.
#[derive(Clone)]
pub(super) struct OneClick;

impl Header for OneClick {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_an_address_and_nothing_else() {
        let link = |text: &str| StopLink::try_from(text.to_owned());
        assert!(link("https://windward.example.org/digest/stop/ab12").is_ok());
        assert!(link("http://127.0.0.1:7878/digest/stop/ab12").is_ok());
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        for evil in [
            "",
            "https://",
            "ftp://example.org",
            "mailto:a@example.org",
            "https://example.org/\r\nBcc: all@example.org",
            "https://example.org/ x",
            "https://example.org/>, <mailto:all@example.org",
            "https://exämple.org/",
            "https://example.org/\u{2028}",
            &long,
        ] {
            assert!(link(evil).is_err(), "{evil:?}");
        }
        let read = serde_json::from_str::<StopLink>("\"https://a.example/\\r\\nBcc: b\"");
        assert!(read.is_err());
    }
}
