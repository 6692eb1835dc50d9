//! The roles of a career: all of them, and one with its history.

mod history;
mod sheet;

use std::{cmp::Reverse, collections::HashMap};

use axum::{
    extract::{Query, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use windward_core::{
    framework::Framework,
    id::{ActId, EntryId, ItemId},
    order::InOrder,
    record::{Content, Of, Placement, Record, Revision, Role, RoleEnd, Scope},
    title,
    views::{
        course::{Course, Spell, course},
        due::distinct_titles,
        facts::Facts,
    },
};

use self::{
    history::history,
    sheet::{ONGOING, READ, fields, filled, read, rungs},
};
use super::{
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
    words::{self, Known, capital},
};

/// Every role, those that go on first.
pub(crate) async fn list(me: Me, before: Result<Query<Before>, QueryRejection>) -> Response {
    let before = before.map(|Query(before)| before).unwrap_or_default();
    let record = &me.book.record;
    let facts = me.book.facts();
    let course = course(facts);
    let mut roles: Vec<Of<'_, Role>> = record.all().collect();
    roles.order_by_key(|of| Reverse((of.it.to == RoleEnd::Ongoing, of.it.from, of.revision.seq)));
    let head = Head {
        title: "Roles",
        lede: lede(facts, &course, roles.len()),
        section: Section::Roles,
    };
    let body = html! {
        (notices(&me, &before))
        @if roles.is_empty() {
            (empty("No role yet", "Your course is drawn from the roles you have held: a title, where, and from when to when, as far as you remember.", &html! { (go("/import", "Import your roles")) (go_quietly("/roles/new", "Add one by hand")) }))
        } @else {
            div.actions { (go("/roles/new", "Add a role")) (go_quietly("/import", "Import from a file")) (go_quietly("/resume", "Your résumé")) }
            (table(facts, &course, &roles))
        }
    };
    layout::page(&me, facts, &head, &body)
}

fn lede(facts: &Facts<'_>, course: &Course<'_>, roles: usize) -> Markup {
    let open = distinct_titles(facts.unplaced.iter().copied());
    html! {
        p {
            @if roles == 0 { "What you have been, from the first job to this one. Nothing is here yet." }
            @else {
                (capital(&words::several(roles, "role", "roles")))
                @if course.months_in_product > 0 { ", " a.how href="/course" { (words::spent(course.months_in_product, course.is_rough())) " in product" } }
                ". "
                @if let Some(held) = facts.held {
                    @if held.ongoing { "You are " } @else { "You were last " }
                    (held.rung.name) ", by the title ‘" (held.role.it.title) "’. "
                }
                @if open > 0 { a href="/titles" { (capital(&words::several(open, "title waits", "titles wait"))) " for a rung" } "." }
            }
        }
    }
}

fn notices(me: &Me, before: &Before) -> Markup {
    let record = &me.book.record;
    let withdrawn = before.undo.map(|act| {
        let touched = record
            .touched_by(act)
            .filter(|(_, it)| it.last().act == act && it.last().content.is_none());
        let names: Vec<String> = touched
            .filter_map(|(_, thread)| last_role(thread.revisions()))
            .map(|role| format!("‘{}’", named(role)))
            .collect();
        (act, names)
    });
    let came = before.imported.map(|act| {
        (
            act,
            record
                .touched_by(act)
                .filter(|(_, it)| it.last().act == act)
                .count(),
        )
    });
    html! {
        @if let Some((act, names)) = withdrawn.filter(|(_, names)| !names.is_empty()) {
            div.notice role="status" {
                p { (words::list(&names)) " " (if names.len() == 1 { "is" } else { "are" }) " removed: on no line and in no list any more. The history stays." }
                (undo_form(act, "/roles", "Undo"))
            }
        }
        @if let Some((act, count)) = came.filter(|(_, count)| *count > 0) {
            div.notice role="status" {
                p {
                    "The import wrote " (words::several(count, "item", "items")) "."
                    @if brought_more(record, act) { " What is no role is under " a href={ "/background?imported=" (act) } { "Background" } "." }
                }
                (titles::undo_import(act))
            }
        }
        @if let Some(role) = before.saved.and_then(|id| record.get::<Role>(id)) {
            div.notice role="status" { p { "‘" (named(role.it)) "’ is saved, " (placed(&me.book.framework, &role.it.placement)) "." } }
        }
        @if let (Some(undone), Some(by)) = (before.undone, before.by) { (said_of_undo(record, undone, by)) }
    }
}

/// Whether an act wrote anything that is looked up beside the roles.
fn brought_more(record: &Record, act: ActId) -> bool {
    let mut standing = record
        .touched_by(act)
        .filter_map(|(_, it)| it.last().content.as_ref());
    standing.any(Content::is_background)
}

fn table(facts: &Facts<'_>, course: &Course<'_>, roles: &[Of<'_, Role>]) -> Markup {
    let spells: HashMap<ItemId, &Spell<'_>> =
        course.spells.iter().map(|it| (it.role.id, it)).collect();
    html! {
        section.card.flush {
            div.scroll {
                table.stack {
                    thead { tr { th scope="col" { "Role" } th scope="col" { "When" } th.num scope="col" { "Length" } th scope="col" { "Rung" } } }
                    tbody {
                        @for of in roles {
                            @let spell = spells.get(&of.id);
                            tr #{ "role-" (of.id) } {
                                th scope="row" {
                                    a href={ "/roles/" (of.id) } { (of.it.title) }
                                    @if let Some(organisation) = &of.it.organisation { div.soft { (organisation) } }
                                    @if let Some(scope) = scope(&of.it.scope) { div.soft { (scope) } }
                                }
                                td {
                                    (period(of.it))
                                    @if is_reversed(of.it) { " " span.tag.warn { "ends before it begins" } }
                                    @if of.it.from.is_some_and(|from| from.is_after(facts.day)) { " " span.tag.quiet { "not begun yet" } }
                                }
                                td.num data-label="Length" {
                                    @match spell {
                                        Some(spell) if !spell.reversed => { (words::spent(spell.months(), spell.rough)) }
                                        _ => { "not known" }
                                    }
                                }
                                td {
                                    (rung_of(facts.framework, &of.it.placement))
                                    @if let Some(held) = facts.held.filter(|held| held.role.id == of.id) { " " span.tag.course { (if held.ongoing { "held" } else { "held last" }) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where a role stands, for a table.
fn rung_of(framework: &Framework, placement: &Placement) -> Markup {
    html! {
        @match placement {
            Placement::Open => a href="/titles" { "not placed yet" },
            Placement::Outside => span.soft { "outside product" },
            Placement::Rung { id, .. } => @match framework.rung(id) {
                Some(rung) => a href={ "/ladder/" (rung.id) } { (rung.short) },
                None => span.soft { "‘" (id) "’, of another ladder" },
            },
        }
    }
}

/// Where a role stands, after a comma.
fn placed(framework: &Framework, placement: &Placement) -> String {
    match placement {
        Placement::Open => "not placed on a rung yet".to_owned(),
        Placement::Outside => "outside product".to_owned(),
        Placement::Rung { id, .. } => match framework.rung(id) {
            Some(rung) => format!("on the rung {}", rung.name),
            None => format!("on ‘{id}’, of another ladder"),
        },
    }
}

fn scope(scope: &Scope) -> Option<String> {
    let parts: Vec<&str> = [&scope.team, &scope.products, &scope.budget]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// ‘Product Manager, Acme’.
pub(crate) fn named(role: &Role) -> String {
    role.organisation.as_ref().map_or_else(
        || role.title.clone(),
        |organisation| format!("{}, {organisation}", role.title),
    )
}

/// From when to when, as far as it is known: ‘March 2019 to June 2021’.
pub(crate) fn period(role: &Role) -> String {
    match (role.from, role.to) {
        (Some(from), RoleEnd::Ongoing) => format!("since {}", Known(from)),
        (Some(from), RoleEnd::On(to)) => format!("{} to {}", Known(from), Known(to)),
        (Some(from), RoleEnd::Unknown) => format!("from {}, end not known", Known(from)),
        (None, RoleEnd::On(to)) => format!("until {}, beginning not known", Known(to)),
        (None, RoleEnd::Ongoing) => "goes on, beginning not known".to_owned(),
        (None, RoleEnd::Unknown) => "dates not known".to_owned(),
    }
}

/// Whether a role ends before it begins. It is kept as its owner wrote it, and flagged.
fn is_reversed(role: &Role) -> bool {
    match (role.from, role.to) {
        (Some(from), RoleEnd::On(to)) => to.last_day() < from.first_day(),
        _ => false,
    }
}

/// A blank sheet for a role.
pub(crate) async fn blank(me: Me) -> Response {
    let form = Form::filled([("rung", READ.to_owned()), ("end", ONGOING.to_owned())]);
    page(&me, &form, None)
}

/// Writes a new role.
pub(crate) async fn add(me: Me, mut form: Form) -> Result<Response, WebError> {
    let once = form.once()?;
    let Some(role) = read(&mut form, &me.book.framework, Role::default()) else {
        return Ok(refused(page(&me, &form, None)));
    };
    let asks = role.placement == Placement::Open;
    let mut id = None;
    me.act(once, |act| id = Some(act.add(role))).await?;
    Ok(after(id, asks))
}

/// One role, to read and to put right.
pub(crate) async fn show(me: Me, Path(id): Path<String>) -> Result<Response, WebError> {
    let role = Kept::of(&me.book.record, &id)?;
    let form = filled(role.it, &me.book.framework);
    Ok(page(&me, &form, Some(role)))
}

/// Writes a role again; one that was withdrawn stands again.
pub(crate) async fn edit(
    me: Me,
    Path(id): Path<String>,
    mut form: Form,
) -> Result<Response, WebError> {
    let kept = Kept::of(&me.book.record, &id)?;
    let once = form.once()?;
    let revises = form.revises()?.ok_or(WebError::NotFound)?;
    let Some(role) = read(&mut form, &me.book.framework, kept.it.clone()) else {
        return Ok(refused(page(&me, &form, Some(kept))));
    };
    let asks = role.placement == Placement::Open;
    if role != *kept.it || kept.is_withdrawn() {
        me.act(once, |act| act.put(kept.id, Some(revises), role))
            .await?;
    }
    Ok(after(Some(kept.id), asks))
}

/// Takes a role off every line and list. Its history stays.
pub(crate) async fn withdraw(
    me: Me,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, WebError> {
    let kept = Kept::of(&me.book.record, &id)?;
    let revises = form.revises()?.ok_or(WebError::NotFound)?;
    let mut act_id = None;
    let written = me.act(form.once()?, |act| {
        act_id = Some(act.id());
        act.withdraw(kept.id, revises);
    });
    written.await?;
    let act = act_id.expect("the act was composed");
    Ok(Redirect::to(&format!("/roles?undo={act}")).into_response())
}

fn after(id: Option<ItemId>, asks: bool) -> Response {
    let to = match id {
        Some(id) if !asks => format!("/roles?saved={id}"),
        _ => "/titles".to_owned(),
    };
    Redirect::to(&to).into_response()
}

fn refused(page: Response) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// A role as last written, standing or withdrawn.
#[derive(Debug, Clone, Copy)]
struct Kept<'a> {
    id: ItemId,
    it: &'a Role,
    revisions: &'a [Revision],
}

impl<'a> Kept<'a> {
    fn of(record: &'a Record, id: &str) -> Result<Self, WebError> {
        let id = id.parse().map_err(|_| WebError::NotFound)?;
        let thread = record.thread(id).ok_or(WebError::NotFound)?;
        let revisions = thread.revisions();
        let it = last_role(revisions).ok_or(WebError::NotFound)?;
        Ok(Self { id, it, revisions })
    }

    fn last(&self) -> &'a Revision {
        self.revisions
            .last()
            .expect("a thread begins with a revision")
    }

    fn is_withdrawn(&self) -> bool {
        self.last().content.is_none()
    }
}

fn last_role(revisions: &[Revision]) -> Option<&Role> {
    revisions.iter().rev().find_map(role_in)
}

fn role_in(revision: &Revision) -> Option<&Role> {
    match revision.content.as_ref()? {
        Content::Role(role) => Some(role),
        _ => None,
    }
}

fn page(me: &Me, form: &Form, kept: Option<Kept<'_>>) -> Response {
    let facts = me.book.facts();
    let framework = &*me.book.framework;
    let name = kept.map(|kept| named(kept.it));
    let head = Head {
        title: name.as_deref().unwrap_or("Add a role"),
        lede: html! {
            p {
                @match kept {
                    None => "One job, in product or outside. Only the title is needed; dates can be a year, and what you do not remember stays empty.",
                    Some(kept) if kept.is_withdrawn() => "This role is removed: on no line and in no list. Save it to put it back as it stands here.",
                    Some(kept) => { (capital(&period(kept.it))) "; " (placed(framework, &kept.it.placement)) ". " @if is_reversed(kept.it) { "It ends before it begins; put one of the dates right, or leave it if that is how it was." } },
                }
            }
        },
        section: Section::Roles,
    };
    let action = kept.map_or_else(
        || "/roles/new".to_owned(),
        |kept| format!("/roles/{}", kept.id),
    );
    let save = match kept {
        None => "Add this role",
        Some(kept) if kept.is_withdrawn() => "Put this role back",
        Some(_) => "Save this role",
    };
    let body = html! {
        div.cols {
            div {
                (components::not_saved(form))
                form method="post" action=(action) {
                    (marks_again(form, kept.map(|kept| kept.last().entry_id)))
                    (fields(form, &rungs(framework, kept)))
                    div.actions { button { (save) } (go_quietly("/roles", "Back to all roles")) }
                }
            }
            aside {
                @if let Some(kept) = kept {
                    section.card { (reading(framework, kept.it)) }
                    (history(me, kept))
                    @if !kept.is_withdrawn() { (withdrawal(kept.id, kept.last().entry_id)) }
                } @else {
                    section.card {
                        h2 { "How titles are read" }
                        p { "Windward reads the title against " a href="/ladder" { (framework.name) } " and says why. Where it is sure, the role stands on that rung at once; where it is not, the next page asks you." }
                        p { "A job outside product belongs here too: it is where you come from." }
                    }
                }
            }
        }
    };
    layout::page(me, facts, &head, &body)
}

fn reading(framework: &Framework, role: &Role) -> Markup {
    let reading = title::read(framework, &role.title);
    html! {
        h2 { "How the title reads" }
        p { (titles::says(&reading, framework)) }
        p.soft { (reading.reason) }
        @if role.placement == Placement::Open { div.actions { (go_quietly("/titles", "Answer for all open titles")) } }
    }
}

fn withdrawal(id: ItemId, revises: EntryId) -> Markup {
    html! {
        section {
            details {
                summary { "Remove it" }
                form method="post" action={ "/roles/" (id) "/withdraw" } {
                    (marks(Some(revises)))
                    p { "It will be on no line and in no list. Its history stays, and you can take this back." }
                    button.danger { "Remove it" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_that_touch_are_not_reversed() {
        let role = |from: &str, to: &str| Role {
            from: Some(from.parse().unwrap()),
            to: RoleEnd::On(to.parse().unwrap()),
            ..Role::default()
        };
        assert!(!is_reversed(&role("2020-05", "2020")));
        assert!(is_reversed(&role("2020-05", "2019")));
    }
}
