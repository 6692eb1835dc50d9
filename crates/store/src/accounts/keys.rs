//! The slots of a vault: what opens it, and how that changes.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    choice::Chosen,
    recall::{Entry, NewSession, begin, by_slot, verifier},
    rows::{Accounts, NewPassword},
};
use crate::{
    error::StoreError,
    ids::PersonKey,
    instance::{Instance, KEY_FILE_SLOT, RECOVERY_SLOT},
    journal::{Journal, Slot, Stage},
    person::PersonStore,
    sealing::{self, KeyFile, Password, RecoveryCode, SessionSecret, SlotSecret, VaultKey},
};

pub(crate) const PASSWORD_SLOT: i64 = 3;
pub(crate) const PASSPHRASE_SLOT: i64 = 4;

/// What a person has that opens their vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keys {
    /// The password that they sign in with.
    pub password: Option<KeyIn>,
    /// A password of before that somebody else replaced: it opens the vault still.
    pub earlier_password: Option<KeyIn>,
    /// A passphrase.
    pub passphrase: Option<KeyIn>,
    /// A key file.
    pub key_file: Option<KeyIn>,
    /// The recovery code.
    pub recovery: Option<KeyIn>,
}

impl Keys {
    /// How many there are.
    #[must_use]
    pub fn count(self) -> usize {
        let all = [
            self.password,
            self.earlier_password,
            self.passphrase,
            self.key_file,
            self.recovery,
        ];
        all.into_iter().flatten().count()
    }
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyIn {
    /// Since when.
    pub since: Timestamp,
    /// When its owner showed that they have it safe; for a recovery code, typed back.
    pub confirmed_at: Option<Timestamp>,
}

/// What somebody opens their vault with.
#[derive(Debug)]
pub enum Unlocking {
    /// A password, of today or of before it was reset; or a passphrase.
    Remembered(Password),
    /// The recovery code.
    Recovery(RecoveryCode),
    /// The bytes of a key file.
    KeyFile(Vec<u8>),
}

impl Instance {
    /// What opens a person's vault.
    pub async fn keys_of(&self, person: PersonKey) -> Result<Keys, StoreError> {
        let account = self.journal().account(person).await?;
        let verifier = account.and_then(|it| it.verifier);
        let mut keys = Keys::default();
        for slot in self.journal().slots(person).await? {
            let key = Some(KeyIn {
                since: slot.created_at,
                confirmed_at: slot.confirmed_at,
            });
            match &*slot.kind {
                "password" if verifier.as_ref().is_some_and(|it| it.salt == slot.salt) => {
                    keys.password = key;
                }
                "password" => keys.earlier_password = key,
                "passphrase" => keys.passphrase = key,
                "keyfile" => keys.key_file = key,
                "recovery" => keys.recovery = key,
                _ => {}
            }
        }
        Ok(keys)
    }

    /// Opens the vault of a session that has it closed; the session goes on under a new secret. `None` where what was
    /// shown does not open it, or the session ended.
    ///
    /// `today` is the password that its owner signs in with, if they have one: from then on it opens the vault too. One
    /// that is wrong is [`Opening::OtherPassword`], and nothing changes.
    pub async fn unlock(
        &self,
        before: &SessionSecret,
        by: Unlocking,
        today: Option<Password>,
        now: Timestamp,
    ) -> Result<Opening, StoreError> {
        let Some(row) = self.journal().session(before.hash()).await? else {
            return Ok(Opening::No);
        };
        let slots = self.journal().slots(row.person).await?;
        let Some(vault) = self.vault_by(row.person, &slots, by).await? else {
            return Ok(Opening::No);
        };
        if let Some(today) = today {
            let account = self.journal().account(row.person).await?;
            let verifier = account.and_then(|it| it.verifier);
            let stretched = self.stretch_for(today, verifier.as_ref()).await?;
            if verifier.is_none_or(|it| !stretched.is(&it.hash)) {
                return Ok(Opening::OtherPassword);
            }
            let secret = SlotSecret::Password(&stretched);
            let slot = sealing::slot(row.person, PASSWORD_SLOT, secret, &vault, now)?;
            self.journal().put_slot(row.person, slot).await?;
        }
        let entry = self.promote(before, Some(vault), now, row.expires_at).await;
        Ok(entry?.map_or(Opening::No, Opening::Yes))
    }

