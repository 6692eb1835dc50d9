//! Somebody: how to reach them, when you were in touch, what you gave, what happened to them.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Cadence, Community, Contact, Reach, ReachKind},
    views::{
        people::{Person, Story, Ties, story, ties},
        talks::said::said,
    },
};
use windward_formats::source;

use super::{moment, touch, work};
use crate::{
    components::{go_quietly, percent, url},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::talks::{feedback, for_the_next, promises},
    path::Path,
    session::Me,
    words::{self, Day, Known, near},
};

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    match me.book.people().resolve(id) {
        // They went into somebody: what was said of them is said there.
        Some(standing) if standing != id => {
            Ok(Redirect::to(&format!("/people/{standing}")).into_response())
        }
        Some(_) => page(&me, id, &Form::default()),
        None => Err(WebError::NotFound),
    }
}

/// The page with a form on it that was refused.
pub(super) fn refused(me: &Me, id: ItemId, form: &Form) -> Result<Response, WebError> {
    let page = page(me, id, form)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn page(me: &Me, id: ItemId, form: &Form) -> Result<Response, WebError> {
    let (facts, people) = (me.book.facts(), me.book.people());
    let told = story(&me.book.record, people, id).ok_or(WebError::NotFound)?;
    let person = people.person(id).ok_or(WebError::NotFound)?;
    let tied = ties(facts, told.contact);
    let it = told.contact.it;
    let head = Head {
        title: &it.name,
        lede: html! {
            p {
                @match work(it) { Some(work) => (words::sentence(&work)), None => "Somebody you know." }
                @for tag in &it.tags { " " a.tag.quiet href={ "/people?tag=" (tag_in_address(tag)) } { (tag) } }
            }
        },
        section: Section::People,
    };
    let body = html! {
        @if let Some(boundaries) = &it.boundaries {
            div.notice.warn { p { strong { "They asked you: " } (boundaries) } }
        }
        div.cols {
            div {
                (last(me, person))
                (touch::log(me, id, form))
                (touch::list(me, &told))
                (bound(me, &tied))
                (moment::section(me, &told, form))
                (other(me, &told))
            }
            aside {
                (known(me, it, person))
                div.actions {
                    (go_quietly(&format!("/people/{id}/edit"), "Change it"))
                    (go_quietly(&format!("/people/{id}/merge"), "The same as somebody else"))
                }
                @if tied.counterpart.is_none() { (for_the_next(facts, &format!("About {}", it.name), Some(id), &format!("/people/{id}"))) }
                (crate::pages::board::with::on_the_board(me, id))
                (crate::pages::updates::got_by(me, id))
            }
        }
    };
    Ok(layout::page(me, facts, &head, &body))
}

fn tag_in_address(tag: &str) -> String {
    form_urlencoded::byte_serialize(tag.as_bytes()).collect()
}

/// In touch and helped, side by side and never against each other.
fn last(me: &Me, person: &Person) -> Markup {
    let today = me.book.today;
    html! {
        section.card {
            div.pair {
                div.stat { p.soft { "Last in touch" } p { strong { @match person.last { Some(on) => (words::capital(&near(on, today))), None => "Not yet, as far as this record knows" } } } }
                div.stat { p.soft { "Last helped" } p { strong { @match person.helped { Some(on) => (words::capital(&near(on, today))), None => "Nothing noted yet" } } } }
            }
            @if let Some(due) = person.due {
                p.soft {
                    @if let Some(cadence) = person.cadence { (words::capital(cadence.label())) }
                    @if let Some(tag) = &person.by_tag { ", as for everybody tagged ‘" (tag) "’" }
                    @if person.is_due(today) { ": it is time." } @else { ": next around " (Day(due)) "." }
                }
            }
        }
    }
}

fn known(me: &Me, it: &Contact, person: &Person) -> Markup {
    let communities = it
        .communities
        .iter()
        .filter_map(|id| me.book.record.get::<Community>(*id));
    let communities: Vec<_> = communities.collect();
    html! {
        section {
            h2 { "What you know of them" }
            dl {
                @for way in &it.reach { (reached(way)) }
                @if let Some(how) = &it.how_known { dt { "How you know them" } dd { (how) } }
                @if let Some(day) = &it.birthday { dt { "Birthday" } dd { (born(day)) } }
                @if let Some(on) = it.connected_on { dt { "Connected since" } dd { (Known(on)) } }
                @if person.cadence.is_none() {
                    dt { "Rhythm" }
                    dd { @match seated(me, person.id) { Some(cadence) => { (cadence.label()) ", by their seat" } None => { "none said" } } }
                }
                @if !communities.is_empty() {
                    dt { "Communities" }
                    dd { @for of in &communities { a href={ "/communities/" (of.id) } { (of.it.name) } br; } }
                }
                @if let Some(nickname) = &it.nickname { dt { "Nickname" } dd { (nickname) } }
                @if let Some(origin) = &it.origin { dt { "Came from" } dd { (source(&origin.importer)) } }
                @if !it.merged.is_empty() { dt { "Merged" } dd { (words::count(it.merged.len(), "other entry", "other entries")) " of theirs" } }
            }
            @if let Some(notes) = &it.notes { h3 { "Notes" } blockquote { @for line in notes.lines() { (line) br; } } }
        }
    }
}

fn reached(way: &Reach) -> Markup {
    let link = match way.kind {
        // As part of an address: what somebody else wrote into a card adds no recipient.
        ReachKind::Email => Some(format!("mailto:{}", percent(&way.value))),
        ReachKind::Url => url(&way.value).map(str::to_owned),
        ReachKind::Phone | ReachKind::Address | ReachKind::Handle => None,
    };
    html! {
        dt { (words::capital(way.kind.label())) @if let Some(label) = &way.label { " (" (label) ")" } }
        dd { @match link { Some(to) => { a href=(to) rel="noreferrer" { (way.value) } }, None => { (way.value) } } }
    }
}

/// ‘12 April 1980’, ‘12 April’.
fn born(day: &str) -> String {
    let date = day.strip_prefix("--").map(|rest| format!("2000-{rest}"));
    let read = date.as_deref().unwrap_or(day).parse().ok();
    let words = read.map(windward_core::date::PartialDate::in_words);
    match (words, date.is_some()) {
        (Some(words), true) => words.trim_end_matches(" 2000").to_owned(),
        (Some(words), false) => words,
        (None, _) => day.to_owned(),
    }
}

/// The rhythm of the seat that somebody has.
fn seated(me: &Me, id: ItemId) -> Option<Cadence> {
    let directory = me.book.people();
    let mut seats = me.book.facts().board.seats.iter().filter(|of| {
        let person = of.it.person.and_then(|id| directory.resolve(id));
        person == Some(id) && of.it.resting.is_none()
    });
    seats.find_map(|of| of.it.cadence)
}

/// Promises and feedback on the page of somebody; their own pages have the rest.
const MOST_TIES: usize = 5;

/// What they are to one's career: the conversations, what is promised, what they said, what say they have.
fn bound(me: &Me, it: &Ties<'_>) -> Markup {
    let facts = me.book.facts();
    let back = |id: ItemId| format!("/people/{id}");
    let person = it.person.id;
    let promises = it.promises.mine.iter().chain(&it.promises.theirs);
    let promises: Vec<_> = promises.collect();
    html! {
        @if let Some(of) = it.counterpart {
            section.card #talks {
                h2 { "You talk about your career " span.tag.quiet { "your " (of.it.relation.label()) } }
                @if let Some(to) = of.it.to { p.soft { "Until " (near(to, facts.day)) "." } }
                @if !of.it.goals.is_empty() {
                    p.soft { "Their goals:" }
                    ul.plain.close { @for goal in of.it.goals.iter().take(MOST_TIES) { li { (goal.what) @if let Some(part) = &goal.my_part { " " span.soft { "You help: " (words::sentence(part)) } } } } }
                }
                div.actions {
                    (go_quietly(&format!("/conversations/prepare?with={}", of.id), "Prepare the next one"))
                    (go_quietly(&format!("/conversations/with/{}", of.id), "Rhythm and goals"))
                }
            }
        }
        @if !promises.is_empty() {
            section #promises {
                h2 { "Promises between you " small { (promises.len()) } }
                ul.plain { @for of in promises.iter().take(MOST_TIES) { (promises::line(facts, **of, &back(person))) } }
                @if promises.len() > MOST_TIES { p.soft { "The others are among your " a href="/promises" { "promises" } "." } }
            }
        }
        @if !it.feedback.is_empty() {
            section #said {
                h2 { "What they said about your work " small { (it.feedback.len()) } }
                ul.plain { @for of in it.feedback.iter().take(MOST_TIES) { (feedback::line(facts, &said(facts, *of))) } }
                @if it.feedback.len() > MOST_TIES { p.soft { "The earlier ones are on " a href="/timeline?kind=feedback" { "the timeline" } "." } }
            }
        }
        @if let Some(ally) = &it.ally {
            section #say {
                h2 { "They have a say " span.tag.quiet { (ally.of.it.place.label()) } }
                p { "Knows your work: " (ally.of.it.knows.label()) ". " @if let Some(step) = ally.step { "Next: " (words::sentence(&step.what)) } }
                div.actions { (go_quietly(&format!("/allies/{}", ally.of.id), "On the map of allies")) }
            }
        }
    }
}

