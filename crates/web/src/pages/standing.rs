//! How standing is counted: the rule of `windward_core::views::standing`, with one's own figures as the example.

use axum::{extract::Query, response::Response};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    framework::Rung,
    views::{
        facts::Facts,
        phase::{WorkPhase, work_phase},
        readiness::{Readiness, gaps},
        standing::{Standing, Verdict},
    },
};

use crate::{
    components,
    error::WebError,
    layout::{self, Head, Section},
    pages::skills::next_rung,
    session::Me,
    words,
};

/// Whose figures stand beside the rule: those of the rung to look at first, if none is named.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Example {
    #[serde(default)]
    rung: String,
}

pub(crate) async fn show(me: Me, Query(asked): Query<Example>) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let next = next_rung(facts, &asked.rung)?;
    let example = next
        .filter(|_| facts.held.is_some())
        .map(|rung| facts.standing(rung));
    let head = Head {
        title: "How standing is counted",
        lede: html! {
            p {
                "Windward never gives you a score. It reads your record against a rung, expectation by expectation, and says how each one stands and what that rests on. "
                @if example.is_some() { "Your own figures stand beside the rule." }
                @else { "This is the whole rule; " a href="/welcome" { "a first role" } " puts your own figures beside it." }
            }
        },
        section: Section::None,
    };
    let body = html! {
        div.cols {
            div.prose { (rule()) }
            @if let Some(example) = &example { (figures(facts, example)) }
        }
        (phase(facts))
        (rest())
    };
    Ok(layout::page(&me, facts, &head, &body))
}

fn rule() -> Markup {
    html! {
        section {
            h2 { "The day, and what is recent" }
            p { "Everything is read as of a day, today unless you say otherwise; what had not happened by then is left out. ‘Recent’ means on that day or within the 24 months before it. Two years are a judgement: long enough for a slow product, short enough to say something about the work of today." }
        }
        section {
            h2 { "What a rung expects" }
            p { "Skills, each at a proficiency, and responsibilities. What is marked handed on is done through others on that rung, and counts neither as met nor as a gap." }
        }
        section #skills {
            h2 { "A skill" }
            p { "What you do now is the higher of two: your own latest rating, and the highest proficiency that recent evidence shows. With neither, Windward takes what the rung you hold asks, or a rung below it if that is more, and marks it assumed until you rate yourself. If none of those asks for it either, nothing is known." }
            p { "It is met if what you do now is at least what the rung asks. It is backed if recent evidence shows it at the proficiency asked or higher, or if somebody else recently gave you such a rating themselves." }
            p { "A view of your manager’s that you typed in yourself backs nothing. It is shown ‘as I noted it’, never as ‘given by them’." }
        }
        section #duties {
            h2 { "A responsibility" }
            p { "The first line that fits decides. What somebody else confirmed is backed also where it would else be assumed." }
            div.card.flush {
                table.stack {
                    thead { tr { th scope="col" { "What your record says" } th scope="col" { "It counts as" } } }
                    tbody {
                        @for (says, counts) in [
                            ("Recent evidence names it", "met and backed"),
                            ("You are ‘doing it’, and somebody else recently confirmed it themselves", "met and backed"),
                            ("You are ‘doing it’", "met, unproven"),
                            ("‘Partly’ or ‘not yet’", "a gap"),
                            ("Nothing, and it belongs to the rung you hold or one below it", "met, assumed"),
                            ("Nothing, and it belongs to another rung", "a gap, ‘not looked at yet’"),
                        ] {
                            tr { td { (says) } td { (counts) } }
                        }
                    }
                }
            }
        }
        section {
            h2 { "Readiness" }
            p { "‘Met 17 of 24 (12 backed, 3 assumed)’: 24 is everything the rung expects without what is handed on, 17 is what is met in any of the three ways, 12 is what is met and backed, and 3 is met only by assumption." }
            p { "It is never a percentage: expectations do not weigh the same, and no two companies weigh them alike. Meeting all of it does not guarantee a promotion. That takes a role to be promoted into, and people who decide." }
        }
    }
}

