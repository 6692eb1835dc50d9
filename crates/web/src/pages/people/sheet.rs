//! The fields of a contact: written down, put right.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Cadence, Community, Contact, Of},
    views::people::identity::folded,
};
use windward_formats::{limits, people::birthday};

use super::reach;
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::choices::{Choices, options, or_none},
    path::Path,
    session::Me,
};

pub(crate) async fn blank(me: Me) -> Response {
    page(&me, None, &Form::default())
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(contact) = read(&me, &mut form, &Contact::default()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, None, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| id = Some(act.add(contact))).await?;
    let id = id.expect("the act was composed");
    Ok(Redirect::to(&format!("/people/{id}")).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, Some(of), &filled(of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(contact) = read(&me, &mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, Some(of), &form)).into_response());
    };
    if contact != *of.it {
        me.act(once, |act| act.put(id, revises, contact)).await?;
    }
    Ok(Redirect::to(&format!("/people/{id}")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::super::withdraw::<Contact>(&me, id, &form, "/people", |it| {
        Some(format!(
            "{} is in no list any more. No import brings them back.",
            it.name
        ))
    })
    .await
}

pub(super) fn found(me: &Me, id: ItemId) -> Result<Of<'_, Contact>, WebError> {
    me.book.record.get::<Contact>(id).ok_or(WebError::NotFound)
}

fn filled(it: &Contact) -> Form {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let communities = it
        .communities
        .iter()
        .map(|id| ("community", id.to_string()));
    let fields = [
        ("name", it.name.clone()),
        ("given", text(&it.given)),
        ("family", text(&it.family)),
        ("additional", text(&it.additional)),
        ("prefix", text(&it.prefix)),
        ("suffix", text(&it.suffix)),
        ("nickname", text(&it.nickname)),
        ("organisation", text(&it.organisation)),
        ("title", text(&it.title)),
        ("reach", reach::written(it)),
        ("how_known", text(&it.how_known)),
        ("tags", it.tags.join(", ")),
        ("notes", text(&it.notes)),
        (
            "cadence",
            it.cadence
                .map_or_else(String::new, |it| it.word().to_owned()),
        ),
        ("boundaries", text(&it.boundaries)),
        ("birthday", text(&it.birthday)),
    ];
    Form::filled(fields.into_iter().chain(communities))
}

fn read(me: &Me, form: &mut Form, before: &Contact) -> Option<Contact> {
    let name = form.needed("name", LINE, "What are they called?");
    let born = form.text("birthday", LINE);
    let day = born.as_deref().and_then(birthday);
    if born.is_some() && day.is_none() {
        form.fault(
            "birthday",
            "Write it as 1980-04-12, or as --04-12 where you do not know the year.",
        );
    }
    let cadence = match form.typed("cadence") {
        "" => None,
        word => Cadence::named(word).or(before.cadence),
    };
    let known: Vec<ItemId> = me.book.record.all::<Community>().map(|of| of.id).collect();
    let mut communities: Vec<ItemId> = form
        .all("community")
        .filter_map(|it| it.parse().ok())
        .collect();
    communities.retain(|id| known.contains(id));
    let reach = form.text("reach", TEXT).unwrap_or_default();
    let contact = Contact {
        name: name.unwrap_or_default(),
        given: form.text("given", LINE),
        family: form.text("family", LINE),
        additional: form.text("additional", LINE),
        prefix: form.text("prefix", LINE),
        suffix: form.text("suffix", LINE),
        nickname: form.text("nickname", LINE),
        organisation: form.text("organisation", LINE),
        title: form.text("title", LINE),
        reach: reach::read(&reach, &before.reach),
        how_known: form.text("how_known", LINE),
        tags: tags(&form.text("tags", TEXT).unwrap_or_default()),
        communities,
        notes: form.text("notes", TEXT),
        cadence,
        boundaries: form.text("boundaries", TEXT),
        birthday: day,
        ..before.clone()
    };
    if contact.reach.len() > limits::WAYS {
        form.fault(
            "reach",
            format!(
                "More than {} ways to one person; leave the best.",
                limits::WAYS
            ),
        );
    }
    if contact.tags.len() > limits::TAGS {
        form.fault(
            "tags",
            format!(
                "More than {} tags say nothing any more; leave fewer.",
                limits::TAGS
            ),
        );
    }
    form.is_good().then_some(contact)
}

