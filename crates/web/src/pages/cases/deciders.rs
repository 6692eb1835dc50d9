//! Who decides: what each of them knows of the work, and what they should hear before.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Case, CaseDecider, Knows, Of},
    views::{
        case::{
            Deciding, deciders,
            deciders::{waiting, who},
        },
        facts::Facts,
        talks::{
            partners::manager,
            who::{Names as _, Who},
        },
    },
};

use super::{family, found};
use crate::{
    components::{Field, Kind, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::Form,
    layout::{self, Head, Section},
    pages::talks::{known_people, named, who_field},
    path::Path,
    session::Me,
    words::{capital, near, sentence, several},
};

/// Rows for more people than there are.
const SPARE: usize = 2;

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(page(&me, of, &filled(me.book.facts(), of.it)))
}

/// Keeps who decides and what is to be said.
pub(crate) async fn save(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(deciders) = read(&me, of.it, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&me, of, &form)).into_response());
    };
    let it = Case {
        deciders,
        ..of.it.clone()
    };
    me.act(once, |act| act.put(id, revises, it)).await?;
    me.say("Saved.");
    Ok(Redirect::to(&format!("/cases/{id}/deciders")).into_response())
}

/// Notes that something was said to one of them, or takes that back.
pub(crate) async fn said(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let place: Option<usize> = form.typed("place").parse().ok();
    let mut it = of.it.clone();
    let decider = place.and_then(|place| it.deciders.get_mut(place));
    let decider = decider.ok_or(WebError::NotFound)?;
    let today = PartialDate::day(me.book.today);
    decider.said = decider.said.is_none().then_some(today);
    me.act(once, |act| act.put(id, revises, it)).await?;
    Ok(Redirect::to(&format!("/cases/{id}/deciders")).into_response())
}

/// Puts one’s manager or somebody of the map of allies among those who decide.
pub(crate) async fn add(me: Me, Path(id): Path<ItemId>, form: Form) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let facts = me.book.facts();
    let whom = if form.ticked("manager") {
        manager(facts).map(|of| facts.talks.who(of.it))
    } else {
        let ally: Option<ItemId> = form.typed("ally").parse().ok();
        let ally = facts.talks.allies.iter().find(|of| Some(of.id) == ally);
        ally.map(|of| facts.talks.who(of.it))
    };
    let whom = whom.ok_or(WebError::NotFound)?;
    let mut it = of.it.clone();
    let there = it.deciders.iter().any(|known| who(facts, known).is(whom));
    if !there {
        if it.deciders.len() >= Case::MOST_DECIDERS {
            return Err(WebError::Form(format!(
                "A case keeps {} people who decide at most.",
                Case::MOST_DECIDERS
            )));
        }
        it.deciders
            .push(decider(whom.contact, whom.name.map(str::to_owned)));
        me.act(once, |act| act.put(id, revises, it)).await?;
    }
    Ok(Redirect::to(&format!("/cases/{id}/deciders")).into_response())
}

fn decider(contact: Option<ItemId>, whom: Option<String>) -> CaseDecider {
    CaseDecider {
        contact,
        whom,
        say: None,
        by: None,
        said: None,
        unknown: Map::new(),
    }
}

fn filled(facts: &Facts<'_>, it: &Case) -> Form {
    let mut form = Form::default();
    for (at, it) in it.deciders.iter().enumerate() {
        let name = who(facts, it).name.unwrap_or_default();
        form.set(&format!("who{at}"), name);
        form.set(&format!("say{at}"), it.say.clone().unwrap_or_default());
        let by = it.by.map(|by| by.to_string()).unwrap_or_default();
        form.set(&format!("by{at}"), by);
    }
    form
}

fn read(me: &Me, before: &Case, form: &mut Form) -> Option<Vec<CaseDecider>> {
    let facts = me.book.facts();
    let mut found: Vec<CaseDecider> = Vec::new();
    for at in 0..Case::MOST_DECIDERS {
        let field = format!("who{at}");
        let say = form.text(&format!("say{at}"), Case::NOTE);
        let by = form.date(&format!("by{at}"));
        let typed = form.typed(&field).trim().to_owned();
        let theirs = |it: &&CaseDecider| who(facts, it).name == Some(typed.as_str());
        let mut it = match before.deciders.iter().find(theirs) {
            Some(old) if !typed.is_empty() => old.clone(),
            _ => {
                let named = named(me, form, &field, Who::default());
                decider(named.contact, named.whom)
            }
        };
        if it.who().is_nobody() {
            if say.is_some() && form.fault_of(&field).is_none() {
                form.fault(&field, "To whom?");
            }
            continue;
        }
        // What was said was another thing.
        if it.say != say {
            it.said = None;
        }
        (it.say, it.by) = (say, by);
        if !found.iter().any(|known| known.who().is(it.who())) {
            found.push(it);
        }
    }
    form.is_good().then_some(found)
}

