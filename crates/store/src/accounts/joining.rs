//! Somebody gets an account: by an invitation, or as the first.

use jiff::Timestamp;

use super::{
    choice::Chosen,
    keys::{PASSPHRASE_SLOT, PASSWORD_SLOT},
    name::AccountName,
    recall::verifier,
    rows::{AccountRole, AccountRow, Accounts, IdentityRow, Joined, Joining},
};
use crate::{
    error::StoreError,
    ids::{PersonId, PersonKey},
    instance::{Instance, KEY_FILE_SLOT, RECOVERY_SLOT},
    journal::{Head, Journal, Person, State},
    law::{Deed, Doer},
    random,
    sealing::{self, InvitationToken, KeyFile, RecoveryCode, SlotSecret, VaultKey},
};

/// The account that somebody asks for.
#[derive(Debug)]
pub struct NewAccount {
    /// What they will sign in with.
    pub name: AccountName,
    /// What opens their vault: the password that they sign in with too, or, with single sign-on, a passphrase.
    pub remembered: Chosen,
    /// Who they are to a provider of single sign-on.
    pub identity: Option<NewIdentity>,
}

/// Who somebody is to a provider of single sign-on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIdentity {
    /// SHA-256 of issuer and subject.
    pub hash: [u8; 32],
    /// The provider.
    pub issuer: String,
}

/// How joining came out.
#[derive(Debug)]
pub enum Join {
    /// They have an account, whose vault the recovery code opens too: shown once. `None` where the record was here
    /// already and keeps its own.
    Yes(PersonKey, Option<RecoveryCode>),
    /// They have none, for this reason.
    No(Joined),
}

impl Instance {
    /// Gives somebody an account who was invited, or who a provider of single sign-on vouches for where that is enough.
    ///
    /// The first account of an instance that holds one person's record takes that record over: the password opens it
    /// from then on, and the key file of the data directory does not any more.
    pub async fn join(
        &self,
        invitation: Option<&InvitationToken>,
        new: NewAccount,
        now: Timestamp,
    ) -> Result<Join, StoreError> {
        let tenant = self.whole_tenant().await?;
        let role = match invitation {
            Some(token) => match self.journal().invitation(tenant, token.hash()).await? {
                Some(row) if now < row.expires_at => row.role,
                _ => return Ok(Join::No(Joined::NotInvited)),
            },
            None if self.has_accounts().await? => AccountRole::Member,
            // Whoever is first takes over what is here already, and administers it: by an invitation alone.
            None => return Ok(Join::No(Joined::NotInvited)),
        };
        let stretched = self.stretch_anew(new.remembered.into_password()).await?;
        let by_provider = new.identity.is_some();
        let (slot, secret) = if by_provider {
            (PASSPHRASE_SLOT, SlotSecret::Passphrase(&stretched))
        } else {
            (PASSWORD_SLOT, SlotSecret::Password(&stretched))
        };
        let adopted = self.owner();
        let (person, slots, without, code) = if let Some(owner) = &adopted {
            let person = self.journal().person(owner.person()).await?;
            let person = person.ok_or(StoreError::NoSuchPerson)?;
            let slots = vec![sealing::slot(person.key, slot, secret, owner.vault(), now)?];
            (person, slots, vec![KEY_FILE_SLOT], None)
        } else {
            let person = Person {
                key: PersonKey::new(tenant, PersonId::random()?),
                pseudonym: random::positive()?,
                state: State::Active,
                created_at: now,
                head: Head::default(),
            };
            let (vault, code) = (VaultKey::random()?, RecoveryCode::random()?);
            let recovery = SlotSecret::Recovery(&code);
            let slots = vec![
                sealing::slot(person.key, slot, secret, &vault, now)?,
                sealing::slot(person.key, RECOVERY_SLOT, recovery, &vault, now)?,
            ];
            (person, slots, Vec::new(), Some(code))
        };
        let identity = new.identity.map(|it| IdentityRow {
            hash: it.hash,
            person: person.key,
            issuer: it.issuer,
            created_at: now,
        });
        let account = AccountRow {
            person: person.key,
            name: new.name.as_str().to_owned(),
            role,
            verifier: (!by_provider).then(|| verifier(&stretched, now)),
            second: false,
            totp: None,
            handle: random::bytes::<16>()?.to_vec(),
            created_at: now,
            signed_in_at: None,
            disabled_at: None,
        };
        let joining = Joining {
            invitation: invitation.map(InvitationToken::hash),
            person,
            slots,
            without,
            account,
            identity,
        };
        match self.journal().join(joining, now).await? {
            Joined::Yes => {}
            refused => return Ok(Join::No(refused)),
        }
        self.end_first_invitations(now).await?;
        if adopted.is_some() {
            self.let_go_of_owner()?;
        }
        let by = Doer::Person(person.key);
        self.note(Deed::Joined, by, Some(person.key), now).await?;
        Ok(Join::Yes(person.key, code))
    }

    /// The record is an account’s now: the key file opens nothing any more, and goes.
    fn let_go_of_owner(&self) -> Result<(), StoreError> {
        self.forget_owner();
        KeyFile::remove(self.data_dir()).map_err(|error| StoreError::Database(Box::new(error)))
    }
}
