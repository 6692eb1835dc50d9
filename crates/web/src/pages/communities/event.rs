//! One event: whom one met there, and what to follow up.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Act, Channel, Community, Contact, Gathering, Of, Record, Touch},
    views::{
        board::{Circle, somebody, told},
        people::{Filter, identity},
    },
};

use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::choices::or_none,
    path::Path,
    session::Me,
};

/// People met at one event; nobody remembers more.
const MOST_MET: usize = 60;

/// Which community a new event is of.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    community: String,
}

pub(crate) async fn blank(me: Me, Query(asked): Query<Asked>) -> Response {
    page(&me, None, &Form::filled([("community", asked.community)]))
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let blank = Gathering {
        name: String::new(),
        community: None,
        on: PartialDate::day(me.book.today),
        place: None,
        met: Vec::new(),
        follow_up: None,
        followed_up: None,
        notes: None,
        unknown: Map::new(),
    };
    let Some((event, whom)) = read(&me, &mut form, &blank) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, None, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| {
        let met = met(&me.book.record, &event, whom, act);
        id = Some(act.add(Gathering { met, ..event }));
    })
    .await?;
    let id = id.expect("the act was composed");
    Ok(Redirect::to(&format!("/events/{id}")).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let it = of.it;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let names = it.met.iter().filter_map(|id| me.book.people().resolve(*id));
    let names = names.filter_map(|id| Some(me.book.record.get::<Contact>(id)?.it.name.clone()));
    let form = Form::filled([
        ("name", it.name.clone()),
        (
            "community",
            it.community.map_or_else(String::new, |id| id.to_string()),
        ),
        ("on", it.on.to_string()),
        ("place", text(&it.place)),
        ("met", names.collect::<Vec<_>>().join("\n")),
        ("follow_up", text(&it.follow_up)),
        ("notes", text(&it.notes)),
    ]);
    Ok(page(&me, Some(of), &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some((event, whom)) = read(&me, &mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, Some(of), &form)).into_response());
    };
    me.act(once, |act| {
        let met = met(&me.book.record, &event, whom, act);
        act.put(id, revises, Gathering { met, ..event });
    })
    .await?;
    Ok(Redirect::to(&format!("/events/{id}")).into_response())
}

