//! The same line with whoever it is about, where an item names them by a link alone.

use std::{borrow::Cow, cell::OnceCell};

use hashbrown::HashMap;

use super::{first_line, setbacks, talks};
use crate::{
    framework::Framework,
    id::ItemId,
    record::{Contact, Content, Record},
    views::{talks::who::Who, words},
};

/// Of those who were met at once, so many are named.
const NAMED: usize = 3;

/// The people whom the items of a record link to.
///
/// For one's own eyes: a name that stands among the contacts alone is in no copy for others, which say
/// [`first_line`].
#[derive(Debug)]
pub struct Linked<'a> {
    record: &'a Record,
    /// Whoever was merged into another; looked through only when one of them is asked for.
    merged: OnceCell<HashMap<ItemId, &'a str>>,
}

impl<'a> Linked<'a> {
    /// Those of a record.
    #[must_use]
    pub const fn of(record: &'a Record) -> Self {
        Self {
            record,
            merged: OnceCell::new(),
        }
    }

    /// An item in a line, with the name of whoever it is about.
    #[must_use]
    pub fn line(&self, framework: &'a Framework, content: &'a Content) -> Cow<'a, str> {
        let first = || first_line(framework, content);
        let whom = |who: Who<'a>| who.contact.and_then(|id| self.name(id)).or(who.name);
        let about = |id: ItemId, between: &str| match self.name(id) {
            Some(name) => format!("{name}{between}{}", first()).into(),
            None => first(),
        };
        match content {
            Content::Agreement(_)
            | Content::Ally(_)
            | Content::Conversation(_)
            | Content::Counterpart(_)
            | Content::Feedback(_) => talks::line(content, &whom),
            Content::Support(it) => setbacks::support(
                it,
                whom(Who {
                    contact: it.contact,
                    name: it.whom.as_deref(),
                }),
            ),
            Content::Approach(it) => about(it.person, ": "),
            Content::Gift(it) => about(it.person, ": "),
            Content::Lesson(it) => about(it.person, ": "),
            Content::Question(it) => about(it.person, ": "),
            Content::Moment(it) => about(it.of, ", "),
            Content::Seat(it) => match it.person.and_then(|id| self.name(id)) {
                Some(name) => format!("{}, {name}", it.area).into(),
                None => first(),
            },
            Content::Touch(it) => match self.met(&it.with) {
                Some(names) => format!("{names}: {}", first()).into(),
                None => first(),
            },
            _ => first(),
        }
    }

    /// What a contact is called, or whoever it was merged into.
    fn name(&self, id: ItemId) -> Option<&'a str> {
        match self.record.get::<Contact>(id) {
            Some(of) => Some(&of.it.name),
            None => self.merged().get(&id).copied(),
        }
    }

    fn merged(&self) -> &HashMap<ItemId, &'a str> {
        self.merged.get_or_init(|| {
            let all = self.record.all::<Contact>();
            let each = all.flat_map(|of| of.it.merged.iter().map(move |id| (*id, &*of.it.name)));
            each.collect()
        })
    }

    /// Several by their names; nothing where none of them is known.
    fn met(&self, with: &[ItemId]) -> Option<String> {
        let known = with.iter().filter_map(|id| self.name(*id));
        let mut names: Vec<Cow<'_, str>> = known.take(NAMED).map(Cow::Borrowed).collect();
        if names.is_empty() {
            return None;
        }
        let others = with.len() - names.len();
        if others > 0 {
            names.push(words::several(others, "other", "others").into());
        }
        Some(words::list(&names))
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        framework::PRODUCT,
        id::CountedIds,
        record::{Act, Stored, Touch},
    };

    #[test]
    fn a_touch_names_those_it_was_with_by_whom_they_were_merged_into() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let mut ids = CountedIds::default();
        let mut act = Act::new(&mut ids, now);
        let mut contact = |name: &str, merged: Vec<ItemId>| {
            act.add(Contact {
                name: name.to_owned(),
                merged,
                ..Contact::default()
            })
        };
        let twice = "01a21e84-3cad-7b10-930b-8df9581ee070".parse().unwrap();
        contact("Priya Shah", vec![twice]);
        let others = ["Tom", "Ines", "Wei", "Lea"].map(|name| contact(name, Vec::new()));
        let touch = |with: Vec<ItemId>| {
            let mut touch = Touch::new(with, "2026-11-20".parse().unwrap());
            touch.note = Some("Lunch".to_owned());
            Content::Touch(touch)
        };
        let all: Vec<ItemId> = std::iter::once(twice).chain(others).collect();
        let touches = [touch(all), touch(vec![others[0]]), touch(Vec::new())];
        let entries = act.into_entries().into_iter().zip(1..);
        let record = Record::fold(entries.map(|(entry, seq)| Stored {
            seq,
            received_at: now,
            imported: false,
            entry,
        }));
        let framework = Framework::parse(PRODUCT).unwrap();
        let linked = Linked::of(&record);
        let lines = touches
            .each_ref()
            .map(|it| linked.line(&framework, it).into_owned());
        assert_eq!(
            lines,
            [
                "Priya Shah, Tom, Ines and two others: Lunch",
                "Tom: Lunch",
                "Lunch"
            ]
        );
    }
}