/// Tags between commas, each once.
fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text
        .split([',', '\n'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
    {
        if !tags.iter().any(|it| folded(it) == folded(tag)) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// How often, as a choice; nothing chosen is as their tags say.
pub(super) fn rhythms(none: &str) -> Choices {
    or_none(none, options(Cadence::WORDS, Cadence::label))
}

fn page(me: &Me, of: Option<Of<'_, Contact>>, form: &Form) -> Response {
    let facts = me.book.facts();
    let title = of.map_or("Write somebody down", |of| of.it.name.as_str());
    let head = Head {
        title,
        lede: html! { p { @if of.is_some() { "What you know of them." } @else { "The name is enough. The rest can follow when it matters." } } },
        section: Section::People,
    };
    let (action, back) = of.map_or_else(
        || ("/people/new".to_owned(), "/people".to_owned()),
        |of| {
            (
                format!("/people/{}/edit", of.id),
                format!("/people/{}", of.id),
            )
        },
    );
    let body = html! {
        (not_saved(form))
        form method="post" action=(action) {
            (marks_again(form, of.map(|of| of.revision.entry_id)))
            (fields(me, form))
            div.actions { button { "Save this person" } (go_quietly(&back, "Back")) }
        }
        @if let Some(of) = of { (super::super::remove(&format!("/people/{}/withdraw", of.id), of.revision.entry_id)) }
    };
    layout::page(me, facts, &head, &body)
}

fn fields(me: &Me, form: &Form) -> Markup {
    let line = Kind::Line {
        autocomplete: "off",
    };
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
    let communities: Vec<_> = me.book.record.all::<Community>().collect();
    let rhythms = rhythms("as their tags say");
    let parts = [
        "given",
        "family",
        "additional",
        "prefix",
        "suffix",
        "nickname",
    ];
    let has_parts = parts.iter().any(|it| !form.typed(it).is_empty());
    html! {
        div.halves {
            div {
                (say("name", "Name", "As you call them.", line))
                details.fold open[has_parts && !form.is_good()] {
                    summary { "The parts of the name" }
                    div.pair {
                        (say("given", "Given name", "", line))
                        (say("family", "Family name", "", line))
                        (say("additional", "Other names", "", line))
                        (say("nickname", "Nickname", "", line))
                        (say("prefix", "Before the name", "", line))
                        (say("suffix", "Behind the name", "", line))
                    }
                }
                div.pair {
                    (say("title", "Their title", "", line))
                    (say("organisation", "Where", "", line))
                }
                (say("reach", "Ways to reach them", "One a line, the best first; what it is for in brackets: ines@example.org (work).", Kind::Text))
                (say("how_known", "How you know them", "", line))
                (say("birthday", "Birthday", "As 1980-04-12, or --04-12 without the year.", line))
            }
            div {
                (say("tags", "Tags", "With commas between: mentor, rail.", line))
                (say("cadence", "How often you want to be in touch", "", Kind::One(&rhythms)))
                (say("boundaries", "What they asked you to leave be", "Shown wherever Windward suggests to write to them, and in no file but your record.", Kind::Text))
                (say("notes", "Notes", "", Kind::Text))
                @if !communities.is_empty() {
                    fieldset.field {
                        legend { "Communities you share" }
                        @for of in &communities {
                            @let id = of.id.to_string();
                            label.check { input type="checkbox" name="community" value=(id) checked[form.all("community").any(|it| it == id)]; (of.it.name) }
                        }
                    }
                }
            }
        }
    }
}
