//! One conversation: what was prepared, what was said, and what came of it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Conversation, Of, Promise, PromiseOwner, TalkNote},
    views::{
        facts::Facts,
        talks::{partners::With, said},
    },
};

use super::{Named, feedback, promises, row};
use crate::{
    components::{Field, Kind, field, go, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{Known, near},
};

/// What the fields of one more thing that was said begin with: a promise is asked for on the same page.
const SAID: &str = "said.";

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &filled(of.it), &Form::default()))
}

/// Changes the notes and the day.
pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let day = form.date("on");
    let note = form.text("note", TEXT);
    if of.it.held && day.is_some_and(|on| on.is_after(me.book.today)) {
        form.fault("on", "That lies ahead; this conversation was held.");
    }
    if !form.is_good() {
        let page = page(&me, of, &form, &Form::default());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut again = of.it.clone();
    again.note = note;
    if of.it.held {
        again.on = day.unwrap_or(of.it.on);
    } else {
        again.planned = day;
    }
    me.act(once, |act| act.put(id, revises, again)).await?;
    me.say("Saved.");
    Ok(Redirect::to(&format!("/conversations/{id}")).into_response())
}

/// One more thing that was said in it.
pub(crate) async fn said(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    form.needed(&format!("{SAID}words"), TEXT, "What was said?");
    let row = row::read(&me, &mut form, SAID);
    let Some(row) = row.filter(|_| form.is_good()) else {
        let page = page(&me, of, &filled(of.it), &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let with = With::of(me.book.facts(), of.it);
    let who = Named {
        contact: with.who.contact,
        whom: with.who.name.map(str::to_owned),
    };
    let said = row::Said {
        who: &who,
        relation: of.it.relation,
        conversation: Some(id),
        on: of.it.on,
    };
    me.act(once, |act| row::write(act, &me, row, said)).await?;
    Ok(Redirect::to(&format!("/conversations/{id}#said")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw::<Conversation>(&me, id, &form, "/conversations", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Conversation>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

fn filled(it: &Conversation) -> Form {
    let day = if it.held { Some(it.on) } else { it.planned };
    Form::filled([
        ("on", day.map(|day| day.to_string()).unwrap_or_default()),
        ("note", it.note.clone().unwrap_or_default()),
    ])
}

fn page(me: &Me, of: Of<'_, Conversation>, form: &Form, more: &Form) -> Response {
    let facts = me.book.facts();
    let it = of.it;
    let with = With::of(facts, it);
    let title = if it.held {
        format!("Talked with {}", with.name())
    } else {
        format!("A conversation with {}", with.name())
    };
    let said = said::of_conversation(facts, of.id);
    let promised: Vec<_> = facts
        .talks
        .promises
        .iter()
        .filter(|other| other.it.from == Some(of.id))
        .copied()
        .collect();
    let raised: Vec<_> = facts
        .talks
        .notes
        .iter()
        .filter(|note| note.it.raised == Some(of.id))
        .copied()
        .collect();
    let agreements = facts
        .talks
        .agreements
        .iter()
        .filter(|other| other.it.from == Some(of.id));
    let head = Head {
        title: &title,
        lede: html! { p { (when(it, facts)) " " a href="/conversations" { "All conversations" } } },
        section: Section::Conversations,
    };
    let body = html! {
        (not_saved(form))
        @if !it.held {
            div.actions {
                (go(&prepare(of, &with), "The sheet for it"))
                (go_quietly(&format!("/conversations/record?of={}", of.id), "Record it"))
            }
        }
        @if let Some(note) = &it.note { section { h2 { "Notes" } @for line in note.lines().filter(|it| !it.trim().is_empty()) { p { (line) } } } }
        @if it.held {
            section #said {
                h2 { "What was said about your work" }
                @if said.is_empty() { p.soft { "Nothing is noted." } }
                ul.plain { @for it in &said { (feedback::line(facts, it)) } }
                details.fold open[!more.is_good()] {
                    summary { "Something else that was said" }
                    form method="post" action={ "/conversations/" (of.id) "/said" } {
                        (not_saved(more))
                        (marks(None))
                        (row::fields(me, more, SAID))
                        div.actions { button { "Keep it" } }
                    }
                }
            }
            (promised_in(facts, of, &promised))
            section {
                h2 { "Agreed" }
                @for other in agreements { p { a href={ "/agreements/" (other.id) } { (other.it.what) } } }
                div.actions { (go_quietly(&format!("/agreements/new?from={}", of.id), "Write down what was agreed")) }
            }
        }
        (brought_up(&raised))
        (prepared(facts, it))
        section {
            details open[!form.is_good()] {
                summary { "Change notes or day" }
                form method="post" action={ "/conversations/" (of.id) } {
                    (marks_again(form, Some(of.revision.entry_id)))
                    (field(form, Field { name: "on", label: if it.held { "When" } else { "For which day" }, hint: "", kind: Kind::Date }))
                    (field(form, Field { name: "note", label: "Notes", hint: "", kind: Kind::Text }))
                    div.actions { button { "Save notes and day" } }
                }
            }
        }
        (crate::pages::remove(&format!("/conversations/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

fn when(it: &Conversation, facts: &Facts<'_>) -> Markup {
    html! {
        @match (it.held, it.planned) {
            (true, _) => { "Held " (near(it.on, facts.day)) "." }
            (false, Some(on)) => { "Planned for " (near(on, facts.day)) "." }
            (false, None) => { "No day is set." }
        }
    }
}

fn prepare(of: Of<'_, Conversation>, with: &With<'_>) -> String {
    match with.counterpart {
        Some(known) => format!("/conversations/prepare?with={}", known.id),
        None => format!("/conversations/prepare?of={}", of.id),
    }
}

fn promised_in(
    facts: &Facts<'_>,
    of: Of<'_, Conversation>,
    promised: &[Of<'_, Promise>],
) -> Markup {
    html! {
        section {
            h2 { "Promised" }
            @if promised.is_empty() { p.soft { "Nothing is noted." } }
            ul.plain { @for it in promised { (promises::line(facts, *it, &format!("/conversations/{}", of.id))) } }
            details.fold {
                summary { "Something else that was promised" }
                form method="post" action="/promises" {
                    (marks(None))
                    input type="hidden" name="from" value=(of.id);
                    input type="hidden" name="whom" value=(facts.talks.who(of.it).name.unwrap_or_default());
                    input type="hidden" name="back" value={ "/conversations/" (of.id) };
                    (promises::what_fields(&Form::filled([("owner", PromiseOwner::Mine.word().to_owned())])))
                    div.actions { button { "Keep it" } }
                }
            }
        }
    }
}

fn brought_up(raised: &[Of<'_, TalkNote>]) -> Markup {
    html! {
        @if !raised.is_empty() {
            section {
                h2 { "Brought up" }
                ul.plain { @for of in raised { li { (of.it.line) } } }
            }
        }
    }
}

/// What was worded for it.
fn prepared(facts: &Facts<'_>, it: &Conversation) -> Markup {
    let words = it.prepared.as_ref();
    html! {
        @if let Some(words) = words {
            section {
                h2 { "What you prepared" }
                dl {
                    @if let Some(text) = &words.aspiration { dt { "What you want" } dd { (text) } }
                    @if !words.gaps.is_empty() {
                        @let named: Vec<&str> = words.gaps.iter().map(|id| facts.framework.skill(id).map_or(id.as_str(), |it| it.name.as_str())).collect();
                        dt { (if named.len() == 1 { "One gap" } else { "Two gaps" }) }
                        dd { (named.join("; ")) }
                    }
                    @if let Some(text) = &words.question { dt { "Your question" } dd { (text) } }
                    @if let Some(text) = &words.ask { dt { "Your ask" } dd { (text) } }
                }
                @if it.held { p.soft { "As it stood on " (Known(it.on)) "." } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use windward_core::date::PartialDate;

    use super::*;

    #[test]
    fn a_planned_conversation_is_changed_by_its_planned_day() {
        let it = Conversation {
            contact: None,
            whom: None,
            relation: windward_core::record::Relation::Manager,
            planned: Some("2026-12-01".parse().unwrap()),
            held: false,
            prepared: None,
            note: None,
            on: PartialDate::day(jiff::civil::date(2026, 11, 1)),
            framework: windward_core::framework::FrameworkHash::of(""),
            unknown: serde_json::Map::new(),
        };
        assert_eq!(filled(&it).typed("on"), "2026-12-01");
        let held = Conversation { held: true, ..it };
        assert_eq!(filled(&held).typed("on"), "2026-11-01");
    }
}
