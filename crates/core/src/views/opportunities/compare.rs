//! Two opportunities side by side, by what matters to the person: every line with what it speaks for and how much it
//! counts.
//!
//! The rule: in each thing that matters, the one that comes nearer to what one wants is spoken for, by as many points
//! as they lie apart, times one, two or three by how much it matters. A line where nothing was said of one of the two
//! counts nothing, and is named. The sums are shown with the lines they are made of and those they hang on; nothing
//! is decided by them.

use std::cmp::Reverse;

use super::{Against, Considered, against};
use crate::{
    order::InOrder,
    record::{Criterion, Of, Opportunity, Reading, Weighed},
    views::{
        facts::Facts,
        words::{capital, list, small},
    },
};

/// Two opportunities side by side.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// The one.
    pub one: Considered<'a>,
    /// The other.
    pub other: Considered<'a>,
    /// What each asks and would teach.
    pub against: [Against<'a>; 2],
    /// Everything that matters, what matters most first.
    pub lines: Vec<Line<'a>>,
}

/// One thing that matters, and what the two are like in it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// What matters.
    pub criterion: Of<'a, Criterion>,
    /// What the one is like.
    pub one: Option<&'a Weighed>,
    /// What the other is like.
    pub other: Option<&'a Weighed>,
    /// Which of them it speaks for.
    pub speaks: Side,
}

/// What a line speaks for, and by how many points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// For the one.
    One(u32),
    /// For the other.
    Other(u32),
    /// Both are as near.
    Even,
    /// Nothing was said of one of them.
    CannotTell,
}

/// How near something comes to what one wants, in words.
#[must_use]
pub const fn nearness(reading: Reading) -> &'static str {
    match reading.get() {
        1 => "far from what I want",
        2 => "less than I want",
        3 => "will do",
        4 => "near what I want",
        _ => "what I want",
    }
}

/// What matters to the person in work, what matters most first, then in the order of writing.
#[must_use]
pub fn criteria<'a>(facts: &Facts<'a>) -> Vec<Of<'a, Criterion>> {
    let by_today = facts.record.all::<Criterion>();
    let by_today = by_today.filter(|of| !of.it.on.is_after(facts.day));
    let mut all: Vec<Of<'a, Criterion>> = by_today.collect();
    // Ids of one form are in no order.
    let written = |of: &Of<'_, Criterion>| {
        let thread = facts.record.thread(of.id);
        thread
            .and_then(|it| it.revisions().first())
            .map(|it| it.seq)
    };
    all.order_by_key(|of| (Reverse(of.it.matters), written(of)));
    all
}

/// Puts two opportunities side by side.
#[must_use]
pub fn compare<'a>(
    facts: &'a Facts<'a>,
    one: Of<'a, Opportunity>,
    other: Of<'a, Opportunity>,
) -> Comparison<'a> {
    let said = |it: &'a Opportunity, criterion| {
        let mut weighed = it.weighed.iter();
        weighed.find(|it| it.criterion == criterion)
    };
    let lines = criteria(facts).into_iter().map(|criterion| {
        let (mine, theirs) = (said(one.it, criterion.id), said(other.it, criterion.id));
        Line {
            criterion,
            one: mine,
            other: theirs,
            speaks: side(criterion.it, mine, theirs),
        }
    });
    Comparison {
        one: Considered::on(facts, one),
        other: Considered::on(facts, other),
        against: [against(facts, one.it), against(facts, other.it)],
        lines: lines.collect(),
    }
}

fn side(criterion: &Criterion, one: Option<&Weighed>, other: Option<&Weighed>) -> Side {
    let reading = |it: Option<&Weighed>| it?.reading.map(|it| u32::from(it.get()));
    let (Some(one), Some(other)) = (reading(one), reading(other)) else {
        return Side::CannotTell;
    };
    let points = one.abs_diff(other) * criterion.matters.times();
    match one.cmp(&other) {
        std::cmp::Ordering::Greater => Side::One(points),
        std::cmp::Ordering::Less => Side::Other(points),
        std::cmp::Ordering::Equal => Side::Even,
    }
}

impl<'a> Comparison<'a> {
    /// The points of the lines that speak for the one, and for the other.
    #[must_use]
    pub fn points(&self) -> (u32, u32) {
        self.lines
            .iter()
            .fold((0, 0), |(one, other), line| match line.speaks {
                Side::One(points) => (one + points, other),
                Side::Other(points) => (one, other + points),
                Side::Even | Side::CannotTell => (one, other),
            })
    }

    /// The lines of which each alone would turn it round, or make it even, if it did not count.
    #[must_use]
    pub fn hangs_on(&self) -> Vec<&Line<'a>> {
        let (one, other) = self.points();
        let lines = self.lines.iter();
        let turns = lines.filter(|line| match line.speaks {
            Side::One(points) => one > other && points >= one - other,
            Side::Other(points) => other > one && points >= other - one,
            Side::Even | Side::CannotTell => false,
        });
        turns.collect()
    }

    /// What the lines say together, in sentences.
    #[must_use]
    pub fn says(&self) -> Vec<String> {
        let (one, other) = (self.one.name(), self.other.name());
        let count =
            |wanted: fn(Side) -> bool| self.lines.iter().filter(|line| wanted(line.speaks)).count();
        let for_one = count(|it| matches!(it, Side::One(_)));
        let for_other = count(|it| matches!(it, Side::Other(_)));
        let left = count(|it| it == Side::CannotTell);
        let mut says = Vec::new();
        if for_one + for_other > 0 {
            let points = self.points();
            says.push(format!(
                "{} for {one}, {} in all; {} for {other}, {} in all.",
                capital(&lines(for_one)),
                in_points(points.0),
                lines(for_other),
                in_points(points.1),
            ));
            let names = |lines: Vec<&Line<'_>>| {
                let names = lines.into_iter();
                let names = names.map(|it| format!("‘{}’", it.criterion.it.what));
                names.collect::<Vec<_>>()
            };
            let hangs = names(self.hangs_on());
            says.push(match (points.0.cmp(&points.1), hangs.as_slice()) {
                (std::cmp::Ordering::Equal, _) => {
                    "By your own weights they come to the same: what is not on this list may decide.".to_owned()
                }
                (_, []) => "No single line turns it round.".to_owned(),
                (_, [line]) => format!("It hangs on {line}: without it, it would be even or the other way round."),
                (_, several) => format!("It hangs on {}: without any one of them, it would be even or the other way round.", list(several)),
            });
        }
        if left > 0 {
            says.push(match left {
                1 => "One line counts nothing yet, because it says nothing of one of the two."
                    .to_owned(),
                left => format!(
                    "{} lines count nothing yet, because they say nothing of one of the two.",
                    capital(&small(left))
                ),
            });
        }
        says
    }
}

fn lines(number: usize) -> String {
    match number {
        0 => "no line speaks".to_owned(),
        1 => "one line speaks".to_owned(),
        more => format!("{} lines speak", small(more)),
    }
}

fn in_points(points: u32) -> String {
    if points == 1 {
        "1 point".to_owned()
    } else {
        format!("{points} points")
    }
}
