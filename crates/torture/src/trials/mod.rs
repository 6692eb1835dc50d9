//! The trials, one a file.

pub mod kill;
