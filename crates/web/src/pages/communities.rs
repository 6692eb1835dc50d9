//! Communities and their events: when, whom one met, what to follow up.

pub(crate) mod event;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    id::ItemId,
    order::InOrder,
    record::{Community, CommunityKind, Gathering, Of},
    views::people::Filter,
};

use super::{
    choices::options,
    people::{family, name_of},
};
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, marks, marks_again, not_saved, url},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, near},
};

/// Events on the page; the timeline has the rest.
const MOST: usize = 30;

/// Members on the page of a community; the list of people has all.
const MOST_MEMBERS: usize = 60;

pub(crate) async fn list(me: Me) -> Response {
    listing(&me, &Form::default())
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let blank = Community {
        name: String::new(),
        kind: CommunityKind::Other,
        url: None,
        notes: None,
        unknown: Map::new(),
    };
    let Some(community) = read(&mut form, &blank) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| id = Some(act.add(community))).await?;
    let id = id.expect("the act was composed");
    Ok(Redirect::to(&format!("/communities/{id}")).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let form = Form::filled([
        ("name", of.it.name.clone()),
        ("sort", of.it.kind.word().to_owned()),
        ("url", text(&of.it.url)),
        ("notes", text(&of.it.notes)),
    ]);
    Ok(one(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(community) = read(&mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, community)).await?;
    Ok(Redirect::to(&format!("/communities/{id}")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::withdraw::<Community>(&me, id, &form, "/communities", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Community>, WebError> {
    me.book
        .record
        .get::<Community>(id)
        .ok_or(WebError::NotFound)
}

fn read(form: &mut Form, before: &Community) -> Option<Community> {
    let name = form.needed("name", LINE, "What is it called?");
    let community = Community {
        name: name.unwrap_or_default(),
        kind: CommunityKind::named(form.typed("sort")).unwrap_or(before.kind),
        url: form.text("url", LINE),
        notes: form.text("notes", TEXT),
        ..before.clone()
    };
    form.is_good().then_some(community)
}

fn fields(form: &Form) -> Markup {
    let kinds = options(CommunityKind::WORDS, CommunityKind::label);
    let line = Kind::Line {
        autocomplete: "off",
    };
    html! {
        div.pair {
            (field(form, Field { name: "name", label: "What it is called", hint: "", kind: line }))
            (field(form, Field { name: "sort", label: "It is", hint: "", kind: Kind::One(&kinds) }))
        }
        (field(form, Field { name: "url", label: "Where it is on the web", hint: "", kind: line }))
        (field(form, Field { name: "notes", label: "Notes", hint: "", kind: Kind::Text }))
    }
}

/// Events, the latest first; of one community, or all.
fn events_of(me: &Me, community: Option<ItemId>) -> Vec<Of<'_, Gathering>> {
    let all = me.book.record.all::<Gathering>();
    let mut all: Vec<_> = all
        .filter(|of| community.is_none_or(|id| of.it.community == Some(id)))
        .collect();
    all.order_by_key(|of| std::cmp::Reverse((of.it.on, of.revision.seq)));
    all
}

fn listing(me: &Me, form: &Form) -> Response {
    let communities: Vec<_> = me.book.record.all::<Community>().collect();
    let events = events_of(me, None);
    let head = Head {
        title: "Communities",
        lede: html! { p { (lede(me, communities.len(), &events)) } },
        section: Section::Communities,
    };
    let body = html! {
        (family("/communities"))
        @if communities.is_empty() && events.is_empty() {
            (empty("None yet", "Start with the one you would miss. After an evening there, note whom you met and what you promised to send.", &go("#add", "Add one")))
        }
        @if !communities.is_empty() {
            section {
                ul.plain {
                    @for of in &communities {
                        @let filter = Filter { community: Some(of.id), ..Filter::default() };
                        li {
                            a href={ "/communities/" (of.id) } { strong { (of.it.name) } } " " span.tag.quiet { (of.it.kind.label()) }
                            p.soft {
                                (known_there(me.book.people().find(&filter).len()))
                                @if let Some(last) = events.iter().find(|it| it.it.community == Some(of.id)) { ", last event " (near(last.it.on, me.book.today)) }
                                "."
                            }
                        }
                    }
                }
            }
        }
        (events_part(me, &events, None))
        section.card #add {
            details open[!form.is_good() || communities.is_empty()] {
                summary { "Add a community" }
                form method="post" action="/communities" {
                    (not_saved(form))
                    (marks(None))
                    (fields(form))
                    div.actions { button { "Add it" } }
                }
            }
        }
    };
    layout::page(me, me.book.facts(), &head, &body)
}

/// What is noted here, and whether something is to be followed up.
fn lede(me: &Me, communities: usize, events: &[Of<'_, Gathering>]) -> String {
    if communities == 0 && events.is_empty() {
        return "Associations, meetups, conferences, the alumni of a team: where you meet people who do what you do.".to_owned();
    }
    let last = match events.first() {
        None => ", and no event noted yet".to_owned(),
        Some(of) => format!("; the last event was {}", near(of.it.on, me.book.today)),
    };
    let open = events.iter();
    let open = open.filter(|of| of.it.follow_up.is_some() && of.it.followed_up.is_none());
    let open = match open.count() {
        0 => String::new(),
        open => format!(
            " {} to be followed up.",
            words::capital(&words::several(open, "is", "are"))
        ),
    };
    format!(
        "{} where you meet people who do what you do{last}.{open}",
        words::capital(&words::several(communities, "place", "places"))
    )
}

/// How many of one's people are there, in words.
fn known_there(number: usize) -> String {
    match number {
        0 => "Nobody you know is noted there yet".to_owned(),
        number => format!(
            "{} you know there",
            words::capital(&words::several(number, "person", "people"))
        ),
    }
}

fn events_part(me: &Me, events: &[Of<'_, Gathering>], community: Option<ItemId>) -> Markup {
    let new = community.map_or_else(
        || "/events/new".to_owned(),
        |id| format!("/events/new?community={id}"),
    );
    html! {
        section #events {
            h2 { "Events " @if !events.is_empty() { small { (words::thousands(events.len())) } } }
            @if events.is_empty() { p.soft { "None noted yet." } }
            ul.plain {
                @for of in events.iter().take(MOST) {
                    li {
                        a href={ "/events/" (of.id) } { (of.it.name) } " " span.soft { (near(of.it.on, me.book.today)) @if let Some(place) = &of.it.place { ", " (place) } }
                        @if !of.it.met.is_empty() { p.soft { "Met " @for (place, id) in of.it.met.iter().enumerate() { @if place > 0 { ", " } (name_of(me, *id)) } "." } }
                        @if let (Some(todo), None) = (&of.it.follow_up, of.it.followed_up) {
                            form.row method="post" action={ "/events/" (of.id) "/followed" } {
                                (marks(Some(of.revision.entry_id)))
                                span { "To follow up: " (todo) }
                                button.quiet { "Done" }
                            }
                        }
                    }
                }
            }
            div.actions { (go_quietly(&new, "Note an event")) }
        }
    }
}

fn one(me: &Me, of: Of<'_, Community>, form: &Form) -> Response {
    let filter = Filter {
        community: Some(of.id),
        ..Filter::default()
    };
    let members = me.book.people().find(&filter);
    let head = Head {
        title: &of.it.name,
        lede: html! {
            p {
                (words::capital(of.it.kind.label())) ". " (known_there(members.len())) "."
                @if let Some(address) = of.it.url.as_deref().and_then(url) { " " a href=(address) rel="noreferrer" { (address) } }
            }
        },
        section: Section::Communities,
    };
    let body = html! {
        @if let Some(notes) = &of.it.notes { p { (notes) } }
        (events_part(me, &events_of(me, Some(of.id)), Some(of.id)))
        section {
            h2 { "Whom you know there" }
            @if members.is_empty() { p.soft { "Nobody is noted yet: on the page of somebody you can tick this community, and whoever you met at an event is ticked by itself." } }
            ul.plain { @for person in members.iter().take(MOST_MEMBERS) { li { (name_of(me, person.id)) } } }
            @if members.len() > MOST_MEMBERS { p { a.how href={ "/people?community=" (of.id) } { "All of them" } } }
        }
        section {
            details open[!form.is_good()] {
                summary { "Change it" }
                (not_saved(form))
                form method="post" action={ "/communities/" (of.id) } {
                    (marks_again(form, Some(of.revision.entry_id)))
                    (fields(form))
                    div.actions { button { "Save the community" } (go_quietly("/communities", "Back")) }
                }
            }
        }
        (super::remove(&format!("/communities/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, me.book.facts(), &head, &body)
}
