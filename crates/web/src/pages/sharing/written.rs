//! What others wrote into my record: under their names, and not mine to change. I can say what I see otherwise, which they
//! read too, or leave it out of everything.

use std::collections::HashMap;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Content, Dispute, Feedback, Hidden, Promise, Rating},
    views::{
        facts::Facts,
        sharing::{Theirs, theirs},
        telling::first_line,
    },
};
use windward_store::Reader;

use super::sheet::{account_of, signs_in_as};
use crate::{
    components::{Field, Kind, empty, field, go, hand, marks},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, near},
};

pub(crate) async fn show(me: Me) -> Result<Response, WebError> {
    page(&me, None, &Form::default()).await
}

async fn page(me: &Me, refused: Option<ItemId>, form: &Form) -> Result<Response, WebError> {
    let all = theirs(&me.book.record);
    let accounts = accounts(me, &all).await?;
    let facts = me.book.facts();
    let head = Head {
        title: "What others wrote",
        lede: html! {
            p {
                @if all.is_empty() { "Feedback, ratings and promises that others gave by their own hand stand here." }
                @else { (words::capital(&words::several(all.len(), "thing", "things"))) " in your record that others wrote by their own hand. They are yours to keep and theirs to word. What you hide is left out of every page and of whatever you make, but for this list and an export; they do not learn of it." }
            }
        },
        section: Section::Written,
    };
    let body = html! {
        @if all.is_empty() {
            (empty("Nobody has written anything yet", "Ask somebody who saw your work with a link that takes two minutes; or, on a server with accounts, name your manager.", &go("/sharing/ask", "Ask for feedback")))
        }
        @for it in &all { (one(facts, it, accounts.get(it.by), if refused == Some(it.id) { form.clone() } else { Form::default() })) }
    };
    let mut page = layout::page(me, facts, &head, &body);
    if !form.is_good() {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(page)
}

/// What those sign in with who wrote something by their own hand and are still here, by their ids. An import claims its
/// authors, so that nothing is looked up of them.
async fn accounts<'a>(me: &Me, all: &[Theirs<'a>]) -> Result<HashMap<&'a str, String>, WebError> {
    let mut accounts = HashMap::new();
    if !me.app.options.accounts {
        return Ok(accounts);
    }
    for it in all.iter().filter(|it| !it.revision.imported) {
        if let Ok(Reader::Person(id)) = it.by.parse()
            && !accounts.contains_key(it.by)
            && let Some(account) = account_of(me, id).await?
        {
            accounts.insert(it.by, account);
        }
    }
    Ok(accounts)
}

/// Who wrote something, and how sure that is.
fn by(it: &Theirs<'_>, account: Option<&String>) -> Markup {
    let account = account.filter(|account| *account != it.name && !it.revision.imported);
    html! {
        strong { (it.name) } (signs_in_as(account.map(String::as_str))) " "
        (hand(it.revision.hand()))
    }
}

/// What it says, with what belongs to it.
pub(in crate::pages) fn says(facts: &Facts<'_>, content: &Content) -> Markup {
    let skill = |id| facts.framework.skill(id).map(|it| it.name.as_str());
    match content {
        Content::Feedback(Feedback {
            words,
            sort,
            skill: of,
            ..
        }) => html! {
            blockquote { (words) }
            p.soft { (words::capital(sort.label())) @if let Some(name) = of.as_ref().and_then(skill) { ", on " (name) } "." }
        },
        Content::Rating(Rating {
            skill: id,
            proficiency,
            note,
            ..
        }) => html! {
            p { (skill(id).unwrap_or(id.as_str())) ": " strong { (facts.framework.word(*proficiency)) } }
            @if let Some(note) = note { blockquote { (note) } }
        },
        Content::Promise(Promise {
            what, due, state, ..
        }) => html! {
            p { "Promised: " strong { (what) } @if let Some(due) = due { ", by " (near(*due, facts.day)) } @if !state.is_open() { " " span.tag.quiet { (state.label()) } } }
        },
        other => html! { p { (first_line(facts.framework, other)) } },
    }
}

