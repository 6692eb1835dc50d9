//! Mail that leaves: which server it goes through, what waits, and the runner that sends it.
//!
//! - [`MailServer`]: what an operator or a person says about their mail server.
//! - [`Office`]: the queue, the settings and the digests of an instance, sealed under the key of the server.
//! - [`Line`]: one connection to a mail server, and how each letter came out.
//! - [`run`]: the runner, one among any number of servers, which works while nobody is signed in.
//!
//! # Once
//! SMTP cannot promise that a letter arrives exactly once: when a connection breaks after the last byte of a
//! letter and before its answer, nobody on this side knows. So Windward promises *at most once* by its own doing.
//! A letter's row changes from waiting to sending after the mail server has accepted its recipient and before its
//! words go out, and only one of any number of programs can change it. What the server answers then decides. A
//! connection that breaks before the last byte is written has delivered nothing, so the letter waits again; one
//! that breaks after it leaves the letter *unclear*, and so does a program that was killed in between. Nothing is
//! sent again from there unless a person says so. Each letter keeps its `Message-ID` over all attempts, by which
//! many mail servers drop a second copy.

#![warn(missing_docs)]

mod answer;
mod digest;
mod office;
mod queue;
mod runner;
mod server;
mod smtp;
mod update;

pub use self::{
    answer::Answer,
    digest::{Digests, Line as DigestLine, Rhythm, Wish},
    office::{Office, PostError, Settings, Turn},
    queue::{Kind, MOST_LETTERS, Outgoing, Posted, Queued},
    runner::{Round, run},
    server::{Bad, Field, MailServer, Password, Security},
    smtp::{Line, LineError},
    update::{SentBy, update_letters},
};
