//! Books, courses and conferences, each with what one took from it: later something to give.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Experiment, Medium, Of, Takeaway},
    views::facts::Facts,
};

use super::choices::{self, options, or_none};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved, url},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, near},
};

pub(crate) async fn list(me: Me) -> Response {
    listing(&me, &Form::default())
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(takeaway) = read(&me, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    let back = form.back().unwrap_or("/takeaways").to_owned();
    me.act(once, |act| {
        act.add(takeaway);
    })
    .await?;
    Ok(Redirect::to(&back).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let it = of.it;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let form = Form::filled([
        ("title", it.title.clone()),
        ("medium", it.medium.word().to_owned()),
        ("by", text(&it.by)),
        ("link", text(&it.link)),
        ("took", text(&it.took)),
        ("for_whom", text(&it.for_whom)),
        (
            "skill",
            it.skill
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
        ),
        (
            "experiment",
            it.experiment.map_or_else(String::new, |id| id.to_string()),
        ),
        ("on", it.on.to_string()),
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
    let Some(mut takeaway) = read(&me, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    takeaway.unknown.clone_from(&of.it.unknown);
    me.act(once, |act| act.put(id, revises, takeaway)).await?;
    Ok(Redirect::to("/takeaways").into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::withdraw::<Takeaway>(&me, id, &form, "/takeaways", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Takeaway>, WebError> {
    me.book.record.get::<Takeaway>(id).ok_or(WebError::NotFound)
}

fn read(me: &Me, form: &mut Form) -> Option<Takeaway> {
    let title = form.needed("title", LINE, "What is it called?");
    let framework = &me.book.framework;
    let skill = choices::skill(form, framework, "skill");
    let takeaway = Takeaway {
        title: title.unwrap_or_default(),
        medium: Medium::named(form.typed("medium")).unwrap_or(Medium::Other),
        by: form.text("by", LINE),
        link: form.text("link", LINE),
        took: form.text("took", TEXT),
        for_whom: form.text("for_whom", LINE),
        skill,
        experiment: super::named::<Experiment>(me, form.typed("experiment")),
        on: form.date("on").unwrap_or(PartialDate::day(me.book.today)),
        framework: framework.hash,
        unknown: Map::new(),
    };
    form.is_good().then_some(takeaway)
}

fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let all = &facts.growth.takeaways;
    let head = Head {
        title: "Taken away",
        lede: html! {
            p {
                @if all.is_empty() { "Books, courses and conferences are soon forgotten; one sentence of what you took from each is not. It is also something to give to somebody later." }
                @else {
                    "What you read, took and heard, and the one thing you kept of it. Each is something to give."
                    @match all.iter().filter(|of| of.it.took.is_none()).count() {
                        0 => {}
                        open => { " " (words::capital(&words::several(open, "still waits", "still wait"))) " for that one sentence." }
                    }
                }
            }
        },
        section: Section::Experiments,
    };
    let body = html! {
        (super::experiments::family("/takeaways"))
        section.card {
            details open[!form.is_good() || all.is_empty()] {
                summary { "Add a book, a course or a conference" }
                form method="post" action="/takeaways" {
                    (not_saved(form))
                    (marks(None))
                    (fields(facts, form))
                    div.actions { button { "Keep it" } }
                }
            }
        }
        @if !all.is_empty() { section { (lines(facts, all)) } }
    };
    layout::page(me, facts, &head, &body)
}

/// A list of them, here and on the page of an experiment.
pub(super) fn lines(facts: &Facts<'_>, all: &[Of<'_, Takeaway>]) -> Markup {
    html! {
        ul.plain {
            @for of in all {
                li {
                    a href={ "/takeaways/" (of.id) } { strong { (of.it.title) } }
                    " " span.soft { (of.it.medium.label()) @if let Some(by) = &of.it.by { ", " (by) } ", " (near(of.it.on, facts.day)) }
                    @match &of.it.took {
                        Some(took) => { blockquote { (took) } }
                        None => { p.soft { "Nothing taken away yet." } }
                    }
                    @if let Some(whom) = &of.it.for_whom { p.soft { "Something for " (whom) "." } }
                    @if let Some(link) = of.it.link.as_deref() {
                        p.soft { @match url(link) { Some(url) => { a href=(url) rel="noreferrer" { (link) } } None => { (link) } } }
                    }
                }
            }
        }
    }
}

fn fields(facts: &Facts<'_>, form: &Form) -> Markup {
    let media = options(Medium::WORDS, Medium::label);
    let skills = choices::skills(facts.framework, "no skill in particular");
    let experiments = facts
        .growth
        .experiments
        .iter()
        .rev()
        .map(|of| (of.id.to_string(), of.it.what.clone()));
    let experiments = or_none("none", experiments);
    let line = Kind::Line {
        autocomplete: "off",
    };
    html! {
        (field(form, Field { name: "title", label: "What is it called?", hint: "", kind: line }))
        div.pair {
            (field(form, Field { name: "medium", label: "It is a", hint: "", kind: Kind::One(&media) }))
            (field(form, Field { name: "by", label: "By whom", hint: "", kind: line }))
        }
        (field(form, Field { name: "took", label: "What you took from it", hint: "One sentence that you would pass on. It can follow later.", kind: Kind::Text }))
        (field(form, Field { name: "for_whom", label: "Whom could it help?", hint: "", kind: line }))
        div.pair {
            (field(form, Field { name: "skill", label: "Skill", hint: "", kind: Kind::One(&skills) }))
            (field(form, Field { name: "on", label: "When", hint: "A day, a month or a year.", kind: Kind::Date }))
        }
        (field(form, Field { name: "experiment", label: "Part of an experiment", hint: "", kind: Kind::One(&experiments) }))
        (field(form, Field { name: "link", label: "Where to find it", hint: "", kind: line }))
    }
}

fn one(me: &Me, of: Of<'_, Takeaway>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Taken away",
        lede: html! { p { (of.it.title) } },
        section: Section::Experiments,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action={ "/takeaways/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            (fields(facts, form))
            div.actions { button { "Save the takeaway" } (go_quietly("/takeaways", "Back")) (super::sharing::status(me, of.id)) }
        }
        section { (super::talks::for_the_next(facts, &of.it.title, Some(of.id), &format!("/takeaways/{}", of.id))) }
        (super::remove(&format!("/takeaways/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}
