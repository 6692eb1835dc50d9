//! The vault key, wrapped: under the keys of slots, and under a session's secret.
//!
//! A slot's kind says what opens it, its kdf how the wrapping key is made of that. Two kinds are random secrets
//! (`keyfile` with 256 bits, `recovery` with 160), which nobody can guess their way through, so HKDF with SHA-256
//! is enough and they allow no other kdf. The other two (`password` and `passphrase`) are what people remember:
//! [stretched](super::password) with `argon2id,m=…,t=…,p=1`, and the wrapping half goes through the same HKDF. A
//! row that asks for less, or for something else, is refused. `prf` is a name kept for what passkeys hold; a slot
//! of a kind not known here is left alone.

use jiff::Timestamp;
use windward_envelope::{Key, SealError, epoch_of};
use zeroize::{Zeroize, Zeroizing};

use super::{Kdf, KeyFile, RecoveryCode, SessionSecret, Stretched, VaultKey};
use crate::{
    ids::PersonKey,
    journal::Slot,
    random::{self, NoRandomness},
};

const SLOT: &[u8] = b"windward slot";
const SESSION: &[u8] = b"windward session";
const HKDF: &str = "hkdf-sha256";
const SALT: usize = 32;

/// What opens a slot.
#[derive(Clone, Copy)]
pub(crate) enum SlotSecret<'a> {
    KeyFile(&'a KeyFile),
    Recovery(&'a RecoveryCode),
    Password(&'a Stretched),
    Passphrase(&'a Stretched),
}

impl SlotSecret<'_> {
    /// The kind of slot that it opens, as the database names it.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::KeyFile(_) => "keyfile",
            Self::Recovery(_) => "recovery",
            Self::Password(_) => "password",
            Self::Passphrase(_) => "passphrase",
        }
    }

    const fn stretched(&self) -> Option<&Stretched> {
        match self {
            Self::Password(it) | Self::Passphrase(it) => Some(it),
            Self::KeyFile(_) | Self::Recovery(_) => None,
        }
    }

    fn kdf(&self) -> String {
        self.stretched()
            .map_or_else(|| HKDF.to_owned(), |it| it.kdf().to_string())
    }

    fn key(&self, salt: &[u8]) -> Key {
        match self {
            Self::KeyFile(key) => Key::extracted(Some(salt), key.secret()),
            Self::Recovery(code) => Key::extracted(Some(salt), code.secret()),
            Self::Password(it) | Self::Passphrase(it) => {
                Key::extracted(Some(salt), &*it.wrapping())
            }
        }
    }
}

/// A slot of `id` that `secret` opens, holding the key of `vault`.
pub(crate) fn slot(
    person: PersonKey,
    id: i64,
    secret: SlotSecret<'_>,
    vault: &VaultKey,
    created_at: Timestamp,
) -> Result<Slot, NoRandomness> {
    // What was stretched has its salt already.
    let salt = match secret.stretched().and_then(|it| it.salt().try_into().ok()) {
        Some(salt) => salt,
        None => random::bytes::<SALT>()?,
    };
    let nonce = random::bytes()?;
    Ok(slot_with(
        person, id, secret, vault, created_at, salt, nonce,
    ))
}

pub(super) fn slot_with(
    person: PersonKey,
    id: i64,
    secret: SlotSecret<'_>,
    vault: &VaultKey,
    created_at: Timestamp,
    salt: [u8; SALT],
    nonce: [u8; 24],
) -> Slot {
    let kdf = secret.kdf();
    let context = slot_context(person, id, secret.kind(), &kdf);
    Slot {
        id,
        kind: secret.kind().to_owned(),
        kdf,
        salt: salt.to_vec(),
        wrapped: wrap(&secret.key(&salt), SLOT, &context, vault, nonce),
        created_at,
        confirmed_at: None,
    }
}

/// The vault key in a slot.
pub(crate) fn open_slot(
    person: PersonKey,
    slot: &Slot,
    secret: SlotSecret<'_>,
) -> Result<VaultKey, SealError> {
    if slot.kind != secret.kind() {
        return Err(SealError::Key);
    }
    if slot.salt.len() != SALT {
        return Err(SealError::Kdf);
    }
    match secret.stretched() {
        None if slot.kdf != HKDF => return Err(SealError::Kdf),
        // Stretched for another slot, such as that of an earlier password.
        Some(it) if slot.kdf.parse::<Kdf>()? != it.kdf() || slot.salt != it.salt() => {
            return Err(SealError::Key);
        }
        _ => {}
    }
    let context = slot_context(person, slot.id, &slot.kind, &slot.kdf);
    unwrap(&secret.key(&slot.salt), SLOT, &context, &slot.wrapped)
}

fn slot_context(person: PersonKey, id: i64, kind: &str, kdf: &str) -> Vec<u8> {
    let mut context = Vec::with_capacity(64);
    for number in [person.tenant().get(), person.person().get(), id] {
        context.extend_from_slice(&number.to_be_bytes());
    }
    for word in [kind, kdf] {
        context.push(u8::try_from(word.len()).expect("the names of kinds and kdfs are short"));
        context.extend_from_slice(word.as_bytes());
    }
    context
}

/// The vault key, wrapped so that only who holds the session's secret opens it.
pub(crate) fn wrap_for_session(
    person: PersonKey,
    secret: &SessionSecret,
    vault: &VaultKey,
) -> Result<Vec<u8>, NoRandomness> {
    Ok(wrap_for_session_with(
        person,
        secret,
        vault,
        random::bytes()?,
    ))
}

pub(super) fn wrap_for_session_with(
    person: PersonKey,
    secret: &SessionSecret,
    vault: &VaultKey,
    nonce: [u8; 24],
) -> Vec<u8> {
    let key = Key::extracted(None, secret.secret());
    wrap(
        &key,
        SESSION,
        &session_context(person, secret),
        vault,
        nonce,
    )
}

/// The vault key of a session.
pub(crate) fn open_session(
    person: PersonKey,
    secret: &SessionSecret,
    wrapped: &[u8],
) -> Result<VaultKey, SealError> {
    let key = Key::extracted(None, secret.secret());
    unwrap(&key, SESSION, &session_context(person, secret), wrapped)
}

fn session_context(person: PersonKey, secret: &SessionSecret) -> [u8; 48] {
    let mut context = [0; 48];
    context[..8].copy_from_slice(&person.tenant().get().to_be_bytes());
    context[8..16].copy_from_slice(&person.person().get().to_be_bytes());
    context[16..].copy_from_slice(&secret.hash());
    context
}

fn wrap(key: &Key, label: &[u8], context: &[u8], vault: &VaultKey, nonce: [u8; 24]) -> Vec<u8> {
    let bytes = &*vault.bytes;
    let fill = &mut |into: &mut [u8]| into.copy_from_slice(bytes);
    key.seal(label, vault.epoch, context, nonce, bytes.len(), fill)
}

fn unwrap(key: &Key, label: &[u8], context: &[u8], wrapped: &[u8]) -> Result<VaultKey, SealError> {
    let epoch = epoch_of(wrapped)?;
    let mut envelope = Zeroizing::new(wrapped.to_vec());
    let wrapped = key.open(label, epoch, context, &mut envelope)?;
    let mut bytes = Zeroizing::new([0; 32]);
    if wrapped.len() != bytes.len() {
        return Err(SealError::Malformed);
    }
    bytes.copy_from_slice(wrapped);
    wrapped.zeroize();
    Ok(VaultKey { epoch, bytes })
}
