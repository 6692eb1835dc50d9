//! What a server owes to whoever is on it: leaving, a way out for who was shut out, and saying what was done and what is
//! kept for how long.

pub(crate) mod anew;
pub(crate) mod audit;
pub(crate) mod door;
pub(crate) mod keeping;
pub(crate) mod leave;
