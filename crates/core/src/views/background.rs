//! What a career rests on beside its roles: education, certificates, praise and the like, kind by kind.

use std::cmp::Reverse;

use serde_json::{Map, Value};

use crate::{
    date::PartialDate,
    id::ItemId,
    record::{OUTLINES, Outline, Record, Revision, Shape},
};

/// All standing items of one kind.
#[derive(Debug)]
pub struct Group<'a> {
    /// The kind.
    pub outline: &'static Outline,
    /// Its items: the latest first, and those without a date last, by name.
    pub items: Vec<Item<'a>>,
}

/// One item, whatever its kind.
#[derive(Debug)]
pub struct Item<'a> {
    /// Its id.
    pub id: ItemId,
    /// The entry that stands.
    pub revision: &'a Revision,
    /// Its kind.
    pub outline: &'static Outline,
    /// Its fields, by the names that stored entries have.
    pub fields: Map<String, Value>,
}

impl Item<'_> {
    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &str {
        let title = self.outline.text(&self.fields, Some(self.outline.title));
        title.unwrap_or_default()
    }

    /// What stands beside the name: the issuer, the organisation, who said it.
    #[must_use]
    pub fn beside(&self) -> Option<&str> {
        self.outline.text(&self.fields, self.outline.beside)
    }

    /// Since when, or when.
    #[must_use]
    pub fn from(&self) -> Option<PartialDate> {
        self.outline.date(&self.fields, self.outline.from)
    }

    /// Until when.
    #[must_use]
    pub fn to(&self) -> Option<PartialDate> {
        self.outline.date(&self.fields, self.outline.to)
    }

    /// Whether it ends before it begins. It is kept as it is, and flagged.
    #[must_use]
    pub fn is_reversed(&self) -> bool {
        let both = self.from().zip(self.to());
        both.is_some_and(|(from, to)| to.last_day() < from.first_day())
    }

    /// What else it says, each with what the field is called: neither name nor what stands beside it, nor when.
    pub fn rest(&self) -> impl Iterator<Item = (&'static str, Shape, &str)> {
        let told = [
            Some(self.outline.title),
            self.outline.beside,
            self.outline.from,
            self.outline.to,
        ];
        let fields = self.outline.fields.iter();
        fields
            .filter(move |it| !told.contains(&Some(it.name)))
            .filter_map(|it| {
                let text = self.outline.text(&self.fields, Some(it.name))?;
                Some((it.label, it.shape, text))
            })
    }
}

/// Every standing item beside the roles, kind by kind; kinds without any are left out.
#[must_use]
pub fn background(record: &Record) -> Vec<Group<'_>> {
    let kinds = OUTLINES.iter().filter(|it| it.is_background());
    let mut groups: Vec<Group<'_>> = kinds
        .map(|outline| Group {
            outline,
            items: Vec::new(),
        })
        .collect();
    for (id, thread) in record.threads() {
        let revision = thread.last();
        let Some(content) = &revision.content else {
            continue;
        };
        let kind = content.kind();
        if let Some(group) = groups.iter_mut().find(|it| it.outline.kind == kind) {
            group.items.push(Item {
                id,
                revision,
                outline: group.outline,
                fields: content.fields(),
            });
        }
    }
    groups.retain(|it| !it.items.is_empty());
    for group in &mut groups {
        group.items.sort_by_cached_key(|it| {
            let when = it.to().max(it.from()).map(PartialDate::last_day);
            (Reverse(when), it.title().to_lowercase())
        });
    }
    groups
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        id::CountedIds,
        record::{Act, Certificate, ListedSkill, Project, Role, Stored},
    };

    #[test]
    fn kinds_stand_apart_and_the_latest_first() {
        let mut ids = CountedIds::default();
        let mut act = Act::new(&mut ids, Timestamp::UNIX_EPOCH);
        let certificate = |name: &str, on: Option<&str>| Certificate {
            name: name.to_owned(),
            on: on.map(|it| it.parse().unwrap()),
            ..Certificate::default()
        };
        act.add(certificate("b", None));
        act.add(certificate("a", None));
        act.add(certificate("old", Some("2012")));
        act.add(certificate("new", Some("2020-03")));
        act.add(ListedSkill {
            name: "Sailing".to_owned(),
            level: Some("well".to_owned()),
            ..ListedSkill::default()
        });
        act.add(Role::default());
        act.add(Project {
            title: "Tides".to_owned(),
            from: Some("2020".parse().unwrap()),
            to: Some("2019".parse().unwrap()),
            ..Project::default()
        });
        let stored = (1..).zip(act.into_entries()).map(|(seq, entry)| Stored {
            seq,
            received_at: Timestamp::UNIX_EPOCH,
            imported: false,
            entry,
        });
        let record = Record::fold(stored.collect::<Vec<_>>());
        let groups = background(&record);
        let names = |group: &Group<'_>| -> Vec<String> {
            let titles = group.items.iter().map(|it| it.title().to_owned());
            titles.collect()
        };
        assert_eq!(names(&groups[0]), ["new", "old", "a", "b"]);
        assert!(groups[1].items[0].is_reversed());
        let rest: Vec<_> = groups[2].items[0].rest().collect();
        assert_eq!(rest, [("level", Shape::Line, "well")]);
        assert_eq!(groups.len(), 3);
    }
}
