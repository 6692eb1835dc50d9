//! Which item of a record a row is.
//!
//! 1. By its key, for items of the same importer, whether they stand or not.
//! 2. Otherwise, if the item's row has disappeared from the file: two of name, what stands beside it, and beginning
//!    agree. Somebody put a title or a date right at the source.
//! 3. Otherwise, for items by hand or from another source: they look alike.
//!
//! Contacts have rules of their own in place of the second and third (`people.rs`), and a row whose contact went into
//! another is that other.
//!
//! The second and third only where row and item find nobody but each other: better a second item than two made one.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};
use windward_core::{
    date::{PartialDate, Precision},
    id::{EntryId, ItemId},
    order::InOrder,
    record::{
        Audience, Author, Contact, Content, Kind, Origin, Outline, Record, Resume, Role, Thread,
    },
};

use super::{fields, people, undo::undoing};
use crate::{
    incoming::{Found, Incoming},
    text::fold,
};

/// The item that a row is, and how that is known.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) item: ItemId,
    /// The entry that stands.
    pub(super) revises: EntryId,
    pub(super) how: How,
    /// Its fields as they stand; of a withdrawn one as they were last.
    pub(super) standing: Map<String, Value>,
    pub(super) origin: Option<Origin>,
    /// Whether another row is of it, too, and comes first.
    pub(super) second: bool,
}

/// How a row and an item belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It was imported from there.
    Known,
    /// It was, and went with the undo of an import.
    Undone,
    /// It was, and was removed by hand.
    Removed,
    /// It was entered by hand and looks like it.
    Alike,
    /// It was imported from elsewhere and looks like it.
    Elsewhere,
    /// It was, and went into another item, which is the one named here.
    Merged,
    /// A record has one of its kind.
    Single,
}

#[derive(Debug)]
struct Candidate<'r> {
    item: ItemId,
    thread: &'r Thread,
    content: &'r Content,
    standing: Map<String, Value>,
    origin: Option<Origin>,
    how: How,
}

/// What belongs together.
#[derive(Debug, Default)]
pub(super) struct Matches {
    /// The items that rows are, by the rows' index.
    pub(super) of_rows: HashMap<usize, Match>,
    /// Standing items that came from the same importer and are in none of the rows, in the order of their making.
    pub(super) gone: Vec<Content>,
}

/// Finds the items that the rows are.
pub(super) fn matches(incoming: &Incoming, record: &Record) -> Matches {
    let importer = incoming.importer.word();
    let candidates = candidates(incoming, record, importer);
    let mut pairs: Vec<(usize, usize)> = Vec::new();

    let mut by_key: HashMap<(&str, &str), usize> = HashMap::new();
    for (index, it) in candidates.iter().enumerate() {
        let Some(origin) = it.origin.as_ref().filter(|it| it.importer == importer) else {
            continue;
        };
        let place = by_key
            .entry((it.content.kind(), origin.key.as_str()))
            .or_insert(index);
        // Of several with one key, one that stands, or else one that may come back.
        if rank(it.how) < rank(candidates[*place].how) {
            *place = index;
        }
    }
    for (index, found) in incoming.found.iter().enumerate() {
        let kind = found.content.kind();
        let known = by_key.get(&(kind, found.key.as_str())).copied();
        let single = || {
            let mut all = candidates.iter();
            fields::is_single(kind)
                .then(|| all.position(|it| it.how == How::Single && it.content.kind() == kind))?
        };
        pairs.extend(known.or_else(single).map(|candidate| (index, candidate)));
    }

    let stands = |it: &Candidate<'_>, how: &[How]| how.contains(&it.how);
    let last_said = |it: &Candidate<'_>| {
        let kind = it.content.kind();
        it.origin
            .as_ref()
            .and_then(|it| Marks::of(kind, &it.values))
    };
    let says = |it: &Candidate<'_>| Marks::of(it.content.kind(), &it.standing);
    for rule in [Marks::agree, Marks::reworded] {
        pair(&incoming.found, &candidates, &mut pairs, rule, |it| {
            stands(it, &[How::Known, How::Undone])
                .then(|| last_said(it))
                .flatten()
        });
    }
    for rule in [Marks::agree, Marks::alike] {
        pair(&incoming.found, &candidates, &mut pairs, rule, |it| {
            stands(it, &[How::Alike, How::Elsewhere])
                .then(|| says(it))
                .flatten()
        });
    }

    pair_people(&incoming.found, &candidates, &mut pairs);
    let seconds = seconds(&candidates, &pairs);

    let mut of_candidate: HashMap<usize, usize> =
        pairs.into_iter().map(|(row, item)| (item, row)).collect();
    let mut all = Matches::default();
    for (index, it) in candidates.into_iter().enumerate() {
        match of_candidate.remove(&index) {
            Some(row) => {
                let matched = Match {
                    item: it.item,
                    revises: it.thread.last().entry_id,
                    how: it.how,
                    standing: it.standing,
                    origin: it.origin,
                    second: seconds.contains(&row),
                };
                all.of_rows.insert(row, matched);
            }
            None if it.how == How::Known => all.gone.push(it.content.clone()),
            None => {}
        }
    }
    all
}

