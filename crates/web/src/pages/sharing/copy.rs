//! A copy, as whoever may read it sees it: the same before it is shared, on the page of somebody with an account, and
//! under a link.

use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};
use windward_core::{
    framework::Framework,
    record::{
        Content, Evidence, Experiment, Promise, PromiseOwner, RoleEnd, SharedCopy, Shows, Takeaway,
    },
    views::{
        course::course,
        facts::Facts,
        sharing::{called, unfolded},
        talks::{agreement::agreed, paper},
        telling::first_line,
        today::destination_name,
    },
};
use windward_formats::mail::markdown;

use crate::{
    components::url,
    pages::cases,
    pictures::course::{Picture, course as draw},
    words::{self, Known, near},
};

/// What it takes to read a copy.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages) struct Reading<'a> {
    /// What it is read against.
    pub(in crate::pages) framework: &'a Framework,
    /// The day for whoever reads.
    pub(in crate::pages) day: Date,
    /// What its owner is called.
    pub(in crate::pages) owner: &'a str,
}

/// What a copy is and what it is called.
pub(in crate::pages) fn name(it: &SharedCopy) -> Markup {
    html! { (it.title) @if it.shows == Shows::One { " " span.tag.quiet { (called(it)) } } }
}

/// What is in it, on a card. What it is called stands above it, and is not said again.
pub(in crate::pages) fn card(it: &SharedCopy, reading: Reading<'_>) -> Markup {
    // A packet is a card already.
    if it.shows == Shows::Packet {
        return body(it, reading);
    }
    html! { section.card { (body(it, reading)) } }
}

fn body(it: &SharedCopy, reading: Reading<'_>) -> Markup {
    let record = unfolded(it);
    let facts = Facts::of(&record, reading.framework, reading.day);
    html! {
        @match it.shows {
            Shows::Course => { (the_course(&facts, reading.owner)) }
            Shows::Packet | Shows::One => { @for item in &it.items { (one(&item.content, &it.title, &facts, reading)) } }
            Shows::Handover => {}
        }
        @if let Some(text) = &it.text { div.prose { (PreEscaped(markdown::html(text))) } }
    }
}

fn one(content: &Content, title: &str, facts: &Facts<'_>, reading: Reading<'_>) -> Markup {
    match content {
        Content::Evidence(it) => evidence(it, title, reading.framework),
        Content::Agreement(_) => {
            let agreements = facts.talks.agreements.iter();
            html! {
                @for of in agreements {
                    @let text = paper::agreement(facts, &agreed(facts.record, facts, *of));
                    div.prose { (PreEscaped(markdown::html(&text))) }
                }
            }
        }
        Content::Promise(it) => promise(it, reading),
        Content::Destination(it) => html! {
            @let name = destination_name(facts, it);
            @if name != title { p { strong { (name) } } }
            @if let Some(by) = it.by { p { "By " (Known(by)) } }
            @if let Some(why) = &it.why { blockquote { (why) } }
        },
        Content::Experiment(it) => experiment(it, title),
        Content::Takeaway(it) => takeaway(it, title),
        Content::Submission(it) => html! {
            p.soft { "Handed in " (Known(it.on)) @if let Some(to) = &it.to { ", to " (to) } "." }
            (cases::packet_as_read(&it.packet))
        },
        other => html! { p { (first_line(reading.framework, other)) } },
    }
}

fn evidence(it: &Evidence, title: &str, framework: &Framework) -> Markup {
    let duty = |id| framework.expectation(id).map(|(_, duty)| duty.text());
    html! {
        @if it.what != title { p { strong { (it.what) } } }
        @if it.confidential { p { span.tag.warn { "confidential" } } }
        p.soft { (Known(it.on)) @if let Some(to) = it.to { " to " (Known(to)) } }
        @if it.so_what.is_some() || it.figure.is_some() {
            h4 { "What came of it" }
            @if let Some(so_what) = &it.so_what { p { (so_what) } }
            @if let Some(figure) = &it.figure { p { strong.figure { (figure) } } }
        }
        @if let Some(part) = &it.my_part { h4 { "Their part in it" } p { (part) } }
        @if !it.skills.is_empty() || !it.responsibilities.is_empty() {
            h4 { "What it shows" }
            ul.plain.close {
                @for shown in &it.skills {
                    @let skill = framework.skill(&shown.skill);
                    li { (skill.map_or(shown.skill.as_str(), |skill| &skill.name)) ", " (framework.word(shown.proficiency)) }
                }
                @for id in &it.responsibilities { @if let Some(text) = duty(id) { li { (text) } } }
            }
        }
        @if !it.witnesses.is_empty() { p { "Seen by " (words::list(&it.witnesses)) "." } }
        @if !it.links.is_empty() {
            ul.plain.close {
                @for link in &it.links {
                    li { @match url(link) { Some(to) => a href=(to) rel="noreferrer" { (link) }, None => (link) } }
                }
            }
        }
    }
}