fn page(me: &Me, of: Of<'_, Case>, form: &Form) -> Response {
    let facts = me.book.facts();
    let all = deciders(facts, of.it);
    let left = waiting(of);
    let head = Head {
        title: "Who decides",
        lede: html! {
            p {
                @if of.it.deciders.is_empty() { "A promotion is decided by more people than your manager. Who sits in the room, and what do they know of your work?" }
                @else if left == 0 { (capital(&several(of.it.deciders.len(), "person decides", "people decide"))) "; nothing is left to say to them." }
                @else { (capital(&several(left, "person is", "people are"))) " still to hear something from you before it is decided." }
            }
        },
        section: Section::Milestones,
    };
    let rows = (0..Case::MOST_DECIDERS)
        .rev()
        .find(|at| !form.typed(&format!("who{at}")).is_empty());
    let rows = (rows.map_or(0, |it| it + 1) + SPARE).min(Case::MOST_DECIDERS);
    let body = html! {
        (family(of, "/deciders"))
        section {
            ul.plain { @for it in all.iter().filter(|it| it.said.is_some()) { (line(facts, of, it)) } }
            @if of.it.deciders.is_empty() { p.soft { "Nobody is named yet. ‘Besides you, who needs to agree?’ is a good question for the next conversation." } }
        }
        (beside(of, &all))
        section.card {
            details open[!form.is_good() || of.it.deciders.is_empty()] {
                summary { "Who they are, and what to say to whom" }
                form method="post" action={ "/cases/" (of.id) "/deciders" } {
                    (not_saved(form))
                    (marks_again(form, Some(of.revision.entry_id)))
                    p.soft { "Empty a name to take somebody out." }
                    @for at in 0..rows {
                        div.pair.wide {
                            (who_field(form, &format!("who{at}"), &format!("{}.", at + 1), ""))
                            (field(form, Field { name: &format!("by{at}"), label: "By", hint: "", kind: Kind::Date }))
                        }
                        (field(form, Field { name: &format!("say{at}"), label: "What they should hear before", hint: "", kind: Kind::Text }))
                    }
                    div.actions { button { "Save who decides" } (go_quietly(&format!("/cases/{}", of.id), "Back")) }
                }
            }
        }
        (known_people(me))
        p.soft { "Nothing of this page is in the packet." }
    };
    layout::page(me, facts, &head, &body)
}

fn line(facts: &Facts<'_>, of: Of<'_, Case>, it: &Deciding<'_>) -> Markup {
    let place = it.said.and_then(|said| {
        let mut all = of.it.deciders.iter();
        all.position(|known| std::ptr::eq(known, said))
    });
    let Some((said, place)) = it.said.zip(place) else {
        return html! {};
    };
    html! {
        li.with-act {
            div {
                strong { (it.name) } " "
                @if it.manager { span.tag.course { "your manager" } " " }
                @match it.knows() {
                    Some(knows) => { (known(knows)) }
                    None if it.manager => {}
                    None => { span.tag.quiet { "not on your map of allies" } }
                }
                @if let Some(because) = it.known.as_ref().and_then(|it| it.of.it.because.as_ref()) { p { (because) } }
                @match &said.say {
                    Some(say) => {
                        p { "Before it is decided" @if let Some(by) = said.by { ", by " (near(by, facts.day)) } ": " (sentence(say)) }
                        @if let Some(on) = said.said { p.soft { span.tag.good { "said" } " " (near(on, facts.day)) } }
                    }
                    None => { p.soft { "Worth saying: " (it.proposed()) } }
                }
            }
            @if said.say.is_some() {
                form method="post" action={ "/cases/" (of.id) "/deciders/said" } {
                    (marks(Some(of.revision.entry_id)))
                    input type="hidden" name="place" value=(place);
                    button.quiet { (if said.said.is_some() { "Not said after all" } else { "I said it" }) span.seen-not { ": " (it.name) } }
                }
            }
        }
    }
}

/// One’s manager and those on the map of allies, as far as the case does not name them.
fn beside(of: Of<'_, Case>, all: &[Deciding<'_>]) -> Markup {
    let beside: Vec<&Deciding<'_>> = all.iter().filter(|it| it.said.is_none()).collect();
    html! {
        @if !beside.is_empty() {
            section {
                h2 { "Not in this case" }
                ul.plain {
                    @for it in beside {
                        li.with-act {
                            div {
                                @match &it.known {
                                    Some(ally) => { a href={ "/allies/" (ally.of.id) } { (it.name) } " " (known(ally.of.it.knows)) " " span.tag.quiet { (ally.of.it.place.label()) } }
                                    None => { (it.name) }
                                }
                                @if it.manager { " " span.tag.course { "your manager" } }
                            }
                            form method="post" action={ "/cases/" (of.id) "/deciders/add" } {
                                (marks(Some(of.revision.entry_id)))
                                @match &it.known {
                                    Some(ally) => { input type="hidden" name="ally" value=(ally.of.id); }
                                    None => { input type="hidden" name="manager" value="yes"; }
                                }
                                button.quiet { "They decide, too" span.seen-not { ": " (it.name) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How well somebody knows the work, as a tag.
fn known(knows: Knows) -> Markup {
    let class = match knows {
        Knows::WouldSpeak | Knows::Seen => "tag good",
        Knows::Hearsay => "tag warn",
        Knows::Nothing => "tag ahead",
    };
    html! { span class=(class) { "knows your work: " (knows.label()) } }
}
