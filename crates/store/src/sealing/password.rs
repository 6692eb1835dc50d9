//! From what a person remembers to keys.
//!
//! argon2id makes 32 bytes of it, once. HKDF-Expand with SHA-256 makes two of those, which say nothing of each
//! other: the login half, whose SHA-256 the database holds to check a password, and the wrapping half, which opens
//! the slot and is nowhere.
//!
//! | what | `info` |
//! |---|---|
//! | login half | `windward login` |
//! | wrapping half | `windward password` |
//!
//! How it is stretched is stored beside it, and never believed below [a floor](Kdf): a row that asks for less is
//! refused, so nobody makes guessing cheap by writing a row.

use std::{fmt, str::FromStr};

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::Zeroizing;

use super::SealError;

const LOGIN: &[u8] = b"windward login";
const WRAPPING: &[u8] = b"windward password";

/// Something that a person remembers: a password, or a passphrase. Exactly the bytes that were typed; wiped when
/// dropped.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

/// Why a text cannot be a password. Which passwords are too common is said elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadPassword {
    /// Quickly guessed.
    #[error(
        "at least 12 characters, and this has {0}. Four words that have nothing to do with each other are easy to remember"
    )]
    TooShort(usize),
    /// Longer than is looked at.
    #[error("at most 128 characters, and this has {0}")]
    TooLong(usize),
}

impl Password {
    /// The fewest characters of a new one.
    pub const FEWEST: usize = 12;
    /// The most characters.
    pub const MOST: usize = 128;

    /// What somebody chose.
    pub fn chosen(text: impl Into<Zeroizing<String>>) -> Result<Self, BadPassword> {
        let text = text.into();
        match text.chars().count() {
            count @ ..Self::FEWEST => Err(BadPassword::TooShort(count)),
            count if count > Self::MOST => Err(BadPassword::TooLong(count)),
            _ => Ok(Self(text)),
        }
    }

    /// What somebody typed to be checked: cut off where no password goes on, so that nobody has a machine stretch a
    /// book.
    pub fn typed(text: impl Into<Zeroizing<String>>) -> Self {
        let text = text.into();
        match text.char_indices().nth(Self::MOST + 1) {
            Some((end, _)) => Self(Zeroizing::new(text[..end].to_owned())),
            None => Self(text),
        }
    }

    /// The characters, for whoever compares them with lists.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Stretches it. Takes a quarter of a second and 64 MiB: not on a thread that serves others.
    pub(crate) fn stretch(&self, kdf: Kdf, salt: &[u8]) -> Result<Stretched, SealError> {
        let mut root = Zeroizing::new([0; 32]);
        let params = Params::new(kdf.memory, kdf.passes, 1, Some(root.len()));
        let params = params.map_err(|_| SealError::Kdf)?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(self.0.as_bytes(), salt, &mut *root)
            .map_err(|_| SealError::Kdf)?;
        Ok(Stretched {
            kdf,
            salt: salt.to_vec(),
            root,
        })
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

/// How a password is stretched: argon2id version 1.3 with one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kdf {
    /// In KiB.
    memory: u32,
    passes: u32,
}

impl Kdf {
    /// How passwords are stretched today: more than the floor of OWASP's ASVS 5.0 for deriving keys (appendix C: one
    /// pass over 46 MiB, or two over 19).
    pub(crate) const NOW: Self = Self {
        memory: 64 * 1024,
        passes: 3,
    };

    /// Above this a row asks for more than this program gives: it would be a way to stop a server.
    const MOST_MEMORY: u32 = 1024 * 1024;
    const MOST_PASSES: u32 = 16;

    /// Whether it asks for less than is asked for today, and in nothing for more: what is stronger in anything is not lowered.
    pub(crate) const fn is_less_than_now(self) -> bool {
        let (memory, passes) = (Self::NOW.memory, Self::NOW.passes);
        let less = self.memory < memory || self.passes < passes;
        less && self.memory <= memory && self.passes <= passes
    }

    const fn is_enough(self) -> bool {
        let floor = match self.passes {
            0 => return false,
            1 => 46 * 1024,
            _ => 19 * 1024,
        };
        self.memory >= floor && self.memory <= Self::MOST_MEMORY && self.passes <= Self::MOST_PASSES
    }
}

impl fmt::Display for Kdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { memory, passes } = self;
        write!(f, "argon2id,m={memory},t={passes},p=1")
    }
}

impl FromStr for Kdf {
    type Err = SealError;

    /// What [`Kdf`] is written as, unless it is below the floor.
    fn from_str(text: &str) -> Result<Self, SealError> {
        let mut parts = text
            .strip_prefix("argon2id,")
            .ok_or(SealError::Kdf)?
            .split(',');
        let mut number = |name| {
            let part = parts.next().and_then(|it| it.strip_prefix(name));
            part.and_then(|it| it.parse().ok()).ok_or(SealError::Kdf)
        };
        let kdf = Self {
            memory: number("m=")?,
            passes: number("t=")?,
        };
        // Written otherwise, it would be another text in the context of an envelope.
        if kdf.to_string() == text && kdf.is_enough() {
            Ok(kdf)
        } else {
            Err(SealError::Kdf)
        }
    }
}

