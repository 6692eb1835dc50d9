//! Preparing a conversation: a sheet that is ready at once, and a form to word it one's own way.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    date::PartialDate,
    framework::SkillId,
    record::{Conversation, Counterpart, Manner, Prepared, Relation},
    views::talks::{
        partners::{With, manager},
        sheet::{Sheet, sheet},
        who::Who,
    },
};

use super::{family, is_again};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    session::Me,
};

/// The fields that choose the gaps.
const GAPS: [&str; 2] = ["gap0", "gap1"];

/// With whom, for which planned conversation, and in which manner.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    with: String,
    of: String,
    manner: String,
}

pub(crate) async fn show(me: Me, Query(asked): Query<Asked>) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let with = with(&me, &asked)?;
    let it = sheet(facts, with, Manner::named(&asked.manner));
    let form = filled(&it);
    Ok(page(&me, &asked, &it, &form))
}

/// Keeps the words, with the conversation that is ahead.
pub(crate) async fn save(
    me: Me,
    Query(asked): Query<Asked>,
    mut form: Form,
) -> Result<Response, WebError> {
    let facts = me.book.facts();
    let with = with(&me, &asked)?;
    let (once, revises) = (form.once()?, form.revises()?);
    if is_again(&me, &form)? {
        let manner = Manner::named(form.typed("manner"));
        return Ok(Redirect::to(&address(&asked, manner)).into_response());
    }
    let manner = Manner::named(form.typed("manner"));
    let it = sheet(facts, with, manner);
    let planned = form.date("planned");
    if planned.is_some_and(|day| day.last_day() < me.book.today) {
        form.fault(
            "planned",
            "That is over; leave it empty where no day is set.",
        );
    }
    let known = |id: &SkillId| me.book.framework.skill(id).is_some();
    let gaps = GAPS.map(|name| SkillId::new(form.typed(name)));
    let mut gaps: Vec<SkillId> = gaps.into_iter().filter(known).collect();
    gaps.dedup();
    let before = it.planned.and_then(|of| of.it.prepared.clone());
    let prepared = Prepared {
        manner,
        aspiration: form.text("aspiration", TEXT),
        gaps,
        question: form.text("question", TEXT),
        ask: form.text("ask", TEXT),
        play: it
            .asks
            .iter()
            .find(|ask| ask.text == form.typed("ask").trim())
            .map(|ask| ask.play.id.clone()),
        unknown: before.map(|it| it.unknown).unwrap_or_default(),
    };
    if !form.is_good() {
        let page = page(&me, &asked, &it, &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let today = PartialDate::day(me.book.today);
    let begun = || Conversation {
        contact: with.who.contact,
        whom: with.who.name.map(str::to_owned),
        relation: with.relation,
        planned: None,
        held: false,
        prepared: None,
        note: None,
        on: today,
        framework: me.book.framework.hash,
        unknown: serde_json::Map::new(),
    };
    let conversation = Conversation {
        planned,
        prepared: Some(prepared),
        ..it.planned.map_or_else(begun, |of| of.it.clone())
    };
    me.act(once, |act| {
        act.put_one(it.planned.map(|of| of.id), revises, conversation);
    })
    .await?;
    me.say("Your words are on the sheet.");
    Ok(Redirect::to(&address(&asked, manner)).into_response())
}

/// Whom the sheet is for: whoever was asked for, else the manager, else a manager without a name.
fn with<'a>(me: &'a Me, asked: &Asked) -> Result<With<'a>, WebError> {
    let (record, facts) = (&me.book.record, me.book.facts());
    if !asked.of.is_empty() {
        let id = asked.of.parse().map_err(|_| WebError::NotFound)?;
        let of = record.get::<Conversation>(id).ok_or(WebError::NotFound)?;
        return Ok(With::of(facts, of.it));
    }
    if !asked.with.is_empty() {
        let id = asked.with.parse().map_err(|_| WebError::NotFound)?;
        let of = record.get::<Counterpart>(id).ok_or(WebError::NotFound)?;
        return Ok(With::counterpart(facts, of));
    }
    let manager = manager(facts).map(|of| With::counterpart(facts, of));
    Ok(manager.unwrap_or(With {
        who: Who::default(),
        relation: Relation::Manager,
        counterpart: None,
    }))
}

fn address(asked: &Asked, manner: Option<Manner>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("with", &asked.with), ("of", &asked.of)] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    if let Some(manner) = manner {
        query.append_pair("manner", manner.word());
    }
    format!("/conversations/prepare?{}", query.finish())
}

