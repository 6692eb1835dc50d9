//! One envelope for whatever Windward seals.
//!
//! The algorithms are generic, and the code of what is generic is made where it is used: here, in a crate of its own that is
//! compiled to be fast, and not in the middle of a store that is compiled to be small.
//!
//! # The envelope, format 1
//! All integers are big-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | format: 1 |
//! | 4 | epoch of the key, from 1 |
//! | 24 | nonce, random |
//! | 32 | commitment to the key |
//! | n | ciphertext |
//! | 16 | tag |
//!
//! From a pseudorandom key ([`Key`]), 64 bytes are derived by HKDF-Expand with SHA-256 over
//! `info` = label ‖ format ‖ epoch ‖ context. The first 32 are the key of XChaCha20-Poly1305, the other 32 the
//! commitment, compared before anything is opened: XChaCha20-Poly1305 alone does not commit to its key, so
//! that a ciphertext could be crafted that opens under two. The associated data is format ‖ epoch ‖ context.

mod aead;

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::Zeroizing;

pub use self::aead::{Aead, TAG};

const FORMAT: u8 = 1;
const HEADER: usize = 1 + 4;
const NONCE: usize = 24;
const COMMITMENT: usize = 32;
const BEFORE: usize = HEADER + NONCE + COMMITMENT;
const OVERHEAD: usize = BEFORE + TAG;

/// Why an envelope does not open.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SealError {
    /// A later version wrote it. Start that version again.
    #[error("sealed in format {0}, which this version of Windward does not know; upgrade Windward")]
    Newer(u8),
    /// It was sealed with a key that this vault does not hold.
    #[error(
        "sealed with key number {found}, and this vault holds number {held}; upgrade Windward or restore a backup"
    )]
    Epoch {
        /// The number in the envelope.
        found: u32,
        /// The number of the key at hand.
        held: u32,
    },
    /// Another key, or the envelope was moved here from another place.
    #[error("not sealed with this key for this place: another key, or moved here from elsewhere")]
    Key,
    /// Changed after it was sealed.
    #[error("changed after it was sealed")]
    Changed,
    /// A slot that asks for a weaker or unknown way from secret to key.
    #[error(
        "the slot asks for a way of making its key that this version of Windward does not accept; upgrade Windward or restore a backup"
    )]
    Kdf,
    /// Too short, or its padding is wrong.
    #[error("not a sealed text")]
    Malformed,
}

/// A pseudorandom key, from which each envelope’s own is derived.
pub struct Key(Hkdf<Sha256>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").finish_non_exhaustive()
    }
}

impl Key {
    /// Random bytes, which are such a key as they are.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the expectation cannot fail")]
    pub fn pseudorandom(bytes: &[u8; 32]) -> Self {
        Self(Hkdf::from_prk(bytes).expect("32 bytes are a pseudorandom key"))
    }

    /// HKDF-Extract with SHA-256; without a salt, with 32 zero bytes.
    #[must_use]
    pub fn extracted(salt: Option<&[u8]>, secret: &[u8]) -> Self {
        Self(Hkdf::new(salt, secret))
    }

    /// HKDF-Expand with SHA-256 over the parts of `info`, one after another.
    ///
    /// # Panics
    /// If more than 8,160 bytes are wanted.
    pub fn expand(&self, info: &[&[u8]], out: &mut [u8]) {
        self.0
            .expand_multi_info(info, out)
            .expect("at most 255 times 32 bytes");
    }

    /// Seals what `fill` writes into `len` zeroed bytes.
    ///
    /// # Panics
    /// If the context is longer than 635 bytes.
    #[inline(never)]
    pub fn seal(
        &self,
        label: &[u8],
        epoch: u32,
        context: &[u8],
        nonce: [u8; NONCE],
        len: usize,
        fill: &mut dyn FnMut(&mut [u8]),
    ) -> Vec<u8> {
        let header = header(epoch);
        let (aead, left, commitment) = self.derive(label, header, context, &nonce);
        let mut out = vec![0; len + OVERHEAD];
        let (before, rest) = out.split_at_mut(BEFORE);
        before[..HEADER].copy_from_slice(&header);
        before[HEADER..HEADER + NONCE].copy_from_slice(&nonce);
        before[HEADER + NONCE..].copy_from_slice(&commitment);
        let (text, tag) = rest.split_at_mut(len);
        fill(text);
        tag.copy_from_slice(&aead.seal(left, Associated::new(header, context).as_slice(), text));
        out
    }

