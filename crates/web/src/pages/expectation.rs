//! One expectation of a rung: how it stands, what that rests on, what would change it, and the answer right there.

use axum::response::Response;
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    framework::{Expectation, ExpectationId, Responsibility, Rung, Skill},
    record::{Evidence, Of},
    views::{facts::Facts, standing::Line},
};

use crate::{
    components::{self, Field, Kind, field, marks, steps},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::{
        choices::numbered_levels,
        skill::pieces,
        skills::{Question, anchors, duty_answers, own_claim, said, skill_answers, views},
    },
    path::Path,
    session::Me,
    words::{self, capital, near},
};

pub(crate) async fn show(me: Me, Path(id): Path<String>) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let found = facts.framework.expectation(&ExpectationId::new(id));
    let (rung, expectation) = found.ok_or(WebError::NotFound)?;
    let line = facts
        .standing(rung)
        .lines
        .iter()
        .find(|line| line.expectation.id() == expectation.id())
        .ok_or(WebError::NotFound)?;
    let here = format!("/expectations/{}", expectation.id());
    let head = Head {
        title: line.name(),
        lede: lede(facts, rung, line),
        section: Section::Ladder,
    };
    let body = html! {
        (verdict(facts, rung, line))
        @match (expectation, line.skill) {
            (Expectation::Ask(_), Some(skill)) => (of_skill(facts, rung, line, skill, &here)),
            (Expectation::Responsibility(duty), _) => (of_duty(facts, line, duty, &here)),
            (Expectation::Ask(_), None) => {}
        }
        (log(facts, line, &here))
        section { (crate::pages::talks::for_the_next(facts, &format!("{}: {}", rung.short, line.name()), None, &here)) }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

fn lede(facts: &Facts<'_>, rung: &Rung, line: &Line<'_>) -> Markup {
    html! {
        p {
            @match (line.expectation, line.asked()) {
                (Expectation::Ask(ask), Some(asked)) => {
                    a href={ "/ladder/" (rung.id) } { (rung.name) } " asks for it at ‘" (facts.framework.word(asked)) "’: " (words::lower(&ask.text)) "."
                }
                (Expectation::Ask(ask), None) => {
                    a href={ "/ladder/" (rung.id) } { (rung.name) } " hands it on: " (words::lower(&ask.text)) "."
                }
                (Expectation::Responsibility(_), _) => { "Something that " a href={ "/ladder/" (rung.id) } { (rung.name) } " does." }
            }
        }
    }
}

fn verdict(facts: &Facts<'_>, rung: &Rung, line: &Line<'_>) -> Markup {
    html! {
        section.card {
            p.standing {
                (components::verdict(line.verdict))
                strong { (capital(&line.in_words(facts.framework))) }
            }
            p { (line.reason(facts.framework)) }
            @if let Some(change) = line.what_would_change(facts.framework) { p { "What would change it: " (words::lower(&change)) } }
            p { a.how href={ "/standing?rung=" (rung.id) } { "How this is counted" } }
        }
    }
}

fn of_skill(facts: &Facts<'_>, rung: &Rung, line: &Line<'_>, skill: &Skill, here: &str) -> Markup {
    let framework = facts.framework;
    let question = Question {
        skill: line.skill.unwrap_or(skill),
        line: Some(line),
        asked: line.asked(),
    };
    let known = facts.skill(skill);
    let own = known
        .own()
        .map(|of| (framework.word(of.it.proficiency), of.it.on));
    html! {
        section {
            h2 #yours { "Where you are" }
            div.skill.alone role="group" data-question tabindex="-1" aria-labelledby="yours" {
                div.standing {
                    (steps(framework, question.now(), question.asked, question.is_assumed()))
                    span { (said(framework, &question, Some(rung))) }
                }
                (skill_answers(facts, &question, Some(rung), &[("back", here)]))
                (anchors(framework, &question))
                p { a href={ "/skills/" (skill.id) } { "All about " (words::lower(&skill.name)) } ": its history, and ways to grow it." }
            }
        }
        @if !line.views.is_empty() {
            section { h2 { "Views side by side" } (views(facts, own, &line.views)) }
        }
        section {
            h2 #evidence { "What shows it" }
            @if known.shown.is_empty() { p { "No evidence of yours names this skill yet." } }
            @else {
                @if let Some(asked) = question.asked {
                    p.soft { (counting(line.backing.len(), known.shown.len())) " at ‘" (framework.word(asked)) "’ or higher within the last two years, which is what backs it." }
                }
                (pieces(facts, &known.shown))
            }
        }
    }
}

/// ‘2 of 3 pieces show it’.
fn counting(backing: usize, all: usize) -> String {
    format!(
        "{backing} of {} {} it",
        words::count(all, "piece", "pieces"),
        if backing == 1 { "shows" } else { "show" }
    )
}

fn of_duty(facts: &Facts<'_>, line: &Line<'_>, duty: &Responsibility, here: &str) -> Markup {
    let framework = facts.framework;
    let own = own_claim(facts, &duty.id).map(|of| (of.it.state.label(), of.it.on));
    let shown = facts.evidence_of(&duty.id);
    html! {
        section {
            h2 #yours { "Already doing this?" }
            div.skill.alone role="group" data-question tabindex="-1" aria-labelledby="yours" {
                (duty_answers(facts, line, &[("back", here)]))
            }
        }
        @if !line.views.is_empty() {
            section { h2 { "Views side by side" } (views(facts, own, &line.views)) }
        }
        section {
            h2 #evidence { "What shows it" }
            @if shown.is_empty() { p { "No evidence of yours names it yet. One recent piece counts more than any answer." } }
            @else { (named(facts, shown)) }
        }
        section {
            h2 { "Skills it calls on" }
            ul.plain {
                @for skill in duty.skills.iter().filter_map(|id| framework.skill(id)) {
                    li { a href={ "/skills/" (skill.id) } { (skill.name) } br; span.soft { (skill.about) } }
                }
            }
        }
    }
}

fn named(facts: &Facts<'_>, shown: &[Of<'_, Evidence>]) -> Markup {
    html! {
        ul.plain {
            @for of in shown {
                li {
                    a href={ "/evidence/" (of.id) } { (of.it.what) }
                    br;
                    span.soft {
                        (capital(&near(of.it.until(), facts.day)))
                        @if let Some(so_what) = &of.it.so_what { ": " (so_what) }
                        @if !facts.is_fresh(of.it) { "; older than two years, so it backs nothing any more" }
                    }
                }
            }
        }
    }
}

