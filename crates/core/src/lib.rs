//! Windward's domain: what a ladder says, what a record holds, and what the one makes of the other.
//!
//! Everything here is a pure function of its arguments. There is no clock, no randomness, no I/O and no
//! async in this crate: `today`, `now` and every id come in from the edge (`clippy.toml` bans the ways around
//! it). A page, a command and a test that pass the same record, framework and day get the same answer.
//!
//! - [`framework`]: the ladder as a versioned file of skills, rungs, moves and plays.
//! - [`record`]: one person's career as an append-only journal of entries, and the fold over it.
//! - [`stats`]: textbook methods, checked against reference implementations.
//! - [`title`]: from a job title to a rung, with a confidence and a reason.
//! - [`views`]: one module per question asked of a record.

#![warn(missing_docs)]

pub mod date;
pub mod framework;
pub mod id;
pub mod order;
pub mod record;
pub mod sample;
pub mod stats;
pub mod title;
pub mod unseen;
pub mod views;
mod words;
