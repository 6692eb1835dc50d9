//! Where a record puts a person on a rung on a day, expectation by expectation.
//!
//! The rule, written for people in `docs/reference/standing.md`:
//!
//! - A **skill** is met when what the person does now is at least what the rung asks. *Now* is the higher of
//!   their own latest rating and of what evidence of the last two years shows; with neither, what the rung
//!   they hold asks is assumed. It is *backed* when such evidence shows the proficiency asked, or somebody
//!   else gave that rating themselves within two years.
//! - A **responsibility** is met when the person says they do it or evidence of the last two years names it,
//!   and backed by such evidence or somebody else's own word. Those of the rung they hold are assumed.
//! - What the rung hands on is neither met nor a gap.

use std::fmt;

use crate::{
    framework::{Ask, Expectation, Framework, Level, Proficiency, Responsibility, Rung, Skill},
    record::{Author, Claim, ClaimState, Evidence, Hand, Of, Rating, View},
    views::{
        facts::Facts,
        words::{capital, several},
    },
};

/// Every expectation of one rung, and how it stands.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// The rung.
    pub rung: &'a Rung,
    /// Its expectations, skills first, in the order of the framework.
    pub lines: Vec<Line<'a>>,
}

/// How one expectation stands.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// What is expected.
    pub expectation: Expectation<'a>,
    /// The skill, if it is one that is expected.
    pub skill: Option<&'a Skill>,
    /// How it stands.
    pub verdict: Verdict,
    /// The proficiency it rests on, for a skill.
    pub now: Option<Proficiency>,
    /// What the verdict rests on.
    pub basis: Basis<'a>,
    /// Evidence of the last two years that shows it as asked, latest first.
    pub backing: Vec<Of<'a, Evidence>>,
    /// Views of others, kept apart from one's own.
    pub views: Vec<Seen<'a>>,
}

/// How an expectation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Met, and others can see it.
    Backed,
    /// Met, but unproven.
    Unproven,
    /// Met as far as the rung held says so; nobody has looked yet.
    Assumed,
    /// Done through others from this rung on.
    HandedOn,
    /// Not met.
    Gap,
}

impl Verdict {
    /// Whether it counts as met.
    #[must_use]
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Backed | Self::Unproven | Self::Assumed)
    }

    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Backed => "met and backed",
            Self::Unproven => "met, unproven",
            Self::Assumed => "met, assumed",
            Self::HandedOn => "handed on",
            Self::Gap => "gap",
        }
    }
}

/// What a verdict rests on.
#[derive(Debug, Clone, Copy)]
pub enum Basis<'a> {
    /// One's own rating.
    Rating(Of<'a, Rating>),
    /// One's own claim.
    Claim(Of<'a, Claim>),
    /// A piece of evidence that shows more than was rated or claimed.
    Evidence(Of<'a, Evidence>),
    /// The rung held asks for it.
    Held,
    /// Nothing says anything yet.
    Nothing,
}

impl Basis<'_> {
    /// Whether nobody has looked yet, and nothing in the record says.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

/// Somebody else's view of a skill or a responsibility.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Manager or peer.
    pub view: View,
    /// By whose hand it is here.
    pub hand: Hand,
    /// Their name, where it is known.
    pub by: Option<&'a str>,
    /// What they said.
    pub said: Said,
    /// The day it is about.
    pub on: crate::date::PartialDate,
}

/// What somebody else said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// How well a skill is done.
    Proficiency(Proficiency),
    /// Whether a responsibility is carried.
    State(ClaimState),
}

impl<'a> Standing<'a> {
    /// Reads a record against one rung. Done once a rung, see [`Facts::standing`].
    pub(super) fn read(facts: &Facts<'a>, rung: &'a Rung) -> Self {
        let lines = rung.expectations().map(|expectation| match expectation {
            Expectation::Ask(ask) => skill_line(facts, ask),
            Expectation::Responsibility(duty) => duty_line(facts, rung, duty),
        });
        Self {
            rung,
            lines: lines.collect(),
        }
    }
}