fn filled(it: &Sheet<'_>) -> Form {
    let planned = it.planned.and_then(|of| of.it.planned);
    let mut gaps = it.gaps.iter().map(|gap| {
        gap.line
            .skill
            .map_or_else(String::new, |it| it.id.to_string())
    });
    let mut gap = || gaps.next().unwrap_or_default();
    Form::filled([
        (GAPS[0], gap()),
        (GAPS[1], gap()),
        ("manner", it.manner.word().to_owned()),
        ("aspiration", it.aspiration.clone()),
        ("question", it.question.clone()),
        ("ask", it.ask.clone().unwrap_or_default()),
        (
            "planned",
            planned.map(|on| on.to_string()).unwrap_or_default(),
        ),
    ])
}

fn page(me: &Me, asked: &Asked, it: &Sheet<'_>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: "Prepare a conversation",
        lede: html! {
            p.screen-only { "Ready as it stands, and on one sheet when you print it. Word it your own way below, and your words stand instead." }
            @if facts.held.is_none() && facts.destinations.is_empty() {
                p.screen-only { "No rung of yours is known yet, so it asks openly. " a href="/welcome" { "A title" } " or " a href="/destinations" { "a destination" } " makes it say more." }
            }
        },
        section: Section::Conversations,
    };
    let record = it.planned.map_or_else(
        || match it.with.counterpart {
            Some(of) => format!("/conversations/record?with={}", of.id),
            None => "/conversations/record".to_owned(),
        },
        |of| format!("/conversations/record?of={}", of.id),
    );
    let body = html! {
        (family(""))
        (manners(asked, it))
        (not_saved(form))
        (super::sheet::sheet(facts, it))
        div.actions { (go_quietly(&record, "Record it while you talk")) (go_quietly("/conversations#notes", "Add a line to bring up")) }
        section {
            h2.screen-only { "In your own words" }
            form method="post" action=(address(asked, Some(it.manner))) {
                (marks_again(form, it.planned.map(|of| of.revision.entry_id)))
                input type="hidden" name="manner" value=(it.manner.word());
                (field(form, Field { name: "aspiration", label: "What you want", hint: "With a request for what to focus on now.", kind: Kind::Text }))
                (proposals(form, it))
                (field(form, Field { name: "planned", label: "For which day", hint: "If one is set.", kind: Kind::Date }))
                div.actions { button { "Put it on the sheet" } }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// The two manners. Neither is the better one.
fn manners(asked: &Asked, it: &Sheet<'_>) -> Markup {
    html! {
        nav.switch.screen-only aria-label="Manner" {
            @for (_, manner) in Manner::WORDS {
                a.button.quiet href=(address(asked, Some(*manner))) aria-current=[(*manner == it.manner).then_some("true")] {
                    (match manner { Manner::Direct => "Direct: what you want", Manner::Exploratory => "Exploratory: what draws you" })
                }
            }
        }
        p.soft.screen-only { "Some say what they want months ahead, others never say it so. Which suits depends on the two of you." }
    }
}

/// Question and ask, with others to take instead.
fn proposals(form: &Form, it: &Sheet<'_>) -> Markup {
    let skills = it.candidates.iter();
    let skills: Vec<(String, String)> = skills
        .map(|it| (it.id.to_string(), it.name.clone()))
        .collect();
    html! {
        (field(form, Field { name: "question", label: "Your question", hint: "", kind: Kind::Text }))
        @if !it.questions.is_empty() {
            details.fold {
                summary { "Others that you could ask" }
                ul.steps { @for question in &it.questions { li { (question.text) " " span.soft { (question.because) } } } }
            }
        }
        (field(form, Field { name: "ask", label: "Your ask", hint: "One thing, specific enough to be answered with yes.", kind: Kind::Text }))
        @if !it.asks.is_empty() {
            details.fold {
                summary { "Others that you could ask for" }
                p.soft { "From the plays of your ladder that happen in the job and grow one of the two gaps." }
                ul.steps { @for ask in &it.asks { li { (ask.text) " " span.soft { (ask.play.first_step) "." } } } }
            }
        }
        @if !skills.is_empty() {
            div.pair {
                @for (place, label) in ["One gap", "Another"].iter().enumerate() {
                    (field(form, Field { name: GAPS[place], label, hint: "", kind: Kind::One(&skills) }))
                }
            }
        }
    }
}
