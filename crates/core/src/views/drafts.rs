//! Lines that were logged and could carry more: what is missing, and why it would help.

use crate::{
    record::{Evidence, Of},
    views::facts::Facts,
};

/// A piece of the last two years that wants to be completed.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The piece.
    pub of: Of<'a, Evidence>,
    /// What it lacks, what helps most first.
    pub missing: Vec<Missing>,
}

/// What so many of them say, and what not.
#[must_use]
pub const fn said_and_not(lines: usize) -> &'static str {
    if lines == 1 {
        "It says what you did, but not yet what it shows or what came of it."
    } else {
        "They say what you did, but not yet what it shows or what came of it."
    }
}

/// What a piece of evidence lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Which skill or responsibility it shows.
    Shows,
    /// What came of it.
    SoWhat,
    /// What would not have happened without the person.
    MyPart,
    /// Who can vouch for it.
    Witness,
}

impl Missing {
    /// What to add.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Shows => "which skill or duty it shows",
            Self::SoWhat => "what came of it",
            Self::MyPart => "your part",
            Self::Witness => "who saw it",
        }
    }

    /// Why that helps.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Shows => "Until it says so, it backs nothing.",
            Self::SoWhat => {
                "In a year this is what a reader looks for first, and what you will have forgotten."
            }
            Self::MyPart => "A reader wants to tell your work from the team’s.",
            Self::Witness => "What somebody else can confirm carries further than your word.",
        }
    }
}

/// How long a line takes to complete, in seconds: a judgement, so that the queue can say what it asks for.
const SECONDS: usize = 24;

/// What a piece lacks, what helps most first.
#[must_use]
pub fn missing(it: &Evidence) -> Vec<Missing> {
    [
        (Missing::Shows, it.is_bare()),
        (Missing::SoWhat, it.so_what.is_none() && it.figure.is_none()),
        (Missing::MyPart, it.my_part.is_none()),
        (Missing::Witness, it.witnesses.is_empty()),
    ]
    .into_iter()
    .filter_map(|(what, lacks)| lacks.then_some(what))
    .collect()
}

/// The lines that want to be completed, latest first: those of the last two years that say neither what they show
/// nor what came of it, or lack one of the two. Older ones back nothing any more, so nothing is asked of them.
#[must_use]
pub fn drafts<'a>(facts: &Facts<'a>) -> Vec<Draft<'a>> {
    let fresh = facts.evidence.iter().filter(|of| facts.is_fresh(of.it));
    let drafts = fresh.filter(|of| is_draft(of.it));
    drafts
        .map(|of| Draft {
            of: *of,
            missing: missing(of.it),
        })
        .collect()
}

/// How many lines want to be completed.
#[must_use]
pub fn count(facts: &Facts<'_>) -> usize {
    let fresh = facts.evidence.iter().filter(|of| facts.is_fresh(of.it));
    fresh.filter(|of| is_draft(of.it)).count()
}

fn is_draft(it: &Evidence) -> bool {
    it.is_bare() || (it.so_what.is_none() && it.figure.is_none())
}

/// How many minutes some lines want, at least one.
#[must_use]
pub const fn minutes(lines: usize) -> usize {
    let minutes = (lines * SECONDS).div_ceil(60);
    if minutes == 0 { 1 } else { minutes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_lines_want_two_minutes() {
        assert_eq!([0, 1, 2, 3, 5, 6].map(minutes), [1, 1, 1, 2, 2, 3]);
    }
}