fn skill_line<'a>(facts: &Facts<'a>, ask: &'a Ask) -> Line<'a> {
    let skill = facts.framework.skill(&ask.skill);
    let mut line = Line {
        expectation: Expectation::Ask(ask),
        skill,
        verdict: Verdict::HandedOn,
        now: None,
        basis: Basis::Nothing,
        backing: Vec::new(),
        views: Vec::new(),
    };
    let Some(skill) = skill else {
        line.verdict = Verdict::Gap;
        return line;
    };
    let known = facts.skill(skill);
    line.views = View::ALL
        .into_iter()
        .filter(|view| *view != View::Own)
        .flat_map(|view| [true, false].map(|given| (view, given)))
        .filter_map(|(view, given)| known.other(view, given).map(seen_rating))
        .collect();
    (line.now, line.basis) = facts.now(skill);
    let Level::At(asked) = ask.level else {
        return line;
    };
    line.backing = known
        .shown
        .iter()
        .filter(|(of, shown)| *shown >= asked && facts.is_fresh(of.it))
        .map(|(of, _)| *of)
        .collect();
    let vouched = line.views.iter().any(|seen| {
        let enough = matches!(seen.said, Said::Proficiency(said) if said >= asked);
        seen.hand == Hand::Given && enough && facts.is_fresh_day(seen.on)
    });
    line.verdict = match line.now {
        Some(now) if now >= asked => match line.basis {
            _ if vouched || !line.backing.is_empty() => Verdict::Backed,
            Basis::Held => Verdict::Assumed,
            _ => Verdict::Unproven,
        },
        _ => Verdict::Gap,
    };
    line
}

fn seen_rating(of: Of<'_, Rating>) -> Seen<'_> {
    let author = match &of.revision.author {
        Author::Owner => None,
        Author::Other { name, .. } => Some(name.as_str()),
    };
    Seen {
        view: of.it.view,
        hand: of.revision.hand(),
        by: author.or(of.it.by.as_deref()),
        said: Said::Proficiency(of.it.proficiency),
        on: of.it.on,
    }
}

fn duty_line<'a>(facts: &Facts<'a>, rung: &'a Rung, duty: &'a Responsibility) -> Line<'a> {
    let claims = facts.claims(&duty.id);
    let own = claims
        .iter()
        .find(|of| of.it.view == View::Own && of.revision.author == Author::Owner);
    let others = claims.iter().filter(|of| of.it.view != View::Own);
    let views: Vec<Seen<'a>> = others
        .map(|of| Seen {
            view: of.it.view,
            hand: of.revision.hand(),
            by: match &of.revision.author {
                Author::Owner => None,
                Author::Other { name, .. } => Some(name),
            },
            said: Said::State(of.it.state),
            on: of.it.on,
        })
        .collect();
    let evidence = facts.evidence_of(&duty.id).iter();
    let backing: Vec<Of<'a, Evidence>> = evidence
        .filter(|of| facts.is_fresh(of.it))
        .copied()
        .collect();
    let vouched = views.iter().any(|seen| {
        seen.hand == Hand::Given
            && seen.said == Said::State(ClaimState::Doing)
            && facts.is_fresh_day(seen.on)
    });
    let (verdict, basis) = match (own, backing.first()) {
        (_, Some(of)) => (Verdict::Backed, Basis::Evidence(*of)),
        (Some(of), None) if of.it.state == ClaimState::Doing => {
            let verdict = if vouched {
                Verdict::Backed
            } else {
                Verdict::Unproven
            };
            (verdict, Basis::Claim(*of))
        }
        (Some(of), None) => (Verdict::Gap, Basis::Claim(*of)),
        (None, None) if facts.is_assumed(rung) => {
            let verdict = if vouched {
                Verdict::Backed
            } else {
                Verdict::Assumed
            };
            (verdict, Basis::Held)
        }
        (None, None) => (Verdict::Gap, Basis::Nothing),
    };
    Line {
        expectation: Expectation::Responsibility(duty),
        skill: None,
        verdict,
        now: None,
        basis,
        backing,
        views,
    }
}

impl<'a> Line<'a> {
    /// The proficiency asked, for a skill that is not handed on.
    #[must_use]
    pub const fn asked(&self) -> Option<Proficiency> {
        match self.expectation {
            Expectation::Ask(ask) => ask.level.proficiency(),
            Expectation::Responsibility(_) => None,
        }
    }