fn figures(facts: &Facts<'_>, example: &Standing<'_>) -> Markup {
    let rung = example.rung;
    let count = |verdict: Verdict| {
        example
            .lines
            .iter()
            .filter(|line| line.verdict == verdict)
            .count()
    };
    html! {
        section aria-label="Your own figures" {
            div.card.stat { (components::readiness(Readiness::of(example), rung, &format!("/ladder/{}", rung.id))) }
            div.card.flush {
                table {
                    caption { (words::count(example.lines.len(), "expectation", "expectations")) " of " (rung.name) }
                    tbody {
                        @for (verdict, means) in [
                            (Verdict::Backed, "met, and others can see it"),
                            (Verdict::Unproven, "met by your own word"),
                            (Verdict::Assumed, "met only because you hold a rung that asks for it"),
                            (Verdict::HandedOn, "done through others; not counted"),
                            (Verdict::Gap, "not met, or not looked at yet"),
                        ] {
                            tr { td { (components::verdict(verdict)) br; span.soft { (means) } } td.num { (count(verdict)) } }
                        }
                    }
                }
            }
            (weighing(example, rung))
            @if let Some(held) = facts.held {
                p.soft {
                    "Read as " a href={ "/roles/" (held.role.id) } { (held.role.it.title) }
                    @if held.role.it.title != held.rung.name { ", which stands on " a href={ "/ladder/" (held.rung.id) } { (held.rung.name) } }
                    "."
                }
            }
        }
    }
}

/// How the first gap comes to be the first.
fn weighing(example: &Standing<'_>, rung: &Rung) -> Markup {
    let gaps = gaps(example);
    html! {
        @if let Some(first) = gaps.first() {
            p.soft { "The gap of " (rung.name) " named first is " a href={ "/expectations/" (first.line.expectation.id()) } { (words::lower(first.line.name())) } ": " (first.reason()) "." }
        }
    }
}

fn phase(facts: &Facts<'_>) -> Markup {
    html! {
        section #phase.prose {
            h2 { "Which phase your work is of" }
            p { "Whatever your title says, the work may be of another phase. Windward takes the highest rung of which at least three quarters of the expectations are met and confirmed, which leaves out what is assumed, and at least a third are backed, and names that rung’s phase. If there is none, it says that it cannot tell, and how much is missing." }
            p { "The two thresholds are a judgement: nobody has measured where one phase ends and the next begins. They are set so that a quarter of an hour of rating alone decides nothing; it takes evidence, or the word of others." }
            @match work_phase(facts) {
                WorkPhase::Reads { rung, phase, readiness } => {
                    p { "Yours reads as " strong { (phase.name) } ": of what " a href={ "/ladder/" (rung.id) } { (rung.name) } " expects, " (readiness.met - readiness.assumed) " of " (readiness.of) " are met and confirmed and " (readiness.backed) " backed." }
                }
                WorkPhase::CannotTell { rung, confirmed, backed, needs_confirmed, needs_backed } => {
                    p { "Yours cannot be told yet. Of what " a href={ "/ladder/" (rung.id) } { (rung.name) } " expects, " (confirmed) " are met and confirmed where it takes " (needs_confirmed) ", and " (backed) " are backed where it takes " (needs_backed) "." }
                }
                WorkPhase::NoRung => p { "None of your roles stands on the ladder, so there is nothing to compare with." },
            }
        }
    }
}

fn rest() -> Markup {
    html! {
        section.prose {
            h2 { "Which gaps are named first" }
            p { "A missing skill weighs the steps that are missing, times one more than the number of the rung’s responsibilities that call on it; one that nobody has looked at yet counts as one step, because nothing says that it is more. A missing responsibility weighs 1 if you do it partly and 2 if not. The heaviest come first; equals keep the order of the ladder. It is a way to choose where to look, not a measure of you." }
        }
        section.prose {
            h2 { "The rung you hold" }
            p { "That of the role you are in. Of several at once it is the highest; between roles it is that of the role that ended last. Without a role on the ladder nothing is assumed." }
        }
        section.prose {
            h2 { "Views side by side" }
            p { "Your own view, your manager’s and your peers’ are kept apart and never averaged. Where they differ is often the most useful thing on the page." }
        }
    }
}