/// Who promised what to whom, in the words of somebody who is neither.
fn promise(it: &Promise, reading: Reading<'_>) -> Markup {
    let whom = it.whom.as_deref();
    html! {
        p {
            @match it.owner {
                PromiseOwner::Mine => { (reading.owner) " promised" @if let Some(whom) = whom { " " (whom) } ": " }
                PromiseOwner::Theirs => { (whom.unwrap_or("Somebody")) " promised " (reading.owner) ": " }
            }
            strong { (it.what) }
            @if let Some(due) = it.due { ", by " (near(due, reading.day)) }
            @if !it.state.is_open() { " " span.tag.quiet { (it.state.label()) } }
            @if let Some(why) = it.state.why() { ": " (why) }
        }
    }
}

fn experiment(it: &Experiment, title: &str) -> Markup {
    html! {
        p { @if it.what != title { strong { (it.what) } " " } span.tag.quiet { (it.kind.label()) } }
        p.soft {
            @if let Some(from) = it.from { "From " (Known(from)) } @if let Some(to) = it.to { " to " (Known(to)) }
            @if let Some(hours) = it.hours_a_week { ", " (words::count(usize::from(hours), "hour", "hours")) " a week" }
        }
        @if let Some(look_for) = &it.look_for { p { "To look for: " (look_for) } }
        @if let Some(first) = &it.first_step { p { "First step: " (first) } }
        @if let Some(decision) = &it.decision {
            p { "Decided " (Known(decision.on)) ": " (decision.choice.label()) "." }
            @if let Some(work) = &decision.about_work { p { "Learned about the work: " (work) } }
            @if let Some(opened) = &decision.opened { p { "What it opened: " (opened) } }
        }
    }
}

fn takeaway(it: &Takeaway, title: &str) -> Markup {
    html! {
        p { @if it.title != title { strong { (it.title) } " " } span.tag.quiet { (it.medium.label()) } @if let Some(by) = &it.by { ", by " (by) } }
        @if let Some(took) = &it.took { blockquote { (took) } }
        @if let Some(link) = &it.link { p { @match url(link) { Some(to) => a href=(to) rel="noreferrer" { (link) }, None => (link) } } }
    }
}

fn the_course(facts: &Facts<'_>, whose: &str) -> Markup {
    let mut it = course(facts);
    // What is open to somebody, and what they lack for it, follows from what is not in the copy.
    it.open.clear();
    let picture = Picture {
        whose,
        framework: facts.framework,
        course: &it,
        held: facts.held,
        hide_bands: false,
        id: "course",
    };
    let ended = |to: RoleEnd| match to {
        RoleEnd::Ongoing => "today".to_owned(),
        RoleEnd::Unknown => "an unknown day".to_owned(),
        RoleEnd::On(date) => date.in_words(),
    };
    html! {
        @if !it.spells.is_empty() { figure.card { (draw(&picture)) } }
        p.soft { (words::capital(&words::spent(it.months_in_product, it.is_rough()))) " in product." }
        div.card.flush {
            table.stack {
                thead { tr { th scope="col" { "Role" } th scope="col" { "Where" } th scope="col" { "Rung" } th scope="col" { "When" } } }
                tbody {
                    @for of in facts.roles.iter().rev() {
                        @let rung = of.it.placement.rung().and_then(|id| facts.framework.rung(id));
                        tr {
                            th scope="row" { (of.it.title) }
                            td data-label="Where" { (of.it.organisation.as_deref().unwrap_or("not said")) }
                            td data-label="Rung" { (rung.map_or("outside the ladder", |rung| &rung.name)) }
                            td data-label="When" { @if let Some(from) = of.it.from { (Known(from)) " to " } (ended(of.it.to)) }
                        }
                    }
                }
            }
        }
    }
}
