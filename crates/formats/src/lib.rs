//! What comes into a record from outside: bytes in, items and notices out.
//!
//! [`read`] (or [`read_text`]) finds out what a file is and gives an [`Incoming`]: everything found, every row that
//! was skipped with its reason, and what else there is to say. [`plan`](plan()) compares it with a record, three ways:
//! what the file says now, what it said at the last import, what the record says. The [`Plan`] is the preview;
//! [`Plan::entries`] makes it entries of one act, and [`undo`] takes an act back.
//!
//! Everything here is pure and bounded ([`limits`]): there is no clock, no randomness and no I/O, and no file makes
//! it panic, recurse or take memory without limit.

#![warn(missing_docs)]

mod archive;
mod background;
pub mod brag;
pub mod calendar;
mod date;
mod error;
mod folded;
mod hr_open;
mod incoming;
mod json;
mod json_resume;
mod key;
mod language;
pub mod limits;
mod lines;
mod linkedin;
pub mod mail;
mod name;
pub mod opportunities;
pub mod packet;
pub mod paper;
mod past;
pub mod people;
mod plan;
pub mod resume;
mod role;
mod roles;
mod sniff;
mod table;
mod text;
pub mod vcard;

pub use self::{
    error::ImportError,
    incoming::{Found, Importer, Incoming, Notice, Place, Skipped, Tally, Tone, describe, source},
    past::{Past, past},
    plan::{
        Choice, Choices, Counts, Difference, Line, MOST_JOBS, NewJob, Plan, Undo, Verdict, plan,
        undo, undoing,
    },
    sniff::{read, read_brag, read_text, read_with_people},
};
