//! The header of a file that is encrypted to public keys: the file key, wrapped once for each.

use std::io::BufRead;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use hkdf::hmac::Mac;
use zeroize::Zeroizing;

use super::{
    ARMOUR, AgeIdentity, AgeRecipient, BEGINNING, FILE_KEY, LockError, UnlockError, Wrapped,
    header::{decoded, line, mac, text},
};
use crate::random;

/// Public keys that one file is encrypted to at most.
pub(super) const MOST: usize = 16;

/// Stanzas of other programs that are passed over at most, and lines in one of them.
const MOST_STANZAS: usize = 64;
const MOST_LINES: usize = 64;

/// Characters of a line of a stanza, but for its last, which is shorter.
const FULL_LINE: usize = 64;

/// The header of a new file.
pub(super) fn written(
    recipients: &[AgeRecipient],
    file_key: &[u8; FILE_KEY],
) -> Result<Vec<u8>, LockError> {
    if recipients.is_empty() || recipients.len() > MOST {
        return Err(LockError::Recipients);
    }
    let encode = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes);
    let mut header = BEGINNING.to_vec();
    for recipient in recipients {
        let ephemeral = random::secret()?;
        let wrapped = recipient.wrap(&ephemeral, file_key);
        let (share, wrapped) = wrapped.ok_or(LockError::Recipients)?;
        let stanza = format!("-> X25519 {}\n{}\n", encode(&share), encode(&wrapped));
        header.extend_from_slice(stanza.as_bytes());
    }
    header.extend_from_slice(b"---");
    let tag = mac(file_key, &header).finalize().into_bytes();
    header.extend_from_slice(format!(" {}\n", encode(&tag)).as_bytes());
    Ok(header)
}

/// What a header says.
pub(super) struct Keyed {
    wrapped: Vec<([u8; 32], Wrapped)>,
    /// Everything that its tag is over.
    text: Vec<u8>,
    tag: [u8; 32],
}

impl Keyed {
    /// Reads one, and leaves `from` at the first byte after it.
    pub(super) fn read(from: &mut dyn BufRead) -> Result<Self, UnlockError> {
        let first = line(from)?;
        if first.starts_with(ARMOUR) {
            return Err(UnlockError::Armoured);
        }
        if first != BEGINNING {
            return Err(UnlockError::NotAge);
        }
        let mut keyed = Self {
            wrapped: Vec::new(),
            text: first,
            tag: [0; 32],
        };
        for _ in 0..=MOST_STANZAS {
            let begins = line(from)?;
            if let Some(tag) = text(&begins)?.strip_prefix("--- ") {
                keyed.tag = decoded(tag)?;
                keyed.text.extend_from_slice(b"---");
                return Ok(keyed);
            }
            keyed.stanza(&begins, from)?;
        }
        Err(UnlockError::Damaged)
    }

    fn stanza(&mut self, begins: &[u8], from: &mut dyn BufRead) -> Result<(), UnlockError> {
        self.text.extend_from_slice(begins);
        let mut body = String::new();
        let mut ended = false;
        for _ in 0..MOST_LINES {
            let next = line(from)?;
            self.text.extend_from_slice(&next);
            let part = text(&next)?;
            if part.len() > FULL_LINE {
                return Err(UnlockError::Damaged);
            }
            body.push_str(part);
            if part.len() < FULL_LINE {
                ended = true;
                break;
            }
        }
        if !ended {
            return Err(UnlockError::Damaged);
        }
        let words: Vec<&str> = text(begins)?.split(' ').collect();
        match words[..] {
            ["->", "X25519", share] => {
                let wrapped = (decoded(share)?, decoded(&body)?);
                self.wrapped.push(wrapped);
                Ok(())
            }
            ["->", "X25519", ..] => Err(UnlockError::Damaged),
            // Alone in its file, so no key opens it.
            ["->", "scrypt", ..] => Err(UnlockError::Remembered),
            ["->", _, ..] => Ok(()),
            _ => Err(UnlockError::Damaged),
        }
    }

    /// The file key, if one of the identities opens it and nothing was changed.
    pub(super) fn open(
        &self,
        identities: &[AgeIdentity],
    ) -> Result<Zeroizing<[u8; FILE_KEY]>, UnlockError> {
        let mut pairs = identities
            .iter()
            .flat_map(|key| self.wrapped.iter().map(move |it| (key, it)));
        let found = pairs.find_map(|(key, (share, wrapped))| key.unwrap(share, wrapped));
        let file_key = found.ok_or(UnlockError::Identity)?;
        self.is_of(&file_key)?;
        Ok(file_key)
    }

    /// Whether it was written under this key, and nothing was changed.
    pub(super) fn is_of(&self, file_key: &[u8; FILE_KEY]) -> Result<(), UnlockError> {
        let verified = mac(file_key, &self.text).verify_slice(&self.tag);
        verified.map_err(|_| UnlockError::Damaged)
    }
}
