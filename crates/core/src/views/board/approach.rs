//! An approach: where it stands, and the step that could come next. A step is offered, never pushed.

use jiff::{Span, civil::Date};

use super::circle::Circle;
use crate::{
    date::PartialDate,
    order::InOrder,
    record::{Approach, Contact, Of, Seat, Step, StepKind},
    views::facts::Facts,
    words::words,
};

/// Days after which a question that was not answered rests. It is not asked again.
///
/// A judgement: who answers small questions does so within days, or after a holiday.
pub const REST_DAYS: i32 = 21;

/// Days from one question to the next that is offered. A judgement: often enough to be remembered, and no burden.
pub const AGAIN_DAYS: i32 = 30;

/// Answers after which a habit is offered: one may be politeness, two are an interest.
pub const HABIT_ANSWERS: usize = 2;

/// An approach on a day.
#[derive(Debug, Clone)]
pub struct Approaching<'a> {
    /// The approach.
    pub of: Of<'a, Approach>,
    /// Whom, if the record still knows them.
    pub person: Option<Of<'a, Contact>>,
    /// The seat that it may lead to.
    pub seat: Option<Of<'a, Seat>>,
    /// The steps taken by that day, in their order.
    pub steps: Vec<&'a Step>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub since: PartialDate,
    /// How often they answered.
    pub answers: usize,
    /// What could come next; nothing where the next word is theirs.
    pub offers: Vec<Offer>,
}

/// A step that could come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub step: StepKind,
    /// Not before this day, where there is one that lies ahead.
    pub from: Option<Date>,
}

words! {
    /// Where an approach stands.
    Stage {
        /// They came to one's notice.
        Noticed = "noticed", "noticed";
        /// A question is with them.
        Asked = "asked", "asked, and the word is theirs";
        /// A question was not answered: it rests.
        Resting = "resting", "not answered, so it rests";
        /// They answered.
        Answered = "answered", "answered";
        /// They heard what came of it.
        Thanked = "thanked", "thanked";
        /// Asking and answering is a habit.
        Habit = "habit", "a habit";
        /// Both came to want it.
        Mentorship = "mentorship", "mentorship";
        /// One let it go.
        LetGo = "let-go", "let go";
    }
}

impl Stage {
    /// What it means for what one does, in a sentence or two.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Noticed => {
                "One small question is the whole of the next step: about something they did, and short enough to be answered in two lines."
            }
            Self::Asked => "It is with them now. There is nothing for you to do.",
            Self::Resting => {
                "No answer is an answer that costs nobody anything. It rests here and is not chased; if one comes after all, note it."
            }
            Self::Answered => {
                "Tell them what came of it. It is the step that most people leave out, and the one that is remembered."
            }
            Self::Thanked => {
                "They know that it was of use. Another small question may follow, when you have one."
            }
            Self::Habit => {
                "You ask, they answer, and you give something back. It can stay like this for years."
            }
            Self::Mentorship => "Both of you wanted it, and said so.",
            Self::LetGo => "Nothing is offered any more.",
        }
    }

    /// Whether it is on its way: begun, and neither a habit nor over.
    #[must_use]
    pub const fn is_on_the_way(self) -> bool {
        matches!(
            self,
            Self::Noticed | Self::Asked | Self::Resting | Self::Answered | Self::Thanked
        )
    }
}

impl Offer {
    /// What it is, as something one could do.
    #[must_use]
    pub const fn label(self, answers: usize) -> &'static str {
        match self.step {
            StepKind::Noticed => "Note what you noticed",
            StepKind::Asked if answers == 0 => "Ask one small question",
            StepKind::Asked => "Ask again",
            StepKind::Answered => "Note the answer",
            StepKind::Thanked => "Tell them what came of it",
            StepKind::Habit => "Make it a habit",
            StepKind::Mentorship => "Both of you want it",
        }
    }
}

/// Every approach by the day of `facts`, those on their way first, then by where they stand longest.
#[must_use]
pub fn approaches<'a>(facts: &Facts<'a>, circle: Circle<'a>) -> Vec<Approaching<'a>> {
    let all = facts.board.approaches.iter();
    let mut all: Vec<_> = all.map(|of| approaching(facts, circle, *of)).collect();
    all.order_by_key(|it| {
        (
            !it.stage.is_on_the_way(),
            it.stage == Stage::LetGo,
            it.since,
        )
    });
    all
}

/// One approach on the day of `facts`.
#[must_use]
pub fn approaching<'a>(
    facts: &Facts<'a>,
    circle: Circle<'a>,
    of: Of<'a, Approach>,
) -> Approaching<'a> {
    let it = of.it;
    let taken = it.steps.iter().filter(|step| !step.on.is_after(facts.day));
    let steps: Vec<&Step> = taken.collect();
    let answers = count(&steps, StepKind::Answered);
    let (stage, since) = stage(it, &steps, facts.day);
    Approaching {
        of,
        person: circle.person(it.person),
        seat: it.seat.and_then(|id| facts.board.seat(id)),
        stage,
        since,
        answers,
        offers: offers(stage, &steps, answers, facts.day),
        steps,
    }
}

fn count(steps: &[&Step], kind: StepKind) -> usize {
    steps.iter().filter(|step| step.kind == kind).count()
}

/// The rule: the last step says where it stands; a question that lies too long without an answer rests.
fn stage(it: &Approach, steps: &[&Step], day: Date) -> (Stage, PartialDate) {
    if let Some(on) = it.let_go.filter(|on| !on.is_after(day)) {
        return (Stage::LetGo, on);
    }
    let Some(last) = steps.last() else {
        return (Stage::Noticed, it.on);
    };
    let stage = match last.kind {
        StepKind::Noticed => Stage::Noticed,
        StepKind::Asked if (day - last.on.last_day()).get_days() > REST_DAYS => Stage::Resting,
        StepKind::Asked => Stage::Asked,
        StepKind::Answered => Stage::Answered,
        StepKind::Thanked => Stage::Thanked,
        StepKind::Habit => Stage::Habit,
        StepKind::Mentorship => Stage::Mentorship,
    };
    (stage, last.on)
}

fn offers(stage: Stage, steps: &[&Step], answers: usize, day: Date) -> Vec<Offer> {
    let now = |step| Offer { step, from: None };
    match stage {
        Stage::Noticed => vec![now(StepKind::Asked)],
        Stage::Answered => vec![now(StepKind::Thanked)],
        Stage::Thanked => {
            let asked = steps.iter().rev().find(|it| it.kind == StepKind::Asked);
            let again = asked.map(|it| {
                let last = it.on.last_day();
                last.saturating_add(Span::new().days(AGAIN_DAYS))
            });
            let again = Offer {
                step: StepKind::Asked,
                from: again.filter(|from| *from > day),
            };
            let habit = (answers >= HABIT_ANSWERS).then(|| now(StepKind::Habit));
            habit.into_iter().chain([again]).collect()
        }
        Stage::Asked | Stage::Resting | Stage::Habit | Stage::Mentorship | Stage::LetGo => {
            Vec::new()
        }
    }
}
