//! Search: one field over everything in the record.

use axum::{extract::Query as Address, response::Response};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::Framework,
    views::{
        search::{Hit, Query, search},
        telling::{first_line, kind_one},
    },
};

use super::timeline::page_of;
use crate::{
    components::hand,
    layout::{self, Head, Section},
    session::Me,
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
    let hits = query
        .as_ref()
        .map(|query| search(&me.book.record, facts.framework, facts.day, query));
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
        @match hits.as_deref() {
            None if asked.q.trim().is_empty() => {}
            None => { section { p { "There is no word in that: write letters or digits." } } }
            Some([]) => { section { h2 { "Nothing found" } p { "Nothing has all of these words. Try fewer of them, or only the beginning of one." } } }
            Some(hits) => {
                section {
                    h2 { (words::count(hits.len(), "thing", "things")) " found" }
                    ul.plain { @for hit in hits.iter().take(AT_ONCE) { (line(facts.framework, hit)) } }
                    @if hits.len() > AT_ONCE { p.soft { "These fit best. One more word finds fewer." } }
                }
            }
        }
    };
    layout::page(&me, facts, &head, &body)
}

fn line(framework: &Framework, hit: &Hit<'_>) -> Markup {
    let kind = hit.content.kind();
    let on: Option<PartialDate> = hit.content.happened();
    html! {
        li {
            @match page_of(kind, hit.id) {
                Some(to) => { a href=(to) { (first_line(framework, hit.content)) } }
                None => { (first_line(framework, hit.content)) }
            }
            br;
            span.soft { span.tag.quiet { (kind_one(kind)) } @if super::is_given(hit.revision) { " " (hand(hit.revision.hand())) } @if let Some(on) = on { " " (Known(on)) } }
        }
    }
}
