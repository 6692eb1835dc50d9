//! The recovery code of a person, whose vault is open.

use jiff::Timestamp;

use crate::{
    error::StoreError,
    instance::{RECOVERY_SLOT, open_slots, recovery},
    journal::Journal,
    person::PersonStore,
    sealing::{self, RecoveryCode, SealError, SlotSecret},
};

impl<J: Journal> PersonStore<J> {
    /// Whether the person has said that they saved the recovery code. Until then, only what they sign in with opens
    /// their vault: on a machine of their own, its key file.
    pub async fn recovery_confirmed(&self) -> Result<bool, StoreError> {
        let slots = self.journal().slots(self.person()).await?;
        Ok(recovery(&slots).is_some_and(|slot| slot.confirmed_at.is_some()))
    }

    /// Notes that the person saved the recovery code.
    pub async fn confirm_recovery(&self, now: Timestamp) -> Result<(), StoreError> {
        let journal = self.journal();
        journal
            .confirm_slot(self.person(), RECOVERY_SLOT, now)
            .await
    }

    /// Whether a recovery code, typed back, is the one that opens this record.
    pub async fn opens_with(&self, code: &RecoveryCode) -> Result<bool, StoreError> {
        let slots = self.journal().slots(self.person()).await?;
        match open_slots(self.person(), &slots, SlotSecret::Recovery(code)) {
            Ok(_) => Ok(true),
            Err(SealError::Key) => Ok(false),
            Err(other) => Err(StoreError::Vault(other)),
        }
    }

    /// Makes a new recovery code, to be shown once and confirmed. The earlier one opens nothing any more, but for backups
    /// made while it was good.
    pub async fn new_recovery_code(&self, now: Timestamp) -> Result<RecoveryCode, StoreError> {
        let code = RecoveryCode::random()?;
        let secret = SlotSecret::Recovery(&code);
        let slot = sealing::slot(self.person(), RECOVERY_SLOT, secret, self.vault(), now)?;
        self.journal().put_slot(self.person(), slot).await?;
        Ok(code)
    }
}
