//! Opportunities: roles that one considers, where each stands, and what comes next.

pub(crate) mod one;
pub(crate) mod reading;
mod sheet;
pub(crate) mod stage;
pub(crate) mod take;
pub(crate) mod weigh;

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Of, Opportunity, OpportunityPlace, Stage},
    views::{
        facts::Facts,
        opportunities::{Considered, opportunities},
    },
};

use self::sheet::{fields, filled, read};
use super::{milestones::Card, talks::known_people};
use crate::{
    components::{empty, go, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, near},
};

/// Where these pages stand in the navigation.
const HERE: Section = Section::Milestones;

/// Opportunities that are over, on the page; the table has all.
const MOST_OVER: usize = 30;

pub(crate) async fn list(me: Me) -> Response {
    let facts = me.book.facts();
    let all = opportunities(facts);
    let head = Head {
        title: "Opportunities",
        lede: html! { p { (line(facts)) } },
        section: HERE,
    };
    let (live, over): (Vec<&Considered<'_>>, Vec<&Considered<'_>>) =
        all.iter().partition(|it| it.stage.is_live());
    let body = html! {
        @if all.is_empty() {
            (empty("Nothing is considered yet", "A role that somebody mentioned, a posting you keep open in a tab, a team inside that is looking for its next lead: one line is enough to begin with, and its text is read against your ladder.", &html! { (go("/opportunities/new", "Write one down")) }))
        } @else {
            div.actions {
                (go("/opportunities/new", "Write one down"))
                @if live.len() > 1 { (go_quietly("/opportunities/compare", "Put two side by side")) }
            }
        }
        @for (title, stages) in GROUPS {
            @let some: Vec<&&Considered<'_>> = live.iter().filter(|it| stages.contains(&it.stage)).collect();
            @if !some.is_empty() {
                section {
                    h2 { (title) " " small { (some.len()) } }
                    ul.plain { @for it in some { (row(facts, it)) } }
                }
            }
        }
        @if !over.is_empty() {
            section {
                h2 { "Over " small { (words::thousands(over.len())) } }
                ul.plain { @for it in over.iter().take(MOST_OVER) { (row(facts, it)) } }
            }
        }
        @if !all.is_empty() { (take::section()) }
    };
    layout::page(&me, facts, &head, &body)
}

/// Live ones, by how much they ask for a person.
const GROUPS: [(&str, &[Stage]); 3] = [
    ("Offers", &[Stage::Offer]),
    (
        "Under way",
        &[Stage::Interviewing, Stage::Applied, Stage::Talking],
    ),
    ("Seen", &[Stage::Seen]),
];

/// What stands in it, among the milestones.
pub(crate) fn card(facts: &Facts<'_>) -> Card {
    Card {
        title: "Opportunities",
        href: "/opportunities",
        says: line(facts),
        step: "Look at them",
    }
}

/// What stands in opportunities now, in a sentence.
fn line(facts: &Facts<'_>) -> String {
    let all = opportunities(facts);
    let count = |wanted: &[Stage]| all.iter().filter(|it| wanted.contains(&it.stage)).count();
    let live = all.iter().filter(|it| it.stage.is_live()).count();
    let offers = count(&[Stage::Offer]);
    let applied = count(&[Stage::Applied, Stage::Interviewing]);
    if live == 0 {
        return "Roles inside and outside that you consider: what each asks, what it would teach you, and where it stands.".to_owned();
    }
    let mut parts = Vec::new();
    if offers > 0 {
        let offer = if offers == 1 { "offer" } else { "offers" };
        parts.push(format!("{} {offer}", words::small(offers)));
    }
    if applied > 0 {
        parts.push(format!("{} applied for", words::small(applied)));
    }
    let rest = live - offers - applied;
    if rest > 0 {
        parts.push(format!("{} seen or talked about", words::small(rest)));
    }
    format!("{}.", words::capital(&words::list(&parts)))
}