/// A password, stretched in one way.
pub(crate) struct Stretched {
    kdf: Kdf,
    salt: Vec<u8>,
    root: Zeroizing<[u8; 32]>,
}

impl Stretched {
    pub(crate) const fn kdf(&self) -> Kdf {
        self.kdf
    }

    pub(crate) fn salt(&self) -> &[u8] {
        &self.salt
    }

    fn expand(&self, label: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::from_prk(&*self.root)
            .expect("32 bytes are a pseudorandom key")
            .expand(label, &mut *out)
            .expect("32 bytes are fewer than HKDF gives");
        out
    }

    /// What the database holds to check it.
    pub(crate) fn login_hash(&self) -> [u8; 32] {
        Sha256::digest(*self.expand(LOGIN)).into()
    }

    /// Whether it is what the database holds; takes as long for any.
    pub(crate) fn is(&self, login_hash: &[u8]) -> bool {
        self.login_hash().ct_eq(login_hash).into()
    }

    /// What opens the slot.
    pub(super) fn wrapping(&self) -> Zeroizing<[u8; 32]> {
        self.expand(WRAPPING)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least that is accepted, so that tests are quick.
    const LEAST: Kdf = Kdf {
        memory: 19 * 1024,
        passes: 2,
    };

    #[test]
    fn twelve_to_a_hundred_and_twenty_eight_characters_of_exactly_what_was_typed() {
        let fits = |text: &str| Password::chosen(text.to_owned()).map(drop);
        assert_eq!(fits("elevenelev1"), Err(BadPassword::TooShort(11)));
        assert_eq!(fits("            "), Ok(()));
        assert_eq!(fits("zwölf Lettern"), Ok(()));
        assert_eq!(fits(&"ß".repeat(128)), Ok(()));
        assert_eq!(fits(&"ß".repeat(129)), Err(BadPassword::TooLong(129)));
        assert_eq!(Password::typed(" a ".to_owned()).as_str(), " a ");
        let cut = Password::typed("ß".repeat(9_000));
        assert_eq!(cut.as_str().chars().count(), 129, "and so no password");
    }

    #[test]
    fn nothing_below_the_floor_and_nothing_that_stops_a_server() {
        for (text, fits) in [
            ("argon2id,m=65536,t=3,p=1", true),
            ("argon2id,m=19456,t=2,p=1", true),
            ("argon2id,m=47104,t=1,p=1", true),
            ("argon2id,m=19455,t=2,p=1", false),
            ("argon2id,m=47103,t=1,p=1", false),
            ("argon2id,m=65536,t=0,p=1", false),
            ("argon2id,m=4194304,t=3,p=1", false),
            ("argon2id,m=65536,t=99,p=1", false),
            ("argon2i,m=65536,t=3,p=1", false),
            ("argon2id,m=065536,t=3,p=1", false),
            ("argon2id,m=65536,t=3,p=4", false),
            ("hkdf-sha256", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<Kdf>().is_ok(), fits, "{text}");
        }
        assert_eq!(Kdf::NOW.to_string().parse(), Ok(Kdf::NOW));
    }

    #[test]
    fn what_is_less_is_raised_and_nothing_is_lowered() {
        for (text, less) in [
            ("argon2id,m=19456,t=2,p=1", true),
            ("argon2id,m=47104,t=1,p=1", true),
            ("argon2id,m=65536,t=2,p=1", true),
            ("argon2id,m=65536,t=3,p=1", false),
            ("argon2id,m=131072,t=2,p=1", false),
            ("argon2id,m=47104,t=4,p=1", false),
            ("argon2id,m=131072,t=4,p=1", false),
        ] {
            let kdf: Kdf = text.parse().unwrap();
            assert_eq!(kdf.is_less_than_now(), less, "{text}");
        }
    }

    #[test]
    fn every_byte_and_the_salt_count() {
        let stretch = |text: &str, salt| {
            let password = Password::typed(text.to_owned());
            password.stretch(LEAST, &[salt; 32]).unwrap()
        };
        let one = stretch("four words of mine", 1);
        assert!(one.is(&stretch("four words of mine", 1).login_hash()));
        for other in [
            stretch("four words of mine ", 1),
            stretch("Four words of mine", 1),
            stretch("four words of mine", 2),
        ] {
            assert!(!one.is(&other.login_hash()));
            assert_ne!(one.wrapping(), other.wrapping());
        }
        assert_ne!(one.wrapping()[..], one.login_hash()[..]);
    }
}
