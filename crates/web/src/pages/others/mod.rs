//! What others share with me: a manager's people, and everybody else who lets me see something.

pub(crate) mod link;
pub(crate) mod of;
mod prepare;
pub(crate) mod write;

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use windward_core::order::InOrder;
use windward_core::record::{Promise, PromiseOwner, SharedCopy};
use windward_store::{Looked, Reader};

use super::sharing::{copy::name, of_the_sample, signs_in_as as beside};
use crate::{
    components::{empty, go, go_quietly},
    error::WebError,
    layout::{self, Head, Section},
    session::Me,
    words::{self, near},
};

/// The most people on the page; a manager of more has managers in between.
const MOST: usize = 200;

/// Copies of one person that stand on the page before one opens theirs.
const FIRST: usize = 3;

/// Me, as grants name me.
fn reader(me: &Me) -> Result<Reader, WebError> {
    Ok(Reader::Person(me.visitor.person()?.person()))
}

/// Everybody who shares something with me.
pub(crate) async fn list(me: Me) -> Result<Response, WebError> {
    if me.sample {
        return Ok(of_the_sample(&me));
    }
    if !me.app.options.accounts {
        return Err(WebError::NotFound);
    }
    let (mine, now) = (me.visitor.person()?, me.app.now());
    let mut people = me.app.instance.look_at_all(mine, MOST, now).await?;
    people.order_by_key(|it| it.name.to_lowercase());
    let (team, others): (Vec<Looked>, Vec<Looked>) = people.into_iter().partition(|it| it.writes);
    let head = Head {
        title: "Shared with you",
        lede: html! {
            p {
                @match (team.len(), others.len()) {
                    (0, 0) => { "What others let you see of their records stands here." }
                    (0, _) => { (words::capital(&words::several(others.len(), "person lets", "people let"))) " you see something." }
                    (team, _) => { (words::capital(&words::several(team, "person names", "people name"))) " you as their manager. You see what each of them chose to share, and nothing else: not their records, and not whether or when they write." }
                }
            }
        },
        section: Section::Team,
    };
    let body = html! {
        @if team.is_empty() && others.is_empty() {
            (empty("Nobody shares anything with you yet", "Your people name you as their manager under ‘Who sees what’ and choose what you see. Tell them the name that you sign in with.", &html! { (go("/sharing", "Who sees what of yours")) (go_quietly("/conversations", "Your own conversations")) }))
        }
        @if !team.is_empty() {
            section { h2 { "Your people" } div.halves { @for it in &team { (card(&me, it)) } } }
        }
        @if !others.is_empty() {
            section { h2 { "Others" } div.halves { @for it in &others { (card(&me, it)) } } }
        }
        section { p.soft { "Everybody here sees that you looked: what, and at what time. " a.how href="/sharing#who" { "Who can read what" } } }
    };
    Ok(layout::page(&me, me.book.facts(), &head, &body))
}

fn card(me: &Me, it: &Looked) -> Markup {
    let to = format!("/of/{}", it.person.person());
    let copies: Vec<&SharedCopy> = it.record.all::<SharedCopy>().map(|of| of.it).collect();
    html! {
        div.card {
            h3 { a href=(to) { (it.name) } (signs_in_as(it)) }
            (promised(it, &copies, me.book.today))
            @if copies.is_empty() { p.soft { (it.name) " has not shared anything yet." } }
            @else {
                ul.plain.close { @for copy in copies.iter().rev().take(FIRST) { li { (name(copy)) " " span.soft { "as of " (near(copy.on, me.book.today)) } } } }
                @if copies.len() > FIRST { p.soft { a href=(to) { "and " (words::several(copies.len() - FIRST, "more", "more")) } } }
            }
            @if it.writes { div.actions { (go_quietly(&format!("{to}#prepare"), &format!("Prepare a conversation with {}", it.name))) } }
        }
    }
}

/// The name that nobody else can have, where it is not the one that they chose to be called by.
fn signs_in_as(it: &Looked) -> Markup {
    let account = it.account.as_ref().filter(|account| **account != it.name);
    beside(account.map(String::as_str))
}

/// Promises that are open between the two, as far as both see them: shared by one, or written by the other.
fn promised(it: &Looked, copies: &[&SharedCopy], today: Date) -> Markup {
    let (from_them, from_me) = open_promises(it, copies);
    let theirs = format!("{} promised:", it.name);
    html! {
        @for (whose, promises) in [("You promised:", &from_me), (theirs.as_str(), &from_them)] {
            @if !promises.is_empty() {
                p.soft { (whose) }
                ul.plain.close {
                    @for it in promises { li { strong { (it.what) } @if let Some(due) = it.due { ", by " (near(due, today)) } } }
                }
            }
        }
    }
}

/// Open promises of theirs, and of whoever looks.
fn open_promises<'a>(
    it: &'a Looked,
    copies: &[&'a SharedCopy],
) -> (Vec<&'a Promise>, Vec<&'a Promise>) {
    let items = copies.iter().flat_map(|it| &it.items);
    let shared = items.filter_map(|item| match &item.content {
        windward_core::record::Content::Promise(it) => Some(it),
        _ => None,
    });
    let written = it.record.all::<Promise>().map(|of| of.it);
    let open = shared.chain(written).filter(|it| it.state.is_open());
    open.partition(|it| it.owner == PromiseOwner::Mine)
}
