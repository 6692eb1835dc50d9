//! What a career rests on beside its roles: education, certificates, praise and the like. All kinds are shown, edited
//! and withdrawn in one way, as their outlines say.

mod sheet;

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Content, Kind, OUTLINES, Outline, Praise, Record, Revision, Shape, Told},
    views::{
        background::{Group, Item, background},
        facts::Facts,
    },
};
use windward_formats::{describe, source};

use self::sheet::{fields, filled, read};
use super::{
    praise::quote,
    titles,
    undo::{Before, said_of_undo, undo_form},
};
use crate::{
    components::{self, empty, go, go_quietly, marks, marks_again},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    path::Path,
    session::Me,
    words::{self, Known, capital, list as listed},
};

/// Everything beside the roles, kind by kind.
pub(crate) async fn list(me: Me, before: Result<Query<Before>, QueryRejection>) -> Response {
    let before = before.map(|Query(before)| before).unwrap_or_default();
    let facts = me.book.facts();
    let groups = background(&me.book.record);
    let counts: Vec<String> = groups
        .iter()
        .map(|it| words::several(it.items.len(), it.outline.one, it.outline.many))
        .collect();
    let head = Head {
        title: "Background",
        lede: html! {
            p {
                @if counts.is_empty() { "What your career rests on beside its roles. Nothing is here yet." }
                @else { (capital(&listed(&counts))) "." }
            }
        },
        section: Section::Background,
    };
    let body = html! {
        (notices(&me.book.record, &before))
        @if groups.is_empty() {
            (empty("Nothing here yet", "Education, certificates, courses, projects, volunteering, awards, and what others said of your work. An import brings in what you have written down elsewhere already.", &html! { (go("/import", "Import from a file")) }))
        }
        @for group in &groups { (part(facts, group)) }
        section {
            h2 { "Add one" }
            p.soft { "What no file brings." }
            div.actions {
                @for outline in OUTLINES.iter().filter(|it| it.is_background()) {
                    (go_quietly(&place_to_add(outline), &capital(outline.one)))
                }
            }
        }
    };
    layout::page(&me, facts, &head, &body)
}

/// Where one is added: praise among what others said, where it is read again.
fn place_to_add(outline: &Outline) -> String {
    if outline.kind == Praise::KIND {
        return "/praise#words".to_owned();
    }
    format!("/background/new/{}", outline.kind)
}

/// What an item is called: its name, without what it is told apart by.
fn named(content: &Content) -> String {
    let told = content.told();
    told.map_or_else(|| describe(content), |told| shortened(told.title()))
}

fn notices(record: &Record, before: &Before) -> Markup {
    let withdrawn = before.undo.map(|act| {
        let touched = record.touched_by(act);
        let gone = touched.filter(|(_, it)| it.last().act == act && it.last().content.is_none());
        let names: Vec<String> = gone
            .filter_map(|(_, thread)| last(thread.revisions()))
            .map(|it| format!("‘{}’", named(it)))
            .collect();
        (act, names)
    });
    let came = before.imported.map(|act| {
        let touched = record.touched_by(act);
        (act, touched.filter(|(_, it)| it.last().act == act).count())
    });
    let saved = before.saved.and_then(|id| record.thread(id));
    let saved = saved.and_then(|it| it.last().content.as_ref());
    html! {
        @if let Some((act, names)) = withdrawn.filter(|(_, names)| !names.is_empty()) {
            div.notice role="status" {
                p { (listed(&names)) " " (if names.len() == 1 { "is" } else { "are" }) " removed. The history stays, and an import does not bring it back." }
                (undo_form(act, "/background", "Undo"))
            }
        }
        @if let Some((act, count)) = came.filter(|(_, count)| *count > 0) {
            div.notice role="status" {
                p { "The import wrote " (words::several(count, "item", "items")) "." }
                (titles::undo_import(act))
            }
        }
        @if let Some(content) = saved { div.notice role="status" { p { "‘" (named(content)) "’ is saved." } } }
        @if let (Some(undone), Some(by)) = (before.undone, before.by) { (said_of_undo(record, undone, by)) }
    }
}

