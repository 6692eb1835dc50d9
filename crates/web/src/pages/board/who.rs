//! Naming somebody in a form: one of the people one knows, or somebody new.

use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    record::{Act, Contact, Of, Record},
    views::people::{Directory, Filter, Person, identity::folded},
};

use crate::form::{Form, LINE};

/// How many people a field proposes. Whoever is not among them is found by their whole name all the same.
const PROPOSED: usize = 200;

/// Somebody as a form named them.
#[derive(Debug)]
pub(crate) enum Who {
    /// One of the people one knows.
    Known(ItemId),
    /// Somebody new.
    New(Box<Contact>),
}

impl Who {
    /// The contact, written first if they are new.
    pub(crate) fn put(self, act: &mut Act<'_>) -> ItemId {
        match self {
            Self::Known(id) => id,
            Self::New(contact) => act.add(*contact),
        }
    }
}

/// Reads the field `who`; `None` if it is empty or says somebody whom there is several times.
pub(crate) fn read(record: &Record, directory: &Directory, form: &mut Form) -> Option<Who> {
    let typed = form.text("who", LINE)?;
    let wanted = folded(&typed);
    let called = |person: &&Person| {
        let contact = record.get::<Contact>(person.id);
        contact.is_some_and(|of| folded(&of.it.name) == wanted || folded(&told(of.it)) == wanted)
    };
    let filter = Filter {
        text: &typed,
        ..Filter::default()
    };
    let found: Vec<ItemId> = directory
        .find(&filter)
        .into_iter()
        .filter(called)
        .map(|it| it.id)
        .collect();
    match found.as_slice() {
        [one] => Some(Who::Known(*one)),
        [] => Some(Who::New(Box::new(new(&typed)))),
        several => {
            form.fault("who", format!("There are {} people of this name. Say where they work, too: ‘Ines Dahl, Fjord Rail’.", crate::words::small(several.len())));
            None
        }
    }
}

/// Somebody new: their name, and behind a comma where they work.
fn new(typed: &str) -> Contact {
    let (name, organisation) = match typed.rsplit_once(',') {
        Some((name, more)) if !name.trim().is_empty() && !more.trim().is_empty() => {
            (name.trim(), Some(more.trim().to_owned()))
        }
        _ => (typed, None),
    };
    Contact {
        organisation,
        ..Contact::named(name)
    }
}

/// Somebody as a field names them: their name, and where they work.
pub(crate) fn told(contact: &Contact) -> String {
    match &contact.organisation {
        Some(organisation) => format!("{}, {organisation}", contact.name),
        None => contact.name.clone(),
    }
}

/// The field `who`, with proposals: first those one was in touch with last.
pub(crate) fn field(
    record: &Record,
    directory: &Directory,
    form: &Form,
    label: &str,
    hint: &str,
) -> Markup {
    let fault = form.fault_of("who");
    let mut people: Vec<&Person> = directory.people().iter().collect();
    people.sort_by_key(|it| std::cmp::Reverse(it.last));
    let people = people
        .into_iter()
        .take(PROPOSED)
        .filter_map(|it| record.get::<Contact>(it.id));
    let people: Vec<Of<'_, Contact>> = people.collect();
    html! {
        div.field {
            label for="who" { (label) }
            p.hint #who-hint { (hint) }
            input id="who" name="who" value=(form.typed("who")) list="people" autocomplete="off"
                aria-invalid=[fault.map(|_| "true")] aria-describedby=(if fault.is_some() { "who-hint who-fault" } else { "who-hint" });
            datalist #people { @for of in &people { option value=(told(of.it)) {} } }
            @if let Some(fault) = fault { p.error #who-fault { (fault) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_new_may_come_with_where_they_work() {
        let it = new("Ines Dahl, Fjord Rail");
        assert_eq!(it.name, "Ines Dahl");
        assert_eq!(it.organisation.as_deref(), Some("Fjord Rail"));
        assert_eq!(new("Tom,").name, "Tom,");
        assert_eq!(new("Tom").organisation, None);
    }
}
