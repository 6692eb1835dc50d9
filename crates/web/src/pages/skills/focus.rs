//! The skills in focus: one to three, chosen on the page of skills.

use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    framework::{Rung, SkillId},
    record::Focus,
    views::{facts::Facts, readiness::gaps, today::focus as in_focus},
};

use super::{Asked, carried};
use crate::{
    components::{Field, Kind, field, marks_again},
    form::Form,
    words::{self, Known},
};

pub(super) fn read(facts: &Facts<'_>, form: &mut Form) -> Option<Focus> {
    let ticked = facts.framework.skills.iter();
    let skills: Vec<SkillId> = ticked
        .filter(|skill| form.all("skill").any(|id| id == skill.id.as_str()))
        .map(|skill| skill.id.clone())
        .collect();
    if skills.len() > Focus::MOST {
        form.fault(
            "skill",
            format!(
                "You ticked {}. More than three is no focus: keep the ones that matter now.",
                skills.len()
            ),
        );
    }
    if skills.is_empty() && in_focus(facts).is_empty() {
        form.fault("skill", "Tick one, two or three.");
    }
    let until = form.date("until");
    if until.is_some_and(|until| until.last_day() < facts.day) {
        form.fault("until", "That day is past.");
    }
    form.is_good().then(|| Focus {
        skills,
        until,
        on: PartialDate::day(facts.day),
        framework: facts.framework.hash,
        unknown: Map::new(),
    })
}

pub(super) fn fold(
    facts: &Facts<'_>,
    next: Option<&Rung>,
    asked: &Asked,
    sent: Option<&Form>,
) -> Markup {
    let chosen = in_focus(facts);
    let standing = facts.focus.filter(|_| !chosen.is_empty());
    let until = standing.and_then(|of| of.it.until);
    let today = facts
        .focus
        .filter(|of| of.it.on == PartialDate::day(facts.day));
    let fresh = Form::filled(
        chosen
            .iter()
            .map(|skill| ("skill", skill.id.to_string()))
            .chain(until.map(|until| ("until", until.to_string()))),
    );
    let form = sent.unwrap_or(&fresh);
    let names: Vec<String> = chosen
        .iter()
        .map(|skill| words::lower(&skill.name))
        .collect();
    html! {
        details.card.fold open[sent.is_some()] {
            summary {
                @if chosen.is_empty() { "Choose one to three skills to keep in view" }
                @else { "In focus: " (words::list(&names)) @if let Some(until) = until { ", until " (Known(until)) } }
            }
            form #focus method="post" action="/skills/focus" {
                (marks_again(form, today.map(|of| of.revision.entry_id)))
                @for (name, value) in carried(asked) { input type="hidden" name=(name) value=(value); }
                @let fault = form.fault_of("skill");
                fieldset aria-describedby=[fault.map(|_| "skill-fault")] {
                    legend { "One to three skills" }
                    @if let Some(fault) = fault { p.error #skill-fault { (fault) } }
                    @let proposed = proposed(facts, next);
                    @if !proposed.is_empty() { p.hint { "The gaps propose " (words::list(&proposed)) "." } }
                    div.ticks {
                        @for group in &facts.framework.groups {
                            div {
                                p.label { (group.name) }
                                @for skill in facts.framework.skills_of(&group.id) {
                                    label.check {
                                        input type="checkbox" name="skill" value=(skill.id) checked[form.all("skill").any(|id| id == skill.id.as_str())];
                                        (skill.name)
                                    }
                                }
                            }
                        }
                    }
                }
                (field(form, Field { name: "until", label: "Until", hint: "If there is a date. Nothing happens then; Today asks again.", kind: Kind::Date }))
                div.actions { button { "Keep these in view" } @if !chosen.is_empty() { span.soft { "Untick all to end the focus." } } }
            }
        }
    }
}

/// The skills whose gaps matter most for a rung.
fn proposed(facts: &Facts<'_>, next: Option<&Rung>) -> Vec<String> {
    let Some(next) = next else {
        return Vec::new();
    };
    let standing = facts.standing(next);
    let skills = gaps(standing).into_iter().filter_map(|gap| gap.line.skill);
    skills
        .take(Focus::MOST)
        .map(|skill| words::lower(&skill.name))
        .collect()
}