/// What was to follow up is done.
pub(crate) async fn followed(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let done = Gathering {
        followed_up: Some(PartialDate::day(me.book.today)),
        ..of.it.clone()
    };
    me.act(form.once()?, |act| act.put(id, Some(revises), done))
        .await?;
    Ok(Redirect::to("/communities#events").into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::super::withdraw::<Gathering>(&me, id, &form, "/communities", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Gathering>, WebError> {
    me.book
        .record
        .get::<Gathering>(id)
        .ok_or(WebError::NotFound)
}

/// The event as it is written, with whom one met by then, and whom one met by now.
fn read(me: &Me, form: &mut Form, before: &Gathering) -> Option<(Gathering, Vec<Met>)> {
    let name = form.needed("name", LINE, "What was it?");
    let community = form.typed("community").parse().ok();
    let community = community.filter(|id: &ItemId| me.book.record.get::<Community>(*id).is_some());
    let names = form.text("met", TEXT).unwrap_or_default();
    let names = names.lines().map(str::trim).filter(|it| !it.is_empty());
    let names: Vec<String> = names.map(str::to_owned).collect();
    if names.len() > MOST_MET || names.iter().any(|it| it.chars().count() > LINE) {
        form.fault(
            "met",
            format!("One name a line, at most {MOST_MET} of them."),
        );
        return None;
    }
    let whom = whom(me, form, before, &names);
    let follow_up = form.text("follow_up", TEXT);
    let event = Gathering {
        name: name.unwrap_or_default(),
        community,
        on: form.date("on").unwrap_or(before.on),
        place: form.text("place", LINE),
        // What is new to follow up is open.
        followed_up: before.followed_up.filter(|_| follow_up == before.follow_up),
        follow_up,
        notes: form.text("notes", TEXT),
        ..before.clone()
    };
    form.is_good().then_some((event, whom))
}

/// Somebody who was met.
enum Met {
    /// One of the people one knows.
    Known(ItemId),
    /// Somebody new.
    New(Box<Contact>),
}

/// Whom the names mean: those who were named before, the only one of that name, or else somebody new. Of several of one
/// name nobody is guessed.
fn whom(me: &Me, form: &mut Form, before: &Gathering, names: &[String]) -> Vec<Met> {
    let (record, directory) = (&me.book.record, me.book.people());
    let circle = Circle::of(record, directory);
    let mut whom = Vec::new();
    for name in names {
        let key = identity::name(name);
        let is = |id: &ItemId| {
            let of = record.get::<Contact>(*id);
            of.is_some_and(|of| identity::name(&of.it.name) == key)
        };
        let met = before.met.iter().filter_map(|id| directory.resolve(*id));
        if let Some(id) = met.into_iter().find(is) {
            whom.push(Met::Known(id));
            continue;
        }
        // ‘Dahl, Ines’ is Ines Dahl; else what stands behind the comma is where they work.
        let filter = Filter {
            text: name,
            ..Filter::default()
        };
        let found = directory.find(&filter).into_iter();
        let found = found.map(|it| it.id).filter(|id| is(id));
        let mut fit: Vec<Of<'_, Contact>> = found.filter_map(|id| record.get(id)).collect();
        if fit.is_empty() {
            fit = circle.named(name);
        }
        match fit.as_slice() {
            [one] => whom.push(Met::Known(one.id)),
            [] => whom.push(Met::New(Box::new(somebody(name)))),
            several => form.fault(
                "met",
                format!(
                    "There are {} people called {name}. Say which one, with where they work: ‘{}’.",
                    crate::words::small(several.len()),
                    told(several[0].it)
                ),
            ),
        }
    }
    whom
}

/// Writes whom one met: whoever was met at an event of a community is of it, and it was a time of being in touch.
fn met(record: &Record, event: &Gathering, whom: Vec<Met>, act: &mut Act<'_>) -> Vec<ItemId> {
    let (mut met, mut newly) = (Vec::new(), Vec::new());
    for one in whom {
        let id = match one {
            Met::Known(id) => {
                let of = record.get::<Contact>(id);
                let new = event
                    .community
                    .filter(|id| of.is_some_and(|of| !of.it.communities.contains(id)));
                if let Some((of, community)) = of.zip(new).filter(|_| !met.contains(&id)) {
                    let mut contact = of.it.clone();
                    contact.communities.push(community);
                    act.revise(of, contact);
                }
                id
            }
            Met::New(contact) => act.add(Contact {
                how_known: Some(format!("Met at {}", event.name)),
                communities: event.community.into_iter().collect(),
                ..*contact
            }),
        };
        if !met.contains(&id) {
            met.push(id);
            if !event.met.contains(&id) {
                newly.push(id);
            }
        }
    }
    if !newly.is_empty() {
        act.add(Touch {
            channel: Some(Channel::Event),
            note: Some(format!("Met at {}", event.name)),
            ..Touch::new(newly, event.on)
        });
    }
    met
}

fn page(me: &Me, of: Option<Of<'_, Gathering>>, form: &Form) -> Response {
    let title = of.map_or("Note an event", |of| of.it.name.as_str());
    let head = Head {
        title,
        lede: html! { p { "Whom you met, and what you said you would send. The evening after is early enough; next week is not." } },
        section: Section::Communities,
    };
    let action = of.map_or_else(
        || "/events/new".to_owned(),
        |of| format!("/events/{}", of.id),
    );
    let body = html! {
        (not_saved(form))
        form method="post" action=(action) {
            (marks_again(form, of.map(|of| of.revision.entry_id)))
            (fields(me, form))
            div.actions { button { "Save the event" } (go_quietly("/communities", "Back")) }
        }
        @if let Some(of) = of {
            @if let (Some(todo), None) = (&of.it.follow_up, of.it.followed_up) {
                section.card {
                    h2 { "To follow up" }
                    p { (todo) }
                    form method="post" action={ "/events/" (of.id) "/followed" } {
                        (marks(Some(of.revision.entry_id)))
                        button.quiet { "Done" }
                    }
                }
            }
            @if !of.it.met.is_empty() {
                section { h2 { "Whom you met" } ul.plain { @for id in &of.it.met { li { (super::name_of(me, *id)) } } } }
            }
            (super::super::remove(&format!("/events/{}/withdraw", of.id), of.revision.entry_id))
        }
    };
    layout::page(me, me.book.facts(), &head, &body)
}

fn fields(me: &Me, form: &Form) -> Markup {
    let line = Kind::Line {
        autocomplete: "off",
    };
    let communities = me
        .book
        .record
        .all::<Community>()
        .map(|of| (of.id.to_string(), of.it.name.clone()));
    let communities = or_none("no community", communities);
    let say = |name, label, hint, kind| {
        field(
            form,
            Field {
                name,
                label,
                hint,
                kind,
            },
        )
    };
    html! {
        div.pair {
            (say("name", "What it was", "", line))
            (say("on", "When", "", Kind::Date))
            (say("place", "Where", "", line))
            (say("community", "Held by", "", Kind::One(&communities)))
        }
        (say("met", "Whom you met", "One name a line; ‘Priya Raman, Lumen’ where there are two. Who is not among your people yet is written down with it, and it counts as being in touch.", Kind::Text))
        (say("follow_up", "What to follow up", "", Kind::Text))
        (say("notes", "Notes", "", Kind::Text))
    }
}
