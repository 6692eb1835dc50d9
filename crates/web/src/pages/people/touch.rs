//! Times of being in touch: one line logs one, and each can say what was asked, what came back and what was given.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Action, Channel, Contact, Of, Touch},
    views::people::Story,
};

use super::{name_of, one};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::choices::{Choices, options, or_none},
    path::Path,
    session::Me,
    words::{self, near},
};

/// Touches on the page of somebody; the timeline has the rest.
const MOST: usize = 30;

pub(crate) async fn add(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let once = form.once()?;
    let id = me.book.people().resolve(id).ok_or(WebError::NotFound)?;
    let blank = Touch::new(vec![id], PartialDate::day(me.book.today));
    let Some(touch) = read(&me, &mut form, &blank) else {
        return one::refused(&me, id, &form);
    };
    let back = form
        .back()
        .map_or_else(|| format!("/people/{id}"), str::to_owned);
    let opens = opened(&me, &form, &touch);
    me.act(once, |act| {
        act.add(touch);
        if let Some(action) = opens {
            act.add(action);
        }
    })
    .await?;
    me.say("It is in your record.");
    Ok(Redirect::to(&back).into_response())
}

/// What comes next, as a thing to do, where that was wished.
fn opened(me: &Me, form: &Form, touch: &Touch) -> Option<Action> {
    let next = touch.next.clone().filter(|_| form.ticked("opens"))?;
    let with = touch.with.first();
    let whom = with.and_then(|id| me.book.record.get::<Contact>(*id));
    Some(Action {
        whom: whom.map(|of| of.it.name.clone()),
        ..Action::new(
            next,
            PartialDate::day(me.book.today),
            me.book.framework.hash,
        )
    })
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let form = Form::filled([
        ("note", text(&of.it.note)),
        ("asked", text(&of.it.asked)),
        ("answered", text(&of.it.answered)),
        ("gave", text(&of.it.gave)),
        ("next", text(&of.it.next)),
        (
            "channel",
            of.it
                .channel
                .map_or_else(String::new, |it| it.word().to_owned()),
        ),
        ("on", of.it.on.to_string()),
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
    let Some(touch) = read(&me, &mut form, of.it) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let to = home(of.it);
    me.act(once, |act| act.put(id, revises, touch)).await?;
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let to = me
        .book
        .record
        .get::<Touch>(id)
        .map_or_else(|| "/people".to_owned(), |of| home(of.it));
    super::super::withdraw::<Touch>(&me, id, &form, &to, |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Touch>, WebError> {
    me.book.record.get::<Touch>(id).ok_or(WebError::NotFound)
}

fn home(it: &Touch) -> String {
    it.with
        .first()
        .map_or_else(|| "/people".to_owned(), |id| format!("/people/{id}"))
}

fn read(me: &Me, form: &mut Form, before: &Touch) -> Option<Touch> {
    let channel = match form.typed("channel") {
        "" => None,
        word => Channel::named(word).or(before.channel),
    };
    let touch = Touch {
        note: form.text("note", TEXT),
        asked: form.text("asked", TEXT),
        answered: form.text("answered", TEXT),
        gave: form.text("gave", TEXT),
        next: form.text("next", LINE),
        channel,
        on: form.date("on").unwrap_or(PartialDate::day(me.book.today)),
        ..before.clone()
    };
    if touch.on.is_after(me.book.today) {
        form.fault(
            "on",
            "That is still to come; log it when you were in touch.",
        );
    }
    form.is_good().then_some(touch)
}

fn channels() -> Choices {
    or_none("not said", options(Channel::WORDS, Channel::label))
}

/// A line to log, and what else there may be to say.
pub(super) fn log(me: &Me, id: ItemId, form: &Form) -> Markup {
    // The other form on the page was refused, not this one.
    let blank = Form::default();
    let mine = if form.ticked("what") { &blank } else { form };
    html! {
        section.card #touch {
            h2 { "You were in touch" }
            form method="post" action={ "/people/" (id) "/touches" } {
                (not_saved(mine))
                (marks(None))
                (field(mine, Field { name: "note", label: "In a line", hint: "", kind: Kind::Line { autocomplete: "off" } }))
                details.fold open[!mine.is_good()] {
                    summary { "What was asked, what came back, what you gave" }
                    (details(mine))
                    (opens(mine))
                }
                div.actions { button { "Log it" } span.soft { "As of today, unless you say when: " (words::Day(me.book.today)) "." } }
            }
        }
    }
}

fn details(form: &Form) -> Markup {
    let channels = channels();
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
            (say("on", "When", "", Kind::Date))
            (say("channel", "How", "", Kind::One(&channels)))
        }
        (say("asked", "What you asked", "", Kind::Text))
        (say("answered", "What came back", "", Kind::Text))
        (say("gave", "What you gave", "An article, an introduction, a hand with their thing. Nothing is weighed up.", Kind::Text))
        (say("next", "What comes next", "", Kind::Line { autocomplete: "off" }))
    }
}

/// The tick that puts what comes next among the things to do.
pub(in crate::pages) fn opens(form: &Form) -> Markup {
    html! { label.check { input type="checkbox" name="opens" value="yes" checked[form.ticked("opens")]; "Put what comes next on my list" } }
}

pub(super) fn list(me: &Me, told: &Story<'_>) -> Markup {
    let today = me.book.today;
    html! {
        @if !told.touches.is_empty() {
            section {
                h2 { "In touch " small { (words::thousands(told.touches.len())) } }
                ul.plain {
                    @for of in told.touches.iter().take(MOST) {
                        @let it = of.it;
                        li {
                            a href={ "/touches/" (of.id) } { (words::capital(&near(it.on, today))) }
                            @if let Some(channel) = it.channel { " " span.tag.quiet { (channel.label()) } }
                            @if it.with.len() > 1 {
                                span.soft { " with " @for other in it.with.iter().filter(|id| **id != told.contact.id) { (name_of(me, *other)) " " } }
                            }
                            @if let Some(text) = &it.note { p { (text) } }
                            @for (label, text) in [("Asked", &it.asked), ("Came back", &it.answered), ("Gave", &it.gave), ("Next", &it.next)] {
                                @if let Some(text) = text { p.soft { (label) ": " (text) } }
                            }
                        }
                    }
                }
                @if told.touches.len() > MOST { p.soft { "The earlier ones are on the " a href="/timeline?kind=touch" { "timeline" } "." } }
            }
        }
    }
}

fn page(me: &Me, of: Of<'_, Touch>, form: &Form) -> Response {
    let head = Head {
        title: "In touch",
        lede: html! { p { "With " @for (place, id) in of.it.with.iter().enumerate() { @if place > 0 { ", " } (name_of(me, *id)) } @if of.it.with.is_empty() { "nobody in particular" } "." } },
        section: Section::People,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action={ "/touches/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            (field(form, Field { name: "note", label: "In a line", hint: "", kind: Kind::Text }))
            (details(form))
            div.actions { button { "Save the touch" } (go_quietly(&home(of.it), "Back")) }
        }
        (super::super::remove(&format!("/touches/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, me.book.facts(), &head, &body)
}
