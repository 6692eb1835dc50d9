//! What is said of a setback itself: what kind, when, in which role, in one's own words.

use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    order::InOrder,
    record::{Of, Role, RoleEnd, Setback, SetbackKind},
    views::{setback::slow, words::capital},
};

use crate::{
    components::{Field, Kind, field},
    form::{Form, TEXT},
    pages::choices::{Choices, options, or_none},
    session::Me,
};

/// Roles that are offered: those that go on, and the ones that ended last.
const MOST_ROLES: usize = 20;

/// How long Windward goes slowly unless something else is said, in days.
const SLOW_DAYS: i64 = 14;

/// A form that nobody filled in yet.
pub(super) fn blank(me: &Me, sort: &str, case: &str) -> Form {
    let facts = me.book.facts();
    let kind = SetbackKind::named(sort).unwrap_or(SetbackKind::LaidOff);
    let role = facts.held.map(|held| held.role.id.to_string());
    let until = me
        .book
        .today
        .saturating_add(jiff::Span::new().days(SLOW_DAYS));
    // One that goes on is not made shorter by what happens next.
    let goes_on = slow(facts).map(|quiet| quiet.it.until.first_day());
    let until = goes_on.map_or(until, |goes_on| goes_on.max(until));
    Form::filled([
        ("sort", kind.word().to_owned()),
        ("on", me.book.today.to_string()),
        ("role", role.unwrap_or_default()),
        ("case", case.to_owned()),
        ("slow_until", until.to_string()),
    ])
}

/// A form with what stands.
pub(super) fn filled(it: &Setback) -> Form {
    Form::filled([
        ("sort", it.kind.word().to_owned()),
        ("on", it.on.to_string()),
        ("what", it.what.clone().unwrap_or_default()),
        (
            "role",
            it.role.map_or_else(String::new, |id| id.to_string()),
        ),
        (
            "case",
            it.case.map_or_else(String::new, |id| id.to_string()),
        ),
    ])
}

/// Reads the form over what stands; what is wrong is noted in it.
pub(super) fn read(me: &Me, form: &mut Form, before: Option<&Setback>) -> Option<Setback> {
    let on = form.date("on");
    match on {
        None if form.fault_of("on").is_none() => {
            form.fault("on", "When was it? A month or a year is enough.");
        }
        Some(on) if on.is_after(me.book.today) => form.fault(
            "on",
            "That lies ahead. Write the day on which you learned of it.",
        ),
        _ => {}
    }
    let kind = SetbackKind::named(form.typed("sort")).unwrap_or(SetbackKind::Other);
    let what = form.text("what", TEXT);
    let role = form.typed("role").parse().ok();
    let role = role.filter(|id: &ItemId| me.book.record.get::<Role>(*id).is_some());
    let case = form.typed("case").parse().ok();
    let on = on.filter(|_| form.is_good())?;
    Some(Setback {
        kind,
        what,
        on,
        role,
        case: case.or_else(|| before.and_then(|it| it.case)),
        ..before.cloned().unwrap_or_else(|| Setback::new(kind, on))
    })
}

pub(super) fn fields(me: &Me, form: &Form) -> Markup {
    let kinds = options(SetbackKind::WORDS, |kind| capital(kind.label()));
    let roles = roles(me);
    html! {
        div.pair {
            (field(form, Field { name: "sort", label: "What it was", hint: "", kind: Kind::One(&kinds) }))
            (field(form, Field { name: "on", label: "When", hint: "A day, a month or a year.", kind: Kind::Date }))
        }
        @if roles.len() > 1 {
            (field(form, Field { name: "role", label: "In which role", hint: "", kind: Kind::One(&roles) }))
        }
        (field(form, Field { name: "what", label: "What happened", hint: "In your own words, if you like. A line is enough, and so is nothing.", kind: Kind::Text }))
        @if !form.typed("case").is_empty() { input type="hidden" name="case" value=(form.typed("case")); }
    }
}

/// Roles to choose from, none first; those that go on come before those that ended.
fn roles(me: &Me) -> Choices {
    let mut all: Vec<Of<'_, Role>> = me.book.facts().roles.clone();
    all.reverse();
    all.order_by_key(|of| !matches!(of.it.to, RoleEnd::Ongoing));
    let all = all.iter().take(MOST_ROLES);
    let all = all.map(|of| (of.id.to_string(), crate::pages::roles::named(of.it)));
    or_none("None of them", all)
}
