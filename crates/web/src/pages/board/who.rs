//! Naming somebody in a form: one of the people one knows, or somebody new.

use maud::{Markup, html};
use windward_core::{
    id::ItemId,
    order::InOrder,
    record::{Act, Contact, Of, Record},
    views::{
        board::{Circle, somebody, told},
        people::{Directory, Person},
    },
};

use crate::{
    form::{Form, LINE},
    session::Me,
};

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
    /// The contact that they are, or that `fresh` will name.
    pub(crate) const fn id(&self, fresh: ItemId) -> ItemId {
        match self {
            Self::Known(id) => *id,
            Self::New(_) => fresh,
        }
    }

    /// Writes somebody new, and says so. It comes last in an act, so that a form that is sent twice, and then finds
    /// them known, begins with the same entries.
    pub(crate) fn write(self, me: &Me, act: &mut Act<'_>, fresh: ItemId) {
        if let Self::New(contact) = self {
            me.say(format!("{} is among your people now.", contact.name));
            act.put(fresh, None, *contact);
        }
    }
}

/// Reads the field `who`; `None` if it is empty or says somebody whom there is several times.
pub(crate) fn read(circle: Circle<'_>, form: &mut Form) -> Option<Who> {
    let typed = form.text("who", LINE)?;
    match circle.named(&typed).as_slice() {
        [one] => Some(Who::Known(one.id)),
        [] => Some(Who::New(Box::new(somebody(&typed)))),
        several => {
            form.fault("who", format!("There are {} people of this name. Say where they work, too: ‘Ines Dahl, Fjord Rail’.", crate::words::small(several.len())));
            None
        }
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
    people.order_by_key(|it| std::cmp::Reverse(it.last));
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
