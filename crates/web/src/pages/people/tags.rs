//! Tags, and the rhythm that everybody of a tag has who has none of their own.

use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde_json::Map;
use windward_core::record::{Cadence, Of, TagCadence};

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
                                            (marks(rhythm(&me, &tag.name).map(|of| of.revision.entry_id)))
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

/// The rhythm that was set for a tag.
fn rhythm<'a>(me: &'a Me, tag: &str) -> Option<Of<'a, TagCadence>> {
    let (id, _) = me.book.people().rhythm(tag)?;
    me.book.record.get::<TagCadence>(id)
}

pub(crate) async fn set(me: Me, mut form: Form) -> Result<Response, WebError> {
    let to = || Redirect::to("/people/tags").into_response();
    let Some(tag) = form.text("tag", LINE) else {
        return Ok(to());
    };
    let cadence = Cadence::named(form.typed("cadence"));
    let standing = rhythm(&me, &tag);
    if standing.map(|of| of.it.cadence) == cadence {
        return Ok(to());
    }
    let revises = form.revises()?;
    me.act(form.once()?, |act| match (standing, cadence) {
        (_, Some(cadence)) => {
            let rhythm = TagCadence {
                tag: standing.map_or_else(|| tag.clone(), |of| of.it.tag.clone()),
                cadence,
                unknown: standing.map_or_else(Map::new, |of| of.it.unknown.clone()),
            };
            act.put_one(standing.map(|of| of.id), revises, rhythm);
        }
        (Some(of), None) => act.withdraw(of.id, revises.unwrap_or(of.revision.entry_id)),
        (None, None) => {}
    })
    .await?;
    me.say(match cadence {
        Some(cadence) => format!("Everybody tagged ‘{tag}’: {}.", cadence.label()),
        None => format!("‘{tag}’ has no rhythm any more."),
    });
    Ok(to())
}