fn part(facts: &Facts<'_>, group: &Group<'_>) -> Markup {
    html! {
        section #(group.outline.kind) {
            h2 { (capital(group.outline.many)) " " small { (words::thousands(group.items.len())) } }
            @if group.outline.kind == Praise::KIND { @for of in &facts.praise { (quote(facts, *of)) } }
            @else {
                div.card.flush {
                    table.stack {
                        thead { tr { th scope="col" { "What" } @if group.outline.from.is_some() { th.period scope="col" { "When" } } } }
                        tbody { @for item in &group.items { (row(item)) } }
                    }
                }
            }
        }
    }
}

fn row(item: &Item<'_>) -> Markup {
    let told = &item.told;
    html! {
        tr {
            th scope="row" {
                a href={ "/background/" (item.id) } { (shortened(told.title())) }
                @if let Some(beside) = told.beside() { div.soft { (beside) } }
                @for (field, text) in told.rest() {
                    div.soft {
                        @match (field.shape, components::url(text)) {
                            (Shape::Link, Some(url)) => { a href=(url) rel="noreferrer" { (text) } },
                            (Shape::Date, _) => { (capital(field.label)) " " (date(text)) },
                            (Shape::Text, _) => { (shortened(text)) },
                            _ => { (capital(field.label)) ": " (text) },
                        }
                    }
                }
            }
            @if told.outline.from.is_some() { td { (when(told)) @if told.is_reversed() { " " span.tag.warn { "ends before it begins" } } } }
        }
    }
}

fn date(text: &str) -> String {
    text.parse()
        .map_or_else(|_| text.to_owned(), |date| Known(date).to_string())
}

/// When something was, as far as it is known: ‘March 2019 to June 2021’.
pub(crate) fn when(told: &Told) -> String {
    match (told.from(), told.to()) {
        (Some(from), Some(to)) => format!("{} to {}", Known(from), Known(to)),
        // It goes on, or nobody said until when.
        (Some(from), None) if told.outline.to.is_some() => format!("since {}", Known(from)),
        (Some(date), None) => Known(date).to_string(),
        (None, Some(to)) => format!("until {}", Known(to)),
        (None, None) => String::new(),
    }
}

/// Enough of a text for a list.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A blank sheet for a kind.
pub(crate) async fn blank(me: Me, Path(kind): Path<String>) -> Result<Response, WebError> {
    let outline = of_kind(&kind)?;
    if outline.kind == Praise::KIND {
        return Ok(Redirect::to(&place_to_add(outline)).into_response());
    }
    Ok(page(&me, &Form::default(), outline, None))
}

fn of_kind(kind: &str) -> Result<&'static Outline, WebError> {
    let outline = Outline::of(kind).filter(|it| it.is_background());
    outline.ok_or(WebError::NotFound)
}

/// Writes a new item.
pub(crate) async fn add(
    me: Me,
    Path(kind): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let outline = of_kind(&kind)?;
    let once = form.once()?;
    let Some(content) = read(&mut form, outline, None) else {
        return Ok(refused(page(&me, &form, outline, None)));
    };
    let mut id = None;
    me.act(once, |act| id = Some(act.add(content))).await?;
    let id = id.expect("the act was composed");
    Ok(Redirect::to(&format!("/background?saved={id}")).into_response())
}

/// One item, to read and to put right.
pub(crate) async fn show(me: Me, Path(id): Path<String>) -> Result<Response, WebError> {
    let kept = Kept::of(&me.book.record, &id)?;
    Ok(page(&me, &filled(kept.content), kept.outline, Some(kept)))
}

/// Writes an item again; one that was withdrawn stands again.
pub(crate) async fn edit(
    me: Me,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let kept = Kept::of(&me.book.record, &id)?;
    let once = form.once()?;
    let revises = form.revises()?.ok_or(WebError::NotFound)?;
    let Some(content) = read(&mut form, kept.outline, Some(kept.content)) else {
        return Ok(refused(page(&me, &form, kept.outline, Some(kept))));
    };
    if content != *kept.content || kept.is_withdrawn() {
        me.act(once, |act| act.put(kept.id, Some(revises), content))
            .await?;
    }
    Ok(Redirect::to(&format!("/background?saved={}", kept.id)).into_response())
}

