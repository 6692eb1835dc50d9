//! Sealing: what only the owner can read, in a form that nothing at rest opens.
//!
//! # What it protects against, and what not
//! A stolen disk, a database dump, a backup, a curious administrator with SQL: none of them can read what is
//! sealed, put it in another place, or change a byte of it unnoticed. Whoever controls the running program
//! while a vault is open can read what passes through it. Times, sizes (rounded up to buckets), counts and
//! which entry replaces which stay visible. That the last entries were cut off, that entries changed places
//! in the order, that a whole older state was put back, or that a readable (shared) entry was rewritten, is
//! not detected.
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
//! From a pseudorandom key (below), 64 bytes are derived by HKDF-Expand with SHA-256 over
//! `info` = label ‖ format ‖ epoch ‖ context. The first 32 are the key of XChaCha20-Poly1305, the other 32 the
//! commitment, compared before anything is opened: XChaCha20-Poly1305 alone does not commit to its key, so
//! that a ciphertext could be crafted that opens under two. The associated data is format ‖ epoch ‖ context.
//! The context says where the envelope belongs, so that one moved to another place does not open:
//!
//! | what | label | pseudorandom key | context | plaintext |
//! |---|---|---|---|---|
//! | entry | `windward entry` | the vault key | tenant (8), person (8), entry id (16), 0 or 1 ‖ id of the entry it revises (16) | padded JSON |
//! | slot | `windward slot` | HKDF-Extract(salt of the slot, secret, or the wrapping half of what was remembered: `password.rs`) | tenant (8), person (8), slot id (8), kind, kdf, each with its length (1) before it | vault key (32) |
//! | session | `windward session` | HKDF-Extract(32 zero bytes, session secret) | tenant (8), person (8), SHA-256 of the secret (32) | vault key (32) |
//! | for the server | `windward server` | the server's key | a word for what it is, with its length (1) before it, and what it belongs to | padded bytes |
//!
//! Padded JSON is its length (4), the text, and zeros up to the next bucket: 512 bytes and its doublings up to
//! 64 KiB, from there on multiples of 64 KiB.
//!
//! Fixed test vectors lie in `tests/vectors.json`. What is taken away under a passphrase is of another format, that of
//! `age`: see `taken/`.

mod entry;
mod keyfile;
mod padding;
mod password;
mod recovery;
mod server;
mod taken;
mod token;
#[cfg(test)]
mod vectors;
mod wrap;

use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::Zeroizing;

pub(crate) use self::taken::FileKey;
pub(crate) use self::{
    entry::{Place, Sealer},
    keyfile::KeyFile,
    password::{Kdf, Stretched},
    wrap::{SlotSecret, open_session, open_slot, slot, wrap_for_session},
};
pub use self::{
    keyfile::KeyFileError,
    padding::MAX_TEXT,
    password::{BadPassword, Password},
    recovery::{NotACode, RecoveryCode},
    server::{ServerKey, ServerPlace},
    taken::{
        AgeIdentity, AgeRecipient, LockError, Locker, NoIdentity, NotARecipient, Passphrase,
        TooShort, UnlockError, Unlocked, is_locked,
    },
    token::{
        FeedToken, InvitationToken, ResetToken, SessionSecret, ShareToken, SignInToken, StopToken,
    },
};
use crate::random::{self, NoRandomness};

const FORMAT: u8 = 1;
const HEADER: usize = 1 + 4;
const NONCE: usize = 24;
const COMMITMENT: usize = 32;
const TAG: usize = 16;
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

/// The random key that a person's entries are sealed with. It lies in slots, wrapped under other keys, and in
/// memory while their vault is open; wiped from there when dropped.
pub struct VaultKey {
    epoch: u32,
    bytes: Zeroizing<[u8; 32]>,
}

impl VaultKey {
    /// A new vault's key.
    pub fn random() -> Result<Self, NoRandomness> {
        Ok(Self {
            epoch: 1,
            bytes: random::secret()?,
        })
    }

    /// Which key of this person it is, from 1.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }
}

impl std::fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VaultKey")
            .field("epoch", &self.epoch)
            .finish_non_exhaustive()
    }
}

/// The label of [`opaque`].
const OPAQUE: &[u8] = b"windward due";

