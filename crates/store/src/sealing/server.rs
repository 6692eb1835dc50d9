//! Sealing under a key of the server: what it must read while every vault is closed, such as a letter that
//! waits to be sent.
//!
//! The key lies in a file of the data directory, `server-key`, never in the database and never in a backup. It
//! protects against who has the database alone; whoever has the data directory too reads what is sealed so.

use std::{
    fmt::{self, Write as _},
    path::Path,
};

use windward_envelope::{Key, SealError};
use zeroize::Zeroizing;

use super::{KeyFile, KeyFileError, padding};
use crate::{
    ids::PersonKey,
    random::{self, NoRandomness},
};

const LABEL: &[u8] = b"windward server";
const TAG_LABEL: &[u8] = b"windward server tag";
const PRINT_LABEL: &[u8] = b"windward server print";

/// There is one key, and it is replaced as a whole.
const EPOCH: u32 = 1;

/// The key of a server: 32 random bytes in a file beside the database.
pub struct ServerKey(KeyFile);

/// Where something belongs that is sealed for the server: nowhere else does its envelope open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerPlace {
    /// A letter of a person.
    Letter(PersonKey, [u8; 32]),
    /// To whom a letter went, and what was answered.
    Answer(PersonKey, [u8; 32]),
    /// A person's wish for digests.
    Digest(PersonKey),
    /// A setting.
    Setting(&'static str),
    /// What went wrong with the whole of a round.
    Fault,
    /// What a person's device makes codes from.
    Totp(PersonKey),
    /// What a person calls a passkey.
    Label(PersonKey),
    /// What a browser carries from one page to the next, unread: a word for what it is.
    Ticket(&'static str),
}

impl ServerPlace {
    fn context(self) -> Vec<u8> {
        let (word, person, id) = match self {
            Self::Letter(person, id) => ("letter", Some(person), Some(id)),
            Self::Answer(person, id) => ("answer", Some(person), Some(id)),
            Self::Digest(person) => ("digest", Some(person), None),
            Self::Setting(name) => (name, None, None),
            Self::Fault => ("fault", None, None),
            Self::Totp(person) => ("totp", Some(person), None),
            Self::Label(person) => ("label", Some(person), None),
            Self::Ticket(_) => ("ticket", None, None),
        };
        let mut context = Vec::with_capacity(64);
        context.push(u8::try_from(word.len()).expect("the names of settings are short"));
        context.extend_from_slice(word.as_bytes());
        if let Some(person) = person {
            for number in [person.tenant().get(), person.person().get()] {
                context.extend_from_slice(&number.to_be_bytes());
            }
        }
        context.extend(id.iter().flatten());
        if let Self::Ticket(name) = self {
            context.extend_from_slice(name.as_bytes());
        }
        context
    }
}

impl ServerKey {
    /// The key of a data directory; a new one if there is none.
    pub(crate) fn of(data_dir: &Path) -> Result<Self, KeyFileError> {
        let path = KeyFile::server_path(data_dir);
        match KeyFile::read(&path) {
            Err(KeyFileError::Missing(_)) => KeyFile::create_server(data_dir).map(Self),
            read => read.map(Self),
        }
    }

    fn key(&self) -> Key {
        Key::pseudorandom(self.0.secret())
    }

    fn expand(&self, label: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        // With their lengths, so that no two lists of parts run together into the same bytes.
        let lengths: Vec<[u8; 8]> = parts
            .iter()
            .map(|part| u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes())
            .collect();
        let mut info: Vec<&[u8]> = vec![label];
        for (length, part) in lengths.iter().zip(parts) {
            info.extend([&length[..], part]);
        }
        let mut out = [0; 32];
        self.key().expand(&info, &mut out);
        out
    }

    /// What tells this key from another; says nothing of the key.
    #[must_use]
    pub fn print(&self) -> String {
        let print = self.expand(PRINT_LABEL, &[]);
        hex(&print[..16])
    }

    /// A hash of these parts that nobody computes without the key.
    #[must_use]
    pub fn tag(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.expand(TAG_LABEL, parts)
    }

    /// Seals at most [`MAX_TEXT`](super::MAX_TEXT) bytes.
    pub fn seal(&self, place: ServerPlace, bytes: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        Ok(self.seal_with(place, bytes, random::bytes()?))
    }

    fn seal_with(&self, place: ServerPlace, bytes: &[u8], nonce: [u8; 24]) -> Vec<u8> {
        let context = place.context();
        let len = padding::bucket(bytes.len());
        let fill = &mut |padded: &mut [u8]| padding::pad(bytes, padded);
        self.key().seal(LABEL, EPOCH, &context, nonce, len, fill)
    }

    /// Opens what was sealed for that place.
    pub fn open(&self, place: ServerPlace, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let mut envelope = Zeroizing::new(sealed.to_vec());
        let padded = self
            .key()
            .open(LABEL, EPOCH, &place.context(), &mut envelope)?;
        Ok(Zeroizing::new(padding::unpad(padded)?.to_vec()))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes what is written");
        text
    })
}

impl fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Layout, PersonId, Tenant, TenantId};

    fn person(id: i64) -> PersonKey {
        let tenant = Tenant {
            id: TenantId::new(7).unwrap(),
            layout: Layout::Packed,
        };
        PersonKey::new(tenant, PersonId::new(id).unwrap())
    }

    #[test]
    fn opens_in_its_place_and_under_its_key_alone() {
        let key = ServerKey(KeyFile::of([3; 32]));
        let place = ServerPlace::Letter(person(1), [9; 32]);
        let sealed = key.seal(place, b"Dear Kim").unwrap();
        assert_eq!(&**key.open(place, &sealed).unwrap(), b"Dear Kim");
        assert!(!sealed.windows(4).any(|it| it == b"Dear"));
        for elsewhere in [
            ServerPlace::Answer(person(1), [9; 32]),
            ServerPlace::Letter(person(2), [9; 32]),
            ServerPlace::Letter(person(1), [8; 32]),
            ServerPlace::Digest(person(1)),
            ServerPlace::Fault,
        ] {
            assert_eq!(key.open(elsewhere, &sealed), Err(SealError::Key));
        }
        let other = ServerKey(KeyFile::of([4; 32]));
        assert_eq!(other.open(place, &sealed), Err(SealError::Key));
        assert_ne!(other.print(), key.print());
    }

    #[test]
    fn the_envelope_is_the_published_one() {
        let key = ServerKey(KeyFile::of([3; 32]));
        let sealed = key.seal_with(ServerPlace::Setting("mail"), b"{}", [5; 24]);
        let start = hex(&sealed[..45]);
        assert_eq!(
            start,
            "0100000001050505050505050505050505050505050505050505050505\
             2262834626774309179e97ec53f8c282"
        );
    }

    #[test]
    fn parts_do_not_run_together() {
        let key = ServerKey(KeyFile::of([3; 32]));
        assert_ne!(key.tag(&[b"ab", b"c"]), key.tag(&[b"a", b"bc"]));
        assert_ne!(key.tag(&[b"ab", b"c"]), key.tag(&[b"abc"]));
        assert_eq!(key.tag(&[b"ab", b"c"]), key.tag(&[b"ab", b"c"]));
    }

    #[test]
    fn a_directory_gets_one_key() {
        let dir = tempfile::tempdir().unwrap();
        let made = ServerKey::of(dir.path()).unwrap();
        assert_eq!(ServerKey::of(dir.path()).unwrap().print(), made.print());
        assert!(KeyFile::server_path(dir.path()).is_file());
    }
}
