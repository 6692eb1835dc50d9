use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Cadence, Origin};
use crate::{date::PartialDate, id::ItemId, words::words};

/// Somebody one knows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Contact {
    /// What they are called, as it is shown. Never empty.
    pub name: String,
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// Names between the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional: Option<String>,
    /// What stands before the name: Dr.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// What stands behind it: Jr.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// What friends call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// Where they work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// As what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Ways to reach them, the preferred one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reach: Vec<Reach>,
    /// How one knows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_known: Option<String>,
    /// Words to find and to choose them by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Communities that one shares with them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub communities: Vec<ItemId>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// How often one wants to be in touch; where nobody said, a tag may say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cadence: Option<Cadence>,
    /// What they asked one to leave be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundaries: Option<String>,
    /// Their birthday: `1980-04-12`, or `--04-12` where the year is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birthday: Option<String>,
    /// Since when a network lists them as a connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connected_on: Option<PartialDate>,
    /// Where they were imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Items that were merged into this one. What names one of them means this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<ItemId>,
    /// Contacts that look like this one and are somebody else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_same: Vec<ItemId>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

super::kind!(Contact = "contact", happened: |_it| None::<PartialDate>);

/// One way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// What kind of way it is.
    pub kind: ReachKind,
    /// The address, the number, the handle.
    pub value: String,
    /// What it is for or where it is: ‘work’, ‘mobile’, ‘Mastodon’.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The parts of a postal address, as an address book has them: post box, flat, street, town, region, code, country.
    /// Seven, or none where it came as one text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Fields that this version does not know, kept as they are.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

words! {
    /// What kind of way to somebody it is.
    ReachKind {
        /// An e-mail address.
        Email = "email", "e-mail";
        /// A telephone number.
        Phone = "phone", "telephone";
        /// A page of theirs: a profile, a site.
        Url = "url", "web page";
        /// A postal address.
        Address = "address", "address";
        /// What they are called in a network.
        Handle = "handle", "handle";
    }
}

impl Contact {
    /// Somebody of whom only the name is known.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Ways of one kind, the preferred one first.
    pub fn ways(&self, kind: ReachKind) -> impl Iterator<Item = &str> {
        let ways = self.reach.iter().filter(move |it| it.kind == kind);
        ways.map(|it| it.value.as_str())
    }

    /// Their birthday in a year, where its day is known. Who was born on 29 February has it on the 28th in other years.
    #[must_use]
    pub fn birthday_in(&self, year: i16) -> Option<Date> {
        let born = self.birthday.as_deref()?;
        let (month, day) = match born.strip_prefix("--") {
            Some(day) => day.split_once('-')?,
            None => born.split_once('-')?.1.split_once('-')?,
        };
        let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
        let leap = (month, day) == (2, 29);
        let on = Date::new(year, month, day);
        on.or_else(|error| {
            if leap {
                Date::new(year, 2, 28)
            } else {
                Err(error)
            }
        })
        .ok()
    }

    /// The preferred e-mail address.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.ways(ReachKind::Email).next()
    }
}

impl Reach {
    /// A way without a label.
    #[must_use]
    pub fn new(kind: ReachKind, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            label: None,
            parts: Vec::new(),
            unknown: Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_birthday_comes_every_year_where_its_day_is_known() {
        for (born, day) in [
            ("1980-04-12", Some(date(2026, 4, 12))),
            ("--04-12", Some(date(2026, 4, 12))),
            ("--02-29", Some(date(2026, 2, 28))),
            ("1980-04", None),
            ("1980", None),
            ("--13-45", None),
            ("", None),
        ] {
            let it = Contact {
                birthday: Some(born.to_owned()),
                ..Contact::named("Ines")
            };
            assert_eq!(it.birthday_in(2026), day, "{born}");
        }
    }
}
