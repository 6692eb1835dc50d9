//! An update as letters: one to each who is to get it and has not.

use windward_core::{
    record::{Of, Update},
    views::updates::Copy,
};
use windward_formats::mail::{MailError, Mailbox, note};

use crate::{
    queue::{Kind, Outgoing},
    server::MailServer,
};

/// Whose a mail server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentBy {
    /// One person's: what they send comes from the address that they say.
    Owner,
    /// That of several people. What each of them sends comes from the address of the server in their name, so that nobody
    /// writes in the name of another; answers go where they say.
    Server,
}

/// The letters of an update for the queue. Without an address of its own it comes from that of the mail server; `name` is
/// whom it is signed with.
pub fn update_letters(
    of: Of<'_, Update>,
    name: Option<&str>,
    server: &MailServer,
    by: SentBy,
    copies: &[Copy<'_>],
) -> Result<Vec<Outgoing>, MailError> {
    let own = match of.it.from {
        Some(_) => Some(note::sender(of.it, name)?),
        None => None,
    };
    let (from, reply_to) = match by {
        SentBy::Owner => (own.unwrap_or_else(|| server.from.clone()), None),
        SentBy::Server => {
            let name = name.or_else(|| server.from.name());
            (Mailbox::new(name, server.from.address())?, own)
        }
    };
    let letters = note::letters(of.it, &from, reply_to.as_ref(), copies)?;
    Ok(letters
        .into_iter()
        .map(|(_, letter)| Outgoing {
            kind: Kind::Update,
            about: of.id.0,
            letter,
        })
        .collect())
}
