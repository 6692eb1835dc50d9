use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use windward_core::{
    id::{ActId, EntryId, ItemId, NewIds},
    record::{Audience, Author, Change, Contact, Content, Entry, Item, Origin},
};

use super::{Difference, Line, Plan, Verdict, fields};

/// What a person chose for lines, by their index in [`Plan::lines`]; the others go as [`Line::choices`] begins.
pub type Choices = BTreeMap<usize, Choice>;

/// What can be chosen for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// As the file has it.
    File,
    /// As the record has it, and not to be asked again until the file changes.
    Mine,
    /// Both: the row becomes an item of its own beside the one that looks like it.
    Both,
    /// What is missing comes in, and what both have changed is asked again.
    Fill,
    /// Nothing for now; the next import finds it as it is.
    Leave,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::File, Self::Mine, Self::Both, Self::Fill, Self::Leave];

    /// The word in forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Mine => "mine",
            Self::Both => "both",
            Self::Fill => "fill",
            Self::Leave => "leave",
        }
    }

    /// The choice of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

impl Line {
    /// Whether it is a question about somebody of whom the file also knows what is missing here.
    const fn fills(&self) -> bool {
        let is_contact = matches!(self.content, Content::Contact(_));
        is_contact && matches!(self.verdict, Verdict::Asked { .. }) && !self.draft.there.is_empty()
    }

    /// What can be chosen here; the first is what happens if nothing is.
    #[must_use]
    pub const fn choices(&self) -> &'static [Choice] {
        use Choice::{Both, File, Fill, Leave, Mine};
        // Somebody who changed their job has a profile all the same.
        if self.fills() {
            return if self.draft.alike {
                &[Fill, File, Mine, Both, Leave]
            } else {
                &[Fill, File, Mine, Leave]
            };
        }
        match (&self.verdict, self.draft.alike) {
            (Verdict::Added { .. }, _) => &[File, Leave],
            (Verdict::Changed { .. }, false) => &[File, Mine, Leave],
            (Verdict::Changed { .. }, true) => &[File, Mine, Both, Leave],
            (Verdict::Asked { .. }, false) => &[Leave, File, Mine],
            (Verdict::Asked { .. }, true) => &[Leave, File, Mine, Both],
            (Verdict::Already { .. }, _) => &[Leave, Both],
            (Verdict::Removed { .. }, _) => &[Leave, File],
            (Verdict::Same { .. } | Verdict::KeptYours { .. }, _) => &[Leave],
        }
    }
}

impl Plan {
    /// The entries that do what the plan says, in the order of its lines, all of one act. None, if there is nothing to do.
    ///
    /// A choice that a line does not offer counts as its first. The act is the caller's, so that a form sent twice
    /// is recognised as one.
    pub fn entries(
        &self,
        choices: &Choices,
        act: ActId,
        ids: &mut dyn NewIds,
        now: Timestamp,
    ) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let offered = line.choices();
            let chosen = choices
                .get(&index)
                .copied()
                .filter(|it| offered.contains(it));
            let draft = &line.draft;
            let chosen = chosen.unwrap_or(offered[0]);
            let (taken, target): (Vec<&Difference>, _) = match chosen {
                Choice::Leave => continue,
                Choice::File => (draft.there.iter().chain(&draft.both).collect(), draft.item),
                // Where there was nothing to ask, the file's changes are declined; otherwise they come along.
                Choice::Mine if draft.both.is_empty() => (Vec::new(), draft.item),
                Choice::Mine | Choice::Fill => (draft.there.iter().collect(), draft.item),
                Choice::Both => (Vec::new(), None),
            };
            let mut origin = self.origin(line);
            if chosen == Choice::Fill {
                // As if the file had not said it: the next import asks again.
                for it in &draft.both {
                    match &it.before {
                        Some(before) => origin.values.insert(it.field.clone(), before.clone()),
                        None => origin.values.remove(&it.field),
                    };
                }
            }
            let item = match target {
                None => new(ids.item(), &line.content, origin),
                Some((id, _)) => revised(id, line, &taken, origin),
            };
            let revises = target.map(|(_, entry)| entry);
            let put = Change::Put(Box::new(item));
            entries.push(entry(ids.entry(), act, revises, now, put));
        }
        entries
    }

    fn origin(&self, line: &Line) -> Origin {
        Origin {
            importer: self.importer.word().to_owned(),
            key: line.key.clone(),
            values: fields::imported(&line.content),
        }
    }
}

/// A new item, as the file has it.
fn new(id: ItemId, content: &Content, origin: Origin) -> Item {
    if let Content::Contact(it) = content {
        // There may be thousands, so not by way of their fields.
        let contact = Contact {
            origin: Some(origin),
            ..it.clone()
        };
        let content = contact.into();
        return Item { id, content };
    }
    let fields = origin.values.clone();
    put_together(id, content.kind(), fields, &[], origin)
}

/// An item as it stands, with what is taken from the file.
fn revised(id: ItemId, line: &Line, taken: &[&Difference], origin: Origin) -> Item {
    let fields = line.draft.standing.clone();
    put_together(id, line.content.kind(), fields, taken, origin)
}

fn put_together(
    id: ItemId,
    kind: &str,
    mut fields: Map<String, Value>,
    taken: &[&Difference],
    origin: Origin,
) -> Item {
    for difference in taken {
        match &difference.theirs {
            Some(value) => fields.insert(difference.field.clone(), value.clone()),
            None => fields.remove(&difference.field),
        };
    }
    if !fields::is_single(kind) {
        let origin = serde_json::to_value(origin).expect("texts and maps are JSON");
        fields.insert("origin".to_owned(), origin);
    }
    fields::item(id, kind, fields)
}

/// An entry of the owner's, for nobody else.
pub(super) fn entry(
    entry_id: EntryId,
    act: ActId,
    revises: Option<EntryId>,
    now: Timestamp,
    change: Change,
) -> Entry {
    Entry {
        entry_id,
        act,
        revises,
        recorded_at: now,
        author: Author::Owner,
        audience: Audience::Owner,
        change,
        unknown: Map::new(),
    }
}
