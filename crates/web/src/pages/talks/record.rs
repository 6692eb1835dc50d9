//! A conversation, recorded while talking: notes, what was said, what was promised. One form, one act.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    id::{ItemId, NewIds as _},
    record::{
        Act, Conversation, Counterpart, Of, Promise, PromiseOwner, PromiseState, Relation, TalkNote,
    },
    views::talks::{
        partners::{With, manager, notes, partner},
        promises,
        who::Who,
    },
};

use super::{Named, is_again, known_people, named, row, who_field};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    pages::choices::options,
    session::Me,
    words::near,
};

/// Rows for what was said; more can be added on the page of the conversation.
const ROWS: usize = 3;

/// Rows for new promises.
const PROMISES: usize = 3;

/// With whom, or for which planned conversation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    with: String,
    of: String,
}

pub(crate) async fn blank(me: Me, Query(asked): Query<Asked>) -> Response {
    let mut form = Form::default();
    form.set("on", me.book.today.to_string());
    form.set("with", asked.with);
    form.set("of", asked.of);
    if let Some(of) = due(&me, &form) {
        form.set("of", of.id.to_string());
    }
    page(&me, &form)
}

/// The planned conversation with whoever was asked for, once its day has come: that is the one which is recorded, and
/// none beside it.
fn due<'a>(me: &'a Me, form: &Form) -> Option<Of<'a, Conversation>> {
    if !form.typed("of").is_empty() {
        return None;
    }
    let counterpart = with(me, form)?.counterpart?;
    let planned = partner(me.book.facts(), counterpart).planned?;
    let ahead = planned
        .it
        .planned
        .is_some_and(|on| on.is_after(me.book.today));
    (!ahead).then_some(planned)
}

/// Writes all that the form says, at once.
pub(crate) async fn save(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    if is_again(&me, &form)? {
        return Ok(Redirect::to(&format!("/conversations/{}", written(&form)?)).into_response());
    }
    let Some(entry) = read(&me, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, &form)).into_response());
    };
    let revises = form.revises()?;
    let mut id = None;
    me.act(once, |act| id = Some(write(act, &me, entry, revises)))
        .await?;
    me.say("Recorded. What can be acted on, and what wants a question, is said below.");
    let to = id.map_or_else(
        || "/conversations".to_owned(),
        |id| format!("/conversations/{id}"),
    );
    Ok(Redirect::to(&to).into_response())
}

/// The conversation that this form wrote before: the one it was for, else the first item of its act.
fn written(form: &Form) -> Result<ItemId, WebError> {
    let planned = form.typed("of").parse().ok();
    let mut ids = form.once()?;
    ids.act();
    Ok(planned.unwrap_or_else(|| ids.item()))
}

/// What a form says of a conversation.
struct Held {
    planned: Option<ItemId>,
    who: Named,
    relation: Relation,
    on: PartialDate,
    note: Option<String>,
    raised: Vec<ItemId>,
    ended: Vec<(ItemId, PromiseState)>,
    said: Vec<row::Row>,
    promised: Vec<Promise>,
    next: Option<PartialDate>,
}

/// Whom the form is about: a planned conversation, somebody one talks with, or a name.
fn with<'a>(me: &'a Me, form: &Form) -> Option<With<'a>> {
    let facts = me.book.facts();
    if let Some(of) = planned(me, form) {
        return Some(With::of(facts, of.it));
    }
    let chosen = form.typed("with").parse().ok();
    let chosen = chosen.and_then(|id| me.book.record.get::<Counterpart>(id));
    let nobody = form.typed("with").is_empty() && form.typed("whom").is_empty();
    let or_manager = chosen.or_else(|| manager(facts).filter(|_| nobody));
    or_manager.map(|of| With::counterpart(facts, of))
}

fn planned<'a>(me: &'a Me, form: &Form) -> Option<Of<'a, Conversation>> {
    let id = form.typed("of").parse().ok()?;
    let of = me.book.record.get::<Conversation>(id)?;
    (!of.it.held).then_some(of)
}

