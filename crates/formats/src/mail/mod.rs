//! Mail: what a letter says and to whom, as bytes that any mail program reads.
//!
//! [`Mailbox`] is a name and an address that are safe in a header, [`Letter`] is one mail to one person, with a text
//! and with HTML, and with a [`StopLink`] where more of its kind come by themselves. [`markdown`] makes both of what a person wrote, and
//! [`note`] makes letters of an update. Sending is not done here.

mod letter;
mod mailbox;
pub mod markdown;
pub mod note;
mod stop;

pub use self::{
    letter::{Letter, Stamp, unsent},
    mailbox::{MailError, Mailbox},
    stop::StopLink,
};
