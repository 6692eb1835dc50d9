//! Which seats the gaps propose.

use crate::{
    framework::{Rung, Skill, SkillId},
    views::{
        facts::Facts,
        readiness::{gaps, nearest, open},
        routes::destinations,
    },
};

/// How many seats are proposed at once: as many as one can begin to fill.
const PROPOSED: usize = 3;

/// A seat that a gap proposes.
#[derive(Debug, Clone)]
pub struct Proposal<'a> {
    /// What it would be for.
    pub skill: &'a Skill,
    /// The rung whose gap it is.
    pub rung: &'a Rung,
    /// Why this one, in words.
    pub reason: String,
}

/// The rung that decides: a destination next door, else the nearest above.
pub(super) fn ahead<'a>(facts: &'a Facts<'a>) -> Option<&'a Rung> {
    let aims = destinations(facts);
    let wanted: Vec<&Rung> = aims.iter().filter_map(|it| it.rung).collect();
    let ways = open(facts);
    nearest(&ways, &wanted).map(|it| it.open.standing.rung)
}

/// Skills that are gaps of the rung ahead and have no seat, those that matter most first.
#[must_use]
pub fn proposals<'a>(facts: &'a Facts<'a>) -> Vec<Proposal<'a>> {
    let Some(rung) = ahead(facts) else {
        return Vec::new();
    };
    let has_seat = |skill: &SkillId| {
        let mut seats = facts.board.seats.iter();
        seats.any(|of| of.it.skill.as_ref() == Some(skill))
    };
    let standing = facts.standing(rung);
    let gaps = gaps(standing);
    let skills = gaps.iter().filter_map(|gap| Some((gap, gap.line.skill?)));
    let skills = skills.filter(|(_, skill)| !has_seat(&skill.id));
    let proposed = skills.map(|(gap, skill)| Proposal {
        skill,
        rung,
        reason: gap.reason(),
    });
    proposed.take(PROPOSED).collect()
}
