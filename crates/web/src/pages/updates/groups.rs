//! Groups that updates go to: by tag, by name, and whom they leave out.

use std::collections::HashSet;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    id::{ItemId, NewIds},
    record::{Contact, Of, UpdateGroup},
    views::{
        board::Circle,
        facts::Facts,
        people::{Directory, identity::folded},
        updates::{self, members},
    },
};

use super::family;
use crate::{
    components::{Field, Kind, empty, field, go_quietly, marks, marks_again, not_saved},
    error::WebError,
    form::{Form, LINE},
    layout::{self, Head, Section},
    pages::board::who,
    path::Path,
    session::Me,
    words::{capital, list as listed, several, small},
};

pub(crate) async fn list(me: Me) -> Response {
    listing(&me, &Form::default())
}

pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let name = name(&me, &mut form, None);
    let Some(name) = name.filter(|_| form.is_good()) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, listing(&me, &form)).into_response());
    };
    let mut id = None;
    me.act(once, |act| id = Some(act.add(UpdateGroup::new(name))))
        .await?;
    let id = id.expect("an act that adds an item says which");
    Ok(Redirect::to(&format!("/updates/groups/{id}")).into_response())
}

pub(crate) async fn show(me: Me, Path(id): Path<ItemId>) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let form = Form::filled([
        ("name", of.it.name.clone()),
        ("tags", of.it.tags.join(", ")),
    ]);
    Ok(one(&me, of, &form))
}

pub(crate) async fn edit(
    me: Me,
    Path(id): Path<ItemId>,
    mut form: Form,
) -> Result<Response, WebError> {
    let of = found(&me, id)?;
    let (mut once, revises) = (form.once()?, form.revises()?);
    let fresh = once.item();
    let directory = me.book.people();
    let Some((mut group, who)) = read(&me, directory, of, &mut form) else {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, one(&me, of, &form)).into_response());
    };
    if let Some(person) = who.as_ref().map(|who| who.id(fresh)) {
        let other = |it: &ItemId| directory.resolve(*it) != Some(person);
        group.except.retain(other);
        if !group.people.contains(&person) {
            group.people.push(person);
        }
    }
    me.act(once, |act| {
        act.put(id, revises, group);
        if let Some(who) = who {
            who.write(&me, act, fresh);
        }
    })
    .await?;
    Ok(Redirect::to(&format!("/updates/groups/{id}")).into_response())
}

pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<ItemId>,
    form: Form,
) -> Result<Response, WebError> {
    super::super::withdraw::<UpdateGroup>(&me, id, &form, "/updates/groups", |_| None).await
}

fn found(me: &Me, id: ItemId) -> Result<Of<'_, UpdateGroup>, WebError> {
    let of = me.book.record.get::<UpdateGroup>(id);
    of.ok_or(WebError::NotFound)
}

/// The name in a form, which no other group has: allies are told by it which update they get.
fn name(me: &Me, form: &mut Form, but: Option<ItemId>) -> Option<String> {
    let name = form.needed("name", LINE, "What is the group called?")?;
    let other = updates::find(&me.book.record, &name);
    if other.is_some_and(|of| Some(of.id) != but) {
        form.fault("name", "There is a group of this name already.");
    }
    Some(name)
}

fn read(
    me: &Me,
    directory: &Directory,
    of: Of<'_, UpdateGroup>,
    form: &mut Form,
) -> Option<(UpdateGroup, Option<who::Who>)> {
    let name = name(me, form, Some(of.id));
    let typed = form.text("tags", LINE * 4).unwrap_or_default();
    let mut tags: Vec<String> = Vec::new();
    for tag in typed.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        if tags.iter().all(|it| folded(it) != folded(tag)) {
            tags.push(tag.to_owned());
        }
    }
    if tags.len() > UpdateGroup::MOST_TAGS {
        form.fault(
            "tags",
            format!("A group has {} tags at most.", UpdateGroup::MOST_TAGS),
        );
    }
    let who = who::read(Circle::of(&me.book.record, directory), form);
    // Whoever was shown and is not ticked any more does not belong to it; whoever was not shown is left as they are.
    let ids =
        |name| -> HashSet<ItemId> { form.all(name).filter_map(|it| it.parse().ok()).collect() };
    let (shown, ticked) = (ids("shown"), ids("member"));
    let person = |id: &ItemId| directory.resolve(*id).unwrap_or(*id);
    let out = |id: &ItemId| shown.contains(&person(id)) && !ticked.contains(&person(id));
    let mut group = of.it.clone();
    group.people.retain(|id| !out(id));
    group.except.retain(|id| !ticked.contains(&person(id)));
    group.name = name.unwrap_or_default();
    group.tags = tags;
    // Whoever a tag would bring back is left out by name.
    let back = members(me.book.facts(), directory, &group);
    group.except.extend(back.into_iter().filter(|id| out(id)));
    form.is_good().then_some((group, who))
}

