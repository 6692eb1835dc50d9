//! What an account is called.

use std::{fmt, str::FromStr};

use thiserror::Error;

/// What somebody signs in with, in the one form in which it is kept and compared: small letters.
///
/// Letters, figures and `. _ - @ +` of ASCII, so that no two names look alike and are two, and every database compares
/// them in the same way. An e-mail address is a name like any other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountName(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadName {
    /// Too short or too long.
    #[error("two to 64 characters, and this has {0}")]
    Length(usize),
    /// A character that no name has.
    #[error("‘{0}’ cannot be part of a name: letters from a to z, figures and . _ - @ + can")]
    Character(char),
    /// Signs alone.
    #[error("a name begins with a letter or a figure")]
    Start,
}

impl AccountName {
    /// As it is kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether mail can be sent to it, as far as that can be seen.
    #[must_use]
    pub fn is_address(&self) -> bool {
        let parts = self.0.split_once('@');
        parts.is_some_and(|(_, host)| host.contains('.') && !host.contains('@'))
    }
}

impl FromStr for AccountName {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        let name = text.trim();
        let count = name.chars().count();
        if !(2..=64).contains(&count) {
            return Err(BadName::Length(count));
        }
        let wrong = name
            .chars()
            .find(|it| !it.is_ascii_alphanumeric() && !"._-@+".contains(*it));
        match wrong {
            Some(character) => Err(BadName::Character(character)),
            None if !name.starts_with(|it: char| it.is_ascii_alphanumeric()) => Err(BadName::Start),
            None => Ok(Self(name.to_ascii_lowercase())),
        }
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_and_no_lookalikes() {
        let name = |text: &str| text.parse::<AccountName>().map(|it| it.0);
        assert_eq!(name(" Ada.Lovelace "), Ok("ada.lovelace".to_owned()));
        assert_eq!(name("ADA@example.org"), Ok("ada@example.org".to_owned()));
        assert_eq!(
            name("а1"),
            Err(BadName::Character('а')),
            "a Cyrillic letter"
        );
        assert_eq!(name("ada lovelace"), Err(BadName::Character(' ')));
        assert_eq!(name("a"), Err(BadName::Length(1)));
        assert_eq!(name("-ada"), Err(BadName::Start));
        assert_eq!(name(&"a".repeat(65)), Err(BadName::Length(65)));
        let is_address = |text: &str| text.parse::<AccountName>().unwrap().is_address();
        assert!(is_address("ada@example.org") && !is_address("ada@home") && !is_address("ada"));
    }
}
