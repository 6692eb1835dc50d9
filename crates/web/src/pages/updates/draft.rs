//! An update that is being written: its text with a preview, who gets it, and what to look at before it leaves.

use std::collections::HashSet;

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::{Markup, PreEscaped, html};
use windward_core::{
    id::{ItemId, NewIds},
    record::{Of, Recipient, Update, UpdateGroup},
    views::{
        board::Circle,
        people::{Directory, Filter},
        updates::{self, Copy, Doubt, Draft, doubts, members},
    },
};
use windward_formats::mail::{Mailbox, markdown};

use super::{copies, found, send, sends_from, take, title};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, sentence},
    layout::{self, Head, Section},
    pages::{board::who, choices::or_none},
    path::Path,
    session::Me,
    words::{capital, several, small},
};

/// The form of a draft as it stands.
pub(super) fn filled(of: Of<'_, Update>, from: Option<&str>) -> Form {
    let it = of.it;
    Form::filled([
        ("subject", it.subject.clone()),
        ("body", it.body.clone()),
        ("from", from.unwrap_or_default().to_owned()),
    ])
}

/// Keeps the text and who gets it.
pub(crate) async fn save(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    kept(me, id, form, &format!("/updates/{id}#preview")).await
}

/// Keeps it, and goes on to what leaves: nothing that stands on the page is lost on the way.
pub(crate) async fn go_on(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    kept(me, id, form, &format!("/updates/{id}/send")).await
}

async fn kept(me: Me, id: ItemId, mut form: Form, to: &str) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (mut once, revises) = (form.once()?, form.revises()?);
    let fresh = once.item();
    if !of.it.state.is_draft() {
        me.say("This one has left already, so it is not changed any more.");
        return Ok(Redirect::to(&format!("/updates/{id}")).into_response());
    }
    let directory = me.book.people();
    let Some((mut update, who)) = read(&me, directory, of.it, &mut form) else {
        let from = sends_from(&me, of.it).await;
        let page = page(&me, of, &form, from.as_deref());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let added = who.as_ref().map(|who| who.id(fresh));
    if let Some(person) = added {
        let mut there = update.to.iter();
        if there.all(|it| it.contact != person) {
            update.to.push(Recipient::new(person));
        }
    }
    me.act(once, |act| {
        act.put(id, revises, update);
        if let Some(who) = who {
            who.write(&me, act, fresh);
        }
    })
    .await?;
    Ok(Redirect::to(to).into_response())
}

fn read(
    me: &Me,
    directory: &Directory,
    standing: &Update,
    form: &mut Form,
) -> Option<(Update, Option<who::Who>)> {
    let subject = form.needed("subject", Update::SUBJECT, "Give it a subject.");
    let body = form.text("body", Update::BODY);
    let from = form.text("from", LINE);
    if let Some(Err(error)) = from.as_deref().map(|it| Mailbox::new(None, it)) {
        form.fault("from", sentence(&error));
    }
    let who = who::read(Circle::of(&me.book.record, directory), form);
    let to = recipients(me, directory, standing, form);
    if to.len() + usize::from(who.is_some()) > Update::MOST {
        form.fault(
            "tag",
            format!(
                "An update goes to {} people at most. Choose fewer.",
                Update::MOST
            ),
        );
    }
    let update = Update {
        subject: subject.unwrap_or_default(),
        body: body.unwrap_or_default(),
        from,
        to,
        ..standing.clone()
    };
    form.is_good().then_some((update, who))
}

/// Who is still ticked, and whoever a tag or a group adds.
fn recipients(
    me: &Me,
    directory: &Directory,
    standing: &Update,
    form: &mut Form,
) -> Vec<Recipient> {
    let ticked: HashSet<ItemId> = form.all("to").filter_map(|it| it.parse().ok()).collect();
    let kept = standing.to.iter().filter(|it| ticked.contains(&it.contact));
    let mut to: Vec<Recipient> = kept.cloned().collect();
    let mut more = Vec::new();
    if let Some(tag) = form.text("tag", LINE) {
        let filter = Filter {
            tag: Some(&tag),
            ..Filter::default()
        };
        more.extend(directory.find(&filter).into_iter().map(|it| it.id));
        if more.is_empty() {
            form.fault("tag", "Nobody has this tag.");
        }
    }
    let group = form.typed("group").parse().ok();
    if let Some(of) = group.and_then(|id| me.book.record.get::<UpdateGroup>(id)) {
        more.extend(members(me.book.facts(), directory, of.it));
    }
    let person = |id: ItemId| directory.resolve(id).unwrap_or(id);
    let mut there: HashSet<ItemId> = to.iter().map(|it| person(it.contact)).collect();
    to.extend(
        more.into_iter()
            .filter(|id| there.insert(*id))
            .map(Recipient::new),
    );
    to
}

/// The text as it will be read, for the script that shows it while one types. It changes nothing.
pub(crate) async fn preview(_: Me, form: Form) -> Html<String> {
    Html(markdown::html(form.typed("body")))
}

