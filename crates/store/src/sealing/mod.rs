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
//! # Envelopes
//! What is sealed lies in an envelope of [`windward_envelope`], whose context says where it belongs, so that one moved
//! to another place does not open. Integers are big-endian:
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

use windward_envelope::Key;
pub use windward_envelope::SealError;
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
    let mut out = [0; 16];
    Key::pseudorandom(&vault.bytes).expand(&[OPAQUE, name.as_bytes()], &mut out);
    out
}
