//! Who a row belongs to: tenant, person, and the key that rows are spread by.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::random::{self, NoRandomness};

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// A random positive 63-bit integer; a text in JSON, because many readers of JSON hold numbers as
        /// floats.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(i64);

        impl $name {
            /// A new one; two never meet in practice.
            pub fn random() -> Result<Self, NoRandomness> {
                random::positive().map(Self)
            }

            /// The id as a database holds it.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }

            /// An id as a database gave it; `None` unless positive.
            #[must_use]
            pub const fn new(id: i64) -> Option<Self> {
                if id > 0 { Some(Self(id)) } else { None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.parse().ok().and_then(Self::new).ok_or(NotAnId)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

random_id! {
    /// An organisation, or the one-person instance itself.
    TenantId
}
random_id! {
    /// A person of a tenant.
    PersonId
}

/// A text that is no tenant's or person's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an id: a whole number between 1 and 9223372036854775807")]
pub struct NotAnId;

/// How the rows of a tenant are spread over machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// All of a tenant's rows lie together: its pages touch one machine. Everything is packed, but for a
    /// tenant too big for one machine.
    Packed,
    /// Each person's rows lie together, the people of a tenant anywhere.
    Spread,
}

impl Layout {
    /// The word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Packed => "packed",
            Self::Spread => "spread",
        }
    }

    /// The layout of a word in the database.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Packed, Self::Spread]
            .into_iter()
            .find(|it| it.word() == word)
    }
}

/// A tenant and how it is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tenant {
    /// Its id.
    pub id: TenantId,
    /// How its rows are spread.
    pub layout: Layout,
}

/// What every key of a person's rows begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonKey {
    dkey: i64,
    tenant: TenantId,
    person: PersonId,
}

impl PersonKey {
    /// The key of a person of `tenant`. The distribution key is computed here and nowhere else; it never
    /// changes for a row, because a sharding engine cannot move a row by updating it.
    #[must_use]
    pub const fn new(tenant: Tenant, person: PersonId) -> Self {
        let dkey = match tenant.layout {
            Layout::Packed => tenant.id.get(),
            Layout::Spread => person.get(),
        };
        Self {
            dkey,
            tenant: tenant.id,
            person,
        }
    }

    /// A key as a row of its own names it, for rows that are found otherwise (sessions, sign-in links).
    pub(crate) fn stored(dkey: i64, tenant: i64, person: i64) -> Option<Self> {
        let (tenant, person) = (TenantId::new(tenant)?, PersonId::new(person)?);
        [Layout::Packed, Layout::Spread]
            .into_iter()
            .map(|layout| Self::new(Tenant { id: tenant, layout }, person))
            .find(|key| key.dkey == dkey)
    }

    /// The distribution key.
    #[must_use]
    pub const fn dkey(self) -> i64 {
        self.dkey
    }

    /// The tenant.
    #[must_use]
    pub const fn tenant(self) -> TenantId {
        self.tenant
    }

    /// The person.
    #[must_use]
    pub const fn person(self) -> PersonId {
        self.person
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_positive_and_texts_in_json() {
        for _ in 0..1000 {
            assert!(TenantId::random().unwrap().get() > 0);
        }
        let person = PersonId::new(i64::MAX).unwrap();
        let text = serde_json::to_string(&person).unwrap();
        assert_eq!(text, r#""9223372036854775807""#);
        assert_eq!(serde_json::from_str::<PersonId>(&text).unwrap(), person);
        for wrong in ["0", "-1", "9223372036854775808", "", "one"] {
            assert_eq!(wrong.parse::<PersonId>(), Err(NotAnId), "{wrong}");
        }
    }

    #[test]
    fn a_packed_tenant_lies_together_and_a_spread_one_by_person() {
        let (id, person) = (TenantId::new(5).unwrap(), PersonId::new(9).unwrap());
        for (layout, dkey) in [(Layout::Packed, 5), (Layout::Spread, 9)] {
            let key = PersonKey::new(Tenant { id, layout }, person);
            assert_eq!(key.dkey(), dkey);
            assert_eq!(PersonKey::stored(dkey, 5, 9), Some(key));
            assert_eq!(Layout::of(layout.word()), Some(layout));
        }
        assert_eq!(PersonKey::stored(7, 5, 9), None);
    }
}
