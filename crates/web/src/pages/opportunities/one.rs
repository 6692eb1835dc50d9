//! One opportunity: where it stands, what it asks against what one has, what it would teach, what one's experiments say.

use axum::response::Response;
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Contact, Content, Of, Opportunity, OpportunityPlace, Stage},
    views::{
        facts::Facts,
        opportunities::{
            Against, Asked, Considered, Heard, Speaks, Target, Taught, against,
            against::{Because, Have},
        },
        standing::Line,
        today::destination_name,
    },
};

use super::{HERE, found, stage, take};
use crate::{
    components::{self, go, go_quietly, url, verdict},
    error::WebError,
    form::Form,
    layout::{self, Head},
    pages::{experiments, hypotheses, talks::for_the_next, titles::certainty},
    path::Path,
    session::Me,
    words::{self, sentence, small},
};

/// Gaps that are named beside a destination; the ladder has all.
const MOST_NAMED: usize = 6;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &Form::default()))
}

pub(super) fn page(me: &Me, of: Of<'_, Opportunity>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = Considered::on(facts, of);
    let read = against(facts, of.it);
    let head = Head {
        title: &of.it.title,
        lede: lede(me, of, &read),
        section: HERE,
    };
    // One of the two forms comes back, if one was refused.
    let blank = Form::default();
    let is_staging = !form.typed("stage").is_empty();
    let (staging, becoming) = if is_staging {
        (form, &blank)
    } else {
        (&blank, form)
    };
    let body = html! {
        (components::not_saved(form))
        (stage::card(facts, &it, staging))
        @if it.stage == Stage::Accepted { (take::become_role(me, of, becoming)) }
        div.cols {
            div {
                (asks(facts, of, &read))
            }
            div {
                (teaches(facts, &read.teaches))
                (heard(facts, &read.heard))
                (keep(facts))
                @if let Some(note) = &of.it.note { section { h2 { "Your notes" } p { (note) } } }
            }
        }
        div.actions {
            @if of.it.posting.is_some() { (go_quietly(&format!("/opportunities/{}/posting", of.id), "The posting, line by line")) }
            (go_quietly(&format!("/opportunities/{}/edit", of.id), "Change it"))
            (go_quietly(&format!("/opportunities/compare?one={}", of.id), "Beside another"))
            (go_quietly("/opportunities", "All opportunities"))
        }
        section { (to_bring_up(facts, &it)) }
    };
    layout::page(me, facts, &head, &body)
}

/// A line for the next conversation. What is elsewhere is not named in it: the sheet may be read by a manager.
fn to_bring_up(facts: &Facts<'_>, it: &Considered<'_>) -> Markup {
    let is_inside = it.of.it.place == OpportunityPlace::Inside;
    let line = if is_inside {
        it.name()
    } else {
        "What I would like to do next, and whether I could do it here".to_owned()
    };
    html! {
        @if !is_inside { p.soft { "This one is elsewhere, so the line for your next conversation does not name it: ‘" (line) "’." } }
        (for_the_next(facts, &line, Some(it.of.id), &format!("/opportunities/{}", it.of.id)))
    }
}

fn lede(me: &Me, of: Of<'_, Opportunity>, read: &Against<'_>) -> Markup {
    let it = of.it;
    let facts = me.book.facts();
    let contact = it.contact.and_then(|id| me.book.record.get::<Contact>(id));
    html! {
        p {
            @match (&it.organisation, it.place) {
                (Some(organisation), place) => { (organisation) ", " (place.label()) ". " }
                (None, OpportunityPlace::Inside) => { @match employer(facts) { Some(name) => { (name) ", with your employer. " } None => { "With your employer. " } } }
                (None, place) => { (words::capital(place.label())) ". " }
            }
            @match (read.on.rung, read.on.confidence) {
                (Some(rung), Some(confidence)) => { "Its title reads as " a href={ "/ladder/" (rung.id) } { (rung.name) } ", " (certainty(confidence)) ". " a.how href={ "/opportunities/" (of.id) "/posting#title" } { "Why" } ". " }
                (Some(rung), None) => { "You put it on " a href={ "/ladder/" (rung.id) } { (rung.name) } ". " }
                (None, _) => { "It stands on no rung of this ladder. " }
            }
            @match (contact, &it.source) {
                (Some(contact), _) => { "From " a href={ "/people/" (contact.id) } { (contact.it.name) } ". " }
                (None, Some(source)) => { "From " (sentence(source)) " " }
                (None, None) => {}
            }
            (came_of(me, it))
            @if let Some(address) = it.link.as_deref().and_then(url) { a href=(address) rel="noreferrer" { "Where it is described" } "." }
            @else if let Some(link) = &it.link { "Described at " (sentence(link)) }
        }
    }
}

