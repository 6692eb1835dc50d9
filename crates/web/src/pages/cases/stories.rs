//! Three stories: what was the matter, what I did, what would not have happened without me, what changed, who saw it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    id::ItemId,
    record::{Case, Evidence, Of, Story},
    views::{
        case::{
            Flag, flags,
            flags::{Where, pieces},
            lines,
        },
        facts::Facts,
    },
};

use super::{
    expectation::{chosen, pieces_to_tick, short},
    family, found,
};
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE},
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::sentence,
};

/// The most people who saw one story: more are a crowd.
const MOST_WITNESSES: usize = 8;

/// Pieces that are proposed to tell of.
const PROPOSED: usize = 5;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let facts = me.book.facts();
    let lines = lines(facts, of.it);
    let flags = flags(facts, of.it, &lines);
    let stories = &of.it.stories;
    let head = Head {
        title: "Stories",
        lede: html! { p { "Three are remembered; a list is not. Each says what you did, and what would not have happened without you." } },
        section: Section::Milestones,
    };
    let body = html! {
        (family(of, "/stories"))
        @for (at, story) in stories.iter().enumerate() { (told(facts, of, at, story, &flags)) }
        @if stories.is_empty() {
            (empty("No story yet", "Take the piece of work that you would tell a friend of. What was the matter, what did you do, what changed, who saw it?", &html! { (go(&format!("/cases/{}/stories/1", of.id), "Tell the first")) }))
        } @else if stories.len() < Case::MOST_STORIES {
            div.actions { (go(&format!("/cases/{}/stories/{}", of.id, stories.len() + 1), "Tell another")) }
        }
        @let found = pieces(facts, of.it, &lines);
        @let untold: Vec<_> = found.iter().filter(|piece| !stories.iter().any(|story| story.evidence.contains(&piece.id))).collect();
        @if stories.len() < Case::MOST_STORIES && !untold.is_empty() {
            section {
                h2 { "What could be told" }
                ul.plain.close {
                    @for piece in untold.iter().take(PROPOSED) {
                        li { (short(&piece.it.what)) " " a.how href={ "/cases/" (of.id) "/stories/" (stories.len() + 1) "?of=" (piece.id) } { "Tell it" } }
                    }
                }
            }
        }
    };
    Ok(layout::page(&me, facts, &head, &body))
}

/// Which piece a new story begins with.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Begun {
    of: String,
}

pub(crate) async fn one(
    me: Me,
    Path((id, number)): Path<(ItemId, usize)>,
    axum::extract::Query(begun): axum::extract::Query<Begun>,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let at = place(of.it, number)?;
    let piece: Option<ItemId> = begun.of.parse().ok();
    let piece = piece.and_then(|id| me.book.record.get::<Evidence>(id));
    let form = match (of.it.stories.get(at), piece) {
        (Some(story), _) => filled(story),
        (None, Some(piece)) => filled(&from_piece(piece)),
        (None, None) => Form::default(),
    };
    Ok(page(&me, of, at, &form))
}

pub(crate) async fn save(
    me: Me,
    Path((id, number)): Path<(ItemId, usize)>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let at = place(of.it, number)?;
    let mut it = of.it.clone();
    if form.ticked("remove") {
        if at < it.stories.len() {
            it.stories.remove(at);
            me.act(once, |act| act.put(id, revises, it)).await?;
        }
        return Ok(Redirect::to(&format!("/cases/{id}/stories")).into_response());
    }
    let Some(story) = read(&me, of.it.stories.get(at), &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, at, &form)).into_response());
    };
    match it.stories.get_mut(at) {
        Some(place) => *place = story,
        None => it.stories.push(story),
    }
    me.act(once, |act| act.put(id, revises, it)).await?;
    me.say("Saved.");
    Ok(Redirect::to(&format!("/cases/{id}/stories")).into_response())
}

/// The place of a story from 0: one that is there, or the next.
fn place(it: &Case, number: usize) -> Result<usize, WebError> {
    let at = number.checked_sub(1).ok_or(WebError::NotFound)?;
    let fits = at <= it.stories.len() && at < Case::MOST_STORIES;
    fits.then_some(at).ok_or(WebError::NotFound)
}

/// What a piece says already, as the beginning of a story.
fn from_piece(of: Of<'_, Evidence>) -> Story {
    let changed = [
        of.it.so_what.clone(),
        of.it.figure.as_ref().map(ToString::to_string),
    ];
    let changed: Vec<String> = changed
        .into_iter()
        .flatten()
        .map(|it| sentence(&it))
        .collect();
    Story {
        without_me: of.it.my_part.clone(),
        changed: (!changed.is_empty()).then(|| changed.join(" ")),
        source: of.it.links.first().cloned(),
        seen_by: of.it.witnesses.clone(),
        evidence: vec![of.id],
        ..Story::new(short(&of.it.what))
    }
}

fn filled(it: &Story) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut form = Form::filled([
        ("title", it.title.clone()),
        ("situation", text(&it.situation)),
        ("did", text(&it.did)),
        ("without_me", text(&it.without_me)),
        ("changed", text(&it.changed)),
        ("source", text(&it.source)),
        ("seen_by", it.seen_by.join("\n")),
    ]);
    for id in &it.evidence {
        form.add("piece", id.to_string());
    }
    form
}