fn read(me: &Me, form: &mut Form) -> Option<Held> {
    let known = with(me, form);
    let (who, relation) = if let Some(with) = &known {
        let who = Named {
            contact: with.who.contact,
            whom: with.who.name.map(str::to_owned),
        };
        (who, with.relation)
    } else {
        let who = named(me, form, "whom", Who::default());
        if who.whom.is_none() && form.fault_of("whom").is_none() {
            form.fault("whom", "With whom? A first name is enough.");
        }
        let relation = Relation::named(form.typed("relation")).unwrap_or(Relation::Other);
        (who, relation)
    };
    let on = form.date("on").unwrap_or(PartialDate::day(me.book.today));
    if on.is_after(me.book.today) {
        form.fault("on", "That lies ahead; record what was said.");
    }
    let next = form.date("next");
    if next.is_some_and(|next| next.last_day() < me.book.today) {
        form.fault("next", "That is over; leave it empty where no day is set.");
    }
    let raised = form
        .all("raised")
        .filter_map(|it| it.parse().ok())
        .collect();
    let ended: Vec<(ItemId, PromiseState)> = form
        .pairs()
        .filter_map(|(name, value)| {
            let id = name.strip_prefix("promise.")?.parse().ok()?;
            let state = match value {
                "kept" => PromiseState::kept(on),
                "broken" => PromiseState::broken(on, None),
                "let-go" => PromiseState::let_go(on),
                _ => return None,
            };
            Some((id, state))
        })
        .collect();
    let said = (0..ROWS).filter_map(|at| row::read(me, form, &format!("said{at}.")));
    let said: Vec<row::Row> = said.collect();
    let mut promised = Vec::new();
    for at in 0..PROMISES {
        let what = form.text(&format!("new{at}.what"), TEXT);
        let due = form.date(&format!("new{at}.due"));
        let owner = PromiseOwner::named(form.typed(&format!("new{at}.owner")));
        if let Some(what) = what {
            promised.push(Promise {
                contact: who.contact,
                whom: who.whom.clone(),
                due,
                ..Promise::new(what, owner.unwrap_or(PromiseOwner::Mine), on)
            });
        }
    }
    let held = Held {
        planned: planned(me, form).map(|of| of.id),
        who,
        relation,
        on,
        note: form.text("note", TEXT),
        raised,
        ended,
        said,
        promised,
        next,
    };
    form.is_good().then_some(held)
}

fn write(
    act: &mut Act<'_>,
    me: &Me,
    held: Held,
    revises: Option<windward_core::id::EntryId>,
) -> ItemId {
    let record = &me.book.record;
    let before = held.planned.and_then(|id| record.get::<Conversation>(id));
    let blank = |on: PartialDate| Conversation {
        contact: held.who.contact,
        whom: held.who.whom.clone(),
        relation: held.relation,
        planned: None,
        held: false,
        prepared: None,
        note: None,
        on,
        framework: me.book.framework.hash,
        unknown: serde_json::Map::new(),
    };
    let conversation = Conversation {
        held: true,
        note: held.note,
        on: held.on,
        ..before.map_or_else(|| blank(held.on), |of| of.it.clone())
    };
    let id = act.put_one(before.map(|of| of.id), revises, conversation);
    for note in held
        .raised
        .iter()
        .filter_map(|id| record.get::<TalkNote>(*id))
    {
        act.revise(
            note,
            TalkNote {
                raised: Some(id),
                ..note.it.clone()
            },
        );
    }
    for (promise, state) in held.ended {
        if let Some(of) = record
            .get::<Promise>(promise)
            .filter(|of| of.it.state.is_open())
        {
            act.revise(
                of,
                Promise {
                    state,
                    ..of.it.clone()
                },
            );
        }
    }
    let said = row::Said {
        who: &held.who,
        relation: held.relation,
        conversation: Some(id),
        on: held.on,
    };
    for it in held.said {
        row::write(act, me, it, said);
    }
    for promise in held.promised {
        act.add(Promise {
            from: Some(id),
            ..promise
        });
    }
    if let Some(next) = held.next {
        act.add(Conversation {
            planned: Some(next),
            ..blank(PartialDate::day(me.book.today))
        });
    }
    id
}

