//! Passkeys as they are stored. What checks them is elsewhere; here their public part is a text.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::rows::{Accounts, PasskeyRow};
use crate::{
    error::StoreError,
    ids::PersonKey,
    instance::Instance,
    random,
    sealing::{ServerKey, ServerPlace},
};

/// What a passkey is found by: the name of its credential may be long, and is nobody's business.
fn hash(credential_id: &[u8]) -> [u8; 32] {
    Sha256::digest(credential_id).into()
}

/// A passkey that was made a moment ago.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// Whose.
    pub person: PersonKey,
    /// The name of its credential.
    pub credential_id: Vec<u8>,
    /// Its public part.
    pub credential: String,
    /// What its owner calls it.
    pub label: String,
    /// Now.
    pub now: Timestamp,
}

/// A passkey, as its owner sees it in a list.
#[derive(Debug, Clone)]
pub struct PasskeyInfo {
    /// Tells the passkeys of a person apart.
    pub id: i64,
    /// What its owner calls it; nothing where that was sealed under another key of the server.
    pub label: Option<String>,
    /// Its public part.
    pub credential: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

impl Instance {
    pub(crate) fn label_key(&self) -> Result<ServerKey, StoreError> {
        let key = self.server_key();
        key.map_err(|error| StoreError::Database(Box::new(error)))
    }

    /// Keeps a passkey; `false` if it is somebody's already.
    pub async fn add_passkey(&self, new: NewPasskey) -> Result<bool, StoreError> {
        let place = ServerPlace::Label(new.person);
        let label = self.label_key()?.seal(place, new.label.as_bytes())?;
        let row = PasskeyRow {
            credential_hash: hash(&new.credential_id),
            person: new.person,
            id: random::positive()?,
            credential: new.credential,
            label,
            created_at: new.now,
            used_at: None,
        };
        self.journal().add_passkey(row).await
    }

    /// The passkeys of a person, in the order in which they were made.
    pub async fn passkeys_of(&self, person: PersonKey) -> Result<Vec<PasskeyInfo>, StoreError> {
        let mut rows = self.journal().passkeys(person).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        rows.sort_unstable_by_key(|it| it.created_at);
        let (key, place) = (self.label_key()?, ServerPlace::Label(person));
        let read = |row: PasskeyRow| {
            let label = key.open(place, &row.label).ok();
            PasskeyInfo {
                id: row.id,
                label: label.and_then(|it| String::from_utf8(it.to_vec()).ok()),
                credential: row.credential,
                created_at: row.created_at,
                used_at: row.used_at,
            }
        };
        Ok(rows.into_iter().map(read).collect())
    }

    /// Whose passkey it is, by the name of its credential, and its public part.
    pub async fn passkey(
        &self,
        credential_id: &[u8],
    ) -> Result<Option<(PersonKey, String)>, StoreError> {
        let found = self.journal().passkey(hash(credential_id)).await?;
        Ok(found.map(|it| (it.person, it.credential)))
    }

    /// Notes that a passkey was used, and its public part since.
    pub async fn note_passkey(
        &self,
        credential_id: &[u8],
        credential: String,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let hash = hash(credential_id);
        self.journal().note_passkey(hash, credential, now).await
    }

    /// Takes a passkey away: it signs nobody in any more.
    pub async fn drop_passkey(&self, person: PersonKey, id: i64) -> Result<(), StoreError> {
        self.journal().drop_passkey(person, id).await
    }
}
