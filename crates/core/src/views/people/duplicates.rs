//! Who is probably there twice, and what becomes of two who are one.

use std::{cmp::Reverse, collections::BTreeMap};

use hashbrown::HashMap;

use serde_json::Value;

use super::identity;
use crate::{
    id::ItemId,
    order::InOrder,
    record::{Contact, Of, Reach, ReachKind, Record},
};

/// Contacts that share one key before it is taken for something that many share: the address of a team.
pub const MOST_OF_ONE_KEY: usize = 5;

/// Contacts that are probably one person, the one that says most first.
#[derive(Debug, Clone)]
pub struct Group<'a> {
    /// At least two.
    pub people: Vec<Of<'a, Contact>>,
    /// What they share, the surest first.
    pub why: Vec<Why>,
}

/// What two contacts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The address of a profile.
    Profile,
    /// An e-mail address.
    Email,
    /// Name and organisation.
    NameAndOrganisation,
    /// The name, where one of them says no organisation.
    Name,
}

impl Group<'_> {
    /// Whether what they share is one person's and nobody else's: a profile, an e-mail address.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.why
            .iter()
            .any(|it| matches!(it, Why::Profile | Why::Email))
    }
}

impl Why {
    /// The word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Email => "email",
            Self::NameAndOrganisation => "name-and-organisation",
            Self::Name => "name",
        }
    }

    /// What they share, in the middle of a sentence.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Profile => "the same profile address",
            Self::Email => "the same e-mail address",
            Self::NameAndOrganisation => "the same name and organisation",
            Self::Name => "the same name, one of them without an organisation",
        }
    }
}

/// Everybody who is probably there twice, the surest first. Whom the person has told apart is not proposed again.
#[must_use]
pub fn duplicates(record: &Record) -> Vec<Group<'_>> {
    let people: Vec<Of<'_, Contact>> = record.all::<Contact>().collect();
    let mut keys: HashMap<(Why, String), Vec<usize>> = HashMap::new();
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, of) in people.iter().enumerate() {
        let profiles = of.it.ways(ReachKind::Url).filter_map(identity::profile);
        let emails = of.it.ways(ReachKind::Email).filter_map(identity::email);
        let shared = profiles.map(|key| (Why::Profile, key));
        for key in shared.chain(emails.map(|key| (Why::Email, key))) {
            let places = keys.entry(key).or_default();
            // One contact may list an address twice.
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
        names
            .entry(identity::name(&of.it.name))
            .or_default()
            .push(at);
    }
    let mut pairs: Vec<(usize, usize, Why)> = Vec::new();
    for ((why, _), places) in &keys {
        link(places, *why, &mut pairs);
    }
    for (name, places) in names
        .iter()
        .filter(|(name, places)| !name.is_empty() && places.len() > 1)
    {
        // A first name alone is many people's.
        by_name(&people, places, name.contains(' '), &mut pairs);
    }
    pairs.retain(|(a, b, _)| {
        let apart = |one: &Of<'_, Contact>, other: ItemId| one.it.not_same.contains(&other);
        !apart(&people[*a], people[*b].id) && !apart(&people[*b], people[*a].id)
    });
    grouped(&people, &pairs)
}

/// Links everybody of one key with the first of them.
fn link(places: &[usize], why: Why, pairs: &mut Vec<(usize, usize, Why)>) {
    if (2..=MOST_OF_ONE_KEY).contains(&places.len()) {
        pairs.extend(places.iter().skip(1).map(|at| (places[0], *at, why)));
    }
}

/// Of those of one name, links those of one organisation, and two of whom one says none.
fn by_name(
    people: &[Of<'_, Contact>],
    places: &[usize],
    whole: bool,
    pairs: &mut Vec<(usize, usize, Why)>,
) {
    let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in places {
        let organisation = people[*at].it.organisation.as_deref().unwrap_or_default();
        of.entry(identity::organisation(organisation))
            .or_default()
            .push(*at);
    }
    let none = of.remove("").unwrap_or_default();
    for places in of.values() {
        link(places, Why::NameAndOrganisation, pairs);
    }
    if whole && places.len() == 2 && !none.is_empty() {
        link(places, Why::Name, pairs);
    }
}

fn grouped<'a>(people: &[Of<'a, Contact>], pairs: &[(usize, usize, Why)]) -> Vec<Group<'a>> {
    let mut parent: HashMap<usize, usize> = HashMap::new();
    for (a, b, _) in pairs {
        let (a, b) = (root(&mut parent, *a), root(&mut parent, *b));
        if a != b {
            parent.insert(a.max(b), a.min(b));
        }
    }
    let mut groups: BTreeMap<usize, (Vec<usize>, Vec<Why>)> = BTreeMap::new();
    for (a, b, why) in pairs {
        let group = groups.entry(root(&mut parent, *a)).or_default();
        group.0.extend([*a, *b]);
        group.1.push(*why);
    }
    let mut groups: Vec<Group<'a>> = groups
        .into_values()
        .map(|(mut places, mut why)| {
            places.sort_unstable();
            places.dedup();
            why.sort_unstable();
            why.dedup();
            let mut group: Vec<Of<'a, Contact>> = places.iter().map(|at| people[*at]).collect();
            group.order_by_key(|of| (Reverse(says(of.it)), of.id));
            Group { people: group, why }
        })
        .collect();
    groups.sort_by_cached_key(|it| (it.why[0], identity::name(&it.people[0].it.name)));
    groups
}

fn root(parent: &mut HashMap<usize, usize>, of: usize) -> usize {
    let mut at = of;
    while let Some(up) = parent.get(&at).copied() {
        at = up;
    }
    if at != of {
        parent.insert(of, at);
    }
    at
}

