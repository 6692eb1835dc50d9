//! The evidence of a record: what each piece carries, and the pieces that somebody asks for.

use hashbrown::HashMap;

use crate::{
    date::PartialDate,
    framework::{Expectation, Rung, Skill},
    id::ItemId,
    order::InOrder,
    record::{Evidence, Of},
    views::{
        facts::Facts,
        readiness::in_view,
        search::{Query, Search},
        standing::Line,
        telling::texts,
    },
};

/// A piece of evidence, and what it carries.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// The piece.
    pub of: Of<'a, Evidence>,
    /// What it carries.
    pub carries: Carries,
    /// The expectations it backs, of the rung held and those open next.
    pub backs: Vec<Backed<'a>>,
}

/// An expectation that a piece backs.
#[derive(Debug, Clone, Copy)]
pub struct Backed<'a> {
    /// The rung that expects it.
    pub rung: &'a Rung,
    /// What is expected.
    pub expectation: Expectation<'a>,
    /// The skill's name, or the text of the responsibility.
    pub name: &'a str,
}

/// What a piece of evidence carries today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Carries {
    /// It backs an expectation of the rung held or of one open next.
    Backs,
    /// It names a skill or a responsibility, but none of those rungs asks for that, or they ask for more.
    Beside,
    /// It is older than what still backs.
    Aged,
    /// It names neither a skill nor a responsibility yet.
    Bare,
}

impl Carries {
    /// What a page calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Backs => "backs your standing",
            Self::Beside => "backs nothing your rungs ask",
            Self::Aged => "older than two years",
            Self::Bare => "what does it show?",
        }
    }

    /// The word in commands.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Backs => "backs",
            Self::Beside => "beside",
            Self::Aged => "aged",
            Self::Bare => "bare",
        }
    }
}

/// Which pieces are asked for; what is not set asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// Words that must be found in it.
    pub query: Option<Query>,
    /// A skill that it names.
    pub skill: Option<&'a Skill>,
    /// An expectation that it shows: a responsibility that it names, or the skill that is asked.
    pub expectation: Option<Expectation<'a>>,
    /// It was done on the first day that this date covers, or later.
    pub from: Option<PartialDate>,
    /// It was done on the last day that this date covers, or earlier.
    pub to: Option<PartialDate>,
    /// Whether it backs something.
    pub backs: Option<bool>,
    /// Whether it is marked as confidential.
    pub confidential: Option<bool>,
}

impl Filter<'_> {
    /// Whether it asks for anything.
    #[must_use]
    pub const fn is_set(&self) -> bool {
        self.query.is_some()
            || self.skill.is_some()
            || self.expectation.is_some()
            || self.from.is_some()
            || self.to.is_some()
            || self.backs.is_some()
            || self.confidential.is_some()
    }

    fn takes(&self, it: &Evidence) -> bool {
        let names = |skill: &Skill| it.skills.iter().any(|shown| shown.skill == skill.id);
        let shows = |expectation: Expectation<'_>| match expectation {
            Expectation::Ask(ask) => it.skills.iter().any(|shown| shown.skill == ask.skill),
            Expectation::Responsibility(duty) => it.responsibilities.contains(&duty.id),
        };
        self.skill.is_none_or(names)
            && self.expectation.is_none_or(shows)
            && self
                .from
                .is_none_or(|from| it.until().last_day() >= from.first_day())
            && self.to.is_none_or(|to| it.on.first_day() <= to.last_day())
            && self
                .confidential
                .is_none_or(|wanted| it.confidential == wanted)
    }
}

/// The pieces that a filter asks for: with words, what fits best first; else the latest first.
#[must_use]
pub fn pieces<'a>(facts: &Facts<'a>, filter: &Filter<'_>) -> Vec<Piece<'a>> {
    let mut backing = backing(facts);
    let mut search = Search::new();
    let mut said = Vec::new();
    let mut found: Vec<(u32, Piece<'a>)> = Vec::with_capacity(facts.evidence.len());
    for of in facts.evidence.iter().filter(|of| filter.takes(of.it)) {
        let weight = match (&filter.query, &of.revision.content) {
            (Some(query), Some(content)) => {
                said.clear();
                texts(facts.framework, content, &mut |text| said.push(text));
                query.weigh(&mut search, &said)
            }
            _ => Some(0),
        };
        let Some(weight) = weight else {
            continue;
        };
        let backs = backing.remove(&of.id).unwrap_or_default();
        let carries = carries(facts, of.it, !backs.is_empty());
        if filter
            .backs
            .is_some_and(|wanted| wanted != (carries == Carries::Backs))
        {
            continue;
        }
        let of = *of;
        found.push((weight, Piece { of, carries, backs }));
    }
    if filter.query.is_some() {
        // The facts have the latest first, and the sort keeps that among equals.
        found.order_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    }
    found.into_iter().map(|(_, piece)| piece).collect()
}

/// One piece, and what it carries.
#[must_use]
pub fn piece<'a>(facts: &Facts<'a>, id: ItemId) -> Option<Piece<'a>> {
    let of = *facts.evidence.iter().find(|of| of.id == id)?;
    let backs = backing(facts).remove(&id).unwrap_or_default();
    let carries = carries(facts, of.it, !backs.is_empty());
    Some(Piece { of, carries, backs })
}

fn carries(facts: &Facts<'_>, it: &Evidence, backs: bool) -> Carries {
    match () {
        () if backs => Carries::Backs,
        () if it.is_bare() => Carries::Bare,
        () if !facts.is_fresh(it) => Carries::Aged,
        () => Carries::Beside,
    }
}

/// The expectations of the rung held and of those open next, by the pieces that back them.
fn backing<'a>(facts: &Facts<'a>) -> HashMap<ItemId, Vec<Backed<'a>>> {
    let mut backing: HashMap<ItemId, Vec<Backed<'a>>> =
        HashMap::with_capacity(facts.evidence.len());
    for rung in in_view(facts) {
        for line in &facts.standing(rung).lines {
            let Line {
                expectation,
                backing: pieces,
                ..
            } = line;
            for of in pieces {
                backing.entry(of.id).or_default().push(Backed {
                    rung,
                    expectation: *expectation,
                    name: line.name(),
                });
            }
        }
    }
    backing
}
