//! The sessions of a person, and what they become when more is shown.

use jiff::Timestamp;

use super::{
    recall::{Entry, NewSession, begin},
    rows::Accounts,
};
use crate::{
    error::StoreError,
    ids::PersonKey,
    instance::Instance,
    journal::{SessionRow, Stage, Way},
    law::{Deed, Doer},
    sealing::{self, SessionSecret, VaultKey},
};

/// A session, as its owner sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Tells the sessions of a person apart.
    pub id: i64,
    /// How they signed in.
    pub way: Way,
    /// Which browser it is, in two words.
    pub browser: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// From when on not any more.
    pub expires_at: Timestamp,
}

impl Instance {
    /// The sessions of a person that are not over, the latest first.
    pub async fn sessions_of(
        &self,
        person: PersonKey,
        now: Timestamp,
    ) -> Result<Vec<SessionInfo>, StoreError> {
        let rows = Accounts::sessions(self.journal(), person).await?;
        let open = rows
            .into_iter()
            .filter(|it| it.stage == Stage::Open && now < it.expires_at);
        Ok(open
            .map(|row| SessionInfo {
                id: row.id,
                way: row.way,
                browser: row.browser,
                created_at: row.created_at,
                last_seen_at: row.last_seen_at,
                expires_at: row.expires_at,
            })
            .collect())
    }

    /// Ends every session of a person but one, those among them of which a second proof is still waited for.
    pub async fn end_other_sessions(&self, person: PersonKey, id: i64) -> Result<(), StoreError> {
        for row in Accounts::sessions(self.journal(), person).await? {
            if row.id != id {
                Accounts::end_session_of(self.journal(), person, row.id).await?;
            }
        }
        Ok(())
    }

    /// Ends one of them; `false` if there is none such.
    pub async fn end_session_of(&self, person: PersonKey, id: i64) -> Result<bool, StoreError> {
        Accounts::end_session_of(self.journal(), person, id).await
    }

    /// Puts a session that is worth more in the place of one: with a new secret, open, its owner having shown just now
    /// who they are. `vault` opens it where the one before did not. `None` if that one ended meanwhile.
    pub(super) async fn promote(
        &self,
        before: &SessionSecret,
        vault: Option<VaultKey>,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Option<Entry>, StoreError> {
        use crate::journal::Journal;
        let Some(row) = self.journal().session(before.hash()).await? else {
            return Ok(None);
        };
        if now >= row.expires_at {
            return Ok(None);
        }
        let vault = match vault {
            Some(vault) => Some(vault),
            None => vault_of(before, &row)?,
        };
        let new = NewSession {
            way: row.way,
            browser: row.browser.clone(),
            now,
            expires_at,
        };
        let (secret, session) = begin(row.person, vault.as_ref(), Stage::Open, &new)?;
        let session = SessionRow {
            created_at: row.created_at,
            ..session
        };
        let replaced = self.journal().replace_session(row.token_hash, session);
        if !replaced.await? {
            return Ok(None);
        }
        if row.stage == Stage::Second {
            self.journal().note_sign_in(row.person, now).await?;
            let by = Doer::Person(row.person);
            self.note(Deed::SignedIn, by, Some(row.person), now).await?;
        }
        Ok(Some(Entry {
            secret,
            person: row.person,
            stage: Stage::Open,
            open: vault.is_some(),
        }))
    }

    /// Notes that the owner of a session has shown once more who they are: it goes on under a new secret.
    pub async fn prove(
        &self,
        before: &SessionSecret,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Option<Entry>, StoreError> {
        self.promote(before, None, now, expires_at).await
    }
}

/// The vault key of a session, if its vault is open.
pub(crate) fn vault_of(
    secret: &SessionSecret,
    row: &SessionRow,
) -> Result<Option<VaultKey>, StoreError> {
    if row.wrapped.is_empty() {
        return Ok(None);
    }
    let vault = sealing::open_session(row.person, secret, &row.wrapped);
    vault.map(Some).map_err(StoreError::Vault)
}
