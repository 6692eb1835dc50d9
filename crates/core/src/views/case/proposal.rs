//! Which evidence is proposed for an expectation, and in which order.
//!
//! The rule, written for people in `docs/reference/packet.md`: by whether it shows what is asked, then by whether it
//! is of the last two years, then by how well it shows it, what came of it, my part in it, who saw it, then the latest.

use std::cmp::Reverse;

use crate::{
    framework::{Expectation, Framework, Proficiency, Rung},
    order::InOrder,
    record::{Evidence, Of},
    views::facts::Facts,
};

/// Pieces that are proposed for one expectation.
pub const PROPOSED: usize = 3;

/// How well a piece fits an expectation, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It shows what is asked.
    AsAsked,
    /// It shows the skill at less than is asked.
    Below,
    /// It shows skills that the responsibility calls on as well as the rung asks, and does not name it.
    Near,
    /// It was chosen by hand, and does not name what is asked.
    Unsaid,
}

impl Fit {
    /// The word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AsAsked => "as-asked",
            Self::Below => "below",
            Self::Near => "near",
            Self::Unsaid => "unsaid",
        }
    }

    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AsAsked => "shows it as asked",
            Self::Below => "shows less than is asked",
            Self::Near => "shows its skills, and does not name it",
            Self::Unsaid => "does not say that it shows it",
        }
    }
}

/// A piece of evidence beside an expectation.
#[derive(Debug, Clone, Copy)]
pub struct Support<'a> {
    /// The piece.
    pub of: Of<'a, Evidence>,
    /// How well it fits.
    pub fit: Fit,
    /// Whether it is of the last two years.
    pub fresh: bool,
}

impl Support<'_> {
    /// Whether it carries something: it shows what is asked, and is fresh.
    #[must_use]
    pub const fn counts(&self) -> bool {
        matches!(self.fit, Fit::AsAsked) && self.fresh
    }

    /// Whether it leaves nothing to ask: it says my part, what came of it in a figure, and who saw it.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let it = self.of.it;
        it.my_part.is_some() && has_figure(it) && !it.witnesses.is_empty()
    }
}

/// Whether a piece says a figure: in the field for it, or a digit in what came of it.
#[must_use]
pub fn has_figure(it: &Evidence) -> bool {
    let digit = |text: &String| text.contains(|c: char| c.is_ascii_digit());
    it.figure.is_some() || it.so_what.as_ref().is_some_and(digit)
}

/// How a piece stands beside an expectation of a rung; `None` where it has nothing to do with it.
#[must_use]
pub fn fit(
    framework: &Framework,
    rung: &Rung,
    expectation: Expectation<'_>,
    it: &Evidence,
) -> Option<Fit> {
    match expectation {
        Expectation::Ask(ask) => {
            let asked = ask.level.proficiency()?;
            let shown = it.skills.iter().filter(|shown| {
                let known = framework.skill(&shown.skill);
                known.map_or(&shown.skill, |skill| &skill.id) == &ask.skill
            });
            let best = shown.map(|shown| shown.proficiency).max()?;
            Some(if best >= asked {
                Fit::AsAsked
            } else {
                Fit::Below
            })
        }
        Expectation::Responsibility(duty) => {
            let names = |id: &crate::framework::ExpectationId| {
                let known = framework.expectation(id);
                known.map_or(id, |(_, known)| known.id()) == &duty.id
            };
            if it.responsibilities.iter().any(names) {
                return Some(Fit::AsAsked);
            }
            let shows = |skill: &crate::framework::SkillId| {
                let asked = rung.ask(skill).and_then(|ask| ask.level.proficiency())?;
                let mut shown = it.skills.iter().filter(|shown| shown.skill == *skill);
                Some(shown.any(|shown| shown.proficiency >= asked))
            };
            let mut called_on = duty.skills.iter();
            called_on
                .any(|skill| shows(skill) == Some(true))
                .then_some(Fit::Near)
        }
    }
}

/// Every piece that has to do with an expectation, the best first.
#[must_use]
pub fn candidates<'a>(
    facts: &Facts<'a>,
    rung: &Rung,
    expectation: Expectation<'_>,
) -> Vec<Support<'a>> {
    let all = facts.evidence.iter();
    let mut found: Vec<Support<'a>> = all
        .filter_map(|of| {
            let fit = fit(facts.framework, rung, expectation, of.it)?;
            Some(Support {
                of: *of,
                fit,
                fresh: facts.is_fresh(of.it),
            })
        })
        .collect();
    // The facts have the latest first, and the sort keeps that among equals.
    found.order_by_key(|it| {
        let impact = u8::from(has_figure(it.of.it)) + u8::from(it.of.it.so_what.is_some());
        (
            it.fit,
            !it.fresh,
            Reverse(shown(expectation, it.of.it)),
            Reverse(impact),
            Reverse(it.of.it.my_part.is_some()),
            Reverse(it.of.it.witnesses.len().min(2)),
        )
    });
    found
}

/// The proficiency at which a piece shows a skill.
fn shown(expectation: Expectation<'_>, it: &Evidence) -> Option<Proficiency> {
    let Expectation::Ask(ask) = expectation else {
        return None;
    };
    let shown = it.skills.iter().filter(|shown| shown.skill == ask.skill);
    shown.map(|shown| shown.proficiency).max()
}
