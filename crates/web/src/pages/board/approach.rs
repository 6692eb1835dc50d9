//! One approach: the steps taken, the one that could come next, and the words for it.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::{ItemId, NewIds},
    record::{Approach, Contact, Of, Seat, Step, StepKind},
    views::{
        board::{Approaching, Circle, Draft, Offer, Stage, approaching, draft, told},
        facts::Facts,
        people::Directory,
    },
};

use super::{letter::letter, private, sheet::person, who};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::choices::{options, or_none},
    path::Path,
    session::Me,
    words::{Day, Known, near, sentence},
};

/// What a new approach is for, as an address says it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct For {
    #[serde(default)]
    seat: String,
    #[serde(default)]
    person: String,
}

pub(crate) async fn blank(me: Me, Query(wanted): Query<For>) -> Response {
    let known = wanted.person.parse().ok();
    let known = known.and_then(|id| me.book.record.get::<Contact>(id));
    let form = Form::filled([
        ("who", known.map_or_else(String::new, |of| told(of.it))),
        ("seat", wanted.seat),
    ]);
    fresh(&me, &form)
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let mut once = form.once()?;
    let fresh_id = once.item();
    let directory = me.book.people();
    let who = who::read(Circle::of(&me.book.record, directory), &mut form);
    if who.is_none() && form.fault_of("who").is_none() {
        form.fault("who", "Whom did you notice?");
    }
    let note = form.text("note", TEXT);
    let seat = form.typed("seat").parse().ok();
    let seat = seat.and_then(|id| me.book.record.get::<Seat>(id));
    let Some(who) = who.filter(|_| form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, fresh(&me, &form)).into_response());
    };
    let on = PartialDate::day(me.book.today);
    let mut id = None;
    me.act(once, |act| {
        let person = who.id(fresh_id);
        id = Some(act.add(Approach {
            seat: seat.map(|of| of.id),
            steps: vec![step(StepKind::Noticed, on, note, None)],
            ..Approach::new(person, on)
        }));
        // Whoever is noticed for an open seat takes it: some members of a board never learn of it.
        if let Some(of) = seat.filter(|of| of.it.person.is_none()) {
            act.revise(
                of,
                Seat {
                    person: Some(person),
                    since: Some(on),
                    ..of.it.clone()
                },
            );
        }
        who.write(&me, act, fresh_id);
    })
    .await?;
    Ok(Redirect::to(&id.map_or_else(
        || "/board".to_owned(),
        |id| format!("/board/approaches/{id}"),
    ))
    .into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, me.book.people(), of, None, &Form::default()))
}

