//! Moments of others: a new job, a launch, something hard. To congratulate, or to stand by.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Moment, MomentKind, Of, Touch},
    views::people::Story,
};

use super::{name_of, one};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::choices::options,
    path::Path,
    session::Me,
    words::{self, near},
};

pub(crate) async fn add(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let once = form.once()?;
    let id = me.book.people().resolve(id).ok_or(WebError::NotFound)?;
    let blank = Moment {
        of: id,
        kind: MomentKind::Other,
        what: String::new(),
        on: PartialDate::day(me.book.today),
        answered: None,
        unknown: Map::new(),
    };
    let Some(moment) = read(&me, &mut form, &blank) else {
        return one::refused(&me, id, &form);
    };
    me.act(once, |act| {
        act.add(moment);
    })
    .await?;
    Ok(Redirect::to(&format!("/people/{id}#moments")).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let form = Form::filled([
        ("what", of.it.what.clone()),
        ("sort", of.it.kind.word().to_owned()),
        ("when", of.it.on.to_string()),
        (
            "answered",
            of.it.answered.map_or_else(String::new, |it| it.to_string()),
        ),
    ]);
    Ok(page(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let answered = form.date("answered");
    let Some(moment) = read(&me, &mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let to = format!("/people/{}#moments", of.it.of);
    me.act(once, |act| {
        act.put(id, revises, Moment { answered, ..moment });
    })
    .await?;
    Ok(Redirect::to(&to).into_response())
}

/// One answered it: the moment rests, and it was a touch.
pub(crate) async fn answer(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let today = PartialDate::day(me.book.today);
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let words = form.text("words", TEXT);
    form.sound()?;
    let note = words.unwrap_or_else(|| of.it.answered_in_words());
    me.act(form.once()?, |act| {
        act.put(
            id,
            Some(revises),
            Moment {
                answered: Some(today),
                ..of.it.clone()
            },
        );
        act.add(Touch {
            note: Some(note),
            ..Touch::new(vec![of.it.of], today)
        });
    })
    .await?;
    me.say("It is noted, as a touch too.");
    Ok(Redirect::to(&format!("/people/{}", of.it.of)).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let whose = me.book.record.get::<Moment>(id).map(|of| of.it.of);
    let to = whose.map_or_else(|| "/people".to_owned(), |id| format!("/people/{id}"));
    super::super::withdraw::<Moment>(&me, id, &form, &to, |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Moment>, WebError> {
    me.book.record.get::<Moment>(id).ok_or(WebError::NotFound)
}

fn read(me: &Me, form: &mut Form, before: &Moment) -> Option<Moment> {
    let what = form.needed("what", LINE, "What happened?");
    let moment = Moment {
        what: what.unwrap_or_default(),
        kind: MomentKind::named(form.typed("sort")).unwrap_or(before.kind),
        on: form.date("when").unwrap_or(before.on),
        ..before.clone()
    };
    if moment.on.is_after(me.book.today) {
        form.fault(
            "when",
            "That is still to come; write it down when it has happened.",
        );
    }
    form.is_good().then_some(moment)
}

fn fields(form: &Form) -> Markup {
    let kinds = options(MomentKind::WORDS, MomentKind::label);
    html! {
        (field(form, Field { name: "what", label: "What happened to them?", hint: "", kind: Kind::Line { autocomplete: "off" } }))
        div.pair {
            (field(form, Field { name: "sort", label: "It is a", hint: "", kind: Kind::One(&kinds) }))
            (field(form, Field { name: "when", label: "When", hint: "", kind: Kind::Date }))
        }
    }
}

pub(super) fn section(me: &Me, told: &Story<'_>, form: &Form) -> Markup {
    let today = me.book.today;
    let blank = Form::default();
    let mine = if form.ticked("what") { form } else { &blank };
    html! {
        section #moments {
            h2 { "Moments of theirs" }
            @if !told.moments.is_empty() {
                ul.plain {
                    @for of in &told.moments {
                        li {
                            a href={ "/moments/" (of.id) } { (of.it.what) } " " span.tag.quiet { (of.it.kind.label()) } " " span.soft { (near(of.it.on, today)) }
                            @match of.it.answered {
                                Some(on) => { p.soft { @if of.it.kind.is_hard() { "You stood by " } @else { "You congratulated " } (near(on, today)) "." } }
                                None => { (answering(of)) }
                            }
                        }
                    }
                }
            }
            details.fold open[!mine.is_good()] {
                summary { "Something happened to them" }
                form method="post" action={ "/people/" (told.contact.id) "/moments" } {
                    (not_saved(mine))
                    (marks(None))
                    (fields(mine))
                    div.actions { button.quiet { "Note it" } }
                }
            }
        }
    }
}

fn answering(of: &Of<'_, Moment>) -> Markup {
    html! {
        form.row method="post" action={ "/moments/" (of.id) "/answer" } {
            (marks(Some(of.revision.entry_id)))
            button.quiet { @if of.it.kind.is_hard() { "I stood by" } @else { "I congratulated" } }
        }
    }
}

fn page(me: &Me, of: Of<'_, Moment>, form: &Form) -> Response {
    let head = Head {
        title: "A moment of theirs",
        lede: html! { p { (name_of(me, of.it.of)) ": " (words::sentence(&of.it.what)) } },
        section: Section::People,
    };
    let body = html! {
        @if of.it.answered.is_none() {
            section.card {
                p {
                    @if of.it.kind.is_hard() { "No advice, and no question that needs an answer: ‘I heard, and I am thinking of you. If a pair of hands helps, mine are here.’ Your own words are better." }
                    @else { "One true sentence about what they did is worth more than ‘congrats’." }
                }
                (answering(&of))
            }
        }
        section {
            (not_saved(form))
            form method="post" action={ "/moments/" (of.id) } {
                (marks_again(form, Some(of.revision.entry_id)))
                (fields(form))
                (field(form, Field { name: "answered", label: "When you answered it", hint: "", kind: Kind::Date }))
                div.actions { button { "Save the moment" } (go_quietly(&format!("/people/{}", of.it.of), "Back")) }
            }
        }
        (super::super::remove(&format!("/moments/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, me.book.facts(), &head, &body)
}
