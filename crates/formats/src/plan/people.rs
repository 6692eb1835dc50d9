//! Which contact a row is that is known by no key: the one that shares what tells people apart.

use std::collections::{BTreeMap, HashMap, HashSet};

use windward_core::{
    id::ItemId,
    record::{Contact, Content, ReachKind, Record},
    views::people::identity,
};

/// Contacts that went into others: from the one that is gone to the one that stands.
pub(super) fn merged(record: &Record) -> HashMap<ItemId, ItemId> {
    let all = record.all::<Contact>();
    all.flat_map(|of| of.it.merged.iter().map(move |gone| (*gone, of.id)))
        .collect()
}

/// Pairs rows and contacts, each by its index, where a rule finds each nobody but the other: the same profile, else
/// the same e-mail address, else the same name and organisation.
pub(super) fn pair<'c>(
    rows: &[(usize, &'c Contact)],
    items: &[(usize, &'c Contact)],
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut rows_done, mut items_done) = (HashSet::new(), HashSet::new());
    for rule in [profiles, emails, names] {
        let of_rows = by_key(rows, &rows_done, rule);
        let of_items = by_key(items, &items_done, rule);
        for (key, rows) in of_rows {
            let items = of_items.get(&key).map(Vec::as_slice);
            if let ([row], Some([item])) = (&rows[..], items)
                && !rows_done.contains(row)
                && !items_done.contains(item)
            {
                rows_done.insert(*row);
                items_done.insert(*item);
                pairs.push((*row, *item));
            }
        }
    }
    pairs
}

/// A way to tell people apart.
type Rule = fn(&Contact) -> Vec<String>;

fn by_key(
    all: &[(usize, &Contact)],
    done: &HashSet<usize>,
    rule: Rule,
) -> BTreeMap<String, Vec<usize>> {
    let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, contact) in all.iter().filter(|(index, _)| !done.contains(index)) {
        for key in rule(contact) {
            let places = of.entry(key).or_default();
            if places.last() != Some(index) {
                places.push(*index);
            }
        }
    }
    of
}

fn profiles(it: &Contact) -> Vec<String> {
    it.ways(ReachKind::Url)
        .filter_map(identity::profile)
        .collect()
}

fn emails(it: &Contact) -> Vec<String> {
    it.ways(ReachKind::Email)
        .filter_map(identity::email)
        .collect()
}

fn names(it: &Contact) -> Vec<String> {
    let name = identity::name(&it.name);
    let organisation = it
        .organisation
        .as_deref()
        .map(identity::organisation)
        .unwrap_or_default();
    if name.is_empty() || organisation.is_empty() {
        return Vec::new();
    }
    vec![format!("{name} | {organisation}")]
}

/// The contact that content is.
pub(super) const fn contact(content: &Content) -> Option<&Contact> {
    match content {
        Content::Contact(it) => Some(it),
        _ => None,
    }
}
