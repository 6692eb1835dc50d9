//! Agreements: what must be shown, how one will know, by when, and who else has to agree.

use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use serde::Deserialize;
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Agreement, Conversation, Decider, Of, Term},
    views::talks::{
        agreement::{agreed, goes_on},
        partners::manager,
        who::{Names as _, Who},
    },
};

use super::{family, known_people, named, who_field};
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::choices::{self, or_none},
    path::Path,
    session::Me,
    words::{self, Known, near},
};

/// Rows that the form has beyond those that are filled.
const SPARE: usize = 2;

/// The conversation that it was made in, if the page was asked for from there.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct About {
    from: String,
}

pub(crate) async fn list(me: Me) -> Response {
    let facts = me.book.facts();
    let all = facts.talks.agreements.iter().copied();
    let (standing, over): (Vec<_>, Vec<_>) = all.partition(|of| goes_on(facts, of.it));
    let head = Head {
        title: "Agreements",
        lede: html! {
            p {
                @if standing.is_empty() { "What you have to show for a next step, written down while both of you remember it the same way." }
                @else if standing.len() == 1 { "One agreement goes on." }
                @else { (words::capital(&words::small(standing.len()))) " agreements go on." }
            }
        },
        section: Section::Conversations,
    };
    let body = html! {
        (family("/agreements"))
        @if standing.is_empty() && over.is_empty() {
            (empty("Nothing is agreed", "‘You are doing all the right things, only not for long enough’ is no agreement. What must be shown, how will both of you know, by when, and who else has to agree? Written down, it outlives a reorganisation.", &html! { (go("/agreements/new", "Write the first")) }))
        } @else {
            div.actions { (go("/agreements/new", "Write one down")) }
        }
        @for (title, side) in [("", &standing), ("Over", &over)] {
            @if !side.is_empty() {
                section {
                    @if !title.is_empty() { h2 { (title) } }
                    ul.plain {
                        @for of in side {
                            @let it = agreed(&me.book.record, facts, *of);
                            li {
                                a href={ "/agreements/" (of.id) } { strong { (of.it.what) } }
                                " " span.tag.quiet { "version " (it.version()) }
                                @if it.is_settled() { " " span.tag.good { "agreed" } }
                                p.soft {
                                    @if let Some(name) = facts.talks.who(of.it).name { "With " (name) ". " }
                                    @if let Some(by) = of.it.by { "By " (Known(by)) ". " }
                                    (it.says())
                                    @if let Some(ended) = of.it.ended { " Ended " (near(ended, facts.day)) "." }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    layout::page(&me, facts, &head, &body)
}

pub(crate) async fn blank(me: Me, Query(about): Query<About>) -> Response {
    let facts = me.book.facts();
    let from: Option<ItemId> = about.from.parse().ok();
    let from = from.and_then(|id| me.book.record.get::<Conversation>(id));
    let who = match from {
        Some(of) => facts.talks.who(of.it).name,
        None => manager(facts).and_then(|of| facts.talks.who(of.it).name),
    };
    let mut form = Form::default();
    form.set("whom", who.unwrap_or_default());
    if let Some(of) = from {
        form.set("from", of.id.to_string());
    }
    sheet(&me, None, &form)
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(agreement) = read(&me, &mut form, None) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, sheet(&me, None, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| id = Some(act.add(agreement))).await?;
    let to = id.map_or_else(
        || "/agreements".to_owned(),
        |id| format!("/agreements/{id}"),
    );
    Ok(Redirect::to(&to).into_response())
}

pub(crate) async fn change(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(sheet(&me, Some(of), &filled(&me, of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(agreement) = read(&me, &mut form, Some(of.it)) else {
        let page = sheet(&me, Some(of), &form);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let newer = !agreement.same_terms(of.it);
    me.act(once, |act| act.put(id, revises, agreement)).await?;
    me.say(if newer {
        "Saved as a new version. Whoever agreed before has agreed to the one before: ask them again."
    } else {
        "Saved."
    });
    Ok(Redirect::to(&format!("/agreements/{id}")).into_response())
}

pub(super) fn found(me: &Me, id: ItemId) -> Result<Of<'_, Agreement>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

fn filled(me: &Me, it: &Agreement) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let facts = me.book.facts();
    let mut form = Form::filled([
        ("what", it.what.clone()),
        (
            "rung",
            it.rung
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        (
            "whom",
            facts.talks.who(it).name.unwrap_or_default().to_owned(),
        ),
        ("by", it.by.map(|by| by.to_string()).unwrap_or_default()),
        ("note", text(&it.note)),
    ]);
    for (place, term) in it.terms.iter().enumerate() {
        form.set(&format!("term{place}.what"), term.what.clone());
        form.set(&format!("term{place}.known"), text(&term.known_by));
    }
    for (place, decider) in it.deciders.iter().enumerate() {
        let name = facts.talks.who(decider).name.unwrap_or_default();
        form.set(&format!("decider{place}"), name.to_owned());
    }
    form
}

fn read(me: &Me, form: &mut Form, before: Option<&Agreement>) -> Option<Agreement> {
    let facts = me.book.facts();
    let what = form.needed(
        "what",
        LINE,
        "For what is it? The next rung, a role, a raise in scope.",
    );
    let rung = choices::rung(form, facts.framework, "rung");
    let known = before.map_or_else(Who::default, |it| facts.talks.who(it));
    let who = named(me, form, "whom", known);
    let mut terms = Vec::new();
    for place in 0..Agreement::MOST_TERMS {
        let name = format!("term{place}.what");
        let what = form.text(&name, TEXT);
        let known_by = form.text(&format!("term{place}.known"), TEXT);
        match what {
            Some(what) => {
                let old = before.and_then(|it| it.terms.iter().find(|term| term.what == what));
                terms.push(Term {
                    known_by,
                    shown: old.and_then(|term| term.shown),
                    unknown: old.map_or_else(Map::new, |term| term.unknown.clone()),
                    what,
                });
            }
            None if known_by.is_some() => form.fault(&name, "Know what?"),
            None => {}
        }
    }
    let mut deciders: Vec<Decider> = Vec::new();
    for place in 0..Agreement::MOST_DECIDERS {
        let name = format!("decider{place}");
        let typed = form.typed(&name).trim().to_owned();
        let theirs = |it: &&Decider| facts.talks.who(*it).name == Some(typed.as_str());
        let old = before.and_then(|it| it.deciders.iter().find(theirs));
        if let Some(old) = old {
            deciders.push(old.clone());
            continue;
        }
        let who = named(me, form, &name, Who::default());
        if who.whom.is_some() {
            deciders.push(Decider {
                contact: who.contact,
                whom: who.whom,
                answer: windward_core::record::Answer::NotAsked,
                version: None,
                on: None,
                unknown: Map::new(),
            });
        }
    }
    deciders.dedup_by(|one, other| one.who().is(other.who()));
    let from: Option<ItemId> = form.typed("from").parse().ok();
    let today = PartialDate::day(me.book.today);
    let blank = Agreement {
        from: from.filter(|id| me.book.record.get::<Conversation>(*id).is_some()),
        ..Agreement::new("", today, facts.framework.hash)
    };
    let mut agreement = Agreement {
        what: what.unwrap_or_default(),
        rung,
        contact: who.contact,
        whom: who.whom,
        terms,
        by: form.date("by"),
        deciders,
        note: form.text("note", TEXT),
        framework: facts.framework.hash,
        ..before.cloned().unwrap_or(blank)
    };
    if before.is_some_and(|before| !before.same_terms(&agreement)) {
        agreement.on = today;
    }
    form.is_good().then_some(agreement)
}

fn sheet(me: &Me, of: Option<Of<'_, Agreement>>, form: &Form) -> Response {
    let facts = me.book.facts();
    let head = Head {
        title: if of.is_some() {
            "Change an agreement"
        } else {
            "Write an agreement down"
        },
        lede: html! { p { "Short enough that both of you would sign it. What changes in it later makes a new version, and the old one stays." } },
        section: Section::Conversations,
    };
    let action = of.map_or_else(
        || "/agreements".to_owned(),
        |of| format!("/agreements/{}/edit", of.id),
    );
    let rungs = or_none("no rung in particular", choices::rungs(facts.framework));
    let rows = |name: &dyn Fn(usize) -> String, most: usize| {
        let filled = (0..most)
            .filter(|at| !form.typed(&name(*at)).is_empty())
            .last();
        (filled.map_or(1, |it| it + 1) + SPARE).min(most)
    };
    let terms = rows(&|at| format!("term{at}.what"), Agreement::MOST_TERMS);
    let deciders = rows(&|at| format!("decider{at}"), Agreement::MOST_DECIDERS);
    let body = html! {
        (not_saved(form))
        form method="post" action=(action) {
            (marks_again(form, of.map(|of| of.revision.entry_id)))
            input type="hidden" name="from" value=(form.typed("from"));
            (field(form, Field { name: "what", label: "For what", hint: "", kind: Kind::Line { autocomplete: "off" } }))
            div.pair {
                (who_field(form, "whom", "With", ""))
                (field(form, Field { name: "by", label: "By", hint: "", kind: Kind::Date }))
            }
            (field(form, Field { name: "rung", label: "The rung that it is about", hint: "", kind: Kind::One(&rungs) }))
            section {
                h2 { "What must be shown" }
                p.soft { "Results that somebody else can see, rather than ‘more of it’." }
                @for at in 0..terms {
                    div.pair.wide {
                        (field(form, Field { name: &format!("term{at}.what"), label: &format!("Result {}", at + 1), hint: "", kind: Kind::Text }))
                        (field(form, Field { name: &format!("term{at}.known"), label: &format!("How both of you will see result {}", at + 1), hint: "", kind: Kind::Text }))
                    }
                }
            }
            section {
                h2 { "Who else has to agree" }
                p.soft { "Besides the two of you. Whether they have is kept on the page of the agreement." }
                @for at in 0..deciders { (who_field(form, &format!("decider{at}"), &format!("Person {}", at + 1), "")) }
            }
            (field(form, Field { name: "note", label: "Anything else", hint: "", kind: Kind::Text }))
            div.actions { button { "Save the agreement" } (go_quietly(&of.map_or_else(|| "/agreements".to_owned(), |of| format!("/agreements/{}", of.id)), "Back")) }
        }
        (known_people(me))
    };
    layout::page(me, facts, &head, &body)
}
