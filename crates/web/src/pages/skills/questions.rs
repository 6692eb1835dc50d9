//! The questions themselves: a skill with its five answers, a duty with its three.

use maud::{Markup, html};
use windward_core::{
    framework::{Rung, SkillId},
    views::{
        facts::Facts,
        standing::{Line, Verdict},
    },
};

use super::{
    Asked,
    answers::{duty_answers, skill_answers},
    carried,
    sheet::{Question, Sheet, is_open},
    views::{anchors, said, views},
};
use crate::{
    components::{self, marks, steps},
    text::Text,
};

/// One skill. The first open one of the page has its anchors unfolded.
pub(super) fn one(
    facts: &Facts<'_>,
    question: &Question<'_>,
    next: Option<&Rung>,
    carried: &[(&str, &str)],
    first: Option<&SkillId>,
) -> Markup {
    let framework = facts.framework;
    let skill = question.skill;
    let id = Text(skill.id.as_str());
    let asked_line = question.line.as_ref().filter(|_| question.asked.is_some());
    let own = facts.skill(skill).own();
    let seen = question.line.as_ref().map_or(&[][..], |line| &line.views);
    html! {
        div.skill #{ "skill-" (id) } role="group" tabindex="-1" data-question aria-labelledby={ "name-" (id) } {
            div.head {
                h3 #{ "name-" (id) } { a href={ "/skills/" (id) } { (Text(&skill.name)) } }
                @if let Some(line) = asked_line {
                    a.bare href={ "/expectations/" (line.expectation.id()) } title=(Text(&line.reason(framework))) aria-label={ (line.verdict.label()) ": why, " (skill.name) } { (components::verdict(line.verdict)) }
                }
            }
            p.soft { (Text(&skill.about)) }
            div.standing {
                (steps(framework, question.now(), question.asked, question.is_assumed()))
                span.soft { (Text(&said(framework, question, next))) }
            }
            (skill_answers(facts, question, next, carried))
            @if !seen.is_empty() {
                (views(facts, own.map(|of| (framework.word(of.it.proficiency), of.it.on)), seen))
            }
            details open[first == Some(&skill.id)] {
                summary { "What each step looks like" }
                (anchors(framework, question))
            }
        }
    }
}

pub(super) fn confirm_form<'q, 'a: 'q>(
    questions: impl Iterator<Item = &'q Question<'a>>,
    asked: &Asked,
    which: &str,
) -> Markup {
    let assumed: Vec<&Question<'_>> = questions.filter(|question| question.is_assumed()).collect();
    html! {
        @if !assumed.is_empty() {
            form.actions method="post" action="/skills/confirm" {
                (marks(None))
                @for (name, value) in carried(asked) { input type="hidden" name=(name) value=(value); }
                @for question in &assumed { input type="hidden" name="skill" value=(question.skill.id); }
                button.quiet { "Confirm " (which) " " (assumed.len()) " assumed as " (if assumed.len() == 1 { "it stands" } else { "they stand" }) }
            }
        }
    }
}

pub(super) fn doing(facts: &Facts<'_>, sheet: &Sheet<'_>, next: &Rung, asked: &Asked) -> Markup {
    let looked = sheet.duties.iter().filter(|line| !is_open(line)).count();
    let carried = carried(asked);
    html! {
        section #doing tabindex="-1" {
            h2 { "What " (next.name) " does: already doing this? " small { (looked) " of " (sheet.duties.len()) " answered" } }
            p.soft { "Many do parts of the next job before they have it. Evidence that names a duty counts more than an answer. " a.how href="/standing#duties" { "How this is counted" } }
            @for line in &sheet.duties { (duty(facts, line, &carried)) }
        }
        @if let Some(held) = facts.held.filter(|_| !sheet.held.is_empty()) {
            @let assumed = sheet.held.iter().filter(|line| line.verdict == Verdict::Assumed).count();
            section {
                details.card open[!asked.here.is_empty()] {
                    summary {
                        "What " (held.rung.name) ", the rung you hold, does"
                        @if assumed > 0 { " " span.soft { (assumed) " of " (sheet.held.len()) " assumed" } }
                    }
                    @for line in &sheet.held { (duty(facts, line, &carried)) }
                }
            }
        }
    }
}

fn duty(facts: &Facts<'_>, line: &Line<'_>, hidden: &[(&str, &str)]) -> Markup {
    let id = Text(line.expectation.id().as_str());
    html! {
        div.skill #{ "claim-" (id) } role="group" tabindex="-1" data-question aria-labelledby={ "name-" (id) } {
            div.head {
                h3 #{ "name-" (id) } { a href={ "/expectations/" (id) } { (Text(line.name())) } }
                (components::verdict(line.verdict))
            }
            p.soft { (Text(&line.reason(facts.framework))) }
            (duty_answers(facts, line, hidden))
        }
    }
}
