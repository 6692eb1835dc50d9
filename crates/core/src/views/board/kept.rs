//! What a record keeps about a board, as far as it had happened by a day.

use crate::{
    id::ItemId,
    order::InOrder,
    record::{Approach, BoardReview, Content, Gift, Lesson, Of, Question, Revision, Seat},
};

/// The items of a board, in the order of their making. Part of [`super::super::facts::Facts`].
#[derive(Debug, Clone, Default)]
pub struct Kept<'a> {
    /// Every seat, open and resting ones too.
    pub seats: Vec<Of<'a, Seat>>,
    /// Every approach, those let go too.
    pub approaches: Vec<Of<'a, Approach>>,
    /// Every question, asked and dropped ones too.
    pub questions: Vec<Of<'a, Question>>,
    /// Everything to give, given and dropped too.
    pub gifts: Vec<Of<'a, Gift>>,
    /// What was learned from others, earliest first.
    pub lessons: Vec<Of<'a, Lesson>>,
    /// Reviews, earliest first.
    pub reviews: Vec<Of<'a, BoardReview>>,
}

impl<'a> Kept<'a> {
    /// Takes an item in, if it is of one of these kinds.
    pub(in crate::views) fn take(
        &mut self,
        id: ItemId,
        revision: &'a Revision,
        content: &'a Content,
    ) {
        match content {
            Content::Seat(it) => self.seats.push(Of { id, revision, it }),
            Content::Approach(it) => self.approaches.push(Of { id, revision, it }),
            Content::Question(it) => self.questions.push(Of { id, revision, it }),
            Content::Gift(it) => self.gifts.push(Of { id, revision, it }),
            Content::Lesson(it) => self.lessons.push(Of { id, revision, it }),
            Content::BoardReview(it) => self.reviews.push(Of { id, revision, it }),
            _ => {}
        }
    }

    /// Puts everything into its order.
    pub(in crate::views) fn arrange(&mut self) {
        self.lessons.order_by_key(|of| (of.it.on, of.revision.seq));
        self.reviews.order_by_key(|of| (of.it.on, of.revision.seq));
    }

    /// Whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty() && self.approaches.is_empty()
    }

    /// A seat by its id.
    #[must_use]
    pub fn seat(&self, id: ItemId) -> Option<Of<'a, Seat>> {
        self.seats.iter().find(|of| of.id == id).copied()
    }
}
