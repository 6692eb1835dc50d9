//! The timeline: everything that happened, month by month.

use axum::{extract::Query, response::Response};
use form_urlencoded::Serializer;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::{PartialDate, Precision},
    id::ItemId,
    record::{Hand, Outline},
    views::{
        telling::{kind_label, kind_one},
        timeline::Moment,
    },
};

use crate::{
    components::{empty, go, go_quietly, hand},
    layout::{self, Head, Section},
    session::Me,
    text::Text,
    words::{self, Known},
};

/// After how many moments a page ends with its month, so that a long career stays quick to read.
const ENOUGH: usize = 120;

/// Of what kind, and from which month backwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    kind: String,
    until: String,
}

pub(crate) async fn show(me: Me, Query(asked): Query<Asked>) -> Response {
    let facts = me.book.facts();
    let kind = Some(asked.kind.as_str()).filter(|kind| !kind.is_empty());
    let timeline = me.book.timeline();
    let kinds = timeline.kinds();
    let all: usize = kinds.iter().map(|(_, number)| number).sum();
    let until = asked.until.parse::<PartialDate>().ok();
    let (shown, earlier) =
        timeline.months(&me.book.record, &me.book.framework, kind, until, ENOUGH);
    let head = Head {
        title: "Timeline",
        lede: html! {
            p {
                @if all == 0 { "Everything that happens in your career, month by month. Nothing has yet, as far as your record knows." }
                @else { (words::capital(&words::several(all, "thing", "things"))) " that happened, the latest first. " a href="/changes" { "What changed between two days" } }
            }
        },
        section: Section::Timeline,
    };
    let body = html! {
        @if all == 0 {
            (empty("Nothing here yet", "Roles, evidence, ratings and whatever else you write down stand here by their months.", &go("/evidence#what", "Log something")))
        } @else {
            section {
                form.row method="get" action="/timeline" {
                    label for="kind" { "Show" }
                    select id="kind" name="kind" {
                        option value="" { "everything" }
                        @for (name, number) in kinds { option value=(name) selected[kind == Some(name)] { (kind_label(name)) " (" (number) ")" } }
                    }
                    button.quiet { "Show" }
                    @if kind.is_some() { (go_quietly("/timeline", "Show everything")) }
                }
            }
        }
        @if shown.is_empty() && all > 0 { section { p { "Nothing of this kind is here. " a href="/timeline" { "Show everything" } } } }
        @for month in &shown {
            section {
                h2 { (Known(month.of)) @if month.of.precision() == Precision::Year { " " small { "the month is not known" } } }
                ul.plain { @for moment in &month.moments { (line(moment)) } }
            }
        }
        @if until.is_some() || earlier.is_some() {
            div.actions role="navigation" aria-label="Pages of the timeline" {
                @if until.is_some() { (go_quietly(&address(kind, None), "From the latest")) }
                @if let Some(earlier) = earlier { (go_quietly(&address(kind, Some(earlier)), &format!("Before: {}", Known(earlier)))) }
            }
        }
    };
    layout::page(&me, facts, &head, &body)
}

fn address(kind: Option<&str>, until: Option<PartialDate>) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(kind.map(|kind| ("kind", kind)));
    query.extend_pairs(until.map(|until| ("until", until.to_string())));
    let query = query.finish();
    if query.is_empty() {
        "/timeline".to_owned()
    } else {
        format!("/timeline?{query}")
    }
}

fn line(moment: &Moment<'_>) -> Markup {
    let to = page_of(moment.kind, moment.id);
    html! {
        li {
            span.soft { (Known(moment.on)) " " span.tag.quiet { (Text(kind_one(moment.kind))) } }
            @if moment.confidential { " " span.tag.warn { "confidential" } }
            @if moment.hand != Hand::Own { " " (hand(moment.hand)) }
            br;
            @match to {
                Some(to) => { a href=(Text(&to)) { (Text(&moment.what)) } }
                None => { (Text(&moment.what)) }
            }
            @if let Some(more) = &moment.more { p.soft { (Text(more)) } }
        }
    }
}

/// The page on which an item of a kind is read, if there is one.
pub(super) fn page_of(kind: &str, id: ItemId) -> Option<String> {
    Some(match kind {
        "evidence" | "praise" | "check-in" => format!("/{kind}/{id}"),
        "role" => format!("/roles/{id}"),
        "hypothesis" => format!("/hypotheses/{id}"),
        "experiment" => format!("/experiments/{id}"),
        "takeaway" => format!("/takeaways/{id}"),
        "action" => format!("/actions/{id}"),
        "agreement" => format!("/agreements/{id}"),
        "ally" => format!("/allies/{id}"),
        "case" => format!("/cases/{id}"),
        "submission" => format!("/cases/submitted/{id}"),
        "conversation" => format!("/conversations/{id}"),
        "counterpart" => format!("/conversations/with/{id}"),
        "feedback" => format!("/feedback/{id}"),
        "promise" => format!("/promises/{id}"),
        "talk-note" => "/conversations#notes".to_owned(),
        "pulse" => "/experiments".to_owned(),
        "plan-settings" => "/plan".to_owned(),
        "rung-time" | "settled" => "/plateau".to_owned(),
        "friday-minute" => "/friday".to_owned(),
        "rating" => "/skills".to_owned(),
        "claim" => "/skills#doing".to_owned(),
        "focus" => "/skills#focus".to_owned(),
        "destination" => "/destinations".to_owned(),
        "profile" => "/settings".to_owned(),
        "contact" => format!("/people/{id}"),
        "touch" => format!("/touches/{id}"),
        "moment" => format!("/moments/{id}"),
        "community" => format!("/communities/{id}"),
        "gathering" => format!("/events/{id}"),
        "tag-cadence" => "/people/tags".to_owned(),
        "seat" => format!("/board/seats/{id}"),
        "approach" => format!("/board/approaches/{id}"),
        "question" | "gift" | "lesson" => "/board".to_owned(),
        "board-review" => "/board/review".to_owned(),
        "setback" => format!("/setbacks/{id}"),
        "setback-note" => format!("/setbacks/notes/{id}"),
        "support" => format!("/setbacks/people/{id}"),
        "reflection" => format!("/setbacks/answers/{id}"),
        "reframe" => format!("/setbacks/pairs/{id}"),
        _ if Outline::of(kind).is_some_and(Outline::is_background) => format!("/background/{id}"),
        _ => return None,
    })
}
