//! What a career rests on beside its roles: education, certificates, praise and the like, kind by kind.

use std::cmp::Reverse;

use crate::{
    date::PartialDate,
    id::ItemId,
    record::{Content, OUTLINES, Outline, Record, Revision, Told},
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
    /// What it says.
    pub told: Told,
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
        let content = revision.content.as_ref().filter(|it| it.is_background());
        let Some(told) = content.and_then(Content::told) else {
            continue;
        };
        if let Some(group) = groups.iter_mut().find(|it| it.outline == told.outline) {
            group.items.push(Item { id, revision, told });
        }
    }
    groups.retain(|it| !it.items.is_empty());
    for group in &mut groups {
        group.items.sort_by_cached_key(|it| {
            let when = it.told.to().max(it.told.from());
            let when = when.map(PartialDate::last_day);
            (Reverse(when), it.told.title().to_lowercase())
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
            let titles = group.items.iter().map(|it| it.told.title().to_owned());
            titles.collect()
        };
        assert_eq!(names(&groups[0]), ["new", "old", "a", "b"]);
        assert!(groups[1].items[0].told.is_reversed());
        let rest = groups[2].items[0].told.rest();
        let rest: Vec<_> = rest.map(|(field, text)| (field.label, text)).collect();
        assert_eq!(rest, [("level", "well")]);
        assert_eq!(groups.len(), 3);
    }
}
