//! The door of a closed account: its owner, shut out by others, takes their whole record along by the recovery code, for
//! thirty days, because access usually ends before one knows.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::{
    accounts::by_slot,
    error::StoreError,
    instance::Instance,
    journal::Journal,
    person::PersonStore,
    sealing::{Password, RecoveryCode, SlotSecret},
};

/// How long the door is open after an account was closed.
pub const DOOR_LASTS: SignedDuration = SignedDuration::from_hours(24 * 30);

impl Instance {
    /// The record of a closed account, by its name and recovery code. `None` for a name that nobody has, a code that opens
    /// nothing, an account that is open, and one that was closed longer ago: nobody can tell these apart, by time either,
    /// since a password is stretched in any case.
    pub async fn open_closed(
        &self,
        name: &str,
        code: &RecoveryCode,
        now: Timestamp,
    ) -> Result<Option<PersonStore>, StoreError> {
        let account = self.account_called(name).await?;
        self.stretch_for(Password::typed(code.reveal()), None)
            .await?;
        let Some(account) = account else {
            return Ok(None);
        };
        let slots = self.journal().slots(account.person).await?;
        let vault = by_slot(account.person, &slots, SlotSecret::Recovery(code))?;
        let is_open = account
            .disabled_at
            .is_some_and(|since| now < since + DOOR_LASTS);
        let journal = self.journal().clone();
        let opened = vault.map(|it| PersonStore::new(journal, account.person, Arc::new(it)));
        Ok(opened.filter(|_| is_open))
    }
}
