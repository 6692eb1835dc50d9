//! Conversations about a career: with whom, about what, and what came of them.

pub(crate) mod agreement;
pub(crate) mod agreements;
pub(crate) mod allies;
pub(crate) mod conversations;
pub(crate) mod counterpart;
pub(crate) mod feedback;
pub(crate) mod handover;
pub(crate) mod notes;
pub(crate) mod one;
pub(crate) mod prepare;
pub(crate) mod promises;
pub(crate) mod record;
mod row;
mod sheet;

use maud::{Markup, html};
use windward_core::{
    id::{ItemId, NewIds as _},
    record::Contact,
    views::{
        facts::Facts,
        talks::{
            partners::{partners, waiting},
            who::Who,
        },
    },
};

use crate::{
    components::{marks, switch},
    error::WebError,
    form::{Form, LINE},
    session::Me,
};

/// Names that a field proposes: as many as a person scrolls through.
const MOST_PROPOSED: usize = 400;

/// Whether this very form was written already: what it would write now depends on what it wrote then, so it is not
/// composed again.
fn is_again(me: &Me, form: &Form) -> Result<bool, WebError> {
    let act = form.once()?.act();
    Ok(me.book.record.touched_by(act).next().is_some())
}

/// The pages that belong together.
fn family(here: &str) -> Markup {
    switch(
        "Conversations",
        &[
            ("/conversations", "Conversations"),
            ("/promises", "Promises"),
            ("/agreements", "Agreements"),
            ("/handover", "Handover"),
        ],
        here,
    )
}

/// Whom a form names: the contact, where there is one of that name, and the name.
#[derive(Debug, Default)]
pub(in crate::pages) struct Named {
    pub(in crate::pages) contact: Option<ItemId>,
    pub(in crate::pages) whom: Option<String>,
}

/// Reads a name. What stood there before and was not touched stays the contact that it was.
pub(in crate::pages) fn named(me: &Me, form: &mut Form, field: &str, before: Who<'_>) -> Named {
    let Some(name) = form.text(field, LINE) else {
        return Named::default();
    };
    if before.name == Some(name.as_str()) {
        return Named {
            contact: before.contact,
            whom: Some(name),
        };
    }
    let wanted = name.to_lowercase();
    let mut of_that_name = me
        .book
        .record
        .all::<Contact>()
        .filter(|of| of.it.name.trim().to_lowercase() == wanted);
    // Two of one name: nobody can tell which of them is meant.
    let contact = match (of_that_name.next(), of_that_name.next()) {
        (Some(of), None) => Some(of.id),
        _ => None,
    };
    Named {
        contact,
        whom: Some(name),
    }
}

/// A field for somebody's name, with the names that are known.
pub(in crate::pages) fn who_field(form: &Form, name: &str, label: &str, hint: &str) -> Markup {
    let fault = form.fault_of(name);
    html! {
        div.field {
            label for=(name) { (label) }
            @if !hint.is_empty() { p.hint id={ (name) "-hint" } { (hint) } }
            input id=(name) name=(name) value=(form.typed(name)) list="known-people" autocomplete="off"
                aria-invalid=[fault.map(|_| "true")]
                aria-describedby=[fault.map(|_| format!("{name}-fault")).or_else(|| (!hint.is_empty()).then(|| format!("{name}-hint")))];
            @if let Some(fault) = fault { p.error id={ (name) "-fault" } { (fault) } }
        }
    }
}

/// The names that fields propose; once on a page that has such a field.
pub(in crate::pages) fn known_people(me: &Me) -> Markup {
    let facts = me.book.facts();
    let talks = &facts.talks;
    let mut names: Vec<&str> = talks
        .counterparts
        .iter()
        .filter_map(|of| talks.who(of.it).name)
        .chain(talks.allies.iter().filter_map(|of| talks.who(of.it).name))
        .collect();
    let contacts = me
        .book
        .record
        .all::<Contact>()
        .map(|of| of.it.name.as_str());
    names.extend(contacts.take(MOST_PROPOSED));
    names.sort_unstable();
    names.dedup();
    names.truncate(MOST_PROPOSED);
    html! { datalist #known-people { @for name in names { option value=(name) {} } } }
}

/// The next conversation, in a word: with a name where there is a manager.
fn next_with<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let first = partners(facts).into_iter().next()?;
    facts.talks.who(first.of.it).name
}

/// A button that keeps a line for the next conversation, about an item.
pub(crate) fn for_the_next(
    facts: &Facts<'_>,
    line: &str,
    about: Option<ItemId>,
    back: &str,
) -> Markup {
    let label = match next_with(facts) {
        Some(name) => format!("Keep it for the next conversation with {name}"),
        None => "Keep it for the next conversation".to_owned(),
    };
    let waits = waits(facts, line, about);
    html! {
        form.for-next method="post" action="/conversations/notes" {
            (marks(None))
            input type="hidden" name="line" value=(line);
            @if let Some(about) = about { input type="hidden" name="about" value=(about); }
            input type="hidden" name="back" value=(back);
            @if waits { p.soft { "It waits for " a href="/conversations#notes" { "the next conversation" } "." } }
            @else { button.quiet { (label) } }
        }
    }
}

/// Whether a line about it waits already.
fn waits(facts: &Facts<'_>, line: &str, about: Option<ItemId>) -> bool {
    let all = waiting(facts);
    all.iter()
        .any(|of| of.it.line == line || (about.is_some() && of.it.about == about))
}
