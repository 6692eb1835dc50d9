//! Who sees what of a record. This is the only filter; there is no second one.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{Audience, Content, Record, Thread};
use crate::id::ItemId;

/// Who looks at a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// The person whose record it is.
    Owner,
    /// Somebody else, by the id that grants name them by.
    Other(String),
}

/// Permission for one viewer to read one shared item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The shared copy.
    pub item: ItemId,
    /// Who may read it.
    pub viewer: Viewer,
    /// From when on no longer; `None` is until it is ended.
    pub until: Option<Timestamp>,
}

impl Record {
    /// What `viewer` may see of this record at `now`.
    ///
    /// The owner sees everything. Anyone else sees the items that a standing grant names, and only if every
    /// revision of them was written to be shared: an item that was ever sealed stays unseen. What belongs to the
    /// personal board, or to a setback, stays unseen whatever is said of it.
    #[must_use]
    pub fn seen_by<'a>(
        &'a self,
        viewer: &Viewer,
        grants: &[Grant],
        now: Timestamp,
    ) -> Cow<'a, Self> {
        if *viewer == Viewer::Owner {
            return Cow::Borrowed(self);
        }
        let granted = |id: ItemId| {
            grants.iter().any(|grant| {
                grant.item == id
                    && grant.viewer == *viewer
                    && grant.until.is_none_or(|until| now < until)
            })
        };
        let mut seen = self.clone();
        seen.keep(|id, thread| {
            let shared = |it: &super::Revision| it.audience == Audience::Shared;
            granted(id) && !is_ones_own(thread) && thread.revisions().iter().all(shared)
        });
        Cow::Owned(seen)
    }
}

/// Whether an item says who sits on the personal board or how one went through a setback, or ever did. Some who sit
/// there don't know it; what is written on a hard day is for nobody else. Neither should be learned from a mistaken click.
fn is_ones_own(thread: &Thread) -> bool {
    let contents = thread.revisions().iter();
    let mut contents = contents.filter_map(|it| it.content.as_ref());
    contents.any(|content| match content {
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
        _ => false,
    })
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
                item,
                viewer: viewer.clone(),
                until: None,
            };
            let shown = record.seen_by(&viewer, &[grant], Timestamp::UNIX_EPOCH);
            assert_eq!(shown.thread(item).is_some(), seen, "{kind}");
            assert!(record.thread(item).is_some());
        }
    }
}
