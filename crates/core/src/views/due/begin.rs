//! First steps: what the rest rests on, and what makes it say more.

use hashbrown::HashSet;

use super::{Due, Matter};
use crate::{
    framework::{Rung, Skill},
    record::{Of, Role},
    views::{
        drafts,
        facts::Facts,
        readiness::{Nearest, gaps, nearest, open},
        routes::destinations,
        standing::{Basis, Verdict},
        today::focus,
        words::{capital, list, lower, several, small},
    },
};

pub(super) fn due(facts: &Facts<'_>, all: &mut Vec<Due>) {
    if facts.roles.is_empty() {
        all.push(Due::whenever(
            Matter::AddRole.into(),
            "Add a role",
            "Everything here is drawn from the roles you have held.",
        ));
        return;
    }
    if !facts.unplaced.is_empty() {
        let titles = distinct_titles(facts.unplaced.iter().copied());
        let what = several(titles, "title was", "titles were");
        all.push(Due::whenever(
            Matter::ConfirmTitles.into(),
            format!("Confirm how {what} read"),
            "Until you do, they are on no rung and on no line.",
        ));
    }
    let destinations = destinations(facts);
    let wanted: Vec<&Rung> = destinations.iter().filter_map(|it| it.rung).collect();
    let open = open(facts);
    if let Some(next) = nearest(&open, &wanted) {
        ask(facts, next, all);
    }
    if destinations.is_empty() {
        all.push(Due::whenever(
            Matter::ChooseDestination.into(),
            "Choose where you want to go",
            "One or several, with a date or without. Your course then shows the ways there.",
        ));
    }
    match drafts::count(facts) {
        0 => {}
        lines => all.push(Due::whenever(
            Matter::Complete.into(),
            complete(lines),
            drafts::said_and_not(lines),
        )),
    }
    prove(facts, all);
}

/// What the next rung asks, and nobody looked at.
fn ask(facts: &Facts<'_>, next: Nearest<'_, '_>, all: &mut Vec<Due>) {
    let rung = next.open.standing.rung;
    match unlooked(next, true) {
        0 => {}
        unrated => all.push(Due::whenever(
            Matter::Assess.into(),
            format!(
                "Say where you stand on {}",
                several(unrated, "skill", "skills")
            ),
            format!(
                "{} asks for them. Until you say, what your rung asks is assumed.",
                rung.name
            ),
        )),
    }
    match unlooked(next, false) {
        0 => {}
        open => all.push(Due::whenever(
            Matter::Claim.into(),
            format!(
                "Already doing any of these {}?",
                several(open, "thing", "things")
            ),
            format!("What {} does, and nobody has looked at yet.", rung.name),
        )),
    }
    if focus(facts).is_empty() {
        let gaps = gaps(next.open.standing);
        let proposed = gaps.iter().filter_map(|gap| gap.line.skill).take(3);
        let names: Vec<String> = proposed.map(|it: &Skill| lower(&it.name)).collect();
        if !names.is_empty() {
            all.push(Due::whenever(
                Matter::ChooseFocus.into(),
                "Choose one to three skills to keep in view",
                format!("The gaps propose {}.", list(&names)),
            ));
        }
    }
}

/// The nearest rung and how many of its skills are assumed or unrated, if any are.
#[must_use]
pub fn assess<'a>(facts: &'a Facts<'a>) -> Option<(&'a Rung, usize)> {
    let destinations = destinations(facts);
    let wanted: Vec<&Rung> = destinations.iter().filter_map(|it| it.rung).collect();
    let open = open(facts);
    let next = nearest(&open, &wanted)?;
    match unlooked(next, true) {
        0 => None,
        unrated => Some((next.open.standing.rung, unrated)),
    }
}

/// How many skills, or duties, of a rung are assumed or not looked at.
fn unlooked(next: Nearest<'_, '_>, skills: bool) -> usize {
    let lines = next.open.standing.lines.iter();
    let lines = lines.filter(|line| line.skill.is_some() == skills);
    let open = lines.filter(|line| matches!(line.basis, Basis::Held | Basis::Nothing));
    open.filter(|line| line.verdict != Verdict::HandedOn)
        .count()
}

/// ‘Three lines want two minutes’.
fn complete(lines: usize) -> String {
    let minutes = match drafts::minutes(lines) {
        1 => "a minute".to_owned(),
        minutes => format!("{} minutes", small(minutes)),
    };
    let want = if lines == 1 {
        "line wants"
    } else {
        "lines want"
    };
    format!("{} {want} {minutes}", capital(&small(lines)))
}

/// What is met on the rung held, and nothing shows.
fn prove(facts: &Facts<'_>, all: &mut Vec<Due>) {
    let Some(held) = facts.held else { return };
    let lines = facts.standing(held.rung).lines.iter();
    let unproven = lines.filter(|line| line.verdict == Verdict::Unproven);
    match unproven.count() {
        0 => {}
        unproven => all.push(Due::whenever(
            Matter::Prove.into(),
            format!(
                "Back {} with evidence",
                several(unproven, "thing you do", "things you do")
            ),
            format!(
                "You meet them as {}, but nothing of the last two years shows it.",
                held.rung.name
            ),
        )),
    }
}

/// How many titles some roles have, however they are spaced and capitalised.
#[must_use]
pub fn distinct_titles<'a>(roles: impl Iterator<Item = Of<'a, Role>>) -> usize {
    roles
        .map(|of| folded_title(&of.it.title))
        .collect::<HashSet<_>>()
        .len()
}

/// A title as it is compared with others.
#[must_use]
pub fn folded_title(title: &str) -> String {
    let words: Vec<String> = title.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