fn read(me: &Me, before: Option<&Story>, form: &mut Form) -> Option<Story> {
    let title = form.needed("title", LINE, "Give it a name that is remembered.");
    let seen_by = form.text("seen_by", Case::TEXT).unwrap_or_default();
    let seen_by: Vec<String> = seen_by
        .lines()
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect();
    if seen_by.len() > MOST_WITNESSES {
        form.fault(
            "seen_by",
            format!("{MOST_WITNESSES} at most: those whom a reader would ask."),
        );
    }
    let evidence = chosen(me.book.facts(), form);
    if evidence.len() > Case::MOST_PIECES {
        form.fault(
            "more",
            format!("{} pieces at most: untick some.", Case::MOST_PIECES),
        );
    }
    let story = Story {
        title: title.unwrap_or_default(),
        situation: form.text("situation", Case::TEXT),
        did: form.text("did", Case::TEXT),
        without_me: form.text("without_me", Case::TEXT),
        changed: form.text("changed", Case::TEXT),
        source: form.text("source", LINE),
        seen_by,
        evidence,
        unknown: before.map_or_else(Map::new, |it| it.unknown.clone()),
    };
    form.is_good().then_some(story)
}

fn told(
    facts: &Facts<'_>,
    of: Of<'_, Case>,
    at: usize,
    story: &Story,
    flags: &[Flag<'_>],
) -> Markup {
    let here = |flag: &&Flag<'_>| matches!(flag.at, Where::Story(place, _) if place == at);
    let asked: Vec<&Flag<'_>> = flags.iter().filter(here).collect();
    let part = |title: &str, text: &Option<String>| {
        html! { dt { (title) } dd { @match text { Some(text) => { (text) } None => { span.soft { "not said yet" } } } } }
    };
    html! {
        section {
            h2 { (at + 1) ". " a href={ "/cases/" (of.id) "/stories/" (at + 1) } { (story.title) } }
            dl {
                (part("What was the matter", &story.situation))
                (part("What I did", &story.did))
                (part("Without me", &story.without_me))
                (part("What changed", &story.changed))
                @if let Some(source) = &story.source { dt { "Source" } dd { (source) } }
                dt { "Who saw it" } dd { @if story.seen_by.is_empty() { span.soft { "nobody is named" } } @else { (story.seen_by.join("; ")) } }
                @if !story.evidence.is_empty() {
                    dt { "Rests on" }
                    dd {
                        @for (place, piece) in facts.evidence.iter().filter(|of| story.evidence.contains(&of.id)).enumerate() {
                            @if place > 0 { "; " }
                            a href={ "/evidence/" (piece.id) } { (short(&piece.it.what)) }
                            @if piece.it.confidential { " " span.tag.warn { "confidential" } }
                        }
                    }
                }
            }
            @if !asked.is_empty() { ul.doubts { @for flag in asked { li { (flag.says()) } } } }
            div.actions { (go_quietly(&format!("/cases/{}/stories/{}", of.id, at + 1), "Change it")) }
        }
    }
}

fn page(me: &Me, of: Of<'_, Case>, at: usize, form: &Form) -> Response {
    let facts = me.book.facts();
    let there = of.it.stories.len() > at;
    let title = format!("Story {}", at + 1);
    let head = Head {
        title: &title,
        lede: html! { p { "Say ‘I’ for what you did and ‘we’ for what you did together. Where somebody else did it, name them: it takes nothing from you." } },
        section: Section::Milestones,
    };
    let path = format!("/cases/{}/stories/{}", of.id, at + 1);
    let more = form.fault_of("more");
    let body = html! {
        (family(of, "/stories"))
        form method="post" action=(path) {
            (not_saved(form))
            (marks_again(form, Some(of.revision.entry_id)))
            (field(form, Field { name: "title", label: "What it is called", hint: "", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: "situation", label: "What was the matter", hint: "Two sentences: what was at stake, and for whom.", kind: Kind::Text }))
            (field(form, Field { name: "did", label: "What you did", hint: "Your part: what you decided, wrote, built, said. Verbs.", kind: Kind::Text }))
            (field(form, Field { name: "without_me", label: "What would not have happened without you", hint: "If you had been away that quarter, what would be different?", kind: Kind::Text }))
            (field(form, Field { name: "changed", label: "What changed", hint: "With a figure, before and after.", kind: Kind::Text }))
            (field(form, Field { name: "source", label: "Where the figure comes from", hint: "A dashboard, a report, an address, a name.", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: "seen_by", label: "Who saw it", hint: "One a line.", kind: Kind::Text }))
            (pieces_to_tick(facts, form))
            @if let Some(fault) = more { p.error { (fault) } }
            div.actions { button { "Save the story" } (go_quietly(&format!("/cases/{}/stories", of.id), "Back")) }
        }
        @if there {
            section {
                details {
                    summary { "Take it out" }
                    form method="post" action=(path) {
                        (marks(Some(of.revision.entry_id)))
                        p { "The story is in the case no more; its evidence stays." }
                        button.danger name="remove" value="yes" { "Take it out" }
                    }
                }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}
