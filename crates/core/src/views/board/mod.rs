//! The personal board: who gives guidance in what, what is open, who is due, and where it is lopsided.
//!
//! The rules, written for people in `docs/board.md`:
//!
//! - A seat is **taken** while somebody sits on it, **open** while nobody does, and **resting** once it was
//!   thanked; what rests is not counted and never due.
//! - A taken seat is **due** when its cadence has run since the last touch with whoever sits there, or since
//!   they took it; a note that went to many is no touch here. While an approach to them is on its way, that says what comes next, and the seat is not due.

mod approach;
mod circle;
mod draft;
mod kept;
mod perspective;
mod prepare;
mod propose;
mod review;

use jiff::civil::Date;

pub use self::{
    approach::{
        AGAIN_DAYS, Approaching, HABIT_ANSWERS, Offer, REST_DAYS, Stage, approaches, approaching,
    },
    circle::{Circle, called, somebody, told},
    draft::{Doubt, Draft, LONG_WORDS, doubts, draft, question_ideas},
    kept::Kept,
    perspective::{FEWEST, GROUPS, Group, Perspectives},
    prepare::{GiftIdea, Preparation, Waiting, prepare},
    propose::{Proposal, SeatIdea, after_setback, proposals, seat_idea},
    review::{Because, REVIEW_MONTHS, Serves, review_due, serves},
};
use crate::{
    date::PartialDate,
    framework::Skill,
    order::InOrder,
    record::{Channel, Contact, Destination, Of, Record, Seat, Setback, Touch},
    views::{facts::Facts, people::Directory},
};

/// The most seats that a board takes. A judgement: more people than this cannot be asked, only listed.
pub const MOST_SEATS: usize = 24;

/// A board on a day.
#[derive(Debug)]
pub struct Board<'a> {
    /// Every seat: those due first, then the other taken ones, the open ones, and those that rest.
    pub seats: Vec<Seated<'a>>,
    /// From where its people look.
    pub perspectives: Perspectives,
    /// Gaps that no seat is for, the widest first.
    pub proposals: Vec<Proposal<'a>>,
    /// Seats for the half year after a setback, and the setback.
    pub after_setback: Option<(Of<'a, Setback>, Vec<SeatIdea>)>,
    /// Every approach.
    pub approaches: Vec<Approaching<'a>>,
    /// Why it is time to look at all of it again.
    pub review: Option<Because<'a>>,
}

/// A seat on a day.
#[derive(Debug, Clone)]
pub struct Seated<'a> {
    /// The seat.
    pub of: Of<'a, Seat>,
    /// How it stands.
    pub state: SeatState,
    /// Who sits there.
    pub person: Option<Of<'a, Contact>>,
    /// The skill that it is about.
    pub skill: Option<&'a Skill>,
    /// The destination that it serves.
    pub destination: Option<Of<'a, Destination>>,
    /// When one was last in touch with whoever sits there: by a touch that is no update, or a conversation.
    pub last: Option<PartialDate>,
    /// The last touch in which one gave them something.
    pub helped: Option<Of<'a, Touch>>,
    /// The day from which on it is time for a touch; none without a cadence, or while an approach is on its way.
    pub due: Option<Date>,
    /// Whether that day has come.
    pub is_due: bool,
    /// Questions that wait for them.
    pub questions: usize,
    /// Where the approach to them stands.
    pub stage: Option<Stage>,
}

crate::words::words! {
    /// How a seat stands.
    SeatState {
        /// Somebody sits there.
        Taken = "taken", "taken";
        /// Nobody does.
        Open = "open", "open";
        /// It was thanked and rests.
        Resting = "resting", "resting";
    }
}

impl Seated<'_> {
    /// Whether somebody sits there and it does not rest.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.state == SeatState::Taken
    }
}

impl<'a> Board<'a> {
    /// Seats in one state.
    pub fn in_state(&self, state: SeatState) -> impl Iterator<Item = &Seated<'a>> {
        self.seats.iter().filter(move |it| it.state == state)
    }

    /// How many are due.
    #[must_use]
    pub fn due(&self) -> usize {
        self.seats.iter().filter(|it| it.is_due).count()
    }
}

/// The board as of the day of `facts`.
#[must_use]
pub fn board<'a>(record: &'a Record, directory: &'a Directory, facts: &'a Facts<'a>) -> Board<'a> {
    let circle = Circle::of(record, directory);
    let seats = seats(facts, circle);
    Board {
        perspectives: perspective::perspectives(&seats),
        proposals: proposals(facts),
        after_setback: after_setback(facts),
        approaches: approaches(facts, circle),
        review: review_due(facts),
        seats,
    }
}

/// Every seat as of the day of `facts`, in the order of [`Board::seats`].
#[must_use]
pub fn seats<'a>(facts: &Facts<'a>, circle: Circle<'a>) -> Vec<Seated<'a>> {
    let all = facts.board.seats.iter();
    let mut all: Vec<_> = all.map(|of| seated(facts, circle, *of)).collect();
    all.order_by_key(|it| (it.state, !it.is_due, it.of.it.on, it.of.revision.seq));
    all
}

/// One seat as of the day of `facts`.
#[must_use]
pub fn seated<'a>(facts: &Facts<'a>, circle: Circle<'a>, of: Of<'a, Seat>) -> Seated<'a> {
    let it = of.it;
    let resting = it.resting.is_some_and(|on| !on.is_after(facts.day));
    let person = it.person.and_then(|id| circle.person(id));
    let state = match person {
        _ if resting => SeatState::Resting,
        Some(_) => SeatState::Taken,
        None => SeatState::Open,
    };
    let touches = person.map_or_else(Vec::new, |of| circle.touches(of.id));
    let reached = person.and_then(|of| stage_of(facts, circle, of.id));
    let last = touches
        .iter()
        .find(|of| of.it.channel != Some(Channel::Update));
    let talked = person.and_then(|of| circle.talked(of.id));
    let last = last.map(|of| of.it.on).max(talked);
    let due = if state == SeatState::Taken && !reached.is_some_and(Stage::is_on_the_way) {
        let since = last.unwrap_or(it.since.unwrap_or(it.on));
        it.cadence
            .and_then(|cadence| cadence.next(since.last_day().min(facts.day)))
    } else {
        None
    };
    let waits = |question: &&Of<'_, crate::record::Question>| {
        question.it.waits() && person.is_some_and(|of| circle.same(question.it.person, of.id))
    };
    Seated {
        of,
        state,
        person,
        skill: it.skill.as_ref().and_then(|id| facts.framework.skill(id)),
        destination: it
            .destination
            .and_then(|id| facts.destinations.iter().find(|of| of.id == id).copied()),
        last,
        helped: touches.iter().find(|of| of.it.gave.is_some()).copied(),
        due,
        is_due: due.is_some_and(|due| due <= facts.day),
        questions: facts.board.questions.iter().filter(waits).count(),
        stage: reached,
    }
}

/// Where the latest approach to somebody stands.
fn stage_of(facts: &Facts<'_>, circle: Circle<'_>, person: crate::id::ItemId) -> Option<Stage> {
    let mut theirs = facts.board.approaches.iter().rev();
    let of = theirs.find(|of| circle.same(of.it.person, person))?;
    Some(approaching(facts, circle, *of).stage)
}
