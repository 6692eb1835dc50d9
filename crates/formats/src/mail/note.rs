//! An update as mail: a letter for each who gets it, or a file for one’s own mail program.

use windward_core::{
    id::ItemId,
    record::Update,
    views::updates::{Copy, ready},
};

use super::{Letter, MailError, Mailbox, Stamp, markdown, unsent};

/// The copies with what is written as an address and is none taken for no address.
#[must_use]
pub fn checked(copies: Vec<Copy<'_>>) -> Vec<Copy<'_>> {
    let is_one = |it: &&str| Mailbox::new(None, it).is_ok();
    copies
        .into_iter()
        .map(|copy| Copy {
            address: copy.address.filter(is_one),
            corrected: copy.corrected.filter(is_one),
            ..copy
        })
        .collect()
}

/// Who an update comes from: its address, and the name of whoever writes.
pub fn sender(update: &Update, name: Option<&str>) -> Result<Mailbox, MailError> {
    let address = update.from.as_deref().ok_or(MailError::NoSender)?;
    Mailbox::new(name, address)
}

/// A letter for each copy that can go and has not gone, with the contact it is for: one mail to each person, so that
/// nobody gets to see another’s address. Answers go to `reply_to`, or else to whom it is from.
pub fn letters(
    update: &Update,
    from: &Mailbox,
    reply_to: Option<&Mailbox>,
    copies: &[Copy<'_>],
) -> Result<Vec<(ItemId, Letter)>, MailError> {
    let text = markdown::text(&update.body);
    let html = markdown::page(&update.subject, &update.body);
    let letter = |copy: &Copy<'_>| {
        let address = copy.address.unwrap_or_default();
        let letter = Letter {
            from: from.clone(),
            reply_to: reply_to.cloned(),
            to: Mailbox::new(Some(copy.name()), address)?,
            subject: update.subject.clone(),
            text: text.clone(),
            html: Some(html.clone()),
            stop: None,
        };
        Ok((copy.person, letter))
    };
    ready(copies).map(letter).collect()
}

/// The update as one file that a mail program opens as a draft, with everybody who gets it in `Bcc`.
pub fn eml(
    update: &Update,
    from: &Mailbox,
    copies: &[Copy<'_>],
    stamp: Stamp,
) -> Result<Vec<u8>, MailError> {
    let going = copies.iter().filter(|it| !it.again);
    let others = going.filter_map(|it| Some(Mailbox::new(Some(it.name()), it.address?)));
    let others: Vec<Mailbox> = others.collect::<Result<_, _>>()?;
    let text = markdown::text(&update.body);
    let html = markdown::page(&update.subject, &update.body);
    unsent(from, &others, &update.subject, &text, Some(&html), stamp)
}
