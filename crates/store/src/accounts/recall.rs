//! Signing in.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{
    keys::PASSWORD_SLOT,
    name::AccountName,
    rows::{AccountRow, Accounts, NewPassword, Verifier},
};
use crate::{
    error::StoreError,
    ids::PersonKey,
    instance::Instance,
    journal::{Journal, SessionRow, Slot, Stage, Way},
    law::{Deed, Doer},
    person::PersonStore,
    random,
    sealing::{self, Kdf, Password, SealError, SessionSecret, SlotSecret, Stretched, VaultKey},
};

/// How long a second factor is waited for.
const SECOND_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// A session that is to begin.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// How somebody signs in.
    pub way: Way,
    /// Their browser, in two words.
    pub browser: String,
    /// Now.
    pub now: Timestamp,
    /// From when on the session is over in any case.
    pub expires_at: Timestamp,
}

/// Somebody who has shown that they are who they say.
#[derive(Debug)]
pub struct Entry {
    /// What their browser keeps.
    pub secret: SessionSecret,
    /// Who they are.
    pub person: PersonKey,
    /// Whether a second factor is still to be shown.
    pub stage: Stage,
    /// Whether their vault is open.
    pub open: bool,
}

impl Instance {
    /// Signs somebody in by their password. `None` for a wrong one, for a name that nobody has, and for an account
    /// that is disabled: nobody can tell these apart, by time either, since a password is stretched in any case.
    pub async fn sign_in_by_password(
        &self,
        name: &str,
        password: Password,
        new: NewSession,
    ) -> Result<Option<Entry>, StoreError> {
        let account = self.account_called(name).await?;
        let verifier = account.as_ref().and_then(|it| it.verifier.clone());
        let stretched = self
            .stretch_for(password.clone(), verifier.as_ref())
            .await?;
        let (Some(account), Some(verifier)) = (account, verifier) else {
            return Ok(None);
        };
        if !stretched.is(&verifier.hash) || account.disabled_at.is_some() {
            return Ok(None);
        }
        let slots = self.journal().slots(account.person).await?;
        let vault = by_slot(account.person, &slots, SlotSecret::Password(&stretched))?;
        if stretched.kdf().is_less_than_now() {
            let raised = self.raise(&account, verifier, vault.as_ref(), &slots, password);
            if let Err(error) = raised.await {
                // They are who they say all the same; it is tried again when they come back.
                tracing::warn!(%error, "a password could not be stretched as it is done today");
            }
        }
        let stage = if account.second {
            Stage::Second
        } else {
            Stage::Open
        };
        self.enter(account.person, vault, stage, new).await
    }

    /// Opens somebody's record by their password, without a session: for a command beside the database. `None` where the
    /// password is another, nobody has the name, the account is disabled, or the vault opens by something else.
    pub async fn open_record(
        &self,
        name: &str,
        password: Password,
    ) -> Result<Option<PersonStore>, StoreError> {
        let account = self.account_called(name).await?;
        let account = account.filter(|it| it.disabled_at.is_none());
        let verifier = account.as_ref().and_then(|it| it.verifier.clone());
        let stretched = self.stretch_for(password, verifier.as_ref()).await?;
        let Some(account) = account else {
            return Ok(None);
        };
        let slots = self.journal().slots(account.person).await?;
        let vault = by_slot(account.person, &slots, SlotSecret::Password(&stretched))?;
        let journal = self.journal().clone();
        Ok(vault.map(|it| PersonStore::new(journal, account.person, Arc::new(it))))
    }

    /// Signs somebody in who has shown otherwise who they are. `None` if their account is disabled or gone. Their
    /// vault stays closed.
    pub async fn sign_in_as(
        &self,
        person: PersonKey,
        stage: Stage,
        new: NewSession,
    ) -> Result<Option<Entry>, StoreError> {
        match self.journal().account(person).await? {
            Some(account) if account.disabled_at.is_none() => {
                self.enter(person, None, stage, new).await
            }
            _ => Ok(None),
        }
    }

    async fn enter(
        &self,
        person: PersonKey,
        vault: Option<VaultKey>,
        stage: Stage,
        new: NewSession,
    ) -> Result<Option<Entry>, StoreError> {
        let (secret, session) = begin(person, vault.as_ref(), stage, &new)?;
        self.journal().add_session(session).await?;
        // Disabled in between: the session that began a moment later ends with the others.
        let account = self.journal().account(person).await?;
        if account.is_none_or(|it| it.disabled_at.is_some()) {
            self.journal().end_sessions(person).await?;
            return Ok(None);
        }
        if stage == Stage::Open {
            self.journal().note_sign_in(person, new.now).await?;
            let by = Doer::Person(person);
            self.note(Deed::SignedIn, by, Some(person), new.now).await?;
        }
        Ok(Some(Entry {
            secret,
            person,
            stage,
            open: vault.is_some(),
        }))
    }

