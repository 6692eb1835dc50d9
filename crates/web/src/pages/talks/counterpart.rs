//! Somebody one talks with: what they are, how often, and what they want to reach themselves.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Counterpart, Goal, Of, Relation},
    views::talks::{who::Who, who::unnamed},
};

use super::{conversations, known_people, named, who_field};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    pages::choices::{options, or_none},
    path::Path,
    session::Me,
};

/// Rows for goals that the form always has beyond those that are filled.
const SPARE_GOALS: usize = 2;

/// How often one can talk, in months.
const RHYTHMS: [(u8, &str); 5] = [
    (1, "every month"),
    (2, "every two months"),
    (3, "every quarter"),
    (6, "every half-year"),
    (12, "every year"),
];

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(it) = read(&me, &mut form, None) else {
        let page = conversations::listing(&me, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let who = it.whom.clone();
    let label = it.relation.label();
    let written = me
        .act(once, |act| {
            act.add(it);
        })
        .await?;
    let says = format!("{} is here as your {label}.", who.unwrap_or_default());
    me.say_of(written, "/conversations", says);
    Ok(Redirect::to("/conversations").into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let form = filled(&me, of.it);
    Ok(page(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(it) = read(&me, &mut form, Some(of.it)) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let ended = it.to.is_some() && of.it.to.is_none() && it.relation == Relation::Manager;
    me.act(once, |act| act.put(id, revises, it)).await?;
    if ended {
        me.say(
            "Saved. Whoever comes next need not begin at nothing: this page can be handed over.",
        );
        return Ok(Redirect::to(&format!("/handover?with={id}")).into_response());
    }
    me.say("Saved.");
    Ok(Redirect::to("/conversations").into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw::<Counterpart>(&me, id, &form, "/conversations", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Counterpart>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

fn filled(me: &Me, it: &Counterpart) -> Form {
    let date = |date: Option<PartialDate>| date.map(|it| it.to_string()).unwrap_or_default();
    let who = me.book.facts().talks.who(it);
    let mut form = Form::filled([
        ("whom", who.name.unwrap_or_default().to_owned()),
        ("relation", it.relation.word().to_owned()),
        ("from", date(it.from)),
        ("to", date(it.to)),
        (
            "every",
            it.every_months.map(|it| it.to_string()).unwrap_or_default(),
        ),
    ]);
    for (place, goal) in it.goals.iter().enumerate() {
        form.set(&format!("goal.{place}"), goal.what.clone());
        form.set(
            &format!("part.{place}"),
            goal.my_part.clone().unwrap_or_default(),
        );
    }
    form
}

fn read(me: &Me, form: &mut Form, before: Option<&Counterpart>) -> Option<Counterpart> {
    let facts = me.book.facts();
    let known = before.map_or_else(Who::default, |it| facts.talks.who(it));
    let who = named(me, form, "whom", known);
    if who.whom.is_none() && form.fault_of("whom").is_none() {
        form.fault("whom", "Who is it? A first name is enough.");
    }
    let (from, to) = (form.date("from"), form.date("to"));
    if from
        .zip(to)
        .is_some_and(|(from, to)| to.last_day() < from.first_day())
    {
        form.fault("to", "It ends before it begins.");
    }
    let every: Option<u8> = form.typed("every").parse().ok();
    let relation = Relation::named(form.typed("relation")).unwrap_or(Relation::Other);
    let mut goals = Vec::new();
    for place in 0..Counterpart::MOST_GOALS {
        let what = form.text(&format!("goal.{place}"), TEXT);
        let my_part = form.text(&format!("part.{place}"), TEXT);
        if let Some(what) = what {
            let old = before.and_then(|it| it.goals.iter().find(|goal| goal.what == what));
            goals.push(Goal {
                what,
                my_part,
                unknown: old.map_or_else(Map::new, |goal| goal.unknown.clone()),
            });
        } else if my_part.is_some() {
            form.fault(&format!("goal.{place}"), "Help with what?");
        }
    }
    let counterpart = Counterpart {
        contact: who.contact,
        whom: who.whom,
        relation,
        from,
        to,
        every_months: every.filter(|it| (1..=Counterpart::MOST_MONTHS).contains(it)),
        goals,
        on: before.map_or_else(|| PartialDate::day(me.book.today), |it| it.on),
        unknown: before.map_or_else(Map::new, |it| it.unknown.clone()),
    };
    form.is_good().then_some(counterpart)
}

/// What is asked of somebody new.
pub(super) fn fields(form: &Form) -> Markup {
    let relations = options(Relation::WORDS, Relation::label);
    let rhythms = RHYTHMS.map(|(months, label)| (months.to_string(), label.to_owned()));
    let mut rhythms = or_none("no rhythm", rhythms);
    let typed = form.typed("every");
    if !typed.is_empty() && !rhythms.iter().any(|(value, _)| value == typed) {
        rhythms.push((typed.to_owned(), format!("every {typed} months")));
    }
    html! {
        div.pair {
            (who_field(form, "whom", "Who", ""))
            (field(form, Field { name: "relation", label: "Your", hint: "", kind: Kind::One(&relations) }))
        }
        (field(form, Field { name: "every", label: "How often you talk about your career", hint: "Apart from the weekly one-to-one, which is about the work. Every two or three months is common.", kind: Kind::One(&rhythms) }))
    }
}

fn page(me: &Me, of: Of<'_, Counterpart>, form: &Form) -> Response {
    let facts = me.book.facts();
    let name = facts.talks.who(of.it).or(unnamed(of.it.relation));
    let head = Head {
        title: name,
        lede: html! { p { "Your " (of.it.relation.label()) ". " a href={ "/conversations/prepare?with=" (of.id) } { "Prepare a conversation" } " or " a href="/conversations" { "see all of them" } "." } },
        section: Section::Conversations,
    };
    let mut filled = (0..Counterpart::MOST_GOALS).filter(|place| {
        !form.typed(&format!("goal.{place}")).is_empty()
            || !form.typed(&format!("part.{place}")).is_empty()
    });
    let rows =
        (filled.next_back().map_or(0, |it| it + 1) + SPARE_GOALS).min(Counterpart::MOST_GOALS);
    let body = html! {
        (not_saved(form))
        form method="post" action={ "/conversations/with/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            (fields(form))
            div.pair {
                (field(form, Field { name: "from", label: "From", hint: "A year is enough.", kind: Kind::Rough }))
                (field(form, Field { name: "to", label: "Until", hint: "Leave it empty while they are.", kind: Kind::Rough }))
            }
            section {
                h2 { "Their own goals" }
                p.soft { "What do they want to reach this year, and how do you help with it? It is the shortest way to being asked for the work that matters." }
                @for place in 0..rows {
                    div.pair {
                        (field(form, Field { name: &format!("goal.{place}"), label: &format!("Goal {}", place + 1), hint: "", kind: Kind::Text }))
                        (field(form, Field { name: &format!("part.{place}"), label: "How you help", hint: "", kind: Kind::Text }))
                    }
                }
            }
            div.actions { button { "Save the changes" } (go_quietly("/conversations", "Back")) }
        }
        (known_people(me))
        (crate::pages::remove(&format!("/conversations/with/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}
