//! Before a touch: what to ask, what they said last and what became of it, and something to give.

use jiff::Span;

use super::{Approaching, Circle, Seated, approaching, called, seated};
use crate::{
    date::PartialDate,
    id::ItemId,
    order::InOrder,
    record::{Contact, Gift, Lesson, Of, Question, Takeaway, Touch},
    views::facts::Facts,
};

/// How many ideas of something to give are shown.
const IDEAS: usize = 3;

/// Months during which something read is still fresh enough to pass on.
const FRESH_MONTHS: i32 = 12;

/// Everything for the next touch with somebody.
#[derive(Debug)]
pub struct Preparation<'a> {
    /// With whom.
    pub person: Of<'a, Contact>,
    /// Their seats.
    pub seats: Vec<Seated<'a>>,
    /// The approach to them.
    pub approach: Option<Approaching<'a>>,
    /// Questions that wait, the oldest first.
    pub questions: Vec<Waiting<'a>>,
    /// The last touch in which they told one something.
    pub told: Option<Of<'a, Touch>>,
    /// What was learned from them, latest first.
    pub lessons: Vec<Of<'a, Lesson>>,
    /// What waits to be given.
    pub gifts: Vec<Of<'a, Gift>>,
    /// What else could be given.
    pub ideas: Vec<GiftIdea<'a>>,
    /// When one was last in touch with them, by a touch or a conversation.
    pub last: Option<PartialDate>,
    /// Every touch with them, latest first.
    pub touches: Vec<Of<'a, Touch>>,
    /// The last one in which one gave them something.
    pub helped: Option<Of<'a, Touch>>,
}

/// A question that waits.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'a> {
    /// The question.
    pub of: Of<'a, Question>,
    /// Whether there was a touch since, in which it was not asked.
    pub carried_over: bool,
}

/// Something that one could give.
#[derive(Debug, Clone, Copy)]
pub struct GiftIdea<'a> {
    /// What one took from something.
    pub takeaway: Of<'a, Takeaway>,
    /// Whether one wrote down that it could help them.
    pub for_them: bool,
}

/// What there is for the next touch with somebody; `None` where the record does not know them.
#[must_use]
pub fn prepare<'a>(
    facts: &Facts<'a>,
    circle: Circle<'a>,
    person: ItemId,
) -> Option<Preparation<'a>> {
    let person = circle.person(person)?;
    let theirs = |id: ItemId| circle.same(id, person.id);
    let touches = circle.touches(person.id);
    // A question of the board is carried over by a touch alone: a conversation has questions of its own.
    let latest = touches.first().map(|of| of.it.on);
    let kept = &facts.board;
    let seats = kept
        .seats
        .iter()
        .filter(|of| of.it.person.is_some_and(theirs));
    let mut approaches = kept.approaches.iter().rev();
    let approach = approaches.find(|of| theirs(of.it.person));
    let questions = kept.questions.iter();
    let questions = questions.filter(|of| of.it.waits() && theirs(of.it.person));
    let lessons = kept.lessons.iter().rev().filter(|of| theirs(of.it.person));
    let gifts = kept.gifts.iter().filter(|of| theirs(of.it.person));
    Some(Preparation {
        seats: seats.map(|of| seated(facts, circle, *of)).collect(),
        approach: approach.map(|of| approaching(facts, circle, *of)),
        questions: questions
            .map(|of| Waiting {
                of: *of,
                carried_over: latest.is_some_and(|last| last.first_day() > of.it.on.last_day()),
            })
            .collect(),
        told: touches.iter().find(|of| of.it.answered.is_some()).copied(),
        lessons: lessons.copied().collect(),
        gifts: gifts.clone().filter(|of| of.it.waits()).copied().collect(),
        ideas: ideas(
            facts,
            person.it,
            &gifts.filter_map(|of| of.it.takeaway).collect::<Vec<_>>(),
        ),
        helped: touches.iter().find(|of| of.it.gave.is_some()).copied(),
        last: latest.max(circle.talked(person.id)),
        touches,
        person,
    })
}

/// The rule: first what one wrote down for them by name, then what one took from something lately; nothing that was
/// put on the list for them before.
fn ideas<'a>(facts: &Facts<'a>, person: &Contact, before: &[ItemId]) -> Vec<GiftIdea<'a>> {
    let since = facts.day.saturating_sub(Span::new().months(FRESH_MONTHS));
    let takeaways = facts.growth.takeaways.iter();
    let takeaways = takeaways.filter(|of| of.it.took.is_some() && !before.contains(&of.id));
    let mut ideas: Vec<_> = takeaways
        .map(|of| GiftIdea {
            takeaway: *of,
            for_them: of
                .it
                .for_whom
                .as_deref()
                .is_some_and(|whom| names(whom, person)),
        })
        .filter(|idea| idea.for_them || idea.takeaway.it.on.last_day() >= since)
        .collect();
    ideas.order_by_key(|idea| !idea.for_them);
    ideas.truncate(IDEAS);
    ideas
}

/// Whether a text names somebody, by a whole word.
fn names(text: &str, person: &Contact) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let called = called(person).to_lowercase();
    text.contains(&person.name.to_lowercase()) || words.any(|word| word == called)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_named_by_a_whole_word() {
        let ines = Contact::named("Ines Dahl");
        assert!(names("Something for Ines", &ines));
        assert!(names("ines dahl", &ines));
        assert!(!names("Vines and wines", &ines));
        assert!(!names("", &ines));
    }
}
