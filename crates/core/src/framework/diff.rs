use hashbrown::HashSet;

use super::{Expectation, Framework, Level, Rung};

/// One difference between two versions of a ladder, in words a person can act on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum Change {
    /// Only the newer one has it.
    Added {
        /// What sort of thing.
        what: &'static str,
        /// Its id.
        id: String,
        /// What it says.
        text: String,
    },
    /// Only the older one has it.
    Removed {
        /// What sort of thing.
        what: &'static str,
        /// Its id.
        id: String,
        /// What it said.
        text: String,
    },
    /// Both have it, and it says something else.
    Changed {
        /// What sort of thing.
        what: &'static str,
        /// Its id.
        id: String,
        /// What it said.
        from: String,
        /// What it says.
        to: String,
    },
}

/// What a newer version of a ladder changes, part by part, in the order of the files.
#[must_use]
pub fn diff(older: &Framework, newer: &Framework) -> Vec<Change> {
    let mut changes = Vec::new();
    for (what, parts) in PARTS {
        let before = parts(older);
        let after = parts(newer);
        let known: HashSet<&String> = before.iter().map(|(id, _)| id).collect();
        for (id, from) in &before {
            match after.iter().find(|(other, _)| other == id) {
                None => changes.push(Change::Removed {
                    what,
                    id: id.clone(),
                    text: from.clone(),
                }),
                Some((_, to)) if to != from => changes.push(Change::Changed {
                    what,
                    id: id.clone(),
                    from: from.clone(),
                    to: to.clone(),
                }),
                Some(_) => {}
            }
        }
        let added = after.iter().filter(|(id, _)| !known.contains(id));
        changes.extend(added.map(|(id, text)| Change::Added {
            what,
            id: id.clone(),
            text: text.clone(),
        }));
    }
    changes
}

type Parts = fn(&Framework) -> Vec<(String, String)>;

/// Each sort of thing as pairs of an id and everything about it that a reader would call a change.
const PARTS: [(&str, Parts); 7] = [
    ("phase", |framework| {
        let text = |it: &super::Phase| format!("{}: {} {}", it.name, it.about, it.core.join(" "));
        framework
            .phases
            .iter()
            .map(|it| (it.id.to_string(), text(it)))
            .collect()
    }),
    ("skill", |framework| {
        let text =
            |it: &super::Skill| format!("{}: {} {}", it.name, it.about, it.anchors.join(" "));
        framework
            .skills
            .iter()
            .map(|it| (it.id.to_string(), text(it)))
            .collect()
    }),
    ("rung", |framework| {
        framework.rungs.iter().map(rung).collect()
    }),
    ("expectation", |framework| {
        let all = framework.rungs.iter().flat_map(Rung::expectations);
        all.map(expectation).collect()
    }),
    ("move", |framework| {
        let id = |it: &super::Move| {
            let from = it.from.as_ref().map_or("outside", super::RungId::as_str);
            format!("{from}-{}", it.to)
        };
        let text = |it: &super::Move| format!("{}: {}", it.kind.word(), it.about);
        framework
            .moves
            .iter()
            .map(|it| (id(it), text(it)))
            .collect()
    }),
    ("play", |framework| {
        let text = |it: &super::Play| {
            let skills: Vec<String> = it
                .works_on
                .iter()
                .map(|on| format!("{} to {}", on.skill, on.up_to.get()))
                .collect();
            format!(
                "{}: {} ({}, {} hours a week for {} weeks, {}) {} {}",
                it.name,
                it.about,
                it.setting.label(),
                it.hours_a_week,
                it.weeks,
                skills.join(", "),
                it.leaves,
                it.first_step
            )
        };
        framework
            .plays
            .iter()
            .map(|it| (it.id.to_string(), text(it)))
            .collect()
    }),
    ("sign of a plateau", |framework| {
        let rules = framework.plateau.iter();
        rules
            .map(|it| {
                let text = format!(
                    "told at {} {}, looking back {} months, with at least {} {} ({}: {})",
                    it.threshold,
                    it.sign.unit(),
                    it.months,
                    it.least,
                    it.sign.least_of(),
                    it.basis.label(),
                    it.why
                );
                (it.sign.word().to_owned(), text)
            })
            .collect()
    }),
];

fn rung(it: &Rung) -> (String, String) {
    let years = it
        .years
        .to
        .map_or_else(|| "or more".to_owned(), |to| format!("to {to}"));
    let text = format!(
        "{} ({}, {} track, {} phase, {} {years} years of {}): {} {} also called {}; hands on {}",
        it.name,
        it.short,
        it.track.word(),
        it.phase,
        it.years.from,
        it.years.of,
        it.about,
        it.background,
        [it.aliases.as_slice(), it.loose_aliases.as_slice()]
            .concat()
            .join(", "),
        it.hands_on
            .iter()
            .map(super::ExpectationId::as_str)
            .collect::<Vec<_>>()
            .join(", "),
    );
    (it.id.to_string(), text)
}

fn expectation(it: Expectation<'_>) -> (String, String) {
    let calls_on = match it {
        Expectation::Responsibility(it) => {
            let skills: Vec<&str> = it.skills.iter().map(super::SkillId::as_str).collect();
            skills.join(", ")
        }
        Expectation::Ask(it) => match it.level {
            Level::At(proficiency) => format!("{} {}", it.skill, proficiency.get()),
            Level::HandedOn => format!("{} handed on", it.skill),
        },
    };
    (it.id().to_string(), format!("{} [{calls_on}]", it.text()))
}
