//! Groups that updates go to: whom each means today.

use crate::{
    id::ItemId,
    record::{Of, Record, Update, UpdateGroup},
    views::{
        facts::Facts,
        people::{Directory, Filter, identity::folded},
    },
};

/// Every group, in the order of their names.
#[must_use]
pub fn groups(record: &Record) -> Vec<Of<'_, UpdateGroup>> {
    let mut all: Vec<Of<'_, UpdateGroup>> = record.all::<UpdateGroup>().collect();
    all.sort_by_cached_key(|of| (folded(&of.it.name), of.id));
    all
}

/// The group of a name, whatever its case.
#[must_use]
pub fn find<'a>(record: &'a Record, name: &str) -> Option<Of<'a, UpdateGroup>> {
    let name = folded(name);
    let mut all = groups(record).into_iter();
    all.find(|of| folded(&of.it.name) == name)
}

/// The groups that somebody is in today, each with whom it means: what an update that is begun for it goes to.
#[must_use]
pub fn with_members<'a>(
    facts: &Facts<'a>,
    directory: &Directory,
) -> Vec<(Of<'a, UpdateGroup>, Vec<ItemId>)> {
    let all = groups(facts.record).into_iter();
    all.map(|of| (of, members(facts, directory, of.it)))
        .collect()
}

/// Whom a group means: whoever has one of its tags, was chosen by hand, or is an ally who is said to get it; without
/// those it leaves out. In the order of their names, each once, at most [`Update::MOST`].
#[must_use]
pub fn members(facts: &Facts<'_>, directory: &Directory, group: &UpdateGroup) -> Vec<ItemId> {
    let by_hand = group.people.iter().copied();
    let name = folded(&group.name);
    let allies = facts.talks.allies.iter().filter(|of| {
        let gets = of.it.update.as_deref();
        of.it.ended.is_none() && gets.is_some_and(|gets| folded(gets) == name)
    });
    let allies = allies.filter_map(|of| of.it.contact);
    let tagged = group.tags.iter().flat_map(|tag| {
        let filter = Filter {
            tag: Some(tag),
            ..Filter::default()
        };
        directory.find(&filter).into_iter().map(|it| it.id)
    });
    let resolved = |id| directory.resolve(id);
    let except: Vec<ItemId> = group.except.iter().copied().filter_map(resolved).collect();
    let all = by_hand.chain(allies).chain(tagged).filter_map(resolved);
    let chosen: hashbrown::HashSet<ItemId> = all.filter(|id| !except.contains(id)).collect();
    let people = directory.people().iter().map(|it| it.id);
    people
        .filter(|id| chosen.contains(id))
        .take(Update::MOST)
        .collect()
}
