//! Which of the jobs in a title counts: clauses between commas, parts between ‘and’s.

use std::ops::Range;

use super::{
    Limit,
    part::{Levels, Part, Somebody},
    pieces::{Piece, Says},
};
use crate::title::{
    Function,
    lexicon::{
        Meaning,
        functions::{FOUNDING, GENERAL, PRODUCT, PROGRAMME, PROJECT},
    },
    scan::Gap,
};

/// Pieces between commas.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    pub(super) range: Range<usize>,
    before: Gap,
}

/// Why a job in product that is not named is unsure.
pub(super) const NOT_WHICH: &str = "It says product, but not in which job.";

/// Cuts at commas, brackets and bars; leaves out companies, also former ones.
pub(super) fn clauses(pieces: &[Piece]) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::with_capacity(4);
    let mut company = false;
    for (at, piece) in pieces.iter().enumerate() {
        let cut = matches!(piece.before, Gap::Hard | Gap::Pipe);
        if piece.before == Gap::At || piece.meaning() == Some(Meaning::At) {
            // What begins with a company has no job before it: then it is read after all.
            company = at > 0;
            if company {
                continue;
            }
        } else if cut && at > 0 && piece.meaning() == Some(Meaning::Past) {
            // ‘| ex-Acme’.
            company = true;
            continue;
        } else if company && !cut {
            continue;
        }
        company = false;
        match clauses.last_mut() {
            Some(clause) if !cut && clause.range.end == at => clause.range.end = at + 1,
            _ => clauses.push(Clause {
                range: at..at + 1,
                before: piece.before,
            }),
        }
    }
    clauses
}

/// The job that counts.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) part: Part,
    /// Clauses up to and with this one said it.
    pub(super) clause: usize,
    /// A word of seniority stands in another clause than the job.
    pub(super) level_apart: bool,
}

/// Finds the job that counts, and what speaks against being sure of it.
pub(super) fn find(pieces: &[Piece], clauses: &[Clause]) -> (Found, Vec<Limit>) {
    let mut reading = Reading {
        pieces,
        limits: Vec::new(),
    };
    let found = reading.find(clauses);
    (found, reading.limits)
}

struct Reading<'p> {
    pieces: &'p [Piece],
    limits: Vec<Limit>,
}

