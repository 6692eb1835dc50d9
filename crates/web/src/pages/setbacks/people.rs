//! People to turn to: friends and family first, then others, with a few lines for each; and praise to read again.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Contact, Of, Setback, Support, SupportKind, Touch},
    views::{
        board::{Circle, called},
        setback::{Step, Suggested, draft, employer, praise, story, suggested},
        words::capital,
    },
};

use super::{SECTION, found, part, removal, step_address, step_page, withdrawn};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head},
    pages::{choices::options, praise::quote},
    path::Path,
    session::Me,
    words::{count, near},
};

/// People of one group who are seen at once; the others are in a fold.
const AT_FIRST: usize = 2;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &Form::default()))
}

/// Notes somebody, with lines to begin with.
pub(crate) async fn add(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let once = form.once()?;
    let circle = Circle::of(&me.book.record, me.book.people());
    let kind = SupportKind::named(form.typed("sort")).unwrap_or(SupportKind::Company);
    let chosen = form.typed("contact").parse().ok();
    let chosen: Option<Of<'_, Contact>> = chosen.and_then(|id| circle.person(id));
    let name = match chosen {
        Some(contact) => Some(contact.it.name.clone()),
        None => form.needed("name", LINE, "Who? A name is enough."),
    };
    let Some(name) = name.filter(|_| form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let contact = chosen.or_else(|| match circle.named(&name)[..] {
        [only] => Some(only),
        _ => None,
    });
    let facts = me.book.facts();
    let address_as = contact.map_or_else(|| greeted(&name), |contact| called(contact.it));
    let support = Support {
        setback: id,
        contact: contact.map(|contact| contact.id),
        words: Some(draft(of.it, kind, address_as, employer(facts, of.it))),
        whom: Some(contact.map_or(name.clone(), |contact| contact.it.name.clone())),
        kind,
        told: None,
        answer: None,
        on: PartialDate::day(me.book.today),
        unknown: Map::new(),
    };
    let mut noted = None;
    me.act(once, |act| noted = Some(act.add(support))).await?;
    let to = noted.map_or_else(
        || step_address(id, Step::Lean),
        |id| format!("/setbacks/people/{id}"),
    );
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn one(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = part::<Support>(&me, id)?;
    Ok(single(&me, of, &filled(of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = part::<Support>(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let changed = Support {
        kind: SupportKind::named(form.typed("sort")).unwrap_or(of.it.kind),
        words: form.text("words", TEXT),
        answer: form.text("answer", TEXT),
        told: form.date("told"),
        ..of.it.clone()
    };
    if changed.told.is_some_and(|on| on.is_after(me.book.today)) {
        form.fault("told", "That lies ahead; leave it empty until you have.");
    }
    if !form.is_good() {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, single(&me, of, &form)).into_response());
    }
    me.act(once, |act| act.put(id, revises, changed)).await?;
    Ok(Redirect::to(&step_address(of.it.setback, Step::Lean)).into_response())
}

/// One told them: it is noted, and with somebody of one’s people it was a touch.
pub(crate) async fn told(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    let of = part::<Support>(&me, id)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let today = PartialDate::day(me.book.today);
    me.act(form.once()?, |act| {
        let told = Support {
            told: Some(today),
            ..of.it.clone()
        };
        act.put(id, Some(revises), told);
        if let Some(contact) = of.it.contact {
            act.add(Touch {
                note: Some("Told them what happened".to_owned()),
                ..Touch::new(vec![contact], today)
            });
        }
    })
    .await?;
    Ok(Redirect::to(form.back().unwrap_or("/setbacks")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    withdrawn(&me, id, &form, Step::Lean, |it: &Support| it.setback).await
}

/// How somebody is addressed who is in no list: by their first name, and ‘my sister’ by a name that is still to be said.
fn greeted(name: &str) -> &str {
    let first = name.split_whitespace().next().unwrap_or(name);
    if first.eq_ignore_ascii_case("my") {
        "[their name]"
    } else {
        first
    }
}

fn filled(it: &Support) -> Form {
    Form::filled([
        ("sort", it.kind.word().to_owned()),
        ("words", it.words.clone().unwrap_or_default()),
        ("answer", it.answer.clone().unwrap_or_default()),
        (
            "told",
            it.told.map_or_else(String::new, |on| on.to_string()),
        ),
    ])
}

fn page(me: &Me, of: Of<'_, Setback>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = story(facts, of);
    let back = step_address(of.id, Step::Lean);
    let kept = praise(facts, of.it);
    let inside = html! {
        @if !it.supports.is_empty() {
            section {
                h2 { "Whom you noted" }
                ul.plain { @for support in &it.supports { (row(me, *support, &back)) } }
            }
        }
        (group(me, of, SupportKind::Company, "Friends and family", "The ones you can be with without explaining anything."))
        section.card #somebody {
            h2 { "Somebody" }
            form method="post" action=(back) {
                (marks_again(form, None))
                div.pair {
                    (field(form, Field { name: "name", label: "Who", hint: "It need not be anybody of your record.", kind: Kind::Line { autocomplete: "off" } }))
                    (sort(form))
                }
                div.actions { button { "Note them" } }
            }
        }
        @if !kept.is_empty() {
            section #praise {
                h2 { "What people have said of you" }
                @for of in &kept { (quote(facts, *of)) }
                p { a.how href="/praise" { "All that you saved" } }
            }
        }
        (group(me, of, SupportKind::Counsel, "For advice", "Those of your board, and those who have been through something hard."))
        (group(me, of, SupportKind::Tell, "Who would want to know", "People who know your work would rather hear it from you."))
    };
    step_page(
        me,
        of,
        Step::Lean,
        "Nobody has to do this alone. One person is enough to begin with, and there are a few lines for each if the words do not come.",
        &inside,
    )
}

fn sort(form: &Form) -> Markup {
    let kinds = options(SupportKind::WORDS, |kind| capital(kind.label()));
    field(
        form,
        Field {
            name: "sort",
            label: "What for",
            hint: "",
            kind: Kind::One(&kinds),
        },
    )
}

fn row(me: &Me, of: Of<'_, Support>, back: &str) -> Markup {
    let it = of.it;
    let name = it.whom.as_deref().unwrap_or("Somebody");
    html! {
        li {
            a href={ "/setbacks/people/" (of.id) } { strong { (name) } } " " span.tag.quiet { (it.kind.label()) }
            @match it.told {
                Some(on) => { " " span.soft { "told " (near(on, me.book.today)) } }
                None => {
                    form.row method="post" action={ "/setbacks/people/" (of.id) "/told" } {
                        (marks(Some(of.revision.entry_id)))
                        input type="hidden" name="back" value=(back);
                        a.button.quiet href={ "/setbacks/people/" (of.id) } { "The lines" span.seen-not { " for " (name) } }
                        button.quiet { "I have told them" span.seen-not { ": " (name) } }
                    }
                }
            }
            @if let Some(answer) = &it.answer { p.lines { (answer) } }
        }
    }
}

/// Those whom the record proposes for one thing.
pub(super) fn group(
    me: &Me,
    of: Of<'_, Setback>,
    kind: SupportKind,
    title: &str,
    about: &str,
) -> Markup {
    let facts = me.book.facts();
    let circle = Circle::of(&me.book.record, me.book.people());
    let all: Vec<Suggested<'_>> = suggested(facts, circle, of, kind);
    html! {
        section {
            h2 { (title) }
            @if all.is_empty() {
                @if kind == SupportKind::Company { p { (about) " You know who they are; your record does not have to." } }
                @else { p.soft { (about) " Your record proposes nobody more; you may know somebody." } }
            } @else {
                p.soft { (about) }
                @let (first, rest) = all.split_at(all.len().min(AT_FIRST));
                ul.plain { @for it in first { (proposed(of, kind, it)) } }
                @if !rest.is_empty() {
                    details {
                        summary { (capital(&count(rest.len(), "more", "more"))) }
                        ul.plain { @for it in rest { (proposed(of, kind, it)) } }
                    }
                }
            }
        }
    }
}

fn proposed(of: Of<'_, Setback>, kind: SupportKind, it: &Suggested<'_>) -> Markup {
    html! {
        li {
            strong { (it.contact.it.name) }
            p.soft { (it.why) }
            form.row method="post" action=(step_address(of.id, Step::Lean)) {
                (marks(None))
                input type="hidden" name="contact" value=(it.contact.id);
                input type="hidden" name="sort" value=(kind.word());
                button.quiet { "Note them, with a few lines" span.seen-not { ": " (it.contact.it.name) } }
            }
        }
    }
}

fn single(me: &Me, of: Of<'_, Support>, form: &Form) -> Response {
    let it = of.it;
    let name = it.whom.as_deref().unwrap_or("Somebody");
    let back = step_address(it.setback, Step::Lean);
    let contact = it.contact.and_then(|id| {
        let id = me.book.people().resolve(id)?;
        me.book.record.get::<Contact>(id)
    });
    let email = contact.and_then(|of| of.it.email());
    let head = Head {
        title: name,
        lede: html! {
            p {
                (capital(it.kind.label())) ". "
                @match it.told {
                    Some(on) => { "You told them " (near(on, me.book.today)) "." }
                    None => { "Change the lines until they are yours, and send them from where you write to them. Windward sends nothing." }
                }
            }
        },
        section: SECTION,
    };
    let body = html! {
        (not_saved(form))
        section {
            form method="post" action={ "/setbacks/people/" (of.id) } {
                (marks_again(form, Some(of.revision.entry_id)))
                (field(form, Field { name: "words", label: "The lines", hint: "What stands in brackets is yours to fill in.", kind: Kind::Text }))
                @if let Some(email) = email { p.soft { "Their address: " a href={ "mailto:" (email) } { (email) } } }
                (field(form, Field { name: "answer", label: "What came back", hint: "", kind: Kind::Text }))
                div.pair {
                    (sort(form))
                    (field(form, Field { name: "told", label: "When you told them", hint: "", kind: Kind::Date }))
                }
                div.actions { button { "Save the changes" } (go_quietly(&back, "Back")) }
            }
        }
        @if it.told.is_none() {
            section {
                form.row method="post" action={ "/setbacks/people/" (of.id) "/told" } {
                    (marks(Some(of.revision.entry_id)))
                    input type="hidden" name="back" value=(back);
                    button.quiet { "I have told them" }
                }
            }
        }
        (removal(&format!("/setbacks/people/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, me.book.facts(), &head, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_in_no_list_is_addressed_as_one_would() {
        assert_eq!(greeted("Leila Haddad"), "Leila");
        assert_eq!(greeted("My sister"), "[their name]");
        assert_eq!(greeted("Tom"), "Tom");
    }
}
