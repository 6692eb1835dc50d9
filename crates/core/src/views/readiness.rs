//! How much of a rung is met: ‘met n of m, b backed’, and the gaps that matter.

use crate::{
    framework::{Expectation, Framework, Move, MoveKind, Rung},
    order::InOrder,
    views::{
        facts::Facts,
        standing::{Line, Standing, Verdict},
    },
};

/// What is met of one rung. Never a percentage, and meeting all of it promises nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// Expectations met, the assumed ones among them.
    pub met: usize,
    /// All expectations but those handed on.
    pub of: usize,
    /// Met and backed.
    pub backed: usize,
    /// Met only by assumption.
    pub assumed: usize,
}

impl Readiness {
    /// Counts a standing.
    #[must_use]
    pub fn of(standing: &Standing<'_>) -> Self {
        let count = |wanted: fn(Verdict) -> bool| {
            let verdicts = standing.lines.iter().map(|line| line.verdict);
            verdicts.filter(|verdict| wanted(*verdict)).count()
        };
        Self {
            met: count(Verdict::is_met),
            of: count(|verdict| verdict != Verdict::HandedOn),
            backed: count(|verdict| verdict == Verdict::Backed),
            assumed: count(|verdict| verdict == Verdict::Assumed),
        }
    }
}

/// ‘17 of 24 met (12 backed, 3 assumed)’.
impl std::fmt::Display for Readiness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} met ({} backed", self.met, self.of, self.backed)?;
        if self.assumed > 0 {
            write!(f, ", {} assumed", self.assumed)?;
        }
        f.write_str(")")
    }
}

/// A gap, and how much closing it would do.
#[derive(Debug, Clone)]
pub struct RankedGap<'s, 'a> {
    /// The expectation.
    pub line: &'s Line<'a>,
    /// Duties of the rung that call on the skill.
    pub called_on: usize,
}

impl RankedGap<'_, '_> {
    /// Why it is ranked where it is, in words.
    #[must_use]
    pub fn reason(&self) -> String {
        if let Expectation::Responsibility(_) = self.line.expectation {
            return "something the rung does".to_owned();
        }
        let short = match (self.line.now, self.line.shortfall()) {
            (None, _) => "not looked at yet".to_owned(),
            (_, 1) => "one step short".to_owned(),
            (_, steps) => format!("{steps} steps short"),
        };
        let assumed = if self.line.is_assumed() {
            " of what is assumed"
        } else {
            ""
        };
        let duties = match self.called_on {
            0 => String::new(),
            1 => ", and one duty of the rung calls on it".to_owned(),
            duties => format!(", and {duties} duties of the rung call on it"),
        };
        format!("{short}{assumed}{duties}")
    }
}

/// The gaps of a standing, those that matter most first.
///
/// A skill weighs its missing steps times one more than the rung's duties that call on it, where one that nobody has
/// looked at counts as one step; a duty weighs 1 if it is begun and 2 if not. Equal weights keep the order of the
/// framework.
#[must_use]
pub fn gaps<'s, 'a>(standing: &'s Standing<'a>) -> Vec<RankedGap<'s, 'a>> {
    let mut gaps: Vec<RankedGap<'s, 'a>> = standing
        .lines
        .iter()
        .filter(|line| line.verdict == Verdict::Gap)
        .map(|line| RankedGap {
            line,
            called_on: match line.expectation {
                Expectation::Ask(ask) => {
                    let duties = standing.rung.responsibilities.iter();
                    duties
                        .filter(|duty| duty.skills.contains(&ask.skill))
                        .count()
                }
                Expectation::Responsibility(_) => 0,
            },
        })
        .collect();
    gaps.order_by_key(|gap| {
        std::cmp::Reverse(usize::from(gap.line.shortfall()) * (1 + gap.called_on))
    });
    gaps
}

/// A rung that is open next, and how it stands.
#[derive(Debug, Clone)]
pub struct Open<'a> {
    /// The move that leads there.
    pub by: &'a Move,
    /// The rung's expectations.
    pub standing: &'a Standing<'a>,
    /// How much of them is met.
    pub readiness: Readiness,
}

/// The rungs one could go to next, both sides of a fork, those above first.
///
/// Without a rung held, the moves into product are open, and the lowest rung stands first.
#[must_use]
pub fn open<'a>(facts: &'a Facts<'a>) -> Vec<Open<'a>> {
    let framework: &'a Framework = facts.framework;
    let here = facts.held.map(|held| &held.rung.id);
    let mut open: Vec<Open<'a>> = framework
        .moves
        .iter()
        .filter(|step| step.from.as_ref() == here && Some(&step.to) != here)
        .filter_map(|by| {
            let standing = facts.standing(framework.rung(&by.to)?);
            let readiness = Readiness::of(standing);
            Some(Open {
                by,
                standing,
                readiness,
            })
        })
        .collect();
    open.order_by_key(|it| (it.by.kind != MoveKind::Up, framework.height(&it.by.to)));
    open
}

/// The rung held and those one could go to next: what evidence is looked at for.
#[must_use]
pub fn in_view<'a>(facts: &Facts<'a>) -> Vec<&'a Rung> {
    let framework: &'a Framework = facts.framework;
    let held = facts.held.map(|held| held.rung);
    let open = open(facts);
    let next = open.iter().filter_map(|it| framework.rung(&it.by.to));
    held.into_iter().chain(next).collect()
}

/// The rung to look at first, and why that one.
#[derive(Debug, Clone, Copy)]
pub struct Nearest<'s, 'a> {
    /// The rung.
    pub open: &'s Open<'a>,
    /// Why it comes first.
    pub because: Because<'s, 'a>,
}

/// Why a rung is looked at first.
#[derive(Debug, Clone, Copy)]
pub enum Because<'s, 'a> {
    /// It is a destination.
    Wanted,
    /// No other way leads up.
    OnlyWayUp,
    /// Fewer of its expectations are missing than of any other above.
    FewestMissing,
    /// As many are missing of another above, and this one is the lower.
    AsNearAs(&'s Open<'a>),
}

/// The rung to look at first: a destination next door, else the open rung above with the fewest expectations missing.
#[must_use]
pub fn nearest<'s, 'a>(open: &'s [Open<'a>], wanted: &[&Rung]) -> Option<Nearest<'s, 'a>> {
    let named = open
        .iter()
        .find(|it| wanted.iter().any(|rung| rung.id == it.standing.rung.id));
    if let Some(open) = named {
        let because = Because::Wanted;
        return Some(Nearest { open, because });
    }
    let missing = |it: &Open<'_>| it.readiness.of - it.readiness.met;
    let up = || open.iter().filter(|it| it.by.kind != MoveKind::Across);
    // Of equals the first, which is the lower rung.
    let open = up().min_by_key(|it| missing(it))?;
    let mut others = up().filter(|it| it.standing.rung.id != open.standing.rung.id);
    let because = match (
        others.clone().next(),
        others.find(|it| missing(it) == missing(open)),
    ) {
        (None, _) => Because::OnlyWayUp,
        (_, Some(other)) => Because::AsNearAs(other),
        (Some(_), None) => Because::FewestMissing,
    };
    Some(Nearest { open, because })
}
