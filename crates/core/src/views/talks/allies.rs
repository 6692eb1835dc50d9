//! Who will have a say, and how well they know one's work.

use jiff::{Span, civil::Date};

use super::who::Who;
use crate::{
    date::PartialDate,
    order::InOrder,
    record::{Ally, AllyPlace, Knows, Of, StepSort},
    views::{
        facts::Facts,
        words::{capital, small},
    },
};

/// Months without a word after which somebody counts as out of touch: a judgement, half a promotion round.
pub const QUIET_MONTHS: i64 = 3;

/// Somebody with a say.
#[derive(Debug, Clone)]
pub struct Known<'a> {
    /// Who, and how well they know one's work.
    pub of: Of<'a, Ally>,
    /// Their name, or how else they are spoken of.
    pub name: &'a str,
    /// When one was last in touch, by a conversation or otherwise.
    pub touched: Option<PartialDate>,
    /// Whether that is longer than [`QUIET_MONTHS`] ago, or never.
    pub quiet: bool,
    /// The step that is still to be done.
    pub step: Option<&'a crate::record::AllyStep>,
    /// What could be done next, where no step is set.
    pub proposed: (StepSort, &'static str),
}

/// Everybody with a say, by how well they know one's work.
#[derive(Debug, Clone)]
pub struct Allies<'a> {
    /// In the order of [`Knows`], least first; in each of them in the order of their making.
    pub all: Vec<Known<'a>>,
}

impl<'a> Allies<'a> {
    /// Those who know it so well.
    pub fn of(&self, knows: Knows) -> impl Iterator<Item = &Known<'a>> {
        self.all.iter().filter(move |it| it.of.it.knows == knows)
    }

    /// What the picture says, in a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        let all = self.all.len();
        let seen = self
            .all
            .iter()
            .filter(|it| it.of.it.knows >= Knows::Seen)
            .count();
        let speak = self.of(Knows::WouldSpeak).count();
        let committee = || {
            let sits = self
                .all
                .iter()
                .filter(|it| it.of.it.place == AllyPlace::Committee);
            sits.filter(|it| it.of.it.knows < Knows::Seen).count()
        };
        if all == 0 {
            return "Nobody is on the map yet.".to_owned();
        }
        let seen = match (all, seen) {
            (1, 0) => "The one person on the map has not seen your work themselves".to_owned(),
            (1, _) => "The one person on the map has seen your work themselves".to_owned(),
            (all, 0) => format!("None of the {} has seen your work themselves", small(all)),
            (all, seen) if all == seen => {
                format!("All {} have seen your work themselves", small(all))
            }
            (all, 1) => format!("One of the {} has seen your work themselves", small(all)),
            (all, seen) => format!(
                "{} of the {} have seen your work themselves",
                capital(&small(seen)),
                small(all)
            ),
        };
        let speak = match speak {
            0 => "nobody would speak for it yet".to_owned(),
            1 => "one would speak for it".to_owned(),
            speak => format!("{} would speak for it", small(speak)),
        };
        let sits = match committee() {
            0 => String::new(),
            1 => " One who sits on the committee has not.".to_owned(),
            some => format!(
                " {} who sit on the committee have not.",
                capital(&small(some))
            ),
        };
        format!("{seen}, and {speak}.{sits}")
    }
}

/// Everybody with a say on the day.
#[must_use]
pub fn allies<'a>(facts: &Facts<'a>) -> Allies<'a> {
    let all = facts.talks.allies.iter();
    let standing = all.filter(|of| of.it.ended.is_none_or(|on| on.is_after(facts.day)));
    let mut all: Vec<Known<'a>> = standing.map(|of| known(facts, *of)).collect();
    all.order_by_key(|it| it.of.it.knows);
    Allies { all }
}

/// One of them.
#[must_use]
pub fn known<'a>(facts: &Facts<'a>, of: Of<'a, Ally>) -> Known<'a> {
    let who = facts.talks.who(of.it);
    let touched = last_touched(facts, who);
    let since: Date = facts.day.saturating_sub(Span::new().months(QUIET_MONTHS));
    Known {
        of,
        name: who.or("somebody"),
        touched,
        quiet: touched.is_none_or(|on| on.last_day() < since),
        step: of.it.step.as_ref().filter(|it| it.done.is_none()),
        proposed: propose(of.it.knows),
    }
}

/// When one was last in touch with somebody.
#[must_use]
pub fn last_touched(facts: &Facts<'_>, who: Who<'_>) -> Option<PartialDate> {
    let held = facts.talks.conversations.iter().filter(|of| of.it.held);
    let with = held.filter(|of| facts.talks.who(of.it).is(who));
    let touches = facts.talks.touches_with(who);
    with.map(|of| of.it.on)
        .chain(touches.map(|of| of.it.on))
        .max()
}

/// A step that is no politics, by how well somebody knows one's work.
const fn propose(knows: Knows) -> (StepSort, &'static str) {
    match knows {
        Knows::Nothing => (
            StepSort::ShareInsight,
            "tell them one thing that you found out and that touches their work, in three lines",
        ),
        Knows::Hearsay => (
            StepSort::ShareWork,
            "show them the thing itself: the memo, the prototype, the figure before and after",
        ),
        Knows::Seen => (
            StepSort::WorkTogether,
            "do one small piece of work with them, such as a review that both of you need",
        ),
        Knows::WouldSpeak => (
            StepSort::ShareInsight,
            "let them know what came of the thing they saw",
        ),
    }
}