fn page(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let with = with(me, form);
    let planned = planned(me, form);
    let title = with.map_or_else(
        || "Record a conversation".to_owned(),
        |it| format!("Talking with {}", it.name()),
    );
    let head = Head {
        title: &title,
        lede: html! {
            p {
                "Their words as near as you get them; you can sort them out afterwards."
                @if let Some(with) = with.and_then(|it| it.counterpart) { " " a href={ "/conversations/prepare?with=" (with.id) } { "The sheet you prepared" } }
            }
        },
        section: Section::Conversations,
    };
    let waiting = with.map(|it| notes(facts, &it)).unwrap_or_default();
    let open = with.map(|it| promises::with(facts, &it));
    let open: Vec<_> = open
        .into_iter()
        .flat_map(|it| it.mine.into_iter().chain(it.theirs).chain(it.given))
        .collect();
    let body = html! {
        (not_saved(form))
        form method="post" action="/conversations/record" {
            (marks_again(form, planned.map(|of| of.revision.entry_id)))
            input type="hidden" name="with" value=(form.typed("with"));
            input type="hidden" name="of" value=(form.typed("of"));
            @if with.is_none() {
                div.pair {
                    (who_field(form, "whom", "With whom", ""))
                    (field(form, Field { name: "relation", label: "Your", hint: "", kind: Kind::One(&options(Relation::WORDS, Relation::label)) }))
                }
            }
            (field(form, Field { name: "on", label: "When", hint: "", kind: Kind::Date }))
            @if !waiting.is_empty() {
                fieldset {
                    legend { "What you wanted to bring up" }
                    p.hint { "Tick what you did; the rest waits for the next time." }
                    @for of in &waiting {
                        label.check { input type="checkbox" name="raised" value=(of.id) checked[form.all("raised").any(|it| it == of.id.to_string())]; (of.it.line) }
                    }
                }
            }
            (field(form, Field { name: "note", label: "Notes", hint: "", kind: Kind::Text }))
            section {
                h2 { "What was said about your work" }
                p.soft { "Praise, criticism, advice: each thing on its own, so that each can be answered." }
                @for at in 0..ROWS {
                    @let prefix = format!("said{at}.");
                    div.said-row { (row::fields(me, form, &prefix)) }
                }
            }
            section {
                h2 { "Promises" }
                @if !open.is_empty() { div.pair.wide { (open_promises(form, &open, facts.day)) } }
                @for at in 0..PROMISES {
                    (new_promise(form, at))
                }
            }
            (field(form, Field { name: "next", label: "The next conversation", hint: "If you set a day for it.", kind: Kind::Date }))
            div.actions { button { "Record it" } (go_quietly("/conversations", "Back")) }
        }
        (known_people(me))
    };
    layout::page(me, facts, &head, &body)
}

fn open_promises(form: &Form, open: &[Of<'_, Promise>], day: jiff::civil::Date) -> Markup {
    html! {
        @for of in open {
            @let name = format!("promise.{}", of.id);
            @let typed = form.typed(&name);
            div.field {
                label for=(name) { (if of.it.owner == PromiseOwner::Mine { "You: " } else { "They: " }) (of.it.what) }
                @if let Some(due) = of.it.due { p.hint { "by " (near(due, day)) } }
                select id=(name) name=(name) {
                    @for (value, label) in [("", "still open"), ("kept", "kept"), ("broken", "broken"), ("let-go", "let go")] {
                        option value=(value) selected[value == typed] { (label) }
                    }
                }
            }
        }
    }
}

fn new_promise(form: &Form, at: usize) -> Markup {
    let name = |field: &str| format!("new{at}.{field}");
    let owners = [
        (PromiseOwner::Mine.word().to_owned(), "you".to_owned()),
        (PromiseOwner::Theirs.word().to_owned(), "they".to_owned()),
    ];
    html! {
        div.promise-row {
            (field(form, Field { name: &name("owner"), label: "Who", hint: "", kind: Kind::One(&owners) }))
            (field(form, Field { name: &name("what"), label: "What", hint: "", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: &name("due"), label: "By", hint: "", kind: Kind::Date }))
        }
    }
}
