//! Who gets an update: each person and each address once.

use hashbrown::HashSet;

use crate::{
    date::PartialDate,
    id::ItemId,
    record::{Contact, Of, Outcome, Recipient, Record, Update, UpdateState},
    views::people::Directory,
};

/// One person’s copy of an update.
#[derive(Debug, Clone, Copy)]
pub struct Copy<'a> {
    /// Its place in the update.
    pub recipient: &'a Recipient,
    /// Who: the contact that stands for them.
    pub person: ItemId,
    /// Their contact, if it is still there.
    pub contact: Option<Of<'a, Contact>>,
    /// Where it goes or went.
    pub address: Option<&'a str>,
    /// Whether the person or the address stands further up already, so that this one does not go out.
    pub again: bool,
    /// The address of theirs today, where it did not get through to another one, or there was none: it can go there.
    pub corrected: Option<&'a str>,
}

impl<'a> Copy<'a> {
    /// What they are called.
    #[must_use]
    pub fn name(&self) -> &'a str {
        let contact = self.contact.map(|of| of.it.name.as_str());
        contact
            .or(self.address)
            .unwrap_or("somebody who was withdrawn")
    }

    /// What they asked one to leave be.
    #[must_use]
    pub fn boundaries(&self) -> Option<&'a str> {
        self.contact.and_then(|of| of.it.boundaries.as_deref())
    }

    /// Whether it can go and has not gone.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.again && self.address.is_some() && self.recipient.outcome == Outcome::Waiting
    }
}

impl Outcome {
    /// Whether the copy is on its way to them or there.
    #[must_use]
    pub const fn arrived(self) -> bool {
        matches!(self, Self::Sent | Self::Taken)
    }

    /// Whether it did not get to them, and will not by itself.
    #[must_use]
    pub const fn came_back(self) -> bool {
        matches!(self, Self::Refused | Self::Failed | Self::NoAddress)
    }
}

/// The copies of an update, in its own order.
///
/// The address of a draft is the preferred one of the contact today; of one that left, the one it went to.
#[must_use]
pub fn copies<'a>(record: &'a Record, directory: &Directory, update: &'a Update) -> Vec<Copy<'a>> {
    let used = update.to.iter().filter_map(|it| it.address.as_deref());
    let used: HashSet<String> = used.map(|it| it.trim().to_lowercase()).collect();
    let sent = matches!(update.state, UpdateState::Sent { .. });
    let mut people = HashSet::new();
    let mut addresses = HashSet::new();
    let copy = |recipient: &'a Recipient| {
        let person = directory.resolve(recipient.contact);
        let person = person.unwrap_or(recipient.contact);
        let contact = record.get::<Contact>(person);
        let known = recipient.address.as_deref();
        let preferred = contact.and_then(|of| of.it.email());
        let address = known.or(preferred).map(str::trim);
        let address = address.filter(|it| !it.is_empty());
        let new = people.insert(person);
        let fresh = address.is_none_or(|it| addresses.insert(it.to_lowercase()));
        let now = preferred
            .map(str::trim)
            .filter(|_| sent && recipient.outcome.came_back());
        let corrected = now.filter(|it| !it.is_empty() && !used.contains(&it.to_lowercase()));
        Copy {
            corrected,
            recipient,
            person,
            contact,
            address,
            again: !(new && fresh),
        }
    };
    update.to.iter().take(Update::MOST).map(copy).collect()
}

/// Those of the copies that can go and have not gone: each person and each address once.
pub fn ready<'c, 'a>(copies: &'c [Copy<'a>]) -> impl Iterator<Item = &'c Copy<'a>> {
    copies.iter().filter(|it| it.is_ready())
}

/// The update as it was taken away on a day: who got it and where, for good.
#[must_use]
pub fn taken(update: &Update, copies: &[Copy<'_>], on: PartialDate) -> Update {
    left(update, copies, Outcome::Taken, UpdateState::taken(on), on)
}

/// The update as it was given to a mail server on a day: who is to get it and where, for good. What became of each
/// copy is noted later.
#[must_use]
pub fn given(update: &Update, copies: &[Copy<'_>], on: PartialDate) -> Update {
    left(update, copies, Outcome::Waiting, UpdateState::sent(on), on)
}

/// The update with the copies that did not get through on their way again, to the addresses of today. Nobody who got it
/// is among them, and no address to which it went before.
#[must_use]
pub fn corrected(update: &Update, copies: &[Copy<'_>]) -> Update {
    let mut update = update.clone();
    let mut used = HashSet::new();
    for recipient in &mut update.to {
        let mut copies = copies.iter().filter(|it| !it.again);
        let copy = copies.find(|it| it.recipient.contact == recipient.contact);
        let Some(address) = copy.and_then(|it| it.corrected) else {
            continue;
        };
        if used.insert(address.to_lowercase()) {
            recipient.address = Some(address.to_owned());
            recipient.outcome = Outcome::Waiting;
            (recipient.said, recipient.on) = (None, None);
        }
    }
    update
}

fn left(
    update: &Update,
    copies: &[Copy<'_>],
    outcome: Outcome,
    state: UpdateState,
    on: PartialDate,
) -> Update {
    // Whoever stood there twice is there once from now on.
    let kept = copies.iter().filter(|copy| !copy.again);
    let to = kept.map(|copy| {
        let outcome = match (copy.recipient.outcome, copy.address) {
            (Outcome::Waiting, Some(_)) => outcome,
            (Outcome::Waiting, None) => Outcome::NoAddress,
            (known, _) => known,
        };
        Recipient {
            contact: copy.person,
            address: copy.address.map(str::to_owned),
            outcome,
            on: (outcome != Outcome::Waiting).then_some(on),
            ..copy.recipient.clone()
        }
    });
    Update {
        to: to.collect(),
        state,
        ..update.clone()
    }
}
