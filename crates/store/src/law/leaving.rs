//! Leaving: thirty days in which it can be taken back, and then nothing of it is left here.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{Deed, Doer, Law, new_note};
use crate::{
    accounts::{AccountRole, Accounts, Chosen, Entry, NewSession, PASSPHRASE_SLOT, PASSWORD_SLOT},
    error::StoreError,
    ids::PersonKey,
    instance::{Instance, RECOVERY_SLOT},
    journal::{Gone, Journal, State},
    sealing::{self, Password, RecoveryCode, SlotSecret, VaultKey},
};

/// How long somebody who leaves can take it back.
pub const LEAVING_LASTS: SignedDuration = SignedDuration::from_hours(24 * 30);

/// How many accounts are looked at a time for one that administers.
const PAGE: u32 = 500;

/// What opens the record that somebody begins in the place of one that nothing opens.
#[derive(Debug)]
pub enum Anew {
    /// The password that they sign in with.
    Password(Password),
    /// A passphrase, for whoever signs in otherwise.
    Passphrase(Chosen),
}

impl Instance {
    /// Since when somebody has been leaving, if they are.
    pub async fn leaving_since(&self, person: PersonKey) -> Result<Option<Timestamp>, StoreError> {
        let found = self.journal().person(person).await?;
        Ok(found.and_then(|it| match it.state {
            State::Active => None,
            State::Leaving(since) => Some(since),
        }))
    }

    /// Who is leaving, of all; as many as a page lists.
    pub async fn who_leaves(&self, now: Timestamp) -> Result<Vec<PersonKey>, StoreError> {
        Law::leaving(self.journal(), self.tenant(), now, PAGE).await
    }

    /// Whether others would be left without anybody who administers: then somebody else has to be made to first.
    pub async fn is_last_administrator(&self, person: PersonKey) -> Result<bool, StoreError> {
        let account = self.journal().account(person).await?;
        if account.is_none_or(|it| it.role != AccountRole::Administrator) {
            return Ok(false);
        }
        let (mut after, mut others) = (0, false);
        loop {
            let page = self.accounts(after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(others);
            };
            after = last.person.person().get();
            for account in page.iter().filter(|it| it.person != person) {
                others = true;
                let open = account.disabled_at.is_none();
                if account.role == AccountRole::Administrator && open {
                    return Ok(false);
                }
            }
        }
    }

    /// Has somebody leave from now on: after thirty days they are erased. Asked again, the days go on from the first time.
    pub async fn leave(
        &self,
        person: PersonKey,
        by: Doer,
        now: Timestamp,
    ) -> Result<Timestamp, StoreError> {
        if let Some(since) = self.leaving_since(person).await? {
            return Ok(since);
        }
        // As it is read again.
        let now = Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now);
        self.journal()
            .set_state(person, State::Leaving(now))
            .await?;
        self.note(Deed::Leaving, by, Some(person), now).await?;
        Ok(now)
    }

    /// Has somebody stay who was leaving.
    pub async fn stay(
        &self,
        person: PersonKey,
        by: Doer,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.leaving_since(person).await?.is_none() {
            return Ok(());
        }
        self.journal().set_state(person, State::Active).await?;
        self.note(Deed::Stayed, by, Some(person), now).await
    }

    /// Erases somebody for good: first every key, so that what is sealed opens for nobody whatever happens then, and after
    /// that every row.
    pub async fn erase_person(
        &self,
        person: PersonKey,
        by: Doer,
        now: Timestamp,
    ) -> Result<Gone, StoreError> {
        let keys = self.journal().drop_keys(person).await?;
        let note = new_note(Deed::Erased, by, Some(person), now)?;
        let rows = self.journal().erase_noted(person, note).await?;
        Ok(Gone {
            traces: keys.traces || rows.traces,
        })
    }

    /// Gives up a record that nothing opens any more, and begins an empty one under the same account: its session, and the
    /// recovery code of the new record, which is shown once. `None` where the password is another.
    pub async fn begin_anew(
        &self,
        person: PersonKey,
        by: Anew,
        new: NewSession,
    ) -> Result<Option<(Entry, RecoveryCode)>, StoreError> {
        let now = new.now;
        let account = self.journal().account(person).await?;
        let account = account.ok_or(StoreError::NoSuchPerson)?;
        let (vault, code) = (VaultKey::random()?, RecoveryCode::random()?);
        let (id, stretched) = match by {
            Anew::Password(password) => {
                let verifier = account.verifier.as_ref();
                let stretched = self.stretch_for(password, verifier).await?;
                if verifier.is_none_or(|it| !stretched.is(&it.hash)) {
                    return Ok(None);
                }
                (PASSWORD_SLOT, stretched)
            }
            Anew::Passphrase(chosen) => {
                let stretched = self.stretch_anew(chosen.into_password()).await?;
                (PASSPHRASE_SLOT, stretched)
            }
        };
        let secret = match id {
            PASSWORD_SLOT => SlotSecret::Password(&stretched),
            _ => SlotSecret::Passphrase(&stretched),
        };
        let recovery = SlotSecret::Recovery(&code);
        let slots = vec![
            sealing::slot(person, id, secret, &vault, now)?,
            sealing::slot(person, RECOVERY_SLOT, recovery, &vault, now)?,
        ];
        self.journal().drop_keys(person).await?;
        let note = new_note(Deed::BegunAnew, Doer::Person(person), Some(person), now)?;
        self.journal().empty(person, slots, note).await?;
        let entry = self
            .begin_again(person, Some(&Arc::new(vault)), new)
            .await?;
        Ok(entry.map(|it| (it, code)))
    }
}