/// What to look at before it leaves.
pub(super) fn before(doubts: &[Doubt<'_>]) -> Markup {
    html! {
        section {
            h2 { "Before it leaves" }
            @if doubts.is_empty() { p.soft { "Nothing stands in the way." } }
            @else { ul.doubts { @for doubt in doubts { li { (doubt.says()) } } } }
        }
    }
}

pub(super) fn page(me: &Me, of: Of<'_, Update>, form: &Form, sends_from: Option<&str>) -> Response {
    let facts = me.book.facts();
    let directory = me.book.people();
    let it = of.it;
    let copies = copies(me, directory, it);
    let head = Head {
        title: title(it),
        lede: html! { p { "About " (it.month.in_words()) ". It is a draft: it goes nowhere until you send it." } },
        section: Section::Updates,
    };
    let doubts = doubts(facts, it, &copies);
    let body = html! {
        (left_out(&updates::draft(facts, it.month), it))
        div.cols {
            div {
                form #update method="post" action={ "/updates/" (of.id) } {
                    (not_saved(form))
                    (marks_again(form, Some(of.revision.entry_id)))
                    (text(form))
                    (people(me, directory, &copies, form))
                    div.actions { button { "Save the draft" } (go_quietly("/updates", "Back")) }
                }
                section #preview {
                    h2 { "How it will look" }
                    div.card.note aria-live="off" {
                        p.soft { "Subject: " (it.subject) }
                        div #shown { (PreEscaped(markdown::html(form.typed("body")))) }
                    }
                }
            }
            div {
                (before(&doubts))
                (send::section(of)) (take::section(of, &copies, sends_from.is_some()))
            }
        }
        (crate::pages::remove(&format!("/updates/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

/// What of the month is not in it, and why.
fn left_out(draft: &Draft<'_>, it: &Update) -> Markup {
    let secret = draft.confidential.len();
    html! {
        @if secret > 0 {
            div.notice {
                p { (capital(&small(secret))) @if secret == 1 { " piece of evidence of " } @else { " pieces of evidence of " } (it.month.in_words()) @if secret == 1 { " is" } @else { " are" } " confidential and left out:" }
                ul.plain.close { @for of in &draft.confidential { li { a href={ "/evidence/" (of.id) } { (of.it.what) } } } }
            }
        }
        @if draft.further > 0 {
            p.soft { "The month has " (several(draft.further, "more piece", "more pieces")) " of " a href={ "/evidence?from=" (it.month) "&to=" (it.month) } { "evidence" } " than a note holds; the latest are in it." }
        }
    }
}

fn text(form: &Form) -> Markup {
    let line = |autocomplete| Kind::Line { autocomplete };
    let fault = form.fault_of("body");
    html! {
        (field(form, Field { name: "subject", label: "Subject", hint: "", kind: line("off") }))
        div.field.wide {
            label for="body" { "Text" }
            p.hint #body-hint { "In Markdown: " code { "**bold**" } ", " code { "- a list" } ", " code { "[words](https://…)" } ". Names come from who saw it: take out who only watched, and name who did the work." }
            textarea.letter id="body" name="body" rows="18" data-preview="shown" aria-invalid=[fault.map(|_| "true")]
                aria-describedby=(if fault.is_some() { "body-hint body-fault" } else { "body-hint" }) { (form.typed("body")) }
            @if let Some(fault) = fault { p.error #body-fault { (fault) } }
        }
        (field(form, Field { name: "from", label: "Your address", hint: "Where answers go.", kind: line("email") }))
    }
}

/// Who gets it: those who do, and three ways to add somebody.
fn people(me: &Me, directory: &Directory, copies: &[Copy<'_>], form: &Form) -> Markup {
    let refused = !form.is_good();
    let ticked: HashSet<&str> = form.all("to").collect();
    let tags = directory.tags().into_iter();
    let tags = tags.map(|it| (it.name.clone(), format!("{} ({})", it.name, it.count)));
    let tags = or_none("none", tags);
    let groups = updates::groups(&me.book.record).into_iter();
    let groups = groups.map(|of| (of.id.to_string(), of.it.name.clone()));
    let groups = or_none("none", groups);
    html! {
        section {
            h2 { "Who gets it " small { (copies.iter().filter(|it| !it.again).count()) } }
            @if copies.is_empty() { p.soft { "Nobody yet. Add a group, everybody with a tag, or people one by one, and save." } }
            @else {
                p.soft { "Untick whom it should not go to. Each gets a letter of their own, and nobody sees who else does." }
                ul.ticks.close {
                    @for copy in copies {
                        @let id = copy.recipient.contact.to_string();
                        li {
                            label.check {
                                input type="checkbox" name="to" value=(id) checked[!refused || ticked.contains(id.as_str())];
                                span {
                                    (copy.name()) " "
                                    span.soft {
                                        (copy.address.unwrap_or("no e-mail address"))
                                        @if copy.again { ", twice on the list" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            div.pair {
                (field(form, Field { name: "group", label: "Add a group", hint: "", kind: Kind::One(&groups) }))
                (field(form, Field { name: "tag", label: "Add everybody with a tag", hint: "", kind: Kind::One(&tags) }))
            }
            (who::field(&me.book.record, directory, form, "Add somebody", "One of your people, or a new name."))
        }
    }
}
