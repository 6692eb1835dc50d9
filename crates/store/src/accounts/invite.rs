//! Links: invitations, and ways to a new password.

use jiff::{SignedDuration, Timestamp};

use super::{
    choice::Chosen,
    name::AccountName,
    recall::verifier,
    rows::{
        AccountRole, AccountRow, Accounts, InvitationRow, MAX_INVITATIONS, NewPassword, ResetRow,
    },
};
use crate::{
    error::StoreError,
    ids::{PersonKey, Tenant},
    instance::Instance,
    journal::Journal,
    random,
    sealing::{InvitationToken, ResetToken},
};

/// How long an invitation is good.
pub const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(24 * 7);

/// How long the invitation of the first administrator is good.
const FIRST_LASTS: SignedDuration = SignedDuration::from_hours(1);

/// How long a link to a new password is good.
pub const RESET_LASTS: SignedDuration = SignedDuration::from_hours(2);

impl Instance {
    /// The tenant of this instance.
    pub(crate) async fn whole_tenant(&self) -> Result<Tenant, StoreError> {
        let tenants = self.journal().tenants().await?;
        let found = tenants.into_iter().find(|it| it.id == self.tenant());
        found.ok_or(StoreError::Malformed("a tenant that is not there"))
    }

    /// Invites somebody: what the link carries, good once and for a week.
    pub async fn invite(
        &self,
        name: &AccountName,
        role: AccountRole,
        now: Timestamp,
    ) -> Result<InvitationToken, StoreError> {
        if self.invitations(now).await?.len() >= MAX_INVITATIONS {
            return Err(StoreError::TooLarge {
                what: "the list of invitations",
                limit: "1,000 that are not used yet; withdraw some",
            });
        }
        let token = InvitationToken::random()?;
        let invitation = InvitationRow {
            token_hash: token.hash(),
            tenant: self.whole_tenant().await?,
            id: random::positive()?,
            name: name.as_str().to_owned(),
            role,
            created_at: now,
            expires_at: now + INVITATION_LASTS,
        };
        self.journal().add_invitation(invitation).await?;
        Ok(token)
    }

    /// Invites whoever will administer an instance in which nobody has an account yet: what the link carries, good once and
    /// for an hour. Links of this kind made before lead nowhere.
    pub async fn invite_first(&self, now: Timestamp) -> Result<InvitationToken, StoreError> {
        self.end_first_invitations(now).await?;
        let token = InvitationToken::random()?;
        let invitation = InvitationRow {
            token_hash: token.hash(),
            tenant: self.whole_tenant().await?,
            id: random::positive()?,
            name: String::new(),
            role: AccountRole::Administrator,
            created_at: now,
            expires_at: now + FIRST_LASTS,
        };
        self.journal().add_invitation(invitation).await?;
        Ok(token)
    }

    pub(super) async fn end_first_invitations(&self, now: Timestamp) -> Result<(), StoreError> {
        for invitation in self.invitations(now).await? {
            if invitation.name.is_empty() {
                self.withdraw_invitation(invitation.id).await?;
            }
        }
        Ok(())
    }

    /// Whether anybody has an account.
    pub async fn has_accounts(&self) -> Result<bool, StoreError> {
        Ok(!self.accounts(0, 1).await?.is_empty())
    }

    /// The invitation of a link, if it is good.
    pub async fn invitation(
        &self,
        token: &InvitationToken,
        now: Timestamp,
    ) -> Result<Option<InvitationRow>, StoreError> {
        let tenant = self.whole_tenant().await?;
        let found = self.journal().invitation(tenant, token.hash()).await?;
        Ok(found.filter(|it| now < it.expires_at))
    }

    /// The invitations that are good still, the latest first.
    pub async fn invitations(&self, now: Timestamp) -> Result<Vec<InvitationRow>, StoreError> {
        let tenant = self.whole_tenant().await?;
        let mut found = self.journal().invitations(tenant).await?;
        found.retain(|it| now < it.expires_at);
        Ok(found)
    }

    /// Withdraws an invitation.
    pub async fn withdraw_invitation(&self, id: i64) -> Result<(), StoreError> {
        let tenant = self.whole_tenant().await?;
        self.journal().end_invitation(tenant, id).await
    }

    /// Every account, in no order that says something. `limit` at a time after a person's id.
    pub async fn accounts(&self, after: i64, limit: u32) -> Result<Vec<AccountRow>, StoreError> {
        let tenant = self.whole_tenant().await?;
        Accounts::accounts(self.journal(), tenant, after, limit).await
    }

    /// The account of a name, in whatever way it is typed.
    pub async fn account_named(&self, name: &str) -> Result<Option<AccountRow>, StoreError> {
        self.account_called(name).await
    }

    /// A person's account.
    pub async fn account_of(&self, person: PersonKey) -> Result<Option<AccountRow>, StoreError> {
        self.journal().account(person).await
    }

    /// What an account may do from now on.
    pub async fn set_role(&self, person: PersonKey, role: AccountRole) -> Result<(), StoreError> {
        self.journal().set_role(person, role).await
    }

    /// Disables an account: its sessions and links end, and nobody signs in. Its record stays as it is.
    pub async fn disable(&self, person: PersonKey, now: Timestamp) -> Result<(), StoreError> {
        self.journal().set_disabled(person, Some(now)).await
    }

    /// Enables it again.
    pub async fn enable(&self, person: PersonKey) -> Result<(), StoreError> {
        self.journal().set_disabled(person, None).await
    }

    /// A link to a new password: what it carries, good once and for two hours. It gives back signing in, never the
    /// record, which only its owner's keys open, and does not stand in for a second factor.
    pub async fn new_reset(
        &self,
        person: PersonKey,
        now: Timestamp,
    ) -> Result<ResetToken, StoreError> {
        let token = ResetToken::random()?;
        let reset = ResetRow {
            token_hash: token.hash(),
            person,
            created_at: now,
            expires_at: now + RESET_LASTS,
        };
        self.journal().add_reset(reset).await?;
        Ok(token)
    }

    /// Whose password a link replaces, if it is good and the account not disabled.
    pub async fn reset_of(
        &self,
        token: &ResetToken,
        now: Timestamp,
    ) -> Result<Option<AccountRow>, StoreError> {
        match self.journal().reset(token.hash()).await? {
            Some(row) if now < row.expires_at => {
                let account = self.journal().account(row.person).await?;
                Ok(account.filter(|it| it.disabled_at.is_none()))
            }
            _ => Ok(None),
        }
    }

    /// Uses up such a link: the password is another from then on, and every session ends. `false` if the link is not
    /// good any more.
    pub async fn reset_password(
        &self,
        token: &ResetToken,
        chosen: Chosen,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(account) = self.reset_of(token, now).await? else {
            return Ok(false);
        };
        let stretched = self.stretch_anew(chosen.into_password()).await?;
        let new = NewPassword {
            verifier: verifier(&stretched, now),
            slot: None,
            reset: Some(token.hash()),
        };
        self.journal().set_password(account.person, new, now).await
    }
}
