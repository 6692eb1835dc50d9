//! A case for a promotion: its verdicts, its flags, its packet, what was handed in, and what came of it.

mod answers;
mod flags;
mod packets;
mod verdicts;

use windward_core::{
    framework::{ExpectationId, Framework, FrameworkHash, PRODUCT, Proficiency, RungId, SkillId},
    record::{Case, Evidence, Figure, Of, Record, Shown},
    views::case::Lined,
};

use crate::writer::rung;

const RECENT: &str = "2026-08-01";
const OLD: &str = "2024-01-01";

fn on(text: &str) -> windward_core::date::PartialDate {
    text.parse().expect("a date")
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A piece that shows a skill.
fn piece(what: &str, day: &str, skill: &str, level: u8) -> Evidence {
    Evidence {
        skills: vec![Shown {
            skill: SkillId::new(skill),
            proficiency: Proficiency::new(level).expect("1 to 5"),
        }],
        ..Evidence::line(what, on(day), FrameworkHash::of(PRODUCT))
    }
}

/// The same with my part, a figure, its source and a witness.
fn full(what: &str, day: &str, skill: &str, level: u8) -> Evidence {
    Evidence {
        so_what: text("Renewals up 6 points"),
        figure: Some(Figure {
            to: text("77"),
            ..Figure::default()
        }),
        my_part: text("I wrote the plan."),
        witnesses: vec!["Ines Duarte, finance".to_owned()],
        links: vec!["https://example.org/renewals".to_owned()],
        ..piece(what, day, skill, level)
    }
}

fn principal() -> Case {
    Case::new(
        RungId::new("principal"),
        on("2026-11-01"),
        FrameworkHash::of(PRODUCT),
    )
}

/// What the rung asks of a skill.
fn asked(framework: &Framework, skill: &str) -> u8 {
    let ask = rung(framework, "principal").ask(&SkillId::new(skill));
    let level = ask.and_then(|ask| ask.level.proficiency());
    level.expect("the rung asks for it").get()
}

fn line<'l, 'a>(lines: &'l [Lined<'a>], name: &str) -> &'l Lined<'a> {
    let found = lines
        .iter()
        .find(|it| it.line.expectation.id().as_str() == name);
    found.unwrap_or_else(|| panic!("no {name}"))
}

/// The id of the expectation of a skill.
fn expectation(framework: &Framework, skill: &str) -> ExpectationId {
    let ask = rung(framework, "principal").ask(&SkillId::new(skill));
    ask.expect("the rung asks for it").id.clone()
}

fn standing(record: &Record) -> Of<'_, Case> {
    record.all::<Case>().next().expect("a case")
}