/// Where one works, if anything says so.
fn employer<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let held = facts.held.filter(|held| held.ongoing)?;
    held.role.it.organisation.as_deref()
}

/// What it came of, where that still stands.
fn came_of(me: &Me, it: &Opportunity) -> Markup {
    let thread = it
        .came_of
        .and_then(|id| Some((id, me.book.record.thread(id)?)));
    let content = thread.and_then(|(id, thread)| Some((id, thread.last().content.as_ref()?)));
    html! {
        @match content {
            Some((id, Content::Touch(_))) => { "It came of " a href={ "/touches/" (id) } { "what they wrote" } ". " }
            Some((id, Content::Experiment(it))) => { "It came of " a href={ "/experiments/" (id) } { (it.what) } ". " }
            _ => {}
        }
    }
}

fn asks(facts: &Facts<'_>, of: Of<'_, Opportunity>, read: &Against<'_>) -> Markup {
    let count = |have| read.having(have).count();
    let (yes, no, open) = (count(Have::Yes), count(Have::No), count(Have::NotLookedAt));
    html! {
        section #asks {
            h2 { "What it asks" }
            @if of.it.posting.is_none() {
                p { "The text of the posting is not here. " a href={ "/opportunities/" (of.id) "/edit" } { "Paste it" } ", and what it asks is read against your ladder." }
            } @else if read.asked.is_empty() {
                p { "Nothing in its text was read as a skill or a responsibility of your ladder. " a href={ "/opportunities/" (of.id) "/posting" } { "Go through it line by line" } ", and say what it asks." }
            } @else {
                p {
                    (words::capital(&words::several(read.asked.len(), "thing of your ladder is named: ", "things of your ladder are named: ")))
                    (small(yes)) " you have, " (small(no)) " you lack"
                    @if open > 0 { ", " (small(open)) " you have not looked at" }
                    ". A posting is a wish list, and nobody is all of one. "
                    a.how href={ "/opportunities/" (of.id) "/posting" } { "How it was read" }
                }
            }
            @for (have, title) in [(Have::No, "You lack"), (Have::Yes, "You have"), (Have::NotLookedAt, "You have not looked at"), (Have::CannotTell, "Named, and how much of it nobody says")] {
                @if count(have) > 0 {
                    h3 { (title) }
                    ul.plain { @for it in read.having(have) { (asked(facts, read, it)) } }
                }
            }
            @if let Some(rung) = read.on.rung.filter(|_| !read.unnamed.is_empty()) {
                details {
                    summary { "The rung asks " (small(read.unnamed.len())) " more that you lack, and the posting does not name" }
                    ul.plain.close { @for line in &read.unnamed { li { (line_name(line)) " " span.soft { (line.in_words(facts.framework)) } } } }
                    p.soft { "What a rung asks in general. This role may want it or not; " a href={ "/ladder/" (rung.id) } { "the rung" } " has all of it." }
                }
            }
        }
    }
}

/// An expectation as a link to what stands behind it.
fn line_name(line: &Line<'_>) -> Markup {
    html! { a href={ "/expectations/" (line.expectation.id()) } { (line.name()) } }
}

/// Something that the posting names, how one stands to it, and the words that make it so.
fn asked(facts: &Facts<'_>, read: &Against<'_>, it: &Asked<'_>) -> Markup {
    let framework = facts.framework;
    html! {
        li {
            @match (it.line, it.target) {
                (Some(line), _) => { (line_name(line)) @if it.have != Have::NotLookedAt { " " (verdict(line.verdict)) } }
                (None, Target::Skill(skill)) => { a href={ "/skills/" (skill.id) } { (skill.name) } }
                (None, Target::Duty(_, duty)) => { (duty.text) }
            }
            @if let Target::Duty(rung, _) = it.target {
                @if read.on.rung.is_none_or(|mine| mine.id != rung.id) { " " span.tag.quiet { "of " (rung.name) } }
            }
            p.soft {
                @match (it.line, it.now) {
                    (Some(line), _) => { (words::capital(&line.in_words(framework))) ". " }
                    (None, Some(now)) => { "You stand at ‘" (framework.word(now)) "’; the rung does not ask for it. " }
                    (None, None) => { "You have not looked at it yet. " }
                }
                @for (place, named) in it.named.iter().filter_map(|at| read.posting.named.get(*at)).enumerate() {
                    @if place > 0 { " " }
                    (why(named.by.as_slice(), named.by_hand, &read.posting.passages[named.passage].words))
                }
            }
        }
    }
}

