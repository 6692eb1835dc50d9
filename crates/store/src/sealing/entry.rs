//! Sealing one entry of a journal.

use windward_core::id::EntryId;
use windward_envelope::{Key, SealError};

use super::{VaultKey, padding};
use crate::{
    ids::PersonKey,
    random::{self, NoRandomness},
};

const LABEL: &[u8] = b"windward entry";
const CONTEXT: usize = 8 + 8 + 16 + 1 + 16;

/// Where an entry belongs: nowhere else does its envelope open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) person: PersonKey,
    pub(crate) entry_id: EntryId,
    pub(crate) revises: Option<EntryId>,
}

impl Place {
    fn context(&self, buffer: &mut [u8; CONTEXT]) -> usize {
        let tenant = self.person.tenant().get().to_be_bytes();
        let person = self.person.person().get().to_be_bytes();
        buffer[..8].copy_from_slice(&tenant);
        buffer[8..16].copy_from_slice(&person);
        buffer[16..32].copy_from_slice(self.entry_id.0.as_bytes());
        match self.revises {
            None => 33,
            Some(revises) => {
                buffer[32] = 1;
                buffer[33..].copy_from_slice(revises.0.as_bytes());
                CONTEXT
            }
        }
    }
}

/// Seals and opens the entries of one vault; made once for many entries.
pub(crate) struct Sealer {
    key: Key,
    epoch: u32,
}

impl Sealer {
    pub(crate) fn new(vault: &VaultKey) -> Self {
        Self {
            key: Key::pseudorandom(&vault.bytes),
            epoch: vault.epoch,
        }
    }

    /// Seals a text of at most [`MAX_TEXT`](super::MAX_TEXT) bytes.
    pub(crate) fn seal(&self, place: &Place, text: &str) -> Result<Vec<u8>, NoRandomness> {
        Ok(self.seal_with(place, text, random::bytes()?))
    }

    pub(super) fn seal_with(&self, place: &Place, text: &str, nonce: [u8; 24]) -> Vec<u8> {
        let mut context = [0; CONTEXT];
        let len = place.context(&mut context);
        self.key.seal(
            LABEL,
            self.epoch,
            &context[..len],
            nonce,
            padding::bucket(text.len()),
            &mut |padded| padding::pad(text.as_bytes(), padded),
        )
    }

    /// Opens an envelope in place.
    pub(crate) fn open<'a>(
        &self,
        place: &Place,
        envelope: &'a mut [u8],
    ) -> Result<&'a str, SealError> {
        let mut context = [0; CONTEXT];
        let len = place.context(&mut context);
        let padded = self
            .key
            .open(LABEL, self.epoch, &context[..len], envelope)?;
        let text = padding::unpad(padded)?;
        std::str::from_utf8(text).map_err(|_| SealError::Malformed)
    }
}
