//! The trials, one a file.

pub mod full;
pub mod kill;
pub mod patroni;
pub mod power;
pub mod upgrade;