/// How much a contact says: what somebody wrote about them by hand weighs most.
fn says(it: &Contact) -> usize {
    let own = [
        it.cadence.is_some(),
        it.notes.is_some(),
        it.how_known.is_some(),
        it.boundaries.is_some(),
        !it.tags.is_empty(),
        !it.communities.is_empty(),
        !it.merged.is_empty(),
    ];
    let brought = [
        it.organisation.is_some(),
        it.title.is_some(),
        it.birthday.is_some(),
    ];
    let count = |all: &[bool]| all.iter().filter(|it| **it).count();
    4 * count(&own) + count(&brought) + it.reach.len()
}

/// Two or more contacts as one: `keep` as it stands, with what it lacks taken from the others in their order.
///
/// Nothing is lost. Ways to reach somebody, tags and communities are put together; a name, a title or an organisation
/// that differs, and notes and boundaries of the others, go below the notes and boundaries that stand.
#[must_use]
pub fn merged(keep: Of<'_, Contact>, others: &[Of<'_, Contact>]) -> Contact {
    let mut it = keep.it.clone();
    let mut also = Vec::new();
    for other in others {
        take(&mut it, other, &mut also);
    }
    if !also.is_empty() {
        let also = format!("Also known as: {}.", also.join("; "));
        append(&mut it.notes, Some(&also));
    }
    let gone: Vec<ItemId> = others.iter().map(|of| of.id).collect();
    it.merged.retain(|id| *id != keep.id);
    it.not_same
        .retain(|id| *id != keep.id && !gone.contains(id));
    it
}

fn take(it: &mut Contact, other: &Of<'_, Contact>, also: &mut Vec<String>) {
    let from = other.it;
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let job = |it: &Contact| (said(&it.title), said(&it.organisation));
    let mut differs = Vec::new();
    if identity::name(&from.name) != identity::name(&it.name) {
        differs.push(from.name.clone());
    }
    let (title, organisation) = job(from);
    let other_job = [
        (title, it.title.as_deref()),
        (organisation, it.organisation.as_deref()),
    ];
    for (theirs, mine) in other_job {
        let folded = |text: &str| identity::folded(text);
        if !theirs.is_empty() && mine.is_some_and(|mine| folded(mine) != folded(&theirs)) {
            differs.push(theirs);
        }
    }
    if !differs.is_empty() {
        also.push(differs.join(", "));
    }
    let fill = |mine: &mut Option<String>, theirs: &Option<String>| {
        if mine.is_none() {
            mine.clone_from(theirs);
        }
    };
    fill(&mut it.given, &from.given);
    fill(&mut it.family, &from.family);
    fill(&mut it.additional, &from.additional);
    fill(&mut it.prefix, &from.prefix);
    fill(&mut it.suffix, &from.suffix);
    fill(&mut it.nickname, &from.nickname);
    fill(&mut it.organisation, &from.organisation);
    fill(&mut it.title, &from.title);
    fill(&mut it.how_known, &from.how_known);
    fill(&mut it.birthday, &from.birthday);
    append(&mut it.notes, from.notes.as_deref());
    append(&mut it.boundaries, from.boundaries.as_deref());
    it.cadence = it.cadence.or(from.cadence);
    it.connected_on = match (it.connected_on, from.connected_on) {
        (Some(mine), Some(theirs)) => Some(mine.min(theirs)),
        (mine, theirs) => mine.or(theirs),
    };
    it.origin = it.origin.take().or_else(|| from.origin.clone());
    for way in &from.reach {
        if !it.reach.iter().any(|mine| same_way(mine, way)) {
            it.reach.push(way.clone());
        }
    }
    let has = |tags: &[String], tag: &str| {
        let tag = identity::folded(tag);
        tags.iter().any(|it| identity::folded(it) == tag)
    };
    for tag in &from.tags {
        if !has(&it.tags, tag) {
            it.tags.push(tag.clone());
        }
    }
    let lists = [
        (&mut it.communities, &from.communities),
        (&mut it.not_same, &from.not_same),
        (&mut it.merged, &from.merged),
    ];
    for (mine, theirs) in lists {
        let new = theirs.iter().filter(|id| !mine.contains(id)).copied();
        let new: Vec<ItemId> = new.collect();
        mine.extend(new);
    }
    if !it.merged.contains(&other.id) {
        it.merged.push(other.id);
    }
    for (name, value) in &from.unknown {
        let mine = it.unknown.entry(name.clone()).or_insert(Value::Null);
        if mine.is_null() {
            mine.clone_from(value);
        }
    }
}

/// Puts a text below another, unless it stands there already.
fn append(mine: &mut Option<String>, theirs: Option<&str>) {
    let Some(theirs) = theirs else {
        return;
    };
    match mine {
        None => *mine = Some(theirs.to_owned()),
        Some(mine) if mine.contains(theirs) => {}
        Some(mine) => {
            mine.push_str("\n\n");
            mine.push_str(theirs);
        }
    }
}

/// Whether two ways lead to the same place.
#[must_use]
pub fn same_way(a: &Reach, b: &Reach) -> bool {
    if a.kind != b.kind {
        return false;
    }
    let profile =
        || identity::profile(&a.value).is_some_and(|it| identity::profile(&b.value) == Some(it));
    let phone =
        || identity::phone(&a.value).is_some_and(|it| identity::phone(&b.value) == Some(it));
    a.value.trim().eq_ignore_ascii_case(b.value.trim())
        || match a.kind {
            ReachKind::Url => profile(),
            ReachKind::Phone => phone(),
            ReachKind::Address => identity::folded(&a.value) == identity::folded(&b.value),
            ReachKind::Email | ReachKind::Handle => false,
        }
}
