//! Every expectation of the rung with its best evidence, and an honest verdict.
//!
//! The rule, written for people in `docs/reference/packet.md`. A piece **counts** if it shows what is asked and is of
//! the last two years. It is **full** if it says my part, what came of it in a figure, and who saw it.
//!
//! - **strong**: two pieces count and one of them is full; or one does, is full, and somebody else said so themselves.
//! - **enough**: a piece counts.
//! - **thin**: there are pieces, and none counts.
//! - **missing**: there is none.

use jiff::civil::Date;

use super::{
    proposal::{Fit, PROPOSED, Support, candidates, fit},
    vouch,
};
use crate::{
    framework::{Expectation, Framework, Rung},
    record::{Case, CaseLine, CaseVerdict, ClaimState, Hand, Vouch},
    views::{
        facts::Facts,
        standing::{Line, Said, Verdict},
        words::{capital, small},
    },
};

/// One expectation of a case.
#[derive(Debug, Clone)]
pub struct Lined<'a> {
    /// How it stands by the record alone.
    pub line: Line<'a>,
    /// What was chosen or said about it.
    pub said: Option<&'a CaseLine>,
    /// Its evidence: chosen by hand, or as proposed; the best first.
    pub pieces: Vec<Support<'a>>,
    /// Whether it was chosen by hand.
    pub by_hand: bool,
    /// The verdict; none where the rung hands it on.
    pub verdict: Option<CaseVerdict>,
    /// Until when a thin spot waits.
    pub waits: Option<Date>,
}

/// How many expectations stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Strong ones.
    pub strong: usize,
    /// Those that are shown well enough.
    pub enough: usize,
    /// Thin ones.
    pub thin: usize,
    /// Those that nothing shows.
    pub missing: usize,
    /// Those that the rung hands on: they ask for nothing.
    pub handed_on: usize,
}

impl Coverage {
    /// Counts lines.
    #[must_use]
    pub fn of(lines: &[Lined<'_>]) -> Self {
        let mut it = Self::default();
        for line in lines {
            match line.verdict {
                Some(CaseVerdict::Strong) => it.strong += 1,
                Some(CaseVerdict::Enough) => it.enough += 1,
                Some(CaseVerdict::Thin) => it.thin += 1,
                Some(CaseVerdict::Missing) => it.missing += 1,
                None => it.handed_on += 1,
            }
        }
        it
    }

    /// How many ask for something.
    #[must_use]
    pub const fn all(&self) -> usize {
        self.strong + self.enough + self.thin + self.missing
    }

    /// How many are shown at least well enough.
    #[must_use]
    pub const fn shown(&self) -> usize {
        self.strong + self.enough
    }

    /// The same in a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        let all = self.all();
        if all == 0 {
            return "The rung asks for nothing.".to_owned();
        }
        let shown = match self.shown() {
            0 => format!("None of {all} expectations is shown well enough yet"),
            shown if shown == all => format!("All {all} expectations are shown"),
            1 => format!("One of {all} expectations is shown"),
            shown => format!("{shown} of {all} expectations are shown"),
        };
        let strong = match self.strong {
            0 => ", none of them strongly".to_owned(),
            1 => ", one of them strongly".to_owned(),
            strong => format!(", {} of them strongly", small(strong)),
        };
        let strong = if self.shown() == 0 {
            String::new()
        } else {
            strong
        };
        let left = match (self.thin, self.missing) {
            (0, 0) => String::new(),
            (thin, 0) => format!("; {} thin", are(thin)),
            (0, missing) => format!("; {} missing", are(missing)),
            (thin, missing) => format!("; {} thin and {} missing", are(thin), small(missing)),
        };
        format!("{shown}{strong}{left}.")
    }
}

fn are(number: usize) -> String {
    match number {
        1 => "one is".to_owned(),
        more => format!("{} are", small(more)),
    }
}

/// Reads a case against the rung it argues for; nothing where the ladder has no such rung.
#[must_use]
pub fn lines<'a>(facts: &Facts<'a>, it: &'a Case) -> Vec<Lined<'a>> {
    let Some(rung) = super::rung(facts, it) else {
        return Vec::new();
    };
    let standing = facts.standing(rung).lines.iter();
    standing
        .map(|line| lined(facts, rung, line.clone(), it))
        .collect()
}

/// One of them.
fn lined<'a>(facts: &Facts<'a>, rung: &'a Rung, line: Line<'a>, it: &'a Case) -> Lined<'a> {
    let said = it.line(line.expectation.id());
    if line.verdict == Verdict::HandedOn {
        return Lined {
            line,
            said,
            pieces: Vec::new(),
            by_hand: false,
            verdict: None,
            waits: None,
        };
    }
    let chosen = said.and_then(|it| it.evidence.as_ref());
    let pieces = if let Some(chosen) = chosen {
        let find = |id: &crate::id::ItemId| facts.evidence.iter().find(|of| of.id == *id);
        let chosen = chosen.iter().filter_map(find).take(Case::MOST_PIECES);
        let stands = |of: &crate::record::Of<'a, crate::record::Evidence>| Support {
            of: *of,
            fit: by_hand(facts.framework, rung, line.expectation, of.it),
            fresh: facts.is_fresh(of.it),
        };
        chosen.map(stands).collect()
    } else {
        let mut proposed = candidates(facts, rung, line.expectation);
        proposed.truncate(PROPOSED);
        proposed
    };
    let verdict = verdict(facts, &line, &pieces);
    let waits = said
        .and_then(|it| it.waits)
        .map(crate::date::PartialDate::first_day);
    Lined {
        said,
        by_hand: chosen.is_some(),
        verdict: Some(verdict),
        waits: waits.filter(|until| *until > facts.day),
        pieces,
        line,
    }
}

