//! The plan: what to do about what is missing, when, and why.

mod change;
mod outlook;
mod settings;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use windward_core::views::{
    facts::Facts,
    plan::{Plan, PlayPlan, When},
};

pub(crate) use self::change::{ask, mark, take};
use crate::{
    components::{empty, go, go_quietly, marks},
    form::Form,
    layout::{self, Head, Section},
    pictures,
    session::Me,
    words::{self, Day, capital},
};

pub(crate) async fn show(me: Me) -> Response {
    page(&me, None)
}

/// The page, with the form as it was sent if something is wrong with it.
fn page(me: &Me, sent: Option<&Form>) -> Response {
    let facts = me.book.facts();
    let planned = me.planned();
    let plan = planned.plan();
    let head = Head {
        title: "Plan",
        lede: lede(facts, plan),
        section: Section::Plan,
    };
    if is_unknown(facts) && sent.is_none() {
        let body = html! {
            (empty("No role yet", "A plan works towards what a rung asks beyond the one you hold, so a role comes first, or a destination.", &html! { (go("/welcome", "Begin with a title")) (go_quietly("/destinations", "Choose a destination")) }))
            (running(plan))
        };
        return layout::page(me, facts, &head, &body);
    }
    let body = html! {
        // What is wrong with what was asked for is seen first.
        @if sent.is_some() { (settings::form(facts, plan, sent)) }
        (settings::changed(facts, plan))
        (settings::unkept(plan))
        @if plan.aims.is_empty() {
            (empty("Nothing to plan towards", "A plan works towards what a rung asks and you do not do yet. You hold the rung that you chose, or no rung lies above yours.", &html! { (go("/destinations", "Choose a destination")) }))
        } @else if plan.plays.is_empty() && plan.running.is_empty() {
            (empty("No play fits", "With more hours a week, a longer time, or another place for them to happen, there may be one.", &html! { (go("#settings", "Change what you ask for")) (go_quietly("/skills", "Say where you stand")) }))
        } @else {
            section {
                figure.card { (pictures::plan::plan(plan)) }
                (table(plan))
            }
        }
        @for when in When::ALL {
            @let plays: Vec<&PlayPlan<'_>> = plan.plays.iter().filter(|it| it.when == when).collect();
            @if !plays.is_empty() {
                section {
                    h2 { (capital(when.word())) " " small { (begins(when)) } }
                    div.halves { @for it in plays { (card(facts, plan, it)) } }
                }
            }
        }
        (running(plan))
        (reach(plan))
        (outlook::towards(facts, plan))
        (outlook::left_out(facts, plan))
        @if sent.is_none() { (settings::form(facts, plan, None)) }
        (model())
    };
    let status = if sent.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    (status, layout::page(me, facts, &head, &body)).into_response()
}

/// Whether neither a role nor a destination says what to plan towards.
fn is_unknown(facts: &Facts<'_>) -> bool {
    facts.roles.is_empty() && facts.destinations.is_empty()
}

/// What the plan does, for what it was asked, and what of that is assumed.
fn lede(facts: &Facts<'_>, plan: &Plan<'_>) -> Markup {
    if is_unknown(facts) {
        return html! { p { "What to do about what is missing, when, and why. It needs to know where you begin or where you want to go." } };
    }
    html! {
        p {
            (plan.in_words()) " "
            @if plan.aims.iter().any(|aim| aim.destination.is_none()) {
                "No destination is chosen, so the nearest rung stands in. " a href="/destinations" { "Choose one" } " "
            }
            (asked(facts, plan))
        }
    }
}

/// What was asked for, with the way to change it.
fn asked(facts: &Facts<'_>, plan: &Plan<'_>) -> Markup {
    let wishes = &plan.wishes;
    let hours = words::count(usize::from(wishes.hours_a_week), "hour", "hours");
    html! {
        @if facts.plan.is_some() { "You said " (hours) " a week for " (settings::horizon(wishes.weeks)) ". " }
        @else { "It assumes " (hours) " a week for " (settings::horizon(wishes.weeks)) ". " }
        a href="#settings" { @if facts.plan.is_some() { "Change that" } @else { "Say how many you have" } }
    }
}

const fn begins(when: When) -> &'static str {
    match when {
        When::Now => "begin in the first week",
        When::Next => "begin in the first half",
        When::Later => "begin in the second half",
    }
}

/// A play with its weeks, its reason and what can be done with it.
fn card(facts: &Facts<'_>, whole: &Plan<'_>, it: &PlayPlan<'_>) -> Markup {
    let play = it.play;
    html! {
        div.card.play id={ "play-" (play.id) } {
            h3 { (play.name) @if it.pinned { " " span.tag.course { "pinned" } } }
            p.soft { (span(whole, it)) }
            p { (whole.reason(it)) }
            ul.plain.serves {
                @for serves in &it.serves {
                    li { a href={ "/skills/" (serves.skill.id) } { (serves.skill.name) } span.soft { ": to ‘" (facts.framework.word(serves.to)) "’, " a.how href="#model" { "weight " (serves.weight) } } }
                }
            }
            details {
                summary { "What it is, and the first step" }
                p { (play.about) }
                p { strong { "First step: " } (words::sentence(&play.first_step)) }
                p.soft { "It leaves: " (words::lower(&play.leaves)) "." }
                @if !play.after.is_empty() {
                    @let before: Vec<String> = play.after.iter().filter_map(|id| facts.framework.play(id)).map(|it| format!("‘{}’", it.name)).collect();
                    p.soft { "After " (words::list(&before)) "." }
                }
            }
            div.acts { form method="post" action="/plan/take" {
                (marks(None))
                input type="hidden" name="play" value=(play.id);
                button name="as" value="experiment" { "Try it as an experiment" span.seen-not { ": " (play.name) } }
                button.quiet name="as" value="action" { "Take it as an action" span.seen-not { ": " (play.name) } }
            }
            form method="post" action="/plan/plays" {
                (marks(facts.plan.map(|of| of.revision.entry_id)))
                input type="hidden" name="play" value=(play.id);
                @if it.pinned { button.quiet name="as" value="free" { "Unpin" span.seen-not { ": " (play.name) } } }
                @else { button.quiet name="as" value="pin" { "Pin it" span.seen-not { ": " (play.name) } } }
                button.quiet name="as" value="refuse" { "Not this one" span.seen-not { ": " (play.name) } }
            } }
        }
    }
}

