//! An update that left: what it said, who got it, and what came back.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, PreEscaped, html};
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{
        Action, Channel, Contact, Of, Opportunity, OpportunityPlace, Outcome, Stage, StageEntered,
        Touch, Update,
    },
    views::updates::Copy,
};
use windward_formats::mail::markdown;

use super::{copies, found, gone, send, sends_from, take, title};
use crate::{
    components::{Field, Kind, field, go_quietly, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::choices::or_none,
    path::Path,
    session::Me,
    words::near,
};

/// Somebody replied: that is a touch, and perhaps something to do or a role to consider.
pub(crate) async fn reply(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let who = form.typed("person").parse().ok();
    let place = who.and_then(|who: ItemId| of.it.to.iter().position(|it| it.contact == who));
    if place.is_none() {
        form.fault("person", "Who was it?");
    }
    let answered = form.needed("answered", TEXT, "What came back? A line is enough.");
    let next = form.text("next", LINE);
    let opens = form.ticked("opens");
    if opens && next.is_none() && form.is_good() {
        form.fault("next", "What is there to do? It goes on your list.");
    }
    let considers = form.ticked("considers");
    let role = form.text("role", LINE);
    if considers && role.is_none() && form.is_good() {
        form.fault(
            "role",
            "What is the role called? It goes among your opportunities.",
        );
    }
    let on = form.date("on").unwrap_or(PartialDate::day(me.book.today));
    if on.is_after(me.book.today) {
        form.fault("on", "That lies ahead; note it when it was.");
    }
    let (Some(place), true) = (place, form.is_good()) else {
        let from = sends_from(&me, of.it).await;
        let page = page(&me, of, &form, from.as_deref());
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let directory = me.book.people();
    let said = of.it.to[place].contact;
    let person = directory.resolve(said).unwrap_or(said);
    let all = copies(&me, directory, of.it);
    let name = all.get(place).map(|it| it.name().to_owned());
    let touch = Touch {
        channel: Some(Channel::Email),
        answered,
        next: next.clone(),
        note: Some(format!("Reply to ‘{}’", of.it.subject)),
        ..Touch::new(vec![person], on)
    };
    let today = PartialDate::day(me.book.today);
    let hash = me.book.framework.hash;
    me.act(once, |act| {
        let touch = act.add(touch);
        let mut update = of.it.clone();
        update.to[place].replies.push(touch);
        act.put(id, revises, update);
        if let Some(title) = role.filter(|_| considers) {
            let place = OpportunityPlace::Outside;
            act.add(Opportunity {
                source: name.clone(),
                contact: me.book.record.get::<Contact>(person).map(|of| of.id),
                came_of: Some(touch),
                stages: vec![StageEntered::new(Stage::Talking, on)],
                ..Opportunity::new(title, place, on, hash)
            });
        }
        if let Some(next) = next.filter(|_| opens) {
            act.add(Action {
                whom: name,
                ..Action::new(next, today, hash)
            });
        }
    })
    .await?;
    Ok(Redirect::to(&format!("/updates/{id}#replies")).into_response())
}

pub(super) fn page(me: &Me, of: Of<'_, Update>, form: &Form, from: Option<&str>) -> Response {
    let facts = me.book.facts();
    let it = of.it;
    let copies = copies(me, me.book.people(), it);
    let on = it.state.left().unwrap_or(it.on);
    let head = Head {
        title: title(it),
        lede: html! { p { "About " (it.month.in_words()) ", " (gone(it)) " " (near(on, me.book.today)) "." } },
        section: Section::Updates,
    };
    let body = html! {
        div.cols {
            div {
                section.card.note {
                    p.soft { "Subject: " (it.subject) }
                    (PreEscaped(markdown::html(&it.body)))
                }
                (replies(me, of, &copies, form))
            }
            div {
                section { h2 { "Who got it" } (who(&copies)) (send::rest(of, &copies)) }
                section { h2 { "As a file" } (take::files(of, copies.iter().filter(|it| it.address.is_some()).count(), from.is_some())) }
            }
        }
        div.actions { (go_quietly("/updates", "All updates")) }
        (crate::pages::remove(&format!("/updates/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}

fn who(copies: &[Copy<'_>]) -> Markup {
    html! {
        @if copies.is_empty() { p.soft { "Nobody is noted." } }
        ul.plain.close {
            @for copy in copies {
                @let it = copy.recipient;
                li {
                    @if copy.contact.is_some() { a href={ "/people/" (copy.person) } { (copy.name()) } } @else { (copy.name()) }
                    @if !matches!(it.outcome, Outcome::Sent | Outcome::Taken) { " " span.tag.warn { (it.outcome.label()) } }
                    @if let Some(address) = copy.address { br; span.soft { (address) } }
                    @if let Some(said) = &it.said { br; span.soft { (said) } }
                    @if let Some(now) = copy.corrected { br; span.soft { "Now at " (now) } }
                }
            }
        }
    }
}

/// What came back, and the form for more.
fn replies(me: &Me, of: Of<'_, Update>, copies: &[Copy<'_>], form: &Form) -> Markup {
    let people = copies.iter();
    let people = people.map(|it| (it.recipient.contact.to_string(), it.name().to_owned()));
    let people = or_none("choose", people);
    let said: Vec<(&str, Of<'_, Touch>)> = copies
        .iter()
        .flat_map(|copy| {
            let replies = copy.recipient.replies.iter();
            let touches = replies.filter_map(|id| me.book.record.get::<Touch>(*id));
            touches.map(|touch| (copy.name(), touch))
        })
        .collect();
    let line = Kind::Line {
        autocomplete: "off",
    };
    html! {
        section #replies {
            h2 { "What came back" }
            @if said.is_empty() { p.soft { "No reply is noted yet. One that you note here is a touch with that person, too." } }
            @for (name, touch) in &said {
                figure.said {
                    @if let Some(answered) = &touch.it.answered { blockquote { (answered) } }
                    figcaption { (name) ", " (near(touch.it.on, me.book.today)) @if let Some(next) = &touch.it.next { ". Next: " (next) } }
                }
            }
            @if !copies.is_empty() {
                details open[!form.is_good()] {
                    summary { "Note a reply" }
                    form method="post" action={ "/updates/" (of.id) "/reply" } {
                        (not_saved(form))
                        (marks_again(form, Some(of.revision.entry_id)))
                        div.pair {
                            (field(form, Field { name: "person", label: "From", hint: "", kind: Kind::One(&people) }))
                            (field(form, Field { name: "on", label: "When", hint: "", kind: Kind::Date }))
                        }
                        (field(form, Field { name: "answered", label: "What came back", hint: "", kind: Kind::Text }))
                        (field(form, Field { name: "next", label: "What comes next", hint: "", kind: line }))
                        label.check { input type="checkbox" name="opens" value="yes" checked[form.ticked("opens")]; "It opens something: put what comes next on my list" }
                        label.check { input type="checkbox" name="considers" value="yes" checked[form.ticked("considers")]; "It is a role to consider: put it among my opportunities" }
                        (field(form, Field { name: "role", label: "The role", hint: "Its title, as they called it.", kind: line }))
                        div.actions { button { "Keep it" } }
                    }
                }
            }
        }
    }
}
