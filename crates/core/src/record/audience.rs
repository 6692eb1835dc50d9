//! Who sees what of a record. This is the only filter; there is no second one.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{Audience, Record};
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
    /// revision of them was written to be shared: an item that was ever sealed stays unseen.
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
            granted(id) && thread.revisions().iter().all(shared)
        });
        Cow::Owned(seen)
    }
}