fn listing(me: &Me, form: &Form) -> Response {
    let facts = me.book.facts();
    let directory = me.book.people();
    let all = updates::groups(&me.book.record);
    let head = Head {
        title: "Groups",
        lede: html! { p { "Who gets your updates, by tag or by name. A group is looked up when an update is begun, so it grows with your people." } },
        section: Section::Updates,
    };
    let body = html! {
        (family("/updates/groups"))
        @if all.is_empty() && form.is_good() {
            (empty("No group yet", "A group spares you choosing the same people each month: stakeholders, your manager’s peers, the friends of the product.", &start(form)))
        } @else {
            section.card { h2 { "Begin one" } (start(form)) }
        }
        @if !all.is_empty() {
            section {
                ul.plain {
                    @for of in &all {
                        li {
                            a href={ "/updates/groups/" (of.id) } { strong { (of.it.name) } }
                            p.soft { (told(facts, directory, of.it)) }
                        }
                    }
                }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

/// ‘Seven people: six tagged rail, and one by name or as an ally’.
fn told(facts: &Facts<'_>, directory: &Directory, group: &UpdateGroup) -> String {
    let all = members(facts, directory, group).len();
    let people = capital(&several(all, "person", "people"));
    if group.tags.is_empty() {
        return people;
    }
    // Allies are told by the name of the group, and none has this one.
    let by_tag = UpdateGroup {
        name: String::new(),
        people: Vec::new(),
        ..group.clone()
    };
    let tagged = members(facts, directory, &by_tag).len();
    let tags = listed(&group.tags);
    match all.saturating_sub(tagged) {
        0 => format!("{people}, tagged {tags}"),
        more => format!(
            "{people}: {} tagged {tags}, and {} by name or as an ally",
            small(tagged),
            small(more)
        ),
    }
}

fn start(form: &Form) -> Markup {
    let line = Kind::Line {
        autocomplete: "off",
    };
    html! {
        form method="post" action="/updates/groups" {
            (not_saved(form))
            (marks(None))
            (field(form, Field { name: "name", label: "What is it called?", hint: "", kind: line }))
            div.actions { button { "Begin it" } }
        }
    }
}

fn one(me: &Me, of: Of<'_, UpdateGroup>, form: &Form) -> Response {
    let facts = me.book.facts();
    let directory = me.book.people();
    let now = members(facts, directory, of.it);
    let refused = !form.is_good();
    let ticked: HashSet<&str> = form.all("member").collect();
    let tags: Vec<&str> = directory
        .tags()
        .into_iter()
        .map(|it| it.name.as_str())
        .collect();
    let line = Kind::Line {
        autocomplete: "off",
    };
    let known = if tags.is_empty() {
        "Commas between them. None of your people has a tag yet.".to_owned()
    } else {
        format!("Commas between them. There are: {}.", listed(&tags))
    };
    let people = now
        .iter()
        .filter_map(|id| me.book.record.get::<Contact>(*id));
    let out = of.it.except.iter().filter_map(|id| directory.resolve(*id));
    let out = out.filter_map(|id| me.book.record.get::<Contact>(id));
    let head = Head {
        title: "Group",
        lede: html! { p { (of.it.name) ": " (several(now.len(), "person", "people")) "." } },
        section: Section::Updates,
    };
    let row = |it: Of<'_, Contact>, is_in: bool| {
        let id = it.id.to_string();
        let checked = if refused {
            ticked.contains(id.as_str())
        } else {
            is_in
        };
        html! {
            li {
                input type="hidden" name="shown" value=(id);
                label.check {
                    input type="checkbox" name="member" value=(id) checked[checked];
                    span { (it.it.name) " " span.soft { (it.it.email().unwrap_or("no e-mail address")) } }
                }
            }
        }
    };
    let body = html! {
        form method="post" action={ "/updates/groups/" (of.id) } {
            (not_saved(form))
            (marks_again(form, Some(of.revision.entry_id)))
            (field(form, Field { name: "name", label: "Name", hint: "Allies who are said to get the update of this name belong to it too.", kind: line }))
            (field(form, Field { name: "tags", label: "Everybody with one of these tags", hint: &known, kind: line }))
            (who::field(&me.book.record, directory, form, "Add somebody", "One of your people, or a new name."))
            section {
                h2 { "Who is in it " small { (now.len()) } }
                @if now.is_empty() { p.soft { "Nobody yet." } }
                ul.ticks.close {
                    @for it in people { (row(it, true)) }
                    @for it in out { (row(it, false)) }
                }
            }
            div.actions { button { "Save the group" } (go_quietly("/updates/groups", "Back")) }
        }
        (crate::pages::remove(&format!("/updates/groups/{}/withdraw", of.id), of.revision.entry_id))
    };
    layout::page(me, facts, &head, &body)
}
