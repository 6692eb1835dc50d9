//! Conversations about a career, and what comes of them: feedback, promises, agreements, and who knows one's work.

pub mod actionable;
pub mod agreement;
pub mod allies;
pub mod handover;
pub mod partners;
pub mod promises;
pub mod said;
pub mod sheet;
pub mod who;

use std::cmp::Reverse;

use crate::{
    id::ItemId,
    record::{
        Agreement, Ally, Content, Conversation, Counterpart, Feedback, Of, Promise, Revision,
        TalkNote,
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
            _ => {}
        }
    }

    /// Puts everything into its order.
    pub(super) fn arrange(&mut self) {
        self.conversations
            .sort_by_key(|of| Reverse((of.it.on, of.revision.seq)));
        self.feedback
            .sort_by_key(|of| Reverse((of.it.on, of.revision.seq)));
    }
}