/// ‘23 November to 3 January, 6 weeks, up to 2 hours a week, in the job’.
fn span(plan: &Plan<'_>, it: &PlayPlan<'_>) -> String {
    let most = it.hours.iter().max().copied().unwrap_or(0);
    let weeks = it.last - it.first + 1;
    let stretched = if weeks > usize::from(it.play.weeks) {
        format!(", stretched from {}", it.play.weeks)
    } else {
        String::new()
    };
    format!(
        "{} to {}: {}{stretched}, up to {} a week, {}",
        Day(plan.monday(it.first)),
        Day(plan.sunday(it.last)),
        words::count(weeks, "week", "weeks"),
        words::count(most as usize, "hour", "hours"),
        it.play.setting.label()
    )
}

/// The picture as a table.
fn table(plan: &Plan<'_>) -> Markup {
    html! {
        details.card.fold {
            summary { "The same as a table" }
            div.scroll {
                table.stack {
                    thead { tr { th scope="col" { "Play" } th scope="col" { "From" } th scope="col" { "Until" } th.num scope="col" { "Hours in all" } th scope="col" { "When" } } }
                    tbody {
                        @for it in &plan.running {
                            tr {
                                th scope="row" { (it.what) }
                                td data-label="From" { (Day(plan.monday(it.from))) }
                                td data-label="Until" { (Day(plan.until(it))) }
                                td.num data-label="Hours in all" { (it.hours as usize * (it.to - it.from)) }
                                td data-label="When" { "runs already" }
                            }
                        }
                        @for it in &plan.plays {
                            tr {
                                th scope="row" { (it.play.name) }
                                td data-label="From" { (Day(plan.monday(it.first))) }
                                td data-label="Until" { (Day(plan.sunday(it.last))) }
                                td.num data-label="Hours in all" { (it.hours.iter().sum::<u32>()) }
                                td data-label="When" { (it.when.word()) }
                            }
                        }
                    }
                }
            }
            @let hours: Vec<String> = plan.load.iter().map(|it| it.total().to_string()).collect();
            p.soft { "Hours week by week: " (hours.join(", ")) "; the limit is " (plan.wishes.hours_a_week) "." }
        }
    }
}

/// What runs already and keeps its hours.
fn running(plan: &Plan<'_>) -> Markup {
    let limit = u32::from(plan.wishes.hours_a_week);
    html! {
        @if !plan.running.is_empty() {
            section {
                h2 { "Runs already" }
                p.soft { "What you have begun keeps its weeks, and its hours are taken off yours." }
                ul.plain {
                    @for it in &plan.running {
                        li {
                            @let path = if it.is_experiment { "/experiments/" } else { "/actions/" };
                            a href={ (path) (it.id) } { (it.what) } " "
                            span.soft {
                                (if it.is_experiment { "an experiment" } else { "an action" }) ", " (words::count(it.hours as usize, "hour", "hours")) " a week until " (Day(plan.until(it)))
                            }
                        }
                    }
                }
                @if plan.load.iter().any(|it| it.running > limit) {
                    p.soft { "In some weeks that alone is more than the " (limit) " you said; nothing is planned into those." }
                }
            }
        }
    }
}

/// How far the plan goes, and how far any could.
fn reach(plan: &Plan<'_>) -> Markup {
    html! {
        @if !plan.aims.is_empty() {
            section #reach {
                h2 { "How far this goes" }
                div.card.stat {
                    p { strong.figure { (plan.reach.steps) " of " (plan.reach.of_steps) } " missing steps" }
                    meter min="0" max=(plan.reach.of_steps) value=(plan.reach.steps) aria-label={ (plan.reach.steps) " of " (plan.reach.of_steps) " missing steps" } {}
                    p { (plan.distance_in_words()) }
                    p.soft { (plan.bound_in_words()) " " a.how href="#model" { "How this is worked out" } }
                }
            }
        }
    }
}

/// The model in short; the chapter has it whole.
fn model() -> Markup {
    html! {
        section {
            details.card {
                summary { "How this is worked out" }
                // A link to what lies in a fold opens it.
                p #model { "What a rung asks and you do not do yet is counted in steps of proficiency. A step weighs one more than the duties of the rung that call on its skill, over all your destinations, and double while the skill is in focus." }
                p { "A play takes one step of each skill that it grows, none beyond the proficiency up to which it helps, and costs its hours. It may be stretched over more weeks where hours are short, never squeezed. What has to come before it comes before it." }
                p { "Among all choices that keep to your hours, the one that takes most weight is looked for, and of equals the one with the fewest hours. Then each week is laid out, a few things at a time, and checked: no week is over your limit." }
                p { "That is an estimate with a calendar. Hours and steps are the ladder’s round figures, nobody has measured them on you, and a step counts as taken only once you say so or evidence shows it." }
            }
        }
    }
}