fn rank(how: How) -> u8 {
    match how {
        How::Known | How::Alike | How::Elsewhere | How::Single => 0,
        How::Merged => 1,
        How::Undone => 2,
        How::Removed => 3,
    }
}

/// Pairs people, who are told apart by other things than all else.
fn pair_people(found: &[Found], candidates: &[Candidate<'_>], pairs: &mut Vec<(usize, usize)>) {
    let (rows, items): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
    let rows: Vec<_> = found
        .iter()
        .enumerate()
        .filter(|(index, _)| !rows.contains(index))
        .filter_map(|(index, it)| Some((index, people::contact(&it.content)?)))
        .collect();
    let standing = [How::Known, How::Alike, How::Elsewhere];
    let items: Vec<_> = candidates
        .iter()
        .enumerate()
        .filter(|(index, it)| !items.contains(index) && standing.contains(&it.how))
        .filter_map(|(index, it)| Some((index, people::contact(it.content)?)))
        .collect();
    pairs.extend(people::pair(&rows, &items));
}

/// Rows that are of one person now with another row, since the two were merged: only the first may change the contact.
fn seconds(candidates: &[Candidate<'_>], pairs: &[(usize, usize)]) -> HashSet<usize> {
    let merged = |candidate: usize| candidates[candidate].how == How::Merged;
    let mut pairs = pairs.to_vec();
    // Whoever is the contact itself comes before those that went into it.
    pairs.order_by_key(|(row, candidate)| (merged(*candidate), *row));
    let mut taken = HashSet::new();
    let second = pairs.into_iter().filter(|(_, candidate)| {
        let first = taken.insert(candidates[*candidate].item);
        !first && merged(*candidate)
    });
    second.map(|(row, _)| row).collect()
}

/// The owner's own items of the kinds that the file brings. Shared copies are copies, not what was imported.
fn candidates<'r>(incoming: &Incoming, record: &'r Record, importer: &str) -> Vec<Candidate<'r>> {
    let kinds: HashSet<&str> = incoming.found.iter().map(|it| it.content.kind()).collect();
    let profile = record.profile().map(|of| of.id);
    let resume = record
        .all::<Resume>()
        .max_by_key(|of| of.revision.recorded_at);
    let single = [profile, resume.map(|of| of.id)];
    let went_into = people::merged(record);
    let own = |thread: &&Thread| {
        *thread.author() == Author::Owner && thread.last().audience == Audience::Owner
    };
    let threads = record.threads().filter(|(_, thread)| own(thread));
    threads
        .filter_map(|(item, thread)| {
            let content = thread
                .revisions()
                .iter()
                .rev()
                .find_map(|it| it.content.as_ref())?;
            if !kinds.contains(content.kind()) {
                return None;
            }
            let standing = content.fields();
            let origin = fields::origin(&standing);
            let ours = origin.as_ref().is_some_and(|it| it.importer == importer);
            let how = match (thread.last().content.is_some(), &origin) {
                (true, _) if fields::is_single(content.kind()) => {
                    return single.contains(&Some(item)).then_some(Candidate {
                        item,
                        thread,
                        content,
                        standing,
                        origin: None,
                        how: How::Single,
                    });
                }
                (true, Some(_)) if ours => How::Known,
                (true, Some(_)) => How::Elsewhere,
                (true, None) => How::Alike,
                (false, Some(_)) if ours && went_into.contains_key(&item) => {
                    return went_into.get(&item).and_then(|into| {
                        let thread = record.thread(*into)?;
                        let content = thread.last().content.as_ref()?;
                        Some(Candidate {
                            item: *into,
                            thread,
                            content,
                            standing: content.fields(),
                            origin,
                            how: How::Merged,
                        })
                    });
                }
                (false, _) if ours && was_undone(thread) => How::Undone,
                (false, _) if ours => How::Removed,
                (false, _) => return None,
            };
            Some(Candidate {
                item,
                thread,
                content,
                standing,
                origin,
                how,
            })
        })
        .collect()
}

/// Whether a withdrawn item went with the undo of an act, rather than by hand.
fn was_undone(thread: &Thread) -> bool {
    let act = thread.last().act;
    thread.revisions().iter().any(|it| undoing(it.act) == act)
}

