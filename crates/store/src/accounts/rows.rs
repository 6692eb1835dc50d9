//! Accounts as a store keeps them, and what every store does for them.

use std::future::Future;

use jiff::Timestamp;

use crate::{
    error::StoreError,
    ids::{PersonKey, Tenant},
    journal::{Person, SessionRow, Slot},
};

/// What an account may do beside keeping its own record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountRole {
    /// Nothing.
    Member,
    /// Invite, list, disable and enable accounts, and give people a new way in. Never read a record.
    Administrator,
}

impl AccountRole {
    /// As the database names it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Administrator => "administrator",
        }
    }

    /// What a word means: whatever is not known may do nothing.
    #[must_use]
    pub fn of(word: &str) -> Self {
        if word == Self::Administrator.word() {
            Self::Administrator
        } else {
            Self::Member
        }
    }
}

/// What a password is checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    /// How the password is stretched: see [`crate::sealing`].
    pub kdf: String,
    /// Random, stirred into that.
    pub salt: Vec<u8>,
    /// SHA-256 of the login half of what comes out.
    pub hash: Vec<u8>,
    /// Since when it is the password.
    pub since: Timestamp,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Whose.
    pub person: PersonKey,
    /// What its owner signs in with, in its canonical form.
    pub name: String,
    /// What it may do.
    pub role: AccountRole,
    /// What its password is checked with, if it has one.
    pub verifier: Option<Verifier>,
    /// Whether a password alone is not enough.
    pub second: bool,
    /// The secret of codes that change, sealed under the server's key, if its owner has such.
    pub totp: Option<Vec<u8>>,
    /// What a passkey calls its owner: 16 random bytes.
    pub handle: Vec<u8>,
    /// Since when it is there.
    pub created_at: Timestamp,
    /// When its owner last signed in.
    pub signed_in_at: Option<Timestamp>,
    /// Since when nobody can sign in to it.
    pub disabled_at: Option<Timestamp>,
}

/// An invitation that was not used yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// SHA-256 of what the link carries.
    pub token_hash: [u8; 32],
    /// To where.
    pub tenant: Tenant,
    /// Tells invitations apart.
    pub id: i64,
    /// Whom it is for, as whoever invites calls them.
    pub name: String,
    /// What the account may do.
    pub role: AccountRole,
    /// Since when.
    pub created_at: Timestamp,
    /// From when on not any more.
    pub expires_at: Timestamp,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// SHA-256 of the name of its credential.
    pub credential_hash: [u8; 32],
    /// Whose.
    pub person: PersonKey,
    /// Tells the passkeys of a person apart.
    pub id: i64,
    /// The public part, in the form of the library that checks it.
    pub credential: String,
    /// What its owner calls it, sealed under the server's key.
    pub label: Vec<u8>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// That somebody is known to a provider of single sign-on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRow {
    /// SHA-256 of issuer and subject.
    pub hash: [u8; 32],
    /// Who it is here.
    pub person: PersonKey,
    /// The provider.
    pub issuer: String,
    /// Since when.
    pub created_at: Timestamp,
}

/// An account with all that signs in to it.
#[derive(Debug, Clone)]
pub(crate) struct WholeAccount {
    pub(crate) row: AccountRow,
    pub(crate) spare: Vec<[u8; 32]>,
    pub(crate) passkeys: Vec<PasskeyRow>,
    pub(crate) identities: Vec<IdentityRow>,
}

/// A link that lets somebody choose a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetRow {
    /// SHA-256 of what the link carries.
    pub token_hash: [u8; 32],
    /// Whose password.
    pub person: PersonKey,
    /// Since when.
    pub created_at: Timestamp,
    /// From when on not any more.
    pub expires_at: Timestamp,
}

/// Somebody who gets an account, in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joining {
    /// The invitation that is used up by it, if it takes one.
    pub invitation: Option<[u8; 32]>,
    /// Whose account: somebody new, or somebody whose record is here already.
    pub person: Person,
    /// Slots of the vault that are put.
    pub slots: Vec<Slot>,
    /// Slots of the vault that are dropped.
    pub without: Vec<i64>,
    /// The account.
    pub account: AccountRow,
    /// Who its owner is to a provider of single sign-on.
    pub identity: Option<IdentityRow>,
}

/// How that came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// The account is there.
    Yes,
    /// Somebody has the name. Nothing was changed.
    NameTaken,
    /// The invitation was used, withdrawn or has expired. Nothing was changed.
    NotInvited,
    /// The provider's user has an account here. Nothing was changed.
    IdentityTaken,
}

/// A new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassword {
    /// What it is checked with.
    pub verifier: Verifier,
    /// The slot that it opens, where the vault was open.
    pub slot: Option<Slot>,
    /// The link that is used up by it, if it takes one.
    pub reset: Option<[u8; 32]>,
}

