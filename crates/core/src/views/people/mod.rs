//! The people of a record: found as one types, told apart, merged, and kept in touch with.
//!
//! - [`identity`]: what two contacts share when they are one person.
//! - [`directory`]: everybody in order, and who fits what is typed.
//! - [`ties()`]: conversations, promises, feedback and a say, of one of them.
//! - [`touches`]: when one was in touch with somebody, and when one last gave something.
//! - [`duplicates()`]: who is probably there twice, and what becomes of them when they are merged.
//! - [`reconnect()`]: a few people a month to write to before one needs something.

pub mod directory;
pub mod duplicates;
pub mod identity;
pub mod reconnect;
pub mod ties;
pub mod touches;

pub use self::{
    directory::{Directory, Filter, Person},
    duplicates::{Group, Why, duplicates, merged},
    reconnect::{Reason, Suggestion, reconnect},
    ties::{Ties, ties},
    touches::{Story, story},
};
