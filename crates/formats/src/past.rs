//! The imports that a record has seen, told from the items that they brought.

use std::{cmp::Reverse, collections::HashSet};

use jiff::Timestamp;
use windward_core::{
    id::ActId,
    order::InOrder,
    record::{Author, Content, OUTLINES, Outline, Record, Revision, Thread},
};

use crate::plan::undoing;

/// One import of the past.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The act, by which it is taken back.
    pub act: ActId,
    /// When it was done.
    pub at: Timestamp,
    /// The word of the importer.
    pub importer: String,
    /// How many items of each kind it brought, in the order in which kinds are looked for.
    pub brought: Vec<(&'static Outline, usize)>,
    /// How many items that were here before it changed.
    pub changed: usize,
    /// Whether it was taken back, as far as anything of it was left.
    pub undone: bool,
}

/// Every import that the record has seen, the latest first.
#[must_use]
pub fn past(record: &Record) -> Vec<Past> {
    let brought: Vec<&Thread> = brought(record).collect();
    let mut acts = HashSet::new();
    for thread in &brought {
        acts.extend(thread.revisions().iter().map(|it| it.act));
    }
    // What an undo restores came with an import, but not by this act.
    let undos: HashSet<ActId> = acts.iter().map(|it| undoing(*it)).collect();
    let mut all: Vec<Past> = Vec::new();
    for thread in brought {
        for (before, revision) in with_before(thread) {
            let Some(origin) = revision.content.as_ref().and_then(Content::origin) else {
                continue;
            };
            let same = before.and_then(Content::origin) == Some(origin);
            if same || undos.contains(&revision.act) {
                continue;
            }
            let known = all.iter().position(|it| it.act == revision.act);
            let at = known.unwrap_or_else(|| {
                all.push(Past {
                    act: revision.act,
                    at: revision.recorded_at,
                    importer: origin.importer.clone(),
                    brought: Vec::new(),
                    changed: 0,
                    undone: acts.contains(&undoing(revision.act)),
                });
                all.len() - 1
            });
            let outline = revision.content.as_ref().and_then(Content::outline);
            match (before, outline) {
                (None, Some(outline)) => count(&mut all[at], outline),
                _ => all[at].changed += 1,
            }
        }
    }
    for it in &mut all {
        let place = |of: &Outline| OUTLINES.iter().position(|it| it == of);
        it.brought.order_by_key(|(outline, _)| place(outline));
    }
    all.order_by_key(|it| Reverse((it.at, it.act)));
    all
}

/// The items of one's own that ever came with a file.
fn brought(record: &Record) -> impl Iterator<Item = &Thread> {
    let origin = |it: &Revision| it.content.as_ref().and_then(Content::origin).is_some();
    record
        .threads()
        .map(|(_, thread)| thread)
        .filter(|thread| *thread.author() == Author::Owner)
        .filter(move |thread| thread.revisions().iter().any(origin))
}

/// Each revision with what stood before it.
fn with_before(thread: &Thread) -> impl Iterator<Item = (Option<&Content>, &Revision)> {
    let revisions = thread.revisions();
    revisions.iter().enumerate().map(|(index, revision)| {
        let before = index.checked_sub(1).map(|it| &revisions[it]);
        (before.and_then(|it| it.content.as_ref()), revision)
    })
}

fn count(past: &mut Past, outline: &'static Outline) {
    match past.brought.iter_mut().find(|(it, _)| *it == outline) {
        Some((_, number)) => *number += 1,
        None => past.brought.push((outline, 1)),
    }
}