    /// The name of the skill, or the text of the responsibility.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match (self.skill, self.expectation) {
            (Some(skill), _) => &skill.name,
            (None, expectation) => expectation.text(),
        }
    }

    /// Whether it rests on nothing but the rung held, be it met or not.
    #[must_use]
    pub const fn is_assumed(&self) -> bool {
        matches!(self.basis, Basis::Held)
    }

    /// How many steps of proficiency are missing, 1 for a skill that nobody has looked at yet: nothing says that it
    /// is more. For a responsibility, 1 if it is begun and else 2.
    #[must_use]
    pub fn shortfall(&self) -> u8 {
        match (self.verdict, self.asked()) {
            (Verdict::Gap, Some(asked)) => self.now.map_or(1, |now| asked.get() - now.get()),
            (Verdict::Gap, None) => match self.basis {
                Basis::Claim(of) if of.it.state == ClaimState::Partly => 1,
                _ => 2,
            },
            _ => 0,
        }
    }

    /// Now against asked, in words: ‘practising, expected leading’; ‘solid (assumed)’.
    #[must_use]
    pub fn in_words(&self, framework: &Framework) -> String {
        match (self.expectation, self.verdict) {
            (_, Verdict::HandedOn) => "handed on: done through others".to_owned(),
            (Expectation::Ask(_), _) => {
                let now = match self.now {
                    None => "not looked at yet".to_owned(),
                    Some(now) if self.is_assumed() => format!("{} (assumed)", framework.word(now)),
                    Some(now) => framework.word(now).to_owned(),
                };
                match self.asked().filter(|_| self.verdict == Verdict::Gap) {
                    Some(asked) => format!("{now}, expected {}", framework.word(asked)),
                    None => now,
                }
            }
            (Expectation::Responsibility(_), _) => match self.basis {
                Basis::Claim(of) => of.it.state.label().to_owned(),
                Basis::Evidence(_) => "shown by evidence".to_owned(),
                Basis::Held => "assumed from the rung you hold".to_owned(),
                Basis::Rating(_) | Basis::Nothing => "not looked at yet".to_owned(),
            },
        }
    }

    /// Why the verdict is what it is, in a sentence.
    #[must_use]
    pub fn reason(&self, framework: &Framework) -> String {
        let rests = match self.basis {
            Basis::Rating(of) => format!(
                "Your own rating of {}: {}.",
                of.it.on.in_words(),
                framework.word(of.it.proficiency)
            ),
            Basis::Claim(of) => format!(
                "You said on {}: {}.",
                of.it.on.in_words(),
                of.it.state.label()
            ),
            Basis::Evidence(of) => format!("Evidence of {}: {}.", of.it.on.in_words(), of.it.what),
            Basis::Held => "The rung you hold asks for it, so it is assumed.".to_owned(),
            Basis::Nothing => "Nothing in your record says anything about it yet.".to_owned(),
        };
        match self.verdict {
            Verdict::HandedOn => "From this rung on it is done through others.".to_owned(),
            Verdict::Backed if self.backing.is_empty() => {
                format!("{rests} Somebody else gave that view themselves.")
            }
            Verdict::Backed if matches!(self.basis, Basis::Evidence(_)) => rests,
            Verdict::Backed => format!("{rests} {} it.", Count(self.backing.len())),
            Verdict::Unproven => {
                format!("{rests} No evidence of the last two years shows it as asked.")
            }
            Verdict::Assumed | Verdict::Gap => rests,
        }
    }

    /// What would change the verdict, in a sentence; `None` where nothing is left to do.
    #[must_use]
    pub fn what_would_change(&self, framework: &Framework) -> Option<String> {
        Some(match (self.verdict, self.asked()) {
            (Verdict::Backed | Verdict::HandedOn, _) => return None,
            (Verdict::Unproven, Some(asked)) => format!(
                "One piece of evidence that shows it at ‘{}’ would back it.",
                framework.word(asked)
            ),
            (Verdict::Unproven, None) => "One piece of evidence would back it.".to_owned(),
            (Verdict::Assumed, Some(_)) => {
                "Rate yourself on it, and it is no longer assumed.".to_owned()
            }
            (Verdict::Assumed, None) => {
                "Say whether you do it, and it is no longer assumed.".to_owned()
            }
            (Verdict::Gap, Some(asked)) => match self.now {
                Some(_) => format!(
                    "Work at ‘{}’, and a piece of evidence that shows it.",
                    framework.word(asked)
                ),
                None => "Rate yourself on it first.".to_owned(),
            },
            (Verdict::Gap, None) => match self.basis {
                Basis::Nothing => "Say whether you already do it.".to_owned(),
                _ => "Doing it, and a piece of evidence that shows it.".to_owned(),
            },
        })
    }
}

struct Count(usize);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&capital(&several(
            self.0,
            "piece of evidence of the last two years backs",
            "pieces of evidence of the last two years back",
        )))
    }
}
