//! The sheet that prepares a conversation: what fits on one page of paper.

use maud::{Markup, html};
use windward_core::{
    record::{Of, Promise, PromiseOwner},
    views::{
        facts::Facts,
        talks::{promises::is_late, said::Answered, sheet::Sheet},
    },
};

use crate::words::{self, Day, Known, near};

/// Lines of each list that the sheet has room for.
const LINES: usize = 5;

/// The sheet, without anything to press.
pub(super) fn sheet(facts: &Facts<'_>, it: &Sheet<'_>) -> Markup {
    let name = it.with.name();
    html! {
        article.sheet {
            header.sheet-head {
                h2 { "With " (name) @if let Some(on) = it.planned.and_then(|of| of.it.planned) { ", " (Known(on)) } }
                p.soft {
                    @match it.last {
                        Some(last) => { "You last talked " (near(last.it.on, facts.day)) "." }
                        None => { "The first conversation about your career that is noted here." }
                    }
                }
            }
            (you_said(facts, it))
            section.say {
                h3 { "What you want" }
                p.big { (it.aspiration) }
            }
            div.sheet-cols {
                (gaps(facts, it))
                (happened(facts, it))
                (promised(facts, &it.promises.mine, "You promised", "Nothing of yours is open."))
                (promised(facts, &it.promises.theirs, &format!("{} promised", words::capital(name)), "Nothing of theirs is open."))
                (super::handover::given(facts, &it.promises.given))
                (ended(facts, it))
                (notes(it))
                (goals(it))
            }
            div.halves {
                section.say { h3 { "Your question" } p.big { (it.question) } }
                section.say {
                    h3 { "Your ask" }
                    @match &it.ask {
                        Some(ask) => { p.big { (ask) } }
                        None => { p.soft { "One thing that they could do for you: an introduction, a piece of work, an hour with somebody." } }
                    }
                }
            }
        }
    }
}

fn you_said(facts: &Facts<'_>, it: &Sheet<'_>) -> Markup {
    html! {
        @if !it.said.is_empty() {
            section {
                h3 { "You said, I did" }
                ul.sheet-list {
                    @for said in it.said.iter().take(LINES) {
                        li {
                            "You said: ‘" (said.of.it.words) "’ "
                            @match (said.state, said.did()) {
                                (_, Some(did)) => { strong { "I did: " } (words::sentence(did)) }
                                (Answered::UnderWay, None) => {
                                    strong { "I am at it: " }
                                    @for promise in said.promises.iter().filter(|of| of.it.state.is_open()).take(1) {
                                        (promise.it.what) @if let Some(due) = promise.it.due { ", by " (near(due, facts.day)) } "."
                                    }
                                }
                                (_, None) => { span.soft { "Not done yet." } }
                            }
                        }
                    }
                    @if it.said.len() > LINES { li.soft { "And " (words::thousands(it.said.len() - LINES)) " more." } }
                }
            }
        }
    }
}

fn gaps(facts: &Facts<'_>, it: &Sheet<'_>) -> Markup {
    html! {
        @if !it.gaps.is_empty() {
            section {
                h3 { "Two gaps to ask about" }
                ul.sheet-list {
                    @for gap in &it.gaps {
                        li {
                            a href={ "/expectations/" (gap.line.expectation.id()) } { strong { (gap.line.name()) } }
                            ": " (gap.line.in_words(facts.framework)) ". "
                            span.soft { (gap.rung.short) " asks for it; " (gap.reason) "." }
                        }
                    }
                }
            }
        }
    }
}

fn happened(facts: &Facts<'_>, it: &Sheet<'_>) -> Markup {
    html! {
        section {
            h3 { "What happened since " @if it.last.is_some() { "then" } @else { (Day(it.since)) } }
            @if it.happened.is_empty() { p.soft { "Nothing is logged. One line about the last weeks is worth the minute." } }
            ul.sheet-list {
                @for of in &it.happened {
                    li {
                        a href={ "/evidence/" (of.id) } { (of.it.what) }
                        @if let Some(so_what) = &of.it.so_what { " " span.soft { (words::sentence(so_what)) } }
                        @if of.it.confidential { " " span.tag.warn { "confidential" } }
                    }
                }
                @if it.more > 0 { li.soft { "And " (words::several(it.more, "more thing", "more things")) ", in your evidence." } }
            }
            @if it.left_out > 0 { p.soft.screen-only { (words::capital(&words::several(it.left_out, "confidential piece is", "confidential pieces are"))) " left out: this sheet is not for whoever decides about your work." } }
            @if facts.evidence.is_empty() { p.soft { a href="/evidence" { "Log the first" } } }
        }
    }
}

fn promised(facts: &Facts<'_>, promises: &[Of<'_, Promise>], title: &str, none: &str) -> Markup {
    html! {
        section {
            h3 { (title) }
            @if promises.is_empty() { p.soft { (none) } }
            ul.sheet-list {
                @for of in promises.iter().take(LINES) {
                    li {
                        (of.it.what)
                        @if let Some(due) = of.it.due { ", " @if is_late(facts, of.it) { strong { "was due " (near(due, facts.day)) } } @else { "by " (near(due, facts.day)) } }
                    }
                }
                @if promises.len() > LINES { li.soft { "And " (words::thousands(promises.len() - LINES)) " more." } }
            }
        }
    }
}

/// What became of promises since the last conversation, on both sides.
fn ended(facts: &Facts<'_>, it: &Sheet<'_>) -> Markup {
    let over = &it.promises.over;
    html! {
        @if !over.is_empty() {
            section {
                h3 { "Came to an end since " @if it.last.is_some() { "then" } @else { (Day(it.since)) } }
                ul.sheet-list {
                    @for of in over.iter().take(LINES) {
                        li {
                            (if of.it.owner == PromiseOwner::Mine { "Yours" } else { "Theirs" }) ": " (of.it.what) ", "
                            (of.it.state.label())
                            @if let Some(on) = of.it.state.ended() { " " (near(on, facts.day)) }
                            @if let Some(why) = of.it.state.why() { ". " span.soft { (words::sentence(why)) } }
                        }
                    }
                    @if over.len() > LINES { li.soft { "And " (words::thousands(over.len() - LINES)) " more." } }
                }
            }
        }
    }
}

fn notes(it: &Sheet<'_>) -> Markup {
    html! {
        @if !it.notes.is_empty() {
            section {
                h3 { "To bring up" }
                ul.sheet-list {
                    @for of in it.notes.iter().take(LINES) { li { (of.it.line) } }
                    @if it.notes.len() > LINES { li.soft { "And " (words::thousands(it.notes.len() - LINES)) " more." } }
                }
            }
        }
    }
}

fn goals(it: &Sheet<'_>) -> Markup {
    let goals = it
        .with
        .counterpart
        .map_or(&[][..], |of| of.it.goals.as_slice());
    html! {
        @if !goals.is_empty() {
            section {
                h3 { "Their goals" }
                ul.sheet-list {
                    @for goal in goals.iter().take(LINES) {
                        li { (goal.what) @if let Some(part) = &goal.my_part { " " span.soft { "You help: " (words::sentence(part)) } } }
                    }
                }
            }
        }
    }
}