/// Pairs rows and items that are left, where the rule finds each nobody but the other.
fn pair(
    found: &[Found],
    candidates: &[Candidate<'_>],
    pairs: &mut Vec<(usize, usize)>,
    rule: fn(&Marks, &Marks) -> bool,
    marks: impl Fn(&Candidate<'_>) -> Option<Marks>,
) {
    let (rows, items): (HashSet<usize>, HashSet<usize>) = pairs.iter().copied().unzip();
    let rows = found
        .iter()
        .enumerate()
        .filter(|(index, it)| !rows.contains(index) && people::contact(&it.content).is_none());
    let rows: Vec<_> = rows
        .filter_map(|(index, it)| {
            Some((
                index,
                Marks::of(it.content.kind(), &fields::imported(&it.content))?,
            ))
        })
        .collect();
    let items = candidates
        .iter()
        .enumerate()
        .filter(|(index, _)| !items.contains(index));
    let items: Vec<_> = items
        .filter_map(|(index, it)| Some((index, marks(it)?)))
        .collect();

    let mut of_item: HashMap<usize, Vec<usize>> = HashMap::new();
    for (row, of_row) in &rows {
        let mut alike = items.iter().filter(|(_, of_item)| rule(of_row, of_item));
        let (first, second) = (alike.next(), alike.next());
        // A row with two candidates still makes each of them doubtful.
        for (item, _) in first.into_iter().chain(second).chain(alike) {
            let others = of_item.entry(*item).or_default();
            others.push(if second.is_some() { usize::MAX } else { *row });
        }
    }
    for (item, rows) in of_item {
        if let [row] = rows[..]
            && row != usize::MAX
        {
            pairs.push((row, item));
        }
    }
}

/// What an item is recognised by, whatever its kind.
#[derive(Debug)]
struct Marks {
    outline: &'static Outline,
    title: String,
    /// Empty where it is not known, or where the kind has no such field.
    beside: String,
    from: Option<PartialDate>,
}

impl Marks {
    fn of(kind: &str, fields: &Map<String, Value>) -> Option<Self> {
        // People are told apart by other things.
        let outline = Outline::of(kind).filter(|_| kind != Contact::KIND)?;
        let text = |name| outline.text(fields, name).map(fold);
        Some(Self {
            outline,
            title: text(Some(outline.title))?,
            beside: text(outline.beside).unwrap_or_default(),
            from: outline.date(fields, outline.from),
        })
    }

    fn same_title(&self, other: &Self) -> bool {
        self.outline == other.outline && self.title == other.title
    }

    fn same_beside(&self, other: &Self) -> bool {
        self.outline == other.outline && self.beside == other.beside && !self.beside.is_empty()
    }

    /// The same name, and the same beside it where the kind has anything there.
    fn same_names(&self, other: &Self) -> bool {
        self.same_title(other) && (self.outline.beside.is_none() || self.same_beside(other))
    }

    /// The same beginning, as far as the vaguer of the two says.
    fn same_from(&self, other: &Self) -> bool {
        let within = |a: PartialDate, b: PartialDate| {
            b.first_day() <= a.first_day() && a.last_day() <= b.last_day()
        };
        matches!((self.from, other.from), (Some(a), Some(b)) if within(a, b) || within(b, a))
    }

    /// Within a year of each other, or not known.
    fn near_from(&self, other: &Self) -> bool {
        match (self.from, other.from) {
            (Some(a), Some(b)) => (a.first_day() - b.first_day()).get_days().abs() <= 366,
            _ => true,
        }
    }

    fn agree(&self, other: &Self) -> bool {
        self.same_names(other) && self.same_from(other)
    }

    /// Two of the three agree, and the beginning is not far off.
    fn reworded(&self, other: &Self) -> bool {
        (self.same_names(other) && self.near_from(other))
            || (self.same_from(other) && (self.same_beside(other) || self.same_title(other)))
    }

    /// The same thing in the words of two people: stricter, as nothing says that they mean the same.
    fn alike(&self, other: &Self) -> bool {
        let to_the_month =
            |it: Option<PartialDate>| it.is_some_and(|it| it.precision() >= Precision::Month);
        let unnamed = self.beside.is_empty() || other.beside.is_empty();
        // Nobody holds two jobs in one place from the same month on, but two certificates of one issuer may be
        // of one day.
        let one_at_a_time = self.outline.kind == Role::KIND;
        (self.same_names(other) && self.near_from(other))
            || (one_at_a_time
                && self.same_beside(other)
                && self.same_from(other)
                && to_the_month(self.from)
                && to_the_month(other.from))
            || (self.same_title(other) && self.same_from(other) && unnamed)
    }
}
