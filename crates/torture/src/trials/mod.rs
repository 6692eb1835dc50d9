//! The trials, one a file.

pub mod kill;
pub mod power;
