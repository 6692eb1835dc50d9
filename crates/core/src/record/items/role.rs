use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::Origin;
use crate::{
    date::{DateError, PartialDate},
    framework::{FrameworkHash, RungId, Track},
};

/// A job held, in product or outside.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Role {
    /// The title as it was.
    pub title: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Since when; `None` is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// Until when.
    #[serde(default)]
    pub to: RoleEnd,
    /// Where it stands on the ladder.
    #[serde(default)]
    pub placement: Placement,
    /// The side of the fork, where the rung alone does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<Track>,
    /// How much there was to look after.
    #[serde(default, skip_serializing_if = "Scope::is_empty")]
    pub scope: Scope,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Role = "role", happened: |it| it.from);

/// When a role ended. Stored as `ongoing`, `unknown` or the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RoleEnd {
    /// It goes on.
    #[default]
    Ongoing,
    /// It ended, nobody remembers when.
    Unknown,
    /// It ended then.
    On(PartialDate),
}

impl RoleEnd {
    /// Whether a role that ends so is held on a day.
    #[must_use]
    pub fn goes_on(&self, day: jiff::civil::Date) -> bool {
        match self {
            Self::Ongoing => true,
            Self::Unknown => false,
            Self::On(date) => date.last_day() >= day,
        }
    }
}

impl fmt::Display for RoleEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ongoing => f.write_str("ongoing"),
            Self::Unknown => f.write_str("unknown"),
            Self::On(date) => date.fmt(f),
        }
    }
}

impl std::str::FromStr for RoleEnd {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Self, DateError> {
        match text {
            "ongoing" => Ok(Self::Ongoing),
            "unknown" => Ok(Self::Unknown),
            date => date.parse().map(Self::On),
        }
    }
}

impl Serialize for RoleEnd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleEnd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Where a role stands on the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// Nobody has said yet.
    #[default]
    Open,
    /// Not on the ladder: where people come from, or go to for a while.
    Outside,
    /// On this rung of this version of a framework.
    Rung {
        /// The rung.
        id: RungId,
        /// The version it is named by.
        framework: FrameworkHash,
    },
}

impl Placement {
    /// The rung, if it stands on one.
    #[must_use]
    pub const fn rung(&self) -> Option<&RungId> {
        match self {
            Self::Rung { id, .. } => Some(id),
            Self::Open | Self::Outside => None,
        }
    }
}

/// How much there was to look after, in the person's own words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// People led or worked with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Products, or parts of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub products: Option<String>,
    /// Money answered for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Scope {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
