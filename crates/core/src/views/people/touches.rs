//! Somebody's story: when one was in touch, what was given, and what happened to them.

use std::cmp::Reverse;

use super::Directory;
use crate::{
    id::ItemId,
    order::InOrder,
    record::{
        Contact, Content, Conversation, Evidence, Gathering, Moment, Of, Praise, Record, Touch,
    },
};

/// What a record says of somebody beside their contact, the latest first.
#[derive(Debug)]
pub struct Story<'a> {
    /// Who.
    pub contact: Of<'a, Contact>,
    /// Times of being in touch.
    pub touches: Vec<Of<'a, Touch>>,
    /// Conversations that were held with them.
    pub conversations: Vec<Of<'a, Conversation>>,
    /// What happened to them.
    pub moments: Vec<Of<'a, Moment>>,
    /// Events at which one met them.
    pub gatherings: Vec<Of<'a, Gathering>>,
    /// Evidence that names them as who saw it.
    pub saw: Vec<Of<'a, Evidence>>,
    /// Praise of theirs.
    pub praise: Vec<Of<'a, Praise>>,
}

/// Everything about one contact; `None` where there is none of this id.
///
/// Who saw a piece of evidence and who praised is written as text: they are found by their name.
#[must_use]
pub fn story<'a>(record: &'a Record, directory: &Directory, id: ItemId) -> Option<Story<'a>> {
    let person = directory.person(id)?;
    let contact = record.get::<Contact>(person.id)?;
    let mut story = Story {
        contact,
        touches: Vec::new(),
        conversations: Vec::new(),
        moments: Vec::new(),
        gatherings: Vec::new(),
        saw: Vec::new(),
        praise: Vec::new(),
    };
    let touches = person.touches.iter();
    story
        .touches
        .extend(touches.filter_map(|id| record.get::<Touch>(*id)));
    let held = person.conversations.iter();
    story
        .conversations
        .extend(held.filter_map(|id| record.get::<Conversation>(*id)));
    let name = super::identity::name(&contact.it.name);
    let names = |text: &str| super::identity::name(text) == name;
    let means = |it: &ItemId| *it == person.id || directory.resolve(*it) == Some(person.id);
    for (id, thread) in record.threads() {
        let revision = thread.last();
        match &revision.content {
            Some(Content::Moment(it)) if means(&it.of) => {
                story.moments.push(Of { id, revision, it });
            }
            Some(Content::Gathering(it)) if it.met.iter().any(means) => {
                story.gatherings.push(Of { id, revision, it });
            }
            Some(Content::Evidence(it)) if it.witnesses.iter().any(|it| names(it)) => {
                story.saw.push(Of { id, revision, it });
            }
            Some(Content::Praise(it)) if it.from.as_deref().is_some_and(names) => {
                story.praise.push(Of { id, revision, it });
            }
            _ => {}
        }
    }
    story
        .touches
        .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
    story
        .conversations
        .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
    story
        .moments
        .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
    story
        .gatherings
        .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
    story
        .saw
        .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
    story
        .praise
        .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
    Some(story)
}

/// Days after which a moment that was not answered is not brought up any more.
pub const FRESH: i32 = 60;

/// What happened to people lately and was not answered, the latest first.
#[must_use]
pub fn unanswered<'a>(record: &'a Record, directory: &Directory) -> Vec<Of<'a, Moment>> {
    let day = directory.day;
    let mut all: Vec<Of<'a, Moment>> = record
        .all::<Moment>()
        .filter(|of| of.it.answered.is_none() && !of.it.on.is_after(day))
        .filter(|of| (day - of.it.on.last_day().min(day)).get_days() <= FRESH)
        .filter(|of| directory.person(of.it.of).is_some())
        .collect();
    all.order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
    all
}
