//! Who is meant: a contact, or a name as it was written.

use crate::{
    id::ItemId,
    record::{
        Agreement, Ally, CaseDecider, Conversation, Counterpart, Decider, Feedback, Promise,
        Relation, TalkNote,
    },
};

/// Somebody, as an item names them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Who<'a> {
    /// The contact, where they are one.
    pub contact: Option<ItemId>,
    /// Their name as it was written.
    pub name: Option<&'a str>,
}

impl<'a> Who<'a> {
    /// Whether nobody is named.
    #[must_use]
    pub fn is_nobody(self) -> bool {
        self.contact.is_none() && self.name.is_none_or(|name| name.trim().is_empty())
    }

    /// Whether two of them are the same person: the same contact, or else the same name, whatever its case.
    #[must_use]
    pub fn is(self, other: Who<'_>) -> bool {
        if let (Some(one), Some(two)) = (self.contact, other.contact) {
            return one == two;
        }
        let folded = |name: Option<&str>| {
            let name = name.map(|it| it.trim().to_lowercase());
            name.filter(|it| !it.is_empty())
        };
        let (one, two) = (folded(self.name), folded(other.name));
        one.is_some() && one == two
    }

    /// The name, or how else they are spoken of.
    #[must_use]
    pub fn or(self, otherwise: &'a str) -> &'a str {
        let name = self.name.filter(|it| !it.trim().is_empty());
        name.unwrap_or(otherwise)
    }
}

/// An item that names somebody.
pub trait Names {
    /// Whom.
    fn who(&self) -> Who<'_>;
}

macro_rules! names {
    ($($kind:ident),+) => {
        $(impl Names for $kind {
            fn who(&self) -> Who<'_> {
                Who { contact: self.contact, name: self.whom.as_deref() }
            }
        })+
    };
}

names!(
    Agreement,
    Ally,
    CaseDecider,
    Conversation,
    Counterpart,
    Decider,
    Feedback,
    Promise,
    TalkNote
);

/// What somebody without a name is called.
#[must_use]
pub const fn unnamed(relation: Relation) -> &'static str {
    match relation {
        Relation::Manager => "your manager",
        Relation::SkipLevel => "your skip-level",
        Relation::Peer => "a peer",
        Relation::Mentor => "a mentor",
        Relation::Other => "somebody",
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_contact_counts_before_a_name_and_nobody_is_nobody() {
        let id = |it| Some(ItemId(Uuid::from_u128(it)));
        let who = |contact, name| Who { contact, name };
        assert!(who(id(1), Some("Ines")).is(who(id(1), Some("Ines Duarte"))));
        assert!(!who(id(1), Some("Ines")).is(who(id(2), Some("Ines"))));
        assert!(who(None, Some(" ines duarte")).is(who(id(2), Some("Ines Duarte "))));
        assert!(!who(None, Some(" ")).is(who(None, Some(""))));
        assert!(!Who::default().is(Who::default()));
    }
}
