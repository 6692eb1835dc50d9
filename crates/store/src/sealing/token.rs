//! Secrets that a browser holds: of a session, and of a link that signs in once.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::random::{self, NoRandomness};

macro_rules! token {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// 256 random bits. The database holds their SHA-256 alone: so many bits need no slow hash.
        #[derive(Clone)]
        pub struct $name(Zeroizing<[u8; 32]>);

        impl $name {
            /// A new one.
            pub fn random() -> Result<Self, NoRandomness> {
                random::secret().map(Self)
            }

            /// 64 hexadecimal digits: what the browser keeps.
            #[must_use]
            pub fn reveal(&self) -> Zeroizing<String> {
                hex(&*self.0)
            }

            /// What [`Self::reveal`] gave; `None` for anything else.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                unhex(text).map(Self)
            }

            /// What the database knows it by.
            #[must_use]
            pub fn hash(&self) -> [u8; 32] {
                Sha256::digest(&*self.0).into()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    };
}

token! {
    /// What the cookie of a session carries. The vault key lies in the database wrapped under a key derived
    /// from it, so a database without the cookie opens nothing, and any server can serve the session.
    SessionSecret
}
token! {
    /// What the address of a calendar carries, for as long as its owner lets it.
    FeedToken
}
token! {
    /// What a link that signs in carries: works once, and not for long.
    SignInToken
}

token! {
    /// What the link in a digest carries: stops digests, and does nothing else.
    StopToken
}

token! {
    /// What an invitation carries.
    InvitationToken
}

token! {
    /// What a link to a new password carries.
    ResetToken
}

token! {
    /// What a link to something shared carries, for as long as its owner lets it.
    ShareToken
}

impl SessionSecret {
    pub(super) fn secret(&self) -> &[u8] {
        &*self.0
    }
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(nibble.into(), 16).expect("four bits are a digit"));
        }
    }
    text
}

fn unhex(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let digits = text.as_bytes();
    // One secret has one form: what was changed in any way is none.
    if digits.len() != 64 || digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let mut bytes = Zeroizing::new([0; 32]);
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let nibble = |digit: u8| char::from(digit).to_digit(16);
        *byte = u8::try_from(nibble(pair[0])? << 4 | nibble(pair[1])?).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survive_their_text_form_and_hide() {
        let secret = SessionSecret::random().unwrap();
        let text = secret.reveal();
        assert_eq!(text.len(), 64);
        assert_eq!(SessionSecret::parse(&text).unwrap().hash(), secret.hash());
        assert!(!format!("{secret:?}").contains(&text[..6]));
        for wrong in [
            "",
            &text[1..],
            &format!("{}g", &text[1..]),
            &"é".repeat(32),
            &"A".repeat(64),
        ] {
            assert!(SessionSecret::parse(wrong).is_none(), "{wrong}");
        }
    }
}