/// Takes an item off the list. Its history stays.
pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let kept = Kept::of(&me.book.record, &id)?;
    let revises = form.revises()?.ok_or(WebError::NotFound)?;
    let act = me.act(form.once()?, |act| act.withdraw(kept.id, revises));
    let act = act.await?;
    Ok(Redirect::to(&format!("/background?undo={act}")).into_response())
}

fn refused(page: Response) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// An item as last written, standing or withdrawn.
#[derive(Debug, Clone, Copy)]
struct Kept<'a> {
    id: ItemId,
    outline: &'static Outline,
    content: &'a Content,
    last: &'a Revision,
}

impl<'a> Kept<'a> {
    fn of(record: &'a Record, id: &str) -> Result<Self, WebError> {
        let id = id.parse().map_err(|_| WebError::NotFound)?;
        let thread = record.thread(id).ok_or(WebError::NotFound)?;
        let content = last(thread.revisions()).filter(|it| it.is_background());
        let content = content.ok_or(WebError::NotFound)?;
        Ok(Self {
            id,
            outline: content.outline().ok_or(WebError::NotFound)?,
            content,
            last: thread.last(),
        })
    }

    const fn is_withdrawn(&self) -> bool {
        self.last.content.is_none()
    }
}

fn last(revisions: &[Revision]) -> Option<&Content> {
    revisions.iter().rev().find_map(|it| it.content.as_ref())
}

fn page(me: &Me, form: &Form, outline: &'static Outline, kept: Option<Kept<'_>>) -> Response {
    let name = kept.map_or_else(
        || format!("Add {}", with_article(outline.one)),
        |kept| named(kept.content),
    );
    let origin = kept.and_then(|kept| kept.content.origin());
    let head = Head {
        title: &name,
        lede: html! {
            p {
                @match kept {
                    None => "Only the first field is needed; dates can be a year, and what you do not remember stays empty.",
                    Some(kept) if kept.is_withdrawn() => "This is removed. Put it back as it stands here, or changed.",
                    Some(_) => { (capital(outline.one)) @if let Some(origin) = origin { ", imported: " (source(&origin.importer)) } "." }
                }
            }
        },
        section: Section::Background,
    };
    let action = kept.map_or_else(
        || format!("/background/new/{}", outline.kind),
        |kept| format!("/background/{}", kept.id),
    );
    let save = match kept {
        Some(kept) if kept.is_withdrawn() => "Put it back",
        Some(_) => "Save the changes",
        None => "Add it",
    };
    let body = html! {
        (components::not_saved(form))
        form method="post" action=(action) {
            (marks_again(form, kept.map(|kept| kept.last.entry_id)))
            (fields(form, outline))
            div.actions { button { (save) } (go_quietly("/background", "Back")) }
        }
        @if let Some(kept) = kept.filter(|it| !it.is_withdrawn()) {
            section {
                details {
                    summary { "Remove it" }
                    form method="post" action={ "/background/" (kept.id) "/withdraw" } {
                        (marks(Some(kept.last.entry_id)))
                        p { "It will be in no list, and no import brings it back. Its history stays, and you can take this back." }
                        button.danger { "Remove it" }
                    }
                }
            }
        }
    };
    layout::page(me, me.book.facts(), &head, &body)
}

fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_get_the_article_they_take() {
        let named = OUTLINES.iter().map(|it| with_article(it.one));
        let named: Vec<String> = named.collect();
        assert!(named.contains(&"an award".to_owned()), "{named:?}");
        assert!(named.contains(&"a certificate".to_owned()));
        assert!(named.contains(&"a word of praise".to_owned()));
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        assert_eq!(shortened("é"), "é");
        let long = shortened(&"é".repeat(500));
        assert_eq!(long.chars().count(), 161);
    }
}