impl Reading<'_> {
    fn limit(&mut self, cap: u8, why: &'static str) {
        self.limits.push(Limit { cap, why });
    }

    /// Goes through the clauses until a person in a job is named.
    fn find(&mut self, clauses: &[Clause]) -> Found {
        let mut pending: Option<Part> = None;
        for (at, clause) in clauses.iter().enumerate() {
            let mut parts = self.parts(clause.range.clone());
            let mut level_apart = false;
            if let Some(before) = pending.take() {
                level_apart = self.carry(&before, &mut parts);
            }
            let part = self.settle(parts);
            if part.complete() {
                let mut found = Found {
                    part,
                    clause: at,
                    level_apart,
                };
                self.look_on(clauses, &mut found);
                return found;
            }
            pending = Some(part);
        }
        Found {
            part: pending.unwrap_or_default(),
            clause: clauses.len(),
            level_apart: false,
        }
    }

    fn parts(&self, range: Range<usize>) -> Vec<Part> {
        let mut parts = Vec::with_capacity(2);
        let mut from = range.start;
        for at in range.clone() {
            let piece = &self.pieces[at];
            let and = piece.meaning() == Some(Meaning::And);
            if at > from && (piece.before == Gap::Soft || and) {
                parts.push(Part::read(self.pieces, from..at));
                from = at;
            }
        }
        parts.push(Part::read(self.pieces, from..range.end));
        parts
    }

    /// Brings what an incomplete clause said to the one after it: ‘VP, Product’. Says whether a level came along.
    fn carry(&mut self, before: &Part, parts: &mut [Part]) -> bool {
        let Some(first) = parts.first_mut() else {
            return false;
        };
        let level_apart = !before.levels.is_empty();
        // ‘Product, Senior Manager’ takes its product along; ‘Marketing, Product Manager’ leaves the department behind.
        if first.job.is_none() {
            first.inherit(before);
        }
        for part in parts {
            // ‘VP, Head of Product’: a grade, then the job.
            if part.levels.leads() && before.levels.leads() {
                self.limit(
                    50,
                    "It names two levels; the one that stands with product is read.",
                );
            } else {
                part.levels.join(before.levels);
            }
            part.somebody = part.somebody.max(before.somebody);
        }
        level_apart
    }

    /// Which of several jobs side by side counts.
    fn settle(&mut self, mut parts: Vec<Part>) -> Part {
        if parts.len() == 1 {
            return self.alone(parts.swap_remove(0));
        }
        self.lend(&mut parts);
        let product = parts
            .iter()
            .position(|part| part.is_product() && part.complete() && !part.unclear(self.pieces))
            .or_else(|| {
                parts
                    .iter()
                    .position(|part| part.is_product() && part.complete())
            });
        let Some(at) = product else {
            let at = parts
                .iter()
                .position(Part::complete)
                .or_else(|| parts.iter().position(|part| part.job.is_some()));
            let product = parts.iter().any(Part::is_product);
            let part = parts.swap_remove(at.unwrap_or(0));
            // ‘Founder / Product’.
            if product
                && part
                    .job
                    .is_some_and(|job| matches!(job.function, FOUNDING | GENERAL))
            {
                self.limit(55, "It names product beside it, but not in which job.");
            }
            return self.alone(part);
        };
        let others = parts
            .iter()
            .filter(|part| part.complete() && !part.is_product());
        let beside: Vec<Function> = others
            .filter_map(|part| part.job.map(|job| job.function))
            .collect();
        if beside
            .iter()
            .any(|function| *function != FOUNDING && *function != GENERAL)
        {
            self.limit(70, "It names two jobs; the one in product is read.");
        } else if !beside.is_empty() {
            self.limit(90, "It names two jobs; the one in product is read.");
        }
        let part = parts.swap_remove(at);
        self.alone(part)
    }

    /// Lets parts help each other: ‘Product & Design Lead’, ‘Director of Engineering and Product’, ‘Senior/Lead PM’.
    fn lend(&mut self, parts: &mut [Part]) {
        let mut levels_only = Levels::default();
        for part in parts.iter().filter(|part| part.job.is_none()) {
            levels_only.join(part.levels);
        }
        // ‘Product & Project Manager’: the last word is for both, where both are managed.
        let lender = parts.iter().enumerate().rev().find_map(|(at, part)| {
            let function = part.job.filter(|_| part.complete())?.function;
            matches!(function, PROJECT | PROGRAMME).then_some((at, part.levels))
        });
        let leading = parts
            .iter()
            .find(|part| part.levels.leads() && part.job.is_none_or(|job| !job.person))
            .map(|part| part.levels);
        for (at, part) in parts
            .iter_mut()
            .enumerate()
            .filter(|(_, part)| part.job.is_some())
        {
            if !levels_only.is_empty() && part.is_product() {
                let differ = !part.levels.is_empty() && part.levels != levels_only;
                if differ && part.levels.leads() && levels_only.leads() {
                    self.limits.push(Limit {
                        cap: 50,
                        why: "It names two levels; the one that stands with product is read.",
                    });
                } else {
                    if differ {
                        self.limits.push(Limit {
                            cap: 60,
                            why: "It names two levels; the higher is read.",
                        });
                    }
                    part.levels.join(levels_only);
                }
            }
            if part.complete() || !part.is_product() {
                continue;
            }
            if let Some(levels) = leading {
                part.levels.join(levels);
                self.limits.push(Limit {
                    cap: 70,
                    why: "Product is one of several fields it names.",
                });
            } else if let Some((_, levels)) = lender.filter(|(lender, _)| at < *lender) {
                part.somebody = Somebody::Manager;
                part.levels.join(levels);
                self.limits.push(Limit {
                    cap: 55,
                    why: "Product is one of two jobs it names.",
                });
            }
        }
    }

    fn alone(&mut self, part: Part) -> Part {
        if part.mixed {
            self.limit(60, "It names two jobs in a row, and the last is read.");
        }
        part
    }

    /// What clauses after the job still say about it.
    fn look_on(&mut self, clauses: &[Clause], found: &mut Found) {
        for (at, clause) in clauses.iter().enumerate().skip(found.clause + 1) {
            if let Some(levels) = self.levels_only(clause) {
                found.level_apart |= !levels.is_empty();
                found.part.levels.join(levels);
            } else if let Some(part) = self.second_job(clause, &found.part) {
                *found = Found {
                    part,
                    clause: at,
                    level_apart: false,
                };
                return;
            }
        }
    }

    /// A job in product beside one outside it: ‘Founder, Head of Product’, ‘Engineer | Product Manager’.
    fn second_job(&mut self, clause: &Clause, first: &Part) -> Option<Part> {
        let first = first
            .job
            .map(|job| job.function)
            .filter(|job| *job != PRODUCT)?;
        // Founders and managers of everything do another job besides; for others a comma says what theirs is for.
        let founder = first == FOUNDING;
        let leads_all = founder || first == GENERAL;
        if !leads_all && clause.before != Gap::Pipe {
            return None;
        }
        let limits = self.limits.len();
        let parts = self.parts(clause.range.clone());
        let mut part = self.settle(parts);
        let named = match part.job {
            Some(job) if founder => job.person || part.is_product(),
            Some(job) => job.person || (leads_all && part.complete()),
            None => false,
        };
        if !named || !part.is_product() || part.unclear(self.pieces) {
            self.limits.truncate(limits);
            return None;
        }
        if !part.complete() {
            part.somebody = Somebody::Manager;
            self.limit(50, NOT_WHICH);
        }
        let cap = if leads_all { 90 } else { 60 };
        self.limit(cap, "It names two jobs; the one in product is read.");
        Some(part)
    }

    /// The levels of a clause that says nothing else: ‘Product Manager (Senior)’.
    fn levels_only(&self, clause: &Clause) -> Option<Levels> {
        let mut levels = Levels::default();
        for piece in &self.pieces[clause.range.clone()] {
            match piece.says {
                Says::Known(Meaning::Level(level)) => levels.insert(level),
                Says::Known(
                    Meaning::Noise | Meaning::Interim | Meaning::Note(_) | Meaning::And,
                )
                | Says::Code => {}
                _ => return None,
            }
        }
        Some(levels)
    }
}