/// How a piece that was chosen by hand stands. Whoever puts a piece beside a responsibility says that it shows it; how
/// well a skill is shown, the piece itself has to say.
fn by_hand(
    framework: &Framework,
    rung: &Rung,
    expectation: Expectation<'_>,
    it: &crate::record::Evidence,
) -> Fit {
    match expectation {
        Expectation::Responsibility(_) => Fit::AsAsked,
        Expectation::Ask(_) => fit(framework, rung, expectation, it).unwrap_or(Fit::Unsaid),
    }
}

fn verdict(facts: &Facts<'_>, line: &Line<'_>, pieces: &[Support<'_>]) -> CaseVerdict {
    let counting = || pieces.iter().filter(|it| it.counts());
    let full = counting().any(Support::is_full);
    match counting().count() {
        0 if pieces.is_empty() => CaseVerdict::Missing,
        0 => CaseVerdict::Thin,
        1 if full && said_so(facts, line) => CaseVerdict::Strong,
        1 => CaseVerdict::Enough,
        _ if full => CaseVerdict::Strong,
        _ => CaseVerdict::Enough,
    }
}

/// Whether somebody else said themselves, within two years, that it is done as asked.
fn said_so(facts: &Facts<'_>, line: &Line<'_>) -> bool {
    line.views.iter().any(|seen| {
        let enough = match (seen.said, line.asked()) {
            (Said::Proficiency(said), Some(asked)) => said >= asked,
            (Said::State(state), _) => state == ClaimState::Doing,
            (Said::Proficiency(_), None) => false,
        };
        seen.hand == Hand::Given && enough && facts.is_fresh_day(seen.on)
    })
}

impl Lined<'_> {
    /// Whether something is to be done about it now.
    #[must_use]
    pub fn is_thin(&self) -> bool {
        let thin = matches!(self.verdict, Some(CaseVerdict::Thin | CaseVerdict::Missing));
        thin && self.waits.is_none()
    }

    /// Who saw what it rests on, each once, and what they said when they were asked to vouch.
    #[must_use]
    pub fn witnesses(&self, it: &Case) -> Vec<(&str, Vouch)> {
        let mut found: Vec<(&str, Vouch)> = Vec::new();
        for name in self.pieces.iter().flat_map(|piece| &piece.of.it.witnesses) {
            let folded = vouch::folded(name);
            if folded.is_empty()
                || found
                    .iter()
                    .any(|(known, _)| vouch::folded(known) == folded)
            {
                continue;
            }
            let mut asked = it.vouchers.iter();
            let asked = asked.find(|voucher| vouch::folded(&voucher.whom) == folded);
            let answer = asked.map_or(Vouch::NotAsked, |voucher| voucher.answer);
            found.push((vouch::short(name), answer));
        }
        found
    }

    /// Why the verdict is what it is, in a sentence.
    #[must_use]
    pub fn reason(&self, framework: &Framework) -> String {
        let counting = self.pieces.iter().filter(|it| it.counts()).count();
        let full = self.pieces.iter().any(|it| it.counts() && it.is_full());
        let Some(verdict) = self.verdict else {
            return "From this rung on it is done through others; nothing has to be shown."
                .to_owned();
        };
        match verdict {
            CaseVerdict::Strong if counting == 1 => {
                "One full piece shows it as asked, and somebody else said so themselves.".to_owned()
            }
            CaseVerdict::Strong => format!(
                "{} pieces of the last two years show it as asked, and at least one says your part, a figure and who saw it.",
                capital(&small(counting))
            ),
            CaseVerdict::Enough if counting == 1 && full => {
                "One full piece of the last two years shows it as asked; a second would make it strong.".to_owned()
            }
            CaseVerdict::Enough if counting == 1 => {
                "One piece of the last two years shows it as asked.".to_owned()
            }
            CaseVerdict::Enough => format!(
                "{} pieces show it as asked, and none of them says all three: your part, a figure, who saw it.",
                capital(&small(counting))
            ),
            CaseVerdict::Thin => self.thin(framework),
            CaseVerdict::Missing => "No piece of your evidence has to do with it.".to_owned(),
        }
    }

    fn thin(&self, framework: &Framework) -> String {
        let has = |fit: Fit| self.pieces.iter().any(|it| it.fit == fit);
        if has(Fit::AsAsked) {
            return "What shows it as asked is older than two years.".to_owned();
        }
        if has(Fit::Below) {
            let asked = self.line.asked().map_or("more", |it| framework.word(it));
            return format!("What there is shows it below what is asked: ‘{asked}’.");
        }
        if has(Fit::Near) {
            return "What there is shows skills that it calls on; no piece says that it shows this.".to_owned();
        }
        "The chosen pieces do not say how well they show it.".to_owned()
    }
}
