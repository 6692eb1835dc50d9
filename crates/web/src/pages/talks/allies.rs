//! Allies: who will have a say, how well they know one's work, and one next step for each.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde_json::Map;
use windward_core::{
    date::PartialDate,
    id::ItemId,
    record::{Ally, AllyPlace, AllyStep, Knows, Of, StepSort, UpdateGroup},
    views::{
        talks::{
            allies::{Allies, Known, allies, known},
            who::Who,
        },
        updates,
    },
};

use super::{known_people, named, who_field};
use crate::{
    components::{Field, Kind, empty, field, go, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE, TEXT},
    layout::{self, Head, Section},
    pages::choices::{Choices, options, or_none},
    path::Path,
    pictures::allies::map,
    session::Me,
    words::near,
};

pub(crate) async fn list(me: Me) -> Response {
    listing(&me, &Form::default())
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(ally) = read(&me, &mut form, None) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    me.act(once, |act| {
        act.add(ally);
    })
    .await?;
    Ok(Redirect::to("/allies").into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    Ok(one(&me, of, &filled(&me, of.it)))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (once, revises) = (form.once()?, form.revises()?);
    let Some(ally) = read(&me, &mut form, Some(of.it)) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    me.act(once, |act| act.put(id, revises, ally)).await?;
    Ok(Redirect::to("/allies").into_response())
}

/// The step is done.
pub(crate) async fn stepped(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let revises = form.revises()?.unwrap_or(of.revision.entry_id);
    let today = PartialDate::day(me.book.today);
    let mut ally = of.it.clone();
    let step = ally.step.as_mut().ok_or(WebError::NotFound)?;
    step.done = Some(today);
    me.act(form.once()?, |act| act.put(id, Some(revises), ally))
        .await?;
    me.say("Done. Do they know your work better now? Say so, and what comes next.");
    Ok(Redirect::to(&format!("/allies/{id}")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    crate::pages::withdraw::<Ally>(&me, id, &form, "/allies", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, Ally>, WebError> {
    me.book.record.get(id).ok_or(WebError::NotFound)
}

fn filled(me: &Me, it: &Ally) -> Form {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let date = |date: Option<PartialDate>| date.map(|it| it.to_string()).unwrap_or_default();
    let step = it.step.as_ref().filter(|it| it.done.is_none());
    Form::filled([
        (
            "whom",
            me.book
                .facts()
                .talks
                .who(it)
                .name
                .unwrap_or_default()
                .to_owned(),
        ),
        ("place", it.place.word().to_owned()),
        ("knows", it.knows.word().to_owned()),
        ("because", text(&it.because)),
        ("update", text(&it.update)),
        ("ended", date(it.ended)),
        ("step", step.map(|it| it.what.clone()).unwrap_or_default()),
        (
            "sort",
            step.map(|it| it.sort.word().to_owned()).unwrap_or_default(),
        ),
        ("step_by", date(step.and_then(|it| it.by))),
    ])
}

fn read(me: &Me, form: &mut Form, before: Option<&Ally>) -> Option<Ally> {
    let facts = me.book.facts();
    let old = before.map_or_else(Who::default, |it| facts.talks.who(it));
    let who = named(me, form, "whom", old);
    if who.whom.is_none() && form.fault_of("whom").is_none() {
        form.fault("whom", "Who is it?");
    }
    let by = form.date("step_by");
    let standing = before.and_then(|it| it.step.clone());
    let step = match form.text("step", TEXT) {
        Some(what) => {
            let sort = StepSort::named(form.typed("sort")).unwrap_or(StepSort::ShareWork);
            let same = standing.filter(|it| it.what == what && it.done.is_none());
            Some(AllyStep {
                sort,
                what,
                by,
                done: None,
                unknown: same.map_or_else(Map::new, |it| it.unknown),
            })
        }
        // What was done stays to be read; what was open and is gone from the form is dropped.
        None => standing.filter(|it| it.done.is_some()),
    };
    let update = form.text("update", LINE);
    let before_that = before.and_then(|it| it.update.as_deref());
    let is_group = |name: &str| updates::find(&me.book.record, name).is_some();
    if let Some(name) = update.as_deref()
        && before_that != Some(name)
        && !is_group(name)
    {
        form.fault("update", "There is no such group; make it under Updates.");
    }
    let ally = Ally {
        contact: who.contact,
        whom: who.whom,
        place: AllyPlace::named(form.typed("place")).unwrap_or(AllyPlace::Other),
        knows: Knows::named(form.typed("knows")).unwrap_or(Knows::Nothing),
        because: form.text("because", TEXT),
        update,
        step,
        ended: form.date("ended"),
        on: before.map_or_else(|| PartialDate::day(me.book.today), |it| it.on),
        unknown: before.map_or_else(Map::new, |it| it.unknown.clone()),
    };
    form.is_good().then_some(ally)
}

/// The groups that an update goes to, by name. What was written down and is none stands there as it is.
fn groups(me: &Me, form: &Form) -> Choices {
    let all = updates::groups(&me.book.record);
    let typed = form.typed("update");
    let known = typed.is_empty() || updates::find(&me.book.record, typed).is_some();
    let names = all.into_iter().map(|of| {
        let name = &of.it.name;
        // Whatever its case, it is that group.
        let value = if updates::find(&me.book.record, typed).is_some_and(|it| it.id == of.id) {
            typed.to_owned()
        } else {
            name.clone()
        };
        (value, name.clone())
    });
    let other = (!known).then(|| (typed.to_owned(), format!("{typed} (no group of yours)")));
    or_none("none in particular", names.chain(other))
}

fn fields(me: &Me, form: &Form) -> Markup {
    let groups = groups(me, form);
    html! {
        div.pair {
            (who_field(form, "whom", "Who", ""))
            (field(form, Field { name: "place", label: "Why their word counts", hint: "", kind: Kind::One(&options(AllyPlace::WORDS, AllyPlace::label)) }))
        }
        (field(form, Field { name: "knows", label: "How well they know your work", hint: "", kind: Kind::One(&options(Knows::WORDS, Knows::label)) }))
        (field(form, Field { name: "because", label: "What that rests on", hint: "The review they sat in, the memo they answered.", kind: Kind::Text }))
        (field(form, Field { name: "step", label: "One next step", hint: "Nothing clever: work, shown or shared.", kind: Kind::Text }))
        div.pair {
            (field(form, Field { name: "sort", label: "It is to", hint: "", kind: Kind::One(&options(StepSort::WORDS, StepSort::label)) }))
            (field(form, Field { name: "step_by", label: "By", hint: "", kind: Kind::Date }))
        }
        (field(form, Field { name: "update", label: "Which update they get", hint: "They are in its group from then on.", kind: Kind::One(&groups) }))
    }
}

fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = allies(facts);
    let head = Head {
        title: "Allies",
        lede: html! {
            p {
                @if it.all.is_empty() { "Your manager’s peers and others who will be in the room: how well do they know your work?" }
                @else { (it.says()) }
            }
        },
        section: Section::Allies,
    };
    let body = html! {
        @if it.all.is_empty() {
            (empty("Nobody is on the map", "A promotion is decided by more people than your manager, and most of them have only heard of you. Put down who will have a say, and one step for each: work on something together, share work, share an insight.", &html! { (go("#whom", "Put the first down")) }))
        } @else {
            figure.card.flat { (map(&it)) }
            (columns(me, &it))
        }
        section.card {
            details open[!form.is_good() || it.all.is_empty()] {
                summary { "Somebody with a say" }
                form method="post" action="/allies" {
                    (not_saved(form))
                    (marks(None))
                    (fields(me, form))
                    div.actions { button { "Put them on the map" } }
                }
            }
        }
        (known_people(me))
        section { p.soft { "Only you see this page. It is part of your sealed record, and of nothing that you make for others." } }
    };
    layout::page(me, facts, &head, &body)
}

/// Everybody, by how well they know it, the best known first; the picture as text.
fn columns(me: &Me, it: &Allies<'_>) -> Markup {
    let groups = updates::with_members(me.book.facts(), me.book.people());
    html! {
        @for (_, knows) in Knows::WORDS.iter().rev() {
            @if it.of(*knows).next().is_some() {
                section {
                    h2 { (crate::words::capital(knows.label())) }
                    ul.plain { @for one in it.of(*knows) { (line(me, &groups, one)) } }
                }
            }
        }
    }
}

/// Which updates reach somebody, by the groups that they are in today.
fn gets(me: &Me, groups: &[(Of<'_, UpdateGroup>, Vec<ItemId>)], of: Of<'_, Ally>) -> String {
    let Some(contact) = me.book.facts().talks.who(of.it).contact else {
        return "They are not among your people, so no update goes to them.".to_owned();
    };
    let theirs = groups
        .iter()
        .filter(|(_, people)| people.contains(&contact));
    let names: Vec<String> = theirs
        .map(|(group, _)| format!("‘{}’", group.it.name))
        .collect();
    match names.as_slice() {
        [] => "In no group that an update goes to.".to_owned(),
        names => format!("Gets the update of {}.", crate::words::list(names)),
    }
}

fn line(me: &Me, groups: &[(Of<'_, UpdateGroup>, Vec<ItemId>)], it: &Known<'_>) -> Markup {
    let (facts, of) = (me.book.facts(), it.of);
    html! {
        li.with-act {
            div {
                a href={ "/allies/" (of.id) } { strong { (it.name) } } " " span.tag.quiet { (of.it.place.label()) }
                @if let Some(because) = &of.it.because { p { (because) } }
                p.soft {
                    @match it.touched {
                        Some(on) => { "Last in touch " (near(on, facts.day)) }
                        None => { "Not in touch yet, as far as is noted" }
                    }
                    @if it.quiet && it.touched.is_some() { ", a while ago" }
                    ". " (gets(me, groups, of))
                }
                @match it.step {
                    Some(step) => { p { "Next" @if let Some(by) = step.by { ", by " (near(by, facts.day)) } ": " (crate::words::sentence(&step.what)) } }
                    None => { p.soft { "No step is set. You could " (it.proposed.1) "." } }
                }
            }
            @if it.step.is_some() {
                form method="post" action={ "/allies/" (of.id) "/step" } {
                    (marks(Some(of.revision.entry_id)))
                    button.quiet { "Done" span.seen-not { ": " (it.name) } }
                }
            }
        }
    }
}

fn one(me: &Me, of: Of<'_, Ally>, form: &Form) -> Response {
    let facts = me.book.facts();
    let it = known(facts, of);
    let done = of.it.step.as_ref().filter(|it| it.done.is_some());
    let head = Head {
        title: it.name,
        lede: html! { p { (crate::words::capital(of.it.place.label())) "; knows your work: " (of.it.knows.label()) ". " a href="/allies" { "The whole map" } } },
        section: Section::Allies,
    };
    let body = html! {
        (not_saved(form))
        @if let Some(step) = done { p.soft { "Done " @if let Some(on) = step.done { (near(on, facts.day)) } ": " (crate::words::sentence(&step.what)) } }
        form method="post" action={ "/allies/" (of.id) } {
            (marks_again(form, Some(of.revision.entry_id)))
            (fields(me, form))
            p.soft { (gets(me, &updates::with_members(facts, me.book.people()), of)) }
            @if it.step.is_none() { p.soft { "A step that is no politics: " (it.proposed.1) "." } }
            (field(form, Field { name: "ended", label: "Until", hint: "Once they have no say any more.", kind: Kind::Date }))
            div.actions { button { "Save the ally" } (go_quietly("/allies", "Back")) }
        }
        (known_people(me))
        (crate::pages::remove(&format!("/allies/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}
