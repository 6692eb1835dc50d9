//! One run of pieces without a comma or an ‘&’ in it: who does what, how senior.

use super::pieces::{Piece, Says};
use crate::title::{
    Function, Seniority,
    lexicon::{
        Doubt, Meaning,
        functions::{
            ANALYSIS, ASSISTANCE, MARKETING, OPERATIONS, PRODUCT, PRODUCT_ANALYSIS,
            PRODUCT_MARKETING, PRODUCT_OPERATIONS,
        },
    },
    scan::Gap,
};

/// The words of seniority in a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::title) struct Levels(u16);

impl Levels {
    pub(super) const fn insert(&mut self, level: Seniority) {
        self.0 |= 1 << level as u16;
    }

    pub(super) const fn join(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn has(self, level: Seniority) -> bool {
        self.0 & 1 << level as u16 != 0
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Seniority> {
        use Seniority::{
            Chief, Director, Group, Head, Intern, Junior, Lead, Mid, Principal, Senior, Staff,
            VicePresident,
        };
        [
            Intern,
            Junior,
            Mid,
            Senior,
            Staff,
            Lead,
            Principal,
            Group,
            Head,
            Director,
            VicePresident,
            Chief,
        ]
        .into_iter()
        .filter(move |level| self.has(*level))
    }

    pub(super) fn leads(self) -> bool {
        self.iter().any(Seniority::leads)
    }

    /// The one that counts: interns are interns whatever else is said, a senior director is a director.
    pub(super) fn counts(self) -> Option<Seniority> {
        if self.has(Seniority::Intern) {
            return Some(Seniority::Intern);
        }
        let highest = self.iter().last()?;
        // ‘Senior Associate Product Manager’ is still an associate.
        if highest == Seniority::Senior && self.has(Seniority::Junior) {
            return Some(Seniority::Junior);
        }
        Some(highest)
    }
}

/// What somebody does, and how it was said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job {
    pub(super) function: Function,
    /// Said as a person (‘designer’), not as a field (‘design’).
    pub(super) person: bool,
    pub(super) doubt: Option<&'static Doubt>,
    /// Which piece says it.
    pub(super) piece: usize,
}

/// A person whose subject stands beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Somebody {
    /// Nobody of that kind.
    #[default]
    Nobody,
    /// ‘Officer’, ‘specialist’: need not manage it.
    Hand,
    /// ‘Manager’.
    Manager,
}

/// What a run says.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub(super) levels: Levels,
    pub(super) job: Option<Job>,
    /// A person without a subject of their own.
    pub(super) somebody: Somebody,
    /// Two jobs without anything between them.
    pub(super) mixed: bool,
    /// Whether something leaves open if ‘product’ is product work: ‘product stewardship’, ‘dairy products’.
    unclear: bool,
    /// A word that is in no table.
    stranger: bool,
    /// From this piece on it says what the job is for.
    pub(super) scope_from: Option<usize>,
}

impl Part {
    /// Whether it names a person in a job, without help from elsewhere.
    pub(super) fn complete(&self) -> bool {
        self.job.is_some_and(|job| {
            job.person
                || self.somebody != Somebody::Nobody
                || self.levels.leads()
                || (job.function == PRODUCT && !self.levels.is_empty())
        })
    }

    /// Whether ‘product’ in it may be another job.
    pub(super) fn unclear(&self, pieces: &[Piece]) -> bool {
        let Some(job) = self.job.filter(|job| job.function == PRODUCT) else {
            return false;
        };
        if job.person {
            return self.unclear && job.doubt.is_some();
        }
        let managed = matches!(pieces[job.piece].meaning(), Some(Meaning::Field(_)));
        // ‘Product Management Fellow’: whoever that is.
        let nobody_known = self.stranger && !self.complete();
        self.unclear
            || nobody_known
            || (self.somebody == Somebody::Hand && !self.levels.leads() && !managed)
    }

    /// Takes over what was left open where the job was named.
    pub(super) fn inherit(&mut self, before: &Self) {
        self.job = before.job;
        self.unclear = before.unclear;
        self.stranger |= before.stranger;
    }

    pub(super) fn is_product(&self) -> bool {
        self.job.is_some_and(|job| job.function == PRODUCT)
    }