/// Lets it go, or takes it up again.
pub(crate) async fn let_go(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let revises = form.revises()?;
    let today = PartialDate::day(me.book.today);
    let approach = Approach {
        let_go: of.it.let_go.is_none().then_some(today),
        ..of.it.clone()
    };
    me.act(form.once()?, |act| act.put(id, revises, approach))
        .await?;
    Ok(Redirect::to(&format!("/board/approaches/{id}")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw::<Approach>(&me, id, &form, "/board", |_| {
        Some("The approach is gone from your board.".to_owned())
    })
    .await
}

pub(super) fn found(me: &Me, id: ItemId) -> Result<Of<'_, Approach>, WebError> {
    me.book.record.get::<Approach>(id).ok_or(WebError::NotFound)
}

/// A step that was taken.
pub(super) fn step(
    kind: StepKind,
    on: PartialDate,
    note: Option<String>,
    touch: Option<ItemId>,
) -> Step {
    Step {
        kind,
        on,
        note,
        touch,
        unknown: Map::new(),
    }
}

fn fresh(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let seats = facts.board.seats.iter();
    let seats = seats.map(|of| (of.id.to_string(), of.it.area.clone()));
    let seats = or_none("none in particular", seats);
    let head = Head {
        title: "Somebody you noticed",
        lede: html! { p { "Who knows what you want to know? Noting it asks nothing of them, and they will not learn of it. " (private()) } },
        section: Section::Board,
    };
    let body = html! {
        (not_saved(form))
        form method="post" action="/board/approaches" {
            (marks(None))
            (who::field(&me.book.record, me.book.people(), form, "Who", "One of your people or a new name, with where they work: ‘Ines Dahl, Fjord Rail’."))
            (field(form, Field { name: "note", label: "What you noticed them for", hint: "It ends the sentence ‘I still think about …’, as in ‘your talk on fares in spring’. The first mail is made from it.", kind: Kind::Line { autocomplete: "off" } }))
            (field(form, Field { name: "seat", label: "For the seat", hint: "An open seat is theirs from now on; nobody tells them.", kind: Kind::One(&seats) }))
            div.actions { button { "Note it" } (go_quietly("/board", "Back")) }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// The page; `mail` is a letter that was sent back, with what is wrong with it.
pub(super) fn page(
    me: &Me,
    directory: &Directory,
    of: Of<'_, Approach>,
    mail: Option<&(StepKind, Draft)>,
    form: &Form,
) -> Response {
    let facts = me.book.facts();
    let circle = Circle::of(&me.book.record, directory);
    let it = approaching(facts, circle, of);
    let name = it.person.map_or("Somebody", |of| &of.it.name);
    let head = Head {
        title: name,
        lede: html! {
            p {
                (stage(it.stage)) ", " (near(it.since, facts.day))
                @if let Some(seat) = it.seat { ". For " a href={ "/board/seats/" (seat.id) } { (seat.it.area) } }
                ". " (private())
            }
        },
        section: Section::Board,
    };
    let body = html! {
        p.crumbs {
            a href="/board" { "The board" }
            @if let Some(of) = it.person { " · " a href={ "/board/with/" (of.id) } { "Before and after a touch" } " · " (person(of)) }
        }
        @if let Some(boundaries) = it.person.and_then(|of| of.it.boundaries.as_deref()) { div.notice.warn { p { "They asked you: " (sentence(boundaries)) } } }
        (not_saved(form))
        section.card {
            p { (it.stage.says()) }
            @if matches!(it.stage, Stage::Asked | Stage::Resting) { (answer(&it, form)) }
            @for offer in &it.offers { (offered(facts, circle, &it, *offer, mail, form)) }
        }
        (taken(facts, &it))
        section {
            details {
                summary { "Something else happened" }
                (another(&it, form))
            }
            form method="post" action={ "/board/approaches/" (of.id) "/let-go" } {
                (marks(Some(of.revision.entry_id)))
                div.actions { button.quiet { (if it.stage == Stage::LetGo { "Take it up again" } else { "Let it go" }) } }
            }
        }
        (crate::pages::remove(&format!("/board/approaches/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

/// Where it stands, as a word in its colour.
pub(super) fn stage(stage: Stage) -> Markup {
    let class = match stage {
        Stage::Answered => "tag ahead",
        Stage::Noticed | Stage::Asked | Stage::Thanked => "tag course",
        Stage::Habit | Stage::Mentorship => "tag good",
        Stage::Resting | Stage::LetGo => "tag quiet",
    };
    html! { span class=(class) { (stage.label()) } }
}

/// A step that could come next: with its letter, or as a button.
fn offered(
    facts: &Facts<'_>,
    circle: Circle<'_>,
    it: &Approaching<'_>,
    offer: Offer,
    mail: Option<&(StepKind, Draft)>,
    form: &Form,
) -> Markup {
    let sent_back = mail.filter(|(step, _)| *step == offer.step);
    let written = sent_back.map(|(_, draft)| draft.clone());
    let written = written.or_else(|| draft(facts, circle, it, offer.step));
    let of = it.of;
    html! {
        @if let Some(from) = offer.from {
            p.soft { (offer.label(it.answers)) ": from " (Day(from)) " on, if you have a question by then." }
        } @else if let Some(written) = written {
            (letter(it, offer, &written, form))
        } @else {
            form method="post" action={ "/board/approaches/" (of.id) "/step" } {
                (marks(Some(of.revision.entry_id)))
                input type="hidden" name="step" value=(offer.step.word());
                p.soft { "They answered " (crate::words::several(it.answers, "time", "times")) ". A habit has a rhythm, and that is the one of their seat." }
                div.actions { button.quiet { (offer.label(it.answers)) } }
            }
        }
    }
}

/// Where the word is theirs: what they answered, if they did.
fn answer(it: &Approaching<'_>, form: &Form) -> Markup {
    let of = it.of;
    html! {
        form method="post" action={ "/board/approaches/" (of.id) "/step" } {
            (marks(Some(of.revision.entry_id)))
            input type="hidden" name="step" value="answered";
            (field(form, Field { name: "note", label: "What they answered", hint: "", kind: Kind::Text }))
            div.actions { button { "An answer came" } }
        }
    }
}

fn taken(facts: &Facts<'_>, it: &Approaching<'_>) -> Markup {
    html! {
        @if !it.steps.is_empty() {
            section {
                h2 { "Step by step" }
                ol.way {
                    @for step in &it.steps {
                        li {
                            strong { (crate::words::capital(step.kind.label())) } " " span.soft { (near(step.on, facts.day)) }
                            @if let Some(note) = &step.note { p { (note) } }
                        }
                    }
                }
            }
        } @else {
            p.soft { "Noticed " (Known(it.of.it.on)) "." }
        }
    }
}

/// Any step, on any day: life does not keep to an order.
fn another(it: &Approaching<'_>, form: &Form) -> Markup {
    let words = options(StepKind::WORDS, |kind| match kind {
        StepKind::Noticed => "I noticed something else",
        StepKind::Asked => "I asked them something",
        StepKind::Answered => "They answered, or wrote by themselves",
        StepKind::Thanked => "I told them what came of it",
        StepKind::Habit => "It has become a habit",
        StepKind::Mentorship => "We both want it to be a mentorship, and said so",
    });
    html! {
        form method="post" action={ "/board/approaches/" (it.of.id) "/step" } {
            (marks(Some(it.of.revision.entry_id)))
            div.pair {
                (field(form, Field { name: "step", label: "What", hint: "", kind: Kind::One(&words) }))
                (field(form, Field { name: "on", label: "When", hint: "", kind: Kind::Date }))
            }
            div.field {
                label for="note-of-another" { "In a line" }
                input id="note-of-another" name="note" autocomplete="off" maxlength=(LINE);
            }
            div.actions { button.quiet { "Note it" } }
        }
    }
}