/// The words of a passage that name something.
pub(super) fn why(by: &[String], by_hand: bool, passage: &str) -> Markup {
    let quoted: Vec<String> = by.iter().map(|it| format!("‘{it}’")).collect();
    html! {
        @if !by.is_empty() { (words::list(&quoted)) " in " }
        q { (passage) }
        @if by_hand { ", as you say" }
        "."
    }
}

fn teaches(facts: &Facts<'_>, all: &[Taught<'_>]) -> Markup {
    html! {
        section {
            h2 { "What it would teach" }
            @if all.is_empty() { p.soft { "You have chosen no destination that lies ahead. " a href="/destinations" { "Choose one" } ", and this says what the role would do for it." } }
            @for taught in all {
                @let name = destination_name(facts, taught.destination.destination.it);
                h3 { "Towards " (name) }
                @if taught.by.is_empty() { p { "Nothing that you still lack for it is named here, or asked by the rung." } }
                ul.plain.close {
                    @for (line, because) in taught.by.iter().take(MOST_NAMED) {
                        li { (line_name(line)) " " span.soft { (if *because == Because::Named { "the posting names it" } else { "the rung asks it" }) } }
                    }
                }
                @if taught.by.len() > MOST_NAMED { p.soft { "And " (small(taught.by.len() - MOST_NAMED)) " more that the rung asks." } }
                @if !taught.leaves.is_empty() {
                    @let names: Vec<&str> = taught.leaves.iter().take(3).map(|line| line.name()).collect();
                    p.soft { "It would leave " (small(taught.leaves.len())) ": " (words::list(&names)) @if taught.leaves.len() > names.len() { " among them" } "." }
                }
            }
        }
    }
}

fn heard(facts: &Facts<'_>, all: &[Heard<'_>]) -> Markup {
    html! {
        section {
            h2 { "What you found out about such work" }
            @if all.is_empty() {
                p { "None of your experiments speaks of it. What would be the smallest taste of this work: a day beside somebody who does it, a question to who left it?" }
                div.actions { (go("/experiments/new", "Design an experiment")) }
            }
            ul.plain {
                @for it in all {
                    li {
                        @match &it.of {
                            Speaks::Hypothesis(tested) => {
                                a href={ "/hypotheses/" (tested.of.id) } { "I believe that " (tested.of.it.belief) } " " (hypotheses::status(tested.status))
                                p.soft { (tested.because) " " (it.because) }
                                @for learned in tested.experiments.iter().filter_map(|it| it.of.it.decision.as_ref()) { (learned_from(learned.about_work.as_deref(), learned.about_self.as_deref())) }
                            }
                            Speaks::Experiment(tried) => {
                                a href={ "/experiments/" (tried.of.id) } { (tried.of.it.what) } " " (experiments::state(tried))
                                p.soft { (it.because) }
                                @if let Some(decision) = &tried.of.it.decision { (learned_from(decision.about_work.as_deref(), decision.about_self.as_deref())) }
                            }
                        }
                    }
                }
            }
            @if facts.growth.hypotheses.is_empty() && !all.is_empty() { p.soft { a href="/hypotheses" { "Hypotheses" } } }
        }
    }
}

fn learned_from(work: Option<&str>, oneself: Option<&str>) -> Markup {
    html! { @for learned in [work, oneself].into_iter().flatten() { p { "You learned: " (sentence(learned)) } } }
}

fn keep(facts: &Facts<'_>) -> Markup {
    let keep = facts.profile.and_then(|of| of.it.keep.as_deref());
    html! {
        section {
            h2 { "What you want to keep" }
            @match keep {
                Some(keep) => { blockquote { (keep) } p.soft { "Would it be there? Where you cannot tell, that is a question for the next talk." } }
                None => { p { "What do you love in your work now, and would miss? " a href="/settings" { "Write it down" } " before you look at what is new." } }
            }
        }
    }
}