fn row(facts: &Facts<'_>, it: &Considered<'_>) -> Markup {
    let next = it.of.it.next.as_ref().filter(|next| next.done.is_none());
    html! {
        li {
            a href={ "/opportunities/" (it.of.id) } { strong { (it.of.it.title) } }
            @if let Some(organisation) = &it.of.it.organisation { ", " (organisation) }
            " " (stage_tag(it.stage))
            p.soft {
                (if it.of.it.place == OpportunityPlace::Inside { "With your employer" } else { "Elsewhere" })
                "; " (it.stage.label()) " " (near(it.since, facts.day)) "."
                @if let Some(next) = next.filter(|_| it.stage.is_live()) {
                    " Next: " (next.what) @if let Some(by) = next.by { ", " (near(by, facts.day)) } "."
                }
                @if let Some(by) = it.of.it.offer.as_ref().and_then(|it| it.answer_by).filter(|_| it.stage == Stage::Offer) {
                    " " (wants_to_know(facts, by))
                }
            }
        }
    }
}

/// By when an offer wants an answer, in a sentence.
fn wants_to_know(facts: &Facts<'_>, by: PartialDate) -> String {
    let day = near(by, facts.day);
    if by.last_day() < facts.day {
        format!("They wanted to know {day}.")
    } else {
        format!("They want to know by {day}.")
    }
}

/// Where it stands, as a word in its colour.
fn stage_tag(stage: Stage) -> Markup {
    let class = match stage {
        Stage::Offer => "tag ahead",
        Stage::Accepted => "tag good",
        Stage::Applied | Stage::Interviewing | Stage::Talking => "tag course",
        Stage::Seen | Stage::Declined | Stage::Lost => "tag quiet",
    };
    html! { span class=(class) { (stage.label()) } }
}

/// What a new one came of, as an address says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CameOf {
    of: String,
}

pub(crate) async fn blank(me: Me, Query(asked): Query<CameOf>) -> Response {
    writing(&me, &Form::filled([("came_of", asked.of)]))
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let on = PartialDate::day(me.book.today);
    let blank = Opportunity::new("", OpportunityPlace::Outside, on, me.book.framework.hash);
    let Some(opportunity) = read(&me, &mut form, &blank) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, writing(&me, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| id = Some(act.add(opportunity))).await?;
    let id = id.expect("the act was composed");
    Ok(Redirect::to(&format!("/opportunities/{id}")).into_response())
}

fn writing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Write an opportunity down",
        lede: html! { p { "The title is enough. With the text of the posting, Windward reads what it asks, line by line; and keeps it, because postings go away." } },
        section: HERE,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action="/opportunities" {
            (marks(None))
            (fields(me, form))
            div.actions { button { "Keep it" } (go_quietly("/opportunities", "Back")) }
        }
        (known_people(me))
    };
    layout::page(me, facts, &head, &body)
}

pub(crate) async fn change(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(changing(&me, of, &filled(&me, of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(opportunity) = read(&me, &mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, changing(&me, of, &form)).into_response());
    };
    if opportunity != *of.it {
        me.act(once, |act| act.put(id, revises, opportunity))
            .await?;
    }
    Ok(Redirect::to(&format!("/opportunities/{id}")).into_response())
}

fn changing(me: &Me, of: Of<'_, Opportunity>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Change an opportunity",
        lede: html! { p { (windward_core::views::opportunities::name(of.it)) } },
        section: HERE,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action={ "/opportunities/" (of.id) "/edit" } {
            (marks_again(form, Some(of.revision.entry_id)))
            (fields(me, form))
            div.actions { button { "Save the opportunity" } (go_quietly(&format!("/opportunities/{}", of.id), "Back")) }
        }
        (known_people(me))
        (super::remove(&format!("/opportunities/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::withdraw::<Opportunity>(&me, id, &form, "/opportunities", |it| {
        Some(format!("‘{}’ is in no list any more.", it.title))
    })
    .await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Opportunity>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}
