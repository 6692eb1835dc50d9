//! Copies for others: what may be copied, what a copy leaves out, and what is read from one.
//!
//! An original stays sealed. A copy is an item of its own, and whoever may read it reads the copy and nothing behind it:
//! names of contacts are written out, ids of other items are taken away, and so is what this version does not know,
//! because it cannot be shown to whoever decides.

mod open;
mod written;

use serde_json::Map;

pub use self::{
    open::unfolded,
    written::{Theirs, news, theirs},
};
use crate::{
    date::PartialDate,
    id::{EntryId, ItemId},
    record::{
        Agreement, Author, Content, Evidence, Experiment, Item, Promise, Role, SharedCopy, Shows,
        Submission,
    },
    views::{
        facts::Facts,
        talks::who::Names,
        telling::{first_line, kind_one},
    },
};

/// Why there is no copy of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotCopied {
    /// It is not there.
    #[error("it is not in the record any more")]
    Gone,
    /// Another wrote it.
    #[error("somebody else wrote it, and it is theirs to show")]
    OfAnother,
    /// Of this kind nothing is shared.
    #[error("things of this kind are for nobody else")]
    Kind,
    /// There is nothing to show.
    #[error("there is nothing to show yet")]
    Nothing,
}

/// A copy of one item as it stands.
///
/// # Errors
/// Where there is nothing to copy, or it is not to be.
pub fn copy_of(facts: &Facts<'_>, id: ItemId) -> Result<SharedCopy, NotCopied> {
    let thread = facts.record.thread(id).ok_or(NotCopied::Gone)?;
    let revision = thread.last();
    let content = revision.content.as_ref().ok_or(NotCopied::Gone)?;
    if *thread.author() != Author::Owner {
        return Err(NotCopied::OfAnother);
    }
    let copied = for_others(facts, content).ok_or(NotCopied::Kind)?;
    let title = first_line(facts.framework, content).into_owned();
    let shows = match content {
        Content::Submission(_) => Shows::Packet,
        _ => Shows::One,
    };
    let items = vec![Item {
        id,
        content: copied,
    }];
    Ok(SharedCopy {
        copy_of: Some(id),
        revision: Some(revision.entry_id),
        ..copy(facts, shows, title, items)
    })
}

/// A copy of the course: roles with their times and rungs, and nothing that was written about them.
///
/// # Errors
/// Where there is no role.
pub fn copy_of_course(facts: &Facts<'_>) -> Result<SharedCopy, NotCopied> {
    let roles = facts.roles.iter().take(SharedCopy::MOST_ITEMS);
    let items: Vec<Item> = roles
        .map(|of| Item {
            id: of.id,
            content: Role {
                title: of.it.title.clone(),
                organisation: of.it.organisation.clone(),
                from: of.it.from,
                to: of.it.to,
                placement: of.it.placement.clone(),
                track: of.it.track,
                ..Role::default()
            }
            .into(),
        })
        .collect();
    if items.is_empty() {
        return Err(NotCopied::Nothing);
    }
    Ok(copy(facts, Shows::Course, "Course".to_owned(), items))
}

/// A handover, as the text that its page makes.
#[must_use]
pub fn copy_of_handover(facts: &Facts<'_>, text: String) -> SharedCopy {
    SharedCopy {
        text: Some(text),
        ..copy(facts, Shows::Handover, "Handover".to_owned(), Vec::new())
    }
}

fn copy(facts: &Facts<'_>, shows: Shows, title: String, items: Vec<Item>) -> SharedCopy {
    SharedCopy {
        copy_of: None,
        revision: None,
        shows,
        title,
        items,
        text: None,
        on: PartialDate::day(facts.day),
        framework: facts.framework.hash,
        unknown: Map::new(),
    }
}

/// What others get of an item; `None` for kinds of which nothing is copied.
fn for_others(facts: &Facts<'_>, content: &Content) -> Option<Content> {
    Some(match content {
        Content::Evidence(it) => Content::Evidence(Evidence {
            origin: None,
            unknown: Map::new(),
            ..it.clone()
        }),
        Content::Agreement(it) => agreement(facts, it).into(),
        Content::Promise(it) => Content::Promise(Promise {
            whom: name(facts, it),
            contact: None,
            from: None,
            answers: None,
            unknown: Map::new(),
            ..it.clone()
        }),
        Content::Destination(it) => {
            let mut it = it.clone();
            it.unknown.clear();
            it.into()
        }
        Content::Experiment(it) => experiment(it).into(),
        Content::Takeaway(it) => {
            let mut it = it.clone();
            it.experiment = None;
            it.unknown.clear();
            it.into()
        }
        // Frozen: its hash is of all that is in it.
        Content::Submission(it) => Content::Submission(Submission::clone(it)),
        _ => return None,
    })
}

fn name(facts: &Facts<'_>, it: &impl Names) -> Option<String> {
    facts.talks.who(it).name.map(str::to_owned)
}

fn agreement(facts: &Facts<'_>, it: &Agreement) -> Agreement {
    let mut copy = it.clone();
    copy.whom = name(facts, it);
    (copy.contact, copy.from) = (None, None);
    copy.unknown.clear();
    for term in &mut copy.terms {
        term.unknown.clear();
    }
    for (decider, original) in copy.deciders.iter_mut().zip(&it.deciders) {
        decider.whom = name(facts, original);
        decider.contact = None;
        decider.unknown.clear();
    }
    copy
}

/// What was learned about oneself is for oneself.
fn experiment(it: &Experiment) -> Experiment {
    let mut copy = it.clone();
    copy.hypothesis = None;
    copy.unknown.clear();
    if let Some(decision) = &mut copy.decision {
        decision.about_self = None;
        decision.unknown.clear();
    }
    copy
}

/// Whether something in a copy is marked as confidential.
#[must_use]
pub fn is_confidential(copy: &SharedCopy) -> bool {
    let of = |item: &Item| matches!(&item.content, Content::Evidence(it) if it.confidential);
    copy.items.iter().any(of)
}

/// How a copy stands to what it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It says what the original says.
    Same,
    /// The original says something else by now.
    Changed,
    /// The original is not there any more.
    Gone,
    /// It was made to stay as it is.
    Frozen,
}

/// How a copy stands to what it was made of.
#[must_use]
pub fn freshness(facts: &Facts<'_>, it: &SharedCopy) -> Freshness {
    match (it.shows, it.copy_of) {
        (Shows::Packet | Shows::Handover, _) | (Shows::One, None) => Freshness::Frozen,
        (Shows::Course, _) => match copy_of_course(facts) {
            Ok(now) if now.items == it.items => Freshness::Same,
            Ok(_) => Freshness::Changed,
            Err(_) => Freshness::Gone,
        },
        (Shows::One, Some(id)) => match (stands(facts, id), it.revision) {
            (None, _) => Freshness::Gone,
            (now, then) if now == then => Freshness::Same,
            _ => Freshness::Changed,
        },
    }
}

fn stands(facts: &Facts<'_>, id: ItemId) -> Option<EntryId> {
    let revision = facts.record.thread(id)?.last();
    revision.content.as_ref().map(|_| revision.entry_id)
}

/// What a list calls a copy: ‘evidence’, ‘course’, ‘packet’.
#[must_use]
pub fn called(it: &SharedCopy) -> &'static str {
    match (it.shows, it.items.first()) {
        (Shows::One, Some(item)) => kind_one(item.content.kind()),
        (Shows::One, None) => "one thing",
        (Shows::Course, _) => "course",
        (Shows::Packet, _) => "packet",
        (Shows::Handover, _) => "handover",
    }
}
