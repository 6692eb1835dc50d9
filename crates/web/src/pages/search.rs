//! Search: one field over everything in the record.

use axum::{extract::Query as Address, response::Response};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::Framework,
    views::{
        search::{Hit, Query, search},
        telling::{Linked, kind_one},
    },
};

use super::timeline::page_of;
use crate::{
    components::hand,
    layout::{self, Head, Section},
    session::Me,
    text::Text,
    words::{self, Known},
};

/// Hits on the page; whoever sees so many asks for more words.
const AT_ONCE: usize = 100;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
}

pub(crate) async fn show(me: Me, Address(asked): Address<Asked>) -> Response {
    let facts = me.book.facts();
    let query = Query::parse(&asked.q);
    let found = query.as_ref().map(|query| {
        let hits = search(&me.book.record, facts.framework, facts.day, query);
        (query, hits)
    });
    let linked = Linked::of(&me.book.record);
    let head = Head {
        title: "Search",
        lede: html! { p { "Evidence, praise, roles, notes: everything you wrote. Other forms of a word are found too, and the beginning of one is enough." } },
        section: Section::Search,
    };
    let body = html! {
        section.card {
            form.row method="get" action="/search" role="search" {
                label for="search" { "Find" }
                input id="search" name="q" type="search" value=(asked.q) autocomplete="off" autofocus[asked.q.is_empty()] placeholder="pricing renewals";
                button { "Search" }
            }
        }
        @match &found {
            None if asked.q.trim().is_empty() => {}
            None => { section { p { "There is no word in that: write letters or digits." } } }
            Some((_, hits)) if hits.is_empty() => { section { h2 { "Nothing found" } p { "Nothing has all of these words. Try fewer of them, or only the beginning of one." } } }
            Some((query, hits)) => {
                section {
                    h2 { (words::count(hits.len(), "thing", "things")) " found" }
                    ul.plain { @for hit in hits.iter().take(AT_ONCE) { (line(&linked, facts.framework, query, hit)) } }
                    @if hits.len() > AT_ONCE { p.soft { "These fit best. One more word finds fewer." } }
                }
            }
        }
    };
    layout::page(&me, facts, &head, &body)
}

fn line<'a>(linked: &Linked<'a>, framework: &'a Framework, query: &Query, hit: &Hit<'a>) -> Markup {
    let kind = hit.content.kind();
    let on: Option<PartialDate> = hit.content.happened();
    let told = linked.line(framework, hit.content);
    let passage = query.passage(framework, hit.content, &told);
    html! {
        li {
            @match page_of(hit.content, hit.id) {
                Some(to) => { a href=(to) { (marked(query, &told)) } }
                None => { (marked(query, &told)) }
            }
            br;
            span.soft { span.tag.quiet { (kind_one(kind)) } @if super::is_given(hit.revision) { " " (hand(hit.revision.hand())) } @if let Some(on) = on { " " (Known(on)) } }
            @if let Some(passage) = &passage { p.soft { (marked(query, passage)) } }
        }
    }
}

/// A text in which the words are marked that were looked for.
fn marked(query: &Query, text: &str) -> Markup {
    let places = query.places(text);
    let ends = std::iter::once(0).chain(places.iter().map(|place| place.end));
    let starts = places.iter().map(|place| place.start);
    let between = ends.zip(starts.chain([text.len()]));
    let mut words = places.iter();
    html! {
        @for (from, to) in between {
            (Text(&text[from..to]))
            @if let Some(word) = words.next() { mark { (Text(&text[word.clone()])) } }
        }
    }
}
