//! What the server keeps for accounts.

use jiff::Timestamp;

use super::Postgres;
use crate::{
    accounts::{
        AccountRole, AccountRow, Accounts, IdentityRow, InvitationRow, Joined, Joining,
        NewPassword, PasskeyRow, ResetRow, Verifier,
    },
    error::StoreError,
    ids::{PersonKey, Tenant},
    journal::SessionRow,
    verbs::accounts as verbs,
};

impl Accounts for Postgres {
    async fn join(&self, joining: Joining, now: Timestamp) -> Result<Joined, StoreError> {
        whole!(self, join, &joining, now)
    }

    async fn account(&self, person: PersonKey) -> Result<Option<AccountRow>, StoreError> {
        each!(self, account, person)
    }

    async fn account_named(&self, name: String) -> Result<Option<AccountRow>, StoreError> {
        each!(self, account_named, &name)
    }

    async fn accounts(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> Result<Vec<AccountRow>, StoreError> {
        each!(self, accounts, tenant, after, limit)
    }

    async fn note_sign_in(&self, person: PersonKey, at: Timestamp) -> Result<(), StoreError> {
        each!(self, note_sign_in, person, at)
    }

    async fn set_role(&self, person: PersonKey, role: AccountRole) -> Result<(), StoreError> {
        each!(self, set_role, person, role)
    }

    async fn set_disabled(
        &self,
        person: PersonKey,
        since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        whole!(self, set_disabled, person, since)
    }

    async fn set_password(
        &self,
        person: PersonKey,
        new: NewPassword,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        whole!(self, set_password, person, &new, now)
    }

    async fn raise_password(
        &self,
        person: PersonKey,
        before: Verifier,
        new: NewPassword,
    ) -> Result<bool, StoreError> {
        whole!(self, raise_password, person, &before, &new)
    }

    async fn set_second(&self, person: PersonKey, on: bool) -> Result<(), StoreError> {
        whole!(self, set_second, person, on)
    }

    async fn set_totp(&self, person: PersonKey, sealed: Option<Vec<u8>>) -> Result<(), StoreError> {
        each!(self, set_totp, person, sealed.as_deref())
    }

    async fn put_spare(&self, person: PersonKey, hashes: Vec<[u8; 32]>) -> Result<(), StoreError> {
        whole!(self, put_spare, person, &hashes)
    }

    async fn take_spare(&self, person: PersonKey, hash: [u8; 32]) -> Result<bool, StoreError> {
        attempts!(self, No, session, db => verbs::take_spare(&mut db, person, hash)).await
    }

    async fn spare(&self, person: PersonKey) -> Result<Vec<[u8; 32]>, StoreError> {
        each!(self, spare, person)
    }

    async fn drop_slot(&self, person: PersonKey, slot: i64) -> Result<(), StoreError> {
        each!(self, drop_slot, person, slot)
    }

    async fn add_invitation(&self, invitation: InvitationRow) -> Result<(), StoreError> {
        whole!(self, add_invitation, &invitation)
    }

    async fn invitation(
        &self,
        tenant: Tenant,
        token_hash: [u8; 32],
    ) -> Result<Option<InvitationRow>, StoreError> {
        each!(self, invitation, tenant, token_hash)
    }

    async fn invitations(&self, tenant: Tenant) -> Result<Vec<InvitationRow>, StoreError> {
        each!(self, invitations, tenant)
    }

    async fn end_invitation(&self, tenant: Tenant, id: i64) -> Result<(), StoreError> {
        each!(self, end_invitation, tenant, id)
    }

    async fn add_reset(&self, reset: ResetRow) -> Result<(), StoreError> {
        whole!(self, add_reset, &reset)
    }

    async fn reset(&self, token_hash: [u8; 32]) -> Result<Option<ResetRow>, StoreError> {
        each!(self, reset, token_hash)
    }

    async fn add_passkey(&self, passkey: PasskeyRow) -> Result<bool, StoreError> {
        each!(self, add_passkey, &passkey)
    }

    async fn passkey(&self, credential_hash: [u8; 32]) -> Result<Option<PasskeyRow>, StoreError> {
        each!(self, passkey, credential_hash)
    }

    async fn passkeys(&self, person: PersonKey) -> Result<Vec<PasskeyRow>, StoreError> {
        each!(self, passkeys, person)
    }

    async fn note_passkey(
        &self,
        credential_hash: [u8; 32],
        credential: String,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        each!(self, note_passkey, credential_hash, &credential, at)
    }

    async fn drop_passkey(&self, person: PersonKey, id: i64) -> Result<(), StoreError> {
        each!(self, drop_passkey, person, id)
    }

    async fn add_identity(&self, identity: IdentityRow) -> Result<bool, StoreError> {
        each!(self, add_identity, &identity)
    }

    async fn identity(&self, hash: [u8; 32]) -> Result<Option<IdentityRow>, StoreError> {
        each!(self, identity, hash)
    }

    async fn identities(&self, person: PersonKey) -> Result<Vec<IdentityRow>, StoreError> {
        each!(self, identities, person)
    }

    async fn drop_identity(&self, person: PersonKey, hash: [u8; 32]) -> Result<(), StoreError> {
        each!(self, drop_identity, person, hash)
    }

    async fn spend(
        &self,
        hash: [u8; 32],
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        attempts!(self, No, transaction, db => verbs::spend(&mut db, hash, now, expires_at)).await
    }

    async fn sessions(&self, person: PersonKey) -> Result<Vec<SessionRow>, StoreError> {
        each!(self, sessions, person)
    }

    async fn end_session_of(&self, person: PersonKey, id: i64) -> Result<bool, StoreError> {
        each!(self, end_session_of, person, id)
    }

    async fn replace_session(
        &self,
        before: [u8; 32],
        session: SessionRow,
    ) -> Result<bool, StoreError> {
        whole!(self, replace_session, before, &session)
    }
}
