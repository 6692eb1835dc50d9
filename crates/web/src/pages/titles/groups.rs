//! Roles of one title are one question.

use std::{cmp::Reverse, collections::HashMap};

use windward_core::{
    framework::RungId,
    record::{Of, Placement, Role},
    title::{Reader, TitleReading},
    views::due::folded_title as folded,
};

/// Roles of the same title, read once.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) reading: TitleReading,
    pub(super) roles: Vec<Of<'a, Role>>,
}

impl Group<'_> {
    /// What tells its question apart on the page.
    pub(super) fn id(&self) -> String {
        format!("title-{}", self.roles[0].id)
    }
}

/// Groups roles by title and placement, most unsure first.
pub(super) fn groups<'a>(
    roles: impl Iterator<Item = Of<'a, Role>>,
    reader: &Reader,
) -> Vec<Group<'a>> {
    let mut known: HashMap<(String, Option<RungId>, bool), usize> = HashMap::new();
    let mut groups: Vec<Group<'a>> = Vec::new();
    for of in roles {
        let placement = &of.it.placement;
        let key = (
            folded(&of.it.title),
            placement.rung().cloned(),
            *placement == Placement::Outside,
        );
        let at = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.roles.push(of),
            None => groups.push(Group {
                reading: reader.read(&of.it.title),
                roles: vec![of],
            }),
        }
    }
    // What reads alike stands together, the latest first.
    groups.sort_by_cached_key(|group| {
        let latest = group.roles.iter().map(|of| of.it.from).max().flatten();
        let reading = &group.reading;
        (
            reading.confidence,
            reading.rung.clone(),
            Reverse(latest),
            folded(&reading.title),
        )
    });
    groups
}
