//! Who is probably there twice: merged on a proposal, or told apart for good.

use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use windward_core::{
    id::{ActId, ItemId},
    record::{Contact, Of},
    views::people::{Group, duplicates, merged},
};

use super::{super::undo::undo_form, family, work};
use crate::{
    components::{empty, go_quietly, marks},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    session::Me,
    words::{self, list as listed},
};

/// Groups on one page; the next ones come when these are done.
const AT_ONCE: usize = 25;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: Option<ActId>,
}

pub(crate) async fn show(me: Me, Query(asked): Query<Asked>) -> Response {
    let groups = duplicates(&me.book.record);
    let sure = groups.iter().filter(|it| it.is_sure()).count();
    let head = Head {
        title: "There twice?",
        lede: html! {
            p {
                @if groups.is_empty() { "Contacts that share a profile, an e-mail address, or a name and an organisation would stand here." }
                @else { "These share what tells people apart. Merged, nothing of either is lost, and you can take it back." }
            }
        },
        section: Section::People,
    };
    let body = html! {
        (family("/people/duplicates"))
        @if let Some(act) = asked.done.filter(|act| me.book.record.touched_by(*act).next().is_some()) {
            div.notice role="status" { p { "Merged. What was said of either is said of the one now." } (undo_form(act, "/people/duplicates", "Take it back")) }
        }
        @if groups.is_empty() {
            (empty("Nobody is there twice", "As far as can be told from what they share. On the page of somebody you can say that they are the same as somebody else.", &html! { (go_quietly("/people", "Back to everybody")) }))
        }
        @if sure > 1 {
            section.card {
                form method="post" action="/people/duplicates/all" {
                    (marks(None))
                    p { (words::capital(&words::several(sure, "group shares", "groups share"))) " a profile or an e-mail address, which is as sure as it gets." }
                    button { "Merge all " (words::thousands(sure)) }
                }
            }
        }
        @for group in groups.iter().take(AT_ONCE) { (proposal(group)) }
        @if groups.len() > AT_ONCE { p.soft { "And " (words::thousands(groups.len() - AT_ONCE)) " more, once these are done." } }
    };
    layout::page(&me, me.book.facts(), &head, &body)
}

fn proposal(group: &Group<'_>) -> Markup {
    let why: Vec<&str> = group.why.iter().map(|it| it.label()).collect();
    html! {
        section.card {
            form method="post" action="/people/duplicates" {
                (marks(None))
                h2 { (group.people[0].it.name) }
                p.soft { (words::capital(&listed(&why))) "." }
                @for (place, of) in group.people.iter().enumerate() {
                    input type="hidden" name="who" value=(of.id);
                    label.check {
                        input type="radio" name="keep" value=(of.id) checked[place == 0];
                        span { (told(of.it)) }
                    }
                }
                p.soft { "The marked one stays as it stands; what it lacks comes from the others." }
                div.actions {
                    button name="do" value="merge" { "Merge" }
                    button.quiet name="do" value="apart" { "They are different people" }
                }
            }
        }
    }
}

/// Enough of a contact to tell it apart.
pub(super) fn told(it: &Contact) -> Markup {
    let reach: Vec<&str> = it
        .reach
        .iter()
        .take(3)
        .map(|it| it.value.as_str())
        .collect();
    html! {
        strong { (it.name) }
        @if let Some(work) = work(it) { ", " (work) }
        @if !reach.is_empty() { span.soft { " " (reach.join(" · ")) } }
    }
}

/// Merges a group, or tells it apart.
pub(crate) async fn decide(me: Me, form: Form) -> Result<Response, WebError> {
    let all = form.all("who").filter_map(|it| it.parse().ok());
    let all: Vec<Of<'_, Contact>> = all
        .filter_map(|id: ItemId| me.book.record.get::<Contact>(id))
        .collect();
    let keep: Option<ItemId> = form.typed("keep").parse().ok();
    let to = "/people/duplicates";
    if all.len() < 2 {
        // Sent twice: the first one did it.
        return Ok(Redirect::to(to).into_response());
    }
    if form.typed("do") == "apart" {
        me.act(form.once()?, |act| {
            for of in &all {
                let others = all.iter().map(|it| it.id).filter(|id| *id != of.id);
                let mut not_same = of.it.not_same.clone();
                let new: Vec<ItemId> = others.filter(|id| !not_same.contains(id)).collect();
                not_same.extend(new);
                act.revise(
                    *of,
                    Contact {
                        not_same,
                        ..of.it.clone()
                    },
                );
            }
        })
        .await?;
        me.say("They are different people, and are not proposed again.");
        return Ok(Redirect::to(to).into_response());
    }
    let keep = all.iter().find(|of| Some(of.id) == keep).unwrap_or(&all[0]);
    let others: Vec<Of<'_, Contact>> = all.iter().filter(|of| of.id != keep.id).copied().collect();
    let act = merge(&me, &form, &[(*keep, others)]).await?;
    Ok(Redirect::to(&format!("{to}?done={act}")).into_response())
}

/// Merges every group that is as sure as it gets.
pub(crate) async fn all(me: Me, form: Form) -> Result<Response, WebError> {
    let groups = duplicates(&me.book.record);
    let sure = groups.iter().filter(|it| it.is_sure());
    let pairs: Vec<_> = sure
        .filter_map(|it| it.people.split_first())
        .map(|(keep, others)| (*keep, others.to_vec()))
        .collect();
    if pairs.is_empty() {
        return Ok(Redirect::to("/people/duplicates").into_response());
    }
    let act = merge(&me, &form, &pairs).await?;
    Ok(Redirect::to(&format!("/people/duplicates?done={act}")).into_response())
}

/// Writes merges as one act.
pub(super) async fn merge(
    me: &Me,
    form: &Form,
    pairs: &[(Of<'_, Contact>, Vec<Of<'_, Contact>>)],
) -> Result<ActId, WebError> {
    let mut id = None;
    me.act(form.once()?, |act| {
        id = Some(act.id());
        for (keep, others) in pairs {
            act.revise(*keep, merged(*keep, others));
            for other in others {
                act.withdraw(other.id, other.revision.entry_id);
            }
        }
    })
    .await?;
    Ok(id.expect("the act was composed"))
}