/// A name for something, the same at every time, that says nothing to whoever does not hold the vault key.
///
/// Calendars know a reminder by it, so what is made here never changes.
pub(crate) fn opaque(vault: &VaultKey, name: &str) -> [u8; 16] {
    let prk = Hkdf::<Sha256>::from_prk(&*vault.bytes).expect("32 bytes are a pseudorandom key");
    let mut out = [0; 16];
    prk.expand_multi_info(&[OPAQUE, name.as_bytes()], &mut out)
        .expect("16 bytes are fewer than HKDF gives");
    out
}

/// Keys derived for one envelope.
struct Derived {
    aead: XChaCha20Poly1305,
    commitment: [u8; COMMITMENT],
}

fn derive(prk: &Hkdf<Sha256>, label: &[u8], header: [u8; HEADER], context: &[u8]) -> Derived {
    let mut okm = Zeroizing::new([0; 64]);
    prk.expand_multi_info(&[label, &header, context], &mut *okm)
        .expect("64 bytes are fewer than HKDF gives");
    let (key, commitment) = okm.split_at(32);
    Derived {
        aead: XChaCha20Poly1305::new_from_slice(key).expect("32 bytes are a key"),
        commitment: commitment.try_into().expect("the other 32 bytes"),
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

/// Seals what `fill` writes into `len` zeroed bytes.
fn seal(
    prk: &Hkdf<Sha256>,
    label: &[u8],
    epoch: u32,
    context: &[u8],
    nonce: [u8; NONCE],
    len: usize,
    fill: impl FnOnce(&mut [u8]),
) -> Vec<u8> {
    let header = header(epoch);
    let derived = derive(prk, label, header, context);
    let mut out = vec![0; len + OVERHEAD];
    let (before, rest) = out.split_at_mut(BEFORE);
    before[..HEADER].copy_from_slice(&header);
    before[HEADER..HEADER + NONCE].copy_from_slice(&nonce);
    before[HEADER + NONCE..].copy_from_slice(&derived.commitment);
    let (text, tag) = rest.split_at_mut(len);
    fill(text);
    let sealed = derived
        .aead
        .encrypt_inout_detached(
            &XNonce::from(nonce),
            Associated::new(header, context).as_slice(),
            text.into(),
        )
        .expect("a text far shorter than 256 GiB");
    tag.copy_from_slice(&sealed);
    out
}

/// Opens an envelope in place and gives its text, padded or not.
fn open<'a>(
    prk: &Hkdf<Sha256>,
    label: &[u8],
    epoch: u32,
    context: &[u8],
    envelope: &'a mut [u8],
) -> Result<&'a mut [u8], SealError> {
    match envelope.first() {
        Some(&FORMAT) => {}
        Some(&0) | None => return Err(SealError::Malformed),
        Some(&newer) => return Err(SealError::Newer(newer)),
    }
    let (before, rest) = envelope
        .split_at_mut_checked(BEFORE)
        .ok_or(SealError::Malformed)?;
    let text_len = rest.len().checked_sub(TAG).ok_or(SealError::Malformed)?;
    let (text, tag) = rest.split_at_mut(text_len);
    let expected = header(epoch);
    if before[..HEADER] != expected {
        let found = before[1..HEADER].try_into().map_or(0, u32::from_be_bytes);
        return Err(SealError::Epoch { found, held: epoch });
    }
    let derived = derive(prk, label, expected, context);
    let commitment: &[u8] = &before[HEADER + NONCE..];
    if !bool::from(commitment.ct_eq(&derived.commitment)) {
        return Err(SealError::Key);
    }
    let nonce: [u8; NONCE] = before[HEADER..HEADER + NONCE]
        .try_into()
        .map_err(|_| SealError::Malformed)?;
    let tag = Tag::try_from(&*tag).map_err(|_| SealError::Malformed)?;
    derived
        .aead
        .decrypt_inout_detached(
            &XNonce::from(nonce),
            Associated::new(expected, context).as_slice(),
            (&mut *text).into(),
            &tag,
        )
        .map_err(|_| SealError::Changed)?;
    Ok(text)
}

/// The number of the key that an envelope says it was sealed with; to open a wrapped key by.
fn epoch_of(envelope: &[u8]) -> Result<u32, SealError> {
    match envelope.first() {
        Some(&FORMAT) => {}
        Some(&0) | None => return Err(SealError::Malformed),
        Some(&newer) => return Err(SealError::Newer(newer)),
    }
    envelope
        .get(1..HEADER)
        .and_then(|bytes| bytes.try_into().ok())
        .map(u32::from_be_bytes)
        .ok_or(SealError::Malformed)
}