    async fn vault_by(
        &self,
        person: PersonKey,
        slots: &[Slot],
        by: Unlocking,
    ) -> Result<Option<VaultKey>, StoreError> {
        match by {
            Unlocking::Recovery(code) => {
                let vault = by_slot(person, slots, SlotSecret::Recovery(&code))?;
                if vault.is_some() {
                    // Whoever could type it has saved it.
                    let (id, now) = (RECOVERY_SLOT, Timestamp::now());
                    self.journal().confirm_slot(person, id, now).await?;
                }
                Ok(vault)
            }
            Unlocking::KeyFile(bytes) => match KeyFile::from_bytes(&bytes) {
                Some(key) => by_slot(person, slots, SlotSecret::KeyFile(&key)),
                None => Ok(None),
            },
            Unlocking::Remembered(password) => {
                for slot in slots {
                    let kind = &*slot.kind;
                    if !matches!(kind, "password" | "passphrase") {
                        continue;
                    }
                    let kdf = slot.kdf.parse().map_err(StoreError::Vault)?;
                    let salt = slot.salt.clone();
                    let stretched = self.stretch(password.clone(), kdf, salt).await?;
                    let secret = match kind {
                        "password" => SlotSecret::Password(&stretched),
                        _ => SlotSecret::Passphrase(&stretched),
                    };
                    if let Some(vault) = by_slot(person, slots, secret)? {
                        return Ok(Some(vault));
                    }
                }
                Ok(None)
            }
        }
    }

    /// Whether a password is the one that somebody signs in with.
    pub async fn is_password(
        &self,
        person: PersonKey,
        password: Password,
    ) -> Result<bool, StoreError> {
        let account = self.journal().account(person).await?;
        let verifier = account.and_then(|it| it.verifier);
        let stretched = self.stretch_for(password, verifier.as_ref()).await?;
        Ok(verifier.is_some_and(|it| stretched.is(&it.hash)))
    }

    /// Whether what was shown opens a person's vault: for somebody who signs in without a password, as good a proof.
    pub async fn opens(&self, person: PersonKey, by: Unlocking) -> Result<bool, StoreError> {
        let slots = self.journal().slots(person).await?;
        Ok(self.vault_by(person, &slots, by).await?.is_some())
    }

    /// Puts another password in the place of the one that somebody signs in with. It opens their vault, if that is open
    /// now. Every session ends; one begins anew.
    pub async fn change_password(
        &self,
        person: PersonKey,
        open: Option<&PersonStore>,
        chosen: Chosen,
        new: NewSession,
    ) -> Result<Option<Entry>, StoreError> {
        let (now, vault) = (new.now, open.map(PersonStore::vault));
        let stretched = self.stretch_anew(chosen.into_password()).await?;
        let secret = SlotSecret::Password(&stretched);
        let slot = |vault: &Arc<VaultKey>| sealing::slot(person, PASSWORD_SLOT, secret, vault, now);
        let password = NewPassword {
            verifier: verifier(&stretched, now),
            slot: vault.map(slot).transpose()?,
            reset: None,
        };
        self.journal().set_password(person, password, now).await?;
        self.begin_again(person, vault, new).await
    }

    /// Begins a session anew, its vault open if it was.
    pub(crate) async fn begin_again(
        &self,
        person: PersonKey,
        vault: Option<&Arc<VaultKey>>,
        new: NewSession,
    ) -> Result<Option<Entry>, StoreError> {
        let (secret, session) = begin(person, vault.map(|it| &**it), Stage::Open, &new)?;
        self.journal().add_session(session).await?;
        Ok(Some(Entry {
            secret,
            person,
            stage: Stage::Open,
            open: vault.is_some(),
        }))
    }

    /// Makes a passphrase that opens a vault beside what opens it already, in the place of an earlier one.
    pub async fn set_passphrase(
        &self,
        open: &PersonStore,
        chosen: Chosen,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let stretched = self.stretch_anew(chosen.into_password()).await?;
        let secret = SlotSecret::Passphrase(&stretched);
        let slot = sealing::slot(open.person(), PASSPHRASE_SLOT, secret, open.vault(), now)?;
        self.journal().put_slot(open.person(), slot).await
    }

    /// Makes a key file that opens a vault beside what opens it already, in the place of an earlier one: its 32 bytes.
    pub async fn new_key_file(
        &self,
        open: &PersonStore,
        now: Timestamp,
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
        let key = KeyFile::random()?;
        let secret = SlotSecret::KeyFile(&key);
        let slot = sealing::slot(open.person(), KEY_FILE_SLOT, secret, open.vault(), now)?;
        self.journal().put_slot(open.person(), slot).await?;
        Ok(key.to_bytes())
    }

    /// Takes a way away: a passphrase, or a key file. `false` where it is the last one, and nothing would open the
    /// vault any more.
    pub async fn drop_key(&self, person: PersonKey, which: Dropped) -> Result<bool, StoreError> {
        let keys = self.keys_of(person).await?;
        let (there, slot) = match which {
            Dropped::Passphrase => (keys.passphrase, PASSPHRASE_SLOT),
            Dropped::KeyFile => (keys.key_file, KEY_FILE_SLOT),
        };
        if there.is_none() {
            return Ok(true);
        }
        if keys.count() < 2 {
            return Ok(false);
        }
        self.journal().drop_slot(person, slot).await?;
        Ok(true)
    }
}

/// How opening a vault came out.
#[derive(Debug)]
pub enum Opening {
    /// It is open.
    Yes(Entry),
    /// What was shown does not open it.
    No,
    /// It would, but the password of today, which was to open it too, is another.
    OtherPassword,
}

/// A way that its owner may take away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// The passphrase.
    Passphrase,
    /// The key file.
    KeyFile,
}
