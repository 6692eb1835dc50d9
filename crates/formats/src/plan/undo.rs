use jiff::Timestamp;
use uuid::Uuid;
use windward_core::{
    id::{ActId, ItemId, NewIds},
    record::{Author, Change, Content, Entry, Item, Record, Revision, Thread},
};

use super::{entries::entry, fields::CONFIRMED};

/// What takes an act back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    /// The act of the entries: always [`undoing`] the act that is taken back.
    pub act: ActId,
    /// The entries to append; none, if there is nothing left to take back.
    pub entries: Vec<Entry>,
    /// Items that the act had made: they go.
    pub withdrawn: Vec<ItemId>,
    /// Items that the act had changed: they are again as they were.
    pub restored: Vec<ItemId>,
    /// Items that were edited since: they stay as they are.
    pub kept: Vec<ItemId>,
}

/// The act that undoes `act`: always the same one, made from it.
///
/// So an undo is known for what it is when the past is read, and undoing twice is one act. The low 62 bits, which
/// are random in a `UUIDv7`, are moved on by an odd constant; undoing an undo gives a third act, not the first again.
#[must_use]
pub const fn undoing(act: ActId) -> ActId {
    // The fraction of the golden ratio in 62 bits: far from 1, because ids of one millisecond may be neighbours.
    const STEP: u128 = 0x1e37_79b9_7f4a_7c15;
    const RANDOM: u128 = (1 << 62) - 1;
    let id = act.0.as_u128();
    let moved = (id & RANDOM).wrapping_add(STEP) & RANDOM;
    ActId(Uuid::from_u128((id & !RANDOM) | moved))
}

/// Takes back what an act did to the items it still owns: those that nobody has edited since. Confirming how an
/// imported title was read is no edit.
pub fn undo(record: &Record, act: ActId, ids: &mut dyn NewIds, now: Timestamp) -> Undo {
    let mut undo = Undo {
        act: undoing(act),
        entries: Vec::new(),
        withdrawn: Vec::new(),
        restored: Vec::new(),
        kept: Vec::new(),
    };
    for (item, thread) in record
        .touched_by(act)
        .filter(|(_, it)| *it.author() == Author::Owner)
    {
        let last = thread.last();
        let change = match (before(thread, act), &last.content) {
            (Before::Gone, _) | (Before::Absent, None) => continue,
            (Before::EditedSince, _) => {
                undo.kept.push(item);
                continue;
            }
            (Before::Absent, Some(_)) => {
                undo.withdrawn.push(item);
                Change::Withdraw(item)
            }
            (Before::Stood(content), _) => {
                undo.restored.push(item);
                let content = content.clone();
                Change::Put(Box::new(Item { id: item, content }))
            }
        };
        let revises = Some(last.entry_id);
        undo.entries
            .push(entry(ids.entry(), undo.act, revises, now, change));
    }
    undo
}

/// What an item was before an act.
enum Before<'r> {
    Absent,
    Stood(&'r Content),
    /// It no longer is as the act left it.
    EditedSince,
    /// It was withdrawn since, which is what the undo would do.
    Gone,
}

fn before(thread: &Thread, act: ActId) -> Before<'_> {
    let revisions = thread.revisions();
    let of_act = |it: &Revision| it.act == act;
    let (Some(first), Some(last)) = (
        revisions.iter().position(of_act),
        revisions.iter().rposition(of_act),
    ) else {
        return Before::EditedSince;
    };
    let left = &revisions[last];
    if left.content.is_some() && thread.last().content.is_none() {
        return Before::Gone;
    }
    // What was withdrawn and put again is owned by who put it.
    let renewed = left.content.is_some() && revisions[last..].iter().any(|it| it.content.is_none());
    if renewed || !is_same(left, thread.last()) {
        return Before::EditedSince;
    }
    let content = revisions[..first].last().and_then(|it| it.content.as_ref());
    content.map_or(Before::Absent, Before::Stood)
}

fn is_same(a: &Revision, b: &Revision) -> bool {
    let essence = |revision: &Revision| {
        let mut fields = revision.content.as_ref().map(Content::fields)?;
        fields.retain(|name, _| !CONFIRMED.contains(&name.as_str()));
        Some(fields)
    };
    a.entry_id == b.entry_id || essence(a) == essence(b)
}

#[cfg(test)]
mod tests {
    use windward_core::id::CountedIds;

    use super::*;

    #[test]
    fn undoing_is_the_same_every_time_and_never_leads_back() {
        let act = CountedIds::default().act();
        assert_eq!(undoing(act), undoing(act));
        assert_ne!(undoing(act), act);
        assert_ne!(undoing(undoing(act)), act);
        assert_eq!(undoing(act).0.get_version_num(), 7);
        let high = ActId(Uuid::from_u128(u128::MAX));
        assert_eq!(undoing(high).0.as_u128() >> 62, u128::MAX >> 62);
    }
}