    /// Opens an envelope in place and gives its text, padded or not.
    ///
    /// # Panics
    /// If the context is longer than 635 bytes.
    #[inline(never)]
    pub fn open<'a>(
        &self,
        label: &[u8],
        epoch: u32,
        context: &[u8],
        envelope: &'a mut [u8],
    ) -> Result<&'a mut [u8], SealError> {
        known(envelope)?;
        let (before, rest) = envelope
            .split_at_mut_checked(BEFORE)
            .ok_or(SealError::Malformed)?;
        if rest.len() < TAG {
            return Err(SealError::Malformed);
        }
        let expected = header(epoch);
        if before[..HEADER] != expected {
            let found = before[1..HEADER].try_into().map_or(0, u32::from_be_bytes);
            return Err(SealError::Epoch { found, held: epoch });
        }
        let (nonce, commitment) = before[HEADER..].split_at(NONCE);
        let nonce = nonce.try_into().map_err(|_| SealError::Malformed)?;
        let (aead, left, derived) = self.derive(label, expected, context, nonce);
        if !bool::from(commitment.ct_eq(&derived)) {
            return Err(SealError::Key);
        }
        aead.open(left, Associated::new(expected, context).as_slice(), rest)
            .ok_or(SealError::Changed)
    }

    /// What seals one envelope, the nonce it takes, and the commitment.
    fn derive(
        &self,
        label: &[u8],
        header: [u8; HEADER],
        context: &[u8],
        nonce: &[u8; NONCE],
    ) -> (Aead, [u8; 12], [u8; COMMITMENT]) {
        let mut okm = Zeroizing::new([[0; 32]; 2]);
        self.expand(&[label, &header, context], okm.as_flattened_mut());
        let [key, commitment] = &*okm;
        let (aead, left) = Aead::extended(key, nonce);
        (aead, left, *commitment)
    }
}

/// The number of the key that an envelope says it was sealed with; to open a wrapped key by.
pub fn epoch_of(envelope: &[u8]) -> Result<u32, SealError> {
    known(envelope)?;
    envelope
        .get(1..HEADER)
        .and_then(|bytes| bytes.try_into().ok())
        .map(u32::from_be_bytes)
        .ok_or(SealError::Malformed)
}

/// Refuses other formats than this one.
fn known(envelope: &[u8]) -> Result<(), SealError> {
    match envelope.first() {
        Some(&FORMAT) => Ok(()),
        Some(&0) | None => Err(SealError::Malformed),
        Some(&newer) => Err(SealError::Newer(newer)),
    }
}

/// What the associated data is at most: header, two ids, and either a slot's names (of up to 255 bytes) or an
/// entry's ids.
struct Associated {
    bytes: [u8; Self::MAX],
    len: usize,
}

impl Associated {
    const MAX: usize = 640;

    fn new(header: [u8; HEADER], context: &[u8]) -> Self {
        let mut it = Self {
            bytes: [0; Self::MAX],
            len: HEADER + context.len(),
        };
        it.bytes[..HEADER].copy_from_slice(&header);
        it.bytes[HEADER..it.len].copy_from_slice(context);
        it
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

fn header(epoch: u32) -> [u8; HEADER] {
    let mut header = [FORMAT; HEADER];
    header[1..].copy_from_slice(&epoch.to_be_bytes());
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"what nobody else may read";

    fn sealed(key: &Key) -> Vec<u8> {
        let fill = &mut |into: &mut [u8]| into.copy_from_slice(TEXT);
        key.seal(b"label", 7, b"here", [9; NONCE], TEXT.len(), fill)
    }

    #[test]
    fn it_opens_where_it_belongs_and_nowhere_else() {
        let key = Key::pseudorandom(&[1; 32]);
        let envelope = sealed(&key);
        assert_eq!(envelope.len(), TEXT.len() + OVERHEAD);
        assert_eq!(epoch_of(&envelope), Ok(7));
        let open = |key: &Key, label: &[u8], epoch, context: &[u8]| {
            let mut envelope = envelope.clone();
            let opened = key.open(label, epoch, context, &mut envelope);
            opened.map(|text| text.to_vec())
        };
        assert_eq!(open(&key, b"label", 7, b"here").as_deref(), Ok(TEXT));
        let elsewhere = Err(SealError::Key);
        assert_eq!(open(&key, b"label", 7, b"there"), elsewhere);
        assert_eq!(open(&key, b"other", 7, b"here"), elsewhere);
        let other = Key::extracted(None, &[1; 32]);
        assert_eq!(open(&other, b"label", 7, b"here"), elsewhere);
        let held = SealError::Epoch { found: 7, held: 8 };
        assert_eq!(open(&key, b"label", 8, b"here"), Err(held));
    }

    #[test]
    fn no_byte_of_it_can_be_changed_or_taken_away() {
        let key = Key::pseudorandom(&[1; 32]);
        let envelope = sealed(&key);
        for at in 0..envelope.len() {
            let mut changed = envelope.clone();
            changed[at] ^= 1;
            assert!(
                key.open(b"label", 7, b"here", &mut changed).is_err(),
                "{at}"
            );
            let mut cut = envelope[..at].to_vec();
            assert!(key.open(b"label", 7, b"here", &mut cut).is_err(), "{at}");
        }
    }
}