/// A small form that logs evidence for this very expectation.
fn log(facts: &Facts<'_>, line: &Line<'_>, here: &str) -> Markup {
    let framework = facts.framework;
    let skills: Vec<&Skill> = match line.expectation {
        Expectation::Ask(_) => line.skill.into_iter().collect(),
        Expectation::Responsibility(duty) => {
            let called_on = duty.skills.iter();
            called_on.filter_map(|id| framework.skill(id)).collect()
        }
    };
    let names: Vec<String> = skills
        .iter()
        .map(|skill| format!("skill.{}", skill.id))
        .collect();
    // No proficiency is likely: what the rung asks is not what one line shows.
    let form = Form::filled([("on", PartialDate::day(facts.day).to_string())]);
    let levels = numbered_levels(framework, "choose the step it shows");
    html! {
        section.card {
            h2 { "Log evidence for it" }
            form method="post" action="/evidence" {
                (marks(None))
                input type="hidden" name="back" value=(here);
                @if let Expectation::Responsibility(duty) = line.expectation { input type="hidden" name="duty" value=(duty.id); }
                (field(&form, Field { name: "what", label: "What did you do?", hint: "One line is enough to begin.", kind: Kind::Line { autocomplete: "off" } }))
                (field(&form, Field { name: "so_what", label: "So what?", hint: "What came of it, with a figure where there is one.", kind: Kind::Line { autocomplete: "off" } }))
                (field(&form, Field { name: "my_part", label: "Your part", hint: "What would not have happened without you.", kind: Kind::Line { autocomplete: "off" } }))
                div.pair {
                    (field(&form, Field { name: "on", label: "When", hint: "A day, a month or a year.", kind: Kind::Date }))
                    @for (skill, name) in skills.iter().zip(&names) {
                        @let label = format!("{} at", skill.name);
                        (field(&form, Field { name, label: &label, hint: "The step whose words above fit what you did.", kind: Kind::One(&levels) }))
                    }
                }
                div.actions { button { "Log evidence" } }
            }
        }
    }
}
