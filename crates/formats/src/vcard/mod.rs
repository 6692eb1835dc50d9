//! vCards of all three versions, as Outlook, Gmail, Apple and phones really write them.
//!
//! The reader is our own, because what others read falls short of these files: parameters without a name
//! (`NOTE;QUOTED-PRINTABLE:`), quoted letters without a charset, cards within cards, cards without an end, and the
//! line on which a card begins, which a person needs to find it again. `docs/decisions/0015-people-are-told-by-what-they-share.md` says more.

mod card;
mod lines;
mod write;

use windward_core::record::{Contact, Reach, ReachKind};

pub use self::write::to_vcard;
use self::{
    card::contact,
    lines::{Lines, Property},
};
use crate::{
    error::ImportError,
    incoming::{Gathering, Importer, Incoming, Place, Tone, counted},
    limits, people,
    text::quote,
};

/// Whether a text is an address book.
pub(crate) fn is_one(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(11).collect();
    start.eq_ignore_ascii_case("BEGIN:VCARD")
}

/// Reads all cards of a file.
pub(crate) fn read(file: &str, text: &str) -> Result<Incoming, ImportError> {
    let mut gathering = Gathering::new(Importer::VCard, file);
    gathering.wants_roles = false;
    let mut reading = Reading::default();
    for property in Lines::of(text) {
        if let Some(card) = reading.take(property) {
            gather(&mut gathering, file, &card, &mut reading)?;
        }
    }
    if let Some(card) = reading.open.take() {
        let text = "The last card has no end: the file is cut short, or was edited. What there is of it was taken.";
        gathering.notice(Tone::Look, Some(Place::at(file, card.line)), text);
        gather(&mut gathering, file, &card, &mut reading)?;
    }
    if reading.pictures > 0 {
        let text = format!(
            "{} left out: a record keeps words.",
            counted(
                reading.pictures,
                "picture or sound was",
                "pictures and sounds were"
            )
        );
        gathering.notice(Tone::Aside, None, text);
    }
    Ok(gathering.finish("There is no card in it that could be read."))
}

fn gather(
    gathering: &mut Gathering,
    file: &str,
    card: &Card,
    reading: &mut Reading,
) -> Result<(), ImportError> {
    let at = Place::at(file, card.line);
    let mut read = contact(&card.properties);
    reading.pictures += read.pictures;
    if read.is_group {
        let reason = "It is a group of people, not a person.";
        return gathering.skip(at, &read.contact.name, reason);
    }
    let doubts = std::mem::take(&mut read.doubts);
    let what = match quote(&read.contact.name) {
        name if name.is_empty() => "a card without a name".to_owned(),
        name => name,
    };
    let cut = (card.cut > 0).then(|| {
        format!(
            "{} of its lines are too many for one person and were left out.",
            card.cut
        )
    });
    for doubt in doubts.into_iter().chain(cut) {
        gathering.notice(Tone::Look, Some(at.clone()), format!("‘{what}’: {doubt}"));
    }
    people::gather(gathering, at, read.contact, "")
}

/// One card as it stands.
#[derive(Debug)]
struct Card {
    line: u64,
    properties: Vec<Property>,
    /// Lines beyond the bound.
    cut: usize,
}

/// What a card says.
#[derive(Debug, Default)]
struct Read {
    contact: Contact,
    is_group: bool,
    pictures: usize,
    doubts: Vec<String>,
}

/// Goes from properties to cards.
#[derive(Debug, Default)]
struct Reading {
    open: Option<Card>,
    /// Cards within the one that is open: an assistant's, which nobody looks for here.
    within: usize,
    pictures: usize,
}

impl Reading {
    /// Takes in a property, and gives a card that ends with it.
    fn take(&mut self, property: Property) -> Option<Card> {
        let of_card = property.value.trim().eq_ignore_ascii_case("vcard");
        match property.name.as_str() {
            "BEGIN" if of_card => {
                let agent = |it: &Card| it.properties.last().is_some_and(|it| it.name == "AGENT");
                if self.open.as_ref().is_some_and(agent) {
                    self.within += 1;
                    return None;
                }
                // The one before has no end; it is taken all the same.
                self.within = 0;
                self.open.replace(Card {
                    line: property.line,
                    properties: Vec::new(),
                    cut: 0,
                })
            }
            "END" if of_card && self.within > 0 => {
                self.within -= 1;
                None
            }
            "END" if of_card => self.open.take(),
            _ if self.within > 0 => None,
            _ => {
                if let Some(card) = &mut self.open {
                    if card.properties.len() < limits::CARD_LINES {
                        card.properties.push(property);
                    } else {
                        card.cut += 1;
                    }
                }
                None
            }
        }
    }
}

/// A way to reach somebody, with what it is for.
fn way(kind: ReachKind, value: &str, label: Option<String>) -> Reach {
    Reach {
        label,
        ..Reach::new(kind, value.trim())
    }
}
