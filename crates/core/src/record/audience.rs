//! Who sees what of a record. This is the only filter; there is no second one.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{Audience, Author, Content, Record, Thread};
use crate::id::ItemId;

/// Who looks at a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// The person whose record it is.
    Owner,
    /// Somebody else, by the id that grants name them by, which is the id under which they write as [`Author::Other`].
    Other(String),
}

/// Permission for one viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// To do what.
    pub opens: Granted,
    /// Who may.
    pub viewer: Viewer,
    /// From when on no longer; `None` is until it is ended.
    pub until: Option<Timestamp>,
}

/// What a grant opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// To read one shared item: a copy, or what somebody is asked.
    Item(ItemId),
    /// To read what the viewer wrote into the record, and what its owner says against it.
    Written,
}

impl Record {
    /// What `viewer` may see of this record at `now`.
    ///
    /// The owner sees everything. Anyone else sees the items that a standing grant opens, and only if every
    /// revision of them was written to be shared: an item that was ever sealed stays unseen. What belongs to the
    /// personal board, or to a setback, stays unseen whatever is said of it, within a copy too. An author who is
    /// only claimed, because the entry came by import, is nobody's claim to read.
    #[must_use]
    pub fn seen_by<'a>(
        &'a self,
        viewer: &Viewer,
        grants: &[Grant],
        now: Timestamp,
    ) -> Cow<'a, Self> {
        let Viewer::Other(me) = viewer else {
            return Cow::Borrowed(self);
        };
        let standing =
            |grant: &&Grant| grant.viewer == *viewer && grant.until.is_none_or(|until| now < until);
        let standing: Vec<Granted> = grants.iter().filter(standing).map(|it| it.opens).collect();
        let reads_own = standing.contains(&Granted::Written);
        let wrote = |thread: &Thread| {
            let by_me = matches!(thread.author(), Author::Other { id, .. } if id == me);
            by_me && thread.revisions().iter().all(|it| !it.imported)
        };
        let is_about_mine = |thread: &Thread| {
            *thread.author() == Author::Owner
                && contents(thread).all(|content| match content {
                    Content::Dispute(it) => self.thread(it.about).is_some_and(wrote),
                    _ => false,
                })
        };
        let opened = |id: ItemId, thread: &Thread| {
            standing.contains(&Granted::Item(id))
                || (reads_own && (wrote(thread) || is_about_mine(thread)))
        };
        let mut seen = self.clone();
        seen.keep(|id, thread| {
            let shared = |it: &super::Revision| it.audience == Audience::Shared;
            opened(id, thread)
                && !contents(thread).any(is_ones_own)
                && thread.revisions().iter().all(shared)
        });
        Cow::Owned(seen)
    }
}

/// Everything that an item ever said.
fn contents(thread: &Thread) -> impl Iterator<Item = &Content> {
    let revisions = thread.revisions().iter();
    revisions.filter_map(|it| it.content.as_ref())
}

/// Whether something says who sits on the personal board or how one went through a setback. Some who sit
/// there don't know it; what is written on a hard day is for nobody else. Neither should be learned from a mistaken click.
pub(crate) fn is_ones_own(content: &Content) -> bool {
    match content {
        Content::Approach(_)
        | Content::BoardReview(_)
        | Content::Gift(_)
        | Content::Lesson(_)
        | Content::Question(_)
        | Content::Reflection(_)
        | Content::Reframe(_)
        | Content::Seat(_)
        | Content::Setback(_)
        | Content::SetbackNote(_)
        | Content::Support(_) => true,
        Content::Action(it) => it.setback.is_some(),
        Content::Quiet(it) => it.setback.is_some(),
        Content::Touch(it) => it.seat.is_some(),
        Content::SharedCopy(it) => it.items.iter().any(|item| is_ones_own(&item.content)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        id::{CountedIds, NewIds},
        record::{Author, Change, Entry, Item, Stored},
    };

    #[test]
    fn nobody_but_the_owner_ever_sees_a_board_or_a_setback() {
        let mut ids = CountedIds::default();
        let (person, act) = (ids.item(), ids.act());
        let framework = "1f".repeat(32);
        let told = [
            (
                "seat",
                json!({"area": "Prices", "framework": framework}),
                false,
            ),
            ("approach", json!({"person": person}), false),
            ("question", json!({"person": person, "ask": "Why?"}), false),
            (
                "gift",
                json!({"person": person, "what": "A book", "sort": "article"}),
                false,
            ),
            (
                "lesson",
                json!({"person": person, "learned": "Wait", "framework": framework}),
                false,
            ),
            ("board-review", json!({}), false),
            (
                "copy",
                json!({"shows": "one", "title": "A seat", "framework": framework, "items": [
                    {"id": ids.item(), "kind": "seat", "area": "Prices", "framework": framework, "on": "2026-11-02"},
                ]}),
                false,
            ),
            (
                "touch",
                json!({"with": [person], "seat": ids.item()}),
                false,
            ),
            ("touch", json!({"with": [person]}), true),
            ("setback", json!({"sort": "laid-off"}), false),
            (
                "setback-note",
                json!({"setback": person, "words": "A bad day"}),
                false,
            ),
            ("support", json!({"setback": person, "sort": "tell"}), false),
            (
                "reflection",
                json!({"setback": person, "question": "skills", "answer": "Finance"}),
                false,
            ),
            (
                "reframe",
                json!({"setback": person, "told_myself": "I failed"}),
                false,
            ),
            (
                "action",
                json!({"what": "Write to Agnes", "setback": person, "framework": framework}),
                false,
            ),
            (
                "action",
                json!({"what": "Write to Agnes", "framework": framework}),
                true,
            ),
            (
                "quiet",
                json!({"until": "2026-12-01", "setback": person}),
                false,
            ),
        ];
        for (kind, mut fields, seen) in told {
            fields["on"] = json!("2026-11-02");
            let fields = fields.as_object().cloned().unwrap();
            let content = Content::from_fields(kind, fields).unwrap();
            let item = ids.item();
            let entry = Entry {
                entry_id: ids.entry(),
                act,
                revises: None,
                recorded_at: Timestamp::UNIX_EPOCH,
                author: Author::Owner,
                audience: Audience::Shared,
                change: Change::Put(Box::new(Item { id: item, content })),
                unknown: serde_json::Map::new(),
            };
            let record = Record::fold([Stored {
                seq: 1,
                received_at: Timestamp::UNIX_EPOCH,
                imported: false,
                entry,
            }]);
            let viewer = Viewer::Other("manager".to_owned());
            let grant = Grant {
                opens: Granted::Item(item),
                viewer: viewer.clone(),
                until: None,
            };
            let shown = record.seen_by(&viewer, &[grant], Timestamp::UNIX_EPOCH);
            assert_eq!(shown.thread(item).is_some(), seen, "{kind}");
            assert!(record.thread(item).is_some());
        }
    }
}
