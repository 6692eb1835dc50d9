//! Two days compared: what changed between them in skills, expectations and evidence.

use hashbrown::HashSet;

use crate::{
    framework::{Expectation, Proficiency, Rung, Skill},
    id::ItemId,
    record::{Evidence, FridayMinute, Of, Praise, Role},
    views::{
        facts::Facts,
        readiness::{Readiness, in_view},
        standing::{Basis, Line, Verdict},
    },
};

/// What changed from one day to a later one.
#[derive(Debug, Clone)]
pub struct Changes<'a> {
    /// Skills that stand elsewhere, in the order of the framework.
    pub skills: Vec<SkillChange<'a>>,
    /// How the rung held on the later day, and those open from there, stood and stand.
    pub rungs: Vec<RungChange<'a>>,
    /// Evidence of the time between, the latest first.
    pub evidence: Vec<Of<'a, Evidence>>,
    /// Evidence that stopped to count in between, because it is older than what backs.
    pub aged: Vec<Of<'a, Evidence>>,
    /// Roles that began in between, the latest first.
    pub roles: Vec<Of<'a, Role>>,
    /// Praise saved in between, the latest first.
    pub praise: Vec<Of<'a, Praise>>,
    /// Friday minutes of the time between, the latest first.
    pub fridays: Vec<Of<'a, FridayMinute>>,
}

/// A skill that stands elsewhere.
#[derive(Debug, Clone)]
pub struct SkillChange<'a> {
    /// Which.
    pub skill: &'a Skill,
    /// How well on the earlier day, if anything said so.
    pub before: Option<Proficiency>,
    /// How well on the later day.
    pub after: Option<Proficiency>,
    /// What the later one rests on.
    pub basis: Basis<'a>,
}

/// A rung, on both days.
#[derive(Debug, Clone)]
pub struct RungChange<'a> {
    /// Which.
    pub rung: &'a Rung,
    /// What was met of it.
    pub before: Readiness,
    /// What is.
    pub after: Readiness,
    /// The expectations that stand elsewhere.
    pub lines: Vec<LineChange<'a>>,
}

/// An expectation that stands elsewhere.
#[derive(Debug, Clone)]
pub struct LineChange<'a> {
    /// What is expected.
    pub expectation: Expectation<'a>,
    /// The skill's name, or the text of the responsibility.
    pub name: &'a str,
    /// How it stood.
    pub before: Verdict,
    /// How it stands.
    pub after: Verdict,
    /// Why it stands so, in a sentence.
    pub reason: String,
}

impl LineChange<'_> {
    /// Whether it stands better than it did.
    #[must_use]
    pub const fn is_better(&self) -> bool {
        height(self.after) > height(self.before)
    }
}

/// Verdicts by how much they carry.
const fn height(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Gap => 0,
        Verdict::HandedOn => 1,
        Verdict::Assumed => 2,
        Verdict::Unproven => 3,
        Verdict::Backed => 4,
    }
}

impl Changes<'_> {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.skills.is_empty()
            && self.rungs.iter().all(|it| it.lines.is_empty())
            && self.evidence.is_empty()
            && self.aged.is_empty()
            && self.roles.is_empty()
            && self.praise.is_empty()
            && self.fridays.is_empty()
    }
}

/// Compares two days of one record, read against one framework. `before` is the earlier one.
///
/// The rungs compared are the one held on the later day and those open from there.
#[must_use]
pub fn changes<'a>(before: &Facts<'_>, after: &Facts<'a>) -> Changes<'a> {
    let known: HashSet<ItemId> = before.evidence.iter().map(|of| of.id).collect();
    let all = || after.evidence.iter().copied();
    let old = all().filter(|of| known.contains(&of.id));
    let aged = old.filter(|of| before.is_fresh(of.it) && !after.is_fresh(of.it));
    let rungs = in_view(after).into_iter();
    Changes {
        skills: skills(before, after),
        rungs: rungs.map(|rung| of_rung(before, after, rung)).collect(),
        aged: aged.collect(),
        evidence: all().filter(|of| !known.contains(&of.id)).collect(),
        // A role whose beginning nobody knows did not begin when it was written down.
        roles: since(&after.roles, &before.roles.iter().map(|of| of.id).collect())
            .into_iter()
            .filter(|of| of.it.from.is_some())
            .collect(),
        praise: since(
            &after.praise,
            &before.praise.iter().map(|of| of.id).collect(),
        ),
        fridays: since(
            &after.fridays,
            &before.fridays.iter().map(|of| of.id).collect(),
        ),
    }
}

fn since<'a, T>(now: &[Of<'a, T>], known: &HashSet<ItemId>) -> Vec<Of<'a, T>> {
    now.iter()
        .filter(|of| !known.contains(&of.id))
        .copied()
        .collect()
}

fn skills<'a>(before: &Facts<'_>, after: &Facts<'a>) -> Vec<SkillChange<'a>> {
    let skills = after.framework.skills.iter();
    let changed = skills.filter_map(|skill| {
        let (was, _) = before.now(skill);
        let (is, basis) = after.now(skill);
        (was != is).then_some(SkillChange {
            skill,
            before: was,
            after: is,
            basis,
        })
    });
    changed.collect()
}

fn of_rung<'a>(before: &Facts<'_>, after: &Facts<'a>, rung: &'a Rung) -> RungChange<'a> {
    let framework = after.framework;
    let (was, is) = (before.standing(rung), after.standing(rung));
    let pairs = was.lines.iter().zip(&is.lines);
    let changed = |(was, is): (&Line<'_>, &Line<'a>)| {
        (was.verdict != is.verdict).then(|| LineChange {
            expectation: is.expectation,
            name: is.name(),
            before: was.verdict,
            after: is.verdict,
            reason: is.reason(framework),
        })
    };
    RungChange {
        rung,
        before: Readiness::of(was),
        after: Readiness::of(is),
        lines: pairs.filter_map(changed).collect(),
    }
}