/// What every store does for accounts. Every write is durable when its future is ready.
pub trait Accounts: Clone + Send + Sync + 'static {
    /// Gives somebody an account: all of it or nothing.
    fn join(
        &self,
        joining: Joining,
        now: Timestamp,
    ) -> impl Future<Output = Result<Joined, StoreError>> + Send;

    /// A person's account.
    fn account(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Option<AccountRow>, StoreError>> + Send;

    /// The account of a name in its canonical form.
    fn account_named(
        &self,
        name: String,
    ) -> impl Future<Output = Result<Option<AccountRow>, StoreError>> + Send;

    /// At most `limit` accounts of a tenant whose people's ids follow `after`, in that order.
    fn accounts(
        &self,
        tenant: Tenant,
        after: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<AccountRow>, StoreError>> + Send;

    /// Notes that somebody signed in.
    fn note_sign_in(
        &self,
        person: PersonKey,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What an account may do from now on.
    fn set_role(
        &self,
        person: PersonKey,
        role: AccountRole,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Disables an account and ends its sessions and links, or enables it.
    fn set_disabled(
        &self,
        person: PersonKey,
        since: Option<Timestamp>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts a password in the place of the one there is, and ends every session. `false` where the link that
    /// allows it was used or has expired; then nothing changes.
    fn set_password(
        &self,
        person: PersonKey,
        new: NewPassword,
        now: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Stretches the password that there is in another way, if it is still the one checked with `before`.
    fn raise_password(
        &self,
        person: PersonKey,
        before: Verifier,
        new: NewPassword,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Whether a password alone is not enough from now on. Turned off, what a second factor was made of goes too:
    /// the codes that change and the spare ones.
    fn set_second(
        &self,
        person: PersonKey,
        on: bool,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts the secret of codes that change in the place of the one there is, or takes it away.
    fn set_totp(
        &self,
        person: PersonKey,
        sealed: Option<Vec<u8>>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts spare codes in the place of those there are.
    fn put_spare(
        &self,
        person: PersonKey,
        hashes: Vec<[u8; 32]>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Uses up a spare code; `false` if there is none such.
    fn take_spare(
        &self,
        person: PersonKey,
        hash: [u8; 32],
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// The hashes of the spare codes that there are.
    fn spare(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<[u8; 32]>, StoreError>> + Send;

    /// Removes a slot of a vault.
    fn drop_slot(
        &self,
        person: PersonKey,
        slot: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Adds an invitation, and removes those that have expired by then.
    fn add_invitation(
        &self,
        invitation: InvitationRow,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// An invitation by the hash of what its link carries, expired or not.
    fn invitation(
        &self,
        tenant: Tenant,
        token_hash: [u8; 32],
    ) -> impl Future<Output = Result<Option<InvitationRow>, StoreError>> + Send;

    /// The invitations of a tenant, the latest first; at most [`MAX_INVITATIONS`].
    fn invitations(
        &self,
        tenant: Tenant,
    ) -> impl Future<Output = Result<Vec<InvitationRow>, StoreError>> + Send;

    /// Withdraws an invitation.
    fn end_invitation(
        &self,
        tenant: Tenant,
        id: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Adds a link to choose a new password. Earlier ones stay good, so that nobody ends one by asking for another; all end
    /// once one is used.
    fn add_reset(&self, reset: ResetRow) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Such a link by the hash of what it carries, expired or not.
    fn reset(
        &self,
        token_hash: [u8; 32],
    ) -> impl Future<Output = Result<Option<ResetRow>, StoreError>> + Send;

    /// Adds a passkey; `false` if it is somebody's already.
    fn add_passkey(
        &self,
        passkey: PasskeyRow,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// A passkey by the hash of its credential's name.
    fn passkey(
        &self,
        credential_hash: [u8; 32],
    ) -> impl Future<Output = Result<Option<PasskeyRow>, StoreError>> + Send;

    /// The passkeys of a person.
    fn passkeys(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<PasskeyRow>, StoreError>> + Send;

    /// Notes that a passkey was used, and what its counter says since.
    fn note_passkey(
        &self,
        credential_hash: [u8; 32],
        credential: String,
        at: Timestamp,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Removes a passkey.
    fn drop_passkey(
        &self,
        person: PersonKey,
        id: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Links an account with who its owner is elsewhere; `false` if that is linked with another.
    fn add_identity(
        &self,
        identity: IdentityRow,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Who somebody known elsewhere is here.
    fn identity(
        &self,
        hash: [u8; 32],
    ) -> impl Future<Output = Result<Option<IdentityRow>, StoreError>> + Send;

    /// Who a person is elsewhere.
    fn identities(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<IdentityRow>, StoreError>> + Send;

    /// Unlinks it.
    fn drop_identity(
        &self,
        person: PersonKey,
        hash: [u8; 32],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes that something which works once was used. `true` for one of those who try before `expires_at`.
    fn spend(
        &self,
        hash: [u8; 32],
        now: Timestamp,
        expires_at: Timestamp,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// The sessions of a person.
    fn sessions(
        &self,
        person: PersonKey,
    ) -> impl Future<Output = Result<Vec<SessionRow>, StoreError>> + Send;

    /// Ends one of them; `false` if there is none such.
    fn end_session_of(
        &self,
        person: PersonKey,
        id: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Puts a session in the place of another: what was shown since is worth a new secret.
    fn replace_session(
        &self,
        before: [u8; 32],
        session: SessionRow,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

/// Invitations waiting at once.
pub const MAX_INVITATIONS: usize = 1_000;

/// Passkeys of one person.
pub const MAX_PASSKEYS: usize = 12;
