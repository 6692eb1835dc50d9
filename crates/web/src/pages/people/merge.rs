//! ‘They are the same as …’: whoever is there twice and shares nothing that would tell.

use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use serde::Deserialize;
use windward_core::{id::ItemId, record::Contact, views::people::Filter};

use super::{
    duplicates::{merge, told},
    sheet::found,
};
use crate::{
    components::{go_quietly, marks},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
};

/// People on the page; one more word finds fewer.
const MOST: usize = 12;

/// Who is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: Option<String>,
}

pub(crate) async fn choose(
    me: Me,
    Path(id): Path<ItemId>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let first = of
        .it
        .family
        .as_deref()
        .or(of.it.name.split(' ').next_back());
    let q = asked
        .q
        .unwrap_or_else(|| first.unwrap_or_default().to_owned());
    let filter = Filter {
        text: &q,
        ..Filter::default()
    };
    let people = me.book.people().find(&filter);
    let others = people.iter().filter(|it| it.id != id).take(MOST);
    let others: Vec<_> = others
        .filter_map(|it| me.book.record.get::<Contact>(it.id))
        .collect();
    let head = Head {
        title: "The same as somebody else",
        lede: html! { p { "Who is the same person as " (of.it.name) "? What " (of.it.name) " says here stays; what it lacks comes from the other." } },
        section: Section::People,
    };
    let body = html! {
        section.card {
            form.row method="get" action={ "/people/" (id) "/merge" } role="search" data-live="found" {
                label for="search" { "Find" }
                input id="search" name="q" type="search" value=(q) autocomplete="off";
                button.quiet { "Find" }
                (go_quietly(&format!("/people/{id}"), "Back"))
            }
        }
        section #found {
            @if others.is_empty() { p { "Nobody else fits." } }
            ul.plain {
                @for other in &others {
                    li {
                        form.row method="post" action={ "/people/" (id) "/merge" } {
                            (marks(None))
                            input type="hidden" name="other" value=(other.id);
                            span { (told(other.it)) }
                            button.quiet { "The same person" }
                        }
                    }
                }
            }
        }
    };
    Ok(layout::page(&me, me.book.facts(), &head, &body))
}

pub(crate) async fn apply(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let keep = found(&me, id)?;
    let other = form.typed("other").parse().ok();
    let other = other
        .and_then(|id: ItemId| me.book.record.get::<Contact>(id))
        .filter(|of| of.id != id);
    let Some(other) = other else {
        // Sent twice: the first one did it.
        return Ok(Redirect::to(&format!("/people/{id}")).into_response());
    };
    let act = merge(&me, &form, &[(keep, vec![other])]).await?;
    Ok(Redirect::to(&format!("/people/duplicates?done={act}")).into_response())
}