    /// Reads the pieces of one run.
    pub(super) fn read(pieces: &[Piece], range: std::ops::Range<usize>) -> Self {
        let mut part = Self::default();
        for at in range.clone() {
            let piece = &pieces[at];
            if let Some(from) = part.scope_from {
                // ‘Directora de marketing de producto’.
                if from + 1 == at && piece.meaning() == Some(Meaning::Tail) {
                    part.qualify();
                }
                continue;
            }
            let touching = at > range.start && piece.before == Gap::Space;
            let last = touching.then(|| pieces[at - 1].says);
            part.take(piece, at, last);
        }
        part
    }

    fn take(&mut self, piece: &Piece, at: usize, last: Option<Says>) {
        let Some(meaning) = piece.meaning() else {
            if piece.says == Says::Unknown {
                self.stranger = true;
                self.another_job(last);
                // ‘PM Scheduler’: an abbreviation before a word nobody knows may be anything.
                self.unclear |= self.job.is_some_and(|job| {
                    last.is_some()
                        && job.piece + 1 == at
                        && job.doubt.is_some_and(|doubt| doubt.firms)
                });
            }
            return;
        };
        match meaning {
            Meaning::Level(level) => self.levels.insert(level),
            Meaning::Role(function) => self.person(function, None, at),
            Meaning::Ranked(function, level) => {
                self.levels.insert(level);
                self.person(function, None, at);
            }
            Meaning::Doubtful(doubt) => {
                if let Some(level) = doubt.seniority {
                    self.levels.insert(level);
                }
                self.person(doubt.function, Some(doubt), at);
            }
            Meaning::Field(function) => self.field(function, at, last),
            Meaning::Bare => self.field(PRODUCT, at, None),
            Meaning::Tail => {
                // ‘Ingénieur produit’, ‘designer produit’ stay what they are.
                if self.job.is_none() {
                    self.field(PRODUCT, at, None);
                } else {
                    self.qualify();
                }
            }
            Meaning::Goods => {
                self.unclear |= last == Some(Says::Unknown);
                if self.job.is_none() {
                    self.field(PRODUCT, at, None);
                }
            }
            Meaning::Head => self.somebody = Somebody::Manager,
            Meaning::Hand => {
                self.somebody = self.somebody.max(Somebody::Hand);
                // ‘PM Coordinator’ coordinates for one.
                if let Some(job) = self.job.as_mut().filter(|job| {
                    job.person && last.is_some() && job.function == PRODUCT && job.piece + 1 == at
                }) {
                    job.function = Function::Other(None);
                    job.doubt = None;
                }
            }
            Meaning::Aspect => self.another_job(last),
            Meaning::Of if self.complete() => self.scope_from = Some(at),
            Meaning::To => {
                // ‘Assistant to the Product Director’: whoever is named next is somebody else.
                if self.job.is_none() {
                    self.person(ASSISTANCE, None, at);
                }
                self.scope_from = Some(at);
            }
            _ => {}
        }
    }

    /// A word after a bare ‘product’ may make another job of it.
    fn another_job(&mut self, last: Option<Says>) {
        self.unclear |= last == Some(Says::Known(Meaning::Bare));
    }

    /// ‘Produit’ after marketing makes it product marketing.
    fn qualify(&mut self) {
        if let Some(job) = &mut self.job {
            job.function = match job.function {
                MARKETING => PRODUCT_MARKETING,
                OPERATIONS => PRODUCT_OPERATIONS,
                ANALYSIS => PRODUCT_ANALYSIS,
                other => other,
            };
        }
    }

    fn person(&mut self, function: Function, doubt: Option<&'static Doubt>, at: usize) {
        if let Some(job) = self
            .job
            .filter(|job| job.person && job.function != function)
        {
            // ‘Product Manager Recruiter’: in a row, the last one is the job.
            self.mixed |= job.function == PRODUCT || function == PRODUCT;
        }
        self.job = Some(Job {
            function,
            person: true,
            doubt,
            piece: at,
        });
    }

    fn field(&mut self, function: Function, at: usize, last: Option<Says>) {
        let here = Job {
            function,
            person: false,
            doubt: None,
            piece: at,
        };
        match self.job {
            None => self.job = Some(here),
            // ‘Product Manager Marketing’: the field is what it is about.
            Some(job) if job.person => {}
            // ‘Product’ right before another field qualifies it.
            Some(job) if job.function == PRODUCT => {
                if matches!(last, Some(Says::Known(Meaning::Bare | Meaning::Goods))) {
                    self.job = Some(here);
                }
            }
            // ‘Head of Marketing Product’: the last field is the one.
            Some(_) if function == PRODUCT || !self.complete() => self.job = Some(here),
            Some(_) => {}
        }
    }
}