fn one(facts: &Facts<'_>, it: &Theirs<'_>, account: Option<&String>, mut form: Form) -> Markup {
    // One form of several on the page: each has a field of its own name.
    let words = field_of(it.id);
    if form.typed(&words).is_empty() && form.is_good() {
        let said = it.dispute.map(|of| of.it.words.clone());
        form.set(&words, said.unwrap_or_default());
    }
    let on = it.content.happened();
    let path = format!("/written/{}", it.id);
    let claimed = it.revision.imported;
    html! {
        section.card id={ "w-" (it.id) } {
            p { (by(it, account)) @if let Some(on) = on { " " span.soft { (near(on, facts.day)) } } @if it.hidden { " " span.tag.warn { "hidden" } } }
            (says(facts, it.content))
            @if let Some(dispute) = it.dispute { p { "You see it otherwise: " (dispute.it.words) } }
            @if matches!(it.content, Content::Feedback(_)) && !it.hidden { p { a href={ "/feedback/" (it.id) } { "What to do about it" } } }
            details open[!form.is_good()] {
                summary { @if it.dispute.is_some() { "Change what you say to it" } @else { "Say what you see otherwise" } }
                form method="post" action={ (path) "/dispute" } {
                    (marks(it.dispute.map(|of| of.revision.entry_id)))
                    (field(&form, Field { name: &words, label: "What you see otherwise", hint: if claimed { "It stands beside theirs, wherever you show it." } else { "It stands beside theirs, and they read it too, for as long as they are your manager. Empty takes it back." }, kind: Kind::Text }))
                    div.actions { button.quiet { "Save the answer" } }
                }
            }
            @if it.hidden {
                form method="post" action={ (path) "/show" } { (marks(None)) button.quiet { "Show it again" } }
            } @else {
                form method="post" action={ (path) "/hide" } { (marks(None)) button.quiet { "Hide it" } }
            }
        }
    }
}

/// The name of the field for what is said to something.
fn field_of(id: ItemId) -> String {
    format!("words-{id}")
}

fn found(me: &Me, id: ItemId) -> Result<Theirs<'_>, WebError> {
    let all = theirs(&me.book.record).into_iter();
    let mut all = all.filter(|it| it.id == id);
    all.next().ok_or(WebError::NotFound)
}

/// Says what one sees otherwise, or takes it back.
pub(crate) async fn dispute(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let it = found(&me, id)?;
    let words = form.text(&field_of(id), TEXT);
    if !form.is_good() {
        return page(&me, Some(id), &form).await;
    }
    let (once, revises) = (form.once()?, form.revises()?);
    let before = it.dispute;
    let on = PartialDate::day(me.book.today);
    match (before, words) {
        (Some(of), None) => {
            let revises = revises.unwrap_or(of.revision.entry_id);
            me.act(once, |act| act.share().withdraw(of.id, revises))
                .await?;
            me.say("Taken back.");
        }
        (Some(of), Some(words)) => {
            let said = Dispute {
                words,
                on,
                ..of.it.clone()
            };
            let revises = revises.unwrap_or(of.revision.entry_id);
            me.act(once, |act| act.share().put(of.id, Some(revises), said))
                .await?;
            me.say("Saved. It stands beside what they wrote.");
        }
        (None, Some(words)) => {
            let said = Dispute {
                about: id,
                words,
                on,
                unknown: Map::new(),
            };
            me.act(once, |act| {
                act.share().add(said);
            })
            .await?;
            me.say("Saved. It stands beside what they wrote.");
        }
        (None, None) => {}
    }
    Ok(Redirect::to(&format!("/written#w-{id}")).into_response())
}

/// Leaves it out of everything.
pub(crate) async fn hide(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    let it = found(&me, id)?;
    if !it.hidden {
        let hidden = Hidden {
            about: id,
            on: PartialDate::day(me.book.today),
            unknown: Map::new(),
        };
        me.act(form.once()?, |act| {
            act.add(hidden);
        })
        .await?;
    }
    me.say("Hidden. It stands in this list and in an export, and nowhere else.");
    Ok(Redirect::to(&format!("/written#w-{id}")).into_response())
}

/// Shows it again.
pub(crate) async fn show_again(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    found(&me, id)?;
    let hiding = me.book.record.all::<Hidden>();
    let hiding: Vec<_> = hiding.filter(|of| of.it.about == id).collect();
    me.act(form.once()?, |act| {
        for of in hiding {
            act.withdraw(of.id, of.revision.entry_id);
        }
    })
    .await?;
    me.say("It is shown again.");
    Ok(Redirect::to(&format!("/written#w-{id}")).into_response())
}
