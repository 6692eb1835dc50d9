//! An update as letters: one to each who is to get it and has not.

use windward_core::{
    record::{Of, Update},
    views::updates::Copy,
};
use windward_formats::mail::{MailError, note};

use crate::{
    queue::{Kind, Outgoing},
    server::MailServer,
};

/// The letters of an update for the queue. Without an address of its own it comes from that of the mail server; `name` is
/// whom it is signed with.
pub fn update_letters(
    of: Of<'_, Update>,
    name: Option<&str>,
    server: &MailServer,
    copies: &[Copy<'_>],
) -> Result<Vec<Outgoing>, MailError> {
    let from = match of.it.from {
        Some(_) => note::sender(of.it, name)?,
        None => server.from.clone(),
    };
    let letters = note::letters(of.it, &from, copies)?;
    Ok(letters
        .into_iter()
        .map(|(_, letter)| Outgoing {
            kind: Kind::Update,
            about: of.id.0,
            letter,
        })
        .collect())
}
