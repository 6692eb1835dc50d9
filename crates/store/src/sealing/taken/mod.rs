//! A file that is taken away under a passphrase, and a backup that is encrypted to public keys: the format of `age`,
//! version 1, of which these are the recipient that asks for a passphrase (`scrypt`) and the one of a key (`X25519`).
//!
//! The format is published at <https://c2sp.org/age>: whoever has the passphrase opens such a file with `age --decrypt`,
//! without Windward. Decision 0025 says why it is written here: it is small, and what it is made of is in the program
//! already.
//!
//! - The file key is random. It is wrapped under a key that scrypt makes of the passphrase and a random salt, or once for
//!   each public key under what X25519 and HKDF make of it and of a random secret.
//! - The header is authenticated under the file key, the content in pieces of 64 KiB, each with its number and whether
//!   it is the last, so that one that was changed, moved or cut off does not open.
//! - Writing and reading hold one piece at a time, whatever the length; scrypt takes 256 MB for a second or two.

mod bech32;
mod header;
mod keyed;
mod keys;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

use std::{fmt, io};

use hkdf::Hkdf;
use sha2::Sha256;
use thiserror::Error;
use windward_envelope::{Aead, TAG};
use zeroize::Zeroizing;

pub(crate) use self::writer::FileKey;
pub use self::{
    keys::{AgeIdentity, AgeRecipient, NoIdentity, NotARecipient},
    reader::Unlocked,
    writer::Locker,
};
use crate::random::NoRandomness;

/// How every such file begins.
const BEGINNING: &[u8] = b"age-encryption.org/v1\n";

/// How one begins that was made for a mail: as letters and figures.
const ARMOUR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";

/// Bytes of a piece of the content, before it is sealed.
const PIECE: usize = 64 * 1024;

const FILE_KEY: usize = 16;
const NONCE: usize = 16;

/// A file key as it stands in a header.
type Wrapped = [u8; FILE_KEY + TAG];

/// What is remembered and opens such a file. It is in no message and no debug output, and wiped when it is dropped.
pub struct Passphrase(Zeroizing<String>);

/// Why a text is no passphrase for a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "a passphrase has at least {} characters; four or five words that do not belong together are easy to keep and hard to guess",
    Passphrase::LEAST
)]
pub struct TooShort;

impl Passphrase {
    /// Characters of a passphrase for a new file. The file may lie about for years, where anybody can try and try.
    pub const LEAST: usize = 12;

    /// One for a new file.
    pub fn new(text: Zeroizing<String>) -> Result<Self, TooShort> {
        if text.chars().count() < Self::LEAST {
            return Err(TooShort);
        }
        Ok(Self(text))
    }

    /// One as it was typed, for a file that is there already.
    #[must_use]
    pub const fn typed(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// Why a file was not encrypted.
#[derive(Debug, Error)]
pub enum LockError {
    /// Nobody would open it, or too many.
    #[error(
        "a file is encrypted to one public key at least and to 16 at most, each of a key of its own"
    )]
    Recipients,
    /// The operating system gave none.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] io::Error),
}

/// Why a file does not open.
#[derive(Debug, Error)]
pub enum UnlockError {
    /// It is something else.
    #[error("this is no file that was encrypted with age")]
    NotAge,
    /// It is in the form for mails.
    #[error(
        "this file is in age’s form of letters and figures; open it with `age --decrypt`, and take what comes out"
    )]
    Armoured,
    /// It was encrypted to a key.
    #[error(
        "this file was encrypted to a key and not under a passphrase; open it with `age --decrypt --identity`, and take what comes out"
    )]
    Recipient,
    /// It asks for more memory than a file of Windward does.
    #[error(
        "this file takes more memory to open than Windward gives it; open it with `age --decrypt`, and take what comes out"
    )]
    Work,
    /// It was encrypted under a passphrase.
    #[error(
        "this file was encrypted under a passphrase and not to a key; it is a record that was taken away, or of another program"
    )]
    Remembered,
    /// It was encrypted to other keys.
    #[error(
        "this key does not open the file: it was encrypted to other public keys, so look for the one that belongs to them"
    )]
    Identity,
    /// Another passphrase.
    #[error(
        "this passphrase does not open the file; capital letters and spaces count, so type it again"
    )]
    Passphrase,
    /// Changed, or cut off.
    #[error("this file is damaged, or a part of it is missing; copy it again from where it was")]
    Damaged,
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] io::Error),
}

/// Whether something is a file of age, by its beginning.
#[must_use]
pub fn is_locked(bytes: &[u8]) -> bool {
    bytes.starts_with(b"age-encryption.org/") || bytes.starts_with(ARMOUR)
}

/// A file key under the key that wraps it, which is made for this file and seals nothing else, so that its nonce may be zero.
fn wrapped(wrapping: &Aead, file_key: &[u8; FILE_KEY]) -> Wrapped {
    let mut wrapped = [0; FILE_KEY + TAG];
    let (key, tag) = wrapped.split_at_mut(FILE_KEY);
    key.copy_from_slice(file_key);
    tag.copy_from_slice(&wrapping.seal([0; 12], b"", key));
    wrapped
}

/// The file key that was wrapped so; `None` if it was under another key.
fn unwrapped(wrapping: &Aead, wrapped: &Wrapped) -> Option<Zeroizing<[u8; FILE_KEY]>> {
    let mut wrapped = Zeroizing::new(*wrapped);
    let key = wrapping.open([0; 12], b"", &mut *wrapped)?;
    key.try_into().ok().map(Zeroizing::new)
}

/// The key of the header’s tag or of the content.
fn derived(file_key: &[u8; FILE_KEY], salt: &[u8], info: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let hkdf = Hkdf::<Sha256>::new(Some(salt), file_key);
    hkdf.expand(info, &mut *key).expect("32 bytes are few");
    key
}

/// What opens and seals the pieces of the content.
struct Pieces {
    aead: Aead,
    number: u64,
}

impl Pieces {
    fn of(file_key: &[u8; FILE_KEY], nonce: &[u8; NONCE]) -> Self {
        let key = derived(file_key, nonce, b"payload");
        Self {
            aead: Aead::new(&key),
            number: 0,
        }
    }

    /// The nonce of the next piece: its number in eleven bytes, and whether it is the last.
    fn nonce(&mut self, last: bool) -> [u8; 12] {
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.number.to_be_bytes());
        nonce[11] = last.into();
        self.number += 1;
        nonce
    }
}
