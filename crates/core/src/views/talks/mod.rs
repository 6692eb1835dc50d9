//! Conversations about a career, and what comes of them: feedback, promises, agreements, and who knows one's work.

pub mod actionable;
pub mod agreement;
pub mod allies;
pub mod handover;
pub mod paper;
pub mod partners;
pub mod promises;
pub mod said;
pub mod sheet;
pub mod who;

use std::cmp::Reverse;

use hashbrown::HashMap;

use self::who::{Names, Who};
use crate::{
    id::ItemId,
    order::InOrder,
    record::{
        Agreement, Ally, Author, Contact, Content, Conversation, Counterpart, Feedback, Of,
        Promise, Record, Revision, TalkNote, Touch,
    },
};

/// The items of conversations, arranged once. Part of [`super::facts::Facts`].
#[derive(Debug, Clone, Default)]
pub struct Talks<'a> {
    /// Whom one talks with, in the order of their making.
    pub counterparts: Vec<Of<'a, Counterpart>>,
    /// Conversations, latest first, planned ones too.
    pub conversations: Vec<Of<'a, Conversation>>,
    /// What was said about one's work, latest first.
    pub feedback: Vec<Of<'a, Feedback>>,
    /// Promises on both sides, kept and broken ones too, in the order of their making.
    pub promises: Vec<Of<'a, Promise>>,
    /// Agreements, in the order of their making.
    pub agreements: Vec<Of<'a, Agreement>>,
    /// Lines for the next conversation, brought up ones too, in the order of their making.
    pub notes: Vec<Of<'a, TalkNote>>,
    /// Whose word counts, in the order of their making.
    pub allies: Vec<Of<'a, Ally>>,
    touches: Vec<Of<'a, Touch>>,
    /// The contacts that these items name: the one that stands for each, and its name.
    known: HashMap<ItemId, (ItemId, &'a str)>,
}

impl<'a> Talks<'a> {
    /// Takes an item in, if it is of one of these kinds.
    pub(super) fn take(&mut self, id: ItemId, revision: &'a Revision, content: &'a Content) {
        match content {
            Content::Counterpart(it) => self.counterparts.push(Of { id, revision, it }),
            Content::Conversation(it) => self.conversations.push(Of { id, revision, it }),
            Content::Feedback(it) => self.feedback.push(Of { id, revision, it }),
            Content::Promise(it) => self.promises.push(Of { id, revision, it }),
            Content::Agreement(it) => self.agreements.push(Of { id, revision, it }),
            Content::TalkNote(it) => self.notes.push(Of { id, revision, it }),
            Content::Ally(it) => self.allies.push(Of { id, revision, it }),
            Content::Touch(it) => self.touches.push(Of { id, revision, it }),
            _ => {}
        }
    }

    /// Puts everything into its order, and looks up whom it names.
    pub(super) fn arrange(&mut self, record: &'a Record) {
        self.conversations
            .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        self.feedback
            .order_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        self.look_up(record);
    }

    /// Whom an item names, as the contact stands today.
    #[must_use]
    pub fn who<T: Names>(&self, it: &'a T) -> Who<'a> {
        let who = it.who();
        match who.contact.and_then(|id| self.known.get(&id)) {
            Some((id, name)) => Who {
                contact: Some(*id),
                name: Some(name),
            },
            None => who,
        }
    }

    /// Whether an item of one's own names somebody. What another wrote bears the name that they chose, so that it is never
    /// taken for the words of whoever else is called so.
    #[must_use]
    pub fn names<T: Names>(&self, of: &Of<'a, T>, who: Who<'_>) -> bool {
        of.revision.author == Author::Owner && self.who(of.it).is(who)
    }

    /// Times of being in touch with a contact.
    pub(crate) fn touches_with(&self, who: Who<'_>) -> impl Iterator<Item = &Of<'a, Touch>> {
        let resolve = |id: &ItemId| self.known.get(id).map_or(*id, |(id, _)| *id);
        self.touches.iter().filter(move |of| {
            let mut with = of.it.with.iter();
            who.contact
                .is_some_and(|id| with.any(|it| resolve(it) == id))
        })
    }

    fn look_up(&mut self, record: &'a Record) {
        let named = |all: &mut Vec<ItemId>, it: &dyn Names| all.extend(it.who().contact);
        let mut ids = Vec::new();
        self.counterparts
            .iter()
            .for_each(|of| named(&mut ids, of.it));
        self.conversations
            .iter()
            .for_each(|of| named(&mut ids, of.it));
        self.feedback.iter().for_each(|of| named(&mut ids, of.it));
        self.promises.iter().for_each(|of| named(&mut ids, of.it));
        self.agreements.iter().for_each(|of| named(&mut ids, of.it));
        self.notes.iter().for_each(|of| named(&mut ids, of.it));
        self.allies.iter().for_each(|of| named(&mut ids, of.it));
        let touched = self.touches.iter().flat_map(|of| &of.it.with);
        ids.extend(touched);
        ids.sort_unstable();
        ids.dedup();
        let mut merged = Vec::new();
        for id in ids {
            match record.get::<Contact>(id) {
                Some(of) => {
                    self.known.insert(id, (id, of.it.name.as_str()));
                }
                None => merged.push(id),
            }
        }
        if merged.is_empty() {
            return;
        }
        // Only where one of them was merged into another are all looked through.
        for of in record.all::<Contact>() {
            for id in of.it.merged.iter().filter(|id| merged.contains(id)) {
                self.known.insert(*id, (of.id, of.it.name.as_str()));
            }
        }
    }
}
