//! Tags, and the rhythm that everybody of a tag has who has none of their own.

use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde_json::Map;
use windward_core::record::{Cadence, TagCadence};

use super::{family, sheet::rhythms};
use crate::{
    components::{empty, go_quietly, marks},
    error::WebError,
    form::{Form, LINE},
    layout::{self, Head, Section},
    session::Me,
    words,
};

pub(crate) async fn show(me: Me) -> Response {
    let directory = me.book.people();
    let tags = directory.tags();
    let head = Head {
        title: "Tags and rhythms",
        lede: html! { p { "A rhythm on a tag holds for everybody who has it and no rhythm of their own. Of several tags the shortest holds." } },
        section: Section::People,
    };
    let options = rhythms("none said");
    let body = html! {
        (family("/people/tags"))
        @if tags.is_empty() {
            (empty("No tags yet", "Mark people in the list and give them a tag: mentor, former team, rail. Then a rhythm here is for all of them.", &html! { (go_quietly("/people", "Back to everybody")) }))
        } @else {
            section {
                div.card.flush {
                    table.stack {
                        thead { tr { th scope="col" { "Tag" } th.num scope="col" { "People" } th scope="col" { "In touch" } } }
                        tbody {
                            @for tag in &tags {
                                tr {
                                    th scope="row" { a href={ "/people?tag=" (form_urlencoded::byte_serialize(tag.name.as_bytes()).collect::<String>()) } { (tag.name) } }
                                    td.num data-label="People" { (words::thousands(tag.count)) }
                                    td {
                                        form.row method="post" action="/people/tags" {
                                            (marks(None))
                                            input type="hidden" name="tag" value=(tag.name);
                                            select name="cadence" aria-label={ "How often, for " (tag.name) } {
                                                @for (value, label) in &options {
                                                    option value=(value) selected[*value == tag.cadence.map_or("", Cadence::word)] { (label) }
                                                }
                                            }
                                            button.quiet { "Set" }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    layout::page(&me, me.book.facts(), &head, &body)
}

pub(crate) async fn set(me: Me, mut form: Form) -> Result<Response, WebError> {
    let to = || Redirect::to("/people/tags").into_response();
    let Some(tag) = form.text("tag", LINE) else {
        return Ok(to());
    };
    let cadence = Cadence::named(form.typed("cadence"));
    let before = me.book.people().rhythm(&tag);
    let standing = before.and_then(|(id, _)| me.book.record.get::<TagCadence>(id));
    if standing.map(|of| of.it.cadence) == cadence {
        return Ok(to());
    }
    me.act(form.once()?, |act| match (standing, cadence) {
        (Some(of), Some(cadence)) => act.revise(
            of,
            TagCadence {
                cadence,
                ..of.it.clone()
            },
        ),
        (Some(of), None) => act.withdraw(of.id, of.revision.entry_id),
        (None, Some(cadence)) => {
            act.add(TagCadence {
                tag: tag.clone(),
                cadence,
                unknown: Map::new(),
            });
        }
        (None, None) => {}
    })
    .await?;
    me.say(match cadence {
        Some(cadence) => format!("Everybody tagged ‘{tag}’: {}.", cadence.label()),
        None => format!("‘{tag}’ has no rhythm any more."),
    });
    Ok(to())
}
