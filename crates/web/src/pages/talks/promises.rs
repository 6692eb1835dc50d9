//! Promises on both sides.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Conversation, Of, Promise, PromiseOwner, PromiseState},
    views::{
        facts::Facts,
        talks::{
            promises::{is_late, is_open, promises},
            who::Who,
        },
    },
};

use super::{family, for_the_next, known_people, named, who_field};
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, hand, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, TEXT},
    layout::{self, Head, Section},
    pages::{given_by, is_given, sharing, today::aside::of as says_of},
    path::Path,
    session::Me,
    words::{self, near},
};

/// Promises that are over, on the page.
const MOST_OVER: usize = 50;

pub(crate) async fn list(me: Me) -> Response {
    listing(&me, &Form::default())
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(promise) = read(&me, &mut form, None) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    let back = form.back().unwrap_or("/promises").to_owned();
    me.act(once, |act| {
        act.add(promise);
    })
    .await?;
    Ok(Redirect::to(&back).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let it = of.it;
    let who = me.book.facts().talks.who(it);
    let form = Form::filled([
        ("what", it.what.clone()),
        ("owner", it.owner.word().to_owned()),
        ("whom", who.name.unwrap_or_default().to_owned()),
        ("due", it.due.map(|due| due.to_string()).unwrap_or_default()),
    ]);
    Ok(one(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(promise) = read(&me, &mut form, Some(of.it)) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, promise)).await?;
    Ok(Redirect::to("/promises").into_response())
}

/// Says what became of it: kept, broken, let go, or open again.
pub(crate) async fn end(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let why = form.text("why", TEXT);
    form.sound()?;
    let today = PartialDate::day(me.book.today);
    let (state, word) = match form.typed("as") {
        "kept" => (PromiseState::kept(today), "Kept"),
        "broken" => (PromiseState::broken(today, why), "Broken"),
        "let-go" => (PromiseState::let_go(today), "Let go"),
        "open" => (PromiseState::Open, "Open again"),
        _ => {
            return Err(WebError::Form(
                "It does not say what became of it.".to_owned(),
            ));
        }
    };
    let promise = Promise {
        state,
        ..of.it.clone()
    };
    let back = form.back().unwrap_or("/promises").to_owned();
    let ended = me.act(form.once()?, |act| act.put(id, Some(revises), promise));
    me.say_of(ended.await?, &back, says_of(word, &of.it.what));
    Ok(Redirect::to(&back).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw::<Promise>(&me, id, &form, "/promises", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Promise>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

fn read(me: &Me, form: &mut Form, before: Option<&Promise>) -> Option<Promise> {
    let facts = me.book.facts();
    let what = form.needed("what", TEXT, "What was promised?");
    let from: Option<ItemId> = form.typed("from").parse().ok();
    let from = from.and_then(|id| me.book.record.get::<Conversation>(id));
    let known = match (before, from) {
        (Some(it), _) => facts.talks.who(it),
        (None, Some(of)) => facts.talks.who(of.it),
        (None, None) => Who::default(),
    };
    let who = named(me, form, "whom", known);
    let made = from.filter(|of| of.it.held).map(|of| of.it.on);
    let blank = Promise {
        from: from.map(|of| of.id),
        ..Promise::new(
            "",
            PromiseOwner::Mine,
            made.unwrap_or(PartialDate::day(me.book.today)),
        )
    };
    let promise = Promise {
        what: what.unwrap_or_default(),
        owner: PromiseOwner::named(form.typed("owner")).unwrap_or(PromiseOwner::Mine),
        contact: who.contact,
        whom: who.whom,
        due: form.date("due"),
        ..before.cloned().unwrap_or(blank)
    };
    form.is_good().then_some(promise)
}

/// What, whose and by when.
pub(super) fn what_fields(form: &Form) -> Markup {
    let owners = [
        (PromiseOwner::Mine.word().to_owned(), "you".to_owned()),
        (PromiseOwner::Theirs.word().to_owned(), "they".to_owned()),
    ];
    html! {
        div.promise-row {
            (field(form, Field { name: "owner", label: "Who", hint: "", kind: Kind::One(&owners) }))
            (field(form, Field { name: "what", label: "What", hint: "", kind: Kind::Text }))
            (field(form, Field { name: "due", label: "By", hint: "", kind: Kind::Date }))
        }
    }
}

/// A promise on a line, with what can become of it.
pub(in crate::pages) fn line(facts: &Facts<'_>, of: Of<'_, Promise>, back: &str) -> Markup {
    html! {
        li.with-act {
            (told(facts, of))
            @if is_open(facts, of.it) { div.row { (buttons(of, back)) } }
        }
    }
}

/// What was promised, by whom, and how it stands.
fn told(facts: &Facts<'_>, of: Of<'_, Promise>) -> Markup {
    let it = of.it;
    let open = is_open(facts, it);
    html! {
        div {
            a href={ "/promises/" (of.id) } { (it.what) } " "
            @match &it.state {
                PromiseState::Kept { on, .. } if !open => { span.tag.good { "kept " (near(*on, facts.day)) } }
                PromiseState::Broken { on, .. } if !open => { span.tag.warn { "broken " (near(*on, facts.day)) } }
                PromiseState::LetGo { on, .. } if !open => { span.tag.quiet { "let go " (near(*on, facts.day)) } }
                _ => { @if is_late(facts, it) { span.tag.warn { "late" } } }
            }
            p.soft {
                @match (it.owner, facts.talks.who(it).name) {
                    (PromiseOwner::Mine, Some(name)) => { "You promised " (name) }
                    (PromiseOwner::Mine, None) => { "You promised it" }
                    (PromiseOwner::Theirs, Some(name)) => { (name) " promised" }
                    (PromiseOwner::Theirs, None) => { "They promised" }
                }
                @if let Some(due) = it.due.filter(|_| open) { ", due " (near(due, facts.day)) }
                @if let PromiseState::Broken { why: Some(why), .. } = &it.state { ". " (words::sentence(why)) }
            }
        }
    }
}

/// Kept or broken, in place.
pub(crate) fn buttons(of: Of<'_, Promise>, back: &str) -> Markup {
    html! {
        @if is_given(of.revision) { a href={ "/written#w-" (of.id) } { (hand(of.revision.hand())) } }
        @else { @for (word, label) in [("kept", "Kept"), ("broken", "Broken")] { (ending(of, back, word, label)) } }
    }
}

/// One of the ends that a promise comes to, as a button.
fn ending(of: Of<'_, Promise>, back: &str, word: &str, label: &str) -> Markup {
    html! {
        form method="post" action={ "/promises/" (of.id) "/end" } {
            (marks(Some(of.revision.entry_id)))
            input type="hidden" name="back" value=(back);
            input type="hidden" name="as" value=(word);
            button.quiet { (label) span.seen-not { ": " (of.it.what) } }
        }
    }
}

fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let all = promises(facts);
    let late = all.mine.iter().filter(|of| is_late(facts, of.it)).count();
    let head = Head {
        title: "Promises",
        lede: html! {
            p {
                @match (all.mine.len(), all.theirs.len()) {
                    (0, 0) => { "No promise is open, on either side." }
                    (0, theirs) => { "None of yours is open, and " (words::small(theirs)) " of others." }
                    (mine, theirs) => {
                        (words::capital(&words::small(mine))) " of yours " (if mine == 1 { "is" } else { "are" }) " open, and " (if theirs == 0 { "none".to_owned() } else { words::small(theirs) }) " of others."
                        @if late > 0 { " " (words::capital(&words::small(late))) " of yours " (if late == 1 { "is" } else { "are" }) " late: keeping it, or saying in time that you cannot, is worth more than a new one." }
                    }
                }
            }
        },
        section: Section::Conversations,
    };
    let nothing = all.mine.is_empty() && all.theirs.is_empty() && all.over.is_empty();
    let body = html! {
        (family("/promises"))
        @if nothing {
            (empty("Nothing is promised", "What you said you would do, and what was said to you: both are soon forgotten, and by different people. They come here from your conversations, or by your own hand.", &html! { (go("#what", "Write one down")) (go_quietly("/conversations/record", "Record a conversation")) }))
        }
        @for (title, side) in [("Yours", &all.mine), ("Theirs", &all.theirs)] {
            @if !side.is_empty() {
                section {
                    h2 { (title) }
                    ul.plain { @for of in side { (line(facts, *of, "/promises")) } }
                }
            }
        }
        section.card {
            details open[!form.is_good() || nothing] {
                summary { "Write a promise down" }
                form method="post" action="/promises" {
                    (not_saved(form))
                    (marks(None))
                    (what_fields(form))
                    (who_field(form, "whom", "With", "To whom you promised it, or who promised it to you."))
                    div.actions { button { "Keep it" } }
                }
            }
        }
        (known_people(me))
        @if !all.over.is_empty() {
            section {
                h2 { "Over" }
                ul.plain { @for of in all.over.iter().take(MOST_OVER) { (line(facts, *of, "/promises")) } }
                @if all.over.len() > MOST_OVER { p.soft { "And " (words::thousands(all.over.len() - MOST_OVER)) " earlier ones, on " a href="/timeline?kind=promise" { "the timeline" } "." } }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

fn one(me: &Me, of: Of<'_, Promise>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = of.it;
    let open = is_open(facts, it);
    let head = Head {
        title: "A promise",
        lede: html! {
            p {
                "Made " (near(it.made_on, facts.day)) ". "
                @if let Some(from) = it.from { a href={ "/conversations/" (from) } { "The conversation" } " · " }
                @if let Some(answers) = it.answers { a href={ "/feedback/" (answers) } { "The feedback that it answers" } " · " }
                a href="/promises" { "All promises" }
            }
        },
        section: Section::Conversations,
    };
    let end = |word: &str, inside: Markup| {
        html! {
            form.row method="post" action={ "/promises/" (of.id) "/end" } {
                (marks(Some(of.revision.entry_id)))
                input type="hidden" name="as" value=(word);
                (inside)
            }
        }
    };
    let given = is_given(of.revision);
    let body = html! {
        (not_saved(form))
        // Why it is broken is asked for below, and so is that it is.
        section.card {
            ul.plain { li.with-act { (told(facts, of)) @if open && !given { div.row { (ending(of, "/promises", "kept", "Kept")) } } } }
            (given_by(of.revision, of.id))
        }
        @if !given { section {
            @if open {
                (end("broken", html! {
                    label for="why" { "If it is broken, why?" }
                    input id="why" name="why" autocomplete="off";
                    button.quiet { "It is broken" }
                }))
                (end("let-go", html! { button.quiet { "Let it go" } span.soft { "Nobody needs it any more." } }))
            } @else {
                (end("open", html! { button.quiet { "Open it again" } }))
            }
        } }
        @if !given { section {
            h2 { "What it says" }
            form method="post" action={ "/promises/" (of.id) } {
                (marks_again(form, Some(of.revision.entry_id)))
                (what_fields(form))
                (who_field(form, "whom", "With", ""))
                div.actions { button { "Save the promise" } (go_quietly("/promises", "Back")) (sharing::status(me, of.id)) }
            }
        } }
        section { (for_the_next(facts, &it.what, Some(of.id), &format!("/promises/{}", of.id))) }
        (known_people(me))
        @if !given { (crate::pages::remove(&format!("/promises/{}/withdraw", of.id), of.revision.entry_id)) }
    };
    layout::page(me, facts, &head, &body)
}
