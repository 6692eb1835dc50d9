//! The header: which passphrase-made key the file key is wrapped under, and its tag.

use std::io::{self, BufRead, Read};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use hkdf::hmac::{Hmac, KeyInit, Mac};
use scrypt::{Params, scrypt};
use sha2::Sha256;
use windward_envelope::Aead;
use zeroize::Zeroizing;

use super::{
    ARMOUR, BEGINNING, FILE_KEY, Passphrase, UnlockError, Wrapped, derived, unwrapped, wrapped,
};

const SALT: usize = 16;
const LABEL: &[u8] = b"age-encryption.org/v1/scrypt";

/// Bytes of a line of a header. Ours have 64 at most; a line that is longer is none of a passphrase.
const MOST_IN_A_LINE: u64 = 256;

/// The logarithm of scrypt’s cost for new files: 256 MB of memory, what `age` itself takes.
pub(super) const WORK: u8 = 18;

/// What a file may ask for at most. A file that asks for more would take the memory of a small machine.
pub(super) const MOST_WORK: u8 = 18;

/// The header of a new file, and what it rests on.
pub(super) fn written(
    passphrase: &Passphrase,
    file_key: &[u8; FILE_KEY],
    salt: &[u8; SALT],
    work: u8,
) -> Vec<u8> {
    let wrapped = wrapped(&wrapping(passphrase, salt, work), file_key);
    let encode = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes);
    let mut header = BEGINNING.to_vec();
    let stanza = format!(
        "-> scrypt {} {work}\n{}\n---",
        encode(salt),
        encode(&wrapped)
    );
    header.extend_from_slice(stanza.as_bytes());
    let tag = mac(file_key, &header).finalize().into_bytes();
    header.extend_from_slice(format!(" {}\n", encode(&tag)).as_bytes());
    header
}

/// What scrypt makes of a passphrase.
fn wrapping(passphrase: &Passphrase, salt: &[u8; SALT], work: u8) -> Aead {
    let params = Params::new(work, 8, 1).expect("costs that are bounded");
    let mut salted = LABEL.to_vec();
    salted.extend_from_slice(salt);
    let mut key = Zeroizing::new([0; 32]);
    scrypt(passphrase.0.as_bytes(), &salted, &params, &mut *key).expect("32 bytes are few");
    Aead::new(&key)
}

pub(super) fn mac(file_key: &[u8; FILE_KEY], header: &[u8]) -> Hmac<Sha256> {
    let key = derived(file_key, b"", b"header");
    let mut mac = Hmac::<Sha256>::new_from_slice(&*key).expect("a key of any length");
    mac.update(header);
    mac
}

/// What the header of a file says.
pub(super) struct Header {
    salt: [u8; SALT],
    work: u8,
    wrapped: Wrapped,
    /// Everything that its tag is over.
    text: Vec<u8>,
    tag: [u8; 32],
}

impl Header {
    /// Reads one, and leaves `from` at the first byte after it.
    pub(super) fn read(from: &mut dyn BufRead) -> Result<Self, UnlockError> {
        let first = line(from)?;
        if first.starts_with(ARMOUR) {
            return Err(UnlockError::Armoured);
        }
        if first != BEGINNING {
            return Err(UnlockError::NotAge);
        }
        let stanza = line(from)?;
        let words: Vec<&str> = text(&stanza)?.split(' ').collect();
        let (salt, work) = match words[..] {
            ["->", "scrypt", salt, work] => (salt, work),
            ["->", ..] => return Err(UnlockError::Recipient),
            _ => return Err(UnlockError::Damaged),
        };
        let canonical = !work.is_empty()
            && !work.starts_with('0')
            && work.bytes().all(|it| it.is_ascii_digit());
        if !canonical {
            return Err(UnlockError::Damaged);
        }
        // A number that fits no byte asks for more memory than there is.
        let work = work.parse().ok().filter(|work: &u8| *work <= MOST_WORK);
        let work = work.ok_or(UnlockError::Work)?;
        let wrapped = line(from)?;
        let end = line(from)?;
        let tag = match text(&end)?.split_once(' ') {
            Some(("---", tag)) => decoded(tag)?,
            _ if end.starts_with(b"->") => return Err(UnlockError::Recipient),
            _ => return Err(UnlockError::Damaged),
        };
        Ok(Self {
            salt: decoded(salt)?,
            work,
            wrapped: decoded(text(&wrapped)?)?,
            text: [&first, &stanza, &wrapped, &b"---"[..]].concat(),
            tag,
        })
    }

    /// The file key, if the passphrase is the right one and nothing was changed.
    pub(super) fn open(
        self,
        passphrase: &Passphrase,
    ) -> Result<Zeroizing<[u8; FILE_KEY]>, UnlockError> {
        let wrapping = wrapping(passphrase, &self.salt, self.work);
        let file_key = unwrapped(&wrapping, &self.wrapped).ok_or(UnlockError::Passphrase)?;
        let verified = mac(&file_key, &self.text).verify_slice(&self.tag);
        verified.map_err(|_| UnlockError::Damaged)?;
        Ok(file_key)
    }

    /// The salt and the cost, so that a test writes the same file again.
    #[cfg(test)]
    pub(super) const fn parts(&self) -> (&[u8; SALT], u8) {
        (&self.salt, self.work)
    }
}

/// The next line with its end, but not more than a line of a header has.
pub(super) fn line(from: &mut dyn BufRead) -> Result<Vec<u8>, io::Error> {
    let mut line = Vec::new();
    from.take(MOST_IN_A_LINE).read_until(b'\n', &mut line)?;
    Ok(line)
}

/// A line without its end.
pub(super) fn text(line: &[u8]) -> Result<&str, UnlockError> {
    let line = line.strip_suffix(b"\n").ok_or(UnlockError::Damaged)?;
    str::from_utf8(line).map_err(|_| UnlockError::Damaged)
}

/// Bytes of one length. Other ways to write the same ones are refused, as the format says.
pub(super) fn decoded<const N: usize>(text: &str) -> Result<[u8; N], UnlockError> {
    let bytes = STANDARD_NO_PAD.decode(text).ok();
    let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or(UnlockError::Damaged)
}
