//! The timeline: everything that happened, month by month.

use axum::{extract::Query, response::Response};
use form_urlencoded::Serializer;
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::{PartialDate, Precision},
    id::ItemId,
    record::{Content, Hand, Record},
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
                ul.plain { @for moment in &month.moments { (line(&me.book.record, moment)) } }
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

fn line(record: &Record, moment: &Moment<'_>) -> Markup {
    let content = record.thread(moment.id);
    let content = content.and_then(|it| it.last().content.as_ref());
    let to = content.and_then(|content| page_of(content, moment.id));
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

/// The page on which an item is read; there is none for what only a newer version knows.
pub(super) fn page_of(content: &Content, id: ItemId) -> Option<String> {
    Some(match content {
        Content::Evidence(_) => format!("/evidence/{id}"),
        Content::Praise(_) => format!("/praise/{id}"),
        Content::CheckIn(_) => format!("/check-in/{id}"),
        Content::Role(_) => format!("/roles/{id}"),
        Content::Hypothesis(_) => format!("/hypotheses/{id}"),
        Content::Experiment(_) => format!("/experiments/{id}"),
        Content::Takeaway(_) => format!("/takeaways/{id}"),
        Content::Action(_) => format!("/actions/{id}"),
        Content::Agreement(_) => format!("/agreements/{id}"),
        Content::Ally(_) => format!("/allies/{id}"),
        Content::Case(_) => format!("/cases/{id}"),
        Content::Submission(_) => format!("/cases/submitted/{id}"),
        Content::Conversation(_) => format!("/conversations/{id}"),
        Content::Counterpart(_) => format!("/conversations/with/{id}"),
        Content::Feedback(_) => format!("/feedback/{id}"),
        Content::Promise(_) => format!("/promises/{id}"),
        Content::Contact(_) => format!("/people/{id}"),
        Content::Touch(_) => format!("/touches/{id}"),
        Content::Moment(_) => format!("/moments/{id}"),
        Content::Community(_) => format!("/communities/{id}"),
        Content::Gathering(_) => format!("/events/{id}"),
        Content::Seat(_) => format!("/board/seats/{id}"),
        Content::Approach(_) => format!("/board/approaches/{id}"),
        Content::Setback(_) => format!("/setbacks/{id}"),
        Content::SetbackNote(_) => format!("/setbacks/notes/{id}"),
        Content::Support(_) => format!("/setbacks/people/{id}"),
        Content::Reflection(_) => format!("/setbacks/answers/{id}"),
        Content::Reframe(_) => format!("/setbacks/pairs/{id}"),
        Content::Opportunity(_) => format!("/opportunities/{id}"),
        Content::Update(_) => format!("/updates/{id}"),
        Content::UpdateGroup(_) => format!("/updates/groups/{id}"),
        Content::SharedCopy(_) => format!("/sharing/copies/{id}"),
        Content::Award(_)
        | Content::Certificate(_)
        | Content::Education(_)
        | Content::ListedSkill(_)
        | Content::Project(_)
        | Content::Training(_)
        | Content::Volunteering(_) => format!("/background/{id}"),
        Content::TalkNote(_) => "/conversations#notes".to_owned(),
        Content::Pulse(_) => "/experiments".to_owned(),
        Content::PlanSettings(_) => "/plan".to_owned(),
        Content::RungTime(_) | Content::Settled(_) => "/plateau".to_owned(),
        Content::FridayMinute(_) => "/friday".to_owned(),
        Content::Rating(_) => "/skills".to_owned(),
        Content::Claim(_) => "/skills#doing".to_owned(),
        Content::Focus(_) => "/skills#focus".to_owned(),
        Content::Destination(_) => "/destinations".to_owned(),
        Content::Profile(_) => "/settings".to_owned(),
        Content::TagCadence(_) => "/people/tags".to_owned(),
        Content::Question(_) | Content::Gift(_) | Content::Lesson(_) => "/board".to_owned(),
        Content::BoardReview(_) => "/board/review".to_owned(),
        Content::Criterion(_) => "/opportunities/compare".to_owned(),
        Content::Resume(_) => "/resume".to_owned(),
        Content::FeedbackAsk(_) => "/sharing".to_owned(),
        Content::Dispute(_) | Content::Hidden(_) => "/written".to_owned(),
        Content::Quiet(_) | Content::Snooze(_) => "/".to_owned(),
        Content::Unknown(_) => return None,
    })
}