    /// The account of a name, if it is a name at all.
    pub(crate) async fn account_called(
        &self,
        name: &str,
    ) -> Result<Option<AccountRow>, StoreError> {
        match name.parse::<AccountName>() {
            Ok(name) => self.journal().account_named(name.as_str().to_owned()).await,
            // Asked all the same, so that it takes as long.
            Err(_) => self.journal().account_named(String::new()).await,
        }
    }

    /// Stretches a password as a verifier says, or as one would be.
    pub(crate) async fn stretch_for(
        &self,
        password: Password,
        verifier: Option<&Verifier>,
    ) -> Result<Stretched, StoreError> {
        let (kdf, salt) = match verifier {
            Some(it) => (it.kdf.parse().map_err(StoreError::Vault)?, it.salt.clone()),
            None => (Kdf::NOW, vec![0; 32]),
        };
        self.stretch(password, kdf, salt).await
    }

    /// Stretches a password on a thread of its own; how many at a time is bounded.
    pub(super) async fn stretch(
        &self,
        password: Password,
        kdf: Kdf,
        salt: Vec<u8>,
    ) -> Result<Stretched, StoreError> {
        let turn = Arc::clone(self.stretching()).acquire_owned().await;
        let turn = turn.map_err(|_| StoreError::Closed)?;
        let stretched = tokio::task::spawn_blocking(move || {
            let stretched = password.stretch(kdf, &salt);
            drop(turn);
            stretched
        });
        let stretched = stretched.await.map_err(|_| StoreError::Closed)?;
        stretched.map_err(StoreError::Vault)
    }

    /// Stretches a password as it is done today, with a new salt.
    pub(crate) async fn stretch_anew(&self, password: Password) -> Result<Stretched, StoreError> {
        let salt = random::bytes::<32>()?.to_vec();
        self.stretch(password, Kdf::NOW, salt).await
    }

    /// Stretches a password as it is done today that was stretched less before: what it is checked with, and the slot that it
    /// opens. The vault key in it stays, and so does since when it is the password.
    async fn raise(
        &self,
        account: &AccountRow,
        before: Verifier,
        vault: Option<&VaultKey>,
        slots: &[Slot],
        password: Password,
    ) -> Result<(), StoreError> {
        let stretched = self.stretch_anew(password).await?;
        let secret = SlotSecret::Password(&stretched);
        let there = slots.iter().find(|it| it.id == PASSWORD_SLOT);
        let slot = match vault.zip(there) {
            Some((vault, there)) => Some(Slot {
                confirmed_at: there.confirmed_at,
                ..sealing::slot(account.person, there.id, secret, vault, there.created_at)?
            }),
            None => None,
        };
        let new = NewPassword {
            verifier: verifier(&stretched, before.since),
            slot,
            reset: None,
        };
        let raised = self.journal().raise_password(account.person, before, new);
        raised.await.map(drop)
    }
}

/// What is stored to check a password.
pub(super) fn verifier(stretched: &Stretched, now: Timestamp) -> Verifier {
    Verifier {
        kdf: stretched.kdf().to_string(),
        salt: stretched.salt().to_vec(),
        hash: stretched.login_hash().to_vec(),
        since: now,
    }
}

/// The vault key in whichever slot the secret opens; `None` if it opens none.
pub(crate) fn by_slot(
    person: PersonKey,
    slots: &[Slot],
    secret: SlotSecret<'_>,
) -> Result<Option<VaultKey>, StoreError> {
    match crate::instance::open_slots(person, slots, secret) {
        Ok(vault) => Ok(Some(vault)),
        Err(SealError::Key) => Ok(None),
        Err(other) => Err(StoreError::Vault(other)),
    }
}

/// A session that begins, and what its owner's browser keeps.
pub(crate) fn begin(
    person: PersonKey,
    vault: Option<&VaultKey>,
    stage: Stage,
    new: &NewSession,
) -> Result<(SessionSecret, SessionRow), StoreError> {
    let secret = SessionSecret::random()?;
    let wrapped = match vault {
        Some(vault) => sealing::wrap_for_session(person, &secret, vault)?,
        None => Vec::new(),
    };
    let expires_at = match stage {
        Stage::Open => new.expires_at,
        Stage::Second => new.expires_at.min(new.now + SECOND_WITHIN),
    };
    let session = SessionRow {
        token_hash: secret.hash(),
        person,
        wrapped,
        created_at: new.now,
        last_seen_at: new.now,
        expires_at,
        id: random::positive()?,
        stage,
        way: new.way,
        browser: new.browser.clone(),
        proved_at: new.now,
    };
    Ok((secret, session))
}
