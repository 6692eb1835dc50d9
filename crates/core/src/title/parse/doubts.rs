//! What speaks against being sure: abbreviations of other trades, levels that are grades, odd orders of words.

use super::{
    Limit,
    find::{Clause, Found, NOT_WHICH},
    part::Somebody,
    pieces::{Piece, Says},
};
use crate::title::{
    Function, Seniority,
    lexicon::{
        Meaning,
        functions::{FOUNDING, PRODUCT},
    },
    scan::Scan,
};

/// What an abbreviation may mean instead, and what the rest of the title says to that: another job, if it says so,
/// and the piece that says it.
pub(super) fn job(
    scan: &Scan<'_>,
    pieces: &[Piece],
    clauses: &[Clause],
    found: &Found,
    limits: &mut Vec<Limit>,
) -> Option<(Function, usize)> {
    let job = found.part.job?;
    let doubt = job.doubt?;
    let others = clauses
        .iter()
        .flat_map(|clause| clause.range.clone())
        .filter(|at| *at != job.piece);
    let mut clue = false;
    let mut somebody = false;
    for (at, meaning) in others.filter_map(|at| Some((at, pieces[at].meaning()?))) {
        let named = match meaning {
            Meaning::Role(named) | Meaning::Ranked(named, _) | Meaning::Field(named) => named,
            Meaning::Bare | Meaning::Tail | Meaning::Goods => PRODUCT,
            Meaning::Area | Meaning::Aspect | Meaning::Note(_) => {
                clue = true;
                continue;
            }
            Meaning::Head | Meaning::Hand => {
                somebody = true;
                continue;
            }
            _ => continue,
        };
        if doubt.elsewhere.contains(&named) {
            limits.push(Limit { cap: 75, why: "" });
            return Some((named, at));
        }
        // ‘PM (Product Manager)’ explains itself.
        if named == PRODUCT && matches!(meaning, Meaning::Role(_) | Meaning::Ranked(..)) {
            return None;
        }
        clue |= named == PRODUCT || named == FOUNDING;
    }
    clue |= pieces
        .iter()
        .any(|piece| matches!(piece.says, Says::Code | Says::CodeAtEnd));
    // ‘Certified Pool Operator (CPO)’ spells it out; ‘Detention Officer / CPO’ is an officer of something else.
    let other_chief = somebody && !clue && doubt.seniority == Some(Seniority::Chief);
    if other_chief || spelled_out(scan, pieces[job.piece].from) {
        limits.push(Limit { cap: 70, why: "" });
        return Some((Function::Other(None), job.piece));
    }
    let mut cap = doubt.cap;
    if doubt.firms {
        let levels = found.part.levels;
        if clue {
            cap += 10;
        }
        if doubt.seniority.is_none() && !levels.is_empty() {
            // Few project managers are called principal or staff.
            let rare = [Seniority::Principal, Seniority::Staff, Seniority::Group];
            cap += if rare.into_iter().any(|level| levels.has(level)) {
                20
            } else {
                10
            };
        }
    }
    limits.push(Limit {
        cap: cap.min(95),
        why: doubt.why,
    });
    None
}

/// Whether the words before an abbreviation begin with its letters.
fn spelled_out(scan: &Scan<'_>, at: usize) -> bool {
    let letters = scan.key(at, at + 1);
    let Some(from) = at
        .checked_sub(letters.chars().count())
        .filter(|from| *from < at)
    else {
        return false;
    };
    letters
        .chars()
        .zip(from..at)
        .all(|(letter, word)| scan.key(word, word + 1).starts_with(letter))
}

/// How senior the title says somebody is, and what its words leave open about that.
pub(super) fn level(pieces: &[Piece], found: &Found, limits: &mut Vec<Limit>) -> Option<Seniority> {
    let levels = found.part.levels;
    let counts = levels.counts();
    let Some(job) = found.part.job.filter(|job| job.function == PRODUCT) else {
        return counts;
    };
    let not_which = limits.iter().any(|limit| limit.why == NOT_WHICH);
    let mut limit = |cap: u8, why: &'static str| limits.push(Limit { cap, why });
    // Said as ‘product manager’ or ‘PM’, without a level of its own in the word.
    let manager = match pieces[job.piece].meaning() {
        Some(Meaning::Role(_)) => true,
        Some(Meaning::Doubtful(doubt)) => doubt.firms && doubt.seniority.is_none(),
        _ => false,
    };
    if manager && counts.is_some_and(|level| level >= Seniority::Director) {
        limit(
            45,
            "Beside ‘product manager’ the higher word is a grade, as banks have it, not the job.",
        );
        return levels
            .iter()
            .filter(|level| *level < Seniority::Head)
            .last();
    }
    let leads = counts.is_some_and(Seniority::leads);
    if manager && counts == Some(Seniority::Head) {
        limit(
            50,
            "‘Head’ and ‘product manager’ together leave open whether people report to the person.",
        );
    }
    if levels.has(Seniority::Junior) && leads {
        limit(60, "The title stands a step below the one it names.");
    }
    if levels.has(Seniority::Junior) && levels.has(Seniority::Senior) {
        limit(60, "It says senior and associate at once.");
    }
    if !job.person {
        if pieces[job.piece].meaning() == Some(Meaning::Goods) {
            limit(75, "‘Products’ may also be goods that are made or sold.");
        }
        match counts {
            Some(Seniority::Lead) => limit(
                60,
                "A product lead may be anything from a senior product manager to the head of product.",
            ),
            Some(Seniority::Principal) => limit(75, "It names no job beside the level."),
            _ if leads => {}
            _ if not_which => {}
            _ if found.part.somebody == Somebody::Hand => {
                limit(60, "It names the field, but not quite the job.");
            }
            _ if found.part.somebody != Somebody::Nobody => limit(
                60,
                "Said this way round, it may also be somebody who manages product managers.",
            ),
            _ => limit(70, "It names the field, but not quite the job."),
        }
    }
    if found.level_apart && job.person {
        limit(85, "The level stands apart from the job.");
    }
    counts
}
