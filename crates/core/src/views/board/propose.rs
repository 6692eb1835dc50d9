//! Which seats the gaps propose.

use crate::{
    framework::{Rung, Skill, SkillId},
    record::{Of, Setback, SetbackKind},
    views::{
        facts::Facts,
        people::identity::folded,
        readiness::{gaps, nearest, open},
        routes::destinations,
        setback::recent,
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

/// A seat that a setback proposes: for a situation, not for a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatIdea {
    /// What it is known by.
    pub key: &'static str,
    /// What guidance is wanted in.
    pub area: &'static str,
    /// Who would be right for it.
    pub looking_for: &'static str,
}

/// Somebody to get through it with, whatever it was.
const THROUGH_IT: SeatIdea = SeatIdea {
    key: "through-it",
    area: "Getting through it",
    looking_for: "Somebody to whom the same happened, and who is well",
};

/// What each kind of setback proposes.
const fn ideas(kind: SetbackKind) -> &'static [SeatIdea] {
    match kind {
        SetbackKind::LaidOff | SetbackKind::TeamDissolved => &[
            THROUGH_IT,
            SeatIdea {
                key: "who-hires",
                area: "How product people are hired now",
                looking_for: "Somebody who hires them, and does not hire you",
            },
            SeatIdea {
                key: "what-next",
                area: "What I look for next",
                looking_for: "Somebody who knows you longer than your last job",
            },
        ],
        SetbackKind::PassedOver => &[
            SeatIdea {
                key: "committee",
                area: "How such decisions are made",
                looking_for: "Somebody who sits on promotion committees, elsewhere",
            },
            SeatIdea {
                key: "stay-or-go",
                area: "Staying or going",
                looking_for: "Somebody who stayed after such a day, or somebody who left",
            },
        ],
        SetbackKind::PoorReview => &[SeatIdea {
            key: "hard-truth",
            area: "Hearing what is hard to hear",
            looking_for: "Somebody who tells you the truth and likes you",
        }],
        SetbackKind::FailedLaunch => &[SeatIdea {
            key: "failed-launch",
            area: "Learning from a launch",
            looking_for: "Somebody whose launch failed once, and who says so",
        }],
        SetbackKind::Other => &[THROUGH_IT],
    }
}

/// A seat idea by what it is known by.
#[must_use]
pub fn seat_idea(key: &str) -> Option<SeatIdea> {
    let kinds = SetbackKind::WORDS.iter();
    let mut all = kinds.flat_map(|(_, kind)| ideas(*kind));
    all.find(|idea| idea.key == key).copied()
}

/// Seats for the half year after a setback that are not set up yet, and the setback.
#[must_use]
pub fn after_setback<'a>(facts: &Facts<'a>) -> Option<(Of<'a, Setback>, Vec<SeatIdea>)> {
    let of = recent(facts)?;
    let is_there = |idea: &SeatIdea| {
        let mut seats = facts.board.seats.iter();
        seats.any(|of| folded(&of.it.area) == folded(idea.area))
    };
    let open: Vec<SeatIdea> = ideas(of.it.kind)
        .iter()
        .filter(|idea| !is_there(idea))
        .copied()
        .collect();
    (!open.is_empty()).then_some((of, open))
}