/// Conversations on the page of somebody; the list of all has the rest.
const MOST_TALKS: usize = 5;

/// What else the record says of them: conversations, events, evidence, praise.
fn other(me: &Me, told: &Story<'_>) -> Markup {
    let today = me.book.today;
    html! {
        @if !told.conversations.is_empty() {
            section {
                h2 { "Conversations" }
                ul.plain { @for of in told.conversations.iter().take(MOST_TALKS) { li { a href={ "/conversations/" (of.id) } { (words::capital(&near(of.it.on, today))) } @if let Some(note) = &of.it.note { p { (note) } } } } }
                @if told.conversations.len() > MOST_TALKS { p.soft { "The earlier ones are among your " a href="/conversations" { "conversations" } "." } }
            }
        }
        @if !told.gatherings.is_empty() {
            section {
                h2 { "Met at" }
                ul.plain { @for of in &told.gatherings { li { a href={ "/events/" (of.id) } { (of.it.name) } " " span.soft { (near(of.it.on, today)) } } } }
            }
        }
        @if !told.saw.is_empty() || !told.praise.is_empty() {
            section {
                h2 { "Your work, as they know it" }
                ul.plain {
                    @for of in &told.saw { li { a href={ "/evidence/" (of.id) } { (of.it.what) } " " span.soft { "they saw it, " (near(of.it.on, today)) } } }
                    @for of in &told.praise { li { a href={ "/praise/" (of.id) } { "‘" (of.it.words) "’" } } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_is_said_as_far_as_it_is_known() {
        assert_eq!(born("1980-04-12"), "12 April 1980");
        assert_eq!(born("--04-12"), "12 April");
        assert_eq!(born("1899-04-12"), "1899-04-12");
    }
}
