//! Keys of age: a public one that files are encrypted to, and the secret one that opens them.

use std::{fmt, str::FromStr};

use curve25519_dalek::montgomery::MontgomeryPoint;
use hkdf::Hkdf;
use sha2::Sha256;
use thiserror::Error;
use windward_envelope::Aead;
use zeroize::Zeroizing;

use super::{FILE_KEY, Wrapped, bech32, unwrapped, wrapped};
use crate::random::{self, NoRandomness};

const LABEL: &[u8] = b"age-encryption.org/v1/X25519";
const PUBLIC: &str = "age";
const SECRET: &str = "age-secret-key-";

/// Bytes of a file of identities that is read at most.
const LONGEST_FILE: usize = 64 * 1024;

/// A public key: what is encrypted to it opens with its [`AgeIdentity`] alone. `age1…` as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeRecipient([u8; 32]);

/// Why a text is no public key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "‘{0}’ is no public key of age: it begins with ‘age1’ and has 62 letters and figures; `windward backup key` makes one"
)]
pub struct NotARecipient(String);

impl FromStr for AgeRecipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        let bytes = bech32::decode(PUBLIC, text.trim());
        let bytes = bytes.and_then(|it| it.try_into().ok()).map(Self);
        bytes.ok_or_else(|| NotARecipient(text.trim().chars().take(80).collect()))
    }
}

impl fmt::Display for AgeRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bech32::encode(PUBLIC, &self.0))
    }
}

/// A secret key. It is in no debug output, and wiped when it is dropped.
pub struct AgeIdentity(Zeroizing<[u8; 32]>);

/// Why a file holds no secret key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "this file holds no secret key of age: a line that begins with ‘AGE-SECRET-KEY-1’, as `windward backup key` and `age-keygen` write it"
)]
pub struct NoIdentity;

impl AgeIdentity {
    /// A new one.
    pub fn random() -> Result<Self, NoRandomness> {
        random::secret().map(Self)
    }

    /// Every secret key in a file, one a line; lines that begin with `#` say something else.
    pub fn all_in(text: &str) -> Result<Vec<Self>, NoIdentity> {
        if text.len() > LONGEST_FILE {
            return Err(NoIdentity);
        }
        let lines = text.lines().map(str::trim);
        let keys = lines.filter(|it| !it.is_empty() && !it.starts_with('#'));
        let keys = keys.map(|line| {
            let bytes = Zeroizing::new(bech32::decode(SECRET, line).ok_or(NoIdentity)?);
            let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| NoIdentity)?;
            Ok(Self(Zeroizing::new(key)))
        });
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            return Err(NoIdentity);
        }
        Ok(keys)
    }

    /// Its public key.
    #[must_use]
    pub fn recipient(&self) -> AgeRecipient {
        AgeRecipient(MontgomeryPoint::mul_base_clamped(*self.0).to_bytes())
    }

    /// As it is written into a file: `AGE-SECRET-KEY-1…`.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let text = Zeroizing::new(bech32::encode(SECRET, &*self.0));
        Zeroizing::new(text.to_uppercase())
    }

    /// The file key that was wrapped for it, if it was.
    pub(super) fn unwrap(
        &self,
        share: &[u8; 32],
        sealed: &Wrapped,
    ) -> Option<Zeroizing<[u8; FILE_KEY]>> {
        let wrapping = wrapping(*self.0, MontgomeryPoint(*share), share, &self.recipient())?;
        unwrapped(&wrapping, sealed)
    }
}

impl fmt::Debug for AgeIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AgeIdentity(hidden)")
    }
}

impl AgeRecipient {
    /// Wraps a file key: the share that goes with it, and it.
    pub(super) fn wrap(
        &self,
        ephemeral: &[u8; 32],
        file_key: &[u8; FILE_KEY],
    ) -> Option<([u8; 32], Wrapped)> {
        let share = MontgomeryPoint::mul_base_clamped(*ephemeral).to_bytes();
        let wrapping = wrapping(*ephemeral, MontgomeryPoint(self.0), &share, self)?;
        Some((share, wrapped(&wrapping, file_key)))
    }
}

/// What both sides make of their secret and the other’s point; `None` for a point that gives nothing away but zeros.
fn wrapping(
    secret: [u8; 32],
    point: MontgomeryPoint,
    share: &[u8; 32],
    recipient: &AgeRecipient,
) -> Option<Aead> {
    let secret = Zeroizing::new(secret);
    let shared = Zeroizing::new(point.mul_clamped(*secret).to_bytes());
    if shared.iter().all(|it| *it == 0) {
        return None;
    }
    let mut salt = [0; 64];
    salt[..32].copy_from_slice(share);
    salt[32..].copy_from_slice(&recipient.0);
    let mut key = Zeroizing::new([0; 32]);
    let hkdf = Hkdf::<Sha256>::new(Some(&salt), &*shared);
    hkdf.expand(LABEL, &mut *key).ok()?;
    Some(Aead::new(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pair that `age-keygen` made.
    const THEIRS: (&str, &str) = (
        "age1dcexax5xza6qn2ydf4t9w2ehkhf2yd3hd4heyfly3ecnc2q7hcmq9wxns2",
        "AGE-SECRET-KEY-1TRW0UJ46VWD08F66MGMR3NJ2Y0RREFX38RFFGY0HSVHZKW6DTZUSMX9XRA",
    );

    #[test]
    fn keys_of_age_are_read_and_ours_are_written_like_them() {
        let file = format!("# created: 2026\n\n{}\n", THEIRS.1);
        let keys = AgeIdentity::all_in(&file).unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].recipient().to_string(), THEIRS.0);
        assert_eq!(&*keys[0].reveal(), THEIRS.1);
        assert_eq!(THEIRS.0.parse(), Ok(keys[0].recipient()));
        assert_eq!(format!("{:?}", keys[0]), "AgeIdentity(hidden)");
        for wrong in ["", "# nothing", THEIRS.0, "AGE-SECRET-KEY-1QQ"] {
            assert_eq!(AgeIdentity::all_in(wrong).unwrap_err(), NoIdentity);
        }
        for wrong in ["", "age1", THEIRS.1, "age1qqqq", "ssh-ed25519 AAAA"] {
            assert!(wrong.parse::<AgeRecipient>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_wrapped_opens_for_one_alone_and_a_point_of_no_order_for_nobody() {
        let (mine, other) = (
            AgeIdentity::random().unwrap(),
            AgeIdentity::random().unwrap(),
        );
        let (share, wrapped) = mine.recipient().wrap(&[9; 32], &[5; FILE_KEY]).unwrap();
        assert_eq!(*mine.unwrap(&share, &wrapped).unwrap(), [5; FILE_KEY]);
        assert!(other.unwrap(&share, &wrapped).is_none());
        let mut changed = wrapped;
        changed[0] ^= 1;
        assert!(mine.unwrap(&share, &changed).is_none());
        assert!(mine.unwrap(&[0; 32], &wrapped).is_none());
        assert!(
            AgeRecipient([0; 32])
                .wrap(&[9; 32], &[5; FILE_KEY])
                .is_none()
        );
    }

    #[test]
    fn the_agreement_is_that_of_rfc_7748() {
        let hex = |text: &str| {
            let mut bytes = [0; 32];
            for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
                *byte = u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
            }
            bytes
        };
        // RFC 7748, section 5.2, the first vector.
        let scalar = hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
        let point = hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
        let out = hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
        assert_eq!(MontgomeryPoint(point).mul_clamped(scalar).to_bytes(), out);
    }
}
