//! What somebody is called where they share or write something, and whose name that may not be.

use thiserror::Error;
use windward_core::unseen::is_unseen;

use super::Sharing as _;
use crate::{
    error::StoreError,
    ids::{PersonId, PersonKey},
    instance::Instance,
};

/// Why somebody is not called so.
#[derive(Debug, Error)]
pub enum NotAName {
    /// Something in it cannot be seen, or turns the direction of what stands around it.
    #[error("something in it cannot be seen; type it anew, without what was pasted")]
    Unseen,
    /// The program's own.
    #[error("Windward is what the program is called; nobody here is")]
    Windward,
    /// Somebody else's, to sign in with or to be called by.
    #[error("somebody else here goes by that name; add what tells the two of you apart")]
    Another,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A name as it is compared: in small letters, without spaces.
pub(crate) fn folded(name: &str) -> String {
    let seen = name
        .chars()
        .filter(|it| !it.is_whitespace() && !is_unseen(*it));
    seen.flat_map(char::to_lowercase).collect()
}

impl Instance {
    /// What somebody is called where they share something: the name that they chose, else that of their account.
    pub async fn shown_name(&self, person: PersonKey) -> Result<Option<String>, StoreError> {
        if let Some(name) = self.journal().shown_name(person).await? {
            return Ok(Some(name));
        }
        Ok(self.account_of(person).await?.map(|it| it.name))
    }

    /// The name that somebody chose for where they share something, if they did.
    pub async fn chosen_name(&self, person: PersonKey) -> Result<Option<String>, StoreError> {
        self.journal().shown_name(person).await
    }

    /// What a person is called whose id stands in a grant; `None` where nobody has it any more.
    pub async fn name_of(&self, id: PersonId) -> Result<Option<String>, StoreError> {
        self.shown_name(self.key_of(id).await?).await
    }

    /// The key of a person whose id came in an address, whether or not anybody has it.
    pub async fn key_of(&self, id: PersonId) -> Result<PersonKey, StoreError> {
        Ok(PersonKey::new(self.whole_tenant().await?, id))
    }

    /// Calls somebody so from now on, where they share or write something. Nobody else has the name then, also where two take
    /// it at the same moment: the other is told that it is somebody’s.
    pub async fn call(&self, person: PersonKey, name: &str) -> Result<(), NotAName> {
        readable(name)?;
        if self.set_shown_name(person, name).await? {
            Ok(())
        } else {
            Err(NotAName::Another)
        }
    }

    /// The same of a name that was looked at: whether it is theirs now.
    pub async fn set_shown_name(&self, person: PersonKey, name: &str) -> Result<bool, StoreError> {
        self.journal().take_name(person, name.to_owned()).await
    }

    /// Whether somebody may be called so: others can read it, and nobody else here is, nor signs in with it.
    pub async fn may_be_called(&self, person: PersonKey, name: &str) -> Result<(), NotAName> {
        let all = self.going_by(name).await?;
        if all.into_iter().any(|it| it != person) {
            return Err(NotAName::Another);
        }
        Ok(())
    }

    /// Whether somebody without an account may write under that name: others can read it, and nobody here has it.
    pub async fn is_nobodys_name(&self, name: &str) -> Result<(), NotAName> {
        if self.going_by(name).await?.is_empty() {
            Ok(())
        } else {
            Err(NotAName::Another)
        }
    }

    /// Who goes by a name that others can read.
    async fn going_by(&self, name: &str) -> Result<Vec<PersonKey>, NotAName> {
        let name = readable(name)?;
        let tenant = self.whole_tenant().await?;
        Ok(self.journal().called(tenant, name).await?)
    }
}

/// A name as it is compared, if others can read all of it and it is not the program’s.
fn readable(name: &str) -> Result<String, NotAName> {
    if name.chars().any(is_unseen) {
        return Err(NotAName::Unseen);
    }
    let name = folded(name);
    if name.contains("windward") {
        return Err(NotAName::Windward);
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_compared_without_capitals_and_spaces() {
        assert_eq!(folded(" Lea\u{a0}PARK "), folded("lea park"));
        assert_eq!(folded("le\u{200b}a"), "lea");
        assert_ne!(folded("lea"), folded("léa"));
    }
}
