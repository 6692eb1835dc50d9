//! What a plan works towards, what remains, and what is not in it.

use maud::{Markup, html};
use windward_core::{
    framework::Play,
    order::InOrder,
    views::{
        facts::Facts,
        plan::{Outlook, Plan, Why},
    },
};

use crate::{
    components::{marks, steps},
    words,
};

/// Plays that would add something are listed up to here; more are not compared by anybody.
const MOST_WITH_FIGURES: usize = 12;

/// Everything that is missing, destination by destination, with what the plan does about it.
pub(super) fn towards(facts: &Facts<'_>, plan: &Plan<'_>) -> Markup {
    html! {
        @for (at, aim) in plan.aims.iter().enumerate() {
            @let lines: Vec<&Outlook<'_>> = plan.outlook.iter().filter(|it| it.aim == at).collect();
            section {
                h2 { "What it works towards: " a href={ "/ladder/" (aim.rung.id) } { (aim.rung.name) } }
                @if lines.is_empty() { p { "Nothing that it asks is missing." } }
                @else {
                    details.card {
                        summary { (closing(&lines)) }
                        div.scroll {
                            table.stack {
                                thead { tr { th scope="col" { "Expectation" } th scope="col" { "Now and asked" } th scope="col" { "With this plan" } th scope="col" { "By" } } }
                                tbody { @for it in lines { (row(facts, it)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// ‘4 of 9 expectations are worked towards, 3 of them in full’.
fn closing(lines: &[&Outlook<'_>]) -> String {
    let worked = lines.iter().filter(|it| !it.by.is_empty()).count();
    let full = lines.iter().filter(|it| it.closes()).count();
    format!(
        "{worked} of {} are worked towards, {full} in full",
        words::count(lines.len(), "missing expectation", "missing expectations")
    )
}

fn row(facts: &Facts<'_>, it: &Outlook<'_>) -> Markup {
    let plays: Vec<&str> = it.by.iter().map(|play| play.name.as_str()).collect();
    html! {
        tr {
            th scope="row" { a href={ "/expectations/" (it.line.expectation.id()) } { (it.line.name()) } }
            td data-label="Now and asked" {
                @if it.line.skill.is_some() { (steps(facts.framework, it.line.now, it.line.asked(), it.line.is_assumed())) }
                @else { (it.line.in_words(facts.framework)) }
            }
            td data-label="With this plan" { (it.in_words()) }
            td data-label="By" { (if plays.is_empty() { "no play".to_owned() } else { plays.join("; ") }) }
        }
    }
}

/// Plays that are not in the plan, with why.
pub(super) fn left_out(facts: &Facts<'_>, plan: &Plan<'_>) -> Markup {
    let mut adding: Vec<(&Play, Why<'_>, usize, u32)> = (plan.left_out.iter())
        .filter_map(|(play, why)| match why {
            Why::NoRoom { adds, hours } => Some((*play, *why, *adds, *hours)),
            _ => None,
        })
        .collect();
    adding.order_by_key(|(_, _, adds, hours)| (std::cmp::Reverse(*adds), *hours));
    adding.truncate(MOST_WITH_FIGURES);
    let nothing = |why: &Why<'_>| matches!(why, Why::AddsNothing);
    let other = |why: &Why<'_>| !nothing(why) && !matches!(why, Why::NoRoom { .. } | Why::Refused);
    let named = |wanted: &dyn Fn(&Why<'_>) -> bool| -> Vec<(&Play, Why<'_>)> {
        plan.left_out
            .iter()
            .filter(|(_, why)| wanted(why))
            .copied()
            .collect()
    };
    let (idle, barred) = (named(&nothing), named(&other));
    html! {
        @if !plan.left_out.is_empty() {
            section {
                details.card #left-out {
                    summary { (words::count(plan.left_out.len(), "play is", "plays are")) " not in it, and why" }
                    ul.plain {
                        @for (play, why, ..) in &adding {
                            li {
                                form.row method="post" action="/plan/plays" {
                                    (marks(facts.plan.map(|of| of.revision.entry_id)))
                                    input type="hidden" name="play" value=(play.id);
                                    span { strong { (play.name) } " " span.soft { (why.in_words()) } }
                                    button.quiet name="as" value="pin" { "Pin it" span.seen-not { ": " (play.name) } }
                                }
                            }
                        }
                        @for (play, why) in &barred { li { strong { (play.name) } " " span.soft { (why.in_words()) } } }
                    }
                    @if !idle.is_empty() {
                        @let idle: Vec<&str> = idle.iter().map(|(play, _)| play.name.as_str()).collect();
                        p.soft { "These would add nothing to what the plan does already: " (idle.join("; ")) "." }
                    }
                }
            }
        }
    }
}
